//! Keeps the operations of the asked tags, and of the components only what those operations reach.
//!
//! This works on the untyped document, so that a large description is typed only as far as it is needed.

use std::{collections::BTreeSet, sync::Arc};

use indexmap::IndexSet;
use serde_json::{Map, Value};

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source, meant::choices},
    place::Pointer,
    walk::{Keys, structure},
};

/// The fixed fields of a Path Item Object that hold an operation (OpenAPI 3.0.4, section 4.8.9).
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The extension that has the webhooks of a document of OpenAPI 3.0.
pub const WEBHOOKS: &str = "x-webhooks";

/// The extension of an operation that has the payloads of its callbacks, where a document is led.
pub const CALLBACKS: &str = "x-callback-payloads";

/// Which operations of a description are wanted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Tags {
    /// Every operation, and every component whether it is reached or not.
    All,
    /// The operations that carry at least one of these tags.
    Only(Vec<String>),
}

/// Reduces a document to the asked tags.
///
/// # Errors
///
/// Each asked tag that no operation carries.
pub fn select(mut document: Value, tags: &Tags, source: &Arc<Source>) -> Result<Value, Errors> {
    let Tags::Only(wanted) = tags else { return Ok(document) };
    check_tags(&document, wanted, source)?;
    if let Value::Object(document) = &mut document {
        // They are of no operation, and so of no tag.
        document.shift_remove(WEBHOOKS);
    }
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        paths.retain(|_, item| keep_operations(item, wanted));
    }
    if let Some(Value::Array(declared)) = document.get_mut("tags") {
        declared.retain(|tag| tag["name"].as_str().is_some_and(|name| wanted.iter().any(|tag| tag == name)));
    }
    let reached = reached_components(&document);
    if let Some(Value::Object(components)) = document.get_mut("components") {
        for (kind, entries) in components.iter_mut().filter(|(kind, _)| *kind != "securitySchemes") {
            if let Value::Object(entries) = entries {
                entries.retain(|name, _| reached.contains(&format!("#/components/{kind}/{name}")));
            }
        }
    }
    Ok(document)
}

/// Tells that the webhooks of a document go away where only some tags are asked for.
pub(crate) fn dropped(document: &Value, tags: &Tags, source: &Arc<Source>) -> Option<Diagnostic> {
    let is_there = *tags != Tags::All && document.get(WEBHOOKS).is_some();
    is_there.then(|| {
        Diagnostic::warning("webhooks are of no tag; they are left out")
            .at(source, &Pointer::root().child(WEBHOOKS))
            .help("ask for all tags to have them")
    })
}

/// The names of the component schemas of a document.
pub(crate) fn schemas(document: &Value) -> BTreeSet<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    schemas.into_iter().flat_map(Map::keys).cloned().collect()
}

fn check_tags(document: &Value, wanted: &[String], source: &Arc<Source>) -> Result<(), Errors> {
    let known: BTreeSet<&str> = operations(document).flat_map(operation_tags).collect();
    let mut diagnostics = Diagnostics::default();
    for tag in wanted.iter().filter(|tag| !known.contains(tag.as_str())) {
        let help = if known.is_empty() {
            "the operations of this description have no tags: ask for all of them".to_owned()
        } else {
            choices(tag, "tags", &known.iter().copied().collect::<Vec<_>>())
        };
        diagnostics.push(
            Diagnostic::error(format!("no operation has the tag `{tag}`"))
                .at(source, &Pointer::root().child("paths"))
                .help(help),
        );
    }
    diagnostics.finish().map(drop)
}

fn operations(document: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let items = document["paths"].as_object().into_iter().flat_map(Map::values);
    items.flat_map(|item| METHODS.iter().filter_map(move |method| item.get(method)?.as_object()))
}

pub(crate) fn operation_tags(operation: &Map<String, Value>) -> impl Iterator<Item = &str> {
    operation.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The group of an operation without tags: the first segment of its path that is written out.
pub(crate) fn group_of_path(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').find(|segment| !segment.is_empty() && !segment.starts_with('{')).unwrap_or("root")
}

/// Drops the operations of other tags, and the other tags of the operations that stay. Says whether one stays.
fn keep_operations(item: &mut Value, wanted: &[String]) -> bool {
    let Value::Object(item) = item else { return false };
    for method in METHODS {
        let Some(Value::Object(operation)) = item.get_mut(method) else { continue };
        if operation_tags(operation).any(|tag| wanted.iter().any(|wanted| wanted == tag)) {
            if let Some(Value::Array(tags)) = operation.get_mut("tags") {
                tags.retain(|tag| wanted.iter().any(|wanted| tag == wanted.as_str()));
            }
        } else {
            item.shift_remove(method);
        }
    }
    METHODS.iter().any(|method| item.contains_key(*method))
}

/// The references (`#/components/…/…`) that the paths reach, over any number of steps.
fn reached_components(document: &Value) -> IndexSet<String> {
    let mut reached = IndexSet::new();
    collect_references(&document["paths"], Keys::Names, &mut reached);
    let callbacks = operations(document).filter_map(|operation| operation.get(CALLBACKS)?.as_object());
    for payload in callbacks.flat_map(Map::values).filter_map(Value::as_object) {
        reached.extend(Keys::Keywords.reference(payload).map(reference_of));
    }
    let mut next = 0;
    while let Some(reference) = reached.get_index(next).cloned() {
        next += 1;
        if let Some(component) = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)) {
            collect_references(component, Keys::Keywords, &mut reached);
        }
    }
    reached
}

fn collect_references(value: &Value, keys: Keys, reached: &mut IndexSet<String>) {
    match value {
        Value::Object(entries) => {
            reached.extend(keys.reference(entries).map(reference_of));
            for (key, value, below) in structure(entries, keys) {
                if let ("discriminator", Value::Object(discriminator)) = (key.as_str(), value) {
                    let mapping = discriminator.get("mapping").and_then(Value::as_object);
                    let targets = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
                    reached.extend(targets.map(schema_of_mapping));
                }
                collect_references(value, below, reached);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, Keys::Keywords, reached)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A reference into a component counts as one to the whole component.
#[must_use]
pub fn reference_of(reference: &str) -> String {
    reference.splitn(5, '/').take(4).collect::<Vec<_>>().join("/")
}

/// A discriminator's mapping may name a schema, or refer to it (OpenAPI 3.0.4, section 4.8.25).
#[must_use]
pub fn schema_of_mapping(target: &str) -> String {
    if target.contains('/') { reference_of(target) } else { format!("#/components/schemas/{target}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "tags": [{"name": "A"}, {"name": "B"}],
            "paths": {
                "/a": {"get": {"tags": ["A", "B"], "x": {"$ref": "#/components/schemas/a"}}, "post": {"tags": ["B"]}},
                "/b": {"get": {"tags": ["B"], "x": {"$ref": "#/components/schemas/b"}}},
            },
            "components": {
                "schemas": {"a": {"items": {"$ref": "#/components/schemas/a_part"}}, "a_part": {}, "b": {}},
                "securitySchemes": {"s": {}},
            },
        })
    }

    fn only(tags: &[&str]) -> Tags {
        Tags::Only(tags.iter().map(|&tag| tag.to_owned()).collect())
    }

    #[test]
    fn operations_of_other_tags_and_what_only_they_reach_go_away() {
        let selected = select(document(), &only(&["A"]), &Source::new("s", "")).expect("the tag is there");
        assert_eq!(
            selected,
            json!({
                "tags": [{"name": "A"}],
                "paths": {"/a": {"get": {"tags": ["A"], "x": {"$ref": "#/components/schemas/a"}}}},
                "components": {"schemas": {"a": {"items": {"$ref": "#/components/schemas/a_part"}}, "a_part": {}}, "securitySchemes": {"s": {}}},
            })
        );
    }

    #[test]
    fn all_tags_leave_the_document_as_it_is() {
        assert_eq!(select(document(), &Tags::All, &Source::new("s", "")), Ok(document()));
    }

    #[test]
    fn a_mapping_reaches_schemas_by_name_and_by_reference() {
        assert_eq!(schema_of_mapping("a"), "#/components/schemas/a");
        assert_eq!(schema_of_mapping("#/components/schemas/a"), "#/components/schemas/a");
    }
}
