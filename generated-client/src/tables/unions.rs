//! Unions: a value that has one of several shapes.

#![allow(unused_imports, unused_macros, reason = "a description may have no unions")]

/// Makes a union without a tag work: serde.
///
/// Takes the enum and its variants: `union!(Query, Single, Multiple);`. Each variant holds one value; the enum also
/// has the variant `Unknown(Value)`. Reading tries every variant and keeps the one that explains most of the value;
/// what none explains is `Unknown`. Writing writes what the variant holds.
macro_rules! union {
    ($name:ident $(, $variant:ident)* $(,)?) => {
        $crate::tables::unions::union!($name, $($variant,)* _ = Unknown);
    };
    ($name:ident, $($variant:ident,)* _ = $unknown:ident $(,)?) => {
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
                let mut choice = $crate::tables::best::Choice::new(&value);
                $(choice.consider(|value| ::serde::Deserialize::deserialize(value).map(Self::$variant));)*
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
/// value; the enum also has the variant `Unknown(Value)`, for a tag that is missing or not listed. A value that its
/// tag's variant cannot hold is an error. Writing writes what the variant holds, and adds the tag where that lacks it
/// and it can only be one.
macro_rules! tagged_union {
    ($name:ident, $tag:literal $(, $variant:ident = $($tag_value:literal)|+)* $(,)?) => {
        $crate::tables::unions::tagged_union!($name, $tag, $($variant = $($tag_value)|+,)* _ = Unknown);
    };
    ($name:ident, $tag:literal, $($variant:ident = $($tag_value:literal)|+,)* _ = $unknown:ident $(,)?) => {
        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::tables::best::serialize_tagged(serializer, $tag, &[$($tag_value),+], value)
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
                match value.get($tag).and_then(::serde_json::Value::as_str) {
                    $(::std::option::Option::Some($($tag_value)|+) => {
                        $crate::tables::best::deserialize_tagged(value).map(Self::$variant)
                    })*
                    _ => ::std::result::Result::Ok(Self::$unknown(value)),
                }
            }
        }
    };
}
pub(crate) use tagged_union;

/// Makes a union of payloads readable by the name of what they are: of a webhook.
///
/// Takes the enum, and each variant with its name in the description: `webhooks!(Webhook, NewPet = "newPet");`. The enum
/// also has the variant `Unknown(Value)`.
macro_rules! webhooks {
    ($name:ident $(, $variant:ident = $webhook:literal)* $(,)?) => {
        $crate::tables::unions::webhooks!($name, $($variant = $webhook,)* _ = Unknown);
    };
    ($name:ident, $($variant:ident = $webhook:literal,)* _ = $unknown:ident $(,)?) => {
        #[allow(deprecated)]
        impl $name {
            /// Reads the payload of a webhook, which the description calls `webhook`. The payload of one that it does not
            /// list is kept as it came.
            ///
            /// # Errors
            ///
            /// A payload that is no JSON, or not what the description says of this webhook.
            pub fn read(webhook: &str, payload: &[u8]) -> ::std::result::Result<Self, ::serde_json::Error> {
                match webhook {
                    $($webhook => ::serde_json::from_slice(payload).map(Self::$variant),)*
                    _ => ::serde_json::from_slice(payload).map(Self::$unknown),
                }
            }

            /// What the description calls the webhook that this is the payload of; nothing where that is not known.
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

#[cfg(test)]
#[allow(unreachable_pub, reason = "the table makes a public enum")]
mod tests {
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, json};

    use crate::runtime::string_enum;

    string_enum! {
        /// A kind.
        pub enum Kind {
            Article = "article",
        }
    }

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    struct Article {
        r#type: Kind,
        title: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<String>,
    }

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    struct Page {
        title: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        r#type: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Either {
        Article(Article),
        Page(Page),
        Number(f64),
        Pages(Vec<Page>),
        Unknown(Value),
    }

    union!(Either, Article, Page, Number, Pages);

    webhooks!(Either, Article = "article.created", Page = "page.created", Number = "counted", Pages = "pages.created");

    #[test]
    fn a_payload_is_read_by_the_name_of_its_webhook() {
        let read = |webhook: &str, payload: &str| Either::read(webhook, payload.as_bytes());
        let page = Page { title: "a".to_owned(), r#type: None, url: None };
        let payload = r#"{"title": "a"}"#;
        assert_eq!(read("page.created", payload).expect("it is a page"), Either::Page(page));
        assert!(read("article.created", payload).is_err());
        let unknown = read("page.deleted", payload).expect("it is kept");
        assert_eq!(unknown, Either::Unknown(json!({"title": "a"})));
        assert!(read("page.deleted", "{").is_err());
        assert_eq!(read("counted", "5").expect("it is a number").webhook(), Some("counted"));
        assert_eq!(unknown.webhook(), None);
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Tagged {
        Article(Article),
        Page(Page),
        Unknown(Value),
    }

    tagged_union!(Tagged, "type", Article = "article" | "internal_article", Page = "page");

    fn decode<T: DeserializeOwned>(value: &Value) -> T {
        serde_json::from_value(value.clone()).expect("it decodes")
    }

    fn article(kind: &str, author: Option<&str>) -> Article {
        Article { r#type: kind.into(), title: "t".to_owned(), author: author.map(str::to_owned) }
    }

    fn page(kind: Option<&str>, url: Option<&str>) -> Page {
        Page { title: "t".to_owned(), r#type: kind.map(str::to_owned), url: url.map(str::to_owned) }
    }

    #[track_caller]
    fn check<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value, expected: &T) {
        let decoded: T = decode(value);
        assert_eq!(&decoded, expected);
        assert_eq!(&serde_json::to_value(&decoded).expect("it serialises"), value);
    }

    #[test]
    fn the_variant_that_explains_most_is_kept() {
        check(&json!({"type": "article", "title": "t"}), &Either::Article(article("article", None)));
        check(
            &json!({"type": "article", "title": "t", "author": "a"}),
            &Either::Article(article("article", Some("a"))),
        );
        check(&json!({"type": "article", "title": "t", "url": "u"}), &Either::Page(page(Some("article"), Some("u"))));
        check(&json!([{"title": "t"}]), &Either::Pages(vec![page(None, None)]));
        assert_eq!(decode::<Either>(&json!(7)), Either::Number(7.0));
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Twins {
        First(Page),
        Second(Page),
        Other(Value),
    }

    union!(Twins, First, Second, _ = Other);

    #[test]
    fn of_equals_the_first_is_kept() {
        let expected = Twins::First(page(None, None));
        assert_eq!(decode::<Twins>(&json!({"title": "t", "x": 1})), expected);
        check(&json!(1), &Twins::Other(json!(1)));
        assert_ne!(expected, Twins::Second(page(None, None)));
    }

    #[test]
    fn an_unknown_enum_value_explains_nothing() {
        check(&json!({"type": "page", "title": "t"}), &Either::Page(page(Some("page"), None)));
    }

    #[test]
    fn what_no_variant_explains_is_kept_as_it_came() {
        check(&json!({"x": 1}), &Either::Unknown(json!({"x": 1})));
        check(&json!("text"), &Either::Unknown(json!("text")));
        check(&Value::Null, &Either::Unknown(Value::Null));
    }

    #[test]
    fn a_tag_chooses_the_variant() {
        check(&json!({"type": "article", "title": "t"}), &Tagged::Article(article("article", None)));
        check(&json!({"type": "internal_article", "title": "t"}), &Tagged::Article(article("internal_article", None)));
        check(&json!({"type": "page", "title": "t"}), &Tagged::Page(page(Some("page"), None)));
    }

    #[test]
    fn a_missing_or_unlisted_tag_is_unknown() {
        check(&json!({"title": "t"}), &Tagged::Unknown(json!({"title": "t"})));
        check(&json!({"type": "blog", "title": "t"}), &Tagged::Unknown(json!({"type": "blog", "title": "t"})));
        check(&json!([1]), &Tagged::Unknown(json!([1])));
    }

    #[test]
    fn a_tag_is_added_where_it_is_missing_and_can_only_be_one() {
        let written = serde_json::to_value(Tagged::Page(page(None, None))).expect("it serialises");
        assert_eq!(written, json!({"title": "t", "type": "page"}));
    }

    #[test]
    fn a_value_that_does_not_fit_its_tag_is_an_error() {
        let error = serde_json::from_str::<Tagged>(r#"{"type":"page","title":1}"#).expect_err("1 is no title");
        assert_eq!(error.to_string(), "at `title`: invalid type: integer `1`, expected a string");
    }
}
