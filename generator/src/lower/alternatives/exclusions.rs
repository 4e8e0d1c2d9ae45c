//! What alternatives exclude of each other: by constants and limits, and by properties that one has and another forbids.

use std::{collections::HashMap, rc::Rc};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{AdditionalProperties, OpenAPI};

use super::said::{Said, add};
use crate::{
    ir::Rule,
    lower::{
        read::schemas::{Identity, Node},
        shapes::{Shape, flatten, tuple_items},
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
    said: IndexMap<Pointer, Rc<Said>>,
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
    let said = said_by_place(&alternatives);
    let of = |(index, own): (usize, &Alternative)| {
        let told = told_apart(own, &alternatives, &said);
        let mut rules: Vec<Rule> = Vec::new();
        for ((other, alternative), told) in alternatives.iter().enumerate().zip(&told) {
            // An object is no list, text or number.
            if other != index && alternative.is_object() == own.is_object() {
                add_rules(own, alternative, told, &mut rules);
            }
        }
        rules
    };
    alternatives.iter().enumerate().map(of).collect()
}

/// What is said of a place, each thing once, with the alternatives that say it: many say the same, or next to nothing.
type SaidOfPlace<'a> = Vec<(&'a Rc<Said>, Vec<usize>)>;

fn said_by_place(alternatives: &[Alternative]) -> HashMap<&Pointer, SaidOfPlace<'_>> {
    let mut all: HashMap<&Pointer, SaidOfPlace<'_>> = HashMap::new();
    for (index, alternative) in alternatives.iter().enumerate() {
        for (place, said) in &alternative.said {
            let known = all.entry(place).or_default();
            match known.iter_mut().find(|(known, _)| Rc::ptr_eq(known, said) || *known == said) {
                Some((_, saying)) => saying.push(index),
                None => known.push((said, vec![index])),
            }
        }
    }
    all
}

/// The rules that tell another alternative from one.
#[derive(Clone, Default)]
struct Told {
    /// Those of the first place of which no value fits both.
    excluding: Option<Rc<Vec<Rule>>>,
    /// Those of what stands near, of which some value may.
    near: Vec<Rc<Vec<Rule>>>,
}

/// What tells each alternative from this one, by what is said of the same places.
fn told_apart(own: &Alternative, all: &[Alternative], said_by_place: &HashMap<&Pointer, SaidOfPlace<'_>>) -> Vec<Told> {
    let mut told = vec![Told::default(); all.len()];
    for (place, said) in &own.said {
        let is_near = place.depth() < DEPTH;
        for (others, saying) in &said_by_place[place] {
            let rules = Rc::new(said.rules(place, Some(others)));
            if rules.is_empty() {
                continue;
            }
            let excludes = said.excludes(others);
            for &index in saying {
                let told = &mut told[index];
                if excludes && told.excluding.is_none() {
                    told.excluding = Some(Rc::clone(&rules));
                }
                if is_near {
                    told.near.push(Rc::clone(&rules));
                }
            }
        }
        let silent = Rc::new(if is_near { said.rules(place, None) } else { Vec::new() });
        if !silent.is_empty() {
            let without = all.iter().zip(&mut told).filter(|(other, _)| !other.said.contains_key(place));
            without.for_each(|(_, told)| told.near.push(Rc::clone(&silent)));
        }
    }
    told
}

/// Adds what keeps a value of another alternative from being taken for this one.
fn add_rules(own: &Alternative, other: &Alternative, told: &Told, rules: &mut Vec<Rule>) {
    if let Some(found) = &told.excluding {
        found.iter().for_each(|rule| add(rules, rule));
        return;
    }
    told.near.iter().flat_map(|found| found.iter()).for_each(|rule| add(rules, rule));
    let forbidden = own.forbids(other);
    if !forbidden.is_empty() {
        add(rules, &Rule::Without(forbidden.into_iter().map(|wire| Pointer::root().child(wire)).collect()));
    }
}

impl Alternative {
    /// What each of several alternatives says.
    pub(crate) fn all<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Vec<Self> {
        let mut reading = Reading { document, known: HashMap::new() };
        let of = |node: &Node<'a>| {
            let mut alternative = (*reading.read(node, DEPTH, ALTERNATIVES_DEPTH)).clone();
            alternative.said.sort_by(|one, _, other, _| one.depth().cmp(&other.depth()));
            alternative
        };
        nodes.iter().map(of).collect()
    }

    /// Whether no value fits both this alternative and another one.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        let differ =
            |(place, said): (&Pointer, &Rc<Said>)| other.said.get(place).is_some_and(|others| said.excludes(others));
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
