//! All operations, in the order of the description; their names are given in another.

use super::{
    groups::{group_tags, groups},
    operation::operation,
    operation_names::{OperationScopes, RepeatedIds},
};
use crate::{
    ir::{Group, Operation},
    lower::{
        read::operations::{PathOperation, path_operations},
        requests::Calls,
        state::State,
    },
};

/// Lowers all operations and sorts them into groups.
pub(crate) fn operations(calls: &mut Calls<'_>) -> (Vec<Operation>, Vec<Group>) {
    let document = calls.types.state.document;
    let mut scopes = OperationScopes::new(&mut calls.types.state);
    let mut groups = groups(&mut calls.types.state);
    warn_of_ids(&mut calls.types.state);
    // Names are given in the order of the paths' texts, so that they don't depend on that of the description.
    let mut by_path: Vec<(usize, PathOperation<'_>)> = path_operations(document).enumerate().collect();
    by_path.sort_by_key(|(_, described)| described.path);
    let mut operations: Vec<(usize, Operation)> = Vec::new();
    for (index, described) in &by_path {
        let tags = group_tags(described);
        let owner = groups.iter().position(|group| tags.contains(&group.tag)).expect("every tag in use has a group");
        operations.push((*index, operation(calls, described, &mut scopes, owner)));
    }
    operations.sort_unstable_by_key(|(index, _)| *index);
    for (index, described) in path_operations(document).enumerate() {
        for tag in group_tags(&described) {
            let group = groups.iter_mut().find(|group| group.tag == tag).expect("every tag in use has a group");
            group.operations.push(index);
        }
    }
    (operations.into_iter().map(|(_, operation)| operation).collect(), groups)
}

/// Warns of ids that several operations have: these are called otherwise.
fn warn_of_ids(state: &mut State<'_>) {
    let repeated = RepeatedIds::new(state.document);
    for described in path_operations(state.document) {
        if let Some(id) = described.operation.operation_id.as_deref().filter(|id| repeated.contains(id)) {
            let message = format!("several operations have the id `{id}`; each is called by its tag, or by its path");
            state.warn(message, &described.place.child("operationId"));
        }
    }
}
