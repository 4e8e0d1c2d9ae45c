//! The order of steps: what is compared when, and how the changes become a list.

use std::collections::BTreeMap;

use super::{
    calls::{client::compare_client, operations::compare_operations, tags::compare_tags},
    change::{Change, merge},
    comparison::Comparison,
    models::{
        constants::tell_received_constants, fields::tell_untold_fields, nulls::compare_nulls, schemas::compare_schemas,
    },
    webhooks::compare_webhooks,
};
use crate::ir::Api;

/// Compares two clients. The changes come in an order of their own: by severity, then by subject.
#[must_use]
pub fn diff(before: &Api, after: &Api) -> Vec<Change> {
    let mut comparison = Comparison::new(before, after);
    compare_client(&mut comparison);
    compare_tags(&mut comparison);
    compare_operations(&mut comparison);
    compare_webhooks(&mut comparison);
    compare_schemas(&mut comparison);
    compare_nulls(&mut comparison);
    tell_untold_fields(&mut comparison);
    tell_received_constants(&mut comparison);
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
