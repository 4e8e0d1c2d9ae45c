//! Forms of parts, `multipart/form-data`: each part is a parameter of the operation, as those of the path and the query are.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, OpenAPI, RequestBody};

use super::{
    as_text::{with_alternatives, written},
    parameters::content_of,
    state::Calls,
    styles::is_scalar,
};
use crate::{
    ir::{Declared, ListStyle, Parameter, ParameterIn, ParameterStyle, Type},
    lower::{
        read::{
            media_types::{FORM_DATA, URLENCODED, essence, is_concrete, is_json, is_text},
            operations::PathOperation,
            references::{place_of, resolve_body},
            schemas::{Node, NodeKind},
        },
        shapes::{Shape, flatten},
        state::{Site, State},
        text,
        types::{declared, lower_schema, merge_branches, report_broken},
    },
    naming::Scope,
};

/// The parts of a form, and whether the form is sent even where no part is set. A body that is no form, and a form whose parts
/// nobody describes, have none.
pub(crate) fn parts<'a>(
    calls: &mut Calls<'a>,
    described: &PathOperation<'a>,
    site: &Site,
    scope: &mut Scope,
) -> Option<(Vec<Parameter>, bool)> {
    let declared = described.operation.request_body.as_ref()?;
    let place = place_of(declared, described.place.child("requestBody")).child("content");
    let body = resolve_body(calls.types.state.document, declared)?;
    let (name, media) = form_of(body)?;
    let place = place.child(name);
    let form = Node::new(media.schema.as_ref()?, place.child("schema"));
    let mut shape = match flatten(calls.types.state.document, &form) {
        Ok(shape) => shape,
        // The same schema is asked for again where the body may be sent in another way.
        Err(_) if is_urlencoded(body) => return None,
        Err(broken) => {
            report_broken(&mut calls.types.state, &broken);
            return None;
        }
    };
    if is_urlencoded(body) && !shape.properties.values().any(|node| is_file(calls.types.state.document, node)) {
        return None;
    }
    merge_branches(&mut calls.types.state, &mut shape);
    if shape.properties.is_empty() {
        return None;
    }
    if media.encoding.values().any(|encoding| !encoding.headers.is_empty()) {
        calls.types.state.warn("the headers of single parts are not sent", &place.child("encoding"));
    }
    let site = Site { words: format!("{}Body", site.words), place, ..site.clone() };
    let part = |(wire, node): (&&'a str, &Node<'a>)| {
        let required = body.required && shape.required.contains(wire);
        part(calls, wire, node, required, media.encoding.get(*wire), &site, scope)
    };
    Some((shape.properties.iter().filter_map(part).collect(), body.required))
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
    let media_type = encoding.and_then(|encoding| encoding.content_type.clone()).filter(|name| is_concrete(name));
    // What a component says is reported for the component.
    let said = match node.kind {
        NodeKind::Reference(_) => Declared::default(),
        NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => declared(&shape).of_value(),
    };
    let (ty, style, said) = match file_style(calls.types.state.document, &shape, media_type.clone()) {
        Some(style) => (Type::String, style, said),
        None => {
            let words = calls.types.state.naming.camel(wire);
            let lowered = lower_schema(&mut calls.types, node, &site.part(&words, &node.place));
            let (ty, style) = part_style(&calls.types.state, lowered.ty.clone(), media_type);
            let is_word = is_scalar(&calls.types.state, &written(&calls.types.state, &lowered.ty));
            if let (ParameterStyle::Text(name), false) = (&style, is_word) {
                let message = format!("a part of `{name}` is taken as text, which the caller writes");
                calls.types.state.warn(message, &node.place);
            }
            let said = match (&style, &node.kind) {
                // The caller writes it, so that no type says what is in it.
                (ParameterStyle::Text(_), NodeKind::Schema(schema)) if !is_word => content_of(schema),
                _ if ty != lowered.ty => {
                    calls.texts.push((node.place.clone(), lowered.ty.clone()));
                    with_alternatives(&calls.types.state, &lowered.ty, said)
                }
                _ => said,
            };
            (ty, style, said)
        }
    };
    Some(Parameter {
        wire: wire.to_owned(),
        place: node.place.clone(),
        name: calls.types.state.naming.method(wire, scope),
        location: ParameterIn::Part,
        required,
        ty,
        style,
        is_idempotency_key: false,
        docs: shape.description.map(text::markdown).unwrap_or_default(),
        deprecated: shape.deprecated,
        declared: Declared { required, ..said },
    })
}

/// How a part is written by default (OpenAPI 3.0.4, section 4.8.15.1): words as text, a part for each item of a list,
/// all else as JSON. Another media type is that of a text that the caller writes, or of a file.
fn part_style(state: &State<'_>, ty: Type, media_type: Option<String>) -> (Type, ParameterStyle) {
    let written = written(state, &ty);
    let is_list = matches!(written, Type::List(_) | Type::OneOrMany(_));
    let is_word = is_scalar(state, &written);
    match media_type {
        Some(name) if is_json(&name) => (ty, ParameterStyle::Json),
        Some(name) if is_word && !is_text(&name) => {
            (Type::String, ParameterStyle::File { is_list: false, media_type: Some(name) })
        }
        Some(name) if essence(&name) != "text/plain" => (Type::String, ParameterStyle::Text(name)),
        Some(_) | None if is_word => (written, ParameterStyle::Scalar),
        Some(_) | None if is_list && written.inner().is_some_and(|item| is_scalar(state, item)) => {
            (written, ParameterStyle::List(ListStyle::Repeat))
        }
        Some(_) | None => (ty, ParameterStyle::Json),
    }
}

/// Whether a part is a file, whatever its media type.
fn is_file<'a>(document: &'a OpenAPI, node: &Node<'a>) -> bool {
    flatten(document, node).is_ok_and(|shape| file_style(document, &shape, None).is_some())
}

/// A file or a list of files, if it can be one.
fn file_style<'a>(document: &'a OpenAPI, shape: &Shape<'a>, media_type: Option<String>) -> Option<ParameterStyle> {
    let is_binary = |shape: &Shape<'a>| shape.format.as_deref() == Some("binary");
    let flat = |node: &Node<'a>| flatten(document, node).ok();
    let alternatives: Vec<Shape<'a>> = shape.one_of.iter().chain(&shape.any_of).filter_map(flat).collect();
    let forms: Vec<&Shape<'a>> = [shape].into_iter().chain(&alternatives).collect();
    let is_list_of_files =
        |shape: &&Shape<'a>| shape.items.as_ref().and_then(flat).is_some_and(|items| is_binary(&items));
    let is_list = forms.iter().any(is_list_of_files);
    (is_list || forms.iter().any(|shape| is_binary(shape))).then_some(ParameterStyle::File { is_list, media_type })
}

/// The form of a body, if that is what it is sent as: JSON goes before it.
fn form_of(body: &RequestBody) -> Option<(&String, &MediaType)> {
    let content: &IndexMap<String, MediaType> = &body.content;
    if content.keys().any(|name| is_json(name)) {
        return None;
    }
    content.iter().find(|(name, _)| essence(name) == FORM_DATA)
}

/// Whether a body can be sent as form fields as well, which have no room for files.
fn is_urlencoded(body: &RequestBody) -> bool {
    body.content.keys().any(|name| essence(name) == URLENCODED)
}
