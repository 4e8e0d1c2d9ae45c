//! What a request is answered with.

pub(crate) mod described;
