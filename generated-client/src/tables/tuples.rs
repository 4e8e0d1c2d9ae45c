//! Tuples: lists of a fixed length, whose items have types of their own.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no tuples")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use crate::tables::objects::object::without_value;

/// Makes a tuple work: serde.
///
/// Takes the struct, and the indexes of its items: `tuple!(Position, 0, 1);`. What follows these items is passed over, as a
/// property that no field has. `tuple!(Login hides(1), 0, 1);` makes its `Debug`, too, which shows `***` in the place of that item;
/// no error quotes it.
macro_rules! tuple {
    ($name:ident, $($index:tt),+) => {
        $crate::tables::tuples::coding!($name hides(), $($index),+);
    };
    ($name:ident hides($($hidden:literal),+), $($index:tt),+) => {
        $crate::tables::tuples::coding!($name hides($($hidden),+), $($index),+);

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::tables::tuples::show::<Self>(formatter, &[$(&self.$index),+])
            }
        }
    };
}
pub(crate) use tuple;

/// How a tuple is read and written.
macro_rules! coding {
    ($name:ident hides($($hidden:literal),*), $($index:tt),+) => {
        impl $crate::tables::tuples::Tuple for $name {
            const NAME: &'static str = ::std::stringify!($name);
            const LENGTH: usize = [$($index),+].len();
            const SENSITIVE: &'static [usize] = &[$($hidden),*];

            fn read<'de, A: ::serde::de::SeqAccess<'de>>(items: &mut A) -> ::std::result::Result<Self, A::Error> {
                ::std::result::Result::Ok(Self($($crate::tables::tuples::read_item::<Self, _, A>(items, $index)?),+))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::tables::tuples::read(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let length = <Self as $crate::tables::tuples::Tuple>::LENGTH;
                let mut items = ::serde::Serializer::serialize_tuple(serializer, length)?;
                $(::serde::ser::SerializeTuple::serialize_element(&mut items, &self.$index)?;)+
                ::serde::ser::SerializeTuple::end(items)
            }
        }
    };
}
pub(crate) use coding;

/// A list of a fixed length, as [`tuple!`] makes it.
pub(crate) trait Tuple: Sized {
    /// The name of its type.
    const NAME: &'static str;
    /// How many items it has.
    const LENGTH: usize;
    /// The items whose values are in no `Debug` and no error.
    const SENSITIVE: &'static [usize];

    /// Reads its items.
    fn read<'de, A: SeqAccess<'de>>(items: &mut A) -> Result<Self, A::Error>;
}

/// Reads a tuple.
pub(crate) fn read<'de, T: Tuple, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_tuple_struct(T::NAME, T::LENGTH, TupleVisitor(PhantomData))
}

/// Reads an item that must be there.
pub(crate) fn read_item<'de, T: Tuple, P: Deserialize<'de>, A: SeqAccess<'de>>(
    items: &mut A,
    index: usize,
) -> Result<P, A::Error> {
    let item = items.next_element().map_err(|error| without_value(error, T::SENSITIVE.contains(&index)))?;
    item.ok_or_else(|| A::Error::invalid_length(index, &TupleVisitor::<T>(PhantomData)))
}

/// Shows a tuple, without what is sensitive.
pub(crate) fn show<T: Tuple>(formatter: &mut fmt::Formatter<'_>, items: &[&dyn fmt::Debug]) -> fmt::Result {
    let mut shown = formatter.debug_tuple(T::NAME);
    for (index, item) in items.iter().enumerate() {
        let hidden = format_args!("***");
        shown.field(if T::SENSITIVE.contains(&index) { &hidden } else { *item });
    }
    shown.finish()
}

struct TupleVisitor<T>(PhantomData<T>);

impl<'de, T: Tuple> Visitor<'de> for TupleVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {} items", T::NAME, T::LENGTH)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let tuple = T::read(&mut items)?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(tuple)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_str, from_value, json, to_value};

    use super::*;
    use crate::json::explain::explained;
    use crate::json::finite::place_of_infinite;
    use crate::json::repair;
    use crate::runtime::union;

    #[derive(Clone, Debug, PartialEq)]
    struct Place(f64, Option<String>, Vec<i64>);

    tuple!(Place, 0, 1, 2);

    /// A tuple that holds itself.
    #[derive(Clone, Debug, PartialEq)]
    struct Chain(String, Option<Box<Chain>>);

    tuple!(Chain, 0, 1);

    #[derive(Clone, PartialEq)]
    struct Login(String, i64);

    tuple!(Login hides(0), 0, 1);

    #[derive(Clone, Debug, PartialEq)]
    enum Shape {
        Place(Place),
        Login(Login),
        Texts(Vec<String>),
        Unknown(Value),
    }

    union!(Shape, Place, Login, Texts);

    fn place() -> Place {
        Place(1.5, None, vec![7])
    }

    #[test]
    fn a_tuple_is_a_list_in_json() {
        assert_eq!(from_str::<Place>("[1.5, null, [7]]").expect("it is one"), place());
        assert_eq!(to_value(place()).expect("it is JSON"), json!([1.5, null, [7]]));
        let chain = Chain("a".to_owned(), Some(Box::new(Chain("b".to_owned(), None))));
        assert_eq!(to_value(&chain).expect("it is JSON"), json!(["a", ["b", null]]));
        assert_eq!(from_value::<Chain>(json!(["a", ["b", null]])).expect("it is one"), chain);
    }

    #[test]
    fn what_follows_the_items_is_passed_over() {
        assert_eq!(from_str::<Place>("[1.5, null, [7], {\"new\": [1]}, 2]").expect("it is one"), place());
        assert_eq!(from_value::<Place>(json!([1.5, null, [7], "new"])).expect("it is one"), place());
    }

    #[test]
    fn what_is_missing_or_another_kind_is_an_error() {
        let error = from_str::<Place>("[1.5]").expect_err("it is too short");
        assert_eq!(error.to_string(), "invalid length 1, expected Place of 3 items at line 1 column 5");
        let error = from_str::<Place>("{}").expect_err("it is no list");
        assert_eq!(error.to_string(), "invalid type: map, expected Place of 3 items at line 1 column 0");
    }

    #[test]
    fn a_repair_converts_items_and_fills_in_those_that_are_missing() {
        let read = |value: Value, fills| {
            let (place, mismatches) = repair::read::<Place>(&value, fills).map_err(|unrepaired| unrepaired.reason)?;
            Ok::<_, String>((place, mismatches.iter().map(ToString::to_string).collect::<Vec<_>>()))
        };
        let (repaired, mismatches) = read(json!(["1.5", null, ["7"], 2]), false).expect("it is repaired");
        assert_eq!(repaired, place());
        assert_eq!(mismatches.len(), 2, "{mismatches:?}");
        assert_eq!(read(json!([1.5]), false), Err("invalid length 1, expected Place of 3 items".to_owned()));
        let (filled, mismatches) = read(json!([1.5]), true).expect("it is filled in");
        assert_eq!(filled, Place(1.5, None, Vec::new()));
        assert_eq!(mismatches, ["`[2]`: missing: read as an empty list"]);
        let (filled, _) = read(Value::Null, true).expect("it is filled in");
        assert_eq!(filled, Place(0.0, None, Vec::new()));
        assert!(read(Value::Null, false).is_err());
    }

    #[test]
    fn a_union_takes_the_tuple_that_explains_most() {
        let shape = |value: Value| from_value::<Shape>(value).expect("a union takes anything");
        assert_eq!(shape(json!([1.5, null, [7]])), Shape::Place(place()));
        assert_eq!(shape(json!(["a", 7])), Shape::Login(Login("a".to_owned(), 7)));
        assert_eq!(shape(json!(["a", "b"])), Shape::Texts(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(shape(json!([true])), Shape::Unknown(json!([true])));
        assert_eq!(explained(&place(), &json!([1.5, null, [8], 9])), 2);
    }

    #[test]
    fn numbers_that_are_not_finite_are_found() {
        assert_eq!(place_of_infinite(&Place(f64::NAN, None, Vec::new())).as_deref(), Some("/0"));
        assert_eq!(place_of_infinite(&place()), None);
    }

    #[test]
    fn what_is_sensitive_is_not_shown() {
        assert_eq!(format!("{:?}", Login("secret".to_owned(), 7)), "Login(***, 7)");
        let error = from_str::<Login>(r#"[{"a": "secret"}, 7]"#).expect_err("it is no text").to_string();
        assert!(error.starts_with("a value that is not as described, and not shown"), "{error}");
    }
}
