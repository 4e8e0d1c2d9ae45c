//! Look-ups in the description. They decide nothing.

pub(crate) mod media_types;
pub(crate) mod operations;
pub(crate) mod parameters;
pub(crate) mod references;
pub(crate) mod schemas;
pub(crate) mod schemes;
pub(crate) mod statuses;
pub(crate) mod template;
