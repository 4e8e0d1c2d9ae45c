//! The headers of responses, in words, since they become no types.

use std::collections::BTreeSet;

use openapiv3::{Header, OpenAPI, ParameterSchemaOrContent};

use crate::{
    ir::{Declared, DeclaredHeader, Inside, Type},
    lower::{read::schemas::Node, shapes::flatten, text, types::declared},
    place::Pointer,
    walk::Keys,
};

/// A header of a response, and whether more is said of it than is put into words.
pub(super) fn header_in_words<'a>(
    document: &'a OpenAPI,
    name: &str,
    header: &'a Header,
    place: Pointer,
) -> (DeclaredHeader, bool) {
    let mut words = Words { document, way: Vec::new(), left: MOST, is_cut: false };
    let (ty, declared) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let node = Node::new(schema, place.child("schema"));
            words.of(&node)
        }
        ParameterSchemaOrContent::Content(content) => (text::json(content, Keys::Names), Declared::default()),
    };
    let deprecated = header.deprecated.unwrap_or(false);
    let header = DeclaredHeader { name: name.to_owned(), place, required: header.required, deprecated, ty, declared };
    (header, words.is_cut)
}

/// How many schemas of a header are put into words. Headers that people describe have one or two.
pub(super) const MOST: usize = 100;

/// What a header holds, in words, since it becomes no type: `integer`, `array of string`, `integer or string`.
struct Words<'a> {
    document: &'a OpenAPI,
    /// The places on the way to where it is: a schema may be a part of itself.
    way: Vec<Pointer>,
    /// How many schemas are still put into words.
    left: usize,
    /// Whether there was one more.
    is_cut: bool,
}

impl<'a> Words<'a> {
    fn of(&mut self, node: &Node<'a>) -> (String, Declared) {
        let is_met = self.way.contains(&node.place);
        self.is_cut |= self.left == 0 && !is_met;
        if self.left == 0 || is_met {
            return ("any".to_owned(), Declared::default());
        }
        self.left -= 1;
        self.way.push(node.place.clone());
        let flat = flatten(self.document, node).unwrap_or_default();
        let mut said = declared(&flat).of_value();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for alternative in flat.one_of.iter().chain(&flat.any_of) {
            let (word, declared) = self.of(alternative);
            said.inside.push(Inside {
                part: format!("|{word}"),
                place: alternative.place.clone(),
                ty: Type::Value,
                declared,
            });
            words.insert(word);
        }
        if words.is_empty() {
            words.insert(flat.ty.unwrap_or("any").to_owned());
        }
        let mut word = words.into_iter().collect::<Vec<_>>().join(" or ");
        if let Some(items) = &flat.items {
            let (inner, declared) = self.of(items);
            word = format!("{word} of {inner}");
            said.inside.push(Inside { part: "[]".to_owned(), place: items.place.clone(), ty: Type::Value, declared });
        }
        self.way.pop();
        (word, said)
    }
}
