//! References that lead to no component.

use serde_json::Value;

use crate::walk::{Keys, Part, structure};

/// Whether a reference leads into this document, but to no component that 3.0 has.
pub(super) fn is_other(reference: &str) -> bool {
    let component = reference.strip_prefix("#/components/").filter(|rest| rest.split('/').count() == 2);
    let is_known = component.is_some_and(|component| !component.starts_with("mediaTypes/"));
    reference.starts_with("#/") && !is_known
}

/// Whether there is such a reference.
pub(super) fn has(value: &Value, keys: Keys, is_such: fn(&str) -> bool) -> bool {
    match value {
        Value::Object(entries) => {
            keys.reference(entries).is_some_and(is_such)
                || structure(entries, keys).any(|(_, value, keys)| has(value, keys, is_such))
        }
        Value::Array(items) => items.iter().any(|item| has(item, Keys::Keywords, is_such)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Offers each reference with what stands there, and replaces it by what it is given.
/// The siblings of a reference to a schema stay.
pub(super) fn edit(value: &mut Value, keys: Keys, part: Part, replace: &mut impl FnMut(&str, Part) -> Option<Value>) {
    match value {
        Value::Object(entries) => match keys.reference(entries).and_then(|reference| replace(reference, part)) {
            Some(Value::Object(replacement)) if replacement.contains_key("$ref") => entries.extend(replacement),
            Some(replacement) => *value = replacement,
            None => {
                for (key, value) in entries.iter_mut() {
                    if let Some(below) = keys.below(key) {
                        edit(value, below, part.below(keys, key), replace);
                    }
                }
            }
        },
        Value::Array(items) => items.iter_mut().for_each(|item| edit(item, Keys::Keywords, part.item(), replace)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
