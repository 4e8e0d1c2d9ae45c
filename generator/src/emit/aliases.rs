//! Components that are another name of a type, or a list or map of themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, definition_docs, ident, types};
use crate::ir::{Definition, Type};

/// Emits the alias.
pub(super) fn emit(_context: &Context<'_>, definition: &Definition, ty: &Type) -> TokenStream {
    let name = ident(definition.name.as_str());
    let text = definition_docs(definition);
    let ty = types::emit(ty);
    quote! {
        #text
        pub type #name = #ty;
    }
}

/// Emits the struct around a type that contains it.
pub(super) fn emit_newtype(_context: &Context<'_>, definition: &Definition, ty: &Type) -> TokenStream {
    let name = ident(definition.name.as_str());
    let text = definition_docs(definition);
    let ty = types::emit(ty);
    quote! {
        #text
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct #name(pub #ty);
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    }
}
