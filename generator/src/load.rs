//! Text -> untyped document, and back. The only file that knows a YAML parser.

use std::{cell::Cell, fmt, sync::Arc};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value, map::Entry};

use crate::{
    error::{Diagnostic, Errors, Source, reads},
    place::{
        self, Pointer,
        tree::{Tree, is_understood, without_surrogates},
    },
    spelling,
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
    read(source).map(|(document, _)| document)
}

/// The same, with what had to be read generously.
///
/// # Errors
///
/// As [`load`].
pub fn read(source: &Arc<Source>) -> Result<(Value, Vec<Diagnostic>), Errors> {
    let mut document = parse(source)?;
    let warnings = spelling::spell(&mut document, source)?;
    Ok((document, warnings))
}

fn parse(source: &Arc<Source>) -> Result<Value, Errors> {
    let text = source.text.as_str();
    reads::note();
    if text.trim_start().starts_with('{') {
        // JSON goes to a JSON parser: surrogate pairs in its strings are no YAML.
        let mut json = serde_json::Deserializer::from_str(text);
        let read = Document { merging: None }.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
        match read {
            Ok(value) => return Ok(value),
            Err(error) if source.name.ends_with(".json") => {
                check_depth(source, text)?;
                let position = (error.line(), characters(text, error.line(), error.column()));
                return Err(broken(source, "JSON", &error, Some(position)).into());
            }
            Err(_) => {}
        }
    }
    check_depth(source, text)?;
    let merging = Cell::new(false);
    let read = Document { merging: Some(&merging) }.deserialize(serde_yaml::Deserializer::from_str(text));
    let mut document = read.map_err(|error| {
        let position = error.location().map(|location| shown_position(text, location.line(), location.column()));
        Errors::from(broken(source, "YAML", &error, position))
    })?;
    if merging.get() {
        reads::note();
        merge(&mut document, &Pointer::root(), &Tree::read(text))
            .map_err(|pointer| Diagnostic::error("`<<` merges what is no mapping").at(source, &pointer))?;
    }
    Ok(document)
}

/// A column of the JSON parser's, as people count it: for it, each byte is one.
fn characters(text: &str, line: usize, column: usize) -> usize {
    let line = line.checked_sub(1).and_then(|above| text.split('\n').nth(above)).unwrap_or_default();
    line.char_indices().take_while(|(byte, _)| byte + 1 < column).count() + 1
}

/// A line and a column of the YAML parser's, as people count them: for it, lines end at separators that no editor shows as such.
fn shown_position(text: &str, line: usize, column: usize) -> (usize, usize) {
    let is_separator = |character: &char| matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut breaks = text.char_indices().filter(|(_, character)| *character == '\n' || is_separator(character));
    let start =
        line.checked_sub(2).map_or(Some(0), |nth| breaks.nth(nth).map(|(at, character)| at + character.len_utf8()));
    // At the end of a text whose last line nothing ends, it is in another one.
    let (before, column) = start.map_or((text, 1), |start| (&text[..start], column));
    let in_line = before.rsplit('\n').next().unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, in_line + column)
}

/// Merges into mappings what their merge keys say: what a mapping says itself counts, then the merged ones in their order.
/// A key is one where it is written without quotes (YAML's type `merge`); any other `<<` is a name.
fn merge(value: &mut Value, place: &Pointer, tree: &Tree) -> Result<(), Pointer> {
    // {<<: {a: 1, b: 2}, b: 3} -> {b: 3, a: 1}
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                merge(value, &place.child(key), tree)?;
            }
            let place = place.child("<<");
            let Some(merged) = entries.get("<<") else { return Ok(()) };
            let is_mapping =
                merged.is_object() || merged.as_array().is_some_and(|all| all.iter().all(Value::is_object));
            if !tree.is_plain_key(&place.tokens()).unwrap_or(is_mapping) {
                return Ok(());
            }
            let merged = match entries.shift_remove("<<") {
                Some(Value::Array(items)) => items,
                merged => merged.into_iter().collect(),
            };
            for merged in merged {
                let Value::Object(more) = merged else { return Err(place) };
                for (key, value) in more {
                    entries.entry(key).or_insert(value);
                }
            }
            Ok(())
        }
        Value::Array(items) => {
            items.iter_mut().enumerate().try_for_each(|(index, item)| merge(item, &place.child(index), tree))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
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

/// Refuses brackets that open without end; the JSON parser does so itself. Those of a text are none of YAML's (`In [0, 1).`): where there are so many, the
/// marking parser says whether it comes to the end, which it does not where they are nested.
fn check_depth(source: &Arc<Source>, text: &str) -> Result<(), Errors> {
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH && is_understood(&without_surrogates(text)) {
            return Ok(());
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

/// Reads a [`Value`] that has no mapping with the same key twice. YAML's merge keys stay what they are: which of them are some, only
/// the source says.
#[derive(Clone, Copy)]
struct Document<'c> {
    /// Of YAML, whether there may be merge keys.
    merging: Option<&'c Cell<bool>>,
}

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
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
        while let Some(item) = sequence.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        let mut entries = Map::new();
        while let Some(key) = mapping.next_key::<String>()? {
            if let (Some(merging), "<<") = (self.merging, key.as_str()) {
                merging.set(true);
                let value = mapping.next_value_seed(self)?;
                add_merged(&mut entries, key, value);
                continue;
            }
            match entries.entry(key) {
                Entry::Occupied(first) => return Err(de::Error::custom(format!("{TWICE}: `{}`", first.key()))),
                Entry::Vacant(place) => {
                    place.insert(mapping.next_value_seed(self)?);
                }
            }
        }
        Ok(Value::Object(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(de::Error::custom("a tag (`!…`) means nothing here; leave it out"))
    }
}

/// Adds what a merge key says. Some write several, though a key may stand in a mapping only once: they are one with a list.
fn add_merged(entries: &mut Map<String, Value>, key: String, value: Value) {
    let value = match entries.shift_remove(&key) {
        None => value,
        Some(before) => {
            let list = |value| if let Value::Array(items) = value { items } else { vec![value] };
            Value::Array([list(before), list(value)].concat())
        }
    };
    entries.insert(key, value);
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
    fn only_a_key_of_yaml_without_quotes_merges() {
        // YAML 1.1, "Merge Key Language-Independent Type"; JSON has none.
        let json = r#"{"example": {"<<": "left shift", ">>": "right shift"}}"#;
        check("a.json", json, json!({"example": {"<<": "left shift", ">>": "right shift"}}));
        check("a.json", r#"{"a": {"<<": {"b": 1}}}"#, json!({"a": {"<<": {"b": 1}}}));
        check("a.yaml", "properties: {\"<<\": {type: string}}\n", json!({"properties": {"<<": {"type": "string"}}}));
        check("a.yaml", "a: {'<<': left shift}\n", json!({"a": {"<<": "left shift"}}));
        check(
            "a.yaml",
            "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: [*y, {f: 3}], b: 4}\n",
            json!({"a": {"b": 1}, "c": {"d": 2, "b": 1}, "e": {"b": 4, "d": 2, "f": 3}}),
        );
        check("a.yaml", "a: &x {b: 1}\nc:\n  <<: *x\n  <<: {d: 2}\n", json!({"a": {"b": 1}, "c": {"b": 1, "d": 2}}));
    }

    #[track_caller]
    fn check_refused(text: &str, message: &str, place: (usize, usize)) {
        let errors = load(&Source::new("a.yaml", text)).expect_err("it is refused");
        let shown = errors.to_string();
        assert!(shown.contains(message), "{shown}");
        assert!(shown.contains(&format!("a.yaml:{}:{}", place.0, place.1)), "{shown}");
    }

    #[test]
    fn what_is_no_mapping_is_not_merged() {
        check_refused("a: 1\nc: {<<: left}\n", "`<<` merges what is no mapping", (2, 5));
    }

    #[test]
    fn tags_and_separators_of_lines_are_told_where_they_are() {
        check_refused("a: 1\nb: !custom x\n", "a tag (`!…`) means nothing here; leave it out", (2, 4));
        check_refused("a: 'x\u{2028}y'\nb: [\n", "this is no valid YAML", (2, 6));
        check_refused("a: 1\rb: [\r", "this is no valid YAML", (2, 6));
        check_refused("a: ['\u{2028}', ", "this is no valid YAML", (1, 10));
    }

    #[test]
    fn columns_of_json_are_counted_in_characters() {
        let errors = load(&Source::new("a.json", "{\n\"\u{e9}\u{2028}\": 1 b}")).expect_err("it is broken");
        let expected = "error: this is no valid JSON: expected `,` or `}`\n --> a.json:2:9\n  |\n2 | \"\u{e9}\u{2028}\": 1 b}\n  |         ^^";
        assert_eq!(errors.to_string(), expected);
    }

    #[test]
    fn brackets_in_a_text_are_not_nested() {
        let prose = format!("a: >\n  {}\nb: 1\n", "In [0, 1).\n  ".repeat(5_001));
        assert_eq!(load(&Source::new("a.yaml", prose)).map(|value| value["b"].clone()), Ok(json!(1)));
        let json = format!("{{\"a\": \"{}\\ud83d\\ude00\", \"b\": 1}}", "In [0, 1). ".repeat(5_001));
        assert_eq!(load(&Source::new("a.json", json)).map(|value| value["b"].clone()), Ok(json!(1)));
        let nested = format!("a: {}1{}\n", "[".repeat(5_001), "]".repeat(5_001));
        check_refused(&nested, "brackets are nested too deep", (1, 1));
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
