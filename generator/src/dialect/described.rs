//! A description beside a reference to a parameter or a response: in 3.1 it counts instead of the one that the reference leads to
//! (OpenAPI 3.1.1, section 4.8.23).

use serde_json::{Map, Value};

use super::{parts::PATH_ITEMS, state::Leading};
use crate::{place::Pointer, select::METHODS};

/// How many references in a row are followed.
const DEPTH: usize = 16;

/// The keywords of a schema that makes a type of its own: a copy would make a second one, of another name.
const MAKING: [&str; 8] =
    ["enum", "const", "properties", "patternProperties", "additionalProperties", "allOf", "oneOf", "anyOf"];

/// A reference with a description beside it.
struct Described {
    place: Pointer,
    reference: String,
    description: String,
}

/// Puts a copy with its own description in the place of each such reference, as far as that makes no type a second time.
pub(super) fn lead(document: &mut Value, leading: &mut Leading<'_>) {
    // {$ref: "#/components/parameters/limit", description: Here.} -> {name: limit, in: query, description: Here., schema: …}
    for Described { place, reference, description } in described(document) {
        let Some((from, mut copy)) = target(document, &reference) else { continue };
        if copy.values().any(makes_types) {
            continue;
        }
        copy.insert("description".to_owned(), Value::String(description));
        if let Some(value) = document.pointer_mut(&place.to_string()) {
            *value = Value::Object(copy);
            leading.note(place, from);
        }
    }
}

/// The references of operations, and of all operations of a path.
fn described(document: &Value) -> Vec<Described> {
    let mut found = Vec::new();
    for map in PATH_ITEMS {
        let place = Pointer::parse(map);
        for (path, item) in document.pointer(map).and_then(Value::as_object).into_iter().flatten() {
            let place = place.child(path);
            collect(&item["parameters"], &place.child("parameters"), &mut found);
            for method in METHODS {
                let (operation, place) = (&item[method], place.child(method));
                collect(&operation["parameters"], &place.child("parameters"), &mut found);
                collect(&operation["responses"], &place.child("responses"), &mut found);
            }
        }
    }
    found
}

/// The references in a list, or in a mapping.
fn collect(value: &Value, place: &Pointer, found: &mut Vec<Described>) {
    let mut look = |value: &Value, key: &str| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        if let (Some(reference), Some(description)) = (text("$ref"), text("description")) {
            found.push(Described { place: place.child(key), reference, description });
        }
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| look(item, &index.to_string())),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| look(value, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What a reference leads to, over any number of steps, and where that stands.
fn target(document: &Value, reference: &str) -> Option<(Pointer, Map<String, Value>)> {
    let mut reference = reference;
    for _ in 0..DEPTH {
        let place = Pointer::parse(reference.strip_prefix('#')?);
        let found = document.pointer(&place.to_string())?.as_object()?;
        match found.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = next,
            None => return Some((place, found.clone())),
        }
    }
    None
}

/// Whether there is a schema in a value that makes a type.
fn makes_types(value: &Value) -> bool {
    match value {
        Value::Object(entries) => {
            entries.keys().any(|key| MAKING.contains(&key.as_str())) || entries.values().any(makes_types)
        }
        Value::Array(items) => items.iter().any(makes_types),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
