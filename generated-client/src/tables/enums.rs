//! Enums of strings and of integers that keep the values they do not know.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no enums")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// Reads an enum of strings; a known value is not copied.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str> + From<String>,
    D: Deserializer<'de>,
{
    struct StringVisitor<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str> + From<String>> Visitor<'_> for StringVisitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
            Ok(T::from(value))
        }

        fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
            Ok(T::from(value))
        }
    }

    deserializer.deserialize_str(StringVisitor(PhantomData))
}

/// Makes an enum of strings, with serde, `Display`, `AsRef<str>`, `FromStr`, `From<&str>` and `From<String>`.
///
/// Takes the enum as a table of its variants and their texts, and the name of the variant for any other text where
/// that is not `Unknown`:
///
/// ```text
/// string_enum! {
///     /// What the page is.
///     pub enum Status {
///         /// It can be seen.
///         Active = "active",
///         Unknown = "unknown",
///     }
///     type Unknown = Other;
/// }
/// ```
macro_rules! string_enum {
    ($(#[$attribute:meta])* pub enum $name:ident { $($rows:tt)* }) => {
        $crate::tables::enums::string_enum! {
            $(#[$attribute])*
            pub enum $name { $($rows)* }
            type Unknown = Unknown;
        }
    };
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),* $(,)?
        }
        type Unknown = $unknown:ident;
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_attribute])*
                #[doc = ""]
                #[doc = ::std::concat!("Written `` ", $text, " ``.")]
                $variant,
            )*
            /// A value that the description does not list, kept as it came.
            $unknown(::std::string::String),
        }

        #[allow(deprecated, unreachable_pub)]
        const _: () = {
            impl $name {
                /// The value as it is written.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        $(Self::$variant => $text,)*
                        Self::$unknown(value) => value,
                    }
                }

                fn known(value: &str) -> ::std::option::Option<Self> {
                    match value {
                        $($text => ::std::option::Option::Some(Self::$variant),)*
                        _ => ::std::option::Option::None,
                    }
                }
            }

            impl ::std::convert::From<&str> for $name {
                fn from(value: &str) -> Self {
                    Self::known(value).unwrap_or_else(|| Self::$unknown(value.to_owned()))
                }
            }

            impl ::std::convert::From<::std::string::String> for $name {
                fn from(value: ::std::string::String) -> Self {
                    Self::known(&value).unwrap_or(Self::$unknown(value))
                }
            }

            impl ::std::str::FromStr for $name {
                type Err = ::std::convert::Infallible;

                fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                    ::std::result::Result::Ok(Self::from(value))
                }
            }

            impl ::std::convert::AsRef<str> for $name {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }

            impl ::std::fmt::Display for $name {
                fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Display::fmt(self.as_str(), formatter)
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    if let Self::$unknown(value) = self {
                        return serializer.serialize_newtype_struct($crate::json::marks::UNKNOWN, value);
                    }
                    serializer.serialize_str(self.as_str())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    $crate::tables::enums::deserialize(deserializer)
                }
            }
        };
    };
}
pub(crate) use string_enum;

/// Makes an enum of integers, with serde, `Display` and `From<i64>`.
///
/// Takes a table as [`string_enum`] does, with integers: `pub enum Level { Low = 1, High = 10 }`.
macro_rules! integer_enum {
    ($(#[$attribute:meta])* pub enum $name:ident { $($rows:tt)* }) => {
        $crate::tables::enums::integer_enum! {
            $(#[$attribute])*
            pub enum $name { $($rows)* }
            type Unknown = Unknown;
        }
    };
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $integer:literal),* $(,)?
        }
        type Unknown = $unknown:ident;
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_attribute])*
                #[doc = ""]
                #[doc = ::std::concat!("Written `", ::std::stringify!($integer), "`.")]
                $variant,
            )*
            /// A value that the description does not list, kept as it came.
            $unknown(i64),
        }

        #[allow(deprecated, unreachable_pub)]
        const _: () = {
            impl $name {
                /// The value as it is written.
                #[must_use]
                pub const fn as_i64(self) -> i64 {
                    match self {
                        $(Self::$variant => $integer,)*
                        Self::$unknown(value) => value,
                    }
                }
            }

            impl ::std::convert::From<i64> for $name {
                fn from(value: i64) -> Self {
                    match value {
                        $($integer => Self::$variant,)*
                        _ => Self::$unknown(value),
                    }
                }
            }

            impl ::std::fmt::Display for $name {
                fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Display::fmt(&self.as_i64(), formatter)
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    if let Self::$unknown(value) = self {
                        return serializer.serialize_newtype_struct($crate::json::marks::UNKNOWN, value);
                    }
                    serializer.serialize_i64(self.as_i64())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    let integer = $crate::values::time::IntegerVisitor("an integer");
                    deserializer.deserialize_i64(integer).map(Self::from)
                }
            }
        };
    };
}
pub(crate) use integer_enum;

#[cfg(test)]
#[allow(unreachable_pub, reason = "the table makes a public enum")]
mod tests {
    string_enum! {
        /// A status.
        pub enum Status {
            /// It works.
            Active = "active",
            Unknown = "unknown",
        }
        type Unknown = Other;
    }

    integer_enum! {
        /// A level.
        pub enum Level {
            Low = -1,
            High = 10,
        }
    }

    #[track_caller]
    fn check<T>(json: &str, expected: &T)
    where
        T: serde::de::DeserializeOwned + serde::Serialize + PartialEq + std::fmt::Debug,
    {
        let value: T = serde_json::from_str(json).expect("it decodes");
        assert_eq!(&value, expected);
        assert_eq!(serde_json::to_string(&value).expect("it serialises"), json);
    }

    #[test]
    fn known_and_unknown_strings_round_trip() {
        check(r#""active""#, &Status::Active);
        check(r#""unknown""#, &Status::Unknown);
        check(r#""Active""#, &Status::Other("Active".to_owned()));
        check(r#""a\nb""#, &Status::Other("a\nb".to_owned()));
    }

    #[test]
    fn a_string_converts_and_prints() {
        assert_eq!(Status::from("unknown".to_owned()), Status::Unknown);
        assert_eq!("active".parse(), Ok(Status::Active));
        assert_eq!(format!("{:>7}", Status::Active), " active");
        assert_eq!(Status::from("x").as_ref(), "x");
    }

    #[test]
    fn known_and_unknown_integers_round_trip() {
        check("-1", &Level::Low);
        check("10", &Level::High);
        check("-3", &Level::Unknown(-3));
        assert_eq!(serde_json::from_str::<Level>("10.0").expect("it decodes"), Level::High);
        assert!(serde_json::from_str::<Level>("1.5").is_err());
        assert_eq!(Level::High.to_string(), "10");
    }
}
