//! Scalars as a description writes them: the values of a tag, and the constants of a variant.

#![allow(dead_code, reason = "a description may have no unions")]

use serde_json::Value;

/// A scalar as a table writes it: `"cat"`, `1`, `1.5`, `true`, and `()` for null.
pub(crate) trait Scalar {
    /// Whether a JSON value is this one. A number and a boolean may come as their text and stand for it, since values are
    /// converted to texts where they are compared (OpenAPI 3.0.4, section 4.8.25).
    fn is(&self, value: &Value) -> bool;

    /// The scalar as JSON.
    fn to_json(&self) -> Value;
}

impl Scalar for &str {
    fn is(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => text == self,
            Value::Number(number) => self.parse().is_ok_and(|written: f64| number.as_f64() == Some(written)),
            Value::Bool(boolean) => self.parse() == Ok(*boolean),
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        }
    }

    fn to_json(&self) -> Value {
        Value::from(*self)
    }
}

impl Scalar for i64 {
    fn is(&self, value: &Value) -> bool {
        match value {
            // 1.0 is 1 in JSON.
            Value::Number(number) => number.as_i64().map_or(number.as_f64() == Some(*self as f64), |own| own == *self),
            Value::String(text) => text.parse() == Ok(*self),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
        }
    }

    fn to_json(&self) -> Value {
        Value::from(*self)
    }
}

impl Scalar for f64 {
    fn is(&self, value: &Value) -> bool {
        match value {
            Value::Number(number) => number.as_f64() == Some(*self),
            Value::String(text) => text.parse() == Ok(*self),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
        }
    }

    fn to_json(&self) -> Value {
        Value::from(*self)
    }
}

impl Scalar for bool {
    fn is(&self, value: &Value) -> bool {
        match value {
            Value::Bool(boolean) => boolean == self,
            Value::String(text) => text.parse() == Ok(*self),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
        }
    }

    fn to_json(&self) -> Value {
        Value::from(*self)
    }
}

impl Scalar for () {
    fn is(&self, value: &Value) -> bool {
        value.is_null()
    }

    fn to_json(&self) -> Value {
        Value::Null
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(scalar: &dyn Scalar, same: &[Value], others: &[Value]) {
        for value in same {
            assert!(scalar.is(value), "{} is {value}", scalar.to_json());
        }
        for value in others {
            assert!(!scalar.is(value), "{} is not {value}", scalar.to_json());
        }
    }

    #[test]
    fn scalars_of_every_type_are_compared_by_what_they_say() {
        check(&"1", &[json!("1"), json!(1), json!(1.0)], &[json!("1.0"), json!(true), json!(null), json!([1])]);
        check(&"true", &[json!("true"), json!(true)], &[json!(false), json!(1), json!("True")]);
        check(&1_i64, &[json!(1), json!(1.0), json!("1")], &[json!(1.5), json!(true), json!("1.0"), json!(null)]);
        check(&i64::MAX, &[json!(i64::MAX)], &[json!(i64::MAX - 1)]);
        check(&1.5, &[json!(1.5), json!("1.5")], &[json!(1), json!(2.5), json!({})]);
        check(&false, &[json!(false), json!("false")], &[json!(true), json!(0), json!(null)]);
        check(&(), &[json!(null)], &[json!("null"), json!(0), json!(false)]);
    }
}
