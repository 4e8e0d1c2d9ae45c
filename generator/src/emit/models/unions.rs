//! `oneOf` and `anyOf`.

use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{definition_docs, docs, ident},
        types,
    },
    ir::{Definition, Kind, Type, Union},
};

/// Emits the enum of the alternatives.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, union: &Union) -> Vec<Item> {
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
            Item::Facts { name: "tagged_union", arguments: quote!(#name, #property, #(#arms),* #catch_all) }
        }
        None => Item::Facts { name: "union", arguments: quote!(#name, #(#names),* #catch_all) },
    };
    let item = quote! {
        #text
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that is none of the others, kept as it came.
            #unknown(Value),
        }
    };
    let items = [Item::Plain(item), coding].into_iter();
    items.chain(conversions(context, definition, union)).collect()
}

/// `From` for each type that only one variant holds.
fn conversions(context: &Context<'_>, definition: &Definition, union: &Union) -> Vec<Item> {
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
            return Item::Plain(quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant_name(Box::new(value))
                    }
                }
            });
        }
        let ty = types::emit(&variant.ty);
        Item::Plain(quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant_name(value)
                }
            }
        })
    });
    conversions.collect()
}

/// An alias may be the same type as another variant's.
fn is_alias(context: &Context<'_>, ty: &Type) -> bool {
    ty.name()
        .and_then(|name| context.definition(name))
        .is_some_and(|definition| matches!(definition.kind, Kind::Alias(_)))
}
