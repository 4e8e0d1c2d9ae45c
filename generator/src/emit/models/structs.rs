//! Objects with properties.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::builders;
use crate::{
    emit::{
        context::Context,
        file::{Item, Row, Said},
        tokens::ident,
        types,
    },
    ir::{Builder, Definition, Field, Presence, Struct, Type},
    naming::{FieldName, VariantName},
};

/// Emits the struct: the table that the runtime's `model!` turns into a model with its builders. Enums of what their setters take
/// stand below it.
pub(super) fn emit(context: &Context<'_>, definition: &Definition, object: &Struct) -> Vec<Item> {
    let name = ident(definition.name.as_str());
    let constants = constants(definition.usual_builder());
    let fields = object
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| row(context, definition, field, constants.get(&index).copied()));
    let others = object.additional.as_ref().map(|(name, ty)| {
        let (name, ty) = (ident(name.as_str()), types::emit(ty));
        Row { said: Said::default(), line: quote!(.. #name: BTreeMap<String, #ty>) }
    });
    let is_sent = is_sent(definition, object).then(|| quote!(const IS_SENT: bool = true));
    let rest = is_sent.into_iter().chain(sensitive(object));
    let model = Item::Model {
        docs: format!("{}{}", context.definition_docs(definition), builders::conversion_docs(definition, object)),
        head: quote!(pub struct #name),
        fields: fields.chain(others).collect(),
        rest: rest.collect(),
        constructors: [builders::constructors(definition, object), builders::conversions(definition, object)].concat(),
    };
    [model].into_iter().chain(builders::choices(object)).collect()
}

/// Whether requests send the model, too: then nothing that came may be read as absent, since what is written back would delete it.
fn is_sent(definition: &Definition, object: &Struct) -> bool {
    let may_be_absent = |field: &Field| matches!(field.presence, Presence::Optional | Presence::OptionalNullable);
    definition.usage.request && definition.usage.response && object.fields.iter().any(may_be_absent)
}

/// `hides email, phone` and `hides ..more`: the fields whose values are shown nowhere.
fn sensitive(object: &Struct) -> impl Iterator<Item = TokenStream> {
    let fields = object.fields.iter().filter(|field| field.sensitive);
    let names: Vec<_> = fields.map(|field| ident(field.name.as_str())).collect();
    let others = object.additional.iter().filter(|_| object.hides_additional);
    let others = others.map(|(name, _)| ident(name.as_str())).map(|name| quote!(hides ..#name));
    (!names.is_empty()).then(|| quote!(hides #(#names),*)).into_iter().chain(others)
}

/// What the builder sets fields to by itself, by their indexes.
fn constants(builder: Option<&Builder>) -> BTreeMap<usize, &VariantName> {
    builder.into_iter().flat_map(|builder| &builder.constants).map(|(field, variant)| (*field, variant)).collect()
}

/// `pub birth_date?: String as "birthDate"`: by what stands between name and type, `model!` knows what may be missing or null.
fn row(context: &Context<'_>, definition: &Definition, field: &Field, constant: Option<&VariantName>) -> Row {
    let name = ident(field.name.as_str());
    // Where nothing is said, nothing is repeated: the table says the name and the type.
    let text = context.docs_of(&field.docs, &field.ty, || of_format(field));
    let hidden = if field.sensitive { "`Debug` shows `***` in its place." } else { "" };
    let docs = [text.as_str(), hidden].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    let ty = types::emit(&field.ty);
    let wire = &field.wire;
    let rename = (plain(&field.name) != wire).then(|| quote!(as #wire));
    let value = match (constant, field.presence) {
        (Some(variant), _) => {
            let variant = ident(variant.as_str());
            quote!(= #ty::#variant)
        }
        (None, Presence::Required) => quote!(: #ty),
        (None, Presence::RequiredNullable) => quote!(or null: #ty),
        (None, Presence::Optional) if definition.withholds(field) => quote!(? (read only): #ty),
        (None, Presence::Optional) => quote!(? : #ty),
        (None, Presence::OptionalNullable) => quote!(? or null: #ty),
    };
    let said = Said { docs, is_deprecated: field.deprecated };
    Row { said, line: quote!(pub #name #value #rename) }
}

/// What is known of a text by its format.
fn of_format(field: &Field) -> String {
    let is_text = field.ty.parts().any(|part| matches!(part, Type::String | Type::Library(_)));
    let said = match field.declared.format.as_deref().filter(|_| is_text) {
        Some("byte") => "Base64 (RFC 4648).",
        Some("date") => "A day, such as `2026-01-31` (RFC 3339).",
        Some("date-time") => "A point in time, such as `2026-01-31T12:00:00Z` (RFC 3339).",
        Some("duration") => "A duration, such as `P1DT12H` (ISO 8601).",
        Some("email" | "idn-email") => "An e-mail address.",
        Some("hostname" | "idn-hostname") => "The name of a host.",
        Some("ipv4") => "An address of IPv4.",
        Some("ipv6") => "An address of IPv6.",
        Some("password") => "A secret.",
        Some("time") => "A time of day, such as `12:00:00Z` (RFC 3339).",
        Some("iri" | "uri" | "url") => "An address, such as `https://example.com/a`.",
        Some("uuid") => "A UUID (RFC 9562).",
        Some(_) | None => "",
    };
    said.to_owned()
}

/// A field's name as it is in JSON unless something else is said: a raw identifier without its prefix.
fn plain(name: &FieldName) -> &str {
    name.as_str().strip_prefix("r#").unwrap_or(name.as_str())
}
