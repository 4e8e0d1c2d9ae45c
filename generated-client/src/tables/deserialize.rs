//! Reads objects. serde's derive writes out, for each struct, a type for its keys with three ways to read one, and a way to
//! read the struct from a list, which is no JSON of an object; rustc would spend half of its time on that. This is the
//! rest of it, with the same errors.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "a description may have no objects, or no field that can be null"
)]

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::json::repair;

/// Finds a key among the names of fields. They often come in the order in which they are described, so the search begins
/// behind the one before.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    names: &'static [&'static str],
    first: usize,
}

impl Key {
    pub(crate) fn new(names: &'static [&'static str]) -> Self {
        Self { names, first: 0 }
    }

    /// Goes on behind the field that was found, which an object has once.
    pub(crate) fn found<E: Error>(&mut self, index: usize, seen: &mut [bool]) -> Result<(), E> {
        let Some(is_seen) = seen.get_mut(index) else { return Ok(()) };
        if std::mem::replace(is_seen, true) {
            return Err(E::duplicate_field(self.names[index]));
        }
        self.first = index + 1;
        Ok(())
    }

    /// The value of a required field.
    pub(crate) fn required<T, E: Error>(&self, field: Option<T>, index: usize) -> Result<T, E> {
        field.ok_or_else(|| E::missing_field(self.names[index]))
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    /// The index of the field; beyond the last where it is none of them.
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let (before, behind) = self.names.split_at(self.first.min(self.names.len()));
        let behind = behind.iter().position(|name| *name == key).map(|index| before.len() + index);
        let found = behind.or_else(|| before.iter().position(|name| *name == key));
        Ok(found.unwrap_or(self.names.len()))
    }
}

/// A key that was read: the index of its field.
pub(crate) trait Found {
    /// The index; beyond the last where it is no field's.
    fn index(&self) -> usize;
}

impl Found for usize {
    fn index(&self) -> usize {
        *self
    }
}

impl Found for (usize, String) {
    fn index(&self) -> usize {
        self.0
    }
}

/// Finds a key, and keeps the name of one that no field has.
#[derive(Clone, Copy)]
pub(crate) struct NamedKey(pub(crate) Key);

impl<'de> DeserializeSeed<'de> for NamedKey {
    type Value = (usize, String);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NamedKey {
    type Value = (usize, String);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(formatter)
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        let index = self.0.visit_str(key)?;
        let is_field = index < self.0.names.len();
        Ok((index, if is_field { String::new() } else { key.to_owned() }))
    }
}

/// Reads the value of a field that may be left out. One that is of another kind than is expected may stay absent; that is
/// for a repair to say, and where `is_sent`, requests send the model, too.
pub(crate) fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    map: &mut A,
    field: &mut T,
    is_sent: bool,
) -> Result<(), A::Error> {
    match map.next_value() {
        Ok(value) => *field = value,
        Err(_) if repair::leave_out(is_sent) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Reads the value of a field that is required.
pub(crate) fn read_required<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    map: &mut A,
    field: &mut Option<T>,
) -> Result<(), A::Error> {
    *field = Some(map.next_value()?);
    Ok(())
}

/// Passes over the value of a key that no field has.
pub(crate) fn pass<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Reads the value of a field that must be there, but can be null.
pub(crate) fn read_null<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    map: &mut A,
    field: &mut Option<T>,
) -> Result<(), A::Error> {
    *field = map.next_value()?;
    Ok(())
}

/// Reads the value of a key that no field has into the map that keeps those.
pub(crate) fn read_other<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    map: &mut A,
    key: String,
    others: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    others.insert(key, map.next_value()?);
    Ok(())
}

/// Makes a model readable.
///
/// Takes the model and its fields, each with its name on the wire where that differs. What is not `required` is an
/// `Option`, also what must be there but can be `null`; what is `nullable` is a `Nullable`, which keeps null and absent apart;
/// `others` is the map of all other properties:
/// `deserialize!(Pet, required(id, r#type = "type"), null(tag), optional(born = "birthDate"), nullable(owner), others(more));`.
/// `deserialize!(sent Pet, …)` says that requests send the model, too.
macro_rules! deserialize {
    (
        @$is_sent:literal $model:ident
        $(, required($($required:ident $(= $required_wire:literal)?),+ $(,)?))?
        $(, null($($null:ident $(= $null_wire:literal)?),+ $(,)?))?
        $(, optional($($optional:ident $(= $optional_wire:literal)?),+ $(,)?))?
        $(, nullable($($nullable:ident $(= $nullable_wire:literal)?),+ $(,)?))?
        $(, others($others:ident))?
        $(,)?
    ) => {
        #[allow(deprecated)]
        const _: () = {
            #[allow(non_camel_case_types)]
            enum __Field {
                $($($required,)+)?
                $($($null,)+)?
                $($($optional,)+)?
                $($($nullable,)+)?
            }

            const NAMES: &[&str] = &[
                $($($crate::tables::deserialize::wire_name!($required $($required_wire)?),)+)?
                $($($crate::tables::deserialize::wire_name!($null $($null_wire)?),)+)?
                $($($crate::tables::deserialize::wire_name!($optional $($optional_wire)?),)+)?
                $($($crate::tables::deserialize::wire_name!($nullable $($nullable_wire)?),)+)?
            ];

            struct __Visitor;

            impl<'de> ::serde::de::Visitor<'de> for __Visitor {
                type Value = $model;

                fn expecting(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    formatter.write_str(::std::concat!("struct ", ::std::stringify!($model)))
                }

                fn visit_map<__A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut map: __A,
                ) -> ::std::result::Result<$model, __A::Error> {
                    $($(let mut $required = ::std::option::Option::None;)+)?
                    $($(let mut $null = ::std::option::Option::None;)+)?
                    $($(let mut $optional = ::std::option::Option::None;)+)?
                    $($(let mut $nullable = $crate::values::nullable::Nullable::Absent;)+)?
                    $(let mut $others = ::std::collections::BTreeMap::new();)?
                    let mut key = $crate::tables::deserialize::Key::new(NAMES);
                    let mut seen = [false; NAMES.len()];
                    while let ::std::option::Option::Some(found) =
                        map.next_key_seed($crate::tables::deserialize::seed!(key $(, $others)?))?
                    {
                        let index = $crate::tables::deserialize::Found::index(&found);
                        key.found(index, &mut seen)?;
                        match index {
                            $($(index if index == __Field::$required as usize => {
                                $crate::tables::deserialize::read_required(&mut map, &mut $required)
                            })+)?
                            $($(index if index == __Field::$null as usize => {
                                $crate::tables::deserialize::read_null(&mut map, &mut $null)
                            })+)?
                            $($(index if index == __Field::$optional as usize => {
                                $crate::tables::deserialize::read(&mut map, &mut $optional, $is_sent)
                            })+)?
                            $($(index if index == __Field::$nullable as usize => {
                                $crate::tables::deserialize::read(&mut map, &mut $nullable, $is_sent)
                            })+)?
                            _ => $crate::tables::deserialize::read_rest!(map, found $(, $others)?),
                        }?;
                    }
                    ::std::result::Result::Ok($model {
                        $($($required: key.required($required, __Field::$required as usize)?,)+)?
                        $($($null,)+)?
                        $($($optional,)+)?
                        $($($nullable,)+)?
                        $($others,)?
                    })
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $model {
                fn deserialize<__D: ::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::std::result::Result<Self, __D::Error> {
                    deserializer.deserialize_struct(::std::stringify!($model), NAMES, __Visitor)
                }
            }
        };
    };
    (sent $model:ident $($fields:tt)*) => {
        $crate::tables::deserialize::deserialize!(@true $model $($fields)*);
    };
    ($model:ident $($fields:tt)*) => {
        $crate::tables::deserialize::deserialize!(@false $model $($fields)*);
    };
}
pub(crate) use deserialize;

/// What reads a key: with its name, where there is a map of others.
macro_rules! seed {
    ($key:ident) => {
        $key
    };
    ($key:ident, $others:ident) => {
        $crate::tables::deserialize::NamedKey($key)
    };
}
pub(crate) use seed;

/// Reads the value of a key that no field has, into the map of others if there is one.
macro_rules! read_rest {
    ($map:ident, $found:ident) => {
        $crate::tables::deserialize::pass(&mut $map)
    };
    ($map:ident, $found:ident, $others:ident) => {
        $crate::tables::deserialize::read_other(&mut $map, $found.1, &mut $others)
    };
}
pub(crate) use read_rest;

/// The name of a field on the wire.
macro_rules! wire_name {
    ($field:ident) => {
        ::std::stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
pub(crate) use wire_name;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use crate::values::nullable::Nullable;

    #[derive(Debug, PartialEq)]
    struct Pet {
        id: i64,
        r#type: String,
        born: Option<String>,
        owner: Nullable<String>,
        more: Option<Value>,
    }

    deserialize!(Pet, required(id, r#type = "type"), optional(born = "birthDate", more), nullable(owner));

    #[derive(Debug, PartialEq)]
    struct Basket {
        id: i64,
        tag: Option<String>,
        more: BTreeMap<String, i64>,
    }

    deserialize!(sent Basket, required(id), null(tag), others(more));

    #[test]
    fn what_no_field_has_is_kept_where_there_is_a_map_of_others() {
        let read = |json: &str| serde_json::from_str::<Basket>(json).map_err(|error| error.to_string());
        let more = BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 3)]);
        assert_eq!(read(r#"{"a":1,"id":1,"a":2,"tag":null,"b":3}"#), Ok(Basket { id: 1, tag: None, more }));
        assert_eq!(
            read(r#"{"a":1,"a":"x","id":1}"#),
            Err("invalid type: string \"x\", expected i64 at line 1 column 14".to_owned())
        );
        assert_eq!(read(r#"{"a":1}"#), Err("missing field `id` at line 1 column 7".to_owned()));
    }

    #[track_caller]
    fn check(json: &str, expected: Result<Pet, &str>) {
        let found = serde_json::from_str::<Pet>(json).map_err(|error| error.to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{json}");
    }

    fn pet() -> Pet {
        Pet { id: 1, r#type: "cat".to_owned(), born: None, owner: Nullable::Absent, more: None }
    }

    #[test]
    fn fields_are_read_in_any_order_and_unknown_ones_passed_over() {
        check(r#"{"id":1,"type":"cat"}"#, Ok(pet()));
        check(r#"{"x":{"id":2},"type":"cat","y":[1],"id":1}"#, Ok(pet()));
        let born = Some("2020".to_owned());
        check(r#"{"birthDate":"2020","type":"cat","id":1}"#, Ok(Pet { born, ..pet() }));
    }

    #[test]
    fn what_is_left_out_or_null_is_told_apart_where_it_can_be() {
        check(r#"{"id":1,"type":"cat","birthDate":null,"owner":null}"#, Ok(Pet { owner: Nullable::Null, ..pet() }));
        let owner = Nullable::Value("ann".to_owned());
        check(r#"{"id":1,"type":"cat","owner":"ann","more":null}"#, Ok(Pet { owner, ..pet() }));
    }

    #[test]
    fn errors_are_those_of_serde() {
        check(r#"{"type":"cat"}"#, Err("missing field `id` at line 1 column 14"));
        check(r#"{"id":1}"#, Err("missing field `type` at line 1 column 8"));
        check(r#"{"id":1,"type":"cat","id":1}"#, Err("duplicate field `id` at line 1 column 25"));
        check(r#"{"id":null}"#, Err("invalid type: null, expected i64 at line 1 column 10"));
        check("7", Err("invalid type: integer `7`, expected struct Pet at line 1 column 1"));
        check(r#"[1,"cat"]"#, Err("invalid type: sequence, expected struct Pet at line 1 column 1"));
    }
}
