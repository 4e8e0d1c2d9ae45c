//! What a body is: which media type, in which characters, in which coding; and why one cannot be read.

pub(crate) mod charset;
pub(crate) mod coding;
pub(crate) mod decode_error;
pub(crate) mod media_type;
pub(crate) mod open;
