//! What a request is answered with.

pub(crate) mod errors;
mod headers;
pub(crate) mod outputs;
pub(crate) mod verbatim;
