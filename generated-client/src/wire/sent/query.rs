//! Query strings, in the styles that a description can ask for (Parameter Object, `style` and `explode`).

use std::{fmt::Display, ops::Range};

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use crate::json::tree::{Fields, Tree, pairs};
use crate::values::words::word;
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::escaping::{ESCAPED, ILLEGAL, Reserved, encode};

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
    /// `filter=a%201%20b%202`: `spaceDelimited`.
    Space,
    /// `filter=a%7C1%7Cb%7C2`: `pipeDelimited`.
    Pipe,
}

/// A query string in the making, already percent-encoded.
#[derive(Clone, Default)]
pub(crate) struct Query {
    text: String,
    objects: Vec<Object>,
}

/// The pairs of a parameter that is an object: none of them need have its name.
#[derive(Clone)]
struct Object {
    name: String,
    pairs: Range<usize>,
}

impl Query {
    /// A query that is known, without its `?`. It is sent as it is written, but for what no URL may hold (RFC 3986, 2.2).
    pub(crate) fn read(text: &str) -> Self {
        // Most paths have none.
        let text = if text.is_empty() { String::new() } else { utf8_percent_encode(text, ILLEGAL).to_string() };
        Self { text, objects: Vec::new() }
    }

    /// The query without its `?`; empty where there is none.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The names in the order in which they were added, still encoded.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.text.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty())
    }

    /// The last value that was added under a name.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let name = encode(name);
        let mut pairs = self.text.rsplit('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(known, _)| *known == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// Takes out what was added under a name, but for an object's fields that are called so.
    pub(crate) fn remove(&mut self, name: &str) {
        let name = encode(name);
        if self.names().any(|known| known == name) {
            let objects: Vec<Range<usize>> = self.objects.iter().map(|object| object.pairs.clone()).collect();
            let is_of_object = |index: usize| objects.iter().any(|pairs| pairs.contains(&index));
            self.retain(|index, pair| is_of_object(index) || pair.split('=').next() != Some(name.as_str()));
        }
    }

    /// Takes out what an object has written.
    fn remove_object(&mut self, name: &str) {
        let Some(position) = self.objects.iter().position(|object| object.name == name) else { return };
        let Object { pairs, .. } = self.objects.swap_remove(position);
        self.retain(|index, _| !pairs.contains(&index));
    }

    /// Keeps the pairs of which this is true, by their number and text.
    fn retain(&mut self, is_kept: impl Fn(usize, &str) -> bool) {
        let kept: Vec<bool> = self.pairs().enumerate().map(|(index, pair)| is_kept(index, pair)).collect();
        let before = |end: usize| kept[..end].iter().filter(|is_kept| **is_kept).count();
        for object in &mut self.objects {
            object.pairs = before(object.pairs.start)..before(object.pairs.end);
        }
        let pairs = self.pairs().zip(&kept).filter(|(_, is_kept)| **is_kept).map(|(pair, _)| pair);
        self.text = pairs.collect::<Vec<_>>().join("&");
    }

    fn pairs(&self) -> impl Iterator<Item = &str> {
        self.text.split('&').filter(|_| !self.text.is_empty())
    }

    /// Adds `name=value`.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.push_encoded(name, &encode(value));
    }

    /// Adds `name=value`, where reserved characters may pass.
    pub(crate) fn push_word(&mut self, name: &str, value: &str, reserved: Reserved) {
        self.push_encoded(name, &reserved.encode(value));
    }

    /// Adds a list; an empty one adds nothing. A value that has no text makes it a problem.
    pub(crate) fn push_list(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        style: ListStyle,
        reserved: Reserved,
    ) -> Result<(), InvalidRequest> {
        let words =
            values.into_iter().map(|value| word(value).ok_or_else(|| InvalidRequest::no_text("parameter", name)));
        let words = words.collect::<Result<Vec<String>, _>>()?;
        match style {
            ListStyle::Repeat => {
                words.iter().for_each(|word| self.push_word(name, word, reserved));
                Ok(())
            }
            ListStyle::Comma => self.push_joined(name, &words, ",", reserved),
            ListStyle::Space => self.push_joined(name, &words, "%20", reserved),
            ListStyle::Pipe => self.push_joined(name, &words, "%7C", reserved),
        }
    }

    /// Adds words as one value, with what stands between them; no words add nothing. Where that is escaped, a word that holds it
    /// would be two, so it is refused (OpenAPI 3.0.4, appendix E).
    pub(super) fn push_joined(
        &mut self,
        name: &str,
        words: &[impl AsRef<str>],
        delimiter: &str,
        reserved: Reserved,
    ) -> Result<(), InvalidRequest> {
        // A comma in a word would be taken for the one between two.
        let encode = |word: &str| reserved.encode(word).replace(',', "%2C");
        let words: Vec<String> = words.iter().map(|word| encode(word.as_ref())).collect();
        // `%7c` passes as it is where reserved characters do.
        if words.iter().any(|word| word.to_ascii_uppercase().contains(delimiter)) {
            let shown = percent_decode_str(delimiter).decode_utf8_lossy();
            return Err(InvalidRequest::holds_delimiter(name, &shown));
        }
        if !words.is_empty() {
            self.push_encoded(name, &words.join(delimiter));
        }
        Ok(())
    }

    /// Sets an object's fields, in the place of those that were set before; a null field is left out, a list repeats its name. What is
    /// no object, as one of a union's alternatives may be, is a word under the parameter's own name.
    pub(crate) fn set_object(
        &mut self,
        name: &str,
        value: &Tree,
        style: ObjectStyle,
        reserved: Reserved,
    ) -> Result<(), InvalidRequest> {
        // filter, {"a": 1, "b": 2} -> Deep: filter[a]=1&filter[b]=2, Form: a=1&b=2, Comma: filter=a,1,b,2 (brackets escaped)
        let mut written = Self::default();
        match (value, style) {
            (Tree::List(_), _) => return Err(InvalidRequest::no_object(&format!("parameter `{name}`"))),
            (Tree::Leaf(_), _) => written.push_item(name, value, reserved),
            (Tree::Object(_), ObjectStyle::Deep) => written.push_deep(name, value, reserved),
            (Tree::Object(fields), ObjectStyle::Form) => written.push_flat(fields, reserved)?,
            (Tree::Object(fields), ObjectStyle::Comma) => written.push_pairs(name, fields, ",", reserved)?,
            (Tree::Object(fields), ObjectStyle::Space) => written.push_pairs(name, fields, "%20", reserved)?,
            (Tree::Object(fields), ObjectStyle::Pipe) => written.push_pairs(name, fields, "%7C", reserved)?,
        }
        self.remove_object(name);
        if !written.text.is_empty() {
            let first = self.pairs().count();
            self.separate();
            self.text.push_str(&written.text);
            self.objects.push(Object { name: name.to_owned(), pairs: first..self.pairs().count() });
        }
        Ok(())
    }

    /// Adds an object's fields as one value.
    pub(super) fn push_pairs(
        &mut self,
        name: &str,
        fields: &Fields,
        delimiter: &str,
        reserved: Reserved,
    ) -> Result<(), InvalidRequest> {
        let pairs = pairs(fields).map_err(InvalidRequest::no_word)?;
        let words: Vec<&str> = pairs.iter().flat_map(|(key, word)| [*key, word.as_str()]).collect();
        self.push_joined(name, &words, delimiter, reserved)
    }

    /// Adds a value in one word, what has none as JSON, null not at all.
    pub(super) fn push_item(&mut self, name: &str, value: &Tree, reserved: Reserved) {
        match value.word() {
            Some(_) if value.is_null() => {}
            Some(word) => self.push_word(name, &word, reserved),
            None => self.push(name, &value.json()),
        }
    }

    fn push_deep(&mut self, name: &str, value: &Tree, reserved: Reserved) {
        match value {
            Tree::Object(fields) => {
                fields.iter().for_each(|(key, field)| self.push_deep(&format!("{name}[{key}]"), field, reserved));
            }
            Tree::List(items) => items.iter().for_each(|item| self.push_deep(name, item, reserved)),
            Tree::Leaf(_) => self.push_item(name, value, reserved),
        }
    }

    /// Adds an object's fields under their own names.
    pub(super) fn push_flat(&mut self, fields: &Fields, reserved: Reserved) -> Result<(), InvalidRequest> {
        for (name, field) in fields {
            let items = if let Tree::List(items) = field { items.as_slice() } else { std::slice::from_ref(field) };
            for item in items {
                if item.word().is_none() {
                    return Err(InvalidRequest::no_word(name));
                }
                self.push_item(name, item, reserved);
            }
        }
        Ok(())
    }

    fn push_encoded(&mut self, name: &str, value: &str) {
        self.separate();
        self.text.extend(utf8_percent_encode(name, ESCAPED));
        self.text.push('=');
        self.text.push_str(value);
    }

    /// What comes next is a pair of its own.
    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tree(json: &str) -> Tree {
        serde_json::from_str(json).expect("it is JSON")
    }

    fn list(style: ListStyle, values: &[&str]) -> String {
        let mut query = Query::default();
        query.push_list("color", values, style, Reserved::Escaped).expect("a text is a word");
        query.text
    }

    fn object(style: ObjectStyle, json: &str) -> Result<String, String> {
        let mut query = Query::default();
        let set = query.set_object("color", &tree(json), style, Reserved::Escaped);
        set.map_err(|problem| problem.reason().to_owned())?;
        Ok(query.text)
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
        assert_eq!(query.as_str(), "a%20b=c%26d%3De%2Bf&x=");
        assert_eq!(query.names().collect::<Vec<_>>(), ["a%20b", "x"]);
    }

    /// The lines of the table "Style Examples" of OpenAPI 3.0.4 that are about queries.
    #[test]
    fn values_stand_as_the_table_of_styles_has_them() {
        let colors = ["blue", "black", "brown"];
        assert_eq!(list(ListStyle::Repeat, &colors), "color=blue&color=black&color=brown");
        assert_eq!(list(ListStyle::Comma, &colors), "color=blue,black,brown");
        assert_eq!(list(ListStyle::Space, &colors), "color=blue%20black%20brown");
        assert_eq!(list(ListStyle::Pipe, &colors), "color=blue%7Cblack%7Cbrown");
        let color = r#"{"R":100,"G":200,"B":150}"#;
        let written = |style| object(style, color).expect("it can be written");
        assert_eq!(written(ObjectStyle::Form), "R=100&G=200&B=150");
        assert_eq!(written(ObjectStyle::Comma), "color=R,100,G,200,B,150");
        assert_eq!(written(ObjectStyle::Space), "color=R%20100%20G%20200%20B%20150");
        assert_eq!(written(ObjectStyle::Pipe), "color=R%7C100%7CG%7C200%7CB%7C150");
        assert_eq!(written(ObjectStyle::Deep), "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    }

    #[test]
    fn a_comma_in_a_word_is_escaped() {
        assert_eq!(list(ListStyle::Repeat, &["1", "2,3"]), "color=1&color=2%2C3");
        let mut query = Query::default();
        query.push_list("sort", ["a/b", "c:d,e"], ListStyle::Comma, Reserved::Passed).expect("a text is a word");
        assert_eq!(query.as_str(), "sort=a/b,c:d%2Ce");
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
    fn an_empty_list_and_an_empty_object_add_nothing() {
        for style in [ListStyle::Repeat, ListStyle::Comma, ListStyle::Space, ListStyle::Pipe] {
            assert_eq!(list(style, &[]), "");
        }
        for style in [ObjectStyle::Deep, ObjectStyle::Form, ObjectStyle::Comma, ObjectStyle::Space, ObjectStyle::Pipe] {
            assert_eq!(object(style, r#"{"a":null}"#).as_deref(), Ok(""));
        }
    }

    #[test]
    fn objects_hold_lists_and_objects_where_their_style_can_write_them() {
        let json = r#"{"a":1,"b":{"c":true},"d":["x","y"],"e":null}"#;
        let deep = "color%5Ba%5D=1&color%5Bb%5D%5Bc%5D=true&color%5Bd%5D=x&color%5Bd%5D=y";
        assert_eq!(object(ObjectStyle::Deep, json).as_deref(), Ok(deep));
        assert_eq!(object(ObjectStyle::Form, r#"{"a":1,"d":["x","y"]}"#).as_deref(), Ok("a=1&d=x&d=y"));
        let refused = |name| Err(format!("the field `{name}` is a list or an object, which its style cannot write"));
        assert_eq!(object(ObjectStyle::Form, r#"{"a":{"b":1}}"#), refused("a"));
        assert_eq!(object(ObjectStyle::Pipe, r#"{"a":1,"d":["x"]}"#), refused("d"));
    }

    #[test]
    fn of_a_union_what_is_no_object_is_a_word() {
        for style in [ObjectStyle::Deep, ObjectStyle::Form, ObjectStyle::Comma, ObjectStyle::Space, ObjectStyle::Pipe] {
            assert_eq!(object(style, "1").as_deref(), Ok("color=1"), "{style:?}");
            assert_eq!(object(style, "\"a b\"").as_deref(), Ok("color=a%20b"), "{style:?}");
            assert_eq!(object(style, "null").as_deref(), Ok(""), "{style:?}");
            assert_eq!(object(style, "[1]"), Err("the parameter `color` is not an object".to_owned()), "{style:?}");
            let mut query = Query::default();
            for json in [r#"{"R":100}"#, "1"] {
                query.set_object("color", &tree(json), style, Reserved::Escaped).expect("it can be written");
            }
            assert_eq!(query.as_str(), "color=1", "{style:?}: the last value counts");
        }
    }

    #[test]
    fn a_word_that_holds_what_stands_between_words_is_refused() {
        let refused = |shown| format!("a value of `color` holds `{shown}`, which its style has between two values");
        for (style, words, shown) in [
            (ListStyle::Space, ["a", "b c"], " "),
            (ListStyle::Pipe, ["a", "b|c"], "|"),
            (ListStyle::Space, ["a", "b%20c"], " "),
            (ListStyle::Pipe, ["a", "b%7cc"], "|"),
        ] {
            let pushed = Query::default().push_list("color", words, style, Reserved::Passed);
            assert_eq!(pushed.err().as_ref().map(InvalidRequest::reason), Some(refused(shown).as_str()), "{words:?}");
        }
        assert_eq!(list(ListStyle::Space, &["a|b", "c%20d", "e,f"]), "color=a%7Cb%20c%2520d%20e%2Cf");
        assert_eq!(object(ObjectStyle::Space, r#"{"R":"a b"}"#), Err(refused(" ")));
        assert_eq!(object(ObjectStyle::Pipe, r#"{"R|G":1}"#), Err(refused("|")));
    }

    #[test]
    fn of_an_object_that_is_set_twice_the_last_value_counts() {
        let mut query = Query::default();
        query.push("a", "1");
        for (style, name) in [(ObjectStyle::Form, "f"), (ObjectStyle::Deep, "d"), (ObjectStyle::Comma, "c")] {
            for json in [r#"{"a":1,"b":"x"}"#, r#"{"a":2}"#] {
                query.set_object(name, &tree(json), style, Reserved::Escaped).expect("it can be written");
            }
        }
        assert_eq!(query.as_str(), "a=1&a=2&d%5Ba%5D=2&c=a,2");
        query.set_object("f", &tree("{}"), ObjectStyle::Form, Reserved::Escaped).expect("it can be written");
        assert_eq!(query.as_str(), "a=1&d%5Ba%5D=2&c=a,2");
    }

    #[test]
    fn each_parameter_takes_out_its_own_pairs_alone() {
        let mut query = Query::default();
        let set = |query: &mut Query, name: &str, json: &str| {
            query.set_object(name, &tree(json), ObjectStyle::Form, Reserved::Escaped).expect("it can be written");
        };
        set(&mut query, "one", r#"{"a":1}"#);
        query.push("a", "2");
        set(&mut query, "other", r#"{"a":1,"b":1}"#);
        // Pairs that are alike, of two objects.
        set(&mut query, "one", r#"{"c":1}"#);
        assert_eq!(query.as_str(), "a=2&a=1&b=1&c=1");
        // A word whose name a field has, too.
        query.remove("a");
        query.push("a", "3");
        assert_eq!(query.as_str(), "a=1&b=1&c=1&a=3");
        set(&mut query, "other", "{}");
        set(&mut query, "one", r#"{"c":2}"#);
        assert_eq!(query.as_str(), "a=3&c=2");
    }

    #[test]
    fn a_value_without_a_text_is_refused() {
        let numbers = [1.5, f64::NAN].map(crate::values::words::Finite);
        let pushed = Query::default().push_list("color", numbers, ListStyle::Comma, Reserved::Escaped);
        let reason = "the parameter `color` has no text: a number has to be finite, and its `Display` must not fail";
        assert_eq!(pushed.err().as_ref().map(InvalidRequest::reason), Some(reason));
    }
}
