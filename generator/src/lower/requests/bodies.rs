//! What a request carries.

use openapiv3::{Encoding, MediaType, QueryStyle, RequestBody};

use super::state::Calls;
use crate::{
    ir::{Body, BodyKind, Declared, Type},
    lower::{
        read::{
            media_types::{FORM_DATA, URLENCODED, essence, is_json},
            operations::PathOperation,
            references::{place_of, resolve_body},
            schemas::Node,
        },
        state::{Site, State},
        text,
        types::lower_schema,
    },
    place::Pointer,
    walk::Keys,
};

/// The body of an operation that is no form of parts.
pub(crate) fn body<'a>(calls: &mut Calls<'a>, described: &PathOperation<'a>, site: &Site) -> Option<Body> {
    let declared = described.operation.request_body.as_ref()?;
    let place = place_of(declared, described.place.child("requestBody"));
    let Some(body) = resolve_body(calls.types.state.document, declared) else {
        let place = described.place.child("requestBody");
        calls.types.state.warn("the reference leads nowhere; the body is taken as any JSON", &place);
        return Some(Body {
            kind: BodyKind::Json(Type::Value, None),
            place,
            required: true,
            docs: String::new(),
            media_types: Vec::new(),
            written: None,
            declared: Declared::default(),
        });
    };
    let docs = body.description.as_deref().map(text::markdown).unwrap_or_default();
    let content = place.child("content");
    let kind = body_kind(calls, body, &content, site)?;
    let media_types: Vec<String> = body.content.keys().cloned().collect();
    let declared = media_types.iter().find_map(|name| calls.bodies.get(&content.child(name)));
    let declared = declared.cloned().unwrap_or_default();
    let written = written_by_app(body, &kind);
    Some(Body { kind, place, required: body.required, docs, media_types, written, declared })
}

/// How a body is sent: as JSON where it can be, else as a form of fields, else as what its first media type says.
fn body_kind<'a>(calls: &mut Calls<'a>, body: &'a RequestBody, place: &Pointer, site: &Site) -> Option<BodyKind> {
    let site = Site { words: format!("{}Body", site.words), ..site.clone() };
    if let Some((name, media)) = body.content.iter().find(|(name, _)| is_json(name)) {
        let other = (essence(name) != "application/json" && essence(name) != "*/*").then(|| name.clone());
        // A schema that may be null makes no body that is: there is nothing to ask for with `null` alone.
        let ty = match media_type(calls, media, &place.child(name), &site) {
            Type::Nullable(ty) => *ty,
            ty => ty,
        };
        return Some(BodyKind::Json(ty, other));
    }
    if let Some((name, media)) = body.content.iter().find(|(name, _)| essence(name) == URLENCODED) {
        let place = place.child(name);
        warn_of_styles(&mut calls.types.state, media, &place.child("encoding"));
        return Some(BodyKind::Form(media_type(calls, media, &place, &site), deep_fields(media)));
    }
    if body.content.keys().any(|name| essence(name) == FORM_DATA) {
        return Some(BodyKind::FormData);
    }
    let name = body.content.keys().next()?;
    if essence(name).starts_with("multipart/") {
        calls.types.state.warn(
            format!("a body of `{name}` is sent as the bytes that it is given, boundaries included"),
            &place.child(name),
        );
        return Some(BodyKind::Multipart);
    }
    Some(if essence(name).starts_with("text/") { BodyKind::Text(name.clone()) } else { BodyKind::Bytes(name.clone()) })
}

/// The fields of a form that are written with their keys in brackets.
fn deep_fields(media: &MediaType) -> Vec<String> {
    let is_deep = |encoding: &Encoding| encoding.style == Some(QueryStyle::DeepObject);
    media.encoding.iter().filter(|(_, encoding)| is_deep(encoding)).map(|(name, _)| name.clone()).collect()
}

/// Warns of fields of a form whose style the client does not know.
fn warn_of_styles(state: &mut State<'_>, media: &MediaType, place: &Pointer) {
    for (name, encoding) in &media.encoding {
        let is_known = match (&encoding.style, encoding.explode) {
            (Some(QueryStyle::DeepObject), _) | (None | Some(QueryStyle::Form), true) | (None, false) => true,
            (Some(_), _) => false,
        };
        if !is_known {
            let message = "this style of a form's field is not supported; a list repeats its name";
            state.warn(message, &place.child(name));
        }
    }
}

/// The type of what a media type holds.
pub(crate) fn media_type<'a>(calls: &mut Calls<'a>, media: &'a MediaType, place: &Pointer, site: &Site) -> Type {
    match &media.schema {
        Some(schema) => {
            let lowered = lower_schema(&mut calls.types, &Node::new(schema, place.child("schema")), site);
            calls.bodies.insert(place.clone(), lowered.declared.clone());
            lowered.item()
        }
        None => Type::Value,
    }
}

/// What is said of a body that an app writes by itself.
fn written_by_app(body: &RequestBody, kind: &BodyKind) -> Option<String> {
    match kind {
        BodyKind::Json(..) => None,
        BodyKind::Form(..) => {
            let form = body.content.iter().find(|(name, _)| essence(name) == URLENCODED);
            form.map(|(_, media)| &media.encoding)
                .filter(|encoding| !encoding.is_empty())
                .map(|encoding| text::json(encoding, Keys::Names))
        }
        BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData | BodyKind::Multipart => {
            let (_, media) = body.content.first()?;
            Some(text::json(media, Keys::Keywords))
        }
    }
}
