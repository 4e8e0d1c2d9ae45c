//! The folder of operations: a file has those of a tag; what several tags carry stands in a folder of its own where each of these
//! can be chosen without the others.

use quote::quote;

use super::{imports, mock, operation, shared};
use crate::{
    emit::{
        conditions,
        context::Context,
        file::{Content, File, Item},
        tokens::{ident, inner_docs},
    },
    ir::{Api, Group, Operation, Selection},
};

/// `operations/mod.rs` and the files beside it, if there are operations.
pub(super) fn emit<'a>(context: &'a Context<'a>, api: &'a Api) -> Vec<File<'a>> {
    if api.operations.is_empty() {
        return Vec::new();
    }
    let owners: Vec<(&'a Group, Vec<&'a Operation>)> =
        api.groups.iter().map(|group| (group, own(context, group))).filter(|(_, own)| !own.is_empty()).collect();
    let modules: Vec<(Selection, &'a Group)> = owners.iter().map(|(group, _)| (group.selection(), *group)).collect();
    let mut files: Vec<File<'a>> = owners
        .into_iter()
        .map(|(group, own)| {
            let path = format!("operations/{}.rs", group.module.file_stem());
            File::new(path, move || file(context, group, &own).into())
        })
        .collect();
    let shared = shared::emit(context, &api.operations);
    // Their module is empty where none of them is compiled.
    let selections =
        api.operations.iter().filter(|operation| operation.is_shared).map(|operation| &operation.selection);
    let selection = selections.cloned().reduce(|one, other| one.or(&other));
    files.extend(shared);
    files.push(File::new("operations/mod.rs", move || root(&modules, selection.as_ref())));
    files
}

/// The operations whose types stand in the file of a tag.
fn own<'a>(context: &Context<'a>, group: &Group) -> Vec<&'a Operation> {
    let operations = group.operations.iter().map(|&index| &context.api.operations[index]);
    operations.filter(|operation| !operation.is_shared && context.owner(operation).tag == group.tag).collect()
}

fn root(groups: &[(Selection, &Group)], shared: Option<&Selection>) -> Content {
    let text = "Operations as types, as a `Request` has them, and what they bring where that differs by status.";
    let modules = groups.iter().map(|(selection, group)| (selection, ident(group.module.as_str())));
    let shared = shared.map(|selection| (selection, ident("shared")));
    let mut modules: Vec<_> = modules.chain(shared).collect();
    modules.sort();
    let (import, modules) = conditions::modules(modules);
    Content { docs: inner_docs(text), items: [Item::Plain(import)].into_iter().chain(modules).collect() }
}

fn file(context: &Context<'_>, group: &Group, own: &[&Operation]) -> Vec<Item> {
    let mut items = vec![Item::Plain(imports::of_operations(&quote!(super::super), own))];
    items.extend(own.iter().flat_map(|operation| operation::emit(context, operation)));
    items.extend(group.feature.as_ref().and_then(|_| mock::emit_beside(context, own)));
    items
}
