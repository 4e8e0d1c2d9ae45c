//! The vendor's changes and the client's, joined: which of them are the same, and which of them a correction takes back or
//! brings.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Origin;
use crate::diff::{
    change::{Change, item::RustChange, order},
    rules::rule::Severity,
};

/// A change, and where it comes from.
pub(super) type Found = (Change, Origin);

/// Joins by fingerprint: of what is in both, the rule of the family, from what to what, and Rust are what the client makes of it. What is
/// only the vendor's is absorbed where the Rust is the same before and after, and only there; it is reshaped where the client changes the
/// same thing otherwise; what is only the client's is a correction where the vendor has changed nothing. Returns the vendor's changes, and
/// the corrections.
pub(super) fn join(vendor: Vec<Change>, client: Option<Vec<Change>>) -> (Vec<Found>, Vec<Found>) {
    let Some(client) = client else {
        return (vendor.into_iter().map(|change| (change, Origin::Vendor)).collect(), Vec::new());
    };
    let mut corrected: BTreeMap<String, Change> =
        client.into_iter().map(|change| (change.fingerprint.clone(), change)).collect();
    let mut joined = Vec::new();
    let mut untold = Vec::new();
    for change in vendor {
        match corrected.remove(&change.fingerprint) {
            Some(Change { rule, detail, rust, operations, direction, severity, effect, reason, .. }) => {
                let change = Change { rule, detail, rust, operations, direction, severity, effect, reason, ..change };
                joined.push((change, Origin::Vendor));
            }
            None => untold.push(change),
        }
    }
    let told: Vec<Change> = joined.iter().map(|(change, _)| change.clone()).collect();
    let mut left: Vec<Change> = corrected.into_values().collect();
    let mut reshaped = BTreeSet::new();
    for change in untold {
        let related: Vec<String> =
            left.iter().filter(|other| is_related(&change, other)).map(|other| other.fingerprint.clone()).collect();
        // The client changes the same thing, but otherwise: its own words are the right ones.
        if !related.is_empty() {
            reshaped.extend(related);
            joined.push((Change { rust: Vec::new(), ..change }, Origin::Reshaped));
            continue;
        }
        let own = own(&change);
        let is_own = |rust: &&RustChange| own.is_empty() || paths(rust).any(|path| own.contains(path));
        let related = told.iter().filter(|other| is_related(&change, other));
        let rust: Vec<RustChange> = related.flat_map(|other| other.rust.iter().filter(is_own)).cloned().collect();
        let origin = if rust.is_empty() { Origin::Absorbed } else { Origin::Vendor };
        joined.push((Change { rust, ..change }, origin));
    }
    left.sort_by_cached_key(order);
    let (ours, theirs): (Vec<Change>, Vec<Change>) =
        left.into_iter().partition(|change| !reshaped.contains(&change.fingerprint));
    joined.extend(theirs.into_iter().map(|change| (change, Origin::Vendor)));
    joined.sort_by_cached_key(|(change, _)| order(change));
    (joined, ours.into_iter().map(|change| (change, Origin::Correction)).collect())
}

/// Whether a change of the client is another form of the vendor's: about an item of the crate that is this one's own, or, where
/// neither has one, about the same subject and arguments, or of the same kind. What only the documentation says otherwise changes
/// nothing of a client.
fn is_related(vendor: &Change, client: &Change) -> bool {
    if client.severity == Severity::DocsOnly || vendor.severity == Severity::DocsOnly {
        return false;
    }
    let (ours, theirs) = (own(vendor), own(client));
    if !(ours.is_empty() && theirs.is_empty()) {
        return !ours.is_disjoint(&theirs);
    }
    let are_in_rust = !vendor.rust.is_empty() && !client.rust.is_empty();
    vendor.subject == client.subject && (are_in_rust || std::ptr::eq(vendor.rule, client.rule))
}

/// The paths of the items that a change alone is about. Builders and methods name all that they take: every demand on a struct
/// changes the line of its builder.
fn own(change: &Change) -> BTreeSet<&str> {
    let changed = change.rust.iter().filter(|rust| rust.before != rust.after);
    let items = changed.flat_map(|rust| rust.before.iter().chain(&rust.after));
    items.filter(|item| !item.is_shared()).map(|item| item.path.as_str()).collect()
}

/// The paths of an item, before and after.
fn paths(rust: &RustChange) -> impl Iterator<Item = &str> {
    rust.before.iter().chain(&rust.after).map(|item| item.path.as_str())
}
