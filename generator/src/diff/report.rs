//! What a person reads: the vendor's changes, with what becomes of them in Rust, and where both stand in the descriptions.
//!
//! There are two sources. The raw descriptions say what the vendor has changed; the corrected ones, with overlays, say what
//! the generated client changes. Joined by fingerprint, a change is in both, which is the normal case; only in the raw
//! ones, when a correction takes it back; or only in the corrected ones, when a correction brings it.

pub mod allow;
pub mod changelog;
mod join;
pub mod json;
pub mod matrix;
pub mod render;

use std::sync::Arc;

use self::join::{Found, join};
use super::{Change, Effect, Rule, RustChange, Severity, diff, rules};
use crate::{
    Input, Settings,
    error::{Errors, Source},
    ir::Api,
    place::Pointer,
};

/// A description, as the vendor wrote it and as the client is generated from it.
#[derive(Clone, Debug)]
pub struct Version {
    /// What a report calls it.
    pub name: String,
    /// The vendor's text.
    pub source: Arc<Source>,
    /// What the vendor describes.
    pub vendor: Api,
    /// What the overlays make of it; nothing where there are none.
    pub client: Option<Api>,
}

impl Version {
    /// Reads a description without its overlays, and with them where there are any.
    ///
    /// # Errors
    ///
    /// All errors of the first step of generation that has one.
    pub fn read(name: impl Into<String>, input: &Input, settings: &Settings) -> Result<Self, Errors> {
        let raw = Input { overlays: Vec::new(), ..input.clone() };
        let mut of_vendor = settings.clone();
        if !input.overlays.is_empty() {
            // What the vendor says of its version may be what an overlay corrects.
            of_vendor.client.version_header = None;
        }
        let (vendor, _) = crate::read(&raw, &of_vendor)?;
        let client = if input.overlays.is_empty() { None } else { Some(crate::read(input, settings)?.0) };
        Ok(Self { name: name.into(), source: Arc::clone(&input.description), vendor, client })
    }

    /// What the client is generated from.
    #[must_use]
    pub fn client(&self) -> &Api {
        self.client.as_ref().unwrap_or(&self.vendor)
    }
}

/// Where something stands.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Location {
    /// The name of the text.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The JSON pointer (RFC 6901).
    pub pointer: String,
}

/// What has become of a vendor's change in the client, or why there is one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The vendor changed it, and so does the client.
    Vendor,
    /// The vendor changed it, a correction takes it back: the client stays as it is.
    Absorbed,
    /// The vendor changed it, and with a correction the client changes otherwise: that has an entry of its own.
    Reshaped,
    /// The vendor changed nothing here, a correction does.
    Correction,
}

impl Origin {
    /// Whether the change is one of the client, too.
    #[must_use]
    pub fn reaches_client(self) -> bool {
        match self {
            Self::Vendor | Self::Correction => true,
            Self::Absorbed | Self::Reshaped => false,
        }
    }
}

/// A change with its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The change.
    pub change: Change,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands in the older description.
    pub before: Option<Location>,
    /// Where it stands in the newer description.
    pub after: Option<Location>,
    /// Why it is allowed, if it is.
    pub allowed: Option<String>,
}

impl Entry {
    /// What an app notices: nothing of what a correction takes back or makes otherwise.
    #[must_use]
    pub fn effect(&self) -> Effect {
        if self.origin.reaches_client() { self.change.effect } else { Effect::None }
    }

    /// Whether this counts when a run is to fail: it reaches the client, and nobody has allowed it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.origin.reaches_client() && self.allowed.is_none()
    }
}

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
        let places = Places { before: Sided::new(&before.source), after: Sided::new(&after.source) };
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

    /// The gravest change that counts when a run is to fail.
    #[must_use]
    pub fn gravest(&self) -> Option<Severity> {
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
    source: &'a Source,
}

impl<'a> Sided<'a> {
    fn new(source: &'a Source) -> Self {
        Self { source }
    }

    fn location(&self, pointer: &Pointer) -> Location {
        let (line, column) = self.source.positions().find(pointer);
        Location { file: self.source.name.clone(), line, column, pointer: pointer.to_string() }
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
