//! `callbacks` of operations: what an API sends to the addresses that an app has given it, as a list of the payloads.
//!
//! They are led as webhooks are, but stand in their operation, so that they are there where that is asked for.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    operations::path_and_method,
    parts::PATH_ITEMS,
    state::Leading,
    webhooks::{followed, sent},
};
use crate::{
    place::Pointer,
    select::{CALLBACKS, METHODS, WEBHOOKS},
};

/// An operation that has callbacks.
struct Calling {
    /// Its id, else its method and path.
    name: String,
    place: Pointer,
    callbacks: Map<String, Value>,
}

/// A request that the API sends: where an operation in a callback stands.
struct Callback {
    name: String,
    place: Pointer,
}

/// What the API sends, by its names: where it stands, and what is said of it, where that is a payload.
type Known = BTreeMap<String, (Pointer, Option<Value>)>;

/// Leads the callbacks of all operations.
pub(super) fn lead(document: &mut Value, leading: &mut Leading<'_>) {
    // createOrder: {callbacks: {shipped: {"{$request.body#/url}": {post: {requestBody: …}}}}}
    // -> createOrder: {x-callback-payloads: {createOrder.shipped: {$ref: …}}}
    let found = with_callbacks(document);
    let root = Pointer::root().child(WEBHOOKS);
    let webhooks = document.get(WEBHOOKS).and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let mut known: Known = webhooks.map(|name| (name.clone(), (root.child(name), None))).collect();
    // Only then they are taken away: a callback may refer to one of another operation.
    let mut led = Vec::new();
    for calling in found {
        let mut payloads = Map::new();
        for callback in callbacks(document, &calling) {
            let Some(said) = lead_callback(document, &callback, &mut known, leading) else { continue };
            leading.note(calling.place.child(CALLBACKS).child(&callback.name), callback.place);
            payloads.insert(callback.name, said);
        }
        led.push((calling.place, payloads));
    }
    for (place, payloads) in led {
        let Some(Value::Object(operation)) = document.pointer_mut(&place.to_string()) else { continue };
        operation.shift_remove("callbacks");
        if !payloads.is_empty() {
            operation.insert(CALLBACKS.to_owned(), Value::Object(payloads));
        }
    }
}

fn with_callbacks(document: &Value) -> Vec<Calling> {
    let mut found = Vec::new();
    for map in PATH_ITEMS {
        let items = document.pointer(map).and_then(Value::as_object).into_iter().flatten();
        for (path, item) in items {
            let operations = METHODS.iter().filter_map(|method| Some((*method, item.get(*method)?)));
            found.extend(operations.filter_map(|(method, operation)| {
                let callbacks = operation.get("callbacks")?.as_object()?.clone();
                let id = operation.get("operationId").and_then(Value::as_str);
                let (own_path, own_method) = path_and_method(path, method);
                let name = id.map_or_else(|| format!("{own_method} {own_path}"), str::to_owned);
                Some(Calling { name, place: Pointer::parse(map).child(path).child(method), callbacks })
            }));
        }
    }
    // Of two that are called alike the first is there, whatever the order of the description.
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

/// The requests that the callbacks of an operation are. One that stands among the components has its name there, however many
/// operations refer to it; another is called after its operation, too, whatever others there are.
fn callbacks(document: &Value, calling: &Calling) -> Vec<Callback> {
    let mut found = Vec::new();
    let is_extension = |key: &str| key.starts_with("x-");
    for (key, callback) in calling.callbacks.iter().filter(|(key, _)| !is_extension(key)) {
        let (callback, place) = followed(document, callback, calling.place.child("callbacks").child(key));
        let name = match place.tokens().as_slice() {
            ["components", "callbacks", name] => (*name).to_owned(),
            _ => format!("{}.{key}", calling.name),
        };
        let items = callback.as_object().into_iter().flatten();
        let items: Vec<(&String, &Value)> =
            items.filter(|(key, item)| !is_extension(key) && item.is_object()).collect();
        for (expression, item) in &items {
            let (item, place) = followed(document, item, place.child(expression));
            let methods: Vec<&str> = METHODS.into_iter().filter(|method| item.get(method).is_some()).collect();
            found.extend(methods.iter().map(|&method| {
                let words = [(items.len(), expression.as_str()), (methods.len(), method)];
                let words = words.into_iter().filter(|(count, _)| *count > 1).map(|(_, word)| word);
                let name = [name.as_str()].into_iter().chain(words).collect::<Vec<_>>().join(" ");
                Callback { name, place: place.child(method) }
            }));
        }
    }
    found
}

/// What is said of a callback, unless it has no payload, or something else has its name.
fn lead_callback(
    document: &mut Value,
    callback: &Callback,
    known: &mut Known,
    leading: &mut Leading<'_>,
) -> Option<Value> {
    let Callback { name, place } = callback;
    match known.get(name) {
        Some((known, said)) if known == place => return said.clone(),
        Some(_) => {
            leading
                .warn(format!("something else that is sent is called `{name}`, too; this callback is left out"), place);
            return None;
        }
        None => {}
    }
    // Of what many operations refer to, a copy is made once.
    let operation = document.pointer(&place.to_string())?.clone();
    let said = sent(document, (name, &operation, place), leading);
    if said.is_none() {
        leading.warn(format!("the callback `{name}` has no payload of JSON; it is left out"), place);
    }
    known.insert(name.clone(), (place.clone(), said.clone()));
    said
}
