//! Components that are another name of a type.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, deprecated, docs, ident, types};
use crate::ir::{Definition, Type};

/// Emits the alias.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, ty: &Type) -> TokenStream {
    let name = ident(definition.name.as_str());
    let text = docs(&definition.docs);
    let deprecated = deprecated(definition.deprecated);
    let ty = types::emit(context, ty);
    quote! {
        #text
        #deprecated
        pub type #name = #ty;
    }
}
