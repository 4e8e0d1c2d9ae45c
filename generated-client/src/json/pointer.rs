//! JSON pointers (RFC 6901) into a body that is still text: only what they lead to becomes a value.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::json::spans::{self, Items};

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

/// What stands in `raw`, as JSON, at a JSON pointer.
pub(crate) fn value_at(raw: &[u8], path: &str) -> Option<Value> {
    match find(raw, path)? {
        Found::Value(value) => Some(value),
        Found::Missing | Found::Blocked => None,
    }
}

/// Where the items of the list at a pointer stand in a body of JSON; [`None`] where there is no list, or no JSON.
pub(crate) fn find_items(body: &[u8], pointer: &str) -> Option<Items> {
    spans::items(body, &tokens(pointer)?)
}

/// Sets what stands at a pointer that is not empty, with objects on the way where there is nothing or null; false where
/// something else is in the way.
pub(crate) fn set(value: &mut Value, pointer: &str, new: Value) -> bool {
    // null, "/a/b", 1 -> {"a": {"b": 1}}
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
                // Where a key is there twice, the last one counts.
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

    #[test]
    fn a_pointer_takes_out_what_stands_there() {
        let raw = br#"{"owner":{"name":"a"},"tags":[1,2]}"#;
        assert_eq!(value_at(raw, "/owner/name"), Some(json!("a")));
        assert_eq!(value_at(raw, "/tags/1"), Some(json!(2)));
        assert_eq!(value_at(raw, ""), Some(json!({"owner": {"name": "a"}, "tags": [1, 2]})));
        assert_eq!(value_at(raw, "/owner/id"), None);
        assert_eq!(value_at(b"<html>", ""), None);
    }
}
