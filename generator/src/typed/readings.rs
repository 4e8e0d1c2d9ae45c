//! What many descriptions write otherwise than OpenAPI has it, though the types would read it, or lose it: it is read as it is meant,
//! each with a warning.

use std::sync::Arc;

use serde_json::{Map, Number, Value, json};

use crate::{
    error::{Diagnostic, Source},
    place::Path,
    walk::{Keys, Part},
};

/// The keywords of a schema that count something.
const COUNTS: [&str; 6] = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/// The names of types.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The keywords that are true or false, wherever they stand. In a schema, `required` is a list.
const FLAGS: [&str; 12] = [
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "required",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "additionalProperties",
];

/// The keywords whose values are lists or objects, which say nothing where they are null.
const COLLECTIONS: [&str; 20] = [
    "properties",
    "required",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "items",
    "additionalProperties",
    "discriminator",
    "parameters",
    "tags",
    "servers",
    "content",
    "headers",
    "schemas",
    "responses",
    "requestBodies",
    "securitySchemes",
    "examples",
    "variables",
];

/// 2^64: the first float above every integer of 64 bits.
const LIMIT: f64 = 18_446_744_073_709_551_616.0;

/// Reads what is written otherwise than it should be, and says where.
pub(super) fn read(document: &mut Value, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut readings = Readings { source, warnings: Vec::new() };
    readings.walk(document, Keys::Keywords, Part::Other, &Path::Root);
    readings.warnings
}

struct Readings<'s> {
    source: &'s Arc<Source>,
    warnings: Vec<Diagnostic>,
}

impl Readings<'_> {
    fn walk(&mut self, value: &mut Value, keys: Keys, part: Part, path: &Path<'_>) {
        match value {
            Value::Object(entries) => {
                if keys == Keys::Keywords {
                    self.object(entries, part, path);
                }
                for (key, value) in entries.iter_mut() {
                    if let Some(below) = keys.below(key) {
                        self.walk(value, below, part.below(keys, key), &Path::Key(path, key));
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.walk(item, Keys::Keywords, part.item(), &Path::Item(path, index));
                }
            }
            Value::String(text) if part == Part::Schema => {
                let key = if text.starts_with("#/") { "$ref" } else { "type" };
                if key == "$ref" || TYPES.contains(&text.as_str()) {
                    self.warn(format!("a text stands where a schema belongs; it is read as its `{key}`"), path, "");
                    *value = json!({ key: text });
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn object(&mut self, entries: &mut Map<String, Value>, part: Part, path: &Path<'_>) {
        // What is to be changed, found before anything is.
        let mut found: Vec<(String, Reading)> = Vec::new();
        for (key, value) in entries.iter() {
            found.extend(reading(key, value, part).map(|reading| (key.clone(), reading)));
        }
        for (key, reading) in found {
            self.read_as(entries, &key, reading, path);
        }
        if part == Part::Schema {
            // As a text it is no type either, and lowering says what becomes of it.
            if let Some(ty) = entries.get_mut("type").filter(|ty| ty.is_null()) {
                *ty = Value::String("null".to_owned());
            }
            self.required_properties(entries, path);
            self.nullable(entries, path);
            self.limits(entries, path);
        }
    }

    fn read_as(&mut self, entries: &mut Map<String, Value>, key: &str, reading: Reading, path: &Path<'_>) {
        let Some(written) = entries.get(key).cloned() else { return };
        match reading {
            Reading::Other(value) => {
                self.warn(format!("`{key}` is `{written}`, which is read as `{value}`"), path, key);
                entries.insert(key.to_owned(), value);
            }
            Reading::Nothing(why) => {
                self.warn(format!("`{key}` is `{written}`, {why}; it is left out"), path, key);
                entries.shift_remove(key);
            }
        }
    }

    /// `required: true` in a property, which is said in the object: `{required: [name]}`.
    fn required_properties(&mut self, entries: &mut Map<String, Value>, path: &Path<'_>) {
        // {properties: {a: {required: true}}} -> {properties: {a: {}}, required: [a]}
        let properties = Path::Key(path, "properties");
        let mut names = Vec::new();
        for (name, property) in entries.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
            let Some(property) = property.as_object_mut() else { continue };
            let Some(is_required) = property.get("required").and_then(truth) else { continue };
            property.shift_remove("required");
            let reading = if is_required { "is" } else { "is not" };
            let place = Path::Key(&properties, name);
            self.warn(
                format!("`required` of a property says that it {reading}; it belongs in `required` of the object"),
                &place,
                "",
            );
            names.extend(is_required.then(|| name.clone()));
        }
        if names.is_empty() {
            return;
        }
        let required = entries.entry("required").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = required {
            let new = names.into_iter().map(Value::String).filter(|name| !all.contains(name));
            all.extend(new.collect::<Vec<_>>());
        }
    }

    /// `x-nullable`, which Swagger 2.0 had to say what `nullable` does.
    fn nullable(&mut self, entries: &mut Map<String, Value>, path: &Path<'_>) {
        if entries.get("x-nullable").and_then(truth) == Some(true) && !entries.contains_key("nullable") {
            self.warn("`x-nullable` is read as `nullable`".to_owned(), path, "x-nullable");
            entries.insert("nullable".to_owned(), Value::Bool(true));
        }
    }

    /// A limit of an integer that is beyond 64 bits, as every integer of a client is within it.
    fn limits(&mut self, entries: &mut Map<String, Value>, path: &Path<'_>) {
        if entries.get("type").is_none_or(|ty| ty != "integer") {
            return;
        }
        for key in ["minimum", "maximum"] {
            let written = entries.get(key).filter(|limit| !limit.is_u64() && !limit.is_i64());
            let Some(limit) = written.and_then(Value::as_f64) else { continue };
            if limit >= LIMIT || limit < i64::MIN as f64 {
                self.read_as(entries, key, Reading::Nothing("beyond what 64 bits hold"), path);
            }
        }
    }

    /// Warns of a key; an empty one is what the path leads to.
    fn warn(&mut self, message: String, path: &Path<'_>, key: &str) {
        let pointer = if key.is_empty() { path.pointer() } else { path.pointer().child(key) };
        self.warnings.push(Diagnostic::warning(message).at(self.source, &pointer));
    }
}

/// How a value is read.
enum Reading {
    /// As another one.
    Other(Value),
    /// Not at all, and why.
    Nothing(&'static str),
}

/// How the value of a keyword is read, where it is written otherwise than it should be.
fn reading(key: &str, value: &Value, part: Part) -> Option<Reading> {
    let is_schema = part == Part::Schema;
    match value {
        // Most values are of these kinds, and each costs its comparisons.
        Value::Object(_) | Value::Array(_) | Value::Bool(_) => None,
        Value::Number(_) if is_schema && COUNTS.contains(&key) => count(value),
        Value::Number(_) => None,
        Value::String(_) if is_schema && COUNTS.contains(&key) => count(value),
        // Of a property, the object says it.
        Value::String(_) if is_schema && key == "required" => None,
        Value::String(_) if FLAGS.contains(&key) => truth(value).map(|flag| Reading::Other(Value::Bool(flag))),
        Value::String(_) => None,
        Value::Null => COLLECTIONS.contains(&key).then_some(Reading::Nothing("which says nothing")),
    }
}

/// What is wrong with a number that counts something: JSON has one kind of number, and `1.0` is a whole one.
fn count(value: &Value) -> Option<Reading> {
    let number = match value {
        Value::Number(number) => number.clone(),
        Value::String(text) => text.trim().parse::<Number>().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && *float >= 0.0)?;
    match (number.as_u64(), float < LIMIT) {
        (Some(_), _) if value.is_number() => None,
        (Some(whole), _) => Some(Reading::Other(whole.into())),
        (None, true) => Some(Reading::Other((float as u64).into())),
        (None, false) => Some(Reading::Nothing("more than anything has")),
    }
}

/// What is true or false, or a text that says so.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
