//! A JSON value whose objects keep the order of their fields, as a `Value` does not: forms and queries are written in the order
//! that the description has.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// Null, a boolean, a number or a text.
    Leaf(Value),
    List(Vec<Tree>),
    Object(Fields),
}

/// The fields of an object, in their order.
pub(crate) type Fields = Vec<(String, Tree)>;

impl Tree {
    /// The value in one word, which neither a list nor an object has.
    pub(crate) fn word(&self) -> Option<String> {
        match self {
            Self::Leaf(Value::String(text)) => Some(text.clone()),
            Self::Leaf(leaf) => Some(leaf.to_string()),
            Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Whether it is null, which no word says.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Leaf(Value::Null))
    }

    /// The value as JSON.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).expect("a tree of JSON values is JSON")
    }
}

/// The fields of an object, each as two words; a null field is left out. A field that is a list or an object makes no word: the
/// error is its name.
pub(crate) fn pairs(fields: &Fields) -> Result<Vec<(&str, String)>, &str> {
    // {"R": 100, "B": null} -> [("R", "100")]
    let fields = fields.iter().filter(|(_, field)| !field.is_null());
    fields.map(|(name, field)| field.word().map(|word| (name.as_str(), word)).ok_or(name.as_str())).collect()
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(leaf) => leaf.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Object(fields) => serializer.collect_map(fields.iter().map(|(name, field)| (name, field))),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut fields = Fields::new();
        while let Some(field) = entries.next_entry()? {
            fields.push(field);
        }
        Ok(Tree::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(json: &str) -> Tree {
        serde_json::from_str(json).expect("it is JSON")
    }

    #[test]
    fn fields_keep_their_order() {
        let json = r#"{"b":[1,-2,2.5,null,true],"a":{"d":"x","c":{}}}"#;
        assert_eq!(tree(json).json(), json);
    }

    #[test]
    fn an_object_is_pairs_of_words() {
        let Tree::Object(fields) = tree(r#"{"R":100,"on":true,"none":null,"name":"a b"}"#) else { panic!("it is one") };
        let words = [("R", "100"), ("on", "true"), ("name", "a b")].map(|(name, word)| (name, word.to_owned()));
        assert_eq!(pairs(&fields).as_deref(), Ok(words.as_slice()));
        let Tree::Object(fields) = tree(r#"{"a":1,"b":[1]}"#) else { panic!("it is one") };
        assert_eq!(pairs(&fields), Err("b"));
    }
}
