//! What carries requests to the server: the interface, and what stands behind it unless an app brings its own.

mod body;
pub(crate) mod standard;
#[allow(clippy::module_inception, reason = "the floor is called after its interface")]
pub(crate) mod transport;
