//! Numbers of JSON, as serde's visitors take them.

use serde::de::{Unexpected, Visitor};
use serde_json::{Number, Value};

use super::failure::Failure;

/// The integer that a number without a fraction is.
pub(super) fn whole(number: &Number) -> Option<i64> {
    /// 2^63: the first float above every `i64`; its negative is `i64::MIN`.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let float = number.as_f64()?;
    (float.fract() == 0.0 && (-LIMIT..LIMIT).contains(&float)).then_some(float as i64)
}

/// Hands a number on in the type that it has.
pub(super) fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Failure> {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(integer), _, _) => visitor.visit_i64(integer),
        (None, Some(integer), _) => visitor.visit_u64(integer),
        (None, None, float) => visitor.visit_f64(float.unwrap_or(f64::NAN)),
    }
}

/// A value as an error says it.
pub(super) fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(integer), _, _) => Unexpected::Signed(integer),
            (None, Some(integer), _) => Unexpected::Unsigned(integer),
            (None, None, float) => Unexpected::Float(float.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}
