//! Untyped document -> `openapiv3::OpenAPI`, and the place of what does not fit.
//!
//! Before the types, three spellings are made one, so that nothing is lost on the way: a `$ref` with siblings becomes an
//! `allOf` of one part (`openapiv3` would drop the siblings), a request body that does not say whether it is required is
//! (nearly every description leaves it out and means so), and a response without its description gets an empty one.

use std::sync::Arc;

use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, Response, Schema};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::Pointer,
    select::METHODS,
};

/// Types a document.
///
/// # Errors
///
/// A document that is not OpenAPI 3.0, each external `$ref`, or each smallest part of it that is malformed.
pub fn typed(mut document: Value, source: &Arc<Source>) -> Result<OpenAPI, Errors> {
    check_version(&document, source)?;
    check_references(&document, source)?;
    check_paths(&document, source)?;
    unify(&mut document);
    OpenAPI::deserialize(&document).map_err(|error| blame(&document, source, &error))
}

/// The JSON pointer of a path that serde_path_to_error reports.
pub fn pointer_of(path: &serde_path_to_error::Path) -> Pointer {
    use serde_path_to_error::Segment;
    Pointer::root().descendant(path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    }))
}

fn check_version(document: &Value, source: &Arc<Source>) -> Result<(), Errors> {
    if document.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.0.")) {
        return Ok(());
    }
    let (key, found) = match (document.get("openapi"), document.get("swagger")) {
        (Some(version), _) => {
            ("openapi", format!("OpenAPI {}", version.as_str().map_or_else(|| version.to_string(), str::to_owned)))
        }
        (None, Some(version)) => {
            ("swagger", format!("Swagger {}", version.as_str().map_or_else(|| version.to_string(), str::to_owned)))
        }
        (None, None) => ("", "no OpenAPI description: it has no `openapi` key".to_owned()),
    };
    let pointer = if key.is_empty() { Pointer::root() } else { Pointer::root().child(key) };
    Err(Diagnostic::error(format!("this is {found}"))
        .at(source, &pointer)
        .help("convert it to OpenAPI 3.0, for example `openapi: 3.0.3`")
        .into())
}

/// Every `$ref` must lead into this document.
fn check_references(document: &Value, source: &Arc<Source>) -> Result<(), Errors> {
    fn walk(value: &Value, pointer: &Pointer, source: &Arc<Source>, diagnostics: &mut Diagnostics) {
        match value {
            Value::Object(entries) => {
                if let Some(Value::String(reference)) = entries.get("$ref")
                    && !reference.starts_with("#/")
                {
                    diagnostics.push(
                        Diagnostic::error(format!("the `$ref` leads to another document: `{reference}`"))
                            .at(source, &pointer.child("$ref"))
                            .help("bundle the documents into one first; only references that begin with `#/` are followed"),
                    );
                }
                for (key, value) in entries.iter().filter(|(key, _)| !is_data(key)) {
                    walk(value, &pointer.child(key), source, diagnostics);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &pointer.child(index), source, diagnostics);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    // Pointers are only built where there is something to tell.
    fn has_external(value: &Value) -> bool {
        match value {
            Value::Object(entries) => entries.iter().any(|(key, value)| match value {
                Value::String(reference) => key == "$ref" && !reference.starts_with("#/"),
                value => !is_data(key) && has_external(value),
            }),
            Value::Array(items) => items.iter().any(has_external),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
    if !has_external(document) {
        return Ok(());
    }
    let mut diagnostics = Diagnostics::default();
    walk(document, &Pointer::root(), source, &mut diagnostics);
    diagnostics.finish().map(drop)
}

/// `openapiv3` passes over a path that does not begin with a slash; we don't.
fn check_paths(document: &Value, source: &Arc<Source>) -> Result<(), Errors> {
    let mut diagnostics = Diagnostics::default();
    for path in document["paths"].as_object().into_iter().flat_map(Map::keys) {
        if !path.starts_with('/') && !path.starts_with("x-") {
            diagnostics.push(
                Diagnostic::error(format!("the path `{path}` does not begin with a slash"))
                    .at(source, &Pointer::root().child("paths").child(path))
                    .help(format!("write `/{path}`")),
            );
        }
    }
    diagnostics.finish().map(drop)
}

/// Keys whose value is data of the API, not a part of the description's structure.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum") || key.starts_with("x-")
}

fn unify(document: &mut Value) {
    if let Some(version) = document.pointer_mut("/info/version")
        && version.is_number()
    {
        *version = Value::String(version.to_string());
    }
    unify_references(document);
    for item in children(document, "/paths") {
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            if let Some(Value::Object(body)) = operation.get_mut("requestBody")
                && !body.contains_key("$ref")
            {
                body.entry("required").or_insert(Value::Bool(true));
            }
            children(operation, "/responses").for_each(describe);
        }
    }
    children(document, "/components/responses").for_each(describe);
    for body in children(document, "/components/requestBodies") {
        if let Value::Object(body) = body {
            body.entry("required").or_insert(Value::Bool(true));
        }
    }
}

fn children<'a>(value: &'a mut Value, pointer: &str) -> impl Iterator<Item = &'a mut Value> {
    value.pointer_mut(pointer).and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

fn describe(response: &mut Value) {
    if let Value::Object(response) = response
        && !response.contains_key("$ref")
    {
        response.entry("description").or_insert_with(|| Value::String(String::new()));
    }
}

/// `{$ref, …siblings}` -> `{allOf: [{$ref}], …siblings}` where a schema is referred to.
fn unify_references(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            let is_schema = matches!(entries.get("$ref"), Some(Value::String(reference)) if reference.starts_with("#/components/schemas/"));
            if is_schema && entries.len() > 1 {
                let reference = entries.shift_remove("$ref").expect("checked above");
                entries.shift_insert(0, "allOf".to_owned(), json!([{ "$ref": reference }]));
            }
            entries.iter_mut().filter(|(key, _)| !is_data(key)).for_each(|(_, value)| unify_references(value));
        }
        Value::Array(items) => items.iter_mut().for_each(unify_references),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Finds the smallest parts that do not fit. `openapiv3` reads `$ref`-or-object by trial and error, so its own message
/// knows neither place nor reason.
fn blame(document: &Value, source: &Arc<Source>, error: &serde_json::Error) -> Errors {
    let mut diagnostics = Diagnostics::default();
    let root = Pointer::root();
    for (name, schema) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        blame_schema(schema, &root.descendant(["components", "schemas", name]), source, &mut diagnostics);
    }
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            blame_operation(operation, &root.descendant(["paths", path, method]), source, &mut diagnostics);
        }
    }
    match diagnostics.finish() {
        Err(errors) => errors,
        Ok(_) => {
            let pointer = serde_path_to_error::deserialize::<_, OpenAPI>(document)
                .map_or_else(|error| pointer_of(error.path()), |_| Pointer::root());
            Diagnostic::error(format!("this is no valid OpenAPI 3.0: {error}")).at(source, &pointer).into()
        }
    }
}

fn blame_operation(operation: &Value, pointer: &Pointer, source: &Arc<Source>, diagnostics: &mut Diagnostics) {
    if fits::<Operation>(operation) {
        return;
    }
    let mut found = false;
    for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
        if !fits::<ReferenceOr<Parameter>>(parameter) {
            found = true;
            report(
                parameter,
                "Parameter",
                fits::<ReferenceOr<Parameter>>,
                &pointer.child("parameters").child(index),
                source,
                diagnostics,
            );
        }
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if !fits::<ReferenceOr<Response>>(response) {
            found = true;
            report(
                response,
                "Response",
                fits::<ReferenceOr<Response>>,
                &pointer.child("responses").child(status),
                source,
                diagnostics,
            );
        }
    }
    if !found {
        report(operation, "Operation", fits::<Operation>, pointer, source, diagnostics);
    }
}

/// Goes down to the deepest schema that does not fit.
fn blame_schema(schema: &Value, pointer: &Pointer, source: &Arc<Source>, diagnostics: &mut Diagnostics) {
    if fits::<ReferenceOr<Schema>>(schema) {
        return;
    }
    let mut children: Vec<(Pointer, &Value)> = Vec::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        children.push((pointer.child("properties").child(name), property));
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(child) = schema.get(key).filter(|child| child.is_object()) {
            children.push((pointer.child(key), child));
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for (index, part) in schema[key].as_array().into_iter().flatten().enumerate() {
            children.push((pointer.child(key).child(index), part));
        }
    }
    let guilty: Vec<_> = children.into_iter().filter(|(_, child)| !fits::<ReferenceOr<Schema>>(child)).collect();
    if guilty.is_empty() {
        report(schema, "Schema", fits::<ReferenceOr<Schema>>, pointer, source, diagnostics);
    }
    for (pointer, child) in guilty {
        blame_schema(child, &pointer, source, diagnostics);
    }
}

fn fits<T: DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

/// Names the key without which the object would fit, if there is one.
fn report(
    value: &Value,
    object: &str,
    fits: fn(&Value) -> bool,
    pointer: &Pointer,
    source: &Arc<Source>,
    diagnostics: &mut Diagnostics,
) {
    let guilty = value.as_object().into_iter().flatten().find(|(key, _)| {
        let mut without = value.clone();
        without.as_object_mut().expect("it is an object").shift_remove(*key);
        fits(&without)
    });
    diagnostics.push(match guilty {
        Some((key, found)) => Diagnostic::error(format!("`{key}` of this {object} Object is malformed: {found}"))
            .at(source, &pointer.child(key)),
        None => Diagnostic::error(format!("this is no valid {object} Object")).at(source, pointer),
    });
}
