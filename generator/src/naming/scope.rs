//! Names that are taken.

use std::{borrow::Cow, collections::HashSet};

/// The names that are taken already, in one namespace.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The names that were taken from the beginning, separated by spaces: by what generated code has anyway. There are many scopes,
    /// and most give few names: a list costs nothing until it is asked.
    reserved: Cow<'static, str>,
    /// The names that were given.
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which these names, separated by spaces, can't be given any more.
    #[must_use]
    pub fn reserving(names: impl Into<Cow<'static, str>>) -> Self {
        Self { reserved: names.into(), taken: HashSet::new() }
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
        let last = preferred.last().map_or("", String::as_str);
        let numbered = (2..).map(|number| format!("{last}{number}"));
        let mut names = preferred.iter().filter(|name| !name.is_empty()).cloned().chain(numbered);
        let name = names.find(|name| !self.contains(name)).expect("numbers never run out");
        self.taken.insert(name.clone());
        name
    }
}
