//! What stands in a list or an object, each at its place.

use std::rc::Rc;
use std::slice;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};
use serde_json::{Map, Value, map};

use super::deserializer::Repair;
use super::failure::Failure;
use super::state::{State, Step, TypeName};

/// The items of a list; of a tuple, after them those that are missing, where the repair fills.
pub(super) struct Items<'r> {
    items: slice::Iter<'r, Value>,
    index: usize,
    /// How many there are at least.
    length: usize,
    state: &'r Rc<State>,
}

impl<'r> Items<'r> {
    pub(super) fn new(items: &'r [Value], state: &'r Rc<State>) -> Self {
        Self::of_tuple(items, 0, state)
    }

    /// The items of a list that has so many.
    pub(super) fn of_tuple(items: &'r [Value], length: usize, state: &'r Rc<State>) -> Self {
        Self { items: items.iter(), index: 0, length: if state.fills { length } else { 0 }, state }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let item = self.items.next();
        if item.is_none() && self.index >= self.length {
            return Ok(None);
        }
        let step = Step::Index(self.index);
        self.index += 1;
        self.state.at(step, || seed.deserialize(Repair::inside(item, self.state))).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The fields of an object, and after them those that its type requires and that are missing.
pub(super) struct Fields<'r> {
    there: Option<map::Iter<'r>>,
    missing: Vec<&'static str>,
    /// The field whose value comes next; without a value where nobody sent one.
    next: Option<(&'r str, Option<&'r Value>)>,
    state: &'r Rc<State>,
}

impl<'r> Fields<'r> {
    pub(super) fn new(fields: &'r Map<String, Value>, state: &'r Rc<State>) -> Self {
        Self { there: Some(fields.iter()), missing: Vec::new(), next: None, state }
    }

    /// The fields of an object, if there is one, with those that its type is known to require.
    pub(super) fn of_type(object: Option<&'r Map<String, Value>>, ty: TypeName, state: &'r Rc<State>) -> Self {
        let is_missing = |field: &str| object.is_none_or(|object| !object.contains_key(field));
        let wanted = state.wanted.borrow();
        let required = wanted.iter().filter(|(of, _)| *of == ty).map(|(_, field)| *field);
        let missing = required.filter(|field| is_missing(field)).collect();
        Self { there: object.map(Map::iter), missing, next: None, state }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let there = self.there.as_mut().and_then(Iterator::next);
        let there = there.map(|(name, value)| (name.as_str(), Some(value)));
        self.next = there.or_else(|| self.missing.pop().map(|name| (name, None)));
        let Some((name, _)) = self.next else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let (name, value) = self.next.take().expect("a value is asked for after its key");
        self.state.at(Step::Field(name.to_owned()), || seed.deserialize(Repair::inside(value, self.state)))
    }
}
