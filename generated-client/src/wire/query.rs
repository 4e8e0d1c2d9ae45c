//! Query strings, in the styles that a description can ask for (Parameter Object, `style` and `explode`).

use std::fmt::Display;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::wire::path::ESCAPED;
use crate::wire::problems::InvalidRequest;

/// What can't stand in a query as it is.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// How a list is written in a query.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "which of them a generated client needs depends on its description")]
pub(crate) enum ListStyle {
    /// `ids=1&ids=2`: `form`, exploded.
    Repeat,
    /// `ids=1,2`: `form`, not exploded.
    Comma,
    /// `ids=1%202`: `spaceDelimited`.
    Space,
    /// `ids=1%7C2`: `pipeDelimited`.
    Pipe,
}

/// How an object is written in a query.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "which of them a generated client needs depends on its description")]
pub(crate) enum ObjectStyle {
    /// `filter[a]=1&filter[b][c]=2`: `deepObject`.
    Deep,
    /// `a=1&b=2`: `form`, exploded.
    Form,
    /// `filter=a,1,b,2`: `form`, not exploded.
    Comma,
}

/// A query string in the making, already percent-encoded.
#[derive(Clone, Default)]
pub(crate) struct Query(String);

impl Query {
    /// A query that is known, without its `?`. It is sent as it is written, but for what no URL may hold (RFC 3986, 2.2).
    pub(crate) fn read(text: &str) -> Self {
        // Most paths have none.
        if text.is_empty() { Self::default() } else { Self(utf8_percent_encode(text, ILLEGAL).to_string()) }
    }

    /// The query without its `?`; empty where there is none.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The names in the order in which they were added, still encoded.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty())
    }

    /// The last value that was added under a name.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let name = encode(name);
        let mut pairs = self.0.rsplit('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(known, _)| *known == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// Takes out what was added under a name.
    pub(crate) fn remove(&mut self, name: &str) {
        let name = encode(name);
        if self.names().any(|known| known == name) {
            let others = self.0.split('&').filter(|pair| pair.split('=').next() != Some(name.as_str()));
            self.0 = others.collect::<Vec<_>>().join("&");
        }
    }

    /// Adds `name=value`.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.push_encoded(name, &encode(value));
    }

    /// Adds a list; an empty one adds nothing.
    pub(crate) fn push_list(&mut self, name: &str, values: impl IntoIterator<Item = impl Display>, style: ListStyle) {
        let mut values = values.into_iter().map(|value| encode(&value.to_string()));
        let delimiter = match style {
            ListStyle::Repeat => return values.for_each(|value| self.push_encoded(name, &value)),
            ListStyle::Comma => ",",
            ListStyle::Space => "%20",
            ListStyle::Pipe => "%7C",
        };
        if let Some(mut joined) = values.next() {
            for value in values {
                joined.push_str(delimiter);
                joined.push_str(&value);
            }
            self.push_encoded(name, &joined);
        }
    }

    /// Adds an object's fields; a null field is left out, a list repeats its name.
    pub(crate) fn push_object(&mut self, name: &str, value: &Value, style: ObjectStyle) -> Result<(), InvalidRequest> {
        // filter, {"a": 1, "b": 2} -> Deep: filter[a]=1&filter[b]=2, Form: a=1&b=2, Comma: filter=a,1,b,2 (brackets escaped)
        let Value::Object(fields) = value else {
            return Err(InvalidRequest::new(format!("the parameter `{name}` is not an object")));
        };
        match style {
            ObjectStyle::Deep => {
                fields.iter().for_each(|(key, field)| self.push_deep(&format!("{name}[{key}]"), field));
                Ok(())
            }
            ObjectStyle::Form => fields.iter().try_for_each(|(key, field)| self.push_flat(key, field)),
            ObjectStyle::Comma => {
                let mut words = Vec::new();
                for (key, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
                    words.extend([key.clone(), word(key, field)?]);
                }
                self.push_list(name, words, ListStyle::Comma);
                Ok(())
            }
        }
    }

    /// Adds the fields of a form (OpenAPI 3.0.4, section 4.8.15.1): words as they are, a field for each item of a list, what
    /// is an object as JSON; those that are `deep` with their keys and indexes in brackets.
    pub(crate) fn push_form(&mut self, fields: &Map<String, Value>, deep: &[&str]) {
        // {"a": [1, 2], "b": {"c": 3}} -> a=1&a=2&b={"c":3}, and where `b` is deep, b[c]=3 (all of it escaped)
        for (name, field) in fields {
            match field {
                _ if deep.contains(&name.as_str()) => self.push_indexed(name, field),
                Value::Array(items) => items.iter().for_each(|item| self.push_word(name, item)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                    self.push_word(name, field);
                }
            }
        }
    }

    fn push_indexed(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, field)| self.push_indexed(&format!("{name}[{key}]"), field));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| self.push_indexed(&format!("{name}[{index}]"), item));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.push_word(name, value),
        }
    }

    /// Adds a value in one word, null not at all.
    fn push_word(&mut self, name: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.push(name, text),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.push(name, &value.to_string());
            }
        }
    }

    fn push_deep(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, field)| self.push_deep(&format!("{name}[{key}]"), field));
            }
            Value::Array(items) => items.iter().for_each(|item| self.push_deep(name, item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.push_word(name, value),
        }
    }

    fn push_flat(&mut self, name: &str, value: &Value) -> Result<(), InvalidRequest> {
        match value {
            Value::Object(_) => Err(InvalidRequest::new(format!(
                "the field `{name}` is an object, which its style (`form`) cannot write"
            ))),
            Value::Array(items) => items.iter().try_for_each(|item| self.push_flat(name, item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.push_deep(name, value);
                Ok(())
            }
        }
    }

    fn push_encoded(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(&encode(name));
        self.0.push('=');
        self.0.push_str(value);
    }
}

/// A field in one word.
fn word(name: &str, value: &Value) -> Result<String, InvalidRequest> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        Value::Array(_) | Value::Object(_) => Err(InvalidRequest::new(format!(
            "the field `{name}` is a list or an object, which its style (`form`, not exploded) cannot write"
        ))),
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list(style: ListStyle, values: &[&str]) -> String {
        let mut query = Query::default();
        query.push_list("ids", values, style);
        query.0
    }

    fn object(style: ObjectStyle, value: &Value) -> Result<String, String> {
        let mut query = Query::default();
        query.push_object("f", value, style).map_err(|problem| problem.reason().to_owned())?;
        Ok(query.0)
    }

    #[test]
    fn a_form_has_words_json_and_what_is_deep() {
        let mut form = Query::default();
        let fields = json!({
            "name": "a b", "age": 3, "none": null, "toys": ["x", {"y": 1}], "owner": {"name": "c"},
            "meta": {"a": {"b": 1}, "c": null}, "items": [{"price": "p"}, "q"],
        });
        form.push_form(fields.as_object().expect("it is one"), &["meta", "items"]);
        let decoded = percent_decode_str(form.as_str()).decode_utf8_lossy();
        let mut pairs: Vec<&str> = decoded.split('&').collect();
        pairs.sort_unstable();
        let (owner, toy) = (r#"owner={"name":"c"}"#, r#"toys={"y":1}"#);
        let expected = ["age=3", "items[0][price]=p", "items[1]=q", "meta[a][b]=1", "name=a b", owner, "toys=x", toy];
        assert_eq!(pairs, expected);
    }

    #[test]
    fn a_query_that_is_known_is_sent_as_it_is_written() {
        let mut query = Query::read("kind=cat&with%20toys&a b=c/d+e,f:é");
        assert_eq!(query.as_str(), "kind=cat&with%20toys&a%20b=c/d+e,f:%C3%A9");
        query.remove("kind");
        query.push("more", "1");
        assert_eq!(query.as_str(), "with%20toys&a%20b=c/d+e,f:%C3%A9&more=1");
        assert_eq!(Query::read("").as_str(), "");
    }

    #[test]
    fn names_and_values_are_escaped() {
        let mut query = Query::default();
        query.push("a b", "c&d=e+f");
        query.push("x", "");
        assert_eq!(query.0, "a%20b=c%26d%3De%2Bf&x=");
        assert_eq!(query.names().collect::<Vec<_>>(), ["a%20b", "x"]);
    }

    #[test]
    fn lists_follow_their_style() {
        assert_eq!(list(ListStyle::Repeat, &["1", "2,3"]), "ids=1&ids=2%2C3");
        assert_eq!(list(ListStyle::Comma, &["1", "2,3"]), "ids=1,2%2C3");
        assert_eq!(list(ListStyle::Space, &["1", "2"]), "ids=1%202");
        assert_eq!(list(ListStyle::Pipe, &["1", "2"]), "ids=1%7C2");
    }

    #[test]
    fn what_is_removed_is_gone_whole() {
        let mut query = Query::default();
        for (name, value) in [("a", "1"), ("ab", "2"), ("a", "3"), ("b c", "4")] {
            query.push(name, value);
        }
        query.remove("a");
        query.remove("b c");
        assert_eq!(query.as_str(), "ab=2");
    }

    #[test]
    fn an_empty_list_adds_nothing() {
        for style in [ListStyle::Repeat, ListStyle::Comma, ListStyle::Space, ListStyle::Pipe] {
            assert_eq!(list(style, &[]), "");
        }
    }

    #[test]
    fn objects_follow_their_style() {
        let value = json!({"a": 1, "b": {"c": true}, "d": ["x", "y"], "e": null});
        assert_eq!(
            object(ObjectStyle::Deep, &value).as_deref(),
            Ok("f%5Ba%5D=1&f%5Bb%5D%5Bc%5D=true&f%5Bd%5D=x&f%5Bd%5D=y")
        );
        assert_eq!(object(ObjectStyle::Form, &json!({"a": 1, "d": ["x", "y"]})).as_deref(), Ok("a=1&d=x&d=y"));
    }

    #[test]
    fn what_a_style_cannot_write_is_refused() {
        assert_eq!(
            object(ObjectStyle::Form, &json!({"a": {"b": 1}})),
            Err("the field `a` is an object, which its style (`form`) cannot write".to_owned())
        );
        assert_eq!(object(ObjectStyle::Deep, &json!(1)), Err("the parameter `f` is not an object".to_owned()));
    }
}
