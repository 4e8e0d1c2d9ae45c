//! Which kinds of content a body offers, and by which of its media types each is sent. Neither depends on the order of the
//! description.

use indexmap::IndexMap;
use openapiv3::{MediaType, OpenAPI, ReferenceOr, RequestBody, Schema};

use crate::{
    lower::{
        read::{
            media_types::{FORM_DATA, URLENCODED, essence, is_json, is_range, json_rank},
            schemas::Node,
        },
        shapes::{Shape, flatten},
    },
    place::Pointer,
};

/// A body as the description has it.
#[derive(Clone, Debug)]
pub(super) struct Described<'a> {
    pub body: &'a RequestBody,
    pub place: Pointer,
}

/// A kind of content, in the order in which a kind goes before another one.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum ContentKind {
    Json,
    /// Fields, `application/x-www-form-urlencoded`.
    Form,
    /// Parts, `multipart/form-data`.
    Parts,
    Text,
    Bytes,
}

impl ContentKind {
    /// What a method of this kind ends with where it is not the first.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Json => "as json",
            Self::Form => "as form",
            Self::Parts => "as multipart",
            Self::Text => "as text",
            Self::Bytes => "as bytes",
        }
    }

    /// What the name of an inline schema of this kind has where it is not the first.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Json => "Json",
            Self::Form => "Form",
            Self::Parts => "Multipart",
            Self::Text => "Text",
            Self::Bytes => "Bytes",
        }
    }
}

/// A kind of content, with the media type by which it is sent.
#[derive(Clone, Debug)]
pub(super) struct Offer<'a> {
    pub kind: ContentKind,
    pub name: &'a str,
    pub media: &'a MediaType,
    /// Where the media type stands.
    pub place: Pointer,
}

/// The kinds that a body offers. A form that has room for its files goes before one that has none, which is left out.
pub(super) fn offers<'a>(document: &'a OpenAPI, described: &Described<'a>) -> Vec<Offer<'a>> {
    let content: &'a IndexMap<String, MediaType> = &described.body.content;
    let place = described.place.child("content");
    let mut offers: Vec<Offer<'a>> = Vec::new();
    for (name, media) in content {
        let place = place.child(name);
        let kind = kind(document, name, media, &place);
        offers.push(Offer { kind, name, media, place });
    }
    offers.sort_by_key(|offer| (offer.kind, rank(offer.kind, offer.name), offer.name));
    offers.dedup_by_key(|offer| offer.kind);
    let has_files = |offer: &Offer<'a>| offer.kind == ContentKind::Parts && has_files(document, offer);
    if offers.iter().any(has_files) {
        offers.retain(|offer| offer.kind != ContentKind::Form);
    }
    offers
}

/// What is sent by a media type. Of a range that JSON is in, it is JSON where the schema has something else than a text: a text
/// without a format is as open as no schema at all, so the app writes it, and knows what it is.
fn kind<'a>(document: &'a OpenAPI, name: &str, media: &'a MediaType, place: &Pointer) -> ContentKind {
    let is_text = |schema: &'a ReferenceOr<Schema>| {
        let shape = flatten(document, &Node::new(schema, place.child("schema"))).unwrap_or_default();
        shape.evident_type() == Some("string")
    };
    match essence(name).as_str() {
        URLENCODED => ContentKind::Form,
        FORM_DATA => ContentKind::Parts,
        "*/*" | "application/*" if media.schema.as_ref().is_none_or(is_text) => ContentKind::Bytes,
        "*/*" | "application/*" => ContentKind::Json,
        _ if is_json(name) => ContentKind::Json,
        essence if essence.starts_with("text/") => ContentKind::Text,
        _ => ContentKind::Bytes,
    }
}

/// Which of the media types of a kind goes before the others: the plainest, then one that is no range.
fn rank(kind: ContentKind, name: &str) -> usize {
    match kind {
        ContentKind::Json => json_rank(name),
        ContentKind::Text => plainest(name, "text/plain"),
        ContentKind::Bytes => plainest(name, "application/octet-stream"),
        ContentKind::Form => plainest(name, URLENCODED),
        ContentKind::Parts => plainest(name, FORM_DATA),
    }
}

fn plainest(name: &str, plain: &str) -> usize {
    if name == plain {
        0
    } else if essence(name) == plain {
        1
    } else if !is_range(name) {
        2
    } else {
        3
    }
}

fn is_binary(shape: &Shape<'_>) -> bool {
    shape.format.as_deref() == Some("binary")
}

/// Whether a form has a file, or a list of files, alone or as one of several things that a part may be.
fn has_files<'a>(document: &'a OpenAPI, offer: &Offer<'a>) -> bool {
    let Some(schema) = &offer.media.schema else { return false };
    let form = flatten(document, &Node::new(schema, offer.place.child("schema")));
    form.is_ok_and(|shape| shape.properties.values().any(|node| is_file(document, node)))
}

/// Whether a part is a file, whatever its media type.
fn is_file<'a>(document: &'a OpenAPI, node: &Node<'a>) -> bool {
    flatten(document, node).is_ok_and(|shape| files(document, &shape).is_some())
}

/// Whether a part is files: one (false), or a list of them (true); nothing where it can be none.
pub(super) fn files<'a>(document: &'a OpenAPI, shape: &Shape<'a>) -> Option<bool> {
    let flat = |node: &Node<'a>| flatten(document, node).ok();
    let alternatives: Vec<Shape<'a>> = shape.one_of.iter().chain(&shape.any_of).filter_map(flat).collect();
    let forms: Vec<&Shape<'a>> = [shape].into_iter().chain(&alternatives).collect();
    let is_list_of_files =
        |shape: &&Shape<'a>| shape.items.as_ref().and_then(flat).is_some_and(|items| is_binary(&items));
    let is_list = forms.iter().any(is_list_of_files);
    (is_list || forms.iter().any(|shape| is_binary(shape))).then_some(is_list)
}
