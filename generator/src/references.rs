//! References that lead to what is no component: each is made one to a component, or replaced by what it leads to.
//!
//! A `$ref` may lead to any node of a document (OpenAPI 3.0.4, section 4.8.23; RFC 6901, section 6). The later steps know
//! components alone. So a schema that is referred to becomes a component, named after where it stands; and of any other
//! object, and of a path item, a copy takes the place of the reference.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::Pointer,
    select::METHODS,
    walk::{Keys, structure},
};

/// How many references in a row are followed, and how often copies and new components are searched for more.
const DEPTH: usize = 16;

/// Makes every reference of a document one to a component. One that leads nowhere stays as it is.
///
/// # Errors
///
/// Each path item that is a reference to nowhere: its operations are not known.
pub fn unify(document: &mut Value, source: &Arc<Source>) -> Result<(), Errors> {
    path_items(document, source)?;
    for _ in 0..DEPTH {
        // Most documents refer to components only, and pay for no more than this look.
        if !has_others(document, Keys::Keywords) {
            break;
        }
        edit(document, Keys::Keywords, Part::Other, &mut |reference, _| {
            decoded(reference).map(|reference| json!({ "$ref": reference }))
        });
        let targets = targets(document);
        let names = names(document, &targets);
        hoist(document, &names);
        let original = document.clone();
        edit(document, Keys::Keywords, Part::Other, &mut |reference, part| match (part, targets.get(reference)) {
            (_, None) => None,
            (Part::Schema, Some(target)) => {
                let name = names.get(target).or_else(|| target.get(2))?;
                Some(json!({ "$ref": format!("#/components/schemas/{}", escaped(name)) }))
            }
            (Part::Schemas | Part::Other, Some(target)) => node(&original, target).cloned(),
        });
    }
    Ok(())
}

/// What may stand at a place of a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    /// A schema.
    Schema,
    /// A list or mapping of schemas.
    Schemas,
    /// Any other object.
    Other,
}

impl Part {
    /// What stands under a key.
    fn below(self, keys: Keys, key: &str) -> Self {
        match (keys, self, key) {
            (Keys::Names, Self::Schemas, _) => Self::Schema,
            (Keys::Names, Self::Schema | Self::Other, _) => Self::Other,
            (Keys::Keywords, _, "schema" | "items" | "not" | "additionalProperties") => Self::Schema,
            (Keys::Keywords, _, "properties" | "schemas" | "allOf" | "oneOf" | "anyOf") => Self::Schemas,
            (Keys::Keywords, _, _) => Self::Other,
        }
    }

    /// What an item of a list is.
    fn item(self) -> Self {
        if self == Self::Schemas { Self::Schema } else { Self::Other }
    }
}

/// Whether a reference leads into this document, but to no component.
fn is_other(reference: &str) -> bool {
    let to_component = reference.strip_prefix("#/components/").is_some_and(|rest| rest.split('/').count() == 2);
    reference.starts_with("#/") && (!to_component || reference.contains('%'))
}

fn has_others(value: &Value, keys: Keys) -> bool {
    match value {
        Value::Object(entries) => {
            keys.reference(entries).is_some_and(is_other)
                || structure(entries, keys).any(|(_, value, keys)| has_others(value, keys))
        }
        Value::Array(items) => items.iter().any(|item| has_others(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Offers each reference that leads to no component with what stands there, and replaces it by what it is given.
/// The siblings of a reference to a schema stay.
fn edit(value: &mut Value, keys: Keys, part: Part, replace: &mut impl FnMut(&str, Part) -> Option<Value>) {
    match value {
        Value::Object(entries) => {
            let reference = keys.reference(entries).filter(|reference| is_other(reference));
            match reference.and_then(|reference| replace(reference, part)) {
                Some(Value::Object(replacement)) if replacement.contains_key("$ref") => entries.extend(replacement),
                Some(replacement) => *value = replacement,
                None => {
                    for (key, value) in entries.iter_mut() {
                        if let Some(below) = keys.below(key) {
                            edit(value, below, part.below(keys, key), replace);
                        }
                    }
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| edit(item, Keys::Keywords, part.item(), replace)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A reference is a URI: what a name has beside letters may be percent-encoded (RFC 6901, section 6).
fn decoded(reference: &str) -> Option<String> {
    let decoded = percent_decode_str(reference).decode_utf8().ok()?;
    (decoded != reference).then(|| decoded.into_owned())
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The references that lead to no component: reference -> where it leads.
fn targets(document: &mut Value) -> BTreeMap<String, Vec<String>> {
    let mut references = HashSet::new();
    edit(document, Keys::Keywords, Part::Other, &mut |reference, _| {
        references.insert(reference.to_owned());
        None
    });
    let located = references.into_iter().filter_map(|reference| {
        let target = locate(document, &reference, DEPTH)?;
        node(document, &target)?.is_object().then_some((reference, target))
    });
    located.collect()
}

/// Where a reference leads, with the references on its way followed.
fn locate(document: &Value, reference: &str, depth: usize) -> Option<Vec<String>> {
    let mut place: Vec<String> = Vec::new();
    for token in Pointer::parse(reference.strip_prefix('#')?).tokens() {
        if let Some(next) = node(document, &place)?.get("$ref").and_then(Value::as_str) {
            place = locate(document, next, depth.checked_sub(1)?)?;
        }
        place.push(token.clone());
    }
    node(document, &place)?;
    Some(place)
}

fn node<'a>(document: &'a Value, place: &[String]) -> Option<&'a Value> {
    place.iter().try_fold(document, |node, token| match node {
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        node => node.get(token),
    })
}

fn node_mut<'a>(document: &'a mut Value, place: &[String]) -> Option<&'a mut Value> {
    place.iter().try_fold(document, |node, token| match node {
        Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
        node => node.get_mut(token),
    })
}

/// Names for the schemas that become components: place -> name. They don't depend on the order of the description.
fn names(document: &mut Value, targets: &BTreeMap<String, Vec<String>>) -> BTreeMap<Vec<String>, String> {
    let mut schemas = HashSet::new();
    edit(document, Keys::Keywords, Part::Other, &mut |reference, part| {
        schemas.extend(targets.get(reference).filter(|_| part == Part::Schema).cloned());
        None
    });
    let components = document.pointer("/components/schemas").and_then(Value::as_object);
    let mut taken: HashSet<String> = components.into_iter().flat_map(Map::keys).cloned().collect();
    let mut names = BTreeMap::new();
    for target in schemas.into_iter().collect::<BTreeSet<_>>() {
        if matches!(target.as_slice(), [components, schemas, _] if components == "components" && schemas == "schemas") {
            continue;
        }
        let words = words(document, &target);
        let numbered = (2..).map(|number| format!("{words}_{number}"));
        let mut free = [words.clone()].into_iter().chain(numbered).filter(|name| !taken.contains(name));
        let name = free.next().unwrap_or(words);
        taken.insert(name.clone());
        names.insert(target, name);
    }
    names
}

/// What a schema is called that stands inside something else: after what it stands in, and the properties on the way.
fn words(document: &Value, place: &[String]) -> String {
    let token = |index: usize| place.get(index).map_or("", String::as_str);
    let (mut words, mut index) = match (token(0), METHODS.contains(&token(2))) {
        ("components", _) => (vec![token(2).to_owned()], 3),
        ("paths", true) => {
            let id = node(document, &place[..3]).and_then(|operation| operation["operationId"].as_str());
            (vec![id.map_or_else(|| format!("{} {}", token(2), token(1)), str::to_owned)], 3)
        }
        ("paths", false) => (vec![token(1).to_owned()], 2),
        // The collection at the root says nothing: `definitions`, for example.
        _ => (Vec::new(), usize::from(place.len() > 1)),
    };
    while index < place.len() {
        let next = token(index + 1);
        let (word, step) = match token(index) {
            "properties" => (next.to_owned(), 2),
            "responses" if next.starts_with('2') => ("output".to_owned(), 2),
            "responses" => (format!("error {next}"), 2),
            "parameters" => {
                let name = node(document, &place[..(index + 2).min(place.len())]);
                (name.and_then(|parameter| parameter["name"].as_str()).unwrap_or(next).to_owned(), 2)
            }
            "oneOf" | "anyOf" => {
                (next.parse().map_or("variant".to_owned(), |at: usize| format!("variant {}", at + 1)), 2)
            }
            "content" | "allOf" => (String::new(), 2),
            "requestBody" => ("body".to_owned(), 1),
            "items" => ("item".to_owned(), 1),
            "additionalProperties" => ("value".to_owned(), 1),
            "schema" => (String::new(), 1),
            name => (name.to_owned(), 1),
        };
        words.push(word);
        index += step;
    }
    words.retain(|word| !word.is_empty());
    words.join("_")
}

/// Moves schemas to the components, the innermost first, and leaves a reference where each stood.
fn hoist(document: &mut Value, names: &BTreeMap<Vec<String>, String>) {
    let mut places: Vec<_> = names.iter().collect();
    places.sort_by_key(|(place, _)| std::cmp::Reverse(place.len()));
    for (place, name) in places {
        let reference = json!({ "$ref": format!("#/components/schemas/{}", escaped(name)) });
        let Some(schema) = node_mut(document, place).map(|slot| std::mem::replace(slot, reference)) else { continue };
        if let Some(components) = object(document, "components").and_then(|components| object(components, "schemas")) {
            drop(components.as_object_mut().and_then(|schemas| schemas.insert(name.clone(), schema)));
        }
    }
}

/// The object under a key, made where there is none.
fn object<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    Some(value.as_object_mut()?.entry(key).or_insert_with(|| json!({})))
}

/// Puts a copy of what it leads to in the place of each path item that is a reference. What stands beside the reference
/// counts; an operation that is copied a second time loses its id, which is unique in a description.
fn path_items(document: &mut Value, source: &Arc<Source>) -> Result<(), Errors> {
    let paths = || document["paths"].as_object().into_iter().flatten();
    let references: Vec<(String, String)> = paths()
        .filter_map(|(path, item)| Some((path.clone(), item.get("$ref")?.as_str()?.to_owned())))
        .filter(|(_, reference)| reference.starts_with('#') || reference.is_empty())
        .collect();
    let mut ids: HashSet<String> =
        paths().flat_map(|(_, item)| METHODS.iter().filter_map(|method| id(item.get(*method)?))).collect();
    let mut diagnostics = Diagnostics::default();
    let copies: Vec<(String, Option<Value>)> =
        references.into_iter().map(|(path, reference)| (path, item(document, &reference))).collect();
    for (path, copy) in copies {
        let Some(Value::Object(mut copy)) = copy else {
            diagnostics.push(
                Diagnostic::error(format!("the reference of the path `{path}` leads to no path item"))
                    .at(source, &Pointer::root().child("paths").child(&path).child("$ref"))
                    .help("write the operations here, or correct the reference"),
            );
            continue;
        };
        for method in METHODS {
            let Some(operation) = copy.get_mut(method) else { continue };
            if id(operation).is_some_and(|id| !ids.insert(id))
                && let Value::Object(operation) = operation
            {
                operation.shift_remove("operationId");
            }
        }
        if let Some(Value::Object(item)) = document["paths"].get_mut(&path) {
            item.shift_remove("$ref");
            copy.extend(std::mem::take(item));
            *item = copy;
        }
    }
    diagnostics.finish().map(drop)
}

fn id(operation: &Value) -> Option<String> {
    operation.get("operationId")?.as_str().map(str::to_owned)
}

/// The path item that a reference leads to, over any number of steps.
fn item(document: &Value, reference: &str) -> Option<Value> {
    let mut reference = decoded(reference).unwrap_or_else(|| reference.to_owned());
    for _ in 0..DEPTH {
        let found = node(document, &locate(document, &reference, DEPTH)?)?;
        match found.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = decoded(next).unwrap_or_else(|| next.to_owned()),
            None => return Some(found.clone()),
        }
    }
    None
}
