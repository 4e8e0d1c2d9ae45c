//! Applies OpenAPI Overlay documents, versions 1.0 and 1.1 of the specification, with RFC 9535 JSONPath targets.
//!
//! Two rules are ours. An action that selects nothing is an error, since it corrects what is no longer there. And the
//! extension `x-api-versions` beside a target says for which versions the action holds: a version or an inclusive range
//! (`2.12..2.14`, `2.12..`, `..2.11`), or a list of them, in the order that the caller gives.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    load::load,
    place::Pointer,
    versions::Versions,
};

/// An Overlay document, read and ready to be applied.
#[derive(Debug)]
pub struct Overlay {
    source: Arc<Source>,
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
struct OverlayDocument {
    overlay: String,
    #[serde(rename = "info")]
    _info: Value,
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
struct Action {
    target: String,
    #[serde(default, deserialize_with = "present")]
    update: Option<Value>,
    copy: Option<String>,
    #[serde(default)]
    remove: bool,
    #[serde(rename = "x-api-versions")]
    versions: Option<Versions>,
    #[serde(rename = "description")]
    _description: Option<String>,
    /// Extensions of other tools; a misspelt field must not be taken for one.
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

/// A field that is there, be it null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Overlay {
    /// Reads an Overlay document, YAML or JSON.
    ///
    /// # Errors
    ///
    /// A text that is neither, or no Overlay document of version 1.0 or 1.1.
    pub fn read(source: &Arc<Source>) -> Result<Self, Errors> {
        let document = load(source)?;
        let document: OverlayDocument = serde_path_to_error::deserialize(&document).map_err(|error| {
            let pointer = crate::typed::pointer_of(error.path());
            Diagnostic::error(format!("this is no Overlay document: {}", error.inner())).at(source, &pointer)
        })?;
        if !(document.overlay.starts_with("1.0.") || document.overlay.starts_with("1.1.")) {
            return Err(Diagnostic::error(format!("Overlay version {} is not supported", document.overlay))
                .at(source, &Pointer::root().child("overlay"))
                .help("write `overlay: 1.1.0` (1.0 and 1.1 are understood)")
                .into());
        }
        let mut diagnostics = Diagnostics::default();
        for (index, action) in document.actions.iter().enumerate() {
            let misspelt =
                action.others.keys().filter(|key| !key.starts_with("x-") || key.starts_with("x-api-version"));
            for key in misspelt {
                diagnostics.push(
                    Diagnostic::error(format!("an action has no field `{key}`"))
                        .at(source, &Pointer::root().child("actions").child(index).child(key))
                        .help("it has `target`, `description`, `update`, `copy`, `remove`, `x-api-versions`"),
                );
            }
        }
        diagnostics.finish()?;
        Ok(Self { source: Arc::clone(source), actions: document.actions })
    }

    /// Applies the actions that hold for `version`, in their order.
    ///
    /// `versions` are all known versions, oldest first; ranges follow that order.
    ///
    /// # Errors
    ///
    /// All actions that are malformed, that select nothing, or whose value does not fit what they select.
    pub fn apply(&self, document: &mut Value, version: &str, versions: &[String]) -> Result<(), Errors> {
        let mut diagnostics = Diagnostics::default();
        for (index, action) in self.actions.iter().enumerate() {
            let pointer = Pointer::root().child("actions").child(index);
            let result = action
                .holds_for(version, versions)
                .and_then(|holds| if holds { action.apply(document, version) } else { Ok(()) });
            if let Err(fault) = result {
                diagnostics.push(
                    Diagnostic::error(fault.message).at(&self.source, &pointer.child(fault.key)).help(fault.help),
                );
            }
        }
        diagnostics.finish().map(drop)
    }
}

/// Why an action could not be applied, and which of its keys says so.
struct Fault {
    key: &'static str,
    message: String,
    help: String,
}

impl Action {
    fn holds_for(&self, version: &str, versions: &[String]) -> Result<bool, Fault> {
        let Some(claim) = &self.versions else { return Ok(true) };
        claim.contain(version, versions).map_err(|error| Fault {
            key: "x-api-versions",
            message: error.to_string(),
            help: format!("known are, oldest first: {}", versions.join(", ")),
        })
    }

    fn apply(&self, document: &mut Value, version: &str) -> Result<(), Fault> {
        let pointers = select(document, &self.target, "target")?;
        if pointers.is_empty() {
            return Err(Fault {
                key: "target",
                message: format!("the target `{}` selects nothing in version {version}", self.target),
                help: "correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`".to_owned(),
            });
        }
        if self.remove && pointers.iter().any(String::is_empty) {
            return Err(Fault {
                key: "target",
                message: "the whole document can't be removed".to_owned(),
                help: "select a part of it".to_owned(),
            });
        }
        if self.remove {
            // From the last to the first, so that the indexes of an array stay valid.
            for pointer in pointers.iter().rev() {
                remove(document, &Pointer::parse(pointer));
            }
            return Ok(());
        }
        let (key, update) = match (&self.update, &self.copy) {
            (Some(update), None) => ("update", update.clone()),
            (None, Some(path)) => ("copy", self.copied(document, path)?),
            (Some(_), Some(_)) | (None, None) => {
                return Err(Fault {
                    key: "target",
                    message: "an action needs one of `update`, `copy` and `remove`".to_owned(),
                    help: "give it exactly one of them".to_owned(),
                });
            }
        };
        for pointer in pointers {
            let node = document.pointer_mut(&pointer).expect("the JSONPath query returned this location");
            merge_target(node, &update, &Pointer::parse(&pointer)).map_err(|message| Fault {
                key,
                message,
                help: "an object merges into an object, anything goes into an array, a primitive replaces a primitive"
                    .to_owned(),
            })?;
        }
        Ok(())
    }

    fn copied(&self, document: &Value, path: &str) -> Result<Value, Fault> {
        match select(document, path, "copy")?.as_slice() {
            [pointer] => Ok(document.pointer(pointer).expect("the JSONPath query returned this location").clone()),
            pointers => Err(Fault {
                key: "copy",
                message: format!("`{path}` selects {} nodes", pointers.len()),
                help: "a copy has exactly one source".to_owned(),
            }),
        }
    }
}

/// The JSON pointers of all nodes that a JSONPath query selects, in document order.
fn select(document: &Value, query: &str, key: &'static str) -> Result<Vec<String>, Fault> {
    let path = JsonPath::parse(query).map_err(|error| Fault {
        key,
        message: format!("`{query}` is no JSONPath: {error}"),
        help: "RFC 9535 tells the syntax".to_owned(),
    })?;
    Ok(path.query_located(document).dedup().iter().map(|node| node.location().to_json_pointer()).collect())
}

fn remove(document: &mut Value, pointer: &Pointer) {
    let Some((last, parents)) = pointer.tokens().split_last() else { return };
    let parent = Pointer::root().descendant(parents).to_string();
    match document.pointer_mut(&parent) {
        Some(Value::Object(entries)) => drop(entries.shift_remove(last)),
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        Some(_) | None => {}
    }
}

/// Merges an update into a selected node (Overlay 1.1, section "Action Object").
fn merge_target(node: &mut Value, update: &Value, pointer: &Pointer) -> Result<(), String> {
    match (node, update) {
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (Value::Array(items), one) => items.push(one.clone()),
        (node, update) => merge(node, update, pointer)?,
    }
    Ok(())
}

/// Merges recursively: objects key by key, arrays by concatenation, primitives by replacement.
fn merge(node: &mut Value, update: &Value, pointer: &Pointer) -> Result<(), String> {
    match (node, update) {
        (Value::Object(entries), Value::Object(updates)) => {
            for (key, value) in updates {
                match entries.get_mut(key) {
                    Some(entry) => merge(entry, value, &pointer.child(key))?,
                    None => drop(entries.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (node, update) if is_primitive(node) && is_primitive(update) => *node = update.clone(),
        (node, update) => return Err(format!("{} does not merge into {} at #{pointer}", kind(update), kind(node))),
    }
    Ok(())
}

fn is_primitive(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "a primitive",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn apply(actions: &str, document: Value) -> Result<Value, String> {
        let text = format!("overlay: 1.1.0\ninfo: {{title: t, version: 1.0.0}}\nactions:\n{actions}");
        let versions = ["1", "2", "3"].map(str::to_owned);
        let mut document = document;
        Overlay::read(&Source::new("o.yaml", text))
            .and_then(|overlay| overlay.apply(&mut document, "2", &versions))
            .map_err(|errors| {
                errors.diagnostics().iter().map(|diagnostic| diagnostic.message.clone()).collect::<Vec<_>>().join("\n")
            })?;
        Ok(document)
    }

    #[track_caller]
    fn check(actions: &str, document: Value, expected: Value) {
        assert_eq!(apply(actions, document), Ok(expected));
    }

    #[track_caller]
    fn check_error(actions: &str, document: Value, expected: &str) {
        assert_eq!(apply(actions, document), Err(expected.to_owned()));
    }

    #[test]
    fn objects_merge_recursively() {
        check(
            "- {target: $.a, update: {b: {c: 2}, d: 3}}",
            json!({"a": {"b": {"c": 1, "x": 0}}}),
            json!({"a": {"b": {"c": 2, "x": 0}, "d": 3}}),
        );
    }

    #[test]
    fn an_array_takes_a_list_or_one_item() {
        check(
            "- {target: $.a, update: [2, 3]}\n- {target: $.a, update: {b: 1}}",
            json!({"a": [1]}),
            json!({"a": [1, 2, 3, {"b": 1}]}),
        );
    }

    #[test]
    fn a_primitive_is_replaced() {
        check("- {target: $.a.b, update: y}", json!({"a": {"b": "x"}}), json!({"a": {"b": "y"}}));
    }

    #[test]
    fn every_selected_node_is_updated() {
        check("- {target: '$.*', update: {x: 1}}", json!({"a": {}, "b": {}}), json!({"a": {"x": 1}, "b": {"x": 1}}));
    }

    #[test]
    fn several_items_of_an_array_are_removed() {
        check("- {target: '$.a[?@ < 3]', remove: true}", json!({"a": [1, 5, 2, 7]}), json!({"a": [5, 7]}));
    }

    #[test]
    fn a_key_is_removed_and_the_order_of_the_rest_stays() {
        let document =
            apply("- {target: $.b, remove: true}", json!({"a": 1, "b": 2, "c": 3, "d": 4})).expect("applies");
        assert_eq!(document.to_string(), r#"{"a":1,"c":3,"d":4}"#);
    }

    #[test]
    fn copy_merges_one_node_into_the_targets() {
        check(
            "- {target: $.b, copy: $.a}",
            json!({"a": {"x": 1}, "b": {"y": 2}}),
            json!({"a": {"x": 1}, "b": {"y": 2, "x": 1}}),
        );
    }

    #[test]
    fn a_copy_of_many_nodes_is_an_error() {
        check_error("- {target: $.b, copy: '$.*'}", json!({"a": {}, "b": {}}), "`$.*` selects 2 nodes");
    }

    #[test]
    fn a_target_that_selects_nothing_is_an_error() {
        check_error("- {target: $.x, update: {}}", json!({}), "the target `$.x` selects nothing in version 2");
    }

    #[test]
    fn an_action_for_other_versions_is_passed_over() {
        check("- {target: $.x, update: {}, x-api-versions: '3..'}", json!({}), json!({}));
    }

    #[test]
    fn an_action_holds_for_the_versions_that_it_claims() {
        for claim in ["'2'", "1..2", "[1..1, '2']"] {
            let action = format!("- {{target: $.a, update: {{x: 1}}, x-api-versions: {claim}}}");
            check(&action, json!({"a": {}}), json!({"a": {"x": 1}}));
        }
    }

    #[test]
    fn a_misspelt_field_is_an_error_and_a_foreign_extension_is_none() {
        check_error(
            "- {target: $.a, update: {}, x-api-version: 1..1}",
            json!({"a": {}}),
            "an action has no field `x-api-version`",
        );
        check_error("- {target: $.a, updates: {}}", json!({"a": {}}), "an action has no field `updates`");
        check("- {target: $.a, update: {}, x-other: 1}", json!({"a": {}}), json!({"a": {}}));
    }

    #[test]
    fn null_is_an_update_and_the_document_stays() {
        check("- {target: $.a, update: null}", json!({"a": 1}), json!({"a": null}));
        check_error("- {target: $, remove: true}", json!({}), "the whole document can't be removed");
    }

    #[test]
    fn an_unknown_version_in_a_range_is_an_error() {
        check_error(
            "- {target: $.a, update: {}, x-api-versions: 9..}",
            json!({"a": {}}),
            "`9` is no known API version",
        );
    }

    #[test]
    fn values_that_do_not_fit_are_an_error() {
        check_error("- {target: $.a, update: [1]}", json!({"a": {}}), "an array does not merge into an object at #/a");
        check_error(
            "- {target: $, update: {a: {}}}",
            json!({"a": 1}),
            "an object does not merge into a primitive at #/a",
        );
    }

    #[test]
    fn all_faults_are_told_at_once() {
        check_error(
            "- {target: $.x, remove: true}\n- {target: 'x', remove: true}\n- {target: $}",
            json!({}),
            "the target `$.x` selects nothing in version 2\n`x` is no JSONPath: at position 0, parser error\nan action needs one of `update`, `copy` and `remove`",
        );
    }
}
