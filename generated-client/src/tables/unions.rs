//! Unions: a value that has one of several shapes.

#![allow(unused_imports, unused_macros, reason = "a description may have no unions")]

pub(crate) mod best;
pub(crate) mod rules;
pub(crate) mod scalars;
#[cfg(test)]
#[allow(unreachable_pub, reason = "the table makes a public enum")]
mod tests;

/// Makes a union without a tag work: serde.
///
/// Takes the enum and its variants: `union!(Query, Single only("/all", false), Multiple);`. Each variant holds one value;
/// the enum also has the variant `Unknown(Value)`. Reading tries every variant whose [rules](rules) the value keeps
/// to, and keeps the one that explains most of the value; what none explains is `Unknown`. Writing writes what the variant
/// holds.
macro_rules! union {
    ($name:ident $(, $variant:ident $($rule:ident $arguments:tt)*)* $(,)?) => {
        $crate::tables::unions::union!($name, $($variant $($rule $arguments)*,)* _ = Unknown);
    };
    ($name:ident, $($variant:ident $($rule:ident $arguments:tt)*,)* _ = $unknown:ident $(,)?) => {
        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::$unknown(value) => {
                        serializer.serialize_newtype_struct($crate::json::marks::UNKNOWN, value)
                    }
                }
            }
        }

        #[allow(deprecated)]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let mut choice = $crate::tables::unions::best::Choice::new(&value);
                $(if $crate::tables::unions::rules::keeps!(value, $($rule $arguments)*) {
                    choice.consider(|value| ::serde::Deserialize::deserialize(value).map(Self::$variant));
                })*
                let best = choice.best();
                ::std::result::Result::Ok(best.unwrap_or(Self::$unknown(value)))
            }
        }
    };
}
pub(crate) use union;

/// Makes a union with a tag work: serde.
///
/// Takes the enum, the tag's name, and each variant with the tag's values that stand for it:
/// `tagged_union!(Content, "type", Article = "article" | "internal_article", Page = "page");`. Each variant holds one
/// value; the enum also has the variant `Unknown(Value)`, for a tag that is missing or not listed. No error of a `Content hides` quotes a value. The values of a tag are
/// [scalars](scalars::Scalar) of any type. A value that its tag's variant cannot hold is an error. Writing writes what
/// the variant holds, and adds the tag where that lacks it and it can only be one.
macro_rules! tagged_union {
    ($name:ident $($hides:ident)?, $tag:literal $(, $variant:ident = $($tag_value:literal)|+)* $(,)?) => {
        $crate::tables::unions::tagged_union!($name $($hides)?, $tag, $($variant = $($tag_value)|+,)* _ = Unknown);
    };
    (
        $name:ident $($hides:ident)?, $tag:literal,
        $($variant:ident = $($tag_value:literal)|+,)* _ = $unknown:ident $(,)?
    ) => {
        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::tables::unions::best::serialize_tagged(serializer, $tag, &[$(&$tag_value),+], value)
                    })*
                    Self::$unknown(value) => {
                        serializer.serialize_newtype_struct($crate::json::marks::UNKNOWN, value)
                    }
                }
            }
        }

        #[allow(deprecated)]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let read = match value.get($tag) {
                    $(::std::option::Option::Some(tag)
                        if $($crate::tables::unions::scalars::Scalar::is(&$tag_value, tag))||+ =>
                    {
                        $crate::tables::unions::best::deserialize_tagged(value).map(Self::$variant)
                    })*
                    _ => ::std::result::Result::Ok(Self::$unknown(value)),
                };
                read$(.map_err($crate::tables::objects::object::$hides))?
            }
        }
    };
}
pub(crate) use tagged_union;

/// The `Debug` of an enum whose values are sensitive: `hidden!(Address);` shows none of them, since only the value says which variant it
/// is; where variants hide by themselves what they have, `hidden!(Owner, Person, Company, _ = Unknown);` shows all but what is none of
/// them; where that is known of each variant, `hidden!(Found shows(Place) hides(Phone) empty(Nothing));`.
macro_rules! hidden {
    ($name:ident, $($variant:ident,)* _ = $unknown:ident) => {
        #[allow(deprecated)]
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(value) => {
                        formatter.debug_tuple(::std::stringify!($variant)).field(value).finish()
                    })*
                    Self::$unknown(_) => formatter.write_str(::std::concat!(::std::stringify!($unknown), "(***)")),
                }
            }
        }
    };
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(::std::concat!(::std::stringify!($name), "(***)"))
            }
        }
    };
    (
        $name:ident $(shows($($shown:ident),*))? $(hides($($hidden:ident),*))? $(empty($($empty:ident),*))?
    ) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $($(Self::$shown(value) => {
                        formatter.debug_tuple(::std::stringify!($shown)).field(value).finish()
                    })*)?
                    $($(Self::$hidden(_) => formatter.write_str(::std::concat!(::std::stringify!($hidden), "(***)")),)*)?
                    $($(Self::$empty => formatter.write_str(::std::stringify!($empty)),)*)?
                }
            }
        }
    };
}
pub(crate) use hidden;

/// Makes a union of payloads readable by the name of what they are: of a webhook.
///
/// Takes the enum, and each variant with its name in the description: `webhooks!(Webhook, NewPet = "newPet");`. The enum
/// also has the variant `Unknown(Value)`.
macro_rules! webhooks {
    ($name:ident $($hides:ident)? $(, $variant:ident = $webhook:literal)* $(,)?) => {
        $crate::tables::unions::webhooks!($name $($hides)?, $($variant = $webhook,)* _ = Unknown);
    };
    ($name:ident $($hides:ident)?, $($variant:ident = $webhook:literal,)* _ = $unknown:ident $(,)?) => {
        #[allow(deprecated)]
        impl $name {
            /// Reads the payload of a webhook or a callback, which the description calls `webhook`. The payload of one that it
            /// does not list is kept as it came.
            ///
            /// # Errors
            ///
            /// A payload that is no JSON, or not what the description says of this webhook.
            pub fn read(webhook: &str, payload: &[u8]) -> ::std::result::Result<Self, ::serde_json::Error> {
                let read = match webhook {
                    $($webhook => ::serde_json::from_slice(payload).map(Self::$variant),)*
                    _ => ::serde_json::from_slice(payload).map(Self::$unknown),
                };
                read$(.map_err($crate::tables::objects::object::$hides))?
            }

            /// What the description calls the webhook or callback that this is the payload of; nothing where that is not known.
            #[must_use]
            pub fn webhook(&self) -> ::std::option::Option<&'static str> {
                match self {
                    $(Self::$variant(_) => ::std::option::Option::Some($webhook),)*
                    Self::$unknown(_) => ::std::option::Option::None,
                }
            }
        }
    };
}
pub(crate) use webhooks;
