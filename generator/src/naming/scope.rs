//! Names that are taken.

use std::collections::HashSet;

/// The names that are taken already, in one namespace.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// Those that were taken from the beginning: by what generated code has anyway.
    reserved: HashSet<String>,
}

impl Scope {
    /// A scope in which these names, separated by spaces, can't be given any more.
    pub fn reserving(names: &str) -> Self {
        let taken: HashSet<String> = names.split_whitespace().map(str::to_owned).collect();
        Self { reserved: taken.clone(), taken }
    }

    /// Whether a name is given already.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Whether a name was taken from the beginning.
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        self.reserved.contains(name)
    }

    /// The scope in which what either of both has given is given.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.taken.extend(other.taken.iter().cloned());
        self
    }

    /// Gives a name away.
    pub fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// The first free one of: the names that are preferred, the last of them with a number.
    pub(super) fn claim(&mut self, preferred: &[String]) -> String {
        let last = preferred.last().map_or("", String::as_str);
        let numbered = (2..).map(|number| format!("{last}{number}"));
        let mut names = preferred.iter().filter(|name| !name.is_empty()).cloned().chain(numbered);
        let name = names.find(|name| !self.taken.contains(name)).expect("numbers never run out");
        self.taken.insert(name.clone());
        name
    }
}
