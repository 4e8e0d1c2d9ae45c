//! Operations: the folder of their groups, the folder of their types, and what a mock knows of them.

mod arguments;
mod groups;
mod imports;
mod methods;
mod mock;
mod operation;
mod operations;
mod pagination;
mod samples;
mod setters;
mod shared;
mod streaming;
mod success;

use super::{
    context::Context,
    file::{File, Item},
};
use crate::ir::Api;

/// The files of the groups, of the operations, of the mock, and of the samples.
pub(super) fn emit<'a>(context: &'a Context<'a>, api: &'a Api) -> Vec<File<'a>> {
    let mock = has_mock(api).then(|| File::new("mock.rs", || mock::emit(context, &api.operations).into()));
    let files = groups::emit(context, api).into_iter().chain(operations::emit(context, api)).chain(samples::emit(api));
    mock.into_iter().chain(files).collect()
}

/// Whether one file has what the mock needs; where tags can be chosen, it stands beside the operations.
pub(super) fn has_mock(api: &Api) -> bool {
    !api.operations.is_empty() && api.features().next().is_none()
}

/// What the mock knows of the whole API, where no file has it.
pub(super) fn mock_beside(api: &Api) -> Option<Item> {
    (!has_mock(api)).then(mock::emit_facts)
}
