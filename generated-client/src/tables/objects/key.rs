//! The names of an object's properties, as they are found among those of a table.

#![allow(dead_code, reason = "a description may have no objects, or none with a map of all other properties")]

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// Finds names among those of a table. They often come in the order in which they are described, so the name behind the one
/// that was found before is tried first.
pub(crate) struct Names {
    names: &'static [&'static str],
    keeps_others: bool,
    next: usize,
    seen: Seen,
}

/// A name that was read.
pub(crate) enum Name {
    /// The index of a property.
    Known(usize),
    /// None of them: the name, where it is kept.
    Other(String),
}

impl Names {
    pub(crate) fn new(names: &'static [&'static str], keeps_others: bool) -> Self {
        Self { names, keeps_others, next: 0, seen: Seen::default() }
    }

    /// Goes on behind a property, which an object has once.
    pub(crate) fn found<E: Error>(&mut self, index: usize) -> Result<(), E> {
        if self.seen.insert(index) {
            self.next = index + 1;
            return Ok(());
        }
        Err(E::duplicate_field(self.names[index]))
    }

    /// Whether all of these have been found.
    pub(crate) fn has_all<E: Error>(&self, required: &[usize]) -> Result<(), E> {
        match required.iter().find(|&&index| !self.seen.contains(index)) {
            Some(&missing) => Err(E::missing_field(self.names[missing])),
            None => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for &Names {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &Names {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        if self.names.get(self.next).is_some_and(|next| *next == name) {
            return Ok(Name::Known(self.next));
        }
        Ok(match self.names.iter().position(|known| *known == name) {
            Some(index) => Name::Known(index),
            None if self.keeps_others => Name::Other(name.to_owned()),
            None => Name::Other(String::new()),
        })
    }
}

/// Which properties have been found.
#[derive(Default)]
struct Seen {
    /// A bit for each of the first 64, which is all that most objects have.
    first: u64,
    further: Vec<usize>,
}

impl Seen {
    fn contains(&self, index: usize) -> bool {
        if index < u64::BITS as usize { self.first >> index & 1 == 1 } else { self.further.contains(&index) }
    }

    /// Whether it has not been found before.
    fn insert(&mut self, index: usize) -> bool {
        if self.contains(index) {
            return false;
        }
        if index < u64::BITS as usize {
            self.first |= 1 << index
        } else {
            self.further.push(index)
        }
        true
    }
}
