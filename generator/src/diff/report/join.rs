//! The vendor's changes and the client's, joined: which of them are the same, and which of them a correction takes back or
//! brings.

use std::collections::{BTreeMap, BTreeSet};

use super::Origin;
use crate::diff::{Change, RustChange, order};

/// A change, and where it comes from.
pub(super) type Found = (Change, Origin);

/// Joins by fingerprint: of what is in both, Rust is what the client makes of it. What is only the vendor's is absorbed where
/// the Rust is the same before and after, and only there; what is only the client's is a correction where the vendor has changed
/// nothing. Gives the vendor's changes, and the corrections.
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
            Some(Change { rust, operations, direction, severity, effect, reason, .. }) => {
                let change = Change { rust, operations, direction, severity, effect, reason, ..change };
                joined.push((change, Origin::Vendor));
            }
            None => untold.push(change),
        }
    }
    let told: Vec<RustChange> = joined.iter().flat_map(|(change, _)| change.rust.clone()).collect();
    let mut left: Vec<Change> = corrected.into_values().collect();
    let mut reshaped = BTreeSet::new();
    for change in untold {
        let related = left.iter().filter(|other| is_same_place(&change, other) || touches(&change, &other.rust));
        let fingerprints: Vec<String> = related.map(|other| other.fingerprint.clone()).collect();
        // The client changes at the same place, but otherwise: its own words are the right ones.
        if !fingerprints.is_empty() {
            reshaped.extend(fingerprints);
            continue;
        }
        let items = items(&change.rust);
        let rust: Vec<RustChange> =
            told.iter().filter(|rust| paths(rust).any(|path| items.contains(path))).cloned().collect();
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

/// Whether two changes are about one place of both descriptions.
fn is_same_place(one: &Change, other: &Change) -> bool {
    let places = (&one.before, &one.after);
    places != (&None, &None) && places == (&other.before, &other.after)
}

/// Whether a change is about an item of the crate that others are about, too.
fn touches(change: &Change, others: &[RustChange]) -> bool {
    let items = items(&change.rust);
    others.iter().flat_map(paths).any(|path| items.contains(path))
}

fn items(rust: &[RustChange]) -> BTreeSet<&str> {
    rust.iter().flat_map(paths).collect()
}

/// The paths of an item, before and after.
fn paths(rust: &RustChange) -> impl Iterator<Item = &str> {
    rust.before.iter().chain(&rust.after).map(|item| item.path.as_str())
}
