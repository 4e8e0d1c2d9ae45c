//! Parameters: which an operation has, and how each is written.

use openapiv3::{Content, Parameter as ParameterObject, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    as_text::{is_of_several_kinds, with_alternatives, written},
    state::Calls,
    styles::style,
};
use crate::{
    ir::{Declared, OpeningKind, Parameter, ParameterIn, ParameterStyle, Type, Words},
    lower::{
        read::{
            self,
            media_types::json_media,
            operations::PathOperation,
            parameters::{dangling_parameters, is_idempotency_key, is_ignored_header, location_of},
            schemas::Node,
            template::Template,
        },
        shapes::flatten,
        state::{Site, State},
        text,
        types::{Lowered, Types, lower_schema},
    },
    naming::{MethodName, Scope},
    place::Pointer,
    walk::Keys,
};

/// Where a parameter goes.
#[derive(Clone, Copy, Debug)]
struct Slot<'a> {
    location: ParameterIn,
    wire: &'a str,
    required: bool,
}

/// The parameters of an operation, those of its path in the order of the path.
pub(crate) fn parameters<'a>(
    calls: &mut Calls<'a>,
    described: &PathOperation<'a>,
    template: &Template<'a>,
    site: &Site,
    scope: &mut Scope,
) -> Vec<Parameter> {
    let document = calls.types.state.document;
    let names = template.names();
    let mut lowered: Vec<Parameter> = Vec::new();
    for place in dangling_parameters(document, described) {
        calls.types.state.warn("the reference leads nowhere; the parameter is left out", &place);
    }
    for (parameter, place) in read::parameters::parameters(document, described) {
        match slot(calls, described, parameter, template) {
            Ok(Some(slot)) => lowered.push(lower_parameter(calls, parameter, slot, &place, site, scope)),
            Ok(None) => {}
            Err(message) => calls.types.state.warn(message, &place),
        }
    }
    let in_path = names.iter().map(|name| (ParameterIn::Path, *name, *name));
    let in_query = template.queries().iter().map(|(wire, name)| (ParameterIn::Query, *wire, *name));
    for (location, wire, name) in in_path.chain(in_query) {
        // The client sends its credential itself.
        if location == ParameterIn::Query && calls.credentials.has(described, "query", wire) {
            continue;
        }
        if lowered.iter().all(|parameter| (parameter.location, parameter.wire.as_str()) != (location, wire)) {
            let message = format!("nothing declares the path's `{{{name}}}`; it is taken as a string");
            calls.types.state.warn(message, &described.place);
            let name = calls.types.state.naming.method(name, scope);
            lowered.push(undeclared((location, wire), name, &described.place));
        }
    }
    lowered.sort_by_key(|parameter| match parameter.location {
        ParameterIn::Path => names.iter().position(|wire| *wire == parameter.wire),
        ParameterIn::Query
        | ParameterIn::Header
        | ParameterIn::Cookie
        | ParameterIn::Part
        | ParameterIn::PartHeader => Some(names.len()),
    });
    lowered
}

/// Where a parameter goes; nothing where it is none of the operation's own, and why, where that is worth a word.
fn slot<'a>(
    calls: &Calls<'a>,
    described: &PathOperation<'_>,
    parameter: &'a ParameterObject,
    template: &Template<'a>,
) -> Result<Option<Slot<'a>>, String> {
    let (location, ParameterData { name, required, .. }) = location_of(parameter);
    let slot = |location| Ok(Some(Slot { location, wire: name, required: *required || location == ParameterIn::Path }));
    let is_lifted = || calls.client_headers.iter().any(|header| header.header.eq_ignore_ascii_case(name));
    match (location, template.query(name)) {
        // The client sends its credential itself.
        ("query" | "header" | "cookie", _) if calls.credentials.has(described, location, name) => Ok(None),
        ("path", _) if template.names().contains(&name.as_str()) => slot(ParameterIn::Path),
        ("path" | "query", Some(wire)) => Ok(Some(Slot { location: ParameterIn::Query, wire, required: true })),
        ("path", None) => Err(format!("the path has no `{{{name}}}`; the parameter is left out")),
        ("header", _) if is_ignored_header(name) || is_lifted() => Ok(None),
        ("query", None) => slot(ParameterIn::Query),
        ("cookie", _) => slot(ParameterIn::Cookie),
        _ => slot(ParameterIn::Header),
    }
}

/// What a parameter is for the client: its type, how it is written (nothing where we can't write it so), and what is said of it.
struct Written {
    ty: Type,
    style: Option<ParameterStyle>,
    docs: String,
    declared: Declared,
    example: Option<Value>,
}

/// Lowers a parameter that goes into its slot.
fn lower_parameter<'a>(
    calls: &mut Calls<'a>,
    parameter: &'a ParameterObject,
    Slot { location, wire, required }: Slot<'a>,
    place: &Pointer,
    site: &Site,
    scope: &mut Scope,
) -> Parameter {
    let types = &mut calls.types;
    let (_, data) = location_of(parameter);
    let Written { ty, style, docs, declared, example } = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let node = Node::new(schema, place.child("schema"));
            let lowered = lower_schema(types, &node, &site.part(&data.name, &node.place));
            let ty = with_fields(&types.state, &node, written(&types.state, &lowered.ty));
            let style = style(&types.state, parameter, &ty);
            if style.is_some() && ty.name() != lowered.ty.name() {
                calls.texts.push((place.clone(), lowered.ty.clone()));
                if is_of_several_kinds(&types.state, &lowered.ty) {
                    let reason = "it is one of several types, and written as text";
                    types.state.leave_open(OpeningKind::LeftToCaller, reason, place);
                }
            }
            let declared = with_alternatives(&mut types.state, &lowered.ty, lowered.declared, &node.place);
            Written { ty, style, docs: lowered.docs, declared, example: lowered.example }
        }
        ParameterSchemaOrContent::Content(content) => written_document(types, content, location, data, place, site),
    };
    let (ty, style, declared) = match style {
        Some(style) => (ty, style, declared),
        None => {
            let message = format!(
                "the parameter `{}` can't be written in its style; it is taken as text, and encoded as such",
                data.name
            );
            types.state.warn_open(OpeningKind::LeftToCaller, message, place);
            (Type::String, ParameterStyle::Scalar, said_of_text(data, declared))
        }
    };
    let description = text::described(data.description.as_deref(), &data.name);
    let docs = text::append(&text::paragraphs([description.as_str(), &docs]), kind_of_id(location, &ty, &style));
    let is_idempotency_key = idempotency_key(types, data, location, &style, place);
    Parameter {
        wire: wire.to_owned(),
        place: place.clone(),
        name: types.state.naming.method(&data.name, scope),
        location,
        part: None,
        required,
        ty,
        style,
        allow_reserved: allows_reserved(parameter),
        is_idempotency_key,
        docs,
        deprecated: data.deprecated.unwrap_or(false),
        example: data.example.clone().or(example),
        declared: Declared { required, ..declared.of_value() },
    }
}

/// What is said of an integer in a path, which its argument does not say.
fn kind_of_id(location: ParameterIn, ty: &Type, style: &ParameterStyle) -> &'static str {
    let is_integer = matches!(ty, Type::Integer | Type::Unsigned);
    let is_id = location == ParameterIn::Path && is_integer && style.words() == Some(Words::One);
    if is_id { "An integer." } else { "" }
}

/// Whether a parameter is an idempotency key. What is said to be one, and can't be, is reported.
fn idempotency_key(
    types: &mut Types<'_>,
    data: &ParameterData,
    location: ParameterIn,
    style: &ParameterStyle,
    place: &Pointer,
) -> bool {
    let is_said = is_idempotency_key(data);
    let can_be_one = location == ParameterIn::Header && *style == ParameterStyle::Scalar;
    if is_said && !can_be_one {
        let message = format!("the parameter `{}` is no header of one word; it is no idempotency key", data.name);
        types.state.warn(message, place);
    }
    is_said && can_be_one
}

/// A query parameter whose reserved characters pass; elsewhere the word means nothing.
fn allows_reserved(parameter: &ParameterObject) -> bool {
    matches!(parameter, ParameterObject::Query { allow_reserved: true, .. })
}

/// The type of what is written as an object: one without `properties` (`type: object`) has whatever fields the app gives it, as if it
/// said so by `additionalProperties`.
pub(super) fn with_fields<'a>(state: &State<'a>, node: &Node<'a>, ty: Type) -> Type {
    let is_object = || flatten(state.document, node).is_ok_and(|shape| shape.ty == Some("object"));
    if ty == Type::Value && is_object() { Type::Map(Box::new(Type::Value)) } else { ty }
}

/// What is declared of a parameter that the caller writes. What a component says is told of the component.
fn said_of_text(data: &ParameterData, declared: Declared) -> Declared {
    match &data.format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => content_of(schema),
        ParameterSchemaOrContent::Schema(ReferenceOr::Reference { .. }) | ParameterSchemaOrContent::Content(_) => {
            declared
        }
    }
}

/// A parameter that is a document of its own: JSON, or text.
fn written_document<'a>(
    types: &mut Types<'a>,
    content: &'a Content,
    location: ParameterIn,
    data: &ParameterData,
    place: &Pointer,
    site: &Site,
) -> Written {
    let json = json_media(content).and_then(|(name, media)| Some((name, media.schema.as_ref()?)));
    match json {
        // No JSON is a segment of a path, nor one word of a cookie.
        Some((name, schema)) if !matches!(location, ParameterIn::Path | ParameterIn::Cookie) => {
            let node = Node::new(schema, place.child("content").child(name).child("schema"));
            let site = site.part(&data.name, &node.place);
            let Lowered { ty, docs, declared, example, .. } = lower_schema(types, &node, &site);
            Written { ty, style: Some(ParameterStyle::Json), docs, declared, example }
        }
        Some(_) | None => {
            let message = format!("the parameter `{}` is a document of its own; it is taken as text", data.name);
            types.state.warn_open(OpeningKind::LeftToCaller, message, place);
            let declared =
                Declared { limits: vec![("content", text::json(content, Keys::Names))], ..Declared::default() };
            Written {
                ty: Type::String,
                style: Some(ParameterStyle::Scalar),
                docs: String::new(),
                declared,
                example: None,
            }
        }
    }
}

/// What is declared of a value that the caller writes, so that no type says what is in it.
pub(super) fn content_of(schema: &Schema) -> Declared {
    Declared { limits: vec![("content", text::json(schema, Keys::Keywords))], ..Declared::default() }
}

/// A parameter that stands in the path alone.
fn undeclared((location, wire): (ParameterIn, &str), name: MethodName, operation: &Pointer) -> Parameter {
    Parameter {
        wire: wire.to_owned(),
        place: operation.clone(),
        name,
        location,
        part: None,
        required: true,
        ty: Type::String,
        style: ParameterStyle::Scalar,
        allow_reserved: false,
        is_idempotency_key: false,
        docs: String::new(),
        deprecated: false,
        example: None,
        declared: Declared { required: true, ..Declared::default() },
    }
}
