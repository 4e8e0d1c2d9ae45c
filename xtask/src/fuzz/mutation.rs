//! Changes of texts and documents that exist: what a hand slips into, and what a broken file looks like.

use arbitrary::{Result, Unstructured};
use intercom_codegen::{Source, load};
use serde_json::{Value, json};

use super::{kinds::Way, words};

/// What is put into a text: what YAML, JSON, TOML and Markdown act on.
const PIECES: [&str; 24] = [
    "\n",
    " ",
    "  ",
    "\t",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "|",
    "#",
    "%",
    "\\u",
    "\u{feff}",
    "\0",
    "null",
    "$ref: ",
];

/// Bytes that something ends at, or that are no text: of UTF-8 a byte that begins, one that continues and two that are none.
const EDGES: [u8; 12] = [0, b'\t', b'\n', b'\r', 0x1b, b' ', 0x7f, 0x80, 0xc3, 0xe2, 0xfe, 0xff];

/// How a text is written, by the end of the name of its file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Syntax {
    Yaml,
    Toml,
}

/// Changes a text in one way. What it says can only be changed where it says something, to what its syntax can say; it is changed as a text
/// else.
pub(super) fn changed(bytes: &mut Unstructured<'_>, way: Way, syntax: Syntax, text: &str) -> Result<Vec<u8>> {
    if way == Way::Bytes {
        return self::bytes(bytes, text);
    }
    if let Some(mut said) = (way == Way::Nodes).then(|| said(syntax, text)).flatten() {
        document(bytes, &mut said)?;
        let written = match syntax {
            Syntax::Yaml => Some(load::write(&said)),
            Syntax::Toml => toml::to_string(&without_null(said)).ok(),
        };
        if let Some(written) = written {
            return Ok(written.into_bytes());
        }
    }
    self::text(bytes, text).map(String::into_bytes)
}

fn said(syntax: Syntax, text: &str) -> Option<Value> {
    match syntax {
        Syntax::Yaml => load::load(&Source::new("text.yaml", text)).ok(),
        Syntax::Toml => toml::from_str(text).ok(),
    }
}

/// A value without what TOML can't say.
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let said = entries.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(said.map(|(key, value)| (key, without_null(value))).collect())
        }
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(without_null).collect(),
        other => other,
    }
}

/// In how many places a text is changed: in one as often as in several, so that it is not always the first that is refused.
fn places(bytes: &mut Unstructured<'_>) -> Result<u8> {
    Ok(if bytes.ratio(1_u8, 2)? { 1 } else { bytes.int_in_range(2..=8)? })
}

/// Changes the bytes of a text in up to eight places; one of sixteen is in UTF-16 before.
fn bytes(bytes: &mut Unstructured<'_>, text: &str) -> Result<Vec<u8>> {
    let mut changed = if bytes.ratio(1_u8, 16)? {
        let units = ['\u{feff}'].into_iter().chain(text.chars()).collect::<String>();
        let is_little = bytes.ratio(1_u8, 2)?;
        units.encode_utf16().flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    } else {
        text.as_bytes().to_vec()
    };
    for _ in 0..places(bytes)? {
        let start = bytes.int_in_range(0..=changed.len())?;
        let end = (start + bytes.int_in_range(0..=12_usize)?).min(changed.len());
        match bytes.int_in_range(0..=12_u8)? {
            // One bit; what is of ASCII stays so.
            0..=3 => {
                if let Some(byte) = changed.get_mut(start) {
                    *byte ^= 1 << bytes.int_in_range(0..=6_u8)?;
                }
            }
            4 | 5 => drop(changed.drain(start..end)),
            6 | 7 => {
                let again = changed[start..end].to_vec();
                let to = bytes.int_in_range(0..=changed.len())?;
                drop(changed.splice(to..to, again));
            }
            8 | 9 => changed.insert(start, bytes.int_in_range(b' '..=b'~')?),
            10 => changed.insert(start, *bytes.choose(&EDGES)?),
            11 => changed.insert(start, bytes.int_in_range(0..=u8::MAX)?),
            // What was written of it when the disk was full.
            _ => changed.truncate(start),
        }
    }
    Ok(changed)
}

/// Changes a text in up to eight places: takes something out, puts something in, or says something twice.
fn text(bytes: &mut Unstructured<'_>, text: &str) -> Result<String> {
    let mut changed: Vec<char> = text.chars().collect();
    for _ in 0..places(bytes)? {
        let start = bytes.int_in_range(0..=changed.len())?;
        let end = (start + bytes.int_in_range(0..=12_usize)?).min(changed.len());
        match bytes.int_in_range(0..=2_u8)? {
            0 => drop(changed.drain(start..end)),
            1 => drop(changed.splice(start..start, words::one(bytes, &PIECES)?.chars().collect::<Vec<_>>())),
            _ => {
                let again: Vec<char> = changed[start..end].to_vec();
                drop(changed.splice(start..start, again));
            }
        }
    }
    Ok(changed.into_iter().collect())
}

/// Changes a document in up to four places, each chosen by walking down from the root.
pub(super) fn document(bytes: &mut Unstructured<'_>, document: &mut Value) -> Result<()> {
    for _ in 0..bytes.int_in_range(1..=4_u8)? {
        let depth = bytes.int_in_range(1..=12_u8)?;
        change(bytes, document, depth)?;
    }
    Ok(())
}

fn change(bytes: &mut Unstructured<'_>, value: &mut Value, depth: u8) -> Result<()> {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            let nth = bytes.int_in_range(0..=entries.len() - 1)?;
            let key = entries.keys().nth(nth).cloned().unwrap_or_default();
            match (depth, bytes.int_in_range(0..=3_u8)?) {
                (0 | 1, 0) => drop(entries.shift_remove(&key)),
                (0 | 1, 1) => {
                    let moved = entries.shift_remove(&key).unwrap_or_default();
                    entries.insert(words::name(bytes)?, moved);
                }
                (0 | 1, _) => drop(entries.insert(key, words::json_value(bytes, 2)?)),
                _ => return change(bytes, &mut entries[&key], depth - 1),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let nth = bytes.int_in_range(0..=items.len() - 1)?;
            match (depth, bytes.ratio(1_u8, 2)?) {
                (0 | 1, true) => drop(items.remove(nth)),
                (0 | 1, false) => items.push(items[nth].clone()),
                _ => return change(bytes, &mut items[nth], depth - 1),
            }
        }
        other => *other = words::json_value(bytes, 2)?,
    }
    Ok(())
}

/// A few actions for places that a description has.
pub(super) fn overlay(bytes: &mut Unstructured<'_>, document: &Value) -> Result<String> {
    let mut actions = Vec::new();
    for _ in 0..bytes.int_in_range(0..=3_u8)? {
        let target = target(bytes, document)?;
        let modifier = words::one(bytes, &["update", "remove", "copy"])?;
        let value = match modifier.as_str() {
            "remove" => json!(bytes.ratio(2_u8, 3)?),
            "copy" => json!(self::target(bytes, document)?),
            _ => words::json_value(bytes, 3)?,
        };
        actions.push(json!({"target": target, modifier: value}));
    }
    let version = words::one(bytes, &["1.0.0", "1.1.0"])?;
    Ok(load::write(&json!({"overlay": version, "info": {"title": "An overlay", "version": "1"}, "actions": actions})))
}

/// A query for a node, found by walking down, or for many.
fn target(bytes: &mut Unstructured<'_>, document: &Value) -> Result<String> {
    let mut query = String::from("$");
    let mut node = document;
    for _ in 0..bytes.int_in_range(0..=6_u8)? {
        match (node, bytes.int_in_range(0..=11_u8)?) {
            (_, 0) => query.push_str(".*"),
            (_, 1) => query.push_str("..['description']"),
            (Value::Object(entries), _) if !entries.is_empty() => {
                let nth = bytes.int_in_range(0..=entries.len() - 1)?;
                let Some((key, value)) = entries.iter().nth(nth) else { break };
                query.push_str(&format!("[{}]", json!(key)));
                node = value;
            }
            (Value::Array(items), _) if !items.is_empty() => {
                let nth = bytes.int_in_range(0..=items.len() - 1)?;
                query.push_str(&format!("[{nth}]"));
                node = &items[nth];
            }
            _ => break,
        }
    }
    Ok(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: [1, 2]\nb: {c: \u{e9}}\n";

    /// What comes of so many choices.
    fn all(way: Way, syntax: Syntax, text: &str) -> Vec<Vec<u8>> {
        let changed = |seed| {
            let mut random = fastrand::Rng::with_seed(seed);
            let chosen: Vec<u8> = (0..200).map(|_| random.u8(..)).collect();
            changed(&mut Unstructured::new(&chosen), way, syntax, text).expect("bytes that run out are zeros")
        };
        (0..200).map(changed).collect()
    }

    #[test]
    fn bytes_are_text_as_a_rule_and_not_always() {
        let all = all(Way::Bytes, Syntax::Yaml, TEXT);
        let texts = all.iter().filter(|bytes| std::str::from_utf8(bytes).is_ok()).count();
        assert!((80..190).contains(&texts), "{texts}");
        assert!(
            all.iter().any(|bytes| bytes.starts_with(&[0xff, 0xfe]))
                && all.iter().any(|bytes| bytes.starts_with(&[0xfe, 0xff]))
        );
    }

    #[test]
    fn what_a_text_says_is_changed_and_still_is_something_said() {
        for bytes in all(Way::Nodes, Syntax::Yaml, TEXT) {
            let text = String::from_utf8(bytes).expect("it is written anew");
            assert!(said(Syntax::Yaml, &text).is_some(), "{text}");
        }
        // A table can become what TOML has no document for: that is changed as a text, which may be none any more.
        let said = |bytes: Vec<u8>| said(Syntax::Toml, &String::from_utf8(bytes).expect("it is a text"));
        let tables: Vec<Value> =
            all(Way::Nodes, Syntax::Toml, "a = [1, 2]\n[b]\nc = \"d\"\n").into_iter().filter_map(said).collect();
        let empty = tables.iter().filter(|said| **said == json!({})).count();
        assert!(tables.len() > 180 && empty < 20, "{} of 200, {empty} of them empty", tables.len());
    }
}
