//! One value, or a list of them, where an API takes or gives either.

use std::{fmt, marker::PhantomData, slice};

use serde::de::{EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor, value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::repair;

/// One value, or a list of values: `7` or `[7, 8]` in JSON, written back as it came.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum OneOrMany<T> {
    /// A value by itself.
    One(T),
    /// A list, which can be empty.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values: a single one is a slice of length one.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    /// Goes through the values.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// The values as a vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<T, const N: usize> From<[T; N]> for OneOrMany<T> {
    fn from(values: [T; N]) -> Self {
        Self::Many(values.into())
    }
}

impl From<&str> for OneOrMany<String> {
    fn from(value: &str) -> Self {
        Self::One(value.to_owned())
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.serialize(serializer),
            Self::Many(values) => values.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if repair::is_going_on() {
            return repaired(&Value::deserialize(deserializer)?);
        }
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

/// Reads it within a repair; null is an empty list unless it is one value.
fn repaired<'de, T: Deserialize<'de>, E: Error>(value: &Value) -> Result<OneOrMany<T>, E> {
    let resumed = match value {
        Value::Array(_) | Value::Null => repair::resume::<Vec<T>, E>(value).map(|many| many.map(OneOrMany::Many)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            repair::resume::<T, E>(value).map(|one| one.map(OneOrMany::One))
        }
    };
    resumed.expect("a repair is going on")
}

/// Takes a sequence as many values, and hands anything else on to `T`: nothing is buffered.
struct OneOrManyVisitor<T>(PhantomData<T>);

impl<T> OneOrManyVisitor<T> {
    fn one<'de, E: Error>(value: impl IntoDeserializer<'de, E>) -> Result<OneOrMany<T>, E>
    where
        T: Deserialize<'de>,
    {
        T::deserialize(value.into_deserializer()).map(OneOrMany::One)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("one value or a list of values")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        T::deserialize(value::BorrowedStrDeserializer::new(value)).map(OneOrMany::One)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Self::one(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(value::SeqAccessDeserializer::new(sequence)).map(OneOrMany::Many)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(value::MapAccessDeserializer::new(map)).map(OneOrMany::One)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        T::deserialize(value::EnumAccessDeserializer::new(data)).map(OneOrMany::One)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    struct Tag {
        name: String,
        #[serde(default)]
        weight: Option<f64>,
    }

    #[track_caller]
    fn check<T>(json: &str, expected: &OneOrMany<T>)
    where
        T: for<'de> Deserialize<'de> + Serialize + PartialEq + fmt::Debug,
    {
        let value: OneOrMany<T> = serde_json::from_str(json).expect("it decodes");
        assert_eq!(&value, expected);
        assert_eq!(serde_json::to_string(&value).expect("it serialises"), json);
        let buffered = serde_json::from_str::<serde_json::Value>(json).expect("it is JSON");
        assert_eq!(&serde_json::from_value::<OneOrMany<T>>(buffered).expect("it decodes"), expected);
    }

    #[test]
    fn a_single_value_and_a_list_round_trip() {
        check("7", &OneOrMany::One(7_i64));
        check("-7", &OneOrMany::One(-7_i64));
        check("[7,8]", &OneOrMany::Many(vec![7_i64, 8]));
        check("[]", &OneOrMany::<i64>::Many(vec![]));
        check(r#""a""#, &OneOrMany::One("a".to_owned()));
        check("1.5", &OneOrMany::One(1.5));
        check("true", &OneOrMany::One(true));
        let tag = Tag { name: "a".to_owned(), weight: Some(1.0) };
        check(r#"{"name":"a","weight":1.0}"#, &OneOrMany::One(tag.clone()));
        check(r#"[{"name":"a","weight":1.0}]"#, &OneOrMany::Many(vec![tag]));
    }

    #[test]
    fn a_wrong_type_says_what_was_expected() {
        let error = serde_json::from_str::<OneOrMany<i64>>(r#""a""#).expect_err("a string is no integer");
        assert_eq!(error.to_string(), r#"invalid type: string "a", expected i64 at line 1 column 3"#);
    }

    #[test]
    fn a_single_value_is_a_slice_of_one() {
        assert_eq!(OneOrMany::One(7).as_slice(), [7]);
        assert_eq!(OneOrMany::from([7, 8]).iter().sum::<i32>(), 15);
    }
}
