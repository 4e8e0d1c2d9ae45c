//! How much of a JSON value a typed value explains: a serializer that writes nothing and counts.
//!
//! A leaf of the JSON value (a scalar, or an empty list or object) counts if the typed value writes the same leaf at
//! the same place. A value that the description does not list (`Unknown`) does not count, though it is written: any
//! enum of strings takes any string, so that says nothing about the shape.

#![allow(dead_code, reason = "a description may have no unions")]

use std::fmt;

use serde::ser::{self, Impossible, Serialize, Serializer};
use serde_json::Value;

use self::containers::{Fields, Items};
use super::marks::UNKNOWN;

mod containers;

/// How many leaves a JSON value has.
pub(crate) fn leaves(value: &Value) -> usize {
    // {"a": [1, null], "b": {}} -> 3
    match value {
        Value::Array(items) if !items.is_empty() => items.iter().map(leaves).sum(),
        Value::Object(fields) if !fields.is_empty() => fields.values().map(leaves).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => 1,
    }
}

/// How many leaves of `value` the typed value explains; 0 where it does not serialise.
pub(crate) fn explained(typed: &impl Serialize, value: &Value) -> usize {
    // a struct that writes {"a": 1, "c": 2}, and the value {"a": 1, "b": 2} -> 1
    typed.serialize(Explain(Some(value))).unwrap_or(0)
}

/// Compares what is written with the JSON value at the same place, if there is one.
struct Explain<'v>(Option<&'v Value>);

impl<'v> Explain<'v> {
    fn leaf(self, same: impl FnOnce(&'v Value) -> bool) -> Result<usize, Stop> {
        Ok(usize::from(self.0.is_some_and(same)))
    }

    fn number(self, written: impl Into<serde_json::Number>) -> Result<usize, Stop> {
        let written = written.into();
        self.leaf(|value| match value {
            // 7 and 7.0 are the same number in JSON.
            Value::Number(number) => *number == written || number.as_f64() == written.as_f64(),
            Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => false,
        })
    }

    fn field(self, name: &str) -> Self {
        Explain(self.0.and_then(|value| value.get(name)))
    }
}

/// The value does not serialise to JSON.
#[derive(Debug)]
struct Stop;

impl fmt::Display for Stop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not JSON")
    }
}

impl std::error::Error for Stop {}

impl ser::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// The methods for whole numbers, which are all alike.
macro_rules! numbers {
    ($($method:ident($number:ty))*) => { $(
        fn $method(self, written: $number) -> Result<usize, Stop> {
            self.number(written)
        }
    )* };
}

impl<'v> Serializer for Explain<'v> {
    type Ok = usize;
    type Error = Stop;
    type SerializeSeq = Items<'v>;
    type SerializeTuple = Items<'v>;
    type SerializeTupleStruct = Impossible<usize, Stop>;
    type SerializeTupleVariant = Impossible<usize, Stop>;
    type SerializeMap = Fields<'v>;
    type SerializeStruct = Fields<'v>;
    type SerializeStructVariant = Impossible<usize, Stop>;

    fn serialize_bool(self, written: bool) -> Result<usize, Stop> {
        self.leaf(|value| value.as_bool() == Some(written))
    }

    numbers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }

    fn serialize_f32(self, written: f32) -> Result<usize, Stop> {
        self.serialize_f64(written.into())
    }

    fn serialize_f64(self, written: f64) -> Result<usize, Stop> {
        match serde_json::Number::from_f64(written) {
            Some(number) => self.number(number),
            None => self.serialize_unit(),
        }
    }

    fn serialize_char(self, written: char) -> Result<usize, Stop> {
        self.serialize_str(written.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, written: &str) -> Result<usize, Stop> {
        self.leaf(|value| value.as_str() == Some(written))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<usize, Stop> {
        Err(Stop)
    }

    fn serialize_none(self) -> Result<usize, Stop> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, inner: &T) -> Result<usize, Stop> {
        inner.serialize(self)
    }

    fn serialize_unit(self) -> Result<usize, Stop> {
        self.leaf(Value::is_null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<usize, Stop> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<usize, Stop> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, inner: &T) -> Result<usize, Stop> {
        if name == UNKNOWN { Ok(0) } else { inner.serialize(self) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        inner: &T,
    ) -> Result<usize, Stop> {
        inner.serialize(self.field(variant))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'v>, Stop> {
        Ok(Items::of(self.0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'v>, Stop> {
        Ok(Items::of(self.0))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Stop> {
        Err(Stop)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Stop> {
        Err(Stop)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'v>, Stop> {
        Ok(Fields::of(self.0))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'v>, Stop> {
        Ok(Fields::of(self.0))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Stop> {
        Err(Stop)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_and_empty_containers_are_leaves() {
        assert_eq!(leaves(&json!({"a": [1, null, {}], "b": {"c": []}, "d": "x"})), 5);
    }

    #[test]
    fn what_is_written_the_same_counts() {
        let value = json!({"a": [1, 2.0, "x"], "b": {}});
        assert_eq!(explained(&value, &value), 4);
        assert_eq!(explained(&json!({"a": [1.0, 2, "y"]}), &value), 2);
        assert_eq!(explained(&BTreeMap::from([("b", BTreeMap::<String, i64>::new())]), &value), 1);
        assert_eq!(explained(&json!([1]), &value), 0);
    }
}
