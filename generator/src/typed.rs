//! Untyped document -> `openapiv3::OpenAPI`, and the place of what does not fit.
//!
//! Before the types, four spellings are made one, so that nothing is lost on the way: a `$ref` with siblings becomes an
//! `allOf` of one part (`openapiv3` would drop the siblings), a request body that does not say whether it is required is
//! (nearly every description leaves it out and means so), an encoding with a style has all words of one, and a response without its
//! description gets an empty one.
//! One example is kept of what a request sends, and all others are dropped, as are links and what is left of callbacks: no client makes
//! use of them, and `openapiv3` does not know all their spellings.
//!
//! What many descriptions write otherwise than they should is read as it is meant, and what `openapiv3` passes over is named.

mod blame;
mod dropped;
mod examples;
mod readings;
mod slips;
mod unknown;

use std::sync::Arc;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::{Map, Value, json};

pub(crate) use self::unknown::unknown;
use crate::{
    dialect::is_later,
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::Pointer,
    select::METHODS,
    walk::{Keys, structure},
};

/// Types a document. What had to be read generously comes back beside it.
///
/// # Errors
///
/// A document that is not OpenAPI 3.0, 3.1 or 3.2, each external `$ref`, or each smallest part of it that is malformed.
pub fn typed(mut document: Value, source: &Arc<Source>) -> Result<(OpenAPI, Vec<Diagnostic>), Errors> {
    check_version(&document, source)?;
    check_references(&document, source)?;
    check_paths(&document, source)?;
    let mut warnings = [readings::read(&mut document, source), dropped::warn(&mut document, source)].concat();
    unify(&mut document);
    if let Ok(document) = OpenAPI::deserialize(&document) {
        return Ok((document, warnings));
    }
    warnings.extend(slips::correct(&mut document, source));
    match OpenAPI::deserialize(&document) {
        Ok(document) => Ok((document, warnings)),
        Err(error) => Err(blame::blame(&document, source, &error)),
    }
}

fn check_version(document: &Value, source: &Arc<Source>) -> Result<(), Errors> {
    let version =
        document.get("openapi").map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned));
    let is_3_0 = version.is_some_and(|version| version == "3.0" || version.starts_with("3.0."));
    if is_3_0 || is_later(document) {
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
        .help("convert it to OpenAPI 3.0, 3.1 or 3.2, for example `openapi: 3.1.1`")
        .into())
}

/// Every `$ref` must lead into this document.
fn check_references(document: &Value, source: &Arc<Source>) -> Result<(), Errors> {
    // Pointers are only built where there is something to report.
    if !has_external(document, Keys::Keywords) {
        return Ok(());
    }
    let mut diagnostics = Diagnostics::default();
    tell_external(document, Keys::Keywords, &Pointer::root(), source, &mut diagnostics);
    diagnostics.finish().map(drop)
}

fn has_external(value: &Value, keys: Keys) -> bool {
    match value {
        Value::Object(entries) => {
            keys.reference(entries).is_some_and(is_external)
                || structure(entries, keys).any(|(_, value, keys)| has_external(value, keys))
        }
        Value::Array(items) => items.iter().any(|item| has_external(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether a reference leads to another document. An empty one leads to this one as a whole, where no schema stands.
fn is_external(reference: &str) -> bool {
    !reference.is_empty() && !reference.starts_with('#')
}

fn tell_external(value: &Value, keys: Keys, pointer: &Pointer, source: &Arc<Source>, diagnostics: &mut Diagnostics) {
    match value {
        Value::Object(entries) => {
            if let Some(reference) = keys.reference(entries).filter(|reference| is_external(reference)) {
                diagnostics.push(
                    Diagnostic::error(format!("the `$ref` leads to another document: `{reference}`"))
                        .at(source, &pointer.child("$ref"))
                        .help("refer to a file below the folder of the description; nothing is read from elsewhere"),
                );
            }
            for (key, value, keys) in structure(entries, keys) {
                tell_external(value, keys, &pointer.child(key), source, diagnostics);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                tell_external(item, Keys::Keywords, &pointer.child(index), source, diagnostics);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
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
        if let Some(fault) = template_fault(path) {
            diagnostics.push(
                Diagnostic::error(format!("the path `{path}` {fault}"))
                    .at(source, &Pointer::root().child("paths").child(path))
                    .help("each parameter stands between `{` and `}`"),
            );
        }
    }
    diagnostics.finish().map(drop)
}

/// What is wrong with the parameters of a path.
fn template_fault(path: &str) -> Option<&'static str> {
    let mut rest = path;
    while let Some(start) = rest.find(['{', '}']) {
        let Some((name, after)) = rest[start..].strip_prefix('{').and_then(|open| open.split_once('}')) else {
            return Some("has a brace without its counterpart");
        };
        if name.is_empty() || name.contains('{') {
            return Some("has a parameter without a name");
        }
        rest = after;
    }
    None
}

fn unify(document: &mut Value) {
    // info: {version: 2.1} -> info: {version: "2.1"}
    for pointer in ["/openapi", "/info/version"] {
        if let Some(version) = document.pointer_mut(pointer).filter(|version| version.is_number()) {
            *version = Value::String(version.to_string());
        }
    }
    examples::keep_sent(document);
    unify_references(document, Keys::Keywords);
    if let Some(components) = document.get_mut("components") {
        ["callbacks", "links"].into_iter().for_each(|kind| drop_key(components, kind));
    }
    for item in children(document, "/paths") {
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            drop_key(operation, "callbacks");
            operation.get_mut("requestBody").into_iter().for_each(unify_body);
            children(operation, "/responses").for_each(describe);
        }
    }
    children(document, "/components/responses").for_each(describe);
    children(document, "/components/requestBodies").for_each(unify_body);
}

/// A body is required, and an encoding that says one of the words of a query parameter says all of them.
fn unify_body(body: &mut Value) {
    let Value::Object(entries) = body else { return };
    if entries.contains_key("$ref") {
        return;
    }
    entries.entry("required").or_insert(Value::Bool(true));
    for media in children(body, "/content") {
        children(media, "/encoding").for_each(unify_encoding);
    }
}

/// `{allowReserved: true}` -> `{allowReserved: true, style: form, explode: true}`: any one of the three asks for the others' defaults
/// (OpenAPI 3.0.4, section 4.8.15.1.2), which `openapiv3` does not distinguish from `false`.
fn unify_encoding(encoding: &mut Value) {
    let Value::Object(encoding) = encoding else { return };
    if ["style", "explode", "allowReserved"].iter().any(|word| encoding.contains_key(*word)) {
        let style = encoding.entry("style").or_insert_with(|| Value::from("form"));
        let is_form = *style == "form";
        encoding.entry("explode").or_insert(Value::Bool(is_form));
    }
}

fn children<'a>(value: &'a mut Value, pointer: &str) -> impl Iterator<Item = &'a mut Value> {
    value.pointer_mut(pointer).and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

fn drop_key(value: &mut Value, key: &str) {
    if let Value::Object(entries) = value {
        entries.shift_remove(key);
    }
}

fn describe(response: &mut Value) {
    drop_key(response, "links");
    if let Value::Object(response) = response
        && !response.contains_key("$ref")
    {
        response.entry("description").or_insert_with(|| Value::String(String::new()));
    }
}

/// `{$ref, …siblings}` -> `{allOf: [{$ref}], …siblings}` where a schema is referred to.
fn unify_references(value: &mut Value, keys: Keys) {
    match value {
        Value::Object(entries) => {
            let is_schema =
                keys.reference(entries).is_some_and(|reference| reference.starts_with("#/components/schemas/"));
            keep_large_limits(entries, keys);
            if is_schema && entries.len() > 1 {
                let reference = entries.shift_remove("$ref").expect("checked above");
                entries.shift_insert(0, "allOf".to_owned(), json!([{ "$ref": reference }]));
            }
            for (key, value) in entries.iter_mut() {
                if let Some(keys) = keys.below(key) {
                    unify_references(value, keys);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| unify_references(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The limits of integers that no `i64` can be, for which `openapiv3` has only floats: `maximum` becomes `x-exact-maximum`.
fn keep_large_limits(entries: &mut Map<String, Value>, keys: Keys) {
    if keys != Keys::Keywords || entries.get("type").is_none_or(|ty| ty != "integer") {
        return;
    }
    for (limit, kept) in LARGE_LIMITS {
        if entries.get(limit).is_some_and(|value| value.is_u64() && !value.is_i64()) {
            let value = entries.shift_remove(limit).expect("checked above");
            entries.insert(kept.to_owned(), value);
        }
    }
}

/// Keywords, and what they are called where a float would lose a part of them.
pub(crate) const LARGE_LIMITS: [(&str, &str); 2] = [("minimum", "x-exact-minimum"), ("maximum", "x-exact-maximum")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_an_example_and_is_none_stays() {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}, "security": [{"example": []}],
            "components": {
                "parameters": {"example": {"name": "a", "in": "query", "example": "b", "schema": {"type": "string"}}},
                "securitySchemes": {"example": {"type": "http", "scheme": "bearer"}},
            },
        });
        let (document, _) = typed(document, &Source::new("a.yaml", "")).expect("it is right");
        assert!(document.security.expect("there is some")[0].contains_key("example"));
        let parameters = document.components.expect("there are some").parameters;
        let parameter = parameters["example"].as_item().expect("it is no reference").parameter_data_ref();
        assert_eq!((parameter.name.as_str(), &parameter.example), ("a", &Some(json!("b"))));
    }
}
