//! What an untyped description says: its nodes with their references followed.

use intercom_codegen::place::Pointer;
use serde_json::{Map, Value};

/// How many references in a row are followed.
const DEPTH: usize = 32;

/// What a node is, once its references are followed.
#[must_use]
pub fn resolve<'a>(document: &'a Value, node: &'a Value) -> Option<&'a Value> {
    let mut node = node;
    for _ in 0..DEPTH {
        match node.get("$ref").and_then(Value::as_str) {
            None => return Some(node),
            Some(reference) => node = document.pointer(&decoded(reference.strip_prefix('#')?))?,
        }
    }
    None
}

/// The pointer that a fragment has percent-encoded (RFC 6901, section 6).
fn decoded(fragment: &str) -> String {
    percent_encoding::percent_decode_str(fragment).decode_utf8_lossy().into_owned()
}

/// The node at a pointer, with the references on the way followed.
#[must_use]
pub fn at<'a>(document: &'a Value, pointer: &Pointer) -> Option<&'a Value> {
    pointer.tokens().iter().try_fold(document, |node, token| match resolve(document, node)? {
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        node => node.get(token),
    })
}

/// The entries of an object, of which there are none in anything else.
pub fn entries(node: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    node.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

/// The items of a list, of which there are none in anything else.
pub fn items(node: Option<&Value>) -> impl Iterator<Item = &Value> {
    node.and_then(Value::as_array).into_iter().flatten()
}

/// The schema of an item of a list: that of its place, where it has one, else that of all others.
#[must_use]
pub fn of_item(schema: &Value, index: usize) -> Option<&Value> {
    let of_place = schema.get("prefixItems").and_then(|first| first.get(index));
    of_place.or_else(|| schema.get("items")).filter(|schema| schema.is_object())
}

/// The examples of a media type or parameter with their names; one that stands elsewhere as a file is not followed.
pub fn examples<'a>(document: &'a Value, node: &'a Value) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let only = node.get("example").map(|value| ("", value));
    let named = entries(node.get("examples"))
        .filter_map(|(name, example)| Some((name.as_str(), resolve(document, example)?.get("value")?)));
    only.into_iter().chain(named)
}

/// Whether a media type is JSON, or a range that JSON is in.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// A media type without its parameters, in small letters (RFC 9110, section 8.3.1).
#[must_use]
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}
