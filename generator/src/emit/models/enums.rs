//! Enums of strings and of integers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
    },
    ir::{Definition, EnumValue, IntegerEnum, StringEnum},
    naming::VariantName,
};

/// Emits an enum of strings: the table that the runtime's `string_enum!` turns into an enum.
pub(super) fn emit_strings(context: &Context<'_>, definition: &Definition, values: &StringEnum) -> Item {
    let rows = values.values.iter().map(|value| {
        let wire = &value.wire;
        row(value, &quote!(#wire))
    });
    table(context, definition, "string_enum", rows, &values.unknown)
}

/// Emits an enum of integers: the table that the runtime's `integer_enum!` turns into an enum.
pub(super) fn emit_integers(context: &Context<'_>, definition: &Definition, values: &IntegerEnum) -> Item {
    let rows = values.values.iter().map(|value| {
        let wire = Literal::i64_unsuffixed(value.wire);
        row(value, &quote!(#wire))
    });
    table(context, definition, "integer_enum", rows, &values.unknown)
}

fn row<T>(value: &EnumValue<T>, wire: &TokenStream) -> TokenStream {
    let text = docs(&value.docs);
    let name = ident(value.name.as_str());
    quote!(#text #name = #wire,)
}

fn table(
    context: &Context<'_>,
    definition: &Definition,
    table: &'static str,
    rows: impl Iterator<Item = TokenStream>,
    unknown: &VariantName,
) -> Item {
    let text = docs(&context.definition_docs(definition));
    let name = ident(definition.name.as_str());
    let unknown = (unknown.as_str() != "Unknown").then(|| {
        let unknown = ident(unknown.as_str());
        quote!(type Unknown = #unknown;)
    });
    let rows = quote! {
        #text
        pub enum #name {
            #(#rows)*
        }
        #unknown
    };
    Item::Table { name: table, rows }
}
