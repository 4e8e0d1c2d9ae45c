//! All changes between two descriptions, joined and placed.

use std::sync::Arc;

use super::{
    entry::{Entry, Location},
    join::{Found, join},
    version::Version,
};
use crate::{
    dialect::Moved,
    diff::{
        change::item::RustChange,
        rules,
        rules::rule::{Effect, Rule, Severity},
        steps::diff,
    },
    error::Source,
    place::Pointer,
};

/// All changes between two descriptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The older description.
    pub from: String,
    /// The newer description.
    pub to: String,
    /// What the vendor has changed.
    pub vendor: Vec<Entry>,
    /// What only our corrections change.
    pub corrections: Vec<Entry>,
    /// What the documentation says otherwise, whoever wrote it.
    pub documentation: Vec<Entry>,
}

impl Report {
    /// Compares two versions.
    #[must_use]
    pub fn new(before: &Version, after: &Version) -> Self {
        let places = Places { before: Sided::new(before), after: Sided::new(after) };
        let vendor = diff(&before.vendor, &after.vendor);
        let client = match (&before.client, &after.client) {
            (None, None) => None,
            (_, _) => Some(diff(before.client(), after.client())),
        };
        let (vendor, corrections) = join(vendor, client);
        let is_prose = |entry: &Entry| std::ptr::eq(entry.change.rule, documentation());
        let (mut documentation, vendor): (Vec<_>, Vec<_>) =
            vendor.into_iter().map(|found| places.entry(found)).partition(is_prose);
        let (more, corrections): (Vec<_>, Vec<_>) =
            corrections.into_iter().map(|found| places.entry(found)).partition(is_prose);
        documentation.extend(more);
        Self { from: before.name.clone(), to: after.name.clone(), vendor, corrections, documentation }
    }

    /// All changes but those of the documentation: the vendor's, then ours.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.vendor.iter().chain(&self.corrections)
    }

    /// How many changes of a severity reach the client.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let reaches = |entry: &&Entry| entry.origin.reaches_client() && entry.change.severity == severity;
        self.entries().filter(reaches).count()
    }

    /// How many changes of a severity count when a run is to fail.
    #[must_use]
    pub fn counting(&self, severity: Severity) -> usize {
        self.entries().filter(|entry| entry.counts() && entry.change.severity == severity).count()
    }

    /// The most severe change that counts when a run is to fail.
    #[must_use]
    pub fn most_severe(&self) -> Option<Severity> {
        self.entries().filter(|entry| entry.counts()).map(|entry| entry.change.severity).min()
    }

    /// Whether an app that uses every item of the client may stop compiling.
    #[must_use]
    pub fn breaks_rust(&self) -> bool {
        let reaching = self.entries().filter(|entry| entry.origin.reaches_client());
        reaching
            .into_iter()
            .any(|entry| entry.effect() == Effect::Compile || entry.change.rust.iter().any(RustChange::breaks))
    }
}

fn documentation() -> &'static Rule {
    &rules::DOCUMENTATION_CHANGED
}

/// Both texts, read with positions.
struct Places<'a> {
    before: Sided<'a>,
    after: Sided<'a>,
}

struct Sided<'a> {
    source: &'a Arc<Source>,
    moved: &'a Moved,
}

impl<'a> Sided<'a> {
    fn new(version: &'a Version) -> Self {
        Self { source: &version.source, moved: &version.vendor.moved }
    }

    fn location(&self, pointer: &Pointer) -> Location {
        let (source, pointer) = self.moved.place(self.source, pointer);
        // Behind what nobody understands, only the pointer is known.
        let (line, column) = source.positions().find(&source.text, &pointer).unwrap_or((1, 1));
        Location { file: source.name.clone(), line, column, pointer: pointer.to_string() }
    }
}

impl Places<'_> {
    fn entry(&self, (change, origin): Found) -> Entry {
        Entry {
            before: change.before.as_ref().map(|pointer| self.before.location(pointer)),
            after: change.after.as_ref().map(|pointer| self.after.location(pointer)),
            change,
            origin,
            allowed: None,
        }
    }
}
