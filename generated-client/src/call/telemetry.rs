//! What an observer sees of a call: one interface with two implementations, chosen by the feature `tracing`.

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Observed;
#[cfg(feature = "tracing")]
pub(crate) use on::Observed;
