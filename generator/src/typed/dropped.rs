//! What a description says and no client has: keys that the crate openapiv3 passes over without a word, and what a client makes no
//! use of. Each is a warning.

use std::sync::Arc;

use openapiv3::StatusCode;
use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use serde_json::{Map, Value};

use crate::{
    error::{Diagnostic, Source},
    place::Pointer,
    select::METHODS,
};

/// The fixed fields of a Path Item Object that are no operations (OpenAPI 3.0.4, section 4.8.9).
const FIELDS: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];

/// Warns of what is passed over in the paths of a document.
pub(super) fn warn(document: &mut Value, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut dropped = Dropped { source, warnings: Vec::new() };
    let paths = Pointer::root().child("paths");
    for (path, item) in document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Value::Object(item) = item {
            dropped.path_item(item, &paths.child(path));
        }
    }
    let components = Pointer::root().child("components");
    let parameters = document.pointer_mut("/components/parameters").and_then(Value::as_object_mut);
    for (name, parameter) in parameters.into_iter().flatten() {
        dropped.parameter(parameter, || components.child("parameters").child(name));
    }
    dropped.warnings
}

struct Dropped<'s> {
    source: &'s Arc<Source>,
    warnings: Vec<Diagnostic>,
}

impl Dropped<'_> {
    fn path_item(&mut self, item: &mut Map<String, Value>, place: &Pointer) {
        for key in item.keys().filter(|key| !is_known(key, &[&METHODS, &FIELDS])) {
            let message = format!("`{key}` is no field of a Path Item Object; what it says is left out");
            let warning = Diagnostic::warning(message).at(self.source, &place.child(key));
            let method = METHODS.iter().find(|method| method.eq_ignore_ascii_case(key));
            self.warnings.push(match method {
                Some(method) => warning.help(format!("write `{method}`")),
                None => warning,
            });
        }
        for method in METHODS {
            let place = place.child(method);
            match item.get_mut(method) {
                Some(Value::Null) => self.warn("there is no operation here; it is left out", &place),
                Some(operation) => self.operation(operation, &place),
                None => {}
            }
        }
        self.parameters(item.get_mut("parameters"), place);
    }

    fn operation(&mut self, operation: &mut Value, place: &Pointer) {
        if operation.get("callbacks").and_then(Value::as_object).is_some_and(|callbacks| !callbacks.is_empty()) {
            self.warn(
                "callbacks are requests that the server sends, and no client takes them; they are left out",
                &place.child("callbacks"),
            );
        }
        self.parameters(operation.get_mut("parameters"), place);
        let Some(responses) = operation.get("responses").and_then(Value::as_object) else { return };
        let place = place.child("responses");
        let is_odd = |key: &&String| *key != "default" && !key.starts_with("x-") && !is_status(key);
        for key in responses.keys().filter(is_odd) {
            let message = format!("`{key}` is neither a status, nor a class such as `4XX`; the response is left out");
            self.warn(message, &place.child(key));
        }
    }

    fn parameters(&mut self, parameters: Option<&mut Value>, place: &Pointer) {
        for (index, parameter) in parameters.and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            self.parameter(parameter, || place.child("parameters").child(index));
        }
    }

    fn parameter(&mut self, parameter: &mut Value, place: impl Fn() -> Pointer) {
        let Value::Object(parameter) = parameter else { return };
        if parameter.contains_key("schema") && parameter.shift_remove("content").is_some() {
            self.warn(
                "this parameter has `schema` and `content`, which exclude each other; its `schema` counts",
                &place().child("content"),
            );
        }
    }

    fn warn(&mut self, message: impl Into<String>, place: &Pointer) {
        self.warnings.push(Diagnostic::warning(message).at(self.source, place));
    }
}

fn is_known(key: &str, fields: &[&[&str]]) -> bool {
    key.starts_with("x-") || fields.iter().any(|fields| fields.contains(&key))
}

/// Whether the types have a status of a key: three digits, or a digit and `XX`.
fn is_status(key: &str) -> bool {
    let key: value::StrDeserializer<'_, value::Error> = key.into_deserializer();
    StatusCode::deserialize(key).is_ok()
}
