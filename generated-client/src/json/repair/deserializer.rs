//! One JSON value, read as what is asked for.

use std::any::type_name;
use std::rc::Rc;

use serde::de::{self, Deserializer, Visitor};
use serde_json::{Map, Number, Value};

use super::access::{Fields, Items};
use super::failure::Failure;
use super::numbers::{unexpected, visit_number, whole};
use super::state::{LEFT_OUT, State, WITHOUT_ITEMS};
use crate::json::marks::STRING_OR_INTEGER;

/// A JSON value at the present place of a repair; [`None`] is one that nobody sent, or that was given up.
#[derive(Clone, Copy)]
pub(super) struct Repair<'r> {
    value: Option<&'r Value>,
    state: &'r Rc<State>,
}

impl<'r> Repair<'r> {
    pub(super) fn new(value: &'r Value, state: &'r Rc<State>) -> Self {
        Self { value: Some(value), state }
    }

    /// A value inside another one; [`None`] where nobody sent it.
    pub(super) fn inside(value: Option<&'r Value>, state: &'r Rc<State>) -> Self {
        Self { value: value.filter(|_| !state.is_given_up()), state }
    }

    /// The value; `null` where nobody sent one.
    fn value(self) -> &'r Value {
        self.value.unwrap_or(&Value::Null)
    }

    /// Puts a value that nobody sent in its place, where the repair does so, and reports it; says whether it did.
    fn fill_in(self, reason: [&'static str; 2]) -> bool {
        let [missing, null] = reason;
        let fills = self.state.fills && self.value().is_null();
        if fills {
            self.state.repaired(if self.value.is_none() { missing } else { null });
        }
        fills
    }

    /// The value is of another kind than the visitor asks for.
    fn mismatch<'de, V: Visitor<'de>>(self, visitor: &V) -> Failure {
        self.state.put_down_other_kind();
        de::Error::invalid_type(unexpected(self.value()), visitor)
    }

    /// A number that is there, or that a text spells out.
    fn number<'de, V: Visitor<'de>>(self, visitor: V, is_integer: bool) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Number(number) => match whole(number).filter(|_| is_integer && number.is_f64()) {
                Some(whole) => {
                    self.state.repaired("a number with a fraction of zero, where an integer is expected");
                    visitor.visit_i64(whole)
                }
                None => visit_number(number, visitor),
            },
            Value::String(text) => {
                // JSON's own grammar: no leading zero, no plus, no space.
                let number: Number = text.parse().map_err(|_| self.mismatch(&visitor))?;
                if is_integer && number.is_f64() {
                    return Err(self.mismatch(&visitor));
                }
                self.state.repaired("a string where a number is expected");
                visit_number(&number, visitor)
            }
            Value::Null if self.fill_in(["missing: read as 0", "null where a number is expected: read as 0"]) => {
                visitor.visit_i64(0)
            }
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(self.mismatch(&visitor)),
        }
    }

    /// A text, or a whole number.
    fn string_or_integer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::String(text) => visitor.visit_str(text),
            Value::Number(number) if !number.is_f64() => visit_number(number, visitor),
            Value::Number(_) => self.number(visitor, true),
            Value::Null
                if self.fill_in([
                    "missing: read as an empty string",
                    "null where a string or an integer is expected: read as \"\"",
                ]) =>
            {
                visitor.visit_str("")
            }
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(self.mismatch(&visitor)),
        }
    }

    /// An object, or one without content, with the fields that are filled in. What its type still lacks is put down.
    fn fields<'de, V: Visitor<'de>>(
        self,
        object: Option<&'r Map<String, Value>>,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let ty = type_name::<V::Value>();
        visitor.visit_map(Fields::of_type(object, ty, self.state)).map_err(|mut failure| {
            // Taken: what this stands in does not lack it.
            if let Some(field) = failure.missing.take() {
                self.state.wants(ty, field);
            }
            failure
        })
    }
}

/// Methods that are alike: of integers, of floats, of texts.
macro_rules! alike {
    ($($method:ident => $own:ident($($argument:expr),*);)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            self.$own(visitor $(, $argument)*)
        }
    )* };
}

impl<'de> Deserializer<'de> for Repair<'_> {
    type Error = Failure;

    alike! {
        deserialize_i8 => number(true);
        deserialize_i16 => number(true);
        deserialize_i32 => number(true);
        deserialize_i64 => number(true);
        deserialize_i128 => number(true);
        deserialize_u8 => number(true);
        deserialize_u16 => number(true);
        deserialize_u32 => number(true);
        deserialize_u64 => number(true);
        deserialize_u128 => number(true);
        deserialize_f32 => number(false);
        deserialize_f64 => number(false);
        deserialize_string => deserialize_str();
        deserialize_char => deserialize_str();
        deserialize_identifier => deserialize_str();
        deserialize_bytes => deserialize_any();
        deserialize_byte_buf => deserialize_any();
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Null => {
                if self.value.is_none() {
                    self.fill_in(["missing: read as null"; 2]);
                }
                visitor.visit_unit()
            }
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => visit_number(number, visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visitor.visit_seq(Items::new(items, self.state)),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, self.state)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::String(text) if text == "true" || text == "false" => {
                self.state.repaired("a string where a boolean is expected");
                visitor.visit_bool(text == "true")
            }
            Value::Null
                if self.fill_in(["missing: read as false", "null where a boolean is expected: read as false"]) =>
            {
                visitor.visit_bool(false)
            }
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                Err(self.mismatch(&visitor))
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::String(text) => visitor.visit_str(text),
            Value::Number(number) => {
                self.state.repaired("a number where a string is expected");
                visitor.visit_string(number.to_string())
            }
            Value::Bool(value) => {
                self.state.repaired("a boolean where a string is expected");
                visitor.visit_str(if *value { "true" } else { "false" })
            }
            Value::Null
                if self
                    .fill_in(["missing: read as an empty string", "null where a string is expected: read as \"\""]) =>
            {
                visitor.visit_str("")
            }
            Value::Null | Value::Array(_) | Value::Object(_) => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.value.is_none() && self.state.is_given_up() {
            self.state.repaired(LEFT_OUT);
        }
        if self.value().is_null() {
            return visitor.visit_none();
        }
        visitor.visit_some(self).inspect_err(|_| self.state.failed_in_option())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match (self.value, self.value()) {
            (Some(_), Value::Null) => {
                self.state.repaired("null where a list is expected: read as an empty one");
                visitor.visit_seq(Items::new(&[], self.state))
            }
            (None, Value::Null) if self.fill_in(["missing: read as an empty list"; 2]) => {
                visitor.visit_seq(Items::new(&[], self.state))
            }
            (_, Value::Array(items)) => visitor.visit_seq(Items::new(items, self.state)),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Array(items) => visitor.visit_seq(Items::of_tuple(items, length, self.state)),
            Value::Null if self.fill_in(WITHOUT_ITEMS) => {
                self.state.filled(|| visitor.visit_seq(Items::of_tuple(&[], length, self.state)))
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match (self.value, self.value()) {
            (Some(_), Value::Null) => {
                self.state.repaired("null where a map is expected: read as an empty one");
                self.fields(None, visitor)
            }
            (None, Value::Null) if self.fill_in(["missing: read as an empty map"; 2]) => self.fields(None, visitor),
            (_, Value::Object(object)) => self.fields(Some(object), visitor),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.value() {
            Value::Object(object) => self.fields(Some(object), visitor),
            Value::Null
                if self.fill_in([
                    "missing: read as an object without content",
                    "null where an object is expected: read as one without content",
                ]) =>
            {
                self.state.filled(|| self.fields(None, visitor))
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        if name == STRING_OR_INTEGER { self.string_or_integer(visitor) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.value().clone().deserialize_enum(name, variants, visitor).map_err(de::Error::custom)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }
}
