//! The body of a response of the standard transport, if there is one: chosen by the feature `reqwest`.

#[cfg(not(feature = "reqwest"))]
mod off;
#[cfg(feature = "reqwest")]
mod on;

#[cfg(not(feature = "reqwest"))]
pub(super) use off::Body;
#[cfg(feature = "middleware")]
pub(super) use on::lacks_tls;
#[cfg(feature = "reqwest")]
pub(super) use on::{Body, from_reqwest};
