//! What alternatives exclude of each other: by constants and limits, and by properties that one has and another forbids.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{AdditionalProperties, OpenAPI};

use super::said::{Said, add};
use crate::{
    ir::Rule,
    lower::{
        read::schemas::{Identity, Node},
        shapes::{Shape, flatten},
    },
    place::Pointer,
};

/// How deep in an alternative a constant is looked for: `{data: {type: {enum: [cat]}}}` is two deep.
const DEPTH: usize = 2;

/// How many levels of alternatives in alternatives are followed.
const ALTERNATIVES_DEPTH: usize = 4;

/// What an alternative says of the values that fit it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alternative {
    /// What it says of a value and of its properties, by pointers from the value on.
    said: IndexMap<Pointer, Said>,
    /// Its properties.
    properties: IndexSet<String>,
    /// Whether it is a map: an object of properties that have no names.
    is_map: bool,
    required: IndexSet<String>,
    /// Properties that must not be there.
    excluded: IndexSet<String>,
    /// Whether it forbids all properties but its own.
    is_closed: bool,
}

/// What each alternative allows, so that what it excludes is never taken for it, whatever it would explain of it.
pub(crate) fn rules<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Vec<Vec<Rule>> {
    // `{kind: {enum: [cat]}}` and `{kind: {enum: [dog]}}` -> `kind` is only `cat`; `kind` is only `dog`
    let alternatives = Alternative::all(document, nodes);
    let others = |index: usize| alternatives.iter().enumerate().filter(move |(other, _)| *other != index);
    let of = |(index, own): (usize, &Alternative)| {
        let mut rules: Vec<Rule> = Vec::new();
        others(index).for_each(|(_, other)| add_rules(own, other, &mut rules));
        rules
    };
    alternatives.iter().enumerate().map(of).collect()
}

/// Adds what keeps a value of another alternative from being taken for this one.
fn add_rules(own: &Alternative, other: &Alternative, rules: &mut Vec<Rule>) {
    if own.is_object() != other.is_object() {
        // An object is no list, text or number.
        return;
    }
    let pairs = || own.said.iter().filter_map(|(place, said)| Some((place, said, other.said.get(place)?)));
    let excluding = pairs().filter(|(_, said, others)| said.excludes(others));
    let mut excluding = excluding.map(|(place, said, others)| said.rules(place, Some(others)));
    if let Some(found) = excluding.find(|found| !found.is_empty()) {
        found.into_iter().for_each(|rule| add(rules, rule));
        return;
    }
    let is_near = |place: &Pointer| place.tokens().len() < DEPTH;
    for (place, said) in own.said.iter().filter(|(place, _)| is_near(place)) {
        said.rules(place, other.said.get(place)).into_iter().for_each(|rule| add(rules, rule));
    }
    let forbidden = own.forbids(other);
    if !forbidden.is_empty() {
        add(rules, Rule::Without(forbidden.into_iter().map(|wire| Pointer::root().child(wire)).collect()));
    }
}

impl Alternative {
    /// What each of several alternatives says.
    pub(crate) fn all<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Vec<Self> {
        let mut reading = Reading { document, inner: HashMap::new() };
        let of = |node: &Node<'a>| {
            let mut alternative = Self::default();
            reading.take(&mut alternative, node, &Pointer::root(), DEPTH, ALTERNATIVES_DEPTH);
            alternative.said.sort_by(|one, _, other, _| one.tokens().len().cmp(&other.tokens().len()));
            alternative
        };
        nodes.iter().map(of).collect()
    }

    /// Whether no value fits both this alternative and another one.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        let differ =
            |(place, said): (&Pointer, &Said)| other.said.get(place).is_some_and(|others| said.excludes(others));
        let lacks = |one: &Self, other: &Self| one.forbids(other).iter().any(|wire| other.required.contains(*wire));
        self.said.iter().any(differ) || lacks(self, other) || lacks(other, self)
    }

    fn is_object(&self) -> bool {
        self.is_map || !self.properties.is_empty()
    }

    /// The properties of another alternative that this one must not have.
    fn forbids<'o>(&self, other: &'o Self) -> Vec<&'o String> {
        let is_forbidden =
            |wire: &&'o String| self.excluded.contains(*wire) || (self.is_closed && !self.properties.contains(*wire));
        other.properties.iter().filter(is_forbidden).collect()
    }

    /// What all alternatives say, of two: of the values that each allows, one.
    fn either(self, other: &Self) -> Self {
        let said = self.said.into_iter().filter_map(|(place, said)| {
            let more = other.said.get(&place)?;
            (!said.values.is_empty() && !more.values.is_empty()).then(|| (place, said.or(more)))
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
    /// What alternatives of alternatives say, by where in the value and how deep below them it was read: they may be each
    /// other's again.
    inner: HashMap<(Identity<'a>, Pointer, usize, usize), Alternative>,
}

impl<'a> Reading<'a> {
    /// Takes what a schema says of what stands at a place of the value.
    fn take(&mut self, own: &mut Alternative, node: &Node<'a>, place: &Pointer, depth: usize, alternatives: usize) {
        let Ok(shape) = flatten(self.document, node) else { return };
        let said = Said::of(&shape, place);
        if said != Said::default() {
            own.said.insert(place.clone(), said);
        }
        if place.tokens().is_empty() {
            own.properties = shape.properties.keys().map(|wire| (*wire).to_owned()).collect();
            own.is_map = shape.ty == Some("object") && shape.properties.is_empty();
            own.required = shape.required.iter().map(|wire| (*wire).to_owned()).collect();
            own.excluded = shape.excluded.iter().map(|wire| (*wire).to_owned()).collect();
            own.is_closed = matches!(shape.additional, Some((AdditionalProperties::Any(false), _)));
        }
        if let Some(depth) = depth.checked_sub(1) {
            for (wire, node) in &shape.properties {
                self.take(own, node, &place.child(wire), depth, alternatives);
            }
        }
        if let Some(alternatives) = alternatives.checked_sub(1) {
            self.take_inner(own, &shape, place, depth, alternatives);
        }
    }

    /// Takes what all alternatives of an alternative say.
    fn take_inner(
        &mut self,
        own: &mut Alternative,
        shape: &Shape<'a>,
        place: &Pointer,
        depth: usize,
        alternatives: usize,
    ) {
        let mut all: Option<Alternative> = None;
        for node in shape.one_of.iter().chain(&shape.any_of) {
            let inner = self.inner(node, place, depth, alternatives);
            all = Some(all.map_or_else(|| inner.clone(), |all| all.either(inner)));
        }
        let Some(inner) = all else { return };
        for (place, said) in inner.said {
            own.said.entry(place).or_insert(said);
        }
        if place.tokens().is_empty() {
            own.is_closed |= inner.is_closed && own.properties.is_empty();
            own.properties.extend(inner.properties);
            own.required.extend(inner.required);
            own.excluded.extend(inner.excluded);
        }
    }

    /// What an alternative of an alternative says.
    fn inner(&mut self, node: &Node<'a>, place: &Pointer, depth: usize, alternatives: usize) -> &Alternative {
        let key = (node.identity(), place.clone(), depth, alternatives);
        if !self.inner.contains_key(&key) {
            let mut inner = Alternative::default();
            self.take(&mut inner, node, place, depth, alternatives);
            self.inner.insert(key.clone(), inner);
        }
        &self.inner[&key]
    }
}
