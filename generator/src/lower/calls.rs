//! Operations, their names and the groups that they are in.

pub(crate) mod operation_names;
pub(crate) mod operations;
