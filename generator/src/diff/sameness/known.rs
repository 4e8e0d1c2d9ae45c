//! Definitions that are known to be the same one, whatever they are called.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, component};
use crate::naming::TypeName;

/// The definitions that are the same one.
#[derive(Default)]
pub(crate) struct Known<'a> {
    /// Of the older client -> of the newer.
    pairs: BTreeMap<&'a TypeName, &'a TypeName>,
    /// Those of the newer client among them.
    paired: BTreeSet<&'a TypeName>,
    /// The components that have another name: of the newer description -> of the older.
    renamed: BTreeMap<String, String>,
}

impl<'a> Known<'a> {
    /// What a definition of the older client is called in the newer one.
    pub(crate) fn newer(&self, older: &TypeName) -> Option<&'a TypeName> {
        self.pairs.get(older).copied()
    }

    /// Whether a definition of the newer client is one of the older.
    pub(super) fn has_newer(&self, newer: &TypeName) -> bool {
        self.paired.contains(newer)
    }

    /// Whether two definitions are the same one.
    pub(crate) fn are_pair(&self, older: &TypeName, newer: &TypeName) -> bool {
        self.newer(older).is_some_and(|known| known == newer)
    }

    /// All pairs: of the older client, of the newer.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'a TypeName, &'a TypeName)> {
        self.pairs.iter().map(|(one, other)| (*one, *other))
    }

    /// Adds a pair.
    pub(crate) fn add(&mut self, older: &'a TypeName, newer: &'a TypeName) {
        self.pairs.insert(older, newer);
        self.paired.insert(newer);
    }

    /// Says which of the pairs have another name in their description.
    pub(super) fn name_components(&mut self, before: &Index<'_>, after: &Index<'_>) {
        let name = |index: &Index<'_>, name: &TypeName| {
            index.definitions.get(name).and_then(|found| component(found)).map(str::to_owned)
        };
        let names = self.pairs.iter().filter_map(|(one, other)| Some((name(after, other)?, name(before, one)?)));
        self.renamed = names.filter(|(new, old)| new != old).collect();
    }

    /// The older name of a component of the newer description, where it has another one.
    pub(super) fn older_component(&self, newer: &str) -> Option<&String> {
        self.renamed.get(newer)
    }

    /// The newer name of a component of the older description, where it has another one.
    pub(super) fn newer_component(&self, older: &str) -> Option<&String> {
        self.renamed.iter().find(|(_, old)| *old == older).map(|(new, _)| new)
    }
}
