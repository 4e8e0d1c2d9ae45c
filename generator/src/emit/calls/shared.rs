//! The folder of operations that several tags carry, where each of these can be chosen without the others: a file for each
//! operation, so that it is compiled with any of its tags.

use quote::quote;

use super::{imports, mock, operation};
use crate::{
    emit::{
        conditions,
        context::Context,
        file::{Content, File, Item},
        tokens::{ident, inner_docs},
    },
    ir::Operation,
};

/// `operations/shared/mod.rs` and the files beside it, if there is such an operation.
pub(super) fn emit<'a>(context: &'a Context<'a>, operations: &'a [Operation]) -> Vec<File<'a>> {
    let mut shared: Vec<&'a Operation> = operations.iter().filter(|operation| operation.is_shared).collect();
    shared.sort_by_key(|operation| &operation.module);
    if shared.is_empty() {
        return Vec::new();
    }
    let file = |operation: &&'a Operation| {
        let operation = *operation;
        let path = format!("operations/shared/{}.rs", operation.module.file_stem());
        File::new(path, move || file(context, operation).into())
    };
    let mut files: Vec<File<'a>> = shared.iter().map(file).collect();
    files.push(File::new("operations/shared/mod.rs", move || root(&shared)));
    files
}

fn root(operations: &[&Operation]) -> Content {
    let docs = inner_docs("Operations that several tags carry.");
    let modules = operations.iter().map(|operation| (&operation.selection, ident(operation.module.as_str())));
    let (import, modules) = conditions::modules(modules);
    Content { docs, items: [Item::Plain(import)].into_iter().chain(modules).collect() }
}

fn file(context: &Context<'_>, operation: &Operation) -> Vec<Item> {
    let mut items = vec![Item::Plain(imports::of_operations(&quote!(super::super::super), &[operation]))];
    items.extend(operation::emit(context, operation));
    items.extend(mock::emit_beside(context, &[operation]));
    items
}
