//! Bodies that are no forms of parts.

use openapiv3::MediaType;

use super::{
    choice::{ContentKind, Described, Offer},
    encodings::form_encoding,
};
use crate::{
    ir::{Body, BodyKind, ContentType, Declared, OpeningKind, Type},
    lower::{
        read::{
            media_types::{essence, is_range},
            schemas::Node,
        },
        requests::state::Calls,
        shapes::flatten,
        state::{Site, State},
        text,
        types::lower_schema,
    },
    place::Pointer,
    quoted::code,
    walk::Keys,
};

/// A body of which nothing is known.
pub(super) fn unknown(place: Pointer) -> Body {
    Body {
        kind: BodyKind::Json(Type::Value, None),
        place,
        required: true,
        docs: String::new(),
        example: None,
        media_types: Vec::new(),
        written: None,
        declared: Declared::default(),
    }
}

/// The body that is sent in one of the ways that an operation offers. One schema has one type, whatever it is sent as: those that are
/// `seen` stand with theirs.
pub(super) fn body<'a>(
    calls: &mut Calls<'a>,
    described: &Described<'a>,
    offer: &Offer<'a>,
    site: &Site,
    seen: &mut Vec<(&'a MediaType, Type)>,
) -> Body {
    let kind = body_kind(calls, offer, site, seen);
    let Described { body, place } = described;
    Body {
        written: written_by_app(offer, &kind),
        kind,
        place: place.clone(),
        required: body.required,
        docs: body.description.as_deref().map(text::markdown).unwrap_or_default(),
        example: offer.media.example.clone(),
        media_types: body.content.keys().cloned().collect(),
        declared: calls.bodies.get(&offer.place).cloned().unwrap_or_default(),
    }
}

/// How a body is sent.
fn body_kind<'a>(
    calls: &mut Calls<'a>,
    offer: &Offer<'a>,
    site: &Site,
    seen: &mut Vec<(&'a MediaType, Type)>,
) -> BodyKind {
    let Offer { kind, name, media, place } = offer;
    let mut held = || {
        let known = seen.iter().find(|(known, _)| known.schema == media.schema).map(|(_, ty)| ty.clone());
        let ty = known.unwrap_or_else(|| media_type(calls, media, place, site));
        seen.push((*media, ty.clone()));
        ty
    };
    match kind {
        ContentKind::Json => {
            // A schema that may be null makes no body that is: there is nothing to ask for with `null` alone.
            let ty = match held() {
                Type::Nullable(ty) => *ty,
                ty => ty,
            };
            // JSON of whatever type is `application/json`.
            let is_plain = *name == "application/json" || is_range(name);
            BodyKind::Json(ty, (!is_plain).then(|| (*name).to_owned()))
        }
        ContentKind::Form => BodyKind::Form(held(), form_encoding(name, media)),
        ContentKind::Parts => {
            let reason = "the parts of the form are not described";
            calls.types.state.leave_open(OpeningKind::LeftToCaller, reason, place);
            BodyKind::FormData
        }
        ContentKind::Text => {
            leave_to_caller(&mut calls.types.state, name, media, place, "a text that the caller writes");
            BodyKind::Text(content_type(name))
        }
        ContentKind::Bytes => {
            leave_to_caller(&mut calls.types.state, name, media, place, "bytes that the caller has");
            if essence(name).starts_with("multipart/") {
                let message = format!("a body of `{name}` is sent as the bytes that it is given, boundaries included");
                calls.types.state.warn_open(OpeningKind::LeftToCaller, message, place);
                return BodyKind::Bytes(ContentType::Asked((*name).to_owned()));
            }
            BodyKind::Bytes(content_type(name))
        }
    }
}

/// A range is not what a body is (RFC 9110, section 8.3): the app, which has made it, knows its type.
fn content_type(name: &str) -> ContentType {
    if is_range(name) { ContentType::Asked(name.to_owned()) } else { ContentType::Fixed(name.to_owned()) }
}

/// The type of what a media type holds.
pub(crate) fn media_type<'a>(calls: &mut Calls<'a>, media: &'a MediaType, place: &Pointer, site: &Site) -> Type {
    match &media.schema {
        Some(schema) => {
            let lowered = lower_schema(&mut calls.types, &Node::new(schema, place.child("schema")), site);
            calls.bodies.insert(place.clone(), lowered.declared.clone());
            calls.types.holds_sensitive |= lowered.sensitive;
            lowered.item()
        }
        None => {
            calls.types.state.leave_open(OpeningKind::Untyped, "the media type has no schema", place);
            Type::Value
        }
    }
}

/// Notes that a body of this media type is a text, or bytes, though its schema says more of it.
pub(crate) fn leave_to_caller(state: &mut State<'_>, name: &str, media: &MediaType, place: &Pointer, taken_as: &str) {
    let Some(schema) = &media.schema else { return };
    let shape = flatten(state.document, &Node::new(schema, place.child("schema"))).unwrap_or_default();
    if shape.evident_type() != Some("string") {
        let reason = format!("a body of {} is {taken_as}: no type says what its schema does", code(name));
        state.leave_open(OpeningKind::LeftToCaller, reason, place);
    }
}

/// What is said of a body that an app writes by itself.
fn written_by_app(offer: &Offer<'_>, kind: &BodyKind) -> Option<String> {
    match kind {
        BodyKind::Json(..) => None,
        BodyKind::Form(..) => {
            let encoding = &offer.media.encoding;
            (!encoding.is_empty()).then(|| text::json(encoding, Keys::Names))
        }
        BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData => Some(text::json(offer.media, Keys::Keywords)),
    }
}
