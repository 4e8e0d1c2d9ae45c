//! Text -> untyped document, and back. The only file that knows a YAML parser.

use std::{fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use crate::{
    error::{Diagnostic, Errors, Source, reads},
    place, spelling,
};

/// What is wrong with a mapping that says something twice.
const TWICE: &str = "a key stands twice in one mapping";

/// How deep flow collections may be nested. The YAML scanner takes time that grows with the square of the depth.
const DEPTH: usize = 5_000;

/// Reads YAML 1.1 or JSON into an untyped document whose mappings keep their order. What stands where a text belongs is a
/// text, also where it is written like a number.
///
/// # Errors
///
/// A text that is neither, or that has a key twice in one mapping.
pub fn load(source: &Arc<Source>) -> Result<Value, Errors> {
    let mut document = parse(source)?;
    spelling::spell(&mut document, source)?;
    Ok(document)
}

fn parse(source: &Arc<Source>) -> Result<Value, Errors> {
    let text = source.text.trim_start_matches('\u{feff}');
    check_depth(source, text)?;
    reads::note();
    if text.trim_start().starts_with('{') {
        // JSON goes to a JSON parser: surrogate pairs in its strings are no YAML.
        match serde_json::from_str::<Document>(text) {
            Ok(Document(value)) => return Ok(value),
            Err(error) if source.name.ends_with(".json") => {
                return Err(broken(source, "JSON", &error, Some((error.line(), error.column()))).into());
            }
            Err(_) => {}
        }
    }
    serde_yaml::from_str::<Document>(text).map(|Document(value)| value).map_err(|error| {
        let position = error.location().map(|location| (location.line(), location.column()));
        broken(source, "YAML", &error, position).into()
    })
}

/// Writes a document as YAML, its mappings in their order.
///
/// # Panics
///
/// Never: a JSON value has nothing that YAML can't say.
#[must_use]
pub fn write(document: &Value) -> String {
    serde_yaml::to_string(document).expect("a JSON value can be written as YAML")
}

/// Refuses brackets that open without end.
fn check_depth(source: &Arc<Source>, text: &str) -> Result<(), Errors> {
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            let line = text[..index].matches('\n').count() + 1;
            return Err(Diagnostic::error("brackets are nested too deep").at_position(source, line, 1).into());
        }
    }
    Ok(())
}

fn broken(
    source: &Arc<Source>,
    language: &str,
    error: &dyn fmt::Display,
    position: Option<(usize, usize)>,
) -> Diagnostic {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    // The parser says where the mapping begins, with the way to it before the message; the key itself is easier to find.
    let (line, column) =
        place::second_key(&source.text).filter(|_| message.contains(TWICE)).or(position).unwrap_or((1, 1));
    Diagnostic::error(format!("this is no valid {language}: {message}")).at_position(source, line.max(1), column.max(1))
}

/// A [`Value`] that refuses a mapping with the same key twice.
struct Document(Value);

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor).map(Document)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML or JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(number_beyond_64_bits(&value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(number_beyond_64_bits(&value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Document(item)) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        let mut entries = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = mapping.next_key::<String>()? {
            if entries.contains_key(&key) {
                return Err(de::Error::custom(format!("{TWICE}: `{key}`")));
            }
            let Document(value) = mapping.next_value()?;
            match (key.as_str(), value) {
                ("<<", Value::Array(items)) => merged.extend(items),
                ("<<", value) => merged.push(value),
                (_, value) => drop(entries.insert(key, value)),
            }
        }
        // YAML's merge keys: what the mapping says itself counts, then the merged ones in their order.
        for value in merged {
            let Value::Object(more) = value else { return Err(de::Error::custom("`<<` merges what is no mapping")) };
            for (key, value) in more {
                entries.entry(key).or_insert(value);
            }
        }
        Ok(Value::Object(entries))
    }
}

/// JSON has no size of numbers; ours end where a float's precision does.
fn number_beyond_64_bits(value: &impl fmt::Display) -> Value {
    value.to_string().parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: Value) {
        assert_eq!(load(&Source::new(name, text)), Ok(expected));
    }

    #[test]
    fn yaml_keeps_the_order_of_keys() {
        let value = load(&Source::new("a.yaml", "b: 1\na: 2\n")).expect("valid YAML");
        assert_eq!(value.to_string(), r#"{"b":1,"a":2}"#);
    }

    #[test]
    fn numeric_keys_become_text() {
        check("a.yaml", "200: x\n", json!({"200": "x"}));
    }

    #[test]
    fn json_may_hold_surrogate_pairs() {
        check("a.json", r#"{"a": "\ud83d\ude00"}"#, json!({"a": "😀"}));
    }

    #[test]
    fn a_flow_mapping_in_a_yaml_file_is_yaml() {
        check("a.yaml", "{a: 1}", json!({"a": 1}));
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        check("a.yaml", "\u{feff}a: 1", json!({"a": 1}));
    }

    #[test]
    fn merge_keys_are_merged() {
        check(
            "a.yaml",
            "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n",
            json!({"a": {"b": 1, "c": 2}, "d": {"c": 3, "b": 1}}),
        );
    }

    #[test]
    fn huge_integers_are_read() {
        check("a.yaml", "a: 20000000000000000000\n", json!({"a": 2e19}));
    }

    #[test]
    fn anchors_are_resolved() {
        check("a.yaml", "a: &x {b: 1}\nc: *x\n", json!({"a": {"b": 1}, "c": {"b": 1}}));
    }
}
