//! What alternatives say of one place, looked up by its values.

use std::{
    cell::OnceCell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use super::said::Said;
use crate::{
    ir::{ReadAs, Scalar},
    place::Pointer,
};

/// A thing that is said, and the members that say it.
pub(super) struct Thing<'a> {
    pub said: &'a Said,
    pub saying: Vec<usize>,
    /// The members that it does not exclude by a rule, where somebody asks.
    not_told: OnceCell<Left>,
}

/// What is said of a place.
#[derive(Default)]
pub(super) struct OfPlace<'a> {
    /// Each thing once, with the members that say it: many say the same.
    pub things: Vec<Thing<'a>>,
    /// The things of one fingerprint.
    known: HashMap<u64, Vec<usize>>,
    /// The things that list a value.
    listing: HashMap<ReadAs<'a>, Vec<usize>>,
    /// How few values a thing lists that lists some.
    fewest: Option<usize>,
    /// The things that list none.
    open: Vec<usize>,
    /// The members that say something, and those that do not, where somebody asks.
    saying: Vec<usize>,
    silent: OnceCell<Vec<usize>>,
    nullable: OnceCell<Rc<[usize]>>,
}

/// Members, in their order.
#[derive(Clone)]
pub(super) enum Left {
    All(usize),
    These(Rc<[usize]>),
}

impl Left {
    pub(super) fn count(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::These(these) => these.len(),
        }
    }

    pub(super) fn contains(&self, member: usize) -> bool {
        match self {
            Self::All(_) => true,
            Self::These(these) => these.binary_search(&member).is_ok(),
        }
    }

    /// Whether one of several members, which are in their order, is among them.
    pub(super) fn has_any(&self, members: &[usize]) -> bool {
        match self {
            Self::These(these) if these.len() < members.len() => {
                these.iter().any(|member| members.binary_search(member).is_ok())
            }
            _ => members.iter().any(|member| self.contains(*member)),
        }
    }

    pub(super) fn both(self, other: Self) -> Self {
        let (few, many) = if self.count() < other.count() { (self, other) } else { (other, self) };
        match (&few, &many) {
            (_, Self::All(_)) => few,
            (Self::These(these), Self::These(others)) if Rc::ptr_eq(these, others) => few,
            (Self::These(these), _) => {
                Self::These(these.iter().copied().filter(|member| many.contains(*member)).collect())
            }
            (Self::All(_), _) => many,
        }
    }
}

impl<'a> OfPlace<'a> {
    /// Adds what a member says, and tells which of the things it is.
    pub(super) fn add(&mut self, said: &'a Said, member: usize) -> usize {
        self.saying.push(member);
        let alike = self.known.entry(said.fingerprint()).or_default();
        if let Some(&number) = alike.iter().find(|number| self.things[**number].said == said) {
            self.things[number].saying.push(member);
            return number;
        }
        let number = self.things.len();
        alike.push(number);
        self.things.push(Thing { said, saying: vec![member], not_told: OnceCell::new() });
        for value in &said.values {
            self.listing.entry(value.read_as()).or_default().push(number);
        }
        if said.values.is_empty() {
            self.open.push(number);
        } else {
            let count = said.values.len();
            self.fewest = Some(self.fewest.map_or(count, |fewest| fewest.min(count)));
        }
        number
    }

    /// How many values the others list, of the thing that lists the fewest.
    pub(super) fn most_foreign(&self) -> usize {
        self.listing.len().saturating_sub(self.fewest.unwrap_or_default())
    }

    /// The members that a thing does not exclude by a rule, of so many. What several say is asked once.
    pub(super) fn not_told(&self, place: &Pointer, number: usize, all: usize) -> Left {
        let thing = &self.things[number];
        if thing.saying.len() < 2 {
            return self.find_not_told(place, thing.said, all);
        }
        thing.not_told.get_or_init(|| self.find_not_told(place, thing.said, all)).clone()
    }

    fn find_not_told(&self, place: &Pointer, said: &Said, all: usize) -> Left {
        let is_told = |other: usize| {
            let others = self.things[other].said;
            said.excludes(others) && !said.rules(place, Some(others)).is_empty()
        };
        if said.values.is_empty() {
            let told: BTreeSet<usize> = self.near(said).filter(|other| is_told(*other)).collect();
            if told.is_empty() {
                return Left::All(all);
            }
            let fitting = (0..self.things.len()).filter(|other| !told.contains(other));
            return self.members(self.silent(all).to_vec(), fitting);
        }
        let nulls = self.nulls(said);
        let fitting = self.fitting(said, is_told);
        match (nulls, fitting.len()) {
            (nulls, fitting) if nulls + fitting == self.things.len() => Left::All(all),
            (0, _) => self.members(self.silent(all).to_vec(), fitting.into_iter()),
            (_, 0) => Left::These(Rc::clone(self.nullable(all))),
            (_, _) => self.members(self.nullable(all).to_vec(), fitting.into_iter()),
        }
    }

    /// Those members, and those that say one of these things.
    fn members(&self, mut members: Vec<usize>, things: impl Iterator<Item = usize>) -> Left {
        things.for_each(|number| members.extend(&self.things[number].saying));
        members.sort_unstable();
        Left::These(members.into())
    }

    /// The members that say nothing, of so many.
    fn silent(&self, all: usize) -> &[usize] {
        self.silent.get_or_init(|| (0..all).filter(|member| self.saying.binary_search(member).is_err()).collect())
    }

    /// The members that say nothing, and those that list null.
    fn nullable(&self, all: usize) -> &Rc<[usize]> {
        self.nullable.get_or_init(|| {
            let nulls = self.listing.get(&ReadAs::Null).into_iter().flatten();
            let members = nulls.flat_map(|number| &self.things[*number].saying).chain(self.silent(all));
            members.copied().collect::<BTreeSet<usize>>().into_iter().collect()
        })
    }

    /// How many things list null, where one does.
    fn nulls(&self, said: &Said) -> usize {
        let is_among = said.values.contains(&Scalar::Null);
        self.listing.get(&ReadAs::Null).filter(|_| is_among).map_or(0, Vec::len)
    }

    /// The things that one that lists values does not exclude, but for those that list null, as it does.
    fn fitting(&self, said: &Said, is_told: impl Fn(usize) -> bool) -> Vec<usize> {
        let has_null = |said: &Said| said.values.contains(&Scalar::Null);
        let is_among = |other: &usize| has_null(said) && has_null(self.things[*other].said);
        self.near(said).filter(|other| !is_among(other) && !is_told(*other)).collect()
    }

    /// Whether a thing excludes another one.
    pub(super) fn excludes_any(&self, number: usize) -> bool {
        let said = self.things[number].said;
        let excludes = |other: usize| said.excludes(self.things[other].said);
        if said.values.is_empty() {
            return self.near(said).any(excludes);
        }
        self.nulls(said) + self.fitting(said, excludes).len() < self.things.len()
    }

    /// The things that have to be looked at, each once: of one that lists values, those that list one of them but null, or none, since
    /// all others are told from it, or list null as it does; of one without, those that may not fit it.
    pub(super) fn near(&self, said: &Said) -> Box<dyn Iterator<Item = usize> + '_> {
        if !said.values.is_empty() {
            let values = said.values.iter().filter(|value| **value != Scalar::Null);
            let listing = values.filter_map(|value| self.listing.get(&value.read_as()));
            return Box::new(listing.flatten().chain(&self.open).copied().collect::<BTreeSet<usize>>().into_iter());
        }
        if said.has_limits() {
            return Box::new(0..self.things.len());
        }
        Box::new(self.listing.get(&ReadAs::Null).into_iter().flatten().copied())
    }
}
