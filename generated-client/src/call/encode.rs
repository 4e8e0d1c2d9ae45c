//! How a request takes what it sends besides its content: path, query, headers, cookies.

use std::fmt::Display;

use serde::Serialize;

use crate::call::body::{to_json_text, to_tree};
use crate::call::request::Request;
use crate::json::tree::{Tree, pairs};
use crate::values::words::word;
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::escaping::Reserved;
use crate::wire::sent::expansion::Expansion;
use crate::wire::sent::path;
use crate::wire::sent::query::{ListStyle, ObjectStyle};

/// The text of a value, which a problem calls by its kind and its name.
fn text(kind: &str, name: &str, value: impl Display) -> Result<String, InvalidRequest> {
    word(value).ok_or_else(|| InvalidRequest::no_text(kind, name))
}

/// The texts of a list of values.
fn texts(
    kind: &str,
    name: &str,
    values: impl IntoIterator<Item = impl Display>,
) -> Result<Vec<String>, InvalidRequest> {
    values.into_iter().map(|value| text(kind, name, value)).collect()
}

/// Checks that no word of a header, which escapes nothing, holds what stands between words.
fn check_words<'a>(
    name: &str,
    words: impl IntoIterator<Item = &'a str>,
    delimiter: &str,
) -> Result<(), InvalidRequest> {
    let holds = words.into_iter().any(|word| word.contains(delimiter));
    if holds { Err(InvalidRequest::holds_delimiter(name, delimiter)) } else { Ok(()) }
}

/// The text of a header that is an object; none, where none of its fields is set.
fn header_object(name: &str, value: &Tree, expansion: Expansion) -> Result<Option<String>, InvalidRequest> {
    let Tree::Object(fields) = value else {
        let word = value.word().filter(|_| !value.is_null());
        return word.map(Some).ok_or_else(|| InvalidRequest::no_object(&format!("header `{name}`")));
    };
    let pairs = pairs(fields).map_err(InvalidRequest::no_word)?;
    check_words(name, pairs.iter().flat_map(|(key, word)| [*key, word]), ",")?;
    if expansion == Expansion::SimpleExploded {
        check_words(name, pairs.iter().map(|(key, _)| *key), "=")?;
    }
    let pairs: Vec<_> = pairs.into_iter().map(|(key, word)| (key.to_owned(), word)).collect();
    Ok((!pairs.is_empty()).then(|| expansion.pairs(name, &pairs)))
}

/// What generated code encodes a request with.
#[allow(dead_code, reason = "which of these a generated client needs depends on its description")]
impl<O> Request<O> {
    /// Changes the request, and keeps the problem with it.
    pub(super) fn changed(mut self, change: impl FnOnce(&mut Self) -> Result<(), InvalidRequest>) -> Self {
        let changed = change(&mut self);
        self.keep_problem(changed);
        self
    }

    /// Fills the path parameter `name` with one percent-encoded segment (`simple`).
    pub(crate) fn set_path(self, name: &str, value: impl Display) -> Self {
        self.set_path_word(name, value, Expansion::Simple)
    }

    /// Fills the path parameter `name` with a word.
    pub(crate) fn set_path_word(self, name: &str, value: impl Display, expansion: Expansion) -> Self {
        self.changed(|request| {
            let word = text("path parameter", name, value)?;
            request.parts.path = path::fill(&request.parts.path, name, &word, expansion)?.into();
            Ok(())
        })
    }

    /// Fills the path parameter `name` with a list.
    pub(crate) fn set_path_list(
        self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        expansion: Expansion,
    ) -> Self {
        self.changed(|request| {
            let words = texts("path parameter", name, values)?;
            request.parts.path = path::fill_list(&request.parts.path, name, &words, expansion)?.into();
            Ok(())
        })
    }

    /// Fills the path parameter `name` with an object, or, of a union, with the word that another alternative is.
    pub(crate) fn set_path_object(self, name: &str, value: impl Serialize, expansion: Expansion) -> Self {
        self.changed(|request| {
            let value = to_tree(&format!("path parameter `{name}`"), value)?;
            request.parts.path = path::fill_object(&request.parts.path, name, &value, expansion)?.into();
            Ok(())
        })
    }

    /// Sets a query parameter; set twice, the last value counts.
    pub(crate) fn set_query(self, name: &str, value: impl Display) -> Self {
        self.put_query(name, value, Reserved::Escaped)
    }

    /// Sets a query parameter in which reserved characters pass (`allowReserved`).
    pub(crate) fn set_query_reserved(self, name: &str, value: impl Display) -> Self {
        self.put_query(name, value, Reserved::Passed)
    }

    fn put_query(self, name: &str, value: impl Display, reserved: Reserved) -> Self {
        self.changed(|request| {
            let word = text("parameter", name, value)?;
            request.parts.query.remove(name);
            request.parts.query.push_word(name, &word, reserved);
            Ok(())
        })
    }

    /// Sets a query parameter that is a list.
    pub(crate) fn set_query_list(
        self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        style: ListStyle,
    ) -> Self {
        self.put_query_list(name, values, style, Reserved::Escaped)
    }

    /// Sets a query parameter that is a list in which reserved characters pass (`allowReserved`).
    pub(crate) fn set_query_list_reserved(
        self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        style: ListStyle,
    ) -> Self {
        self.put_query_list(name, values, style, Reserved::Passed)
    }

    fn put_query_list(
        self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        style: ListStyle,
        reserved: Reserved,
    ) -> Self {
        self.changed(|request| {
            request.parts.query.remove(name);
            request.parts.query.push_list(name, values, style, reserved)
        })
    }

    /// Sets a query parameter that is an object; set twice, the last value counts.
    pub(crate) fn set_query_object(self, name: &str, value: impl Serialize, style: ObjectStyle) -> Self {
        self.put_query_object(name, value, style, Reserved::Escaped)
    }

    /// Sets a query parameter that is an object in which reserved characters pass (`allowReserved`).
    pub(crate) fn set_query_object_reserved(self, name: &str, value: impl Serialize, style: ObjectStyle) -> Self {
        self.put_query_object(name, value, style, Reserved::Passed)
    }

    fn put_query_object(self, name: &str, value: impl Serialize, style: ObjectStyle, reserved: Reserved) -> Self {
        self.changed(|request| {
            let value = to_tree(&format!("parameter `{name}`"), value)?;
            request.parts.query.set_object(name, &value, style, reserved)
        })
    }

    /// Sets a query parameter that is a JSON document.
    pub(crate) fn set_query_json(self, name: &str, value: impl Serialize) -> Self {
        self.changed(|request| {
            let json = to_json_text(&format!("parameter `{name}`"), value)?;
            request.parts.query.remove(name);
            request.parts.query.push(name, &json);
            Ok(())
        })
    }

    /// Sets a header that is a JSON document, in ASCII: what else a header holds, servers read differently.
    pub(crate) fn set_header_json(self, name: &str, value: impl Serialize) -> Self {
        self.changed(|request| {
            let json = to_json_text(&format!("header `{name}`"), value)?;
            request.put_declared_header(name, &ascii(&json))
        })
    }

    /// Sets a header that the description has.
    pub(crate) fn set_header(self, name: &str, value: impl Display) -> Self {
        self.changed(|request| {
            let text = text("header", name, value)?;
            request.put_declared_header(name, &text)
        })
    }

    /// Sets a header that is a list, separated by commas (`simple`); an empty list sets nothing. A value with a comma is refused.
    pub(crate) fn set_header_list(self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        self.changed(|request| {
            let texts = texts("header", name, values)?;
            check_words(name, texts.iter().map(String::as_str), ",")?;
            if texts.is_empty() { Ok(()) } else { request.put_declared_header(name, &texts.join(",")) }
        })
    }

    /// Sets a header that is an object (`simple`), or, of a union, the word that another alternative is. An object without a field that is
    /// set, sets nothing.
    pub(crate) fn set_header_object(self, name: &str, value: impl Serialize, expansion: Expansion) -> Self {
        self.changed(|request| {
            let value = to_tree(&format!("header `{name}`"), value)?;
            let text = header_object(name, &value, expansion)?;
            text.map_or(Ok(()), |text| request.put_declared_header(name, &text))
        })
    }

    /// Sets the header by which the server knows a call that is sent again. With it, sending the call twice has the effect of
    /// sending it once; an empty one would be no key.
    pub(crate) fn set_idempotency_key(self, name: &str, key: impl Display) -> Self {
        self.changed(|request| {
            let key = text("header", name, key)?;
            if key.trim().is_empty() {
                return Err(InvalidRequest::new(format!("the header `{name}` is empty: it has to be a key")));
            }
            request.put_declared_header(name, &key)?;
            request.parts.idempotent = true;
            Ok(())
        })
    }

    /// Sets a cookie; set twice, the last value counts. All cookies of a request go in one header.
    pub(crate) fn set_cookie(self, name: &str, value: impl Display) -> Self {
        self.changed(|request| {
            let text = text("cookie", name, value)?;
            request.parts.put_cookie(name, &text)
        })
    }

    pub(super) fn put_declared_header(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        let schemes = self.client.inner.api.schemes;
        self.parts.put_header(schemes, name, value, true)
    }
}

/// JSON whose texts are ASCII alone: other characters stand as `\u` escapes (RFC 8259, section 7).
fn ascii(json: &str) -> String {
    // {"a":"é"} -> {"a":"\u00e9"}
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            let mut units = [0; 2];
            text.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_a_header_is_ascii() {
        assert_eq!(ascii(r#"{"a":"é😀b"}"#), r#"{"a":"\u00e9\ud83d\ude00b"}"#);
    }

    #[test]
    fn a_header_that_is_an_object_escapes_nothing() {
        let check = |json: &str, expansion, expected: Result<Option<&str>, &str>| {
            let text = header_object("x-color", &serde_json::from_str(json).expect("it is JSON"), expansion);
            let text = text.map_err(|problem| problem.reason().to_owned());
            let text = text.as_ref().map(Option::as_deref).map_err(String::as_str);
            assert_eq!(text, expected, "{json} {expansion:?}");
        };
        check(r#"{"R":100,"n":null,"G":"a=b"}"#, Expansion::Simple, Ok(Some("R,100,G,a=b")));
        check(r#"{"R":100,"n":null,"G":"a=b"}"#, Expansion::SimpleExploded, Ok(Some("R=100,G=a=b")));
        check(r#"{"R=G":1}"#, Expansion::Simple, Ok(Some("R=G,1")));
        check(r#"{"n":null}"#, Expansion::Simple, Ok(None));
        // One of a union's alternatives may be no object.
        check("7", Expansion::SimpleExploded, Ok(Some("7")));
        check("\"a,b\"", Expansion::Simple, Ok(Some("a,b")));
        let comma = Err("a value of `x-color` holds `,`, which its style has between two values");
        check(r#"{"R":"a,b"}"#, Expansion::Simple, comma);
        check(r#"{"R,G":"a"}"#, Expansion::SimpleExploded, comma);
        let equals = Err("a value of `x-color` holds `=`, which its style has between two values");
        check(r#"{"R=G":1}"#, Expansion::SimpleExploded, equals);
        for json in ["null", "[1]"] {
            check(json, Expansion::Simple, Err("the header `x-color` is not an object"));
        }
    }
}
