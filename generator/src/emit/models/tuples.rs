//! Lists of a fixed length, whose items have types of their own.

use proc_macro2::Literal;
use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
        types,
    },
    ir::{Definition, Part},
    naming::ordinal,
};

/// Emits the struct of the items.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, parts: &[Part]) -> Vec<Item> {
    let name = ident(definition.name.as_str());
    let text = docs(&context.definition_docs(definition));
    let fields = parts.iter().enumerate().map(|(index, part)| {
        let otherwise = || format!("The {} item.", ordinal(index));
        let text = docs(&context.docs_of(&part.docs, &part.ty, otherwise));
        let ty = types::emit(&part.ty);
        quote!(#text pub #ty)
    });
    let indexes: Vec<Literal> = (0..parts.len()).map(Literal::usize_unsuffixed).collect();
    let hidden: Vec<&Literal> =
        indexes.iter().zip(parts).filter(|(_, part)| part.sensitive).map(|(index, _)| index).collect();
    // Of what hides something, the macro makes the `Debug`.
    let (shown, hides) = match hidden.as_slice() {
        [] => (Some(quote!(Debug,)), None),
        hidden => (None, Some(quote!(hides(#(#hidden),*)))),
    };
    let item = quote! {
        #text
        #[derive(Clone, #shown PartialEq)]
        pub struct #name(#(#fields,)*);
    };
    vec![Item::Plain(item), Item::Facts { name: "tuple", arguments: quote!(#name #hides, #(#indexes),*) }]
}
