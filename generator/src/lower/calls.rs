//! Operations, their names and the groups that they are in; and what the API sends by itself.

mod groups;
mod method_names;
mod operation;
mod operation_names;
mod operations;
mod webhooks;

pub(crate) use self::{operations::operations, webhooks::webhooks};
