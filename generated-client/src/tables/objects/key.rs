//! The names of an object's properties, as they are found among those of a table: by a hash that is known when the client is compiled.

#![allow(dead_code, reason = "a description may have no objects, or none with a map of all other properties")]

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// Finds names among those of a table.
pub(crate) struct Names {
    names: &'static [&'static str],
    hashes: &'static Hashes,
    keeps_others: bool,
    seen: Seen,
}

/// How many hashes there are.
const SIZE: usize = 64;

/// No name has a hash.
const NONE: u8 = u8::MAX;

/// Where among the names of a table the first one of each hash stands, if it stands among the first 255.
pub(crate) struct Hashes([u8; SIZE]);

impl Hashes {
    pub(crate) const fn new(names: &[&str]) -> Self {
        let mut first = [NONE; SIZE];
        let mut index = if names.len() < NONE as usize { names.len() } else { NONE as usize };
        while index > 0 {
            index -= 1;
            first[hash(names[index].as_bytes())] = index as u8;
        }
        Self(first)
    }
}

/// Tells apart most names of one object: of another length, or with another beginning or middle.
const fn hash(name: &[u8]) -> usize {
    if name.is_empty() {
        return 0;
    }
    let (first, middle) = (name[0] as usize, name[name.len() / 2] as usize);
    (name.len() + 7 * first + 31 * middle) % SIZE
}

/// A name that was read.
pub(crate) enum Name {
    /// The index of a property.
    Known(usize),
    /// None of them: the name, where it is kept.
    Other(String),
}

impl Names {
    pub(crate) fn new(names: &'static [&'static str], hashes: &'static Hashes, keeps_others: bool) -> Self {
        Self { names, hashes, keeps_others, seen: Seen::default() }
    }

    /// Puts down that there is a property, which an object has once.
    pub(crate) fn found<E: Error>(&mut self, index: usize) -> Result<(), E> {
        if self.seen.insert(index) {
            return Ok(());
        }
        Err(E::duplicate_field(self.names[index]))
    }

    /// The index of a name.
    fn index(&self, name: &str) -> Option<usize> {
        let first = usize::from(self.hashes.0[hash(name.as_bytes())]);
        match self.names.get(first) {
            Some(known) if *known == name => Some(first),
            None if self.names.len() <= usize::from(NONE) => None,
            // Another name of this hash.
            Some(_) | None => self.names.iter().position(|known| *known == name),
        }
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
        Ok(match self.index(name) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_found_whatever_its_hash() {
        let name = |number: usize| -> &'static str { Box::leak(format!("name_{number}").into_boxed_str()) };
        for count in [0, 1, 2, 63, 64, 65, 254, 255, 256, 300] {
            let names: &'static [&'static str] = Box::leak((0..count).map(name).collect());
            let hashes: &'static Hashes = Box::leak(Box::new(Hashes::new(names)));
            let names = Names::new(names, hashes, false);
            let found: Vec<_> = (0..=count).map(|number| names.index(name(number))).collect();
            let expected: Vec<_> = (0..count).map(Some).chain([None]).collect();
            assert_eq!(found, expected, "{count} names");
            assert_eq!(names.index(""), None);
        }
    }

    #[test]
    fn what_is_found_twice_is_an_error_wherever_it_stands() {
        static NAMES: [&str; 70] = ["a"; 70];
        static HASHES: Hashes = Hashes::new(&NAMES);
        let mut names = Names::new(&NAMES, &HASHES, false);
        for index in [0, 63, 64, 69] {
            assert!(names.found::<serde_json::Error>(index).is_ok(), "{index}");
            assert!(names.found::<serde_json::Error>(index).is_err(), "{index}");
        }
        assert!(names.has_all::<serde_json::Error>(&[0, 63, 64, 69]).is_ok());
        assert!(names.has_all::<serde_json::Error>(&[0, 65]).is_err());
    }
}
