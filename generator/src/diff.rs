//! Two clients -> what has changed between them, and what an app has to change because of it.
//!
//! [`diff`] compares two intermediate representations. It knows nothing of texts: positions are looked up when a
//! [`report`] is made, which also joins what the vendor changed with what the client changes.

#[path = "diff/calls/answers.rs"]
mod answers;
#[path = "diff/models/asking.rs"]
mod asking;
#[path = "diff/calls/bodies.rs"]
mod bodies;
#[path = "diff/models/branches.rs"]
mod branches;
#[path = "diff/calls/client.rs"]
mod client;
#[path = "diff/models/derived.rs"]
mod derived;
#[path = "diff/models/fields.rs"]
mod fields;
#[path = "diff/change/fingerprint.rs"]
mod fingerprint;
#[path = "diff/change/impact.rs"]
mod impact;
#[path = "diff/sameness/index.rs"]
mod index;
#[path = "diff/models/limits.rs"]
mod limits;
#[path = "diff/models/nulls.rs"]
mod nulls;
#[path = "diff/models/objects.rs"]
mod objects;
#[path = "diff/calls/operations.rs"]
mod operations;
#[path = "diff/calls/parameters.rs"]
mod parameters;
#[path = "diff/sameness/renames.rs"]
mod renames;
pub mod report;
mod rules;
#[path = "diff/change/rust.rs"]
mod rust;
#[path = "diff/models/schemas.rs"]
mod schemas;
#[path = "diff/calls/security.rs"]
mod security;
#[path = "diff/sameness/types.rs"]
mod types;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use self::{
    fields::Owners,
    impact::Impact,
    index::{Index, OperationPairs, component},
    types::Spot,
};
pub use self::{
    report::{Entry, Location, Origin, Report, Version},
    rules::{Direction, Effect, RULES, Rule, Severity, table},
    rust::Item,
};
use crate::{
    ir::{Api, Definition, Kind, Scheme},
    naming::TypeName,
    place::Pointer,
};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// How much it asks of an app: as the rule says, unless Rust says otherwise.
    pub severity: Severity,
    /// What an app notices.
    pub effect: Effect,
    /// Why.
    pub reason: &'static str,
    /// The side of the wire that it is on.
    pub direction: Direction,
    /// What has changed, in the description's words: `create_message_request.to`, an operation's id, a path.
    pub subject: String,
    /// The component schema that it is in.
    pub schema: Option<String>,
    /// From what to what, or which value; nothing where the rule says it all.
    pub detail: String,
    /// Where the older description has it.
    pub before: Option<Pointer>,
    /// Where the newer description has it.
    pub after: Option<Pointer>,
    /// The ids of the operations that it is about; none where it is about the client as a whole.
    pub operations: Vec<String>,
    /// What becomes of it in Rust.
    pub rust: Vec<RustChange>,
    /// Names the change: 12 hexadecimal digits that depend on the rule and the subject, but on no order, position, text or
    /// other change.
    pub fingerprint: String,
}

/// An item of the generated crate, before and after.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Serialize)]
pub struct RustChange {
    /// What it was.
    pub before: Option<Item>,
    /// What it is.
    pub after: Option<Item>,
}

impl RustChange {
    /// Whether an item that was there is gone or has another signature: by the letter of Semantic Versioning a breaking
    /// change, whatever apps do with it. The names of arguments are no part of a signature.
    #[must_use]
    pub fn breaks(&self) -> bool {
        let Some(before) = &self.before else { return false };
        !self.after.as_ref().is_some_and(|after| before.reads_as(after))
    }
}

/// Compares two clients. The changes come in an order of their own: by severity, then by subject.
#[must_use]
pub fn diff(before: &Api, after: &Api) -> Vec<Change> {
    let mut comparison = Comparison::new(before, after);
    comparison.client();
    comparison.tags();
    comparison.operations();
    comparison.schemas();
    comparison.nulls();
    comparison.untold_fields();
    comparison.received_constants();
    let mut changes = merge(comparison.changes);
    let positions = |api: &'_ Api| -> BTreeMap<String, usize> {
        api.operations.iter().enumerate().map(|(index, operation)| (operation.id.clone(), index)).collect()
    };
    let (old, new) = (positions(before), positions(after));
    for change in &mut changes {
        change.operations.sort_by_cached_key(|id| (!new.contains_key(id), new.get(id), old.get(id)));
        change.operations.dedup();
    }
    changes
}

/// The state of a comparison.
struct Comparison<'a> {
    before: Index<'a>,
    after: Index<'a>,
    operations: OperationPairs,
    /// The tags that are the same one: of the older client -> of the newer.
    tags: BTreeMap<&'a str, &'a str>,
    /// The security schemes that are the same one.
    schemes: Vec<(&'a Scheme, &'a Scheme)>,
    /// The definitions that are the same one: of the older client -> of the newer.
    pairs: BTreeMap<&'a TypeName, &'a TypeName>,
    /// Those of the newer client among them.
    paired: BTreeSet<&'a TypeName>,
    /// The pairs that are not compared yet.
    pending: Vec<(&'a TypeName, &'a TypeName, Spot)>,
    /// The structs of which one is made of the other, not compared yet, and all that there were.
    derived: Vec<(Owners<'a>, Spot)>,
    known_derived: BTreeSet<(&'a TypeName, &'a TypeName)>,
    /// Definitions of the older client whose values are told already, or not at all.
    told: BTreeSet<&'a TypeName>,
    /// The pairs of structs that have been compared, for what can only be said at the end.
    objects: Vec<((&'a Definition, &'a Definition), Spot)>,
    /// The pairs of definitions of which one may be null, for what can only be said at the end.
    nulls: Vec<((&'a Definition, &'a Definition), Spot)>,
    /// The enums of constants that are only received, by their places, and the builders that ask for another one than before.
    received_constants: Vec<(Pointer, Vec<RustChange>)>,
    changes: Vec<Change>,
    /// The components that have another name: of the newer description -> of the older.
    renamed: BTreeMap<String, String>,
}

impl<'a> Comparison<'a> {
    fn new(before: &'a Api, after: &'a Api) -> Self {
        let (before, after) = (Index::new(before), Index::new(after));
        let pairs = renames::schemas(&before, &after);
        let name = |index: &Index<'_>, name: &TypeName| {
            index.definitions.get(name).and_then(|found| component(found)).map(str::to_owned)
        };
        let renamed = pairs.iter().filter_map(|(one, other)| Some((name(&after, other)?, name(&before, one)?)));
        Self {
            operations: renames::operations(&before, &after),
            tags: BTreeMap::new(),
            schemes: Vec::new(),
            renamed: renamed.filter(|(new, old)| new != old).collect(),
            paired: pairs.values().copied().collect(),
            pairs,
            before,
            after,
            pending: Vec::new(),
            derived: Vec::new(),
            known_derived: BTreeSet::new(),
            told: BTreeSet::new(),
            objects: Vec::new(),
            nulls: Vec::new(),
            received_constants: Vec::new(),
            changes: Vec::new(),
        }
    }
}

/// What a comparison finds at a spot, before it is a [`Change`].
#[derive(Clone, Debug, Default)]
struct Finding {
    detail: String,
    /// What tells it from others at the same spot by the same rule.
    value: String,
    before: Option<Pointer>,
    after: Option<Pointer>,
    rust: Vec<RustChange>,
}

impl Finding {
    fn at(before: Option<&Pointer>, after: Option<&Pointer>) -> Self {
        Self { before: before.cloned(), after: after.cloned(), ..Self::default() }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    fn rust(mut self, before: Option<Item>, after: Option<Item>) -> Self {
        self.rust.push(RustChange { before, after });
        self
    }

    fn gone(self, items: impl IntoIterator<Item = Item>) -> Self {
        items.into_iter().fold(self, |finding, item| finding.rust(Some(item), None))
    }

    fn added(self, items: impl IntoIterator<Item = Item>) -> Self {
        items.into_iter().fold(self, |finding, item| finding.rust(None, Some(item)))
    }

    fn rusts(mut self, more: &[RustChange]) -> Self {
        self.rust.extend_from_slice(more);
        self
    }
}

impl Comparison<'_> {
    fn tell(&mut self, rule: &'static Rule, spot: &Spot, finding: Finding) {
        let (subject, key, schema) = self.declared(spot, &finding);
        let Impact { severity, effect, reason } = impact::of(rule, spot.usage, &finding.rust);
        self.changes.push(Change {
            rule,
            severity,
            effect,
            reason,
            direction: spot.direction(rule),
            subject,
            schema,
            detail: finding.detail,
            before: finding.before,
            after: finding.after,
            operations: self.operation_ids(&spot.operations),
            rust: finding.rust,
            fingerprint: fingerprint::fingerprint(rule, &key, &finding.value),
        });
    }
}

impl Comparison<'_> {
    /// The subject, key and schema of what was found at a spot. A part that another schema declares (a member of an `allOf`)
    /// is called after that one, whoever uses it.
    fn declared(&self, spot: &Spot, finding: &Finding) -> (String, String, Option<String>) {
        let here = || (spot.subject.clone(), spot.key.clone(), spot.schema.clone());
        let Some(schema) = &spot.schema else { return here() };
        // Of what is new or gone, the other place is only the owner's.
        let is_newer = depth(&finding.after) > depth(&finding.before);
        let place = if is_newer { &finding.after } else { &finding.before };
        let Some(place) = place else { return here() };
        let [components, schemas, name, ..] = place.tokens() else { return here() };
        let is_schema = components == "components" && schemas == "schemas";
        let is_own = name == schema || self.renamed.get(name) == Some(schema) || self.is_kept(name, finding, place);
        let parts = (spot.subject.strip_prefix(schema.as_str()), spot.key.strip_prefix(schema.as_str()));
        match parts {
            (Some(subject), Some(key)) if is_schema && !is_own => {
                let name = self.renamed.get(name).filter(|_| is_newer).unwrap_or(name);
                (format!("{name}{subject}"), format!("{name}{key}"), Some(name.clone()))
            }
            (_, _) => here(),
        }
    }
}

impl Comparison<'_> {
    /// Whether a schema has had a property all along that something has got from it, or has lost: then it is not the
    /// schema that has changed.
    fn is_kept(&self, name: &str, finding: &Finding, place: &Pointer) -> bool {
        let (one, other) = (depth(&finding.before), depth(&finding.after));
        let (index, name) = match one.cmp(&other) {
            // Here and there, only the part that it is in is another.
            Ordering::Equal => return finding.before.as_ref().map(owner) != finding.after.as_ref().map(owner),
            Ordering::Less => (&self.before, self.renamed.get(name).map_or(name, String::as_str)),
            Ordering::Greater => {
                let newer = self.renamed.iter().find(|(_, old)| *old == name).map(|(new, _)| new.as_str());
                (&self.after, newer.unwrap_or(name))
            }
        };
        let kind = index.components.get(name).map(|definition| &definition.kind);
        match (kind, place.tokens()) {
            (Some(Kind::Struct(object)), [_, _, _, properties, property]) if properties == "properties" => {
                object.fields.iter().any(|field| field.wire == *property)
            }
            (_, _) => false,
        }
    }
}

/// How deep a place is in its description; what is not there is not deep at all.
fn depth(place: &Option<Pointer>) -> usize {
    place.as_ref().map_or(0, |place| place.tokens().len())
}

/// The component that a place is in.
fn owner(place: &Pointer) -> &[String] {
    place.tokens().get(..3).unwrap_or_default()
}

/// One place in the description may be read by several operations, or be a part of several schemas: it is one change.
/// Sorts the changes, too.
fn merge(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: BTreeMap<_, Change> = BTreeMap::new();
    let mut alone = Vec::new();
    for change in changes {
        let Change { rule, before, after, detail, .. } = &change;
        if before.is_none() && after.is_none() {
            alone.push(change);
            continue;
        }
        let key = (fingerprint::family(rule), before.clone(), after.clone(), detail.clone());
        match merged.get_mut(&key) {
            Some(known) => absorb(known, change),
            None => drop(merged.insert(key, change)),
        }
    }
    // What is new or gone in a part of several schemas has only one place in the part.
    let mut told: BTreeMap<_, Change> = BTreeMap::new();
    for change in merged.into_values().chain(alone) {
        let key = (change.fingerprint.clone(), change.detail.clone());
        match told.get_mut(&key) {
            Some(known) => absorb(known, change),
            None => drop(told.insert(key, change)),
        }
    }
    let mut changes: Vec<Change> = told.into_values().collect();
    for change in &mut changes {
        change.rust.sort();
        change.rust.dedup();
    }
    changes.sort_by_cached_key(order);
    changes
}

/// The order of a report: by severity, then by the alphabet.
fn order(change: &Change) -> (Severity, String, &'static str, String) {
    (change.severity, change.subject.clone(), change.rule.id, change.detail.clone())
}

/// Adds what a change says of the same place: the graver rule counts, unless no operation reaches what it tells of. Of two
/// names, the first in the alphabet counts.
fn absorb(known: &mut Change, mut more: Change) {
    let rank = |change: &Change| (change.operations.is_empty(), change.severity, change.effect, change.rule.id);
    if rank(&more) < rank(known) {
        std::mem::swap(known, &mut more);
    }
    if known.direction != more.direction && known.operations.is_empty() == more.operations.is_empty() {
        known.direction = Direction::Both;
    }
    known.operations.extend(more.operations);
    known.rust.extend(more.rust);
    if more.subject < known.subject {
        (known.subject, known.schema, known.fingerprint) = (more.subject, more.schema, more.fingerprint);
    }
}
