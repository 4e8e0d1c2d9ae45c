//! A call: the request as plain data, the one way to the network, and what an observer sees of it.

// In the order in which rustdoc shows what a request can do: send it, set its options, look at it.
pub(crate) mod request;

mod options;

pub(crate) mod dry_run;

pub(crate) mod address;
mod body;
mod content;
mod encode;
pub(crate) mod execute;
pub(crate) mod parts;
pub(crate) mod telemetry;
pub(crate) mod untyped;
