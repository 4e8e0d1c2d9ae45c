//! Examples: of what a request sends one is kept, for samples of calls. All others are dropped, since of a large description they are a
//! good part, and the types would copy them more than once.

use serde_json::{Map, Value};

use crate::{
    dialect::parts::{Below, Part},
    select::WEBHOOKS,
};

/// Keeps one example of each schema, parameter and body that a request may have, as its `example`.
pub(super) fn keep_sent(document: &mut Value) {
    let shared = document.pointer_mut("/components/examples").map(Value::take);
    keep(document, Part::Document, true, shared.as_ref().and_then(Value::as_object));
}

fn keep(value: &mut Value, part: Part, is_sent: bool, shared: Option<&Map<String, Value>>) {
    let Value::Object(entries) = value else { return };
    let is_sent = is_sent && !matches!(part, Part::Response | Part::Callback);
    if matches!(part, Part::Schema | Part::Parameter | Part::Header | Part::MediaType) {
        keep_one(entries, is_sent, shared);
    } else if part == Part::Components {
        entries.shift_remove("examples");
    }
    for (key, value) in entries.iter_mut() {
        let is_sent = is_sent && !(part == Part::Document && matches!(key.as_str(), "webhooks" | WEBHOOKS));
        match (part.below(key), value) {
            (Below::One(part), value) => keep(value, part, is_sent, shared),
            (Below::Names(part), Value::Object(names)) => {
                names.values_mut().for_each(|value| keep(value, part, is_sent, shared))
            }
            (Below::List(part), Value::Array(items)) => {
                items.iter_mut().for_each(|item| keep(item, part, is_sent, shared))
            }
            (Below::Names(_) | Below::List(_) | Below::Nothing, _) => {}
        }
    }
}

/// `{examples: {a: {value: 1}}}`, and of a schema `{examples: [1]}` -> `{example: 1}`.
fn keep_one(entries: &mut Map<String, Value>, is_sent: bool, shared: Option<&Map<String, Value>>) {
    let several = if entries.contains_key("examples") { entries.shift_remove("examples") } else { None };
    if !is_sent {
        entries.shift_remove("example");
    } else if !entries.contains_key("example")
        && let Some(example) = several.and_then(|several| first(several, shared))
    {
        entries.insert("example".to_owned(), example);
    }
}

fn first(several: Value, shared: Option<&Map<String, Value>>) -> Option<Value> {
    match several {
        Value::Array(items) => items.into_iter().next(),
        Value::Object(named) => named.into_iter().find_map(|(_, example)| value_of(&example, shared)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The value of an example, here or among the components (OpenAPI 3.2.0, section 4.19: `dataValue` is newer than `value`).
fn value_of(example: &Value, shared: Option<&Map<String, Value>>) -> Option<Value> {
    let reference = example.get("$ref").and_then(Value::as_str);
    let example = match reference {
        Some(reference) => shared?.get(reference.strip_prefix("#/components/examples/")?)?,
        None => example,
    };
    ["value", "dataValue"].into_iter().find_map(|key| example.get(key)).cloned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is left of a document that has nothing but these.
    fn kept(mut document: Value) -> Value {
        keep_sent(&mut document);
        document
    }

    #[test]
    fn one_example_is_kept_of_what_is_sent() {
        let media = json!({"schema": {"type": "string", "examples": ["a", "b"]}, "examples": {
            "other": {"externalValue": "https://example.com/a"}, "shared": {"$ref": "#/components/examples/shared"},
        }});
        let parameter = json!({"name": "a", "in": "query", "example": 1, "examples": {"b": {"value": 2}}});
        let kept = kept(json!({
            "paths": {"/a": {"post": {"parameters": [parameter], "requestBody": {"content": {"text/plain": media}}}}},
            "components": {"examples": {"shared": {"value": "c"}}},
        }));
        let media = json!({"schema": {"type": "string", "example": "a"}, "example": "c"});
        let parameter = json!({"name": "a", "in": "query", "example": 1});
        assert_eq!(
            kept,
            json!({
                "paths": {"/a": {"post": {"parameters": [parameter], "requestBody": {"content": {"text/plain": media}}}}},
                "components": {},
            })
        );
    }

    #[test]
    fn no_example_is_kept_of_what_comes_back() {
        let media = json!({"schema": {"type": "string", "example": "a"}, "examples": {"b": {"value": "c"}}});
        let document = |media: Value| json!({"paths": {"/a": {"get": {"responses": {"200": {"content": {"text/plain": media}}}}}}});
        assert_eq!(kept(document(media)), document(json!({"schema": {"type": "string"}})));
    }

    #[test]
    fn what_is_called_so_and_is_no_example_stays() {
        let properties = json!({
            "example": {"type": "string", "x-kept": {"example": 1}}, "examples": {"type": "integer"},
        });
        let document = json!({"components": {
            "schemas": {"examples": {"type": "object", "properties": properties}},
            "parameters": {"example": {"name": "examples", "in": "query"}},
            "securitySchemes": {"example": {"type": "http", "examples": 1}},
        }});
        assert_eq!(kept(document.clone()), document);
    }
}
