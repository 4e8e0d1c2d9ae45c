//! What comes back for a request.

pub(crate) mod errors;
mod headers;
mod media;
pub(crate) mod outputs;
pub(crate) mod statuses;
pub(crate) mod streams;
pub(crate) mod verbatim;
