//! Where references lead.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::place::Pointer;

/// How many references in a row are followed, and how often copies and new components are searched for more.
pub(super) const DEPTH: usize = 16;

/// A reference is a URI: what a name has beside letters may be percent-encoded (RFC 6901, section 6).
pub(super) fn decoded(reference: &str) -> Option<String> {
    let decoded = percent_decode_str(reference).decode_utf8().ok()?;
    (decoded != reference).then(|| decoded.into_owned())
}

pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Where a reference leads, with the references on its way followed.
pub(super) fn locate(document: &Value, reference: &str, depth: usize) -> Option<Vec<String>> {
    let mut place: Vec<String> = Vec::new();
    for token in Pointer::parse(reference.strip_prefix('#')?).tokens() {
        if let Some(next) = node(document, &place)?.get("$ref").and_then(Value::as_str) {
            place = locate(document, next, depth.checked_sub(1)?)?;
        }
        place.push(token.to_owned());
    }
    node(document, &place)?;
    Some(place)
}

pub(super) fn node<'a>(document: &'a Value, place: &[String]) -> Option<&'a Value> {
    place.iter().try_fold(document, |node, token| match node {
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        node => node.get(token),
    })
}

pub(super) fn node_mut<'a>(document: &'a mut Value, place: &[String]) -> Option<&'a mut Value> {
    place.iter().try_fold(document, |node, token| match node {
        Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
        node => node.get_mut(token),
    })
}
