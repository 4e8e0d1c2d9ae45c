//! What tells alternatives apart where no property does: rules. What others say of a place is looked up by its values, so that the
//! work grows with the number of the alternatives.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    rc::Rc,
};

use indexmap::IndexMap;

use super::{
    exclusions::{Alternative, DEPTH},
    places::{Left, OfPlace},
    said::{Said, add},
};
use crate::{
    ir::Rule,
    lower::{read::schemas::Node, state::State},
    place::Pointer,
};

/// How many properties of others an alternative is told from by their names, and how many of their values.
const MOST: usize = 100;

/// What each alternative allows, so that what it excludes is never taken for it, whatever it would explain of it.
pub(crate) fn rules<'a>(state: &mut State<'a>, nodes: &[Node<'a>]) -> Vec<Vec<Rule>> {
    // `{kind: {enum: [cat]}}` and `{kind: {enum: [dog]}}` -> `kind` is only `cat`; `kind` is only `dog`
    let alternatives = Alternative::all(state.document, nodes);
    let mut rules = vec![Vec::new(); alternatives.len()];
    // An object is no list, text or number.
    for is_object in [true, false] {
        let all = alternatives.iter().enumerate().filter(|(_, alternative)| alternative.is_object() == is_object);
        let (indexes, members): (Vec<usize>, Vec<&Alternative>) = all.unzip();
        let group = Group::of(members);
        for (member, &index) in indexes.iter().enumerate() {
            let is_cut;
            (rules[index], is_cut) = group.rules(member);
            if is_cut {
                let message = format!(
                    "this alternative forbids more than {MOST} properties that others have; a value with one of the rest may be taken for it"
                );
                state.warn(message, &nodes[index].place);
            }
        }
    }
    rules
}

/// Whether some value fits one of several objects and not another of them.
pub(super) fn exclude_each_other(alternatives: &[Alternative]) -> bool {
    let group = Group::of(alternatives.iter().collect());
    (0..alternatives.len()).any(|member| group.excludes_any(member))
}

/// Alternatives that may be taken for each other.
struct Group<'a> {
    members: Vec<&'a Alternative>,
    /// Of each, which of the things that are said of a place it says; the places are in its own order.
    numbers: Vec<Vec<usize>>,
    places: HashMap<&'a Pointer, OfPlace<'a>>,
    /// The members that have a property, in the order of these.
    properties: IndexMap<&'a str, Vec<usize>>,
    /// The members that require a property which they have.
    required: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Group<'a> {
    fn of(members: Vec<&'a Alternative>) -> Self {
        let mut places: HashMap<&'a Pointer, OfPlace<'a>> = HashMap::new();
        let mut properties: IndexMap<&'a str, Vec<usize>> = IndexMap::new();
        let mut numbers = Vec::new();
        for (member, &alternative) in members.iter().enumerate() {
            let number =
                |(place, said): (&'a Pointer, &'a Rc<Said>)| places.entry(place).or_default().add(said, member);
            numbers.push(alternative.said.iter().map(number).collect());
            for wire in &alternative.properties {
                properties.entry(wire).or_default().push(member);
            }
        }
        let mut required: HashMap<&'a str, Vec<usize>> = HashMap::new();
        for (member, &alternative) in members.iter().enumerate() {
            for wire in alternative.required.iter().filter(|wire| alternative.properties.contains(wire.as_str())) {
                required.entry(wire).or_default().push(member);
            }
        }
        Self { members, numbers, places, properties, required }
    }

    /// The rules that tell the others from a member, and whether they name fewer properties than it forbids.
    fn rules(&self, member: usize) -> (Vec<Rule>, bool) {
        let own = self.members[member];
        let mut rules = Vec::new();
        // Those that no place tells apart. Of the others, the first place does that.
        let mut left = Left::All(self.members.len());
        let said =
            || own.said.iter().zip(&self.numbers[member]).map(|((place, said), number)| (place, &**said, *number));
        for (place, said, number) in said() {
            let next = left.clone().both(self.places[place].not_told(place, number, self.members.len()));
            if next.count() < left.count() {
                self.add_rules((place, said, number), &left, true, &mut rules);
                left = next;
            }
        }
        if left.count() < 2 {
            return (rules, false);
        }
        for (place, said, number) in said().filter(|(place, ..)| place.depth() < DEPTH) {
            let of = &self.places[place];
            let differs = |member: &usize| of.things[number].saying.binary_search(member).is_err();
            let has_rules = match &left {
                Left::All(count) => of.things[number].saying.len() < *count,
                Left::These(these) => these.iter().any(differs),
            };
            if has_rules {
                self.add_rules((place, said, number), &left, false, &mut rules);
            }
        }
        let forbidden = self.forbidden(member, &left);
        if !forbidden.is_empty() {
            let places = forbidden.iter().take(MOST).map(|wire| Pointer::root().child(*wire));
            add(&mut rules, &Rule::Without(places.collect()));
        }
        (rules, forbidden.len() > MOST)
    }

    /// Adds the rules by which what is said of a place tells those that are left from one: those that it excludes, or all.
    fn add_rules(
        &self,
        (place, said, number): (&Pointer, &Said, usize),
        left: &Left,
        is_excluding: bool,
        rules: &mut Vec<Rule>,
    ) {
        // Where one is told from too many values, each has its own alone: a value that nobody lists is then of none, and not of the one
        // with the longest list.
        let is_long = || !said.values.is_empty() && self.places[place].most_foreign() > MOST;
        if said.is_constant() || is_long() {
            add(rules, &Rule::Only(place.clone(), said.values.clone()));
            return;
        }
        for others in self.others(place, number, left) {
            let found = said.rules(place, Some(others));
            if found.is_empty() || (is_excluding && !said.excludes(others)) {
                continue;
            }
            found.iter().for_each(|rule| add(rules, rule));
            if said.values.is_empty() && !said.has_limits() {
                // That it is not null is all that it says.
                return;
            }
        }
    }

    /// What those that are left say of a place, each thing once, where it may differ from a thing by more than its absence.
    fn others<'s>(
        &'s self,
        place: &'s Pointer,
        number: usize,
        left: &'s Left,
    ) -> Box<dyn Iterator<Item = &'a Said> + 's> {
        let of = &self.places[place];
        match left {
            Left::These(these) if these.len() < of.things.len() => {
                let number = |member: &usize| {
                    let at = self.members[*member].said.get_index_of(place)?;
                    Some(self.numbers[*member][at])
                };
                let numbers: BTreeSet<usize> = these.iter().filter_map(number).collect();
                Box::new(numbers.into_iter().map(|number| of.things[number].said))
            }
            _ => {
                let said = of.things[number].said;
                // Of a list, every other value counts.
                let near = if said.values.is_empty() { of.near(said) } else { Box::new(0..of.things.len()) };
                let things = near.map(|number| &of.things[number]);
                Box::new(things.filter(|thing| left.has_any(&thing.saying)).map(|thing| thing.said))
            }
        }
    }

    /// The properties of those that are left which a member must not have, one more than rules name at most.
    fn forbidden(&self, member: usize, left: &Left) -> Vec<&'a str> {
        let own = self.members[member];
        let is_another = |other: &usize| *other != member && left.contains(*other);
        let is_theirs = |wire: &str| self.properties.get(wire).is_some_and(|having| having.iter().any(is_another));
        if own.is_closed {
            let all: Box<dyn Iterator<Item = &'a str>> = match left {
                Left::All(_) => Box::new(self.properties.keys().copied()),
                Left::These(these) => {
                    Box::new(these.iter().flat_map(|member| &self.members[*member].properties).map(String::as_str))
                }
            };
            let mut known = HashSet::new();
            return all
                .filter(|wire| own.forbids(wire) && is_theirs(wire) && known.insert(*wire))
                .take(MOST + 1)
                .collect();
        }
        let found = own
            .excluded
            .iter()
            .filter(|wire| is_theirs(wire))
            .filter_map(|wire| self.properties.get_full(wire.as_str()));
        let mut found: Vec<(usize, &'a str)> = found.map(|(index, wire, _)| (index, *wire)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, wire)| wire).take(MOST + 1).collect()
    }

    /// Whether no value fits both a member and some other one.
    fn excludes_any(&self, member: usize) -> bool {
        let own = self.members[member];
        let is_told = |(place, number): (&Pointer, &usize)| self.places[place].excludes_any(*number);
        let is_of_another = |requiring: &Vec<usize>| requiring.iter().any(|other| *other != member);
        let lacks = || {
            if own.is_closed {
                self.required.iter().any(|(wire, requiring)| own.forbids(wire) && is_of_another(requiring))
            } else {
                own.excluded.iter().filter_map(|wire| self.required.get(wire.as_str())).any(is_of_another)
            }
        };
        own.said.keys().zip(&self.numbers[member]).any(is_told) || lacks()
    }
}
