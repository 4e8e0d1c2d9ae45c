//! Which media type of a response the client asks for, and how the body is read.

use indexmap::IndexMap;
use openapiv3::{MediaType, OpenAPI, ReferenceOr, Response, Schema, SchemaKind, Type as SchemaType};

use crate::{
    ir::{Kind, OpeningKind, Output, Type},
    lower::{
        read::{
            media_types::essence,
            schemas::{Node, NodeKind, resolve},
        },
        requests::{
            Calls,
            bodies::{leave_to_caller, media_type},
        },
        shapes::flatten,
        state::{Site, State},
    },
    place::Pointer,
};

/// The media type that the client asks for.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    /// Its name in the description, parameters included.
    pub name: &'a str,
    pub media: &'a MediaType,
    pub kind: ContentKind,
}

/// What a body is, by its media type: the first kind says most.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum ContentKind {
    /// `application/json`.
    Json,
    /// JSON by another name.
    OtherJson,
    /// A range that JSON is in: `*/*`, `application/*`. The response says what it is.
    Open,
    /// `text/…`.
    Text,
    Bytes,
}

impl ContentKind {
    fn of(name: &str) -> Self {
        let essence = essence(name);
        match essence.as_str() {
            "application/json" => Self::Json,
            "*/*" | "application/*" => Self::Open,
            "text/json" => Self::OtherJson,
            other if other.ends_with("+json") => Self::OtherJson,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// The one of several media types that says most; of several of a kind, the first in the alphabet, so that the order of the
/// description says nothing.
pub(super) fn chosen(content: &IndexMap<String, MediaType>) -> Option<Chosen<'_>> {
    let all = content.iter().map(|(name, media)| Chosen { name, media, kind: ContentKind::of(name) });
    all.min_by_key(|chosen| (chosen.kind, chosen.name))
}

/// Whether JSON is, or is in, a media type.
pub(super) fn may_be_json(name: &str) -> bool {
    ContentKind::of(name) <= ContentKind::Open
}

/// Whether `application/json` itself is, or is in, a media type.
pub(super) fn is_range_or_json(name: &str) -> bool {
    matches!(ContentKind::of(name), ContentKind::Json | ContentKind::Open)
}

/// The name of a media type as a request asks for it, with its parameters: but JSON has no `charset` (RFC 8259, section 11), and
/// a range of names that end alike is none of HTTP's (RFC 9110, section 12.5.1).
pub(super) fn asked_for(name: &str) -> String {
    if essence(name).ends_with("/*+json") {
        return "application/json".to_owned();
    }
    let is_charset = |part: &str| part.trim_start().to_ascii_lowercase().starts_with("charset=");
    let parts = name.split(';').filter(|part| !(may_be_json(name) && is_charset(part)));
    parts.map(str::trim).collect::<Vec<_>>().join("; ")
}

/// The body of a status that has one: none has a 204 or a 205 (RFC 9110, sections 15.3.5 and 15.3.6).
pub(super) fn content_of(response: &Response, status: Option<u16>) -> Option<Chosen<'_>> {
    chosen(&response.content).filter(|_| !is_empty(status))
}

/// Whether a response of this status has no body, whatever the description says.
pub(super) fn is_empty(status: Option<u16>) -> bool {
    matches!(status, Some(204 | 205))
}

/// How a body is read.
pub(super) fn read_as<'a>(calls: &mut Calls<'a>, chosen: Chosen<'a>, place: &Pointer, site: &Site) -> Output {
    let place = place.child("content").child(chosen.name);
    match chosen.kind {
        ContentKind::Json | ContentKind::OtherJson => Output::Json(media_type(calls, chosen.media, &place, site)),
        ContentKind::Open => open(calls, chosen.media, &place, site),
        ContentKind::Text => {
            leave_to_caller(&mut calls.types.state, chosen.name, chosen.media, &place, "a text that the caller reads");
            note_sensitive(calls, chosen.media, &place);
            Output::Text
        }
        ContentKind::Bytes => {
            leave_to_caller(&mut calls.types.state, chosen.name, chosen.media, &place, "bytes that the caller reads");
            note_sensitive(calls, chosen.media, &place);
            Output::Bytes
        }
    }
}

/// Reads no schema but for whether its values are shown nowhere: of a text, or bytes, or any kind of an error.
pub(super) fn note_sensitive(calls: &mut Calls<'_>, media: &MediaType, place: &Pointer) {
    let Some(schema) = &media.schema else { return };
    let shape = flatten(calls.types.state.document, &Node::new(schema, place.child("schema")));
    calls.types.holds_sensitive |= shape.is_ok_and(|shape| shape.sensitive);
}

/// How a body is read of which the response says what it is, by what its schema allows.
fn open<'a>(calls: &mut Calls<'a>, media: &'a MediaType, place: &Pointer, site: &Site) -> Output {
    if says_nothing(media) {
        let reason = "nothing is said of the body: it is what the response says that it is";
        calls.types.state.leave_open(OpeningKind::LeftToCaller, reason, place);
        return Output::Open;
    }
    if is_binary(calls.types.state.document, media, place) {
        note_sensitive(calls, media, place);
        return Output::Bytes;
    }
    let ty = media_type(calls, media, place, site);
    if may_be_text(&calls.types.state, &ty) { Output::JsonOrText(ty) } else { Output::Json(ty) }
}

/// Whether there is no schema, or one that allows everything and does not even call it by a name.
fn says_nothing(media: &MediaType) -> bool {
    match &media.schema {
        None => true,
        Some(ReferenceOr::Reference { .. }) => false,
        Some(ReferenceOr::Item(schema)) => {
            matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == openapiv3::AnySchema::default())
        }
    }
}

/// Whether the description says that a body is bytes.
pub(super) fn is_binary(document: &OpenAPI, media: &MediaType, place: &Pointer) -> bool {
    let Some(schema) = media.schema.as_ref().filter(|schema| !is_collection(document, schema)) else { return false };
    let shape = flatten(document, &Node::new(schema, place.child("schema"))).unwrap_or_default();
    shape.evident_type() == Some("string") && shape.format.as_deref() == Some("binary")
}

/// Whether a schema, or the one that it refers to, says by itself that it is an object or a list, as most bodies do.
fn is_collection(document: &OpenAPI, schema: &ReferenceOr<Schema>) -> bool {
    let schema = match schema {
        ReferenceOr::Item(schema) => Some(schema),
        ReferenceOr::Reference { reference } => match resolve(document, reference).map(|node| node.kind) {
            Some(NodeKind::Schema(schema)) => Some(schema),
            Some(NodeKind::Reference(_) | NodeKind::Merged(_) | NodeKind::Either(_)) | None => None,
        },
    };
    let is_of_kind = |ty: &SchemaType| matches!(ty, SchemaType::Object(_) | SchemaType::Array(_));
    schema.is_some_and(|schema| matches!(&schema.schema_kind, SchemaKind::Type(ty) if is_of_kind(ty)))
}

/// Whether a value can be a text.
fn may_be_text(state: &State<'_>, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Library(_) | Type::Value | Type::StringOrInteger => true,
        Type::Nullable(inner) | Type::Boxed(inner) | Type::OneOrMany(inner) => may_be_text(state, inner),
        Type::Named(_) => match state.kind_of(ty) {
            Some(Kind::StringEnum(_) | Kind::Union(_)) => true,
            Some(Kind::Alias(inner) | Kind::Newtype(inner)) => may_be_text(state, inner),
            Some(Kind::Struct(_) | Kind::Tuple(_) | Kind::IntegerEnum(_)) | None => false,
        },
        Type::Boolean
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::UnixTime
        | Type::List(_)
        | Type::Map(_) => false,
    }
}
