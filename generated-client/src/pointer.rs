//! JSON pointers (RFC 6901) into a body that is still text: only what they lead to becomes a value.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// What stands at the end of a pointer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    /// This value, which may be null.
    Value(Value),
    /// Nothing: an object or list on the way lacks the next step, or is null.
    Missing,
    /// The way leads into what has no parts, such as a text.
    Blocked,
}

/// Follows a pointer into a body of JSON; [`None`] where that is no JSON, or the pointer is none.
pub(crate) fn find(body: &[u8], pointer: &str) -> Option<Found> {
    let tokens = tokens(pointer)?;
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let found = Step(&tokens).deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(found)
}

/// Where the items of the list at a pointer stand in a body of JSON; [`None`] where there is no list, or no JSON.
pub(crate) fn find_items(body: &[u8], pointer: &str) -> Option<Items> {
    let tokens = tokens(pointer)?;
    serde_json::from_slice::<IgnoredAny>(body).ok()?;
    let mut list = Spans::whole(body);
    for token in tokens {
        // A key that is there twice counts the last time.
        list = match body[list.start] {
            b'{' => Spans::inside(body, list).filter(|(key, _)| *key == Some(token.clone())).last()?.1,
            b'[' => Spans::inside(body, list).nth(token.parse().ok()?)?.1,
            _ => return None,
        };
    }
    let items =
        (body[list.start] == b'[').then(|| Spans::inside(body, list.clone()).map(|(_, span)| span).collect())?;
    Some(Items { list, items })
}

/// The places of a list and of its items in a body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Items {
    pub(crate) list: Range<usize>,
    pub(crate) items: Vec<Range<usize>>,
}

/// The values that stand in a list or an object, with their keys, in a body that is known to be JSON.
struct Spans<'b> {
    body: &'b [u8],
    at: usize,
    is_object: bool,
}

impl<'b> Spans<'b> {
    /// The value that the whole body is.
    fn whole(body: &[u8]) -> Range<usize> {
        let start = body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
        start..start + body[start..].trim_ascii_end().len()
    }

    fn inside(body: &'b [u8], span: Range<usize>) -> Self {
        Self { body: &body[..span.end], at: span.start + 1, is_object: body[span.start] == b'{' }
    }

    /// Passes over what stands between values, and gives the first byte of the next one, or of the end.
    fn skip(&mut self) -> Option<u8> {
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b':');
        self.at += self.body[self.at..].iter().take_while(|byte| is_between(byte)).count();
        self.body.get(self.at).copied()
    }

    /// Passes over a value: a text up to its end, a list or an object with all that is in it.
    fn value(&mut self) -> Option<Range<usize>> {
        let first = self.skip().filter(|first| !matches!(first, b']' | b'}'))?;
        let start = self.at;
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        for byte in &self.body[start..] {
            match (in_text, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => in_text = !in_text,
                (false, b'[' | b'{') => depth += 1,
                (false, b']' | b'}') if depth == 0 => break,
                (false, b']' | b'}') => depth -= 1,
                (false, b',' | b' ' | b'\t' | b'\n' | b'\r') if depth == 0 => break,
                (_, _) => {}
            }
            self.at += 1;
            if depth == 0 && !in_text && matches!(first, b'"' | b'[' | b'{') {
                break;
            }
        }
        Some(start..self.at)
    }
}

impl Iterator for Spans<'_> {
    /// The key, in an object, and where the value is.
    type Item = (Option<String>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.is_object.then(|| self.value()).map(|key| serde_json::from_slice(&self.body[key?]).ok());
        Some((key.flatten(), self.value()?))
    }
}

/// Sets what stands at a pointer that is not empty, with objects on the way where there is nothing or null; false where
/// something else is in the way.
pub(crate) fn set(value: &mut Value, pointer: &str, new: Value) -> bool {
    let Some(tokens) = tokens(pointer) else { return false };
    let mut current = value;
    for token in tokens {
        if current.is_null() {
            *current = Value::Object(Map::new());
        }
        let Value::Object(fields) = current else { return false };
        current = fields.entry(token).or_insert(Value::Null);
    }
    *current = new;
    true
}

fn tokens(pointer: &str) -> Option<Vec<String>> {
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    is_pointer.then(|| pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect())
}

/// The way that is still to go.
#[derive(Clone, Copy)]
struct Step<'t>(&'t [String]);

impl<'de> DeserializeSeed<'de> for Step<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        match self.0 {
            [] => Value::deserialize(deserializer).map(Found::Value),
            [_, ..] => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Step<'_> {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let Some((token, rest)) = self.0.split_first() else { return Err(A::Error::custom("a way that has ended")) };
        let mut found = Found::Missing;
        while let Some(is_it) = map.next_key_seed(Is(token))? {
            match is_it {
                // A key that is there twice counts the last time.
                true => found = map.next_value_seed(Step(rest))?,
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Found, A::Error> {
        let Some((token, rest)) = self.0.split_first() else { return Err(A::Error::custom("a way that has ended")) };
        let wanted = token.parse::<usize>().ok().filter(|index| index.to_string() == *token);
        let mut found = Found::Missing;
        for index in 0.. {
            let item = match wanted == Some(index) {
                true => items.next_element_seed(Step(rest))?.map(|item| found = item),
                false => items.next_element::<IgnoredAny>()?.map(drop),
            };
            if item.is_none() {
                break;
            }
        }
        Ok(found)
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(Found::Missing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Found, E> {
        Ok(Found::Blocked)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Found, E> {
        Ok(Found::Blocked)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Found, E> {
        Ok(Found::Blocked)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Found, E> {
        Ok(Found::Blocked)
    }

    fn visit_str<E>(self, _: &str) -> Result<Found, E> {
        Ok(Found::Blocked)
    }
}

/// Whether a key is the one that is looked for.
struct Is<'t>(&'t str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BODY: &[u8] = br#"{"owner":{"name":"a","a/b":{"~":1}},"tags":[1,[2,3]],"none":null,"twice":1,"twice":2}"#;

    #[track_caller]
    fn check(pointer: &str, expected: Found) {
        assert_eq!(find(BODY, pointer), Some(expected), "{pointer}");
    }

    #[test]
    fn a_pointer_leads_to_a_value() {
        check("/owner/name", Found::Value(json!("a")));
        check("/owner/a~1b", Found::Value(json!({"~": 1})));
        check("/owner/a~1b/~0", Found::Value(json!(1)));
        check("/tags/0", Found::Value(json!(1)));
        check("/tags/1/1", Found::Value(json!(3)));
        check("/none", Found::Value(Value::Null));
        check("/twice", Found::Value(json!(2)));
        assert_eq!(find(b"[1]", ""), Some(Found::Value(json!([1]))));
    }

    #[test]
    fn what_is_not_there_is_missing() {
        for pointer in ["/owner/id", "/tags/2", "/tags/01", "/tags/-", "/none/x", "/", "/owner/"] {
            check(pointer, Found::Missing);
        }
    }

    #[test]
    fn a_text_or_number_blocks_the_way() {
        check("/owner/name/x", Found::Blocked);
        check("/tags/0/x", Found::Blocked);
    }

    #[test]
    fn what_is_no_json_or_no_pointer_has_no_answer() {
        for body in [b"<html>".as_slice(), b"", b"{\"a\":1", b"{\"a\":1} x"] {
            assert_eq!(find(body, "/a"), None);
        }
        assert_eq!(find(BODY, "owner"), None);
    }

    /// Finds the items at a pointer, as texts.
    #[track_caller]
    fn check_items(body: &str, pointer: &str, expected: Option<(&str, &[&str])>) {
        let found = find_items(body.as_bytes(), pointer);
        let found = found.map(|Items { list, items }| {
            (&body[list], items.into_iter().map(|item| &body[item]).collect::<Vec<&str>>())
        });
        assert_eq!(found, expected.map(|(list, items)| (list, items.to_vec())), "{body} {pointer}");
    }

    #[test]
    fn items_are_found_where_they_stand() {
        check_items(r#"[1]"#, "", Some(("[1]", &["1"])));
        check_items(" [ ] ", "", Some(("[ ]", &[])));
        let list = r#"[ {"a":"]}","b":[1,{}]} ,"x\"\\,]", -1.5e3,null , true,[[]],"" ]"#;
        let items = [r#"{"a":"]}","b":[1,{}]}"#, r#""x\"\\,]""#, "-1.5e3", "null", "true", "[[]]", r#""""#];
        check_items(list, "", Some((list, &items)));
        let body = format!("\n{{\"other\": \"data\", \"d\\u0061ta\" : {{ \"a/b\":[0,{list}] }}, \"n\":1 }} ");
        check_items(&body, "/data/a~1b/1", Some((list, &items)));
        check_items(r#"{"d":[1],"d":[2]}"#, "/d", Some(("[2]", &["2"])));
    }

    #[test]
    fn what_is_no_list_has_no_items() {
        for pointer in ["/owner", "/owner/name", "/tags/0", "/tags/2", "/none", "/x", "/none/x", "/owner/name/x"] {
            assert_eq!(find_items(BODY, pointer), None, "{pointer}");
        }
        for body in ["", "<html>", "[1", "[1] x", "[01]"] {
            check_items(body, "", None);
        }
    }

    #[test]
    fn setting_makes_the_objects_on_the_way() {
        let mut body = json!({"query": 1, "paging": null});
        assert!(set(&mut body, "/paging/after", json!("x")));
        assert!(set(&mut body, "/paging/after", json!("y")));
        assert!(set(&mut body, "/a/b", json!(2)));
        assert_eq!(body, json!({"query": 1, "paging": {"after": "y"}, "a": {"b": 2}}));
        assert!(!set(&mut body, "/query/x", json!(1)));
    }
}
