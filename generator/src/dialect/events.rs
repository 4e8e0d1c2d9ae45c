//! The data of server-sent events that is JSON: `contentSchema` says what it is (OpenAPI 3.2.0, section 4.14.4).
//!
//! An event carries text, and so its `data` is described as one. The client reads such a text as JSON where the data is described as
//! anything else: so what `contentSchema` says of the text takes the place of the text.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    parts::{Below, Part},
    state::Leading,
    streams::{Stream, stream},
};
use crate::place::{Path, Pointer};

/// The keywords of alternatives and parts, which are events as what they stand in is.
const MADE_OF: [&str; 3] = ["oneOf", "anyOf", "allOf"];

/// Leads what is said of the data of events. A schema that something else uses, too, is that of an object in which the data is a text.
pub(super) fn lead(document: &mut Value, leading: &mut Leading<'_>) {
    // {data: {type: string, contentMediaType: application/json, contentSchema: {type: integer}}} -> {data: {type: integer}}
    let mut streams = Vec::new();
    collect(document, Part::Document, &Path::Root, &mut streams);
    let events = events(document, streams);
    let data = |event: &Pointer| event.descendant(["properties", "data"]);
    if !events.iter().any(|event| is_json(document, &data(event))) {
        return;
    }
    let others = events_of_others(document, &events);
    for event in events.difference(&others) {
        divide(document, event, leading);
        lead_data(document, &data(event), leading);
    }
}

/// The schemas of streams of events.
fn collect(value: &Value, part: Part, path: &Path<'_>, found: &mut Vec<Pointer>) {
    let Value::Object(entries) = value else { return };
    if part == Part::MediaType && matches!(path, Path::Key(_, name) if stream(name) == Some(Stream::Events)) {
        let keyword = ["itemSchema", "schema"].into_iter().find(|keyword| entries.contains_key(*keyword));
        found.extend(keyword.map(|keyword| path.pointer().child(keyword)));
    }
    for (key, value) in entries {
        let path = Path::Key(path, key);
        match (part.below(key), value) {
            (Below::One(Part::Schema) | Below::Names(Part::Schema) | Below::List(Part::Schema), _) => {}
            (Below::One(part), value) => collect(value, part, &path, found),
            (Below::Names(part), Value::Object(names)) => {
                names.iter().for_each(|(name, value)| collect(value, part, &Path::Key(&path, name), found));
            }
            (Below::List(_) | Below::Names(_) | Below::Nothing, _) => {}
        }
    }
}

/// Schemas, and those that they are made of: what they refer to, alternatives, parts, the items of a list.
fn events(document: &Value, mut waiting: Vec<Pointer>) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    while let Some(place) = waiting.pop() {
        let Some(Value::Object(schema)) = node(document, &place).filter(|_| !found.contains(&place)) else { continue };
        waiting.extend(component(schema));
        waiting.extend(schema.contains_key("items").then(|| place.child("items")));
        for keyword in MADE_OF {
            let length = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            waiting.extend((0..length).map(|index| place.child(keyword).child(index)));
        }
        found.insert(place);
    }
    found
}

/// Of the schemas of events, those that something else uses, too.
fn events_of_others(document: &Value, events: &BTreeSet<Pointer>) -> BTreeSet<Pointer> {
    let mut uses: BTreeMap<Pointer, usize> = BTreeMap::new();
    count(document, &mut uses);
    let schemas = events.iter().filter_map(|event| node(document, event)?.as_object());
    for used in schemas.filter_map(component) {
        uses.entry(used).and_modify(|count| *count -= 1);
    }
    let others = uses.into_iter().filter(|(_, count)| *count > 0).map(|(place, _)| place);
    self::events(document, others.collect()).intersection(events).cloned().collect()
}

/// Counts who refers to each schema.
fn count(value: &Value, uses: &mut BTreeMap<Pointer, usize>) {
    match value {
        Value::Object(entries) => {
            component(entries).into_iter().for_each(|place| *uses.entry(place).or_default() += 1);
            entries.values().for_each(|value| count(value, uses));
        }
        Value::Array(items) => items.iter().for_each(|value| count(value, uses)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The component that a schema refers to.
fn component(schema: &Map<String, Value>) -> Option<Pointer> {
    let place = Pointer::parse(schema.get("$ref")?.as_str()?.strip_prefix('#')?);
    place.component("schemas").is_some().then_some(place)
}

/// Whether a schema is that of a text of JSON which is no text itself.
fn is_json(document: &Value, place: &Pointer) -> bool {
    let Some(data) = node(document, place) else { return false };
    let word = |keyword: &str| data.get(keyword).and_then(Value::as_str);
    let media_type = word("contentMediaType").unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let is_json = media_type.eq_ignore_ascii_case("application/json") || media_type.ends_with("+json");
    let content = data.get("contentSchema").filter(|content| content.is_object());
    is_json && word("contentEncoding").is_none() && content.is_some_and(|content| !may_be_text(document, content))
}

/// Whether a value of a schema may be a text, which would stand in quotes in the data of an event.
fn may_be_text(document: &Value, content: &Value) -> bool {
    let mut content = content;
    // A chain of references that is longer leads in a circle, or nearly so.
    for _ in 0..16 {
        let reference = content.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        let Some(target) = reference.and_then(|place| document.pointer(place)) else { break };
        content = target;
    }
    let has_text = |values: &Value| values.as_array().is_some_and(|values| values.iter().any(Value::is_string));
    match content.get("type") {
        Some(Value::String(ty)) => ty == "string",
        Some(Value::Array(types)) => types.iter().any(|ty| ty == "string"),
        Some(_) | None => {
            content.get("enum").is_some_and(has_text) || content.get("const").is_some_and(Value::is_string)
        }
    }
}

/// Gives what an event has beside its alternatives to each of them, where one says more of the data: each is an event of its own then.
fn divide(document: &mut Value, event: &Pointer, leading: &mut Leading<'_>) {
    // {properties: {id, data: text}, oneOf: [{properties: {data: …}}, {}]} -> {oneOf: [{properties: {id, data: …}}, {properties: {id, data: text}}]}
    let Some(keyword) = ["oneOf", "anyOf"].into_iter().find(|keyword| {
        let count = node(document, event).and_then(|event| event.get(*keyword)?.as_array()).map_or(0, Vec::len);
        let data = |index: usize| event.child(keyword).child(index).descendant(["properties", "data"]);
        (0..count).any(|index| is_json(document, &data(index)))
    }) else {
        return;
    };
    let Some(Value::Object(whole)) = node_mut(document, event) else { return };
    let is_own = |alternative: &Value| alternative.as_object().is_some_and(|entries| !entries.contains_key("$ref"));
    let has_own = whole.get(keyword).and_then(Value::as_array).is_some_and(|all| all.iter().all(is_own));
    if !has_own || !whole.contains_key("properties") {
        return;
    }
    let around: Vec<(&str, Value)> = ["type", "properties", "required", "additionalProperties"]
        .into_iter()
        .filter_map(|word| Some((word, whole.shift_remove(word)?)))
        .collect();
    let alternatives = whole.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten();
    for (index, alternative) in alternatives.filter_map(Value::as_object_mut).enumerate() {
        let place = event.child(keyword).child(index);
        for (word, said) in &around {
            match (alternative.get_mut(*word), said) {
                (None, said) => {
                    leading.note(place.child(word), event.child(word));
                    alternative.insert((*word).to_owned(), said.clone());
                }
                (Some(Value::Object(own)), Value::Object(said)) if *word == "properties" => {
                    for (name, property) in said.iter().filter(|(name, _)| !own.contains_key(*name)).collect::<Vec<_>>()
                    {
                        leading.note(place.child(word).child(name), event.child(word).child(name));
                        own.insert(name.clone(), property.clone());
                    }
                }
                (Some(Value::Array(own)), Value::Array(said)) => {
                    let new: Vec<Value> = said.iter().filter(|name| !own.contains(name)).cloned().collect();
                    own.extend(new);
                }
                (Some(_), _) => {}
            }
        }
    }
}

/// Puts what stands in a text in the place of the text, with what is said of it there.
fn lead_data(document: &mut Value, place: &Pointer, leading: &mut Leading<'_>) {
    if !is_json(document, place) {
        return;
    }
    let Some(Value::Object(data)) = node_mut(document, place) else { return };
    let Some(Value::Object(mut content)) = data.shift_remove("contentSchema") else { return };
    for word in ["title", "description", "deprecated", "x-sensitive"] {
        if let Some(said) = data.shift_remove(word) {
            content.entry(word).or_insert(said);
        }
    }
    leading.note(place.clone(), place.child("contentSchema"));
    *data = content;
}

fn node<'a>(document: &'a Value, place: &Pointer) -> Option<&'a Value> {
    document.pointer(&place.to_string())
}

fn node_mut<'a>(document: &'a mut Value, place: &Pointer) -> Option<&'a mut Value> {
    document.pointer_mut(&place.to_string())
}
