//! Names that are taken.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

/// The names that are taken already, in one namespace.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The names that were taken from the beginning, separated by spaces: by what generated code has anyway. There are many scopes,
    /// and most give few names: a list costs nothing until it is asked.
    reserved: Cow<'static, str>,
    /// The names that were given.
    taken: HashSet<String>,
    /// The last number that a name got.
    numbers: HashMap<String, usize>,
}

/// How many bytes of a name are kept: with what stands before and behind it, it is the name of a file, which may have 255.
const LONGEST: usize = 200;

impl Scope {
    /// A scope in which these names, separated by spaces, can't be given any more.
    #[must_use]
    pub fn reserving(names: impl Into<Cow<'static, str>>) -> Self {
        Self { reserved: names.into(), ..Self::default() }
    }

    /// Whether a name is given already.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.taken.contains(name) || self.is_reserved(name)
    }

    /// Whether a name was taken from the beginning.
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        self.reserved.split_ascii_whitespace().any(|reserved| reserved == name)
    }

    /// The scope in which what either of both has given is given.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        let reserved = other.reserved.split_ascii_whitespace();
        reserved.chain(other.taken.iter().map(String::as_str)).for_each(|name| self.take(name));
        self
    }

    /// Gives a name away.
    pub fn take(&mut self, name: &str) {
        if !self.contains(name) {
            self.taken.insert(name.to_owned());
        }
    }

    /// The first free one of: the names that are preferred, the last of them with a number.
    pub(super) fn claim(&mut self, preferred: &[String]) -> String {
        let mut names = preferred.iter().map(|name| short(name)).filter(|name| !name.is_empty());
        let free = names.find(|name| !self.contains(name)).map(str::to_owned);
        let name = free.unwrap_or_else(|| self.numbered(preferred.last().map_or("", |name| short(name))));
        self.taken.insert(name.clone());
        name
    }

    /// A name with the first number that makes another one of it. Those that it got before are not tried again.
    fn numbered(&mut self, name: &str) -> String {
        let before = self.numbers.get(name).copied().unwrap_or(1);
        let mut numbers = (before + 1..).map(|number| (number, format!("{name}{number}")));
        let (number, numbered) = numbers.find(|(_, numbered)| !self.contains(numbered)).expect("numbers never run out");
        self.numbers.insert(name.to_owned(), number);
        numbered
    }
}

/// A name, or the beginning of one that is too long for a file: whole characters, without an underscore at its end.
pub(super) fn short(name: &str) -> &str {
    if name.len() <= LONGEST {
        return name;
    }
    let end = (0..=LONGEST).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    name[..end].trim_end_matches('_')
}
