//! The webhooks and callbacks: one enum over all payloads that the API sends to an app.

use std::{collections::BTreeMap, rc::Rc};

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::{
    ir::{Declared, Hides, Kind, Union, UnionVariant, Webhooks},
    lower::{
        alternatives::{inferred, rules},
        read::{
            operations::path_operations,
            schemas::{Node, NodeKind},
        },
        state::{Site, Words},
        text,
        types::{Types, catch_all, lower_schema},
    },
    naming::Scope,
    place::Pointer,
    select::{CALLBACKS, WEBHOOKS},
};

/// What the enum of the payloads is called; where a schema is called so already, the second.
const NAMES: [&str; 2] = ["Webhook", "WebhookPayload"];

/// Adds the enum of the payloads to the definitions, where the description has webhooks or callbacks: a variant for each, also for two
/// with one payload, since the name of a webhook tells these apart.
pub(crate) fn webhooks(types: &mut Types<'_>) -> Option<Webhooks> {
    // x-webhooks: {newPet: {$ref: Pet}, petGone: {$ref: Pet}} -> enum Webhook { NewPet(Pet), PetGone(Pet), Unknown(Value) }
    let document = types.state.document;
    let root = Pointer::root().child(WEBHOOKS);
    let webhooks = document.extensions.get(WEBHOOKS).and_then(Value::as_object).into_iter().flatten();
    let webhooks = webhooks.filter_map(|(wire, said)| Some(((wire, said), node(wire, said, &root)?)));
    let (mut said, mut nodes): (Vec<(&String, &Value)>, Vec<Node<'_>>) = webhooks.unzip();
    let callbacks = callbacks(document);
    let count = callbacks.len();
    said.extend(callbacks.iter().map(|(wire, (said, _))| (*wire, *said)));
    nodes.extend(callbacks.into_values().map(|(_, node)| node));
    if nodes.is_empty() {
        return None;
    }
    let discriminated = inferred(document, &nodes);
    let rules = if discriminated.is_some() { Vec::new() } else { rules(&mut types.state, &nodes) };
    let words = NAMES[usize::from(types.state.type_names.contains(NAMES[0]))];
    let name = types.state.naming.type_name(words, &mut types.state.type_names);
    let module = types.state.naming.module(words, &mut types.state.module_names);
    let site = Site { words: Words::of_type(&name), module, place: root, component: None };
    let position = types.state.definitions.len();
    let mut scope = Scope::default();
    let (mut variants, mut hides) = (Vec::new(), false);
    for (index, (&(wire, said), node)) in said.iter().zip(&nodes).enumerate() {
        let words = Rc::new(Words::Spelled(format!("{name}{wire}")));
        let part = Site { words, place: node.place.clone(), ..site.clone() };
        let lowered = lower_schema(types, node, &part);
        hides |= lowered.sensitive;
        variants.push(UnionVariant {
            name: types.state.naming.variant(wire, &mut scope),
            place: node.place.clone(),
            ty: lowered.item(),
            tags: discriminated.as_ref().map(|all| all.tags(index)).unwrap_or_default(),
            rules: rules.get(index).cloned().unwrap_or_default(),
            docs: docs(wire, said),
            declared: Declared::default(),
        });
    }
    let unknown = catch_all(&types.state.naming, &mut scope);
    let union = Union {
        discriminator: discriminated.map(|all| all.property),
        variants,
        unknown,
        hides: if hides { Hides::All } else { Hides::Nothing },
    };
    let kind = match (said.len() - count, count) {
        (_, 0) => "webhooks",
        (0, _) => "callbacks",
        _ => "webhooks or callbacks",
    };
    let text = format!("A payload that the API sends to an app, as one of its {kind}.");
    let ty = types.state.define(position, site.definition(name, text, false, Kind::Union(union)));
    let wires = said.into_iter().map(|(wire, _)| wire.clone()).collect();
    Some(Webhooks { ty, wires, callbacks: count })
}

/// The callbacks of all operations, each once: several may have the same one.
fn callbacks(document: &OpenAPI) -> BTreeMap<&String, (&Value, Node<'_>)> {
    let mut callbacks = BTreeMap::new();
    for described in path_operations(document) {
        let payloads = described.operation.extensions.get(CALLBACKS).and_then(Value::as_object);
        let root = described.place.child(CALLBACKS);
        for (wire, said) in payloads.into_iter().flatten() {
            if let Some(node) = node(wire, said, &root) {
                callbacks.entry(wire).or_insert((said, node));
            }
        }
    }
    callbacks
}

fn node<'a>(name: &str, said: &'a Value, root: &Pointer) -> Option<Node<'a>> {
    let reference = said.get("$ref")?.as_str()?;
    Some(Node { kind: NodeKind::Reference(reference), place: root.child(name) })
}

/// What a webhook says of itself.
fn docs(wire: &str, said: &Value) -> String {
    let word = |key: &str| said.get(key).and_then(Value::as_str).map(text::markdown).unwrap_or_default();
    let (summary, description) = (text::summary(&word("summary")), word("description"));
    let is_repeated = text::summary(&description) == summary;
    match text::paragraphs([if is_repeated { "" } else { summary.as_str() }, &description]) {
        nothing if nothing.is_empty() => format!("The payload of `{}`.", wire.replace('`', "'")),
        text => text,
    }
}
