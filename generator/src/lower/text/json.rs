//! Parts of a description as JSON, without prose, and single values as text.

use serde_json::Value;

use crate::walk::Keys;

/// A part of the description as JSON, without prose. `keys` says what its keys are.
pub(crate) fn json(part: &impl serde::Serialize, keys: Keys) -> String {
    let mut part = serde_json::to_value(part).unwrap_or_default();
    drop_prose(&mut part, keys);
    part.to_string()
}

/// A value without its quotes: `a`, `1`, `[1,"a"]`.
pub(crate) fn unquoted(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn drop_prose(value: &mut Value, keys: Keys) {
    match value {
        Value::Object(entries) => {
            let is_prose = |key: &str| {
                matches!(key, "description" | "title" | "example" | "examples" | "externalDocs")
                    || key.starts_with("x-")
            };
            entries.retain(|key, _| keys == Keys::Names || !is_prose(key));
            for (key, value) in entries.iter_mut() {
                if let Some(keys) = keys.below(key) {
                    drop_prose(value, keys);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_prose(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
