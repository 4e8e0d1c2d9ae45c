//! The markers of required fields, with what the compiler says when one is not set.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident, inner_docs};
use crate::ir::{Definition, Kind};

/// Emits a marker for each name of a required field.
pub(super) fn emit(_context: &Context<'_>, definitions: &[Definition]) -> TokenStream {
    let mut fields: BTreeMap<&str, &str> = BTreeMap::new();
    for definition in definitions {
        let Kind::Struct(object) = &definition.kind else { continue };
        let required = object.builders.iter().flat_map(|builder| &builder.required).map(|&index| &object.fields[index]);
        fields.extend(required.map(|field| (field.name.as_str(), field.name.as_str().trim_start_matches("r#"))));
    }
    let text = inner_docs("One marker for each required field: a builder's type lists those that are not set yet.");
    let markers = fields.into_iter().map(|(name, plain)| {
        let name = ident(name);
        let message = format!("the required field `{plain}` is not set");
        quote!(pub const #name: &str = #message;)
    });
    let markers: Vec<TokenStream> = markers.collect();
    let table = (!markers.is_empty()).then(|| {
        quote! {
            use crate::runtime::required_fields;
            required_fields! { #(#markers)* }
        }
    });
    quote! {
        #text
        #table
    }
}
