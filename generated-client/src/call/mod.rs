//! A call: the request as plain data, the one way to the network, and what an observer sees of it.

pub(crate) mod address;
mod body;
mod content;
pub(crate) mod dry_run;
mod encode;
pub(crate) mod execute;
mod options;
pub(crate) mod parts;
pub(crate) mod request;
pub(crate) mod telemetry;
pub(crate) mod untyped;
