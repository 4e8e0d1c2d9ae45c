//! What the lowering of schemas knows besides the state of all steps: which schemas are open, and which are done.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::OpenAPI;
use serde_json::Value;

use super::sensitive::Sensitive;
use crate::{
    ir::Inside,
    lower::{
        read::schemas::{component, schema_name},
        shapes::{Shape, flatten, is_null},
        state::{Site, State},
    },
    naming::TypeName,
    place::Pointer,
};

/// The state of the lowering of schemas.
pub(crate) struct Types<'a> {
    pub state: State<'a>,
    /// The components that can be null.
    nullable: HashSet<&'a str>,
    /// The components whose values are shown nowhere.
    sensitive: HashSet<&'a str>,
    /// Whether what the schema or the body that is being lowered holds, so far, is shown nowhere.
    pub(crate) holds_sensitive: bool,
    /// What is said of the values inside the schema that is being lowered, as far as they are.
    pub(super) inside: Vec<Inside>,
    /// The components that are lowered, or are being lowered.
    pub(super) begun: HashSet<&'a str>,
    /// The types of inline schemas, by the places of all that they are made of.
    pub(super) inline: HashMap<BTreeSet<Pointer>, TypeName>,
    /// The schemas that are being lowered, each inside the one before.
    pub(super) open: Vec<Open>,
}

/// A schema that is being lowered. Where it stands in itself once more, because a part of an `allOf` leads back to it, it is
/// the type that is being made of it.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Where all that it is made of stands.
    pub(super) sources: BTreeSet<Pointer>,
    /// The name of its type, once it has one.
    pub(super) name: Option<TypeName>,
}

impl<'a> Types<'a> {
    /// The state before the first schema.
    pub(crate) fn new(state: State<'a>) -> Self {
        let (mut nullable, mut sensitive) = (HashSet::new(), Sensitive::default());
        for wire in state.component_names() {
            let Some(shape) = component(state.document, wire).and_then(|node| flatten(state.document, &node).ok())
            else {
                continue;
            };
            nullable.extend(can_be_null(state.document, &shape).then_some(wire));
            sensitive.add(state.document, wire, &shape);
        }
        Self {
            nullable,
            sensitive: sensitive.all(),
            holds_sensitive: false,
            state,
            inside: Vec::new(),
            begun: HashSet::new(),
            inline: HashMap::new(),
            open: Vec::new(),
        }
    }

    /// Names the definition that a schema becomes. What is made of others has its name before them, since they may
    /// refer to it.
    pub(super) fn name(&mut self, site: &Site) -> TypeName {
        let name = match &site.component {
            Some(name) => name.clone(),
            None => self.state.naming.type_name(&site.words.spelled(&self.state.naming), &mut self.state.type_names),
        };
        if let Some(open) = self.open.last_mut() {
            open.name = Some(name.clone());
        }
        name
    }

    /// Whether the component that a reference leads to can be null.
    pub(super) fn is_nullable(&self, reference: &str) -> bool {
        schema_name(reference).is_some_and(|name| self.nullable.contains(name.as_str()))
    }

    /// Whether the values of the component that a reference leads to are shown nowhere.
    pub(super) fn is_sensitive(&self, reference: &str) -> bool {
        schema_name(reference).is_some_and(|name| self.has_sensitive(&name))
    }

    /// Whether the values of a component are shown nowhere.
    pub(crate) fn has_sensitive(&self, component: &str) -> bool {
        self.sensitive.contains(component)
    }
}

/// Whether a component can be null: by its own word, or by an alternative or a value.
fn can_be_null(document: &OpenAPI, shape: &Shape<'_>) -> bool {
    let mut alternatives = shape.one_of.iter().chain(&shape.any_of);
    shape.nullable || shape.enumeration.iter().any(Value::is_null) || alternatives.any(|node| is_null(document, node))
}
