//! The markers of required fields, with what the compiler says when one is not set.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident, inner_docs, models::use_names, selection};
use crate::{ir::Selection, naming::FieldName};

/// Emits a marker for each name of a required field.
pub(super) fn emit(_context: &Context<'_>, fields: &BTreeMap<FieldName, Selection>) -> TokenStream {
    let text = inner_docs("One marker for each required field: a builder's type lists those that are not set yet.");
    let sorted = selection::sorted(fields.iter().map(|(name, selection)| (selection, marker(name))));
    let (mut imports, mut tables) = (Vec::new(), Vec::new());
    for (selection, markers) in sorted {
        // Without a feature, the import of what only features need would be one too many.
        let (import, table) = match selection {
            Selection::Always => ("required_fields", quote!(required_fields! { #(#markers)* })),
            Selection::Any(_) => ("when", quote!(crate::runtime::required_fields! { #(#markers)* })),
        };
        imports.push(ident(import));
        tables.push(selection::emit(selection, table));
    }
    imports.sort();
    imports.dedup();
    let imports = use_names(&quote!(crate::runtime), imports);
    quote! {
        #text
        #imports
        #(#tables)*
    }
}

fn marker(name: &FieldName) -> TokenStream {
    let message = format!("the required field `{}` is not set", name.as_str().trim_start_matches("r#"));
    let name = ident(name.as_str());
    quote!(pub const #name: &str = #message;)
}
