//! What alternatives say of the values that fit them, so that they exclude each other: constants and limits, and the properties that
//! they have and forbid.

use std::{collections::HashMap, rc::Rc};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{AdditionalProperties, OpenAPI};

use super::said::Said;
use crate::{
    lower::{
        read::schemas::{Identity, Node},
        shapes::{Shape, flatten, tuple_items},
    },
    place::Pointer,
};

/// How deep in an alternative a constant is looked for: `{data: {type: {enum: [cat]}}}` is two deep.
pub(super) const DEPTH: usize = 2;

/// How many levels of alternatives in alternatives are followed.
const ALTERNATIVES_DEPTH: usize = 4;

/// What an alternative says of the values that fit it.
#[derive(Clone, Debug, Default)]
pub(super) struct Alternative {
    /// What it says of a value and of its properties, by pointers from the value on.
    pub said: IndexMap<Pointer, Rc<Said>>,
    /// Its properties.
    pub properties: IndexSet<String>,
    /// Whether it is a map: an object of properties that have no names.
    is_map: bool,
    pub required: IndexSet<String>,
    /// Properties that must not be there.
    pub excluded: IndexSet<String>,
    /// Whether it forbids all properties but its own.
    pub is_closed: bool,
}

impl Alternative {
    /// What each of several alternatives says.
    pub(super) fn all<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Vec<Self> {
        let mut reading = Reading { document, known: HashMap::new() };
        let of = |node: &Node<'a>| {
            let mut alternative = (*reading.read(node, DEPTH, ALTERNATIVES_DEPTH)).clone();
            alternative.said.sort_by(|one, _, other, _| one.depth().cmp(&other.depth()));
            alternative
        };
        nodes.iter().map(of).collect()
    }

    pub(super) fn is_object(&self) -> bool {
        self.is_map || !self.properties.is_empty()
    }

    /// Whether it must not have a property.
    pub(super) fn forbids(&self, wire: &str) -> bool {
        self.excluded.contains(wire) || (self.is_closed && !self.properties.contains(wire))
    }

    /// What all alternatives say, of two: of the values that each allows, one.
    fn either(self, other: &Self) -> Self {
        let said = self.said.into_iter().filter_map(|(place, said)| {
            let more = other.said.get(&place)?;
            (!said.values.is_empty() && !more.values.is_empty())
                .then(|| (place, Rc::new(Rc::unwrap_or_clone(said).or(more))))
        });
        Self {
            said: said.collect(),
            properties: &self.properties | &other.properties,
            is_map: self.is_map && other.is_map,
            required: &self.required & &other.required,
            excluded: &self.excluded & &other.excluded,
            is_closed: self.is_closed && other.is_closed,
        }
    }
}

/// The state of a reading.
struct Reading<'a> {
    document: &'a OpenAPI,
    /// What was read, by how deep it was looked into: many alternatives have the same properties, and alternatives may be each
    /// other's again.
    known: HashMap<(Identity<'a>, usize, usize), Rc<Alternative>>,
}

impl<'a> Reading<'a> {
    /// What a schema says, of a value and of what is so deep in it.
    fn read(&mut self, node: &Node<'a>, depth: usize, alternatives: usize) -> Rc<Alternative> {
        let key = (node.identity(), depth, alternatives);
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let read = Rc::new(self.look(node, depth, alternatives));
        self.known.insert(key, Rc::clone(&read));
        read
    }

    fn look(&mut self, node: &Node<'a>, depth: usize, alternatives: usize) -> Alternative {
        let mut own = Alternative::default();
        let Ok(shape) = flatten(self.document, node) else { return own };
        let is_whole = depth == DEPTH;
        let said = Said::of(&shape, is_whole);
        if said != Said::default() {
            own.said.insert(Pointer::root(), Rc::new(said));
        }
        if is_whole {
            own.properties = shape.properties.keys().map(|wire| (*wire).to_owned()).collect();
            own.is_map = shape.ty == Some("object") && shape.properties.is_empty();
            own.required = shape.required.iter().map(|wire| (*wire).to_owned()).collect();
            own.excluded = shape.excluded.iter().map(|wire| (*wire).to_owned()).collect();
            own.is_closed = matches!(shape.additional, Some((AdditionalProperties::Any(false), _)));
        }
        if let Some(depth) = depth.checked_sub(1) {
            let properties = shape.properties.iter().map(|(wire, node)| ((*wire).to_owned(), node.clone()));
            let items = tuple_items(self.document, &shape).into_iter().flatten().enumerate();
            for (token, node) in properties.chain(items.map(|(index, node)| (index.to_string(), node))) {
                let place = Pointer::root().child(token);
                let part = self.read(&node, depth, alternatives);
                let said = part.said.iter();
                own.said.extend(said.map(|(below, said)| (place.descendant(below.tokens()), Rc::clone(said))));
            }
        }
        if let Some(alternatives) = alternatives.checked_sub(1) {
            self.look_into_alternatives(&mut own, &shape, depth, alternatives);
        }
        own
    }

    /// Takes what all alternatives of an alternative say.
    fn look_into_alternatives(&mut self, own: &mut Alternative, shape: &Shape<'a>, depth: usize, alternatives: usize) {
        let mut all: Option<Alternative> = None;
        for node in shape.one_of.iter().chain(&shape.any_of) {
            let inner = self.read(node, depth, alternatives);
            all = Some(all.map_or_else(|| (*inner).clone(), |all| all.either(&inner)));
        }
        let Some(inner) = all else { return };
        for (place, said) in inner.said {
            own.said.entry(place).or_insert(said);
        }
        if depth == DEPTH {
            own.is_closed |= inner.is_closed && own.properties.is_empty();
            own.properties.extend(inner.properties);
            own.required.extend(inner.required);
            own.excluded.extend(inner.excluded);
        }
    }
}
