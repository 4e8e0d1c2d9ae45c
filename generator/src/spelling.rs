//! Texts that are written like numbers: `version: 2.10`, `enum: [2.1, 2.10]`.
//!
//! YAML reads them as numbers, and a number has no zero at its end. Where one stands in the place of a text, its section of the
//! source is read a second time, with a parser that keeps what is written; where none does, that costs a walk through the document.

use std::{borrow::Cow, sync::Arc};

use saphyr::Scalar;
use serde_json::{Map, Value};

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::{Path, Pointer},
    walk::Keys,
};

/// The keywords whose values are texts, wherever they stand.
const TEXTS: [&str; 9] =
    ["openapi", "version", "title", "summary", "description", "operationId", "name", "pattern", "propertyName"];

/// The keywords whose values are lists of texts. Of a parameter, `required` is a boolean.
const LISTS: [&str; 2] = ["required", "tags"];

/// Those among them that are written like numbers everywhere.
const VERSIONS: [&str; 2] = ["openapi", "version"];

/// The keywords of a schema whose values are what the schema describes.
const VALUES: [&str; 4] = ["enum", "const", "default", "example"];

/// How deep references may lead to what a schema is.
const DEPTH: usize = 16;

/// Makes a text of each number and boolean of a document that stands where a text belongs: as the source writes it. Returns a
/// warning for each that stands for words or a name.
///
/// # Errors
///
/// A number with a fraction whose spelling can't be found, each with its place.
pub fn spell(document: &mut Value, source: &Arc<Source>) -> Result<Vec<Diagnostic>, Errors> {
    // version: 2.10, which was read as the number 2.1 -> version: "2.10"
    let mut places = Vec::new();
    Search { document, places: &mut places }.object(document, Keys::Keywords, &Path::Root);
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut diagnostics = Diagnostics::default();
    let mut warnings = Vec::new();
    for place in places {
        let Some(value) = document.pointer_mut(&place.to_string()) else { continue };
        match source.positions().scalar(&source.text, &place) {
            // What an overlay has written is not in the source.
            Some(spelling) if means(&spelling, value) => *value = Value::String(spelling),
            // An example shows what is meant however it is spelled.
            Some(_) | None if value.is_f64() && !is_of_example(&place) => diagnostics.push(
                Diagnostic::error(format!(
                    "a number where a text belongs: it was read as `{value}`, and may be written otherwise"
                ))
                .at(source, &place)
                .help("put it in quotes"),
            ),
            Some(_) | None => *value = Value::String(value.to_string()),
        }
        if let (Some(keyword), Value::String(text)) = (words(&place), value) {
            let message = format!("`{keyword}` has `{text}` in the place of a text; it is read as one");
            warnings.push(Diagnostic::warning(message).at(source, &place).help("put it in quotes"));
        }
    }
    diagnostics.finish().map(|_| warnings)
}

/// The keyword that has words or a name at a place: versions, and what a schema describes, are meant as they are written.
fn words(place: &Pointer) -> Option<&str> {
    let mut upwards = place.tokens_upwards();
    let last = upwards.next()?;
    let keyword = upwards.next().filter(|above| LISTS.contains(above)).unwrap_or(last);
    let is_words = TEXTS.contains(&keyword) && !VERSIONS.contains(&keyword) || LISTS.contains(&keyword);
    is_words.then_some(keyword)
}

/// Whether a value is an example, or one of several.
fn is_of_example(place: &Pointer) -> bool {
    place.tokens_upwards().take(2).any(|token| token == "example")
}

/// Looks for what is no text where one belongs.
struct Search<'a> {
    document: &'a Value,
    places: &'a mut Vec<Pointer>,
}

impl Search<'_> {
    fn object(&mut self, value: &Value, keys: Keys, path: &Path<'_>) {
        match value {
            Value::Object(entries) => {
                // A look at each entry costs less than one look-up of each keyword.
                if keys == Keys::Keywords && entries.iter().any(|(key, value)| may_describe(key, value)) {
                    self.values(entries, path);
                }
                for (key, value) in entries {
                    self.entry((key, value), keys, path);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.object(item, Keys::Keywords, &Path::Item(path, index));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn entry(&mut self, (key, value): (&str, &Value), keys: Keys, path: &Path<'_>) {
        let path = Path::Key(path, key);
        match (value, keys.below(key)) {
            (Value::String(_) | Value::Null, _) | (_, None) => {}
            (Value::Number(_) | Value::Bool(_), Some(_)) => {
                if keys == Keys::Keywords && TEXTS.contains(&key) {
                    self.places.push(path.pointer());
                }
            }
            (Value::Array(_), Some(_)) if keys == Keys::Keywords && LISTS.contains(&key) => {
                self.texts(value, &path);
                self.object(value, Keys::Keywords, &path);
            }
            (Value::Object(entries), Some(_)) if keys == Keys::Keywords && key == "mapping" => {
                entries.iter().for_each(|(key, value)| self.texts(value, &Path::Key(&path, key)));
            }
            (Value::Object(entries), Some(_)) if keys == Keys::Keywords && key == "variables" => {
                for (name, variable) in entries {
                    let path = Path::Key(&path, name);
                    VALUES.iter().for_each(|key| self.texts(&variable[*key], &Path::Key(&path, key)));
                }
            }
            (Value::Array(_) | Value::Object(_), Some(keys)) => self.object(value, keys, &path),
        }
    }

    /// What a schema describes, where that is text, or a list of texts.
    fn values(&mut self, entries: &Map<String, Value>, path: &Path<'_>) {
        for key in VALUES {
            let Some(value) = entries.get(key).filter(|value| has_other(value)) else { continue };
            let is_list = key != "enum" && value.is_array();
            let describes = if is_list { entries.get("items") } else { None };
            let is_text = match describes {
                Some(items) => self.is_text(items, DEPTH),
                None => !is_list && self.is_text_schema(entries, DEPTH),
            };
            if is_text {
                self.texts(value, &Path::Key(path, key));
            }
        }
        self.parts(entries, path);
        self.header(entries, path);
    }

    /// What a header parameter may be, where nothing says its type and there are fractions: versions, as a rule, and a header is
    /// a text anyway.
    fn header(&mut self, entries: &Map<String, Value>, path: &Path<'_>) {
        let is_header = entries.get("in").is_some_and(|place| place == "header");
        let Some(Value::Object(schema)) = entries.get("schema").filter(|_| is_header) else { return };
        let says_more = ["type", "$ref", "allOf", "anyOf", "oneOf", "properties", "items"];
        let values = || VALUES.iter().filter_map(|key| Some((*key, schema.get(*key)?)));
        if says_more.iter().any(|key| schema.contains_key(*key)) || !values().any(|(_, value)| has_fraction(value)) {
            return;
        }
        let path = Path::Key(path, "schema");
        for (key, value) in values() {
            self.texts(value, &Path::Key(&path, key));
        }
    }

    /// What a text's parts say of it: `{type: string, allOf: [{enum: [2.10]}]}`.
    fn parts(&mut self, entries: &Map<String, Value>, path: &Path<'_>) {
        let Some(Value::Array(parts)) = entries.get("allOf") else { return };
        let path = Path::Key(path, "allOf");
        for (index, part) in parts.iter().enumerate() {
            let path = Path::Item(&path, index);
            for key in VALUES {
                let Some(value) = part.get(key).filter(|value| has_other(value)) else { continue };
                if !self.is_text(part, DEPTH) && self.is_text_schema(entries, DEPTH) {
                    self.texts(value, &Path::Key(&path, key));
                }
            }
        }
    }

    /// Puts down a value, or the items of a list, unless they are texts.
    fn texts(&mut self, value: &Value, path: &Path<'_>) {
        match value {
            Value::Number(_) | Value::Bool(_) => self.places.push(path.pointer()),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_number() || item.is_boolean())
                {
                    self.texts(item, &Path::Item(path, index));
                }
            }
            Value::Null | Value::String(_) | Value::Object(_) => {}
        }
    }

    fn is_text(&self, schema: &Value, depth: usize) -> bool {
        schema.as_object().is_some_and(|entries| self.is_text_schema(entries, depth))
    }

    /// Whether a schema is that of a text, by itself or by what it refers to.
    fn is_text_schema(&self, entries: &Map<String, Value>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let referred = entries.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        let referred = referred.and_then(|pointer| self.document.pointer(pointer));
        let mut parts = entries.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let names_text = |ty: &Value| ty == "string";
        entries
            .get("type")
            .is_some_and(|ty| names_text(ty) || ty.as_array().is_some_and(|types| types.iter().any(names_text)))
            || referred.is_some_and(|schema| self.is_text(schema, depth))
            || parts.any(|part| self.is_text(part, depth))
    }
}

/// Whether an entry is one for which an object is asked what it describes.
fn may_describe(key: &str, value: &Value) -> bool {
    match key {
        "allOf" => true,
        "in" => value == "header",
        _ => VALUES.contains(&key) && has_other(value),
    }
}

/// Whether a value, or an item of a list, is a number or a boolean.
fn has_other(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::Bool(_) => true,
        Value::Array(items) => items.iter().any(|item| item.is_number() || item.is_boolean()),
        Value::Null | Value::String(_) | Value::Object(_) => false,
    }
}

fn has_fraction(value: &Value) -> bool {
    value.is_f64() || value.as_array().is_some_and(|items| items.iter().any(Value::is_f64))
}

/// Whether a spelling is that of a value.
fn means(spelling: &str, value: &Value) -> bool {
    match (Scalar::parse_from_cow(Cow::Borrowed(spelling)), value) {
        (Scalar::Boolean(one), Value::Bool(other)) => one == *other,
        (Scalar::Integer(one), Value::Number(other)) => {
            other.as_i64() == Some(one) || other.as_f64() == spelling.parse().ok()
        }
        (Scalar::FloatingPoint(one), Value::Number(other)) => other.as_f64() == Some(*one),
        (_, Value::Number(other)) => spelling.parse().ok() == other.as_f64(),
        (_, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{error::reads, load::load};

    #[track_caller]
    fn check(text: &str, pointer: &str, expected: Value) {
        let name = if text.starts_with('{') { "a.json" } else { "a.yaml" };
        let document = load(&Source::new(name, text)).map_err(|errors| errors.to_string()).expect("it can be read");
        assert_eq!(document.pointer(pointer), Some(&expected), "{document}");
    }

    #[test]
    fn the_source_is_read_again_only_where_no_line_leads_to_a_number_that_stands_for_a_text() {
        let reads = |text: &str| reads::counted(|| load(&Source::new("a.yaml", text)).expect("it can be read")).1;
        assert_eq!(
            reads("{info: {version: '2.10'}, c: {s: {type: number, enum: [2.10], example: {version: 2.10}}}}"),
            1
        );
        assert_eq!(reads("info: {version: 2.10}\nc: {s: {type: string, enum: [2.1, 2.10]}}"), 1);
        assert_eq!(reads("{info: {version: 2.10}}"), 2);
        assert_eq!(reads("a: &v [2.1, 2.10]\nb: {type: string, enum: *v}"), 2);
    }

    #[test]
    fn words_that_are_numbers_are_told_and_versions_are_not() {
        let text = "openapi: 3.0\ninfo: {version: 2.10, title: 5}\npaths: {/a: {get: {tags: [7], description: 404}}}\n\
                    c: {schemas: {a: {type: string, enum: [1], example: 2}}}";
        let (_, warnings) = crate::load::read(&Source::new("a.yaml", text)).expect("it can be read");
        let told: Vec<&str> = warnings.iter().map(|warning| warning.message.as_str()).collect();
        let expected = ["`title` has `5`", "`tags` has `7`", "`description` has `404`"];
        assert_eq!(told, expected.map(|words| format!("{words} in the place of a text; it is read as one")));
    }

    #[test]
    fn a_version_keeps_its_zero() {
        check("info: {version: 2.10}", "/info/version", json!("2.10"));
        check("info:\n  version: 1_0.50\n", "/info/version", json!("1_0.50"));
        check("openapi: 3.0\ninfo: {title: 5, version: 1.0}", "/openapi", json!("3.0"));
        check(r#"{"info": {"title": "\ud83d\ude00 \\ud83d\\ude00", "version": 2.10}}"#, "/info/version", json!("2.10"));
    }

    #[test]
    fn values_of_texts_are_as_they_are_written() {
        let schema =
            "components: {schemas: {v: {type: string, default: 2.10, enum: [2.1, 2.10, 0x1F, 1e3, true, +1]}}}";
        check(schema, "/components/schemas/v/enum", json!(["2.1", "2.10", "0x1F", "1e3", "true", "+1"]));
        check(schema, "/components/schemas/v/default", json!("2.10"));
        check("s: {schema: {type: array, items: {type: string}, default: [1.0]}}", "/s/schema/default/0", json!("1.0"));
        check(
            "servers: [{variables: {v: {default: 1.0, enum: [1.0]}}}]",
            "/servers/0/variables/v/enum/0",
            json!("1.0"),
        );
    }

    #[test]
    fn what_a_text_refers_to_makes_it_one() {
        let text = "components: {schemas: {v: {type: string}, w: {allOf: [{$ref: '#/components/schemas/v'}, {enum: [2.10]}], default: 2.10}}}";
        check(text, "/components/schemas/w/default", json!("2.10"));
        check(text, "/components/schemas/w/allOf/1/enum/0", json!("2.10"));
    }

    #[test]
    fn numbers_stay_numbers() {
        check("s: {schema: {type: number, default: 2.10}}", "/s/schema/default", json!(2.1));
        check(
            "s: {schema: {type: object, properties: {version: {type: number, enum: [2.10]}}}}",
            "/s/schema/properties/version/enum/0",
            json!(2.1),
        );
        check("s: {schema: {type: string, x-order: 1.0}, example: {version: 2.10}}", "/s/example/version", json!(2.1));
    }

    #[test]
    fn anchors_and_merged_mappings_are_followed() {
        let text = "a: &v {type: string, enum: &e [2.10]}\nb: {<<: *v}\nc: {type: string, enum: *e}\n";
        check(text, "/b/enum/0", json!("2.10"));
        check(text, "/c/enum/0", json!("2.10"));
    }

    #[test]
    fn a_spelling_that_cannot_be_read_again_is_reported() {
        // The tab is no blank to the second parser, which has read what stands before it.
        check("info: {version: 2.10}\nx:\t3\n", "/info/version", json!("2.10"));
        check("x:\t3\ninfo: {version: 2.10}\n", "/info/version", json!("2.10"));
        let error = load(&Source::new("a.yaml", "{x: {y:\t3}, info: {version: 2.10}}\n")).expect_err("nobody knows it");
        assert!(error.to_string().starts_with("error: a number where a text belongs: it was read as `2.1`"), "{error}");
    }
}
