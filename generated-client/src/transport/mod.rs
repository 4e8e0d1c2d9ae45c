//! What carries requests to the server: the interface, and what stands behind it unless an app brings its own.

pub(crate) mod connections;
#[cfg(feature = "middleware")]
mod middleware;
#[allow(clippy::module_inception, reason = "the floor is called after what stands at its bottom")]
pub(crate) mod transport;
