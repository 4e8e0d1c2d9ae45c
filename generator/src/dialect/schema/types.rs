//! `type` as a list.

use serde_json::{Map, Value, json};

use crate::{dialect::state::Leading, place::Path};

/// Leads a list of types: null is no type of its own, and several others are alternatives.
pub(super) fn lead(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    // type: [string, "null"] -> type: string, nullable: true
    let listed = match entries.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(ty) if ty == "null" => vec![ty.clone()],
        Some(_) | None => return,
    };
    let mut types: Vec<(usize, &str)> = Vec::new();
    for (index, ty) in listed.iter().enumerate() {
        if let Some(ty) = ty.as_str().filter(|ty| types.iter().all(|(_, known)| known != ty)) {
            types.push((index, ty));
        }
    }
    let all = types.len();
    types.retain(|(_, ty)| *ty != "null");
    let is_nullable = types.len() < all;
    if types.iter().any(|(_, ty)| *ty == "number") {
        // Every whole number is a number.
        types.retain(|(_, ty)| *ty != "integer");
    }
    if let Some(values) = entries.get("enum").and_then(Value::as_array)
        && types.len() > 1
    {
        types.retain(|(_, ty)| values.iter().any(|value| is_of(value, ty)));
    }
    let says_what_it_is = ["$ref", "oneOf", "anyOf", "allOf"].iter().any(|keyword| entries.contains_key(*keyword));
    match types.as_slice() {
        [(_, ty)] if !(is_nullable && entries.contains_key("$ref")) => {
            drop(entries.insert("type".to_owned(), json!(ty)))
        }
        [_] => drop(entries.shift_remove("type")),
        [] | [_, _, ..] if says_what_it_is => drop(entries.shift_remove("type")),
        [] => {
            entries.shift_remove("type");
            if is_nullable {
                entries.entry("enum").or_insert_with(|| json!([null]));
            }
        }
        [_, _, ..] => divide(entries, &types, path, leading),
    }
    if is_nullable {
        entries.insert("nullable".to_owned(), json!(true));
    }
}

/// Makes an alternative of each type, with the keywords that speak of it.
fn divide(entries: &mut Map<String, Value>, types: &[(usize, &str)], path: &Path<'_>, leading: &mut Leading<'_>) {
    // {type: [string, integer], minimum: 1, pattern: …} -> {oneOf: [{type: string, pattern: …}, {type: integer, minimum: 1}]}
    let place = path.pointer();
    let (mut alternatives, mut moves) = (Vec::new(), Vec::new());
    for (index, (listed, ty)) in types.iter().enumerate() {
        let alternative = place.child("oneOf").child(index);
        moves.push((alternative.clone(), place.child("type").child(listed)));
        let mut own = Map::from_iter([("type".to_owned(), json!(ty))]);
        for (key, value) in entries.iter() {
            let said = match key.as_str() {
                "enum" => {
                    let values = value.as_array().into_iter().flatten().filter(|value| is_of(value, ty));
                    Value::Array(values.cloned().collect())
                }
                "format" if !format_is_of(value, ty, types) => continue,
                key if key == "format" || speaks_of(key, ty) => value.clone(),
                _ => continue,
            };
            moves.push((alternative.child(key), place.child(key)));
            own.insert(key.clone(), said);
        }
        alternatives.push(Value::Object(own));
    }
    leading.take(moves);
    entries.retain(|key, _| {
        let is_divided = matches!(key.as_str(), "type" | "enum" | "format");
        !is_divided && !types.iter().any(|(_, ty)| speaks_of(key, ty))
    });
    entries.insert("oneOf".to_owned(), Value::Array(alternatives));
}

/// Whether a value is of a type.
fn is_of(value: &Value, ty: &str) -> bool {
    match ty {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// Whether a keyword says something of values of a type (JSON Schema 2020-12, validation, section 6).
fn speaks_of(keyword: &str, ty: &str) -> bool {
    match keyword {
        "pattern" | "minLength" | "maxLength" => ty == "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            matches!(ty, "number" | "integer")
        }
        "items" | "minItems" | "maxItems" | "uniqueItems" => ty == "array",
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => ty == "object",
        _ => false,
    }
}

/// Whether a format is one of a type: those of numbers are known, and any other is one of a text, where there is one.
fn format_is_of(format: &Value, ty: &str, types: &[(usize, &str)]) -> bool {
    let is_of_numbers = matches!(
        format.as_str(),
        Some("int32" | "int64" | "uint32" | "uint64" | "float" | "double" | "timestamp" | "unix-time" | "unixtime")
    );
    match ty {
        "integer" | "number" => is_of_numbers || types.iter().all(|(_, other)| *other != "string"),
        "string" => !is_of_numbers,
        _ => false,
    }
}
