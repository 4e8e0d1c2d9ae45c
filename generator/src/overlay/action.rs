//! One action: what it selects, what it does there, and why it can't.

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::Value;

use super::{
    additions::{Addition, bare_additions},
    fault::Fault,
    merge::{Mismatch, check_target, is_primitive, kind, merge_target},
    missed::Missed,
    target::{ITEM_TO_COME, Query, Selected, query_of},
};
use crate::{
    error::meant::meant,
    place::Pointer,
    versions::{RangeError, Versions},
};

/// An action of an Overlay document.
#[derive(Debug)]
pub(super) struct Action {
    pub target: Query,
    pub modifier: Modifier,
    pub versions: Option<Versions>,
}

/// What an action does with the nodes that it selects.
#[derive(Debug)]
pub(super) enum Modifier {
    /// Nothing: it says none of `update`, `copy` and `remove`.
    Nothing,
    /// Merges a value into each.
    Update(Value),
    /// Merges into each what another query selects.
    Copy(Query),
    /// Removes each.
    Remove,
}

/// What overlays are applied to.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// What messages call it: a path.
    pub name: &'a str,
    /// The version of the API that it describes; empty where it does not say.
    pub version: &'a str,
    /// All known versions, oldest first: ranges of `x-api-versions` follow that order.
    pub versions: &'a [String],
    /// Whether an action that selects nothing is an error: the overlays were written for this description.
    pub is_strict: bool,
}

impl Description<'_> {
    /// ` in version 2.16`, if it says its version.
    fn in_version(&self) -> String {
        if self.version.is_empty() { String::new() } else { format!(" in version {}", self.version) }
    }
}

/// What is to be done with each selected node.
enum Change<'a> {
    Remove,
    Merge(Cow<'a, Value>),
}

fn at(key: &str) -> Pointer {
    Pointer::root().child(key)
}

impl Action {
    /// Whether the action is for the version that a description has.
    pub(super) fn holds_for(&self, description: &Description<'_>) -> Result<bool, Fault> {
        let Some(claim) = &self.versions else { return Ok(true) };
        let Description { version, versions: known, .. } = description;
        let fault = |message: String, help: String| Fault::new(at("x-api-versions"), message, help);
        if known.is_empty() {
            let message = "the action holds for some versions only, and nothing says which versions there are";
            let help = "list them, oldest first, as `api-versions` in the settings, or delete `x-api-versions`: then the action \
                        holds for every version";
            return Err(fault(message.to_owned(), help.to_owned()));
        }
        let listed = format!("known are, oldest first: {}", known.join(", "));
        if !known.iter().any(|known| known.eq_ignore_ascii_case(version)) {
            let said = if version.is_empty() { "says none".to_owned() } else { format!("is of `{version}`") };
            let message =
                format!("the action holds for some versions only, and the description {said}, which is not known");
            let help =
                format!("{listed}; add the version to `api-versions` in the settings, or delete `x-api-versions`");
            return Err(fault(message.replace("none, which is not known", "none"), help));
        }
        claim.contain(version, known).map_err(|error| {
            let likely = match &error {
                RangeError::Unknown(name) => meant(name, known.iter().map(String::as_str)),
                RangeError::Empty(_) => None,
            };
            fault(error.to_string(), likely.map_or(listed.clone(), |name| format!("did you mean `{name}`? {listed}")))
        })
    }

    /// Applies the action. Where it can't be applied to one of the nodes that it selects, none is changed.
    pub(super) fn apply(&self, document: &mut Value, description: &Description<'_>) -> Vec<Fault> {
        let selected = self.target.select(document);
        if selected.is_empty() {
            return vec![self.selects_nothing(document, description)];
        }
        let checked = self.check(document, &selected, description);
        let places: Vec<Pointer> = selected.into_iter().map(|(place, _)| place).collect();
        let (change, warnings) = match checked {
            Ok(checked) => checked,
            Err(faults) => return faults,
        };
        match change {
            Change::Remove => {
                // From the last to the first, so that the indexes of an array stay valid.
                places.iter().rev().for_each(|place| remove(document, place));
            }
            Change::Merge(update) => {
                for place in &places {
                    let node = document.pointer_mut(&place.to_string()).expect("a merge takes no node away");
                    merge_target(node, &update);
                }
            }
        }
        warnings
    }

    /// Says what is to be done with the selected nodes, if it can be done with each of them, and what is doubtful in it.
    fn check(
        &self,
        document: &Value,
        selected: &[Selected<'_>],
        description: &Description<'_>,
    ) -> Result<(Change<'_>, Vec<Fault>), Vec<Fault>> {
        match &self.modifier {
            Modifier::Nothing => {
                let message = "the action does nothing: it has none of `update`, `copy` and `remove: true`";
                Err(vec![Fault::new(at("target"), message, "give it one of them, or delete it").warning()])
            }
            Modifier::Remove if selected.iter().any(|(place, _)| place.depth() == 0) => {
                Err(vec![Fault::new(at("target"), "the whole document can't be removed", "select a part of it")])
            }
            Modifier::Remove => Ok((Change::Remove, Vec::new())),
            Modifier::Update(update) => {
                let faults = additions(document, selected, update, description);
                if faults.iter().any(Fault::is_error) {
                    return Err(faults);
                }
                check_all(document, selected, "update", update).map_err(|fault| vec![fault])?;
                Ok((Change::Merge(Cow::Borrowed(update)), faults))
            }
            Modifier::Copy(query) => {
                let copy = copied(document, query).map_err(|fault| vec![fault])?;
                check_all(document, selected, "copy", copy).map_err(|fault| vec![fault])?;
                Ok((Change::Merge(Cow::Owned(copy.clone())), Vec::new()))
            }
        }
    }

    fn selects_nothing(&self, document: &Value, description: &Description<'_>) -> Fault {
        let missing = self.target.missing(document);
        let message = format!("the target `{}` selects nothing{}", self.target.text, description.in_version());
        if description.is_strict {
            let help = "correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`";
            return Fault::new(at("target"), message, help).lacks(missing);
        }
        let help =
            "correct the target, or delete the action; with `strict-overlays = true` in the settings, this is an error";
        Fault::new(at("target"), message, help).lacks(missing).warning()
    }

    /// The places that the action would have made or removed in a document.
    pub(super) fn missed(&self, document: &Value) -> Missed {
        let (mut missed, mut copied) = (Vec::new(), Vec::new());
        for (place, node) in self.target.select(document) {
            match &self.modifier {
                Modifier::Nothing => {}
                Modifier::Update(update) => collect_missed(node, update, &place, &mut missed),
                // The root is never removed.
                Modifier::Remove if place.depth() == 0 => {}
                Modifier::Remove => missed.push(place),
                Modifier::Copy(_) => copied.push(place),
            }
        }
        Missed { changed: missed, copied }
    }
}

/// The places of what an update would have added to a node.
fn collect_missed(node: &Value, update: &Value, place: &Pointer, missed: &mut Vec<Pointer>) {
    match (node, update) {
        (Value::Object(entries), Value::Object(updates)) => {
            for (key, value) in updates {
                match entries.get(key) {
                    Some(node) => collect_missed(node, value, &place.child(key), missed),
                    None => missed.push(place.child(key)),
                }
            }
        }
        (Value::Array(_), _) => missed.push(place.child(ITEM_TO_COME)),
        (_, _) => {}
    }
}

fn remove(document: &mut Value, pointer: &Pointer) {
    let Some(last) = pointer.tokens_upwards().next() else { return };
    match document.pointer_mut(&pointer.parent().to_string()) {
        Some(Value::Object(entries)) => drop(entries.shift_remove(last)),
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        Some(_) | None => {}
    }
}

fn copied<'d>(document: &'d Value, query: &Query) -> Result<&'d Value, Fault> {
    match query.select(document).as_slice() {
        [(_, node)] => Ok(*node),
        nodes => {
            let message = format!("`{}` selects {} nodes", query.text, nodes.len());
            Err(Fault::new(at("copy"), message, "a copy has exactly one source").lacks(query.missing(document)))
        }
    }
}

/// Checks that the selected nodes are of one kind, and that a value fits each of them.
fn check_all(document: &Value, selected: &[Selected<'_>], key: &str, update: &Value) -> Result<(), Fault> {
    let group = |node: &Value| (is_primitive(node), node.is_array());
    let [(first_place, first), others @ ..] = selected else { return Ok(()) };
    if let Some((place, other)) = others.iter().find(|(_, node)| group(node) != group(first)) {
        let message = format!("the target selects {} at #{first_place} and {} at #{place}", kind(first), kind(other));
        return Err(Fault::new(at("target"), message, "make an action for each kind"));
    }
    selected.iter().try_for_each(|(place, node)| {
        check_target(node, update).map_err(|mismatch| unlike(document, place, key, &mismatch))
    })
}

/// The fault of a value that does not fit where it is to go.
fn unlike(document: &Value, pointer: &Pointer, key: &str, mismatch: &Mismatch) -> Fault {
    let Mismatch { below, update, node } = mismatch;
    let place = pointer.descendant(below.tokens());
    let message = format!("{update} does not merge into {node} at #{place}");
    let query = query_of(document, &place);
    let help = match (place.depth(), below.depth()) {
        (0, _) => "the root of a description is an object".to_owned(),
        (_, 0) => {
            let parent = query_of(document, &place.parent());
            format!("to replace it, remove `{query}` in an action before, and add it by an update of `{parent}`")
        }
        (_, _) => format!("to replace it, remove `{query}` in an action before"),
    };
    // What is copied stands elsewhere.
    let at = if key == "update" { at(key).descendant(below.tokens()) } else { at(key) };
    Fault::new(at, message, help).unlike(place)
}

/// What an update would bring to life, each once for all nodes.
fn additions(document: &Value, selected: &[Selected<'_>], update: &Value, description: &Description<'_>) -> Vec<Fault> {
    let mut told = BTreeSet::new();
    let mut faults = Vec::new();
    for (pointer, _) in selected {
        for addition in bare_additions(document, pointer, update) {
            // What a foreign overlay says of a response is all that has to be said.
            let is_meant = addition.is_complete && !description.is_strict;
            if !is_meant && told.insert(addition.below.clone()) {
                faults.push(comes_to_life(pointer, &addition, description));
            }
        }
    }
    faults
}

fn comes_to_life(pointer: &Pointer, addition: &Addition, description: &Description<'_>) -> Fault {
    let Addition { below, parameter, .. } = addition;
    let place = pointer.descendant(below.tokens());
    let what = match parameter {
        Some(name) => format!("a parameter `{name}`"),
        None => format!("`#{place}`"),
    };
    let lacking = if description.version.is_empty() {
        "the description does not have it".to_owned()
    } else {
        format!("version {} does not have it", description.version)
    };
    let help = "correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, \
                a `$ref`, …) or add it as `{}` in an action before";
    let at = at("update").descendant(below.tokens());
    if description.is_strict {
        // An item of a list has no place of its own before it is there.
        let place = parameter.is_none().then_some(place);
        return Fault::new(at, format!("the update would bring {what} to life: {lacking}"), help).lacks(place);
    }
    let help = format!("{help}; with `strict-overlays = true` in the settings, this is an error");
    Fault::new(at, format!("the update brings {what} to life: {lacking}"), help).warning()
}
