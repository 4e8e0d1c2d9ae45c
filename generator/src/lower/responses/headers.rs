//! The headers of responses, in words, since they become no types.

use std::collections::BTreeSet;

use openapiv3::{Header, OpenAPI, ParameterSchemaOrContent};

use crate::{
    ir::{Declared, DeclaredHeader, Inside, Type},
    lower::{read::schemas::Node, shapes::flatten, text, types::declared},
    place::Pointer,
    walk::Keys,
};

/// A header of a response.
pub(super) fn header_in_words<'a>(
    document: &'a OpenAPI,
    name: &str,
    header: &'a Header,
    place: Pointer,
) -> DeclaredHeader {
    let (ty, declared) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let node = Node::new(schema, place.child("schema"));
            header_value(document, &node)
        }
        ParameterSchemaOrContent::Content(content) => (text::json(content, Keys::Names), Declared::default()),
    };
    let deprecated = header.deprecated.unwrap_or(false);
    DeclaredHeader { name: name.to_owned(), place, required: header.required, deprecated, ty, declared }
}

/// What a header holds, in words, since it becomes no type: `integer`, `array of string`, `integer or string`.
fn header_value<'a>(document: &'a OpenAPI, node: &Node<'a>) -> (String, Declared) {
    let flat = flatten(document, node).unwrap_or_default();
    let mut said = declared(&flat).of_value();
    let mut words: BTreeSet<String> = BTreeSet::new();
    for alternative in flat.one_of.iter().chain(&flat.any_of) {
        let (word, declared) = header_value(document, alternative);
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
        let (inner, declared) = header_value(document, items);
        word = format!("{word} of {inner}");
        said.inside.push(Inside { part: "[]".to_owned(), place: items.place.clone(), ty: Type::Value, declared });
    }
    (word, said)
}
