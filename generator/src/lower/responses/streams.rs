//! Successes that come as streams of items.

use std::collections::HashSet;

use openapiv3::{MediaType, OpenAPI};

use super::{media::is_empty, outputs::successes};
use crate::{
    dialect::streams::{Stream, stream},
    ir::{Framing, OpeningKind, Streaming, TextEvents, Type},
    lower::{
        read::{
            operations::PathOperation,
            schemas::{Identity, Node},
        },
        requests::Calls,
        shapes::flatten,
        state::Site,
        types::lower_schema,
    },
    place::Pointer,
};

/// How deep alternatives are looked into for what an event is.
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
    calls.types.holds_sensitive = false;
    let (item, events) = match item(calls, kind, media, &place, site) {
        // The data of an event is text, and no JSON that has one.
        (Type::Library(_), events) if kind == Stream::Events => (Type::String, events),
        item => item,
    };
    let framing = match (kind, &item) {
        (Stream::Events, Type::String) => Framing::EventText,
        (Stream::Events, _) if events.is_some() => Framing::EventFrame,
        (Stream::Events, _) => Framing::EventData,
        (Stream::Lines, _) => Framing::JsonLines,
        (Stream::Records, _) => Framing::JsonSequence,
    };
    let texts = texts(calls.types.state.document, &events.unwrap_or_default());
    let sensitive = std::mem::take(&mut calls.types.holds_sensitive);
    Some(Streaming { media_type: name.to_owned(), framing, item, sensitive, texts })
}

/// The type of an item, and the fields of each event that it can be as a whole. What is described as a list is the list of all items.
fn item<'a>(
    calls: &mut Calls<'a>,
    kind: Stream,
    media: &'a MediaType,
    place: &Pointer,
    site: &Site,
) -> (Type, Option<Vec<Fields<'a>>>) {
    let document = calls.types.state.document;
    let Some(schema) = &media.schema else {
        calls.types.state.leave_open(OpeningKind::Untyped, "the media type has no schema", &place.clone());
        return (if kind == Stream::Events { Type::String } else { Type::Value }, None);
    };
    let whole = Node::new(schema, place.child("schema"));
    let shape = flatten(document, &whole).unwrap_or_default();
    let node = shape.items.filter(|_| shape.ty == Some("array")).unwrap_or(whole);
    let word = if kind == Stream::Events { "Event" } else { "Item" };
    let site = site.part(word, &node.place);
    let events =
        events(document, &node, &Fields::default(), (&mut HashSet::new(), DEPTH)).filter(|_| kind == Stream::Events);
    let lowered = lower_schema(&mut calls.types, &node, &site);
    calls.types.holds_sensitive |= lowered.sensitive;
    (lowered.item(), events)
}

/// What is described of an event.
#[derive(Clone, Debug, Default)]
struct Fields<'a> {
    /// Its type.
    event: Option<Node<'a>>,
    data: Option<Node<'a>>,
}

/// The fields of each event that a schema is about, where it is about whole events: it has `data`, and nothing that no event has. An
/// alternative that is one of its own alternatives, too, is asked once.
fn events<'a>(
    document: &'a OpenAPI,
    node: &Node<'a>,
    around: &Fields<'a>,
    (asked, depth): (&mut HashSet<Identity<'a>>, usize),
) -> Option<Vec<Fields<'a>>> {
    let depth = depth.checked_sub(1)?;
    if !asked.insert(node.identity()) {
        return Some(Vec::new());
    }
    let shape = flatten(document, node).ok()?;
    if !shape.properties.keys().all(|name| ["data", "event", "id", "retry"].contains(name)) {
        return None;
    }
    let field = |name, around: &Option<Node<'a>>| shape.properties.get(name).or(around.as_ref()).cloned();
    let fields = Fields { event: field("event", &around.event), data: field("data", &around.data) };
    if !shape.has_alternatives() {
        return fields.data.is_some().then(|| vec![fields]);
    }
    let alternatives = shape.one_of.iter().chain(&shape.any_of);
    let found: Option<Vec<_>> =
        alternatives.map(|alternative| events(document, alternative, &fields, (&mut *asked, depth))).collect();
    let found: Vec<Fields<'a>> = found?.into_iter().flatten().collect();
    (!found.is_empty()).then_some(found)
}

/// Which events carry text. One without a type by which it is known is any that the others are not.
fn texts<'a>(document: &'a OpenAPI, events: &[Fields<'a>]) -> TextEvents {
    let is_text = |fields: &&Fields<'a>| {
        fields.data.as_ref().is_some_and(|data| is_text(document, data, (&mut HashSet::new(), DEPTH)))
    };
    let types = |fields: &Fields<'_>| -> Vec<String> {
        let shape = fields.event.as_ref().and_then(|event| flatten(document, event).ok());
        let values = shape.map(|shape| shape.enumeration).unwrap_or_default();
        values.iter().filter_map(|value| Some(value.as_str()?.to_owned())).collect()
    };
    let (texts, others): (Vec<_>, Vec<_>) = events.iter().partition(is_text);
    let [texts, others] = [texts, others].map(|fields| fields.into_iter().map(types).collect::<Vec<_>>());
    let is_any = |types: &Vec<String>| types.is_empty();
    if !texts.is_empty() && !others.iter().any(is_any) && (others.is_empty() || texts.iter().any(is_any)) {
        return TextEvents::AllBut(others.concat());
    }
    // Where both have no type, what comes is read as JSON if it is that, and as text if not.
    let known = others.concat();
    TextEvents::Of(texts.concat().into_iter().filter(|event| !known.contains(event)).collect())
}

/// Whether all that a schema allows is text. One that is being asked already makes no difference.
fn is_text<'a>(document: &'a OpenAPI, node: &Node<'a>, (asked, depth): (&mut HashSet<Identity<'a>>, usize)) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    if !asked.insert(node.identity()) {
        return true;
    }
    let Ok(shape) = flatten(document, node) else { return false };
    let mut alternatives = shape.one_of.iter().chain(&shape.any_of);
    shape.evident_type() == Some("string")
        || shape.has_alternatives()
            && alternatives.all(|alternative| is_text(document, alternative, (&mut *asked, depth)))
}
