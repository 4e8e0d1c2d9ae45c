//! What 3.1 and 3.2 add to operations and their tags.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{parts::PATH_ITEMS, state::Leading, streams::stream};
use crate::{
    place::{Path, Pointer},
    select::METHODS,
};

/// How the paths of operations end that have the method `QUERY`: a document of 3.0 has no other place for them.
const QUERY: &str = "#QUERY";

/// The path and the method of an operation, of its keys in a document of 3.0.
#[must_use]
pub fn path_and_method<'a>(path: &'a str, method: &'a str) -> (&'a str, &'a str) {
    path.strip_suffix(QUERY).map_or((path, method), |path| (path, "query"))
}

/// Leads the operations of a document, and its tags.
pub(super) fn lead(document: &mut Value, leading: &mut Leading<'_>) {
    for map in PATH_ITEMS {
        if let Some(Value::Object(items)) = document.pointer_mut(map) {
            lead_path_items(items, &Pointer::parse(map), leading);
        }
    }
    refer(document, leading);
    for tag in document.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
        lead_tag(tag);
    }
}

fn lead_path_items(items: &mut Map<String, Value>, map: &Pointer, leading: &mut Leading<'_>) {
    for (name, mut item) in std::mem::take(items) {
        let query = query(&mut item, &name, map, leading);
        for method in METHODS {
            item.get_mut(method).into_iter().for_each(respond);
        }
        items.insert(name.clone(), item);
        if let Some(item) = query {
            items.insert(format!("{name}{QUERY}"), item);
        }
    }
}

/// A path that refers to a component with an operation of the method `QUERY` has one, too.
fn refer(document: &mut Value, leading: &mut Leading<'_>) {
    // {/pets: {$ref: …/pets}} -> {/pets: {$ref: …/pets}, /pets#QUERY: {$ref: …/pets#QUERY}}
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let references: Vec<(String, Value, String)> =
        paths.filter_map(|(path, item)| Some((path.clone(), item.clone(), component(document, item)?))).collect();
    for (path, mut item, component) in references {
        let (name, alone) = (format!("{path}{QUERY}"), format!("{component}{QUERY}"));
        if let (Some(Value::Object(paths)), Value::Object(entries)) = (document.get_mut("paths"), &mut item)
            && !paths.contains_key(&name)
        {
            let (from, to) = (Pointer::root().child("paths").child(&path), Pointer::root().child("paths").child(&name));
            let components = Pointer::root().child("components").child("pathItems");
            leading.note(to.clone(), from);
            leading.note(to.child("post"), components.child(&component).child("query"));
            entries.retain(|key, _| !METHODS.contains(&key.as_str()));
            let reference = alone.replace('~', "~0").replace('/', "~1");
            entries.insert("$ref".to_owned(), json!(format!("{COMPONENT}{reference}")));
            paths.insert(name, item);
        }
    }
}

/// How many references in a row are followed.
const DEPTH: usize = 16;

/// How a reference to a path item among the components begins.
const COMPONENT: &str = "#/components/pathItems/";

/// The component that a path item refers to, over any number of steps, where it has an operation of the method `QUERY`.
fn component(document: &Value, item: &Value) -> Option<String> {
    let components = document.pointer("/components/pathItems")?;
    let mut item = item;
    for _ in 0..DEPTH {
        let token = item.get("$ref")?.as_str()?.strip_prefix(COMPONENT)?;
        let decoded = percent_decode_str(token).decode_utf8().ok()?;
        let name = decoded.replace("~1", "/").replace("~0", "~");
        if components.get(format!("{name}{QUERY}")).is_some() {
            return Some(name);
        }
        item = components.get(&name)?;
    }
    None
}

/// In 3.1 an operation may have no responses.
fn respond(operation: &mut Value) {
    if let Value::Object(operation) = operation {
        operation.entry("responses").or_insert_with(|| json!({}));
    }
}

/// Takes the operation of the method `QUERY` out of a path item (OpenAPI 3.2.0, section 4.9), into one of its own.
fn query(item: &mut Value, path: &str, map: &Pointer, leading: &mut Leading<'_>) -> Option<Value> {
    // {query: …, parameters: …} -> {parameters: …}, and beside it {post: …, parameters: …}
    let Value::Object(item) = item else { return None };
    let place = map.child(path);
    let mut operation = item.shift_remove("query").map(|operation| (operation, place.child("query")));
    let additional = item.shift_remove("additionalOperations");
    for (method, other) in additional.as_ref().and_then(Value::as_object).into_iter().flatten() {
        let at = place.child("additionalOperations").child(method);
        if method == "QUERY" && operation.is_none() {
            operation = Some((other.clone(), at));
        } else {
            leading.warn(format!("an operation of the method `{method}` is left out: no client of Rust knows it"), &at);
        }
    }
    let (mut operation, from) = operation?;
    respond(&mut operation);
    let mut alone = item.clone();
    alone.retain(|key, _| !METHODS.contains(&key.as_str()) && key != "$ref");
    alone.insert("post".to_owned(), operation);
    let to = map.child(format!("{path}{QUERY}"));
    leading.note(to.clone(), place);
    leading.note(to.child("post"), from);
    Some(Value::Object(alone))
}

/// A tag of 3.2 may have a summary alone, and be a part of another (OpenAPI 3.2.0, section 4.22).
fn lead_tag(tag: &mut Value) {
    let Value::Object(tag) = tag else { return };
    let text = |tag: &mut Map<String, Value>, key: &str| {
        tag.shift_remove(key).and_then(|value| value.as_str().map(str::to_owned))
    };
    let (summary, parent) = (text(tag, "summary"), text(tag, "parent"));
    let description = text(tag, "description").or(summary);
    let parent = parent.map(|parent| format!("A part of `{parent}`."));
    let texts: Vec<String> = description.into_iter().chain(parent).collect();
    if !texts.is_empty() {
        tag.insert("description".to_owned(), Value::from(texts.join("\n\n")));
    }
}

/// `itemSchema` is the schema of each item of a media type that is a sequence (OpenAPI 3.2.0, section 4.14).
pub(super) fn lead_media_type(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    let Some(item) = entries.shift_remove("itemSchema") else { return };
    let place = path.pointer();
    let is_stream = matches!(path, Path::Key(_, media_type) if stream(media_type).is_some());
    if !is_stream {
        let message = "the items of a stream are not read one by one; the body is read as a whole";
        leading.warn(message, &place.child("itemSchema"));
    }
    // Of a stream, the item says all that `schema` does, which is of all of them together.
    if is_stream || !entries.contains_key("schema") {
        leading.take([(place.child("schema"), place.child("itemSchema"))]);
        entries.insert("schema".to_owned(), item);
    }
}

/// `in: querystring` is the whole query (OpenAPI 3.2.0, section 4.12.1): where it is a form, that of an object's properties.
pub(super) fn lead_parameter(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    // {in: querystring, content: {application/x-www-form-urlencoded: {schema}}} -> {in: query, style: form, explode: true, schema}
    if entries.get("in").is_none_or(|place| place != "querystring") {
        return;
    }
    let place = path.pointer();
    let form = "application/x-www-form-urlencoded";
    let schema =
        entries.get_mut("content").and_then(|content| content.get_mut(form)?.as_object_mut()?.shift_remove("schema"));
    entries.insert("in".to_owned(), json!("query"));
    match schema {
        Some(schema) => {
            leading.take([(place.child("schema"), place.child("content").child(form).child("schema"))]);
            entries.shift_remove("content");
            entries.insert("style".to_owned(), json!("form"));
            entries.insert("explode".to_owned(), json!(true));
            entries.insert("schema".to_owned(), schema);
        }
        None => leading
            .warn("the whole query can only be a form; it is sent as a parameter with this name", &place.child("in")),
    }
}
