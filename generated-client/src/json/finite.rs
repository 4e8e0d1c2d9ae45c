//! Whether all numbers of a value are finite: a serializer that writes nothing and looks. JSON has no text for NaN and the
//! infinities (RFC 8259, section 6), so `serde_json` writes `null` for them, which says something else.

use std::fmt;

use serde::ser;
use serde::{Serialize, Serializer};

/// The place of the first number that is not finite, as a JSON pointer; nothing where there is none.
pub(crate) fn place_of_infinite(value: &impl Serialize) -> Option<String> {
    // a struct of {"a": [1.0, NaN]} -> "/a/1"
    let found = value.serialize(Look::default()).err().filter(|found| found.is_infinite)?;
    Some(found.way.iter().rev().map(|token| format!("/{token}")).collect())
}

/// What ends the search: a number that is not finite, or a value that does not serialise.
#[derive(Debug, Default)]
struct Found {
    is_infinite: bool,
    /// The way to it, from below.
    way: Vec<String>,
}

impl Found {
    fn below(mut self, token: impl ToString) -> Self {
        self.way.push(token.to_string());
        self
    }
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not finite")
    }
}

impl std::error::Error for Found {}

impl ser::Error for Found {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::default()
    }
}

/// Looks at a value, and at what it is made of.
#[derive(Default)]
struct Look {
    /// The key of the value that comes next, where a map has named it.
    key: Option<String>,
    /// How many items have been looked at.
    index: usize,
}

impl Look {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Found> {
        let index = self.index;
        self.index += 1;
        item.serialize(Self::default()).map_err(|found| found.below(index))
    }

    fn field<T: Serialize + ?Sized>(key: &str, field: &T) -> Result<(), Found> {
        field.serialize(Self::default()).map_err(|found| found.below(key))
    }
}

/// The methods for what can't be infinite.
macro_rules! finite {
    ($($method:ident($($argument:ty),*))*) => { $(
        fn $method(self, $(_: $argument),*) -> Result<(), Found> {
            Ok(())
        }
    )* };
}

/// The methods that begin a list or an object.
macro_rules! containers {
    ($($method:ident($($argument:ty),*))*) => { $(
        fn $method(self, $(_: $argument),*) -> Result<Self, Found> {
            Ok(self)
        }
    )* };
}

impl Serializer for Look {
    type Ok = ();
    type Error = Found;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    finite! {
        serialize_bool(bool) serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_u8(u8)
        serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_char(char) serialize_str(&str)
        serialize_bytes(&[u8]) serialize_none() serialize_unit() serialize_unit_struct(&'static str)
        serialize_unit_variant(&'static str, u32, &'static str)
    }

    containers! {
        serialize_seq(Option<usize>) serialize_tuple(usize) serialize_tuple_struct(&'static str, usize)
        serialize_tuple_variant(&'static str, u32, &'static str, usize) serialize_map(Option<usize>)
        serialize_struct(&'static str, usize) serialize_struct_variant(&'static str, u32, &'static str, usize)
    }

    fn serialize_f32(self, number: f32) -> Result<(), Found> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Found> {
        if number.is_finite() { Ok(()) } else { Err(Found { is_infinite: true, way: Vec::new() }) }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, inner: &T) -> Result<(), Found> {
        inner.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, inner: &T) -> Result<(), Found> {
        inner.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        inner: &T,
    ) -> Result<(), Found> {
        Self::field(variant, inner)
    }
}

/// The traits of lists, each with the name of its method.
macro_rules! lists {
    ($($list:ident $method:ident)*) => { $(
        impl ser::$list for Look {
            type Ok = ();
            type Error = Found;

            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Found> {
                self.item(item)
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        }
    )* };
}

/// The traits of objects whose fields are known.
macro_rules! objects {
    ($($object:ident)*) => { $(
        impl ser::$object for Look {
            type Ok = ();
            type Error = Found;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, field: &T) -> Result<(), Found> {
                Self::field(key, field)
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        }
    )* };
}

lists! {
    SerializeSeq serialize_element SerializeTuple serialize_element SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

objects! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Look {
    type Ok = ();
    type Error = Found;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Found> {
        let key = serde_json::to_value(key).unwrap_or_default();
        self.key = Some(key.as_str().map_or_else(|| key.to_string(), str::to_owned));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
        Self::field(&self.key.take().unwrap_or_default(), value)
    }

    fn end(self) -> Result<(), Found> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[derive(Serialize)]
    struct Pet {
        weights: Vec<Option<f64>>,
    }

    #[test]
    fn a_number_that_is_not_finite_is_found_at_its_place() {
        let pets = |weight| BTreeMap::from([("cat", Pet { weights: vec![None, Some(weight)] })]);
        assert_eq!(place_of_infinite(&pets(f64::NAN)).as_deref(), Some("/cat/weights/1"));
        assert_eq!(place_of_infinite(&pets(f64::NEG_INFINITY)).as_deref(), Some("/cat/weights/1"));
        assert_eq!(place_of_infinite(&f32::INFINITY).as_deref(), Some(""));
        assert_eq!(place_of_infinite(&(1, [f64::NAN])).as_deref(), Some("/1/0"));
        assert_eq!(place_of_infinite(&pets(1.5)), None);
        assert_eq!(place_of_infinite(&json!({"a": [null, 1.5, "NaN"]})), None);
    }
}
