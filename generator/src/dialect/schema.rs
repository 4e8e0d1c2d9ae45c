//! A schema: which of its keywords 3.0 does not know, and the order in which they are led.

mod constants;
mod containers;
mod files;
mod limits;
mod nulls;
mod types;

use serde_json::{Map, Value, json};

pub(crate) use self::containers::TUPLE;
use super::{
    parts::{Below, Part},
    state::Leading,
};
use crate::place::Path;

/// Whether a keyword, or what it says, has to be led.
pub(super) fn is_word(key: &str, value: &Value) -> bool {
    match key {
        "type" => !value.is_string() || value == "null",
        "anyOf" | "oneOf" => has_boolean(value) || nulls::has_null(value) || constants::are_constants(value),
        "minimum" | "maximum" | "multipleOf" => value.is_string(),
        "exclusiveMinimum" | "exclusiveMaximum" => !value.is_boolean(),
        "items" | "not" => value.is_boolean(),
        "properties" => value.as_object().is_some_and(|properties| properties.values().any(Value::is_boolean)),
        "allOf" => has_boolean(value),
        "discriminator"
        | "examples"
        | "const"
        | "prefixItems"
        | TUPLE
        | "patternProperties"
        | "propertyNames"
        | "unevaluatedProperties"
        | "contentEncoding"
        | "contentMediaType" => true,
        _ => UNCHECKED.contains(&key),
    }
}

fn has_boolean(parts: &Value) -> bool {
    parts.as_array().is_some_and(|parts| parts.iter().any(Value::is_boolean))
}

/// What no type depends on: it could only be checked.
const UNCHECKED: [&str; 11] = [
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "contentSchema",
    "$dynamicRef",
];

/// Leads a schema; what stands in it is led already.
pub(super) fn lead(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    booleans(entries, path, leading);
    examples(entries);
    constants::lead(entries);
    limits::lead(entries, path, leading);
    files::lead(entries);
    containers::lead(entries, path, leading);
    unchecked(entries, path, leading);
    // A list of types divides what is left among its types, so it comes after all that says something of one.
    types::lead(entries, path, leading);
    nulls::lead(entries, path, leading);
    constants::gather(entries, path, leading);
    discriminator(entries, path, leading);
}

/// Leads a schema that is `true` or `false` and stands in no other: what these mean in a schema, its keywords say.
pub(super) fn lead_booleans(value: &mut Value, below: Below) {
    let lead = |schema: &mut Value| match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({"not": {}}),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {}
    };
    match (below, value) {
        (Below::One(Part::Schema), schema) => lead(schema),
        (Below::Names(Part::Schema), Value::Object(schemas)) => schemas.values_mut().for_each(lead),
        (Below::One(_) | Below::Names(_) | Below::List(_) | Below::Nothing, _) => {}
    }
}

/// `true` is a schema that every value fits, `false` one that none does (JSON Schema 2020-12, section 4.3.2).
fn booleans(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    // properties: {a: true, b: false} -> properties: {a: {}}
    let any = || Value::Object(Map::new());
    if let Some(Value::Object(properties)) = entries.get_mut("properties") {
        let path = Path::Key(path, "properties");
        for (name, _) in properties.iter().filter(|(_, schema)| **schema == false) {
            leading.warn("no value fits the schema `false`; the property is left out", &path.pointer().child(name));
        }
        properties.retain(|_, schema| *schema != false);
        properties.values_mut().filter(|schema| **schema == true).for_each(|schema| *schema = any());
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let Some(Value::Array(members)) = entries.get_mut(keyword) else { continue };
        for member in members.iter_mut().filter(|member| **member == true) {
            *member = any();
        }
        let place = path.pointer().child(keyword);
        let mut fit = Vec::new();
        for (index, member) in members.iter().enumerate() {
            if *member == false {
                leading.warn("no value fits the schema `false`; it is left out", &place.child(index));
                leading.leave_out([place.child(index)]);
            } else {
                fit.push(index);
            }
        }
        let later = fit.iter().enumerate().filter(|(to, from)| to != *from);
        leading.take(later.map(|(to, from)| (place.child(to), place.child(from))));
        members.retain(|member| *member != false);
    }
    if entries.get("items") == Some(&Value::Bool(true)) {
        entries.insert("items".to_owned(), any());
    }
    if entries.get("not").is_some_and(Value::is_boolean) {
        let excludes_all = entries.shift_remove("not") == Some(Value::Bool(true));
        if excludes_all {
            leading.warn("no value fits `not: true`; it is not checked", &path.pointer().child("not"));
        }
    }
}

/// The first of several examples is the example. Some write an object of names, as beside a media type.
fn examples(entries: &mut Map<String, Value>) {
    let first = match entries.shift_remove("examples") {
        Some(Value::Array(examples)) => examples.into_iter().next(),
        Some(Value::Object(named)) => {
            named.into_iter().next().map(|(_, example)| example.get("value").cloned().unwrap_or(example))
        }
        Some(_) | None => None,
    };
    if let Some(first) = first {
        entries.entry("example").or_insert(first);
    }
}

/// Tells what is not checked, once for each condition.
fn unchecked(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    for keyword in UNCHECKED {
        let is_part = matches!(keyword, "then" | "else" | "minContains" | "maxContains");
        let is_there = entries.shift_remove(keyword).is_some();
        if is_there && !is_part {
            let message = format!("`{keyword}` has no counterpart in Rust's types; what it asks for is not checked");
            leading.warn(message, &path.pointer().child(keyword));
        }
    }
}

/// A discriminator beside `items` is that of the items: a list has no property. What no mapping names is kept as it came, so that
/// a default (OpenAPI 3.2.0, section 4.25) has nothing to say.
fn discriminator(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    if let Some(Value::Object(discriminator)) = entries.get_mut("discriminator")
        && discriminator.shift_remove("defaultMapping").is_some()
    {
        let message = "`defaultMapping` is not followed; a value that no mapping names is kept as it came";
        leading.warn(message, &path.pointer().child("discriminator").child("defaultMapping"));
    }
    // {type: array, items: {oneOf: […]}, discriminator} -> {type: array, items: {oneOf: […], discriminator}}
    let is_of_items = entries.get("items").is_some_and(|items| {
        items.get("discriminator").is_none() && (items.get("oneOf").is_some() || items.get("anyOf").is_some())
    });
    if is_of_items
        && let Some(discriminator) = entries.shift_remove("discriminator")
        && let Some(Value::Object(items)) = entries.get_mut("items")
    {
        let place = path.pointer();
        leading.take([(place.child("items").child("discriminator"), place.child("discriminator"))]);
        items.insert("discriminator".to_owned(), discriminator);
    }
}
