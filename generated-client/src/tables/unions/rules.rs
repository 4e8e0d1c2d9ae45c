//! The rules of a variant: what it allows of a value, whatever it would explain of it.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no unions")]

use serde_json::Value;

use super::scalars::Scalar;

/// What stands at a JSON pointer of a value, where it is there and not null: what is left out breaks no rule.
fn at<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    value.pointer(pointer).filter(|found| !found.is_null())
}

/// Whether what stands at a pointer is one of these.
pub(crate) fn only(value: &Value, pointer: &str, scalars: &[&dyn Scalar]) -> bool {
    at(value, pointer).is_none_or(|found| scalars.iter().any(|scalar| scalar.is(found)))
}

/// Whether what stands at a pointer is none of these, of which null can be one.
pub(crate) fn not(value: &Value, pointer: &str, scalars: &[&dyn Scalar]) -> bool {
    value.pointer(pointer).is_none_or(|found| scalars.iter().all(|scalar| !scalar.is(found)))
}

/// Whether a number at a pointer compares so with a limit.
pub(crate) fn number(value: &Value, pointer: &str, keeps: impl FnOnce(f64) -> bool) -> bool {
    at(value, pointer).and_then(Value::as_f64).is_none_or(keeps)
}

/// Whether the number of characters, items or properties at a pointer compares so with a limit.
pub(crate) fn length(value: &Value, pointer: &str, keeps: impl FnOnce(usize) -> bool) -> bool {
    match at(value, pointer) {
        Some(Value::String(text)) => keeps(text.chars().count()),
        Some(Value::Array(items)) => keeps(items.len()),
        Some(Value::Object(fields)) => keeps(fields.len()),
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => true,
    }
}

/// Whether nothing stands at any of these pointers.
pub(crate) fn without(value: &Value, pointers: &[&str]) -> bool {
    pointers.iter().all(|pointer| at(value, pointer).is_none())
}

/// Whether a value keeps to the rules of a variant: `keeps!(value, only("/kind", "cat", "lion") at_most("/lives", 9.0))`.
macro_rules! keeps {
    ($value:ident,) => { true };
    ($value:ident, $rule:ident $arguments:tt $($rules:tt)*) => {
        $crate::tables::unions::rules::keeps_to!($value, $rule $arguments)
            && $crate::tables::unions::rules::keeps!($value, $($rules)*)
    };
}
pub(crate) use keeps;

/// Whether a value keeps to one rule.
macro_rules! keeps_to {
    ($value:ident, only($pointer:literal $(, $scalar:expr)+)) => {
        $crate::tables::unions::rules::only(&$value, $pointer, &[$(&$scalar),+])
    };
    ($value:ident, not($pointer:literal $(, $scalar:expr)+)) => {
        $crate::tables::unions::rules::not(&$value, $pointer, &[$(&$scalar),+])
    };
    ($value:ident, at_least($pointer:literal, $limit:expr)) => {
        $crate::tables::unions::rules::number(&$value, $pointer, |number| number >= $limit)
    };
    ($value:ident, at_most($pointer:literal, $limit:expr)) => {
        $crate::tables::unions::rules::number(&$value, $pointer, |number| number <= $limit)
    };
    ($value:ident, more_than($pointer:literal, $limit:expr)) => {
        $crate::tables::unions::rules::number(&$value, $pointer, |number| number > $limit)
    };
    ($value:ident, less_than($pointer:literal, $limit:expr)) => {
        $crate::tables::unions::rules::number(&$value, $pointer, |number| number < $limit)
    };
    ($value:ident, shortest($pointer:literal, $limit:expr)) => {
        $crate::tables::unions::rules::length(&$value, $pointer, |length| length >= $limit)
    };
    ($value:ident, longest($pointer:literal, $limit:expr)) => {
        $crate::tables::unions::rules::length(&$value, $pointer, |length| length <= $limit)
    };
    ($value:ident, without($($pointer:literal),+)) => {
        $crate::tables::unions::rules::without(&$value, &[$($pointer),+])
    };
}
pub(crate) use keeps_to;

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn rules_look_at_what_is_there() {
        let value = json!({"kind": "cat", "lives": 9, "tail": {"length": null}, "names": ["a", "b"], "sound": "ñu"});
        assert!(keeps!(value, only("/kind", "dog", "cat") only("/gone", 1) only("/tail/length", true)));
        assert!(!keeps!(value, only("/kind", "cat") only("/lives", 7, 8.5)));
        assert!(!keeps!(value, not("/lives", "x", 9)));
        assert!(!keeps!(value, not("/tail/length", ())));
        assert!(keeps!(value, not("/gone", ()) not("/kind", "dog")));
        assert!(keeps!(value, at_least("/lives", 9.0) at_most("/lives", 9.0) more_than("/kind", 9.0)));
        assert!(!keeps!(value, more_than("/lives", 9.0)));
        assert!(!keeps!(value, less_than("/lives", 9.0)));
        assert!(!keeps!(value, at_most("/lives", 8.5)));
        assert!(keeps!(value, shortest("/sound", 2) longest("/sound", 2) longest("/tail", 1) shortest("/lives", 7)));
        assert!(!keeps!(value, shortest("/names", 3)));
        assert!(!keeps!(value, longest("/sound", 1)));
        assert!(keeps!(value, without("/tail/length", "/gone")));
        assert!(!keeps!(value, without("/gone", "/tail")));
    }
}
