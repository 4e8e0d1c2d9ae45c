//! `webhooks`: what an API sends to an app, as a list of the payloads.
//!
//! 3.0 has no word for them but the extension `x-webhooks` that documentation tools made for it. Both become that extension, of
//! which nothing but the payloads is left, each a component: names, with a reference and what is said of it.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::state::Leading;
use crate::{
    place::Pointer,
    select::{METHODS, WEBHOOKS},
};

/// Leads the webhooks of a document.
pub(super) fn lead(document: &mut Value, leading: &mut Leading<'_>) {
    // webhooks: {newPet: {post: {requestBody: {content: {application/json: {schema}}}}}} -> x-webhooks: {newPet: {$ref: …}}
    let mut payloads = IndexMap::new();
    for keyword in ["webhooks", WEBHOOKS] {
        if let Some(Value::Object(webhooks)) = document.as_object_mut().and_then(|root| root.shift_remove(keyword)) {
            if document.get(WEBHOOKS).is_none() {
                leading.note(Pointer::root().child(WEBHOOKS), Pointer::root().child(keyword));
            }
            lead_webhooks(document, (keyword, &webhooks), &mut payloads, leading);
        }
    }
    // Only now, since until then a place under `x-webhooks` may be one of the description.
    let mut all = Map::new();
    for (name, (said, place)) in payloads {
        leading.note(Pointer::root().child(WEBHOOKS).child(&name), place);
        all.insert(name, said);
    }
    if let Some(root) = document.as_object_mut().filter(|_| !all.is_empty()) {
        root.insert(WEBHOOKS.to_owned(), Value::Object(all));
    }
}

/// Leads the webhooks that stand under a keyword, to those that are known already.
fn lead_webhooks(
    document: &mut Value,
    (keyword, webhooks): (&str, &Map<String, Value>),
    payloads: &mut IndexMap<String, (Value, Pointer)>,
    leading: &mut Leading<'_>,
) {
    for (name, item) in webhooks {
        let place = Pointer::root().child(keyword).child(name);
        let (item, place) = followed(document, item, place);
        // What is sent becomes a component of the document.
        let operations = METHODS.iter().filter_map(|method| Some((*method, item.get(*method)?.clone())));
        let operations: Vec<(&str, Value)> = operations.collect();
        for (method, operation) in &operations {
            let name = if operations.len() == 1 { name.clone() } else { format!("{name} {method}") };
            let place = place.child(method);
            if payloads.contains_key(&name) {
                leading.warn(format!("another webhook is called `{name}`, too; this one is left out"), &place);
                continue;
            }
            let Some(said) = sent(document, (&name, operation, &place), leading) else {
                leading.warn(format!("the webhook `{name}` has no payload of JSON; it is left out"), &place);
                continue;
            };
            payloads.insert(name, (said, place));
        }
    }
}

/// What is said of a request that the API sends, with a reference to its payload; nothing where that is no JSON.
pub(super) fn sent(
    document: &mut Value,
    (name, operation, place): (&str, &Value, &Pointer),
    leading: &mut Leading<'_>,
) -> Option<Value> {
    let (schema, from) = payload(document, operation, place)?;
    let mut said = Map::new();
    for word in ["summary", "description", "deprecated"] {
        said.extend(operation.get(word).map(|text| (word.to_owned(), text.clone())));
    }
    said.insert("$ref".to_owned(), json!(component(document, name, schema, &from, leading)));
    Some(Value::Object(said))
}

/// How many references in a row are followed.
const DEPTH: usize = 16;

/// What a reference leads to, and where that stands.
pub(super) fn followed<'a>(document: &'a Value, value: &'a Value, place: Pointer) -> (&'a Value, Pointer) {
    let (mut value, mut place) = (value, place);
    for _ in 0..DEPTH {
        let Some(pointer) = value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#')) else {
            break;
        };
        // A reference is a URI: what a name has beside letters may be percent-encoded (RFC 6901, section 6).
        let Ok(pointer) = percent_decode_str(pointer).decode_utf8() else { break };
        let Some(target) = document.pointer(&pointer) else { break };
        (place, value) = (Pointer::parse(&pointer), target);
    }
    (value, place)
}

/// The schema of an operation's body of JSON, and where it stands.
fn payload(document: &Value, operation: &Value, place: &Pointer) -> Option<(Value, Pointer)> {
    let (body, place) = followed(document, operation.get("requestBody")?, place.child("requestBody"));
    let is_json = |name: &str| {
        let essence = name.split(';').next().unwrap_or_default().trim();
        essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
    };
    let (name, media) = body.get("content")?.as_object()?.iter().find(|(name, _)| is_json(name))?;
    let place = place.child("content").child(name).child("schema");
    Some((media.get("schema").cloned().unwrap_or_else(|| json!({})), place))
}

/// The component of a payload: one that is there, or a new one called after the webhook or callback.
fn component(document: &mut Value, name: &str, schema: Value, from: &Pointer, leading: &mut Leading<'_>) -> String {
    let of_component = |schema: &Value| {
        let reference = schema.get("$ref")?.as_str()?;
        let name = reference.strip_prefix("#/components/schemas/")?;
        (!name.contains('/') && schema.as_object()?.len() == 1).then(|| reference.to_owned())
    };
    if let Some(reference) = of_component(&schema) {
        return reference;
    }
    let Some(schemas) = schemas(document) else { return String::new() };
    let words = format!("{name}_payload");
    let numbered = (2..).map(|number| format!("{words}_{number}"));
    let mut free = [words.clone()].into_iter().chain(numbered).filter(|name| !schemas.contains_key(name));
    let name = free.next().unwrap_or(words);
    leading.note(Pointer::root().descendant(["components", "schemas", &name]), from.clone());
    let reference = format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"));
    schemas.insert(name, schema);
    reference
}

/// The schemas among the components, made where there are none.
fn schemas(document: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({})).as_object_mut()
}
