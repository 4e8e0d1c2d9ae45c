//! Finds the smallest parts of a document that do not fit the types.
//!
//! `openapiv3` reads a `$ref` or an object by trial and error, so its own message knows no place, and often no reason.

use std::sync::Arc;

use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, Response, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::{Pointer, pointer_of},
    select::METHODS,
    walk::{Keys, structure},
};

/// The errors of a document that has no type.
pub(super) fn blame(document: &Value, source: &Arc<Source>, error: &serde_json::Error) -> Errors {
    let mut blame = Blame { source, diagnostics: Diagnostics::default() };
    let root = Pointer::root();
    for (name, schema) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        blame.schema(schema, &root.descendant(["components", "schemas", name]));
    }
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            blame.operation(operation, &root.descendant(["paths", path, method]));
        }
    }
    match blame.diagnostics.finish() {
        Err(errors) => errors,
        Ok(_) => {
            let pointer = serde_path_to_error::deserialize::<_, OpenAPI>(document)
                .map_or_else(|error| pointer_of(error.path()), |_| Pointer::root());
            Diagnostic::error(format!("this is no valid OpenAPI 3.0: {error}")).at(source, &pointer).into()
        }
    }
}

struct Blame<'a> {
    source: &'a Arc<Source>,
    diagnostics: Diagnostics,
}

impl Blame<'_> {
    fn operation(&mut self, operation: &Value, pointer: &Pointer) {
        if fits::<Operation>(operation) || self.inline_schemas(operation, pointer) {
            return;
        }
        let mut found = false;
        for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
            let place = pointer.child("parameters").child(index);
            found |= self.report::<ReferenceOr<Parameter>>(parameter, "Parameter", &place);
        }
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            let place = pointer.child("responses").child(status);
            found |= self.report::<ReferenceOr<Response>>(response, "Response", &place);
        }
        if !found {
            self.report::<Operation>(operation, "Operation", pointer);
        }
    }

    /// Looks into every `schema` of an operation. Says whether one does not fit.
    fn inline_schemas(&mut self, value: &Value, pointer: &Pointer) -> bool {
        match value {
            Value::Object(entries) => {
                let mut found = false;
                for (key, value, _) in structure(entries, Keys::Keywords) {
                    let place = pointer.child(key);
                    found |=
                        if key == "schema" { self.schema(value, &place) } else { self.inline_schemas(value, &place) };
                }
                found
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .fold(false, |found, (index, item)| self.inline_schemas(item, &pointer.child(index)) | found),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }

    /// Goes down to the deepest schemas that do not fit. Says whether there is one.
    fn schema(&mut self, schema: &Value, pointer: &Pointer) -> bool {
        if fits::<ReferenceOr<Schema>>(schema) {
            return false;
        }
        let mut found = false;
        for (place, child) in children(schema, pointer) {
            found |= self.schema(child, &place);
        }
        found || self.report::<ReferenceOr<Schema>>(schema, "Schema", pointer)
    }

    /// Tells an object that does not fit, and the key without which it would, if there is one.
    fn report<T: DeserializeOwned>(&mut self, value: &Value, object: &str, pointer: &Pointer) -> bool {
        let Err(error) = serde_json::from_value::<T>(value.clone()) else { return false };
        let guilty = value.as_object().into_iter().flatten().find(|(key, _)| {
            let mut without = value.clone();
            without.as_object_mut().is_some_and(|entries| entries.shift_remove(*key).is_some()) && fits::<T>(&without)
        });
        self.diagnostics.push(match guilty {
            Some((key, found)) => Diagnostic::error(format!("`{key}` of this {object} Object is malformed: {found}"))
                .at(self.source, &pointer.child(key)),
            None => Diagnostic::error(format!("this is no valid {object} Object: {error}")).at(self.source, pointer),
        });
        true
    }
}

/// The schemas that stand in a schema.
fn children<'a>(schema: &'a Value, pointer: &Pointer) -> Vec<(Pointer, &'a Value)> {
    let mut children = Vec::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        children.push((pointer.child("properties").child(name), property));
    }
    for key in ["items", "additionalProperties", "not"] {
        children.extend(schema.get(key).filter(|child| child.is_object()).map(|child| (pointer.child(key), child)));
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for (index, part) in schema[key].as_array().into_iter().flatten().enumerate() {
            children.push((pointer.child(key).child(index), part));
        }
    }
    children
}

fn fits<T: DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}
