//! `oneOf` and `anyOf`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, definition_docs, docs, ident, types};
use crate::ir::{Definition, Type, Union};

/// Emits the enum of the alternatives.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, union: &Union) -> TokenStream {
    let name = ident(definition.name.as_str());
    let text = definition_docs(definition);
    let unknown = ident(union.unknown.as_str());
    let variants = union.variants.iter().map(|variant| {
        let text =
            docs(&context.docs_of(&variant.docs, &variant.ty, || format!("The alternative `{}`.", variant.name)));
        let name = ident(variant.name.as_str());
        let ty = types::emit(&variant.ty);
        quote!(#text #name(#ty),)
    });
    let names = union.variants.iter().map(|variant| ident(variant.name.as_str()));
    // The macros take `Unknown` for granted.
    let catch_all = (unknown != "Unknown").then(|| quote!(, _ = #unknown));
    let coding = match &union.discriminator {
        Some(property) => {
            let tags = union.variants.iter().map(|variant| &variant.tags);
            let arms = names.zip(tags).map(|(name, tags)| quote!(#name = #(#tags)|*));
            quote!(tagged_union!(#name, #property, #(#arms),* #catch_all);)
        }
        None => quote!(union!(#name, #(#names),* #catch_all);),
    };
    let conversions = conversions(context, definition, union);
    quote! {
        #text
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that is none of the others, kept as it came.
            #unknown(Value),
        }
        #coding
        #conversions
    }
}

/// `From` for each type that only one variant holds.
fn conversions(context: &Context<'_>, definition: &Definition, union: &Union) -> TokenStream {
    let name = ident(definition.name.as_str());
    let is_only = |ty: &Type| union.variants.iter().filter(|variant| variant.ty == *ty).count() == 1;
    let variants = union
        .variants
        .iter()
        .filter(|variant| is_only(&variant.ty) && variant.ty != Type::Value && !is_alias(context, &variant.ty));
    let conversions = variants.map(|variant| {
        let variant_name = ident(variant.name.as_str());
        if let Type::Boxed(inner) = &variant.ty {
            let ty = types::emit(inner);
            return quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant_name(Box::new(value))
                    }
                }
            };
        }
        let ty = types::emit(&variant.ty);
        quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant_name(value)
                }
            }
        }
    });
    quote!(#(#conversions)*)
}

/// An alias may be the same type as another variant's.
fn is_alias(context: &Context<'_>, ty: &Type) -> bool {
    ty.name()
        .and_then(|name| context.definition(name))
        .is_some_and(|definition| matches!(definition.kind, crate::ir::Kind::Alias(_)))
}
