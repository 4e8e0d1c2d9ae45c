//! The folder of operations that several tags bear, where each of these can be chosen without the others: a file for each
//! operation, so that it is compiled with any of its tags.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, File, ident, imports, inner_docs, mock, operations, selection};
use crate::ir::Operation;

/// `shared/mod.rs` and the files beside it, if there is such an operation.
pub(super) fn emit<'a>(context: &'a Context<'a>, operations: &'a [Operation]) -> Vec<File<'a>> {
    let mut shared: Vec<&'a Operation> = operations.iter().filter(|operation| operation.is_shared).collect();
    shared.sort_by_key(|operation| &operation.module);
    if shared.is_empty() {
        return Vec::new();
    }
    let file = |operation: &&'a Operation| {
        let operation = *operation;
        let path = format!("shared/{}.rs", operation.module.file_stem());
        File::new(path, move || file(context, operation))
    };
    let mut files: Vec<File<'a>> = shared.iter().map(file).collect();
    files.push(File::new("shared/mod.rs", move || root(&shared)));
    files
}

fn root(operations: &[&Operation]) -> TokenStream {
    let docs = inner_docs("Operations that several tags bear.");
    let modules = operations.iter().map(|operation| (&operation.selection, ident(operation.module.as_str())));
    let (import, modules) = selection::modules(modules);
    quote!(#docs #import #modules)
}

fn file(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let imports = imports::emit_shared(operation);
    let item = operations::emit(context, operation);
    let mock = mock::emit_beside(context, &[operation]);
    quote!(#imports #item #mock)
}
