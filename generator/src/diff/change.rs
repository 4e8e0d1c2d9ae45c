//! What a change is, and how changes become a list: what is said twice of one place is one change.

pub(crate) mod finding;
mod fingerprint;
pub(crate) mod impact;
pub(crate) mod item;
pub(crate) mod rust;
pub(crate) mod spot;

use std::{borrow::Cow, collections::BTreeMap};

use self::{
    finding::Finding,
    impact::Impact,
    item::RustChange,
    spot::{Called, Spot},
};
use crate::{
    diff::rules::rule::{Direction, Effect, Rule, Severity},
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
    pub reason: Cow<'static, str>,
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

impl Change {
    /// What a rule found at a spot, and which operations reach it.
    pub(crate) fn new(
        rule: &'static Rule,
        spot: &Spot,
        called: Called,
        operations: Vec<String>,
        finding: Finding,
    ) -> Self {
        let Impact { severity, effect, reason } = impact::of(rule, spot.usage, &finding.rust);
        let reason = impact::with_more(reason, &finding);
        Self {
            rule,
            severity,
            effect,
            reason,
            direction: spot.direction(rule),
            subject: called.subject,
            schema: called.schema,
            detail: finding.detail,
            before: finding.before,
            after: finding.after,
            operations,
            rust: finding.rust,
            fingerprint: fingerprint::fingerprint(rule, &called.key, &finding.value),
        }
    }
}

/// One place in the description may be read by several operations, or be a part of several schemas: it is one change.
/// Sorts the changes, too.
pub(crate) fn merge(changes: Vec<Change>) -> Vec<Change> {
    // `Cat.name` and `Dog.name` lose what stands in `Pet.name` -> one change, of the operations of both.
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
pub(crate) fn order(change: &Change) -> (Severity, String, &'static str, String) {
    (change.severity, change.subject.clone(), change.rule.id, change.detail.clone())
}

/// Adds what a change says of the same place: the more severe rule counts, unless no operation reaches what it is about. Of two
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
