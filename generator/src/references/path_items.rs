//! Path items that are references.

use std::{collections::HashSet, sync::Arc};

use serde_json::{Map, Value};

use super::{
    copies::Copies,
    places::{DEPTH, decoded, locate, node},
};
use crate::{
    dialect::Moved,
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::Pointer,
    select::METHODS,
};

/// Puts a copy of what it leads to in the place of each path item that is a reference, and notes where the copy is written. What
/// stands beside the reference counts; an operation that is copied a second time loses its id, which is unique in a description.
pub(super) fn copy(document: &mut Value, moved: &mut Moved, source: &Arc<Source>) -> Result<(), Errors> {
    let paths = || document["paths"].as_object().into_iter().flatten();
    let references: Vec<(String, String)> = paths()
        .filter_map(|(path, item)| Some((path.clone(), item.get("$ref")?.as_str()?.to_owned())))
        .filter(|(_, reference)| reference.starts_with('#') || reference.is_empty())
        .collect();
    let mut ids: HashSet<String> =
        paths().flat_map(|(_, item)| METHODS.iter().filter_map(|method| id(item.get(*method)?))).collect();
    let mut diagnostics = Diagnostics::default();
    let mut copies: Vec<(String, Pointer, Map<String, Value>)> = Vec::new();
    let mut counted = Copies::default();
    for (path, reference) in references {
        let place = Pointer::root().child("paths").child(&path).child("$ref");
        match item(document, &reference) {
            Some((from, copy @ Value::Object(copied))) => {
                if let Err(fault) = counted.add(copy) {
                    diagnostics.push(fault.at(source, &place));
                    break;
                }
                copies.push((path, from, copied.clone()));
            }
            Some(_) | None => diagnostics.push(
                Diagnostic::error(format!("the reference of the path `{path}` leads to no path item"))
                    .at(source, &place)
                    .help("write the operations here, or correct the reference"),
            ),
        }
    }
    // Which of two copies keeps its ids does not depend on the order of the description.
    copies.sort_unstable_by(|(one, ..), (other, ..)| one.cmp(other));
    for (path, from, mut copy) in copies {
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
            let to = Pointer::root().child("paths").child(&path);
            for key in copy.keys().filter(|key| !item.contains_key(*key)) {
                moved.note(to.child(key), from.child(key));
            }
            copy.extend(std::mem::take(item));
            *item = copy;
        }
    }
    diagnostics.finish().map(drop)
}

fn id(operation: &Value) -> Option<String> {
    operation.get("operationId")?.as_str().map(str::to_owned)
}

/// The path item that a reference leads to, over any number of steps, and where it stands.
fn item<'a>(document: &'a Value, reference: &str) -> Option<(Pointer, &'a Value)> {
    let mut reference = decoded(reference).unwrap_or_else(|| reference.to_owned());
    for _ in 0..DEPTH {
        let place = locate(document, &reference, DEPTH)?;
        let found = node(document, &place)?;
        match found.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = decoded(next).unwrap_or_else(|| next.to_owned()),
            None => return Some((Pointer::root().descendant(&place), found)),
        }
    }
    None
}
