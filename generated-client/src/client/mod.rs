//! The client: what it is made from, and what can go wrong with its requests.

pub(crate) mod api_error;
pub(crate) mod builder;
mod carrier;
#[allow(clippy::module_inception, reason = "the floor is called after what stands on top of it")]
pub(crate) mod client;
pub(crate) mod config;
pub(crate) mod elsewhere;
pub(crate) mod error;
mod headers;
#[cfg(feature = "reqwest")]
mod http_client;
pub(crate) mod limiter;
pub(crate) mod observer;
pub(crate) mod retry;
