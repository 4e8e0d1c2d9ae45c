//! Operations, their names and the groups that they are in.

mod groups;
mod operation;
mod operation_names;
mod operations;

pub(crate) use self::operations::operations;
