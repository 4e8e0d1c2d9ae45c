//! How an update merges into a node (Overlay 1.1, section "Action Object"): looked at first, then done.

use serde_json::Value;

use crate::place::Pointer;

/// Two values that do not fit together.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Mismatch {
    /// Where, below the node and in the update alike.
    pub below: Pointer,
    /// What the update has there.
    pub update: &'static str,
    /// What the node has there.
    pub node: &'static str,
}

/// Whether an update fits a selected node: an object an object, anything an array, one primitive value another.
pub(super) fn check_target(node: &Value, update: &Value) -> Result<(), Mismatch> {
    if node.is_array() { Ok(()) } else { check(node, update, &Pointer::root()) }
}

/// Below the node, an array fits an array and nothing else.
fn check(node: &Value, update: &Value, below: &Pointer) -> Result<(), Mismatch> {
    match (node, update) {
        (Value::Object(entries), Value::Object(updates)) => updates
            .iter()
            .filter_map(|(key, update)| Some((key, entries.get(key)?, update)))
            .try_for_each(|(key, entry, update)| check(entry, update, &below.child(key))),
        (Value::Array(_), Value::Array(_)) => Ok(()),
        (node, update) if is_primitive(node) && is_primitive(update) => Ok(()),
        (node, update) => Err(Mismatch { below: below.clone(), update: kind(update), node: kind(node) }),
    }
}

/// Merges an update that fits into a selected node.
pub(super) fn merge_target(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Array(items), update) if !update.is_array() => items.push(update.clone()),
        (node, update) => merge(node, update),
    }
}

/// Objects key by key, arrays by concatenation, primitive values by replacement.
fn merge(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(entries), Value::Object(updates)) => {
            for (key, value) in updates {
                match entries.get_mut(key) {
                    Some(entry) => merge(entry, value),
                    None => drop(entries.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (node, update) => *node = update.clone(),
    }
}

/// Whether a value is neither an object nor an array.
pub(super) fn is_primitive(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

/// What messages call a value.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
    }
}
