//! Calls: what operations take and give, and the client as a whole.

mod arguments;
mod bodies;
pub(crate) mod client;
mod client_headers;
mod headers;
pub(crate) mod operations;
mod parameters;
mod responses;
mod schemes;
mod security;
mod servers;
mod successes;
pub(crate) mod tags;
