//! What carries requests where an app brings nothing for it: an HTTP client of reqwest's, or nothing.

#[cfg(feature = "reqwest")]
mod by_reqwest;
#[cfg(feature = "reqwest")]
mod connections;
#[cfg(feature = "middleware")]
mod middleware;
#[cfg(not(feature = "reqwest"))]
mod none;

#[cfg(feature = "reqwest")]
pub(crate) use connections::transport;
#[cfg(not(feature = "reqwest"))]
pub(crate) use none::transport;
