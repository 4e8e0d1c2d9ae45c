//! The client: what it is made from, what carries its requests, and what can go wrong with them.

pub(crate) mod api_error;
pub(crate) mod builder;
mod carrier;
#[allow(clippy::module_inception, reason = "the floor is called after what stands on top of it")]
pub(crate) mod client;
pub(crate) mod config;
pub(crate) mod connections;
pub(crate) mod elsewhere;
pub(crate) mod error;
mod headers;
#[cfg(feature = "middleware")]
mod middleware;
pub(crate) mod retry;
pub(crate) mod transport;
