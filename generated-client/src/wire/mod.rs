//! What goes over the wire: the parts of a request as text, and a response as it is read.

pub(crate) mod content;
pub(crate) mod decode;
pub(crate) mod failure;
pub(crate) mod format;
pub(crate) mod operation;
pub(crate) mod problems;
pub(crate) mod rate_limit;
pub(crate) mod raw_response;
pub(crate) mod response;
pub(crate) mod sent;
pub(crate) mod version;
