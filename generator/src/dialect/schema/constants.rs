//! `const`, and enums that are written as a list of constants.

use serde_json::{Map, Value, json};

use crate::{dialect::state::Leading, place::Path};

/// How long a title may be that names a value; a longer one is a sentence.
const TITLE: usize = 40;

/// `const: cat` -> `type: string, enum: [cat]`
pub(super) fn lead(entries: &mut Map<String, Value>) {
    let Some(value) = entries.shift_remove("const") else { return };
    let is_typed = ["type", "$ref", "allOf", "oneOf", "anyOf"].iter().any(|keyword| entries.contains_key(*keyword));
    if !is_typed && let Some(ty) = type_of(&value) {
        entries.insert("type".to_owned(), json!(ty));
    }
    entries.insert("enum".to_owned(), Value::Array(vec![value]));
}

/// The type of a constant; null is one of any type.
fn type_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    }
}

/// Whether alternatives are constants of which one says more than its value, in any spelling.
pub(super) fn are_constants(members: &Value) -> bool {
    let members = members.as_array().map_or(&[][..], Vec::as_slice);
    let says_more = |member: &Value| ["title", "description"].iter().any(|word| member.get(word).is_some());
    members.len() > 1 && members.iter().all(|member| constant(member).is_some()) && members.iter().any(says_more)
}

/// The value of a schema that is a constant and has at most words beside it.
fn constant(schema: &Value) -> Option<&Value> {
    let entries = schema.as_object()?;
    let is_plain = |key: &str| matches!(key, "const" | "enum" | "type" | "title" | "description" | "deprecated");
    let value = match (entries.get("const"), entries.get("enum")) {
        (Some(value), _) => value,
        (None, Some(Value::Array(values))) if values.len() == 1 => &values[0],
        (None, _) => return None,
    };
    (entries.keys().all(|key| is_plain(key)) && (value.is_string() || value.is_i64())).then_some(value)
}

/// Makes one enum of alternatives that are constants with words about each.
pub(super) fn gather(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    // oneOf: [{const: 1, title: Join, description: …}, …] -> enum: [1, …], x-enum-varnames: {"1": Join, …}, x-enumDescriptions: {"1": …, …}
    for keyword in ["oneOf", "anyOf"] {
        let Some(members) = entries.get(keyword).filter(|members| are_constants(members)) else { continue };
        let members = members.as_array().cloned().unwrap_or_default();
        let values: Vec<Value> = members.iter().filter_map(constant).cloned().collect();
        let is_of_one_type = values.iter().all(Value::is_string) || values.iter().all(Value::is_i64);
        if !is_of_one_type || entries.contains_key("enum") || entries.contains_key("properties") {
            continue;
        }
        let place = path.pointer().child(keyword);
        for (index, member) in members.iter().enumerate() {
            let key = if member.get("const").is_some() { "const" } else { "enum" };
            leading.note(path.pointer().child("enum").child(index), place.child(index).child(key));
        }
        entries.shift_remove(keyword);
        let words = |word: &str| -> Map<String, Value> {
            let said = members.iter().zip(&values).filter_map(|(member, value)| {
                let text = member.get(word)?.as_str()?;
                let is_name = text.chars().any(char::is_alphanumeric) && text.len() <= TITLE;
                (word != "title" || is_name).then(|| (name(value), json!(text)))
            });
            said.collect()
        };
        for (extension, words) in [("x-enum-varnames", words("title")), ("x-enumDescriptions", words("description"))] {
            if !words.is_empty() {
                leading.note(path.pointer().child(extension), place.clone());
                entries.insert(extension.to_owned(), Value::Object(words));
            }
        }
        if let Some(ty) = values.first().and_then(type_of) {
            entries.entry("type").or_insert_with(|| json!(ty));
        }
        entries.insert("enum".to_owned(), Value::Array(values));
    }
}

/// A value as a key of what is said of values.
fn name(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_has_nothing_but_words_beside_it() {
        assert!(constant(&json!({"const": 1, "title": "Join"})).is_some());
        assert!(constant(&json!({"enum": ["a"], "type": "string"})).is_some());
        assert!(constant(&json!({"enum": ["a", "b"]})).is_none());
        assert!(constant(&json!({"const": "a", "properties": {}})).is_none());
        assert!(constant(&json!({"const": null})).is_none());
    }
}
