//! Look-ups in the description: what stands where, and what OpenAPI says of it. What becomes of it is decided above.

pub(crate) mod media_types;
pub(crate) mod operations;
pub(crate) mod parameters;
pub(crate) mod references;
pub(crate) mod schemas;
pub(crate) mod template;
