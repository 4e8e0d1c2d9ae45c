//! References that lead to no component.

use serde_json::Value;

use crate::{
    place::Path,
    walk::{Keys, Part, structure},
};

/// Components of which each has all that one of the other kind says.
const ALIKE: [(&str, &str); 2] = [("responses", "requestBodies"), ("requestBodies", "responses")];

/// Whether a reference leads into this document, but to no component that 3.0 has, or to one of another kind than stands at its
/// place (`kind`), of which a copy can stand there.
pub(super) fn is_other(reference: &str, kind: Option<&str>) -> bool {
    let component = reference.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'));
    let known = component.filter(|(of, name)| *of != "mediaTypes" && !name.contains('/'));
    let is_alike = |of: &str| ALIKE.iter().any(|(here, there)| kind == Some(*here) && of == *there);
    reference.starts_with("#/") && known.is_none_or(|(of, _)| is_alike(of))
}

/// The kind of component that stands below a key of a value, where one of another kind could: of a collection, that of what is in it.
fn kind_below(kind: Option<&'static str>, keys: Keys, key: &str) -> Option<&'static str> {
    match (keys, key) {
        (Keys::Names, _) => kind,
        (Keys::Keywords, "responses") => Some("responses"),
        (Keys::Keywords, "requestBodies" | "requestBody") => Some("requestBodies"),
        (Keys::Keywords, _) => None,
    }
}

/// Whether there is such a reference, by its text and the kind of component that stands there.
pub(super) fn has(
    value: &Value,
    keys: Keys,
    kind: Option<&'static str>,
    is_such: fn(&str, Option<&str>) -> bool,
) -> bool {
    match value {
        Value::Object(entries) => {
            keys.reference(entries).is_some_and(|reference| is_such(reference, kind))
                || structure(entries, keys)
                    .any(|(key, value, below)| has(value, below, kind_below(kind, keys, key), is_such))
        }
        Value::Array(items) => items.iter().any(|item| has(item, Keys::Keywords, None, is_such)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Where a reference stands.
#[derive(Clone, Copy)]
pub(super) struct Site<'p> {
    pub part: Part,
    /// The kind of component, where one of another kind could stand.
    pub kind: Option<&'static str>,
    pub path: Path<'p>,
}

impl Site<'_> {
    /// A whole document.
    pub(super) const ROOT: Self = Self { part: Part::Other, kind: None, path: Path::Root };
}

/// Offers each reference with where it stands, and replaces what stands there by what it is given.
/// The siblings of a reference to a schema stay.
pub(super) fn edit(
    value: &mut Value,
    keys: Keys,
    site: Site<'_>,
    replace: &mut impl FnMut(&str, Site<'_>) -> Option<Value>,
) {
    let Site { part, kind, path } = site;
    match value {
        Value::Object(entries) => match keys.reference(entries).and_then(|reference| replace(reference, site)) {
            Some(Value::Object(replacement)) if replacement.contains_key("$ref") => entries.extend(replacement),
            Some(replacement) => *value = replacement,
            None => {
                for (key, value) in entries.iter_mut() {
                    if let Some(below) = keys.below(key) {
                        let kind = kind_below(kind, keys, key);
                        let site = Site { part: part.below(keys, key), kind, path: Path::Key(&path, key) };
                        edit(value, below, site, replace);
                    }
                }
            }
        },
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let site = Site { part: part.item(), kind: None, path: Path::Item(&path, index) };
                edit(item, Keys::Keywords, site, replace);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
