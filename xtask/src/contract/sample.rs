//! A value for a schema of which the description has no example.

use serde_json::{Map, Number, Value, json};

use crate::document::{entries, items, of_item, resolve};

/// How deep a sample goes into what may be left out.
const DEPTH: usize = 4;

/// A value that a schema allows, as far as its keywords say how to make one: never of what only the server sets. `nth` tells
/// the items of a list apart.
pub(super) fn sample(document: &Value, schema: &Value, nth: usize) -> Option<Value> {
    Sampling { document }.value(schema, nth, 0)
}

struct Sampling<'a> {
    document: &'a Value,
}

impl Sampling<'_> {
    fn value(&self, schema: &Value, nth: usize, depth: usize) -> Option<Value> {
        // What holds itself without end has no sample.
        if depth > 2 * DEPTH {
            return None;
        }
        let schema = resolve(self.document, schema)?;
        if let Some(given) = ["example", "default", "const"].iter().find_map(|key| schema.get(*key)) {
            return Some(given.clone());
        }
        let values: Vec<&Value> = items(schema.get("enum")).filter(|value| !value.is_null()).collect();
        if let Some(value) = values.get(nth % values.len().max(1)) {
            return Some((*value).clone());
        }
        let parts: Vec<&Value> = items(schema.get("allOf")).collect();
        if !parts.is_empty() {
            return self.merged(schema, &parts, nth, depth);
        }
        let first = ["oneOf", "anyOf"].iter().find_map(|key| items(schema.get(*key)).next());
        match (first, schema.get("properties")) {
            (Some(first), None) => self.value(first, nth, depth + 1),
            (Some(first), Some(_)) => self.merged(schema, &[first], nth, depth),
            (None, _) => self.of_type(schema, nth, depth),
        }
    }

    /// What a schema and its parts say together.
    fn merged(&self, schema: &Value, parts: &[&Value], nth: usize, depth: usize) -> Option<Value> {
        let mut whole = Map::new();
        for part in parts {
            match self.value(part, nth, depth + 1)? {
                Value::Object(properties) => whole.extend(properties),
                other => return Some(other),
            }
        }
        whole.extend(self.object(schema, depth)?);
        Some(Value::Object(whole))
    }

    fn of_type(&self, schema: &Value, nth: usize, depth: usize) -> Option<Value> {
        let ty = schema.get("type").and_then(Value::as_str);
        match ty {
            Some("string") => Some(Value::String(text(schema, nth))),
            Some("integer") => Some(json!(number(schema, nth as f64 + 1.0).round() as i64)),
            Some("number") => Number::from_f64(number(schema, nth as f64 + 1.5)).map(Value::Number),
            Some("boolean") => Some(Value::Bool(true)),
            Some("array") => self.list(schema, depth),
            None if schema.get("prefixItems").is_some() => self.list(schema, depth),
            Some("object") => self.object(schema, depth).map(Value::Object),
            None if ["properties", "required"].iter().any(|key| schema.get(*key).is_some()) => {
                self.object(schema, depth).map(Value::Object)
            }
            _ => Some(json!({"any": "JSON"})),
        }
    }

    /// A list of all first items, or else of two.
    fn list(&self, schema: &Value, depth: usize) -> Option<Value> {
        let first = items(schema.get("prefixItems")).count();
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64)?.try_into().ok();
        let usual = if first == 0 { 2 } else { first };
        let count: usize = limit("minItems").unwrap_or(0).max(usual);
        let items =
            (0..count.min(limit("maxItems").unwrap_or(count))).map_while(|nth| Some((nth, of_item(schema, nth)?)));
        items.map(|(nth, schema)| self.value(schema, nth, depth + 1)).collect::<Option<Vec<Value>>>().map(Value::Array)
    }

    fn object(&self, schema: &Value, depth: usize) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        let is_required = |name: &str| items(schema.get("required")).any(|required| required == name);
        for (name, property) in entries(schema.get("properties")) {
            let is_read_only = resolve(self.document, property).is_some_and(|schema| schema["readOnly"] == true);
            if is_read_only || (depth >= DEPTH && !is_required(name)) {
                continue;
            }
            match self.value(property, 0, depth + 1) {
                Some(value) => drop(object.insert(name.clone(), value)),
                None if is_required(name) => return None,
                None => {}
            }
        }
        if let Some(additional @ Value::Object(_)) = schema.get("additionalProperties").filter(|_| depth < DEPTH) {
            object.extend(self.value(additional, 0, depth + 1).map(|value| ("key".to_owned(), value)));
        }
        Some(object)
    }
}

/// A text of the schema's format and length.
fn text(schema: &Value, nth: usize) -> String {
    let given = match schema.get("format").and_then(Value::as_str).unwrap_or_default() {
        "date" => "2026-11-27",
        "date-time" => "2026-11-27T09:30:00Z",
        "time" => "09:30:00Z",
        "uuid" => "018f2b4e-7c1a-7d3e-9a2b-3c4d5e6f7a8b",
        "uri" | "url" => "https://www.example.com/a?b=c",
        "email" => "ada@example.com",
        "ipv4" => "192.0.2.1",
        "byte" => "Ynl0ZXM=",
        // What a list is joined with, or a query, would be read as its own if it were not escaped.
        _ => return fitting(schema, ["a b", "c&d", "e/f"][nth % 3]),
    };
    given.to_owned()
}

/// A text that is as long as the schema wants it.
fn fitting(schema: &Value, text: &str) -> String {
    let limit = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    let longer = format!("{text:x<width$}", width = limit("minLength").unwrap_or(0));
    longer.chars().take(limit("maxLength").unwrap_or(usize::MAX)).collect()
}

/// A number between the schema's limits.
fn number(schema: &Value, usual: f64) -> f64 {
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    let lowest = limit("minimum").map(|least| if schema["exclusiveMinimum"] == true { least + 1.0 } else { least });
    let usual = lowest.map_or(usual, |least| usual.max(least));
    limit("maximum").map_or(usual, |most| usual.min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schema: Value, expected: Value) {
        let document = json!({"components": {"schemas": {
            "Pet": {"type": "object", "required": ["name"], "properties": {
                "name": {"type": "string"},
                "id": {"type": "integer", "readOnly": true},
                "friend": {"$ref": "#/components/schemas/Pet"},
            }},
            "Endless": {"type": "object", "required": ["more"], "properties": {"more": {"$ref": "#/components/schemas/Endless"}}},
        }}});
        assert_eq!(sample(&document, &schema, 0).unwrap_or_default(), expected, "{schema}");
    }

    #[test]
    fn keywords_say_what_a_sample_is() {
        check(json!({"type": "string", "example": "given"}), json!("given"));
        check(json!({"type": "string", "enum": [null, "b", "c"]}), json!("b"));
        check(json!({"type": "string", "minLength": 5}), json!("a bxx"));
        check(json!({"type": "string", "format": "date"}), json!("2026-11-27"));
        check(json!({"type": "integer", "minimum": 7}), json!(7));
        check(json!({"type": "number", "maximum": 1}), json!(1.0));
        check(json!({"type": "array", "items": {"type": "string"}}), json!(["a b", "c&d"]));
        check(json!({"type": "array"}), json!([]));
        let first = json!([{"type": "string"}, {"type": "boolean"}]);
        check(json!({"prefixItems": first, "items": false}), json!(["a b", true]));
        check(
            json!({"type": "array", "prefixItems": first, "items": {"type": "integer"}, "minItems": 3}),
            json!(["a b", true, 3]),
        );
        check(json!({"type": "object", "additionalProperties": {"type": "boolean"}}), json!({"key": true}));
        check(json!({"oneOf": [{"type": "boolean"}, {"type": "string"}]}), json!(true));
        check(json!({}), json!({"any": "JSON"}));
    }

    #[test]
    fn parts_are_merged_and_what_the_server_sets_is_left_out() {
        let parts =
            json!({"allOf": [{"properties": {"a": {"type": "boolean"}}}], "properties": {"b": {"type": "integer"}}});
        check(parts, json!({"a": true, "b": 1}));
        let deepest = json!({"name": "a b"});
        let deep = (0..4).fold(deepest, |inner, _| json!({"name": "a b", "friend": inner}));
        check(json!({"$ref": "#/components/schemas/Pet"}), deep);
    }

    #[test]
    fn what_holds_itself_without_end_has_no_sample() {
        check(json!({"$ref": "#/components/schemas/Endless"}), Value::Null);
    }
}
