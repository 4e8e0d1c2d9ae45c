//! A field that can be left out, set to null, or set to a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::values::one_or_many::OneOrMany;
use crate::values::string_or_integer::StringOrInteger;

/// A field that a request can leave out, clear with null, or set.
///
/// An API that updates objects often tells the three apart: a field that is left out stays as it is, `null` clears
/// it. Setters take anything that converts into this type, so a plain value and an [`Option`] will do: `None` is
/// [`Null`](Self::Null), **not** [`Absent`](Self::Absent).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Nullable<T> {
    /// The field is left out.
    #[default]
    Absent,
    /// The field is `null`.
    Null,
    /// The field has this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the field is left out.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field is `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value itself, if there is one.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    /// `None` is [`Nullable::Null`].
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&str> for Nullable<StringOrInteger> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<String> for Nullable<StringOrInteger> {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl From<i64> for Nullable<StringOrInteger> {
    fn from(number: i64) -> Self {
        Self::Value(number.into())
    }
}

impl From<&str> for Nullable<OneOrMany<String>> {
    fn from(value: &str) -> Self {
        Self::Value(OneOrMany::One(value.to_owned()))
    }
}

impl<T> From<T> for Nullable<OneOrMany<T>> {
    fn from(value: T) -> Self {
        Self::Value(OneOrMany::One(value))
    }
}

impl<T> From<Vec<T>> for Nullable<OneOrMany<T>> {
    fn from(values: Vec<T>) -> Self {
        Self::Value(OneOrMany::Many(values))
    }
}

impl<T, const N: usize> From<[T; N]> for Nullable<OneOrMany<T>> {
    fn from(values: [T; N]) -> Self {
        Self::Value(OneOrMany::Many(values.into()))
    }
}

impl<T, const N: usize> From<[T; N]> for Nullable<Vec<T>> {
    fn from(values: [T; N]) -> Self {
        Self::Value(values.into())
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        name: Nullable<String>,
    }

    fn check(name: Nullable<String>, json: &str) {
        let update = Update { name };
        assert_eq!(serde_json::to_string(&update).expect("it serialises"), json);
        assert_eq!(serde_json::from_str::<Update>(json).expect("it decodes"), update);
    }

    #[test]
    fn absent_null_and_value_round_trip() {
        check(Nullable::Absent, "{}");
        check(Nullable::Null, r#"{"name":null}"#);
        check("a".into(), r#"{"name":"a"}"#);
    }

    #[test]
    fn none_is_null() {
        assert_eq!(Nullable::<i64>::from(None), Nullable::Null);
        assert_eq!(Nullable::from(Some(1)), Nullable::Value(1));
    }

    #[test]
    fn literals_convert_where_a_setter_takes_them() {
        fn set<T>(value: impl Into<Nullable<T>>) -> Nullable<T> {
            value.into()
        }
        assert_eq!(set::<i64>(5), Nullable::Value(5));
        assert_eq!(set::<f64>(0.5), Nullable::Value(0.5));
        assert_eq!(set::<bool>(None), Nullable::Null);
        assert_eq!(set::<String>("a"), Nullable::Value("a".to_owned()));
        assert_eq!(set::<StringOrInteger>("a"), Nullable::Value("a".into()));
        assert_eq!(set::<StringOrInteger>("a".to_owned()), Nullable::Value("a".into()));
        assert_eq!(set::<StringOrInteger>(5), Nullable::Value(5.into()));
        assert_eq!(set::<Vec<i64>>([1, 2]), Nullable::Value(vec![1, 2]));
        assert_eq!(set::<OneOrMany<i64>>(1), Nullable::Value(OneOrMany::One(1)));
        assert_eq!(set::<OneOrMany<i64>>([1]), Nullable::Value(OneOrMany::Many(vec![1])));
        assert_eq!(set::<OneOrMany<i64>>(None), Nullable::Null);
    }

    #[test]
    fn one_value_or_several_become_one_or_many() {
        let one: Nullable<OneOrMany<i64>> = 1.into();
        assert_eq!(one, Nullable::Value(OneOrMany::One(1)));
        let none: Nullable<OneOrMany<i64>> = [].into();
        assert_eq!(none, Nullable::Value(OneOrMany::Many(vec![])));
    }
}
