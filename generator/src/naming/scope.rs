//! Names that are taken.

use std::collections::HashMap;

/// The names that are taken already, in one namespace.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The names, each with whether it was taken from the beginning: by what generated code has anyway.
    taken: HashMap<String, bool>,
}

impl Scope {
    /// A scope in which these names, separated by spaces, can't be given any more.
    #[must_use]
    pub fn reserving(names: &str) -> Self {
        Self { taken: names.split_whitespace().map(|name| (name.to_owned(), true)).collect() }
    }

    /// Whether a name is given already.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    /// Whether a name was taken from the beginning.
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        self.taken.get(name) == Some(&true)
    }

    /// The scope in which what either of both has given is given.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        other.taken.keys().for_each(|name| self.take(name));
        self
    }

    /// Gives a name away.
    pub fn take(&mut self, name: &str) {
        self.taken.entry(name.to_owned()).or_insert(false);
    }

    /// The first free one of: the names that are preferred, the last of them with a number.
    pub(super) fn claim(&mut self, preferred: &[String]) -> String {
        let last = preferred.last().map_or("", String::as_str);
        let numbered = (2..).map(|number| format!("{last}{number}"));
        let mut names = preferred.iter().filter(|name| !name.is_empty()).cloned().chain(numbered);
        let name = names.find(|name| !self.taken.contains_key(name.as_str())).expect("numbers never run out");
        self.taken.insert(name.clone(), false);
        name
    }
}
