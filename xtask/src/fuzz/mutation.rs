//! Changes of texts and documents that exist: what a hand slips into, and what a broken file looks like.

use arbitrary::{Result, Unstructured};
use serde_json::Value;

use super::words;

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

/// Changes a text in up to eight places: takes something out, puts something in, or says something twice.
pub(super) fn text(bytes: &mut Unstructured<'_>, text: &str) -> Result<String> {
    let mut changed: Vec<char> = text.chars().collect();
    for _ in 0..bytes.int_in_range(1..=8_u8)? {
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
