//! All operations, in the order of the description; their names are given in another.

use indexmap::IndexMap;

use super::{
    groups::{group_tags, groups},
    operation::operation,
    operation_names::OperationScopes,
};
use crate::{
    error::Diagnostic,
    ir::{Group, Operation},
    lower::{
        read::operations::{PathOperation, path_operations},
        requests::Calls,
        state::State,
    },
    place::Pointer,
};

/// Lowers all operations and sorts them into groups.
pub(crate) fn operations(calls: &mut Calls<'_>) -> (Vec<Operation>, Vec<Group>) {
    let document = calls.types.state.document;
    let mut scopes = OperationScopes::new(document, &calls.types.state.naming);
    let mut groups = groups(&mut calls.types.state, &mut scopes.types);
    check_ids(&mut calls.types.state);
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

/// Tells of ids that two operations have.
fn check_ids(state: &mut State<'_>) {
    let mut seen: IndexMap<&str, Pointer> = IndexMap::new();
    for described in path_operations(state.document) {
        let Some(id) = described.operation.operation_id.as_deref() else { continue };
        if let Some(first) = seen.insert(id, described.place.clone()) {
            state.diagnostics.push(
                Diagnostic::error(format!("two operations have the id `{id}`"))
                    .at(state.source, &described.place.child("operationId"))
                    .help(format!("an operationId is unique in a description; the other one is #{first}")),
            );
        }
    }
}
