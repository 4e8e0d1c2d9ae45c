//! Objects with properties.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{definition_docs, deprecated, docs, ident},
        types,
    },
    ir::{Definition, Field, Presence, Struct},
    naming::FieldName,
    quoted::code,
};

/// Emits the struct, with the facts of its fields.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, object: &Struct) -> Item {
    let name = ident(definition.name.as_str());
    let text = definition_docs(definition);
    let fields = object.fields.iter().map(|field| emit_field(context, definition, field));
    let additional = object.additional.as_ref().map(|(name, ty)| {
        let name = ident(name.as_str());
        let ty = types::emit(ty);
        quote! {
            /// All other properties.
            #[serde(flatten)]
            pub #name: BTreeMap<String, #ty>,
        }
    });
    let item = quote! {
        #text
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #additional
        }
    };
    Item::Together(vec![Item::Plain(item), facts(definition, object)])
}

/// The facts of the fields that the runtime's `deserialize!` reads. Of a model that requests send, too, nothing that came may
/// be read as absent: what is written back would delete it.
fn facts(definition: &Definition, object: &Struct) -> Item {
    let name = ident(definition.name.as_str());
    let rows = |kind: &str, holds: fn(Presence) -> bool| {
        let kind = ident(kind);
        let rows = object.fields.iter().filter(|field| holds(field.presence)).map(|field| {
            let wire = &field.wire;
            let name = ident(field.name.as_str());
            let rename = (field.name.as_str() != wire).then(|| quote!(= #wire));
            quote!(#name #rename)
        });
        let rows: Vec<TokenStream> = rows.collect();
        (!rows.is_empty()).then(|| quote!(, #kind(#(#rows),*)))
    };
    let required = rows("required", |presence| presence == Presence::Required);
    let null = rows("null", |presence| presence == Presence::RequiredNullable);
    let optional = rows("optional", |presence| presence == Presence::Optional);
    let nullable = rows("nullable", |presence| presence == Presence::OptionalNullable);
    let others = object.additional.as_ref().map(|(name, _)| {
        let name = ident(name.as_str());
        quote!(, others(#name))
    });
    let is_sent = definition.usage.request && definition.usage.response;
    let sent = (is_sent && (optional.is_some() || nullable.is_some())).then(|| quote!(sent));
    let arguments = quote!(#sent #name #required #null #optional #nullable #others);
    Item::Facts { name: "deserialize", arguments }
}

fn emit_field(context: &Context<'_>, definition: &Definition, field: &Field) -> TokenStream {
    let name = ident(field.name.as_str());
    let text = docs(&context.docs_of(&field.docs, &field.ty, || format!("The property {}.", code(&field.wire))));
    let deprecated = deprecated(field.deprecated);
    let attribute = serde_attribute(definition, field);
    let ty = types::field(field);
    quote! {
        #text
        #deprecated
        #attribute
        pub #name: #ty,
    }
}

/// The name on the wire, where it differs; and when nothing is written.
fn serde_attribute(definition: &Definition, field: &Field) -> Option<TokenStream> {
    let wire = &field.wire;
    let rename = (plain(&field.name) != wire).then(|| quote!(rename = #wire));
    let absent = match field.presence {
        Presence::Required | Presence::RequiredNullable => None,
        Presence::Optional if definition.withholds(field) => Some(quote!(skip_serializing_if = "is_withheld")),
        Presence::Optional => Some(quote!(skip_serializing_if = "Option::is_none")),
        Presence::OptionalNullable => Some(quote!(skip_serializing_if = "Nullable::is_absent")),
    };
    let arguments: Vec<TokenStream> = rename.into_iter().chain(absent).collect();
    (!arguments.is_empty()).then(|| quote!(#[serde(#(#arguments),*)]))
}

/// A field's name as serde writes it: a raw identifier without its prefix.
fn plain(name: &FieldName) -> &str {
    name.as_str().strip_prefix("r#").unwrap_or(name.as_str())
}
