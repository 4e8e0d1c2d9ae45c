//! The markers of required fields, with what the compiler says when one is not set.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        conditions,
        context::Context,
        file::{Content, Item},
        tokens::{ident, inner_docs, use_names},
    },
    ir::Selection,
    naming::FieldName,
};

/// Emits a marker for each name of a required field.
pub(super) fn emit(_context: &Context<'_>, fields: &BTreeMap<FieldName, Selection>) -> Content {
    let docs = inner_docs("One marker for each required field: a builder's type lists those that are not set yet.");
    let sorted = conditions::sorted(fields.iter().map(|(name, selection)| (selection, marker(name))));
    let (mut imports, mut tables) = (Vec::new(), Vec::new());
    for (selection, markers) in sorted {
        // Without a feature, the import of what only features need would be one too many.
        let (import, name) = match selection {
            Selection::Always => ("required_fields", "required_fields"),
            Selection::Any(_) => ("when", "crate::runtime::required_fields"),
        };
        imports.push(ident(import));
        tables.extend(conditions::emit(selection, vec![Item::Table { name, rows: quote!(#(#markers)*) }]));
    }
    imports.sort();
    imports.dedup();
    let imports = use_names(&quote!(crate::runtime), imports).unwrap_or_default();
    Content { docs, items: [Item::Plain(imports)].into_iter().chain(tables).collect() }
}

fn marker(name: &FieldName) -> TokenStream {
    let message = format!("the required field `{}` is not set", name.as_str().trim_start_matches("r#"));
    let name = ident(name.as_str());
    quote!(pub const #name: &str = #message;)
}
