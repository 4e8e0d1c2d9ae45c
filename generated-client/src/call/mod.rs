//! A call: the request as plain data, the one way to the network, and what an observer sees of it.

pub(crate) mod execute;
pub(crate) mod request;
pub(crate) mod telemetry;
