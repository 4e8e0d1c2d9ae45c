//! Components that are another name of a type, or a list or map of themselves.

use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
        types,
    },
    ir::{Definition, Type},
};

/// Emits the alias.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, ty: &Type) -> Item {
    let name = ident(definition.name.as_str());
    let text = docs(&context.definition_docs(definition));
    let ty = types::emit(ty);
    Item::Plain(quote! {
        #text
        pub type #name = #ty;
    })
}

/// Emits the struct around a type that contains it.
pub(super) fn emit_newtype(context: &Context<'_>, definition: &Definition, ty: &Type) -> Vec<Item> {
    let name = ident(definition.name.as_str());
    let text = docs(&context.definition_docs(definition));
    let ty = types::emit(ty);
    let item = quote! {
        #text
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct #name(pub #ty);
    };
    let conversion = quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    };
    vec![Item::Plain(item), Item::Plain(conversion)]
}
