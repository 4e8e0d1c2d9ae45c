//! Successes that come as streams of items.

use openapiv3::{MediaType, OpenAPI};

use super::{media::is_empty, outputs::successes};
use crate::{
    dialect::streams::{Stream, stream},
    ir::{Framing, Streaming, Type},
    lower::{
        read::{operations::PathOperation, schemas::Node},
        requests::Calls,
        shapes::flatten,
        state::Site,
        types::lower_schema,
    },
    place::Pointer,
};

/// How many schemas are looked through for what an event is: a union may have itself among its alternatives.
const DEPTH: usize = 8;

/// What comes one by one, where a success can be a stream: of several streams the one that says most.
pub(crate) fn streaming<'a>(calls: &mut Calls<'a>, described: &PathOperation<'a>, site: &Site) -> Option<Streaming> {
    if described.method == "head" {
        return None;
    }
    let mut found: Vec<(Stream, &'a str, &'a MediaType, Pointer)> = Vec::new();
    for (status, response, place) in successes(calls.types.state.document, described.operation, site) {
        let content = response.filter(|_| !is_empty(status.code())).into_iter().flat_map(|response| &response.content);
        found.extend(content.filter_map(|(name, media)| {
            Some((stream(name)?, name.as_str(), media, place.child("content").child(name)))
        }));
    }
    let (kind, name, media, place) =
        found.into_iter().min_by(|one, other| (one.0, one.1, &one.3).cmp(&(other.0, other.1, &other.3)))?;
    let (item, is_frame) = item(calls, kind, media, &place, site);
    let framing = match (kind, &item) {
        (Stream::Events, Type::String) => Framing::EventText,
        (Stream::Events, _) if is_frame => Framing::EventFrame,
        (Stream::Events, _) => Framing::EventData,
        (Stream::Lines, _) => Framing::JsonLines,
        (Stream::Records, _) => Framing::JsonSequence,
    };
    Some(Streaming { media_type: name.to_owned(), framing, item })
}

/// The type of an item, and whether that is a whole event. What is described as a list is the list of all items.
fn item<'a>(calls: &mut Calls<'a>, kind: Stream, media: &'a MediaType, place: &Pointer, site: &Site) -> (Type, bool) {
    let document = calls.types.state.document;
    let Some(schema) = &media.schema else {
        return (if kind == Stream::Events { Type::String } else { Type::Value }, false);
    };
    let whole = Node::new(schema, place.child("schema"));
    let shape = flatten(document, &whole).unwrap_or_default();
    let node = shape.items.filter(|_| shape.ty == Some("array")).unwrap_or(whole);
    let word = if kind == Stream::Events { "Event" } else { "Item" };
    let site = site.part(word, &node.place);
    let is_frame = is_frame(document, &node, DEPTH);
    (lower_schema(&mut calls.types, &node, &site).item(), is_frame)
}

/// Whether a schema is about an event as a whole: it has `data`, and nothing that no event has.
fn is_frame(document: &OpenAPI, node: &Node<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let Ok(shape) = flatten(document, node) else { return false };
    let mut alternatives = shape.one_of.iter().chain(&shape.any_of).peekable();
    if shape.properties.is_empty() && alternatives.peek().is_some() {
        return alternatives.all(|alternative| is_frame(document, alternative, depth));
    }
    let is_field = |name: &&str| ["data", "event", "id", "retry"].contains(name);
    shape.properties.contains_key("data") && shape.properties.keys().all(is_field)
}
