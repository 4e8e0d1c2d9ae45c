//! Forms of parts, `multipart/form-data`: each part is a parameter of the operation, as those of the path and the query are.

use openapiv3::{AdditionalProperties, Encoding, Header, MediaType, OpenAPI, ParameterSchemaOrContent, ReferenceOr};

use super::choice::{ContentKind, Described, Offer, files};
use crate::{
    ir::{Declared, ListStyle, OpeningKind, Parameter, ParameterIn, ParameterStyle, Type},
    lower::{
        alternatives::merge_branches,
        read::{
            media_types::{is_json, is_range, is_text},
            schemas::{Node, NodeKind},
        },
        requests::{
            as_text::{with_alternatives, written},
            parameters::{content_of, with_fields},
            state::Calls,
            styles::{is_scalar, is_tuple_of_words},
        },
        shapes::{Shape, flatten},
        state::{Site, State},
        text,
        types::{declared, lower_schema, report_broken},
    },
    naming::Scope,
    place::Pointer,
};

/// The parts of a form, and what is said of those that have no names. A body that is no form, and a form whose parts nobody
/// describes, have none.
pub(super) fn parts<'a>(
    calls: &mut Calls<'a>,
    described: &Described<'a>,
    offer: &Offer<'a>,
    site: &Site,
    scope: &mut Scope,
) -> Option<(Vec<Parameter>, &'static str)> {
    let Offer { kind: ContentKind::Parts, media, place, .. } = offer else { return None };
    let form = Node::new(media.schema.as_ref()?, place.child("schema"));
    let mut shape = match flatten(calls.types.state.document, &form) {
        Ok(shape) => shape,
        Err(broken) => {
            report_broken(&mut calls.types.state, &broken);
            return None;
        }
    };
    merge_branches(&mut calls.types.state, &mut shape);
    if shape.properties.is_empty() {
        return None;
    }
    let site = Site { place: place.clone(), ..site.clone() };
    let mut parts = Vec::new();
    for (wire, node) in &shape.properties {
        let required = described.body.required && shape.required.contains(wire);
        let encoding = media.encoding.get(*wire);
        let Some(part) = part(calls, wire, node, required, encoding, &site, scope) else { continue };
        parts.push(part);
        parts.extend(part_headers(calls, (wire, required), media, place, &site, scope));
    }
    Some((parts, further(calls.types.state.document, &shape)))
}

/// How further parts are added, where the form may have some.
fn further<'a>(document: &'a OpenAPI, shape: &Shape<'a>) -> &'static str {
    const FILES: &str = "Further files are added by `with_file`.";
    const ANY: &str = "Further parts are added by `with_part`, and files by `with_file`.";
    match &shape.additional {
        None | Some((AdditionalProperties::Any(false), _)) => "",
        Some((AdditionalProperties::Any(true), _)) => ANY,
        Some((AdditionalProperties::Schema(schema), place)) => {
            let node = Node::new(schema, place.clone());
            let is_file = flatten(document, &node).is_ok_and(|shape| files(document, &shape).is_some());
            if is_file { FILES } else { ANY }
        }
    }
}

/// A part; nothing where only responses have it.
fn part<'a>(
    calls: &mut Calls<'a>,
    wire: &str,
    node: &Node<'a>,
    required: bool,
    encoding: Option<&Encoding>,
    site: &Site,
    scope: &mut Scope,
) -> Option<Parameter> {
    // What is broken is reported where its type is asked for.
    let shape = flatten(calls.types.state.document, node).unwrap_or_default();
    if shape.read_only {
        return None;
    }
    let media_type = encoding.and_then(|encoding| encoding.content_type.clone());
    // What a component says is reported for the component.
    let said = match node.kind {
        NodeKind::Reference(_) => Declared::default(),
        NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => declared(&shape).of_value(),
    };
    let (ty, style, said) = match files(calls.types.state.document, &shape) {
        Some(is_list) => (Type::String, ParameterStyle::File { is_list, media_type }, said),
        None => {
            let media_type = media_type.or_else(|| base64(&shape));
            value(calls, node, media_type, said, &site.part(wire, &node.place))
        }
    };
    Some(Parameter {
        wire: wire.to_owned(),
        place: node.place.clone(),
        name: calls.types.state.naming.method(wire, scope),
        location: ParameterIn::Part,
        part: None,
        required,
        ty,
        allow_reserved: false,
        is_idempotency_key: false,
        docs: docs(&shape, &style),
        style,
        deprecated: shape.deprecated,
        example: shape.example.cloned(),
        declared: Declared { required, ..said },
    })
}

/// A part that is no file: its type, how it is written, and what is said of it.
fn value<'a>(
    calls: &mut Calls<'a>,
    node: &Node<'a>,
    media_type: Option<String>,
    said: Declared,
    site: &Site,
) -> (Type, ParameterStyle, Declared) {
    let lowered = lower_schema(&mut calls.types, node, site);
    let ty = with_fields(&calls.types.state, node, lowered.ty.clone());
    let (ty, style) = part_style(&calls.types.state, node, ty, media_type);
    let is_word = is_scalar(&calls.types.state, &written(&calls.types.state, &lowered.ty));
    let taken_as = match &style {
        ParameterStyle::Text(name) => Some((name, "text")),
        ParameterStyle::File { media_type: Some(names), .. } => Some((names, "a file")),
        _ => None,
    };
    if let (Some((name, taken_as)), false) = (taken_as, is_word) {
        let message = format!("a part of `{name}` is taken as {taken_as}, which the caller writes");
        calls.types.state.warn_open(OpeningKind::LeftToCaller, message, &node.place);
    }
    let said = match (&style, &node.kind) {
        // The caller writes it, so that no type says what is in it.
        (ParameterStyle::Text(_) | ParameterStyle::File { .. }, NodeKind::Schema(schema)) if !is_word => {
            content_of(schema)
        }
        _ if ty != lowered.ty => {
            calls.texts.push((node.place.clone(), lowered.ty.clone()));
            with_alternatives(&mut calls.types.state, &lowered.ty, said, &node.place)
        }
        _ => said,
    };
    (ty, style, said)
}

/// What a part is, and what a file has to say of itself.
fn docs(shape: &Shape<'_>, style: &ParameterStyle) -> String {
    let own = shape.description.map(text::markdown).unwrap_or_default();
    let ParameterStyle::File { media_type: Some(names), .. } = style else { return own };
    if choice(names).any(|name| !is_range(name) || ["*/*", "application/*"].contains(&name)) {
        return own;
    }
    let ranges: Vec<String> = choice(names).map(|name| format!("`{name}`")).collect();
    let told = format!("Its media type is one of {}: `File::with_content_type` says which.", ranges.join(", "));
    if own.is_empty() { told } else { format!("{own}\n\n{told}") }
}

/// The media types of an encoding, which may be several, and ranges.
fn choice(content_type: &str) -> impl Iterator<Item = &str> {
    content_type.split(',').map(str::trim)
}

/// The media type of a text that stands for bytes (OpenAPI 3.0.4, section 4.8.15.1).
fn base64(shape: &Shape<'_>) -> Option<String> {
    (shape.format.as_deref() == Some("byte")).then(|| "application/octet-stream".to_owned())
}

/// How a part is written by default (OpenAPI 3.0.4, section 4.8.15.1): words as text, a part for each item of a list,
/// all else as JSON. Another media type is that of a text that the caller writes, or of a file, whose own is one of several.
fn part_style<'a>(state: &State<'a>, node: &Node<'a>, ty: Type, media_type: Option<String>) -> (Type, ParameterStyle) {
    let written = written(state, &ty);
    let is_list = matches!(written, Type::List(_) | Type::OneOrMany(_));
    let is_word = is_scalar(state, &written);
    let json = if is_list { ParameterStyle::JsonList } else { ParameterStyle::Json };
    let usual = if is_word { "text/plain" } else { "application/json" };
    let names: Vec<&str> = media_type.as_deref().into_iter().flat_map(choice).collect();
    match names.as_slice() {
        // The default is not said; with parameters it says more.
        names if names.is_empty() || names.iter().any(|name| allows(name, usual)) => {
            let has_words =
                is_word || (is_list && has_words(state, node, &written)) || is_tuple_of_words(state, &written);
            match (is_word, has_words) {
                (true, _) => (written, ParameterStyle::Scalar),
                (false, true) => (written, ParameterStyle::List(ListStyle::Repeat)),
                (false, false) => (ty, json),
            }
        }
        [name] if is_json(name) => (ty, json),
        [name] if !is_range(name) && (!is_word || is_text(name) || *name == "application/octet-stream") => {
            (Type::String, ParameterStyle::Text((*name).to_owned()))
        }
        _ => (Type::String, ParameterStyle::File { is_list: false, media_type }),
    }
}

/// Whether a media type without parameters, or a range, has another one in it.
fn allows(name: &str, other: &str) -> bool {
    let kind = other.split('/').next().unwrap_or_default();
    [other, "*/*", &format!("{kind}/*")].contains(&name)
}

/// Whether the items of a list are words. Objects without `properties` are none, though their type says as little as that of any
/// JSON.
fn has_words<'a>(state: &State<'a>, node: &Node<'a>, list: &Type) -> bool {
    let items = flatten(state.document, node).ok().and_then(|shape| shape.items);
    let is_object = items.is_some_and(|items| with_fields(state, &items, Type::Value) != Type::Value);
    !is_object && list.inner().is_some_and(|item| is_scalar(state, item))
}

/// The headers of a part. `Content-Type` is said elsewhere (OpenAPI 3.0.4, Encoding Object, `headers`).
fn part_headers<'a>(
    calls: &mut Calls<'a>,
    (part, is_part_required): (&str, bool),
    media: &'a MediaType,
    place: &Pointer,
    site: &Site,
    scope: &mut Scope,
) -> Vec<Parameter> {
    let headers = media.encoding.get(part).into_iter().flat_map(|encoding| &encoding.headers);
    let place = place.child("encoding").child(part).child("headers");
    let headers = headers.filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    headers
        .filter_map(|(name, header)| {
            let header = match header {
                ReferenceOr::Item(header) => header,
                ReferenceOr::Reference { .. } => {
                    let message = "the reference leads nowhere; the header is left out";
                    calls.types.state.warn(message, &place.child(name));
                    return None;
                }
            };
            Some(part_header(calls, (part, is_part_required), (name, header), &place.child(name), site, scope))
        })
        .collect()
}

fn part_header<'a>(
    calls: &mut Calls<'a>,
    (part, is_part_required): (&str, bool),
    (name, header): (&str, &'a Header),
    place: &Pointer,
    site: &Site,
    scope: &mut Scope,
) -> Parameter {
    let (ty, declared) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let node = Node::new(schema, place.child("schema"));
            let lowered = lower_schema(&mut calls.types, &node, &site.part(&format!("{part} {name}"), &node.place));
            let ty = written(&calls.types.state, &lowered.ty);
            if is_scalar(&calls.types.state, &ty) {
                (ty, lowered.declared.of_value())
            } else {
                let message = format!("the header `{name}` is no word; it is taken as text, which the caller writes");
                calls.types.state.warn_open(OpeningKind::LeftToCaller, message, place);
                calls.texts.push((place.clone(), lowered.ty));
                (Type::String, Declared::default())
            }
        }
        ParameterSchemaOrContent::Content(_) => (Type::String, Declared::default()),
    };
    let required = is_part_required && header.required;
    let docs = header.description.as_deref().map(text::markdown).unwrap_or_default();
    Parameter {
        wire: name.to_owned(),
        place: place.clone(),
        name: calls.types.state.naming.method(&format!("{part} {name}"), scope),
        location: ParameterIn::PartHeader,
        part: Some(part.to_owned()),
        required,
        ty,
        style: ParameterStyle::Scalar,
        allow_reserved: false,
        is_idempotency_key: false,
        docs: if docs.is_empty() { format!("The header `{name}` of the part `{part}`.") } else { docs },
        deprecated: header.deprecated.unwrap_or(false),
        example: None,
        declared: Declared { required, ..declared },
    }
}
