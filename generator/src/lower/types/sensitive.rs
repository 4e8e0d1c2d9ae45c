//! `x-sensitive`: which components have values that are shown nowhere, as an e-mail address or the text of a message.

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, OpenAPI};

use crate::lower::{
    read::schemas::{Node, NodeKind, schema_name},
    shapes::{Shape, flatten},
};

/// What components say of their values, and which of them hold values of others: in a list, a map or a union. What an object has in its
/// properties, it hides by itself.
#[derive(Debug, Default)]
pub(super) struct Sensitive<'a> {
    /// Those that say it, or of which a part does that has no name.
    said: HashSet<&'a str>,
    /// Those that hold values of each.
    holders: HashMap<String, Vec<&'a str>>,
}

impl<'a> Sensitive<'a> {
    /// Adds a component.
    pub(super) fn add(&mut self, document: &'a OpenAPI, wire: &'a str, shape: &Shape<'a>) {
        let mut is_said = shape.sensitive;
        let mut waiting = parts(shape);
        let mut asked = HashSet::new();
        while let Some(part) = waiting.pop() {
            if !asked.insert(part.sources()) {
                continue;
            }
            if let NodeKind::Reference(reference) = part.kind {
                self.holders.entry(schema_name(reference).unwrap_or_default()).or_default().push(wire);
            } else if let Ok(shape) = flatten(document, &part) {
                is_said |= shape.sensitive;
                waiting.extend(parts(&shape));
            }
        }
        self.said.extend(is_said.then_some(wire));
    }

    /// All that are sensitive.
    pub(super) fn all(self) -> HashSet<&'a str> {
        let mut all = self.said;
        let mut waiting: Vec<&str> = all.iter().copied().collect();
        while let Some(wire) = waiting.pop() {
            let holders = self.holders.get(wire).into_iter().flatten().copied();
            waiting.extend(holders.filter(|holder| all.insert(holder)));
        }
        all
    }
}

/// What a schema holds.
fn parts<'a>(shape: &Shape<'a>) -> Vec<Node<'a>> {
    let value = match &shape.additional {
        // Beside properties it is a field of its own.
        Some((AdditionalProperties::Schema(schema), place)) if shape.properties.is_empty() => {
            Some(Node::new(schema, place.clone()))
        }
        Some(_) | None => None,
    };
    shape.items.iter().chain(&value).chain(&shape.one_of).chain(&shape.any_of).cloned().collect()
}
