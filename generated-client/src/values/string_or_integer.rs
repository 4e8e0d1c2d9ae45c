//! A text or a whole number, where an API takes or gives either.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::marks::STRING_OR_INTEGER;

/// A text or a whole number: `"7"` or `7` in JSON, written back as it came.
///
/// Many ids are of this kind. Setters take both: `id("7")` sends a text, `id(7)` a number. Null, an object and the like are
/// neither: what becomes of an answer with one says the [`DecodePolicy`](crate::DecodePolicy).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum StringOrInteger {
    /// A text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A whole number beyond those of an `i64`.
    Unsigned(u64),
}

impl StringOrInteger {
    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Integer(_) | Self::Unsigned(_) => None,
        }
    }

    /// The number, if it is one that an `i64` can be.
    #[must_use]
    pub const fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::String(_) | Self::Unsigned(_) => None,
        }
    }

    /// The number, if it is one and not negative.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Integer(number) => u64::try_from(*number).ok(),
            Self::Unsigned(number) => Some(*number),
            Self::String(_) => None,
        }
    }
}

impl fmt::Display for StringOrInteger {
    /// The text without quotes, or the number: an id looks the same either way.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => text.fmt(formatter),
            Self::Integer(number) => number.fmt(formatter),
            Self::Unsigned(number) => number.fmt(formatter),
        }
    }
}

impl PartialEq<str> for StringOrInteger {
    /// A number is no text, whatever its digits.
    fn eq(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }
}

impl PartialEq<&str> for StringOrInteger {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

impl PartialEq<i64> for StringOrInteger {
    /// A text is no number, whatever its digits.
    fn eq(&self, number: &i64) -> bool {
        self.as_i64() == Some(*number)
    }
}

impl From<&str> for StringOrInteger {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for StringOrInteger {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<&String> for StringOrInteger {
    fn from(text: &String) -> Self {
        Self::String(text.clone())
    }
}

impl From<&mut str> for StringOrInteger {
    fn from(text: &mut str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<Cow<'_, str>> for StringOrInteger {
    fn from(text: Cow<'_, str>) -> Self {
        Self::String(text.into_owned())
    }
}

impl From<Box<str>> for StringOrInteger {
    fn from(text: Box<str>) -> Self {
        Self::String(text.into())
    }
}

impl From<char> for StringOrInteger {
    fn from(character: char) -> Self {
        Self::String(character.into())
    }
}

impl From<u64> for StringOrInteger {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Unsigned(number), Self::Integer)
    }
}

impl From<usize> for StringOrInteger {
    fn from(number: usize) -> Self {
        (number as u64).into()
    }
}

/// What converts into an `i64` without a loss.
macro_rules! from_integers {
    ($($integer:ty),*) => { $(
        impl From<$integer> for StringOrInteger {
            fn from(number: $integer) -> Self {
                Self::Integer(number.into())
            }
        }
    )* };
}

from_integers!(i8, i16, i32, i64, u8, u16, u32);

impl Serialize for StringOrInteger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::String(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Unsigned(number) => serializer.serialize_u64(*number),
        }
    }
}

impl<'de> Deserialize<'de> for StringOrInteger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(STRING_OR_INTEGER, StringOrIntegerVisitor)
    }
}

/// Takes texts and whole numbers.
struct StringOrIntegerVisitor;

impl<'de> Visitor<'de> for StringOrIntegerVisitor {
    type Value = StringOrInteger;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or a whole number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(number.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &StringOrInteger, shown: &str) {
        let value: StringOrInteger = serde_json::from_str(json).expect("it decodes");
        assert_eq!(&value, expected);
        assert_eq!(serde_json::to_string(&value).expect("it serialises"), json);
        assert_eq!(value.to_string(), shown);
    }

    #[test]
    fn texts_and_numbers_keep_their_kind() {
        check(r#""394051""#, &StringOrInteger::String("394051".to_owned()), "394051");
        check("394051", &StringOrInteger::Integer(394_051), "394051");
        check("-1", &StringOrInteger::Integer(-1), "-1");
        check("18446744073709551615", &StringOrInteger::Unsigned(u64::MAX), "18446744073709551615");
    }

    #[test]
    fn what_is_neither_is_refused() {
        for json in ["1.5", "36893488147419103232", "true", "null", r#"["a",1]"#, r#"{"a":{"b":1}}"#] {
            let error = serde_json::from_str::<StringOrInteger>(json).expect_err("it is neither");
            assert!(error.to_string().contains("expected a text or a whole number"), "{json}: {error}");
        }
    }

    #[test]
    fn literals_convert_where_a_setter_takes_them() {
        fn set(value: impl Into<StringOrInteger>) -> StringOrInteger {
            value.into()
        }
        let text = "a".to_owned();
        assert_eq!(set("a"), set(&text));
        assert_eq!(set(text).as_str(), Some("a"));
        assert_eq!(set(394_051).as_i64(), Some(394_051));
        assert_eq!(set(5_547_999_998_888_i64).as_i64(), Some(5_547_999_998_888));
        assert_eq!((set("1").as_i64(), set(1).as_str()), (None, None));
        // What a setter of a text takes.
        assert_eq!(set('a'), set(Box::<str>::from("a")));
        assert_eq!(set(Cow::Borrowed("a")), set("a".to_owned().as_mut_str()));
        // A number has one form, wherever it is from.
        assert_eq!((set(7_u64), set(7_usize)), (set(7), set(7)));
        assert_eq!((set(u64::MAX).as_i64(), set(u64::MAX).as_u64()), (None, Some(u64::MAX)));
        assert_eq!((set(7).as_u64(), set(-7).as_u64(), set("7").as_u64()), (Some(7), None, None));
    }

    #[test]
    fn it_compares_with_what_it_is() {
        let (text, number) = (StringOrInteger::from("1"), StringOrInteger::from(1));
        assert!(text == "1" && text == *"1" && number == 1);
        assert!(text != 1 && number != "1" && text != number);
    }
}
