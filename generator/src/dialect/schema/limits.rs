//! Bounds of numbers: 3.1 says an exclusive one by itself, 3.0 beside `minimum` that it is meant so.

use serde_json::{Map, Number, Value};

use crate::{dialect::state::Leading, place::Path};

/// Leads the bounds of a schema.
pub(super) fn lead(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] {
        if let Some(value) = entries.get_mut(keyword)
            && let Some(number) = value.as_str().and_then(number)
        {
            let message = format!("`{keyword}` is `{value}`, which is read as `{number}`");
            leading.warn(message, &path.pointer().child(keyword));
            *value = Value::Number(number);
        }
    }
    exclusive(entries, "minimum", "exclusiveMinimum", |one, other| one > other);
    exclusive(entries, "maximum", "exclusiveMaximum", |one, other| one < other);
}

/// A number that is written as a text; whole, where it is.
fn number(text: &str) -> Option<Number> {
    text.parse().ok().or_else(|| text.parse().ok().and_then(Number::from_f64))
}

/// `exclusiveMinimum: 5` -> `minimum: 5, exclusiveMinimum: true`; of two bounds the narrower one counts.
fn exclusive(entries: &mut Map<String, Value>, bound: &str, exclusive: &str, narrower: fn(f64, f64) -> bool) {
    let Some(limit) = entries.get(exclusive).filter(|limit| limit.is_number()).cloned() else { return };
    let other = entries.get(bound).and_then(Value::as_f64);
    if let (Some(limit), Some(other)) = (limit.as_f64(), other)
        && narrower(other, limit)
    {
        entries.shift_remove(exclusive);
        return;
    }
    entries.insert(bound.to_owned(), limit);
    entries.insert(exclusive.to_owned(), Value::Bool(true));
}
