//! The folder of operations that several tags bear, where each of these can be chosen without the others: a file for each
//! operation, so that it is compiled with any of its tags.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, File, ident, imports, inner_docs, mock, operations, selection};
use crate::ir::Operation;

/// Emits `shared/mod.rs` and the files beside it, if there is such an operation.
pub(super) fn emit(context: &Context<'_>, operations: &[Operation]) -> Vec<File> {
    let mut shared: Vec<&Operation> = operations.iter().filter(|operation| operation.is_shared).collect();
    shared.sort_by_key(|operation| &operation.module);
    if shared.is_empty() {
        return Vec::new();
    }
    let docs = inner_docs("Operations that several tags bear.");
    let (import, modules) =
        selection::modules(shared.iter().map(|operation| (&operation.selection, ident(operation.module.as_str()))));
    let root =
        File { path: "shared/mod.rs".to_owned(), emitter: "emit/shared.rs", tokens: quote!(#docs #import #modules) };
    let files = shared.iter().map(|operation| File {
        path: format!("shared/{}.rs", operation.module.file_stem()),
        emitter: "emit/shared.rs",
        tokens: file(context, operation),
    });
    [root].into_iter().chain(files).collect()
}

fn file(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let imports = imports::emit_shared(operation);
    let item = operations::emit(context, operation);
    let mock = mock::emit_beside(context, &[operation]);
    quote!(#imports #item #mock)
}
