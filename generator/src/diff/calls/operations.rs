//! Operations: which are there, what each is called, what it takes and gives.

use super::{
    bodies::compare_body,
    parameters::{compare_parameters, compare_parts},
    responses::compare_responses,
    security::compare_own_security,
    servers::compare_own_servers,
    tags::{compare_memberships, shared_groups},
};
use crate::{
    diff::{
        change::{
            finding::Finding,
            rust,
            spot::{Reach, Spot},
        },
        comparison::Comparison,
        rules,
        sameness::{
            index::{blank, operation_key},
            pairs::Pair,
            wire::wire,
        },
    },
    ir::{Group, Operation},
};

/// Compares the operations of both clients.
pub(crate) fn compare_operations<'a>(comparison: &mut Comparison<'a>) {
    for &index in &comparison.operations.removed.clone() {
        let operation = &comparison.before.api.operations[index];
        let finding = Finding::at(Some(&operation.place), None)
            .detail(format!("`{} {}`", operation.method, operation.path))
            .gone(rust::methods(comparison.before.api, index));
        comparison.tell(&rules::OPERATION_REMOVED, &operation_spot(operation), finding);
    }
    for &index in &comparison.operations.added.clone() {
        let operation = &comparison.after.api.operations[index];
        let finding = Finding::at(None, Some(&operation.place))
            .detail(format!("`{} {}`", operation.method, operation.path))
            .added(rust::methods(comparison.after.api, index));
        comparison.tell(&rules::OPERATION_ADDED, &operation_spot(operation), finding);
    }
    for (one, other) in comparison.operations.pairs.clone() {
        let pair = (&comparison.before.api.operations[one], &comparison.after.api.operations[other]);
        compare_operation(comparison, pair, (one, other));
    }
}

fn compare_operation<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, positions: (usize, usize)) {
    let mut spot = Spot { key: operation_key(old), ..operation_spot(new) };
    let at = Finding::at(Some(&old.place), Some(&new.place));
    let item = Some(rust::method(comparison.after.api, new));
    let still = at.clone().rust(item.clone(), item);
    let renamed = renamed_in(comparison, (old, new), positions);
    compare_names(comparison, (old, new), &renamed, &spot);
    spot.is_renamed = (&old.id, &old.type_name) != (&new.id, &new.type_name) || !renamed.is_empty();
    if (&old.method, blank(&old.path)) != (&new.method, blank(&new.path)) {
        let detail = format!("`{} {}` → `{} {}`", old.method, old.path, new.method, new.path);
        comparison.tell(&rules::OPERATION_MOVED, &spot, at.clone().detail(detail));
    }
    compare_memberships(comparison, (old, new), positions, &spot);
    match (old.deprecated, new.deprecated) {
        (false, true) => comparison.tell(&rules::OPERATION_DEPRECATED, &spot, still),
        (true, false) => comparison.tell(&rules::OPERATION_UNDEPRECATED, &spot, still),
        (true, true) | (false, false) => {}
    }
    if old.docs != new.docs {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, &spot, at.clone().value("operation"));
    }
    compare_idempotence(comparison, (old, new), &at, &spot);
    match (&old.pagination, &new.pagination) {
        (None, Some(_)) => comparison.tell(&rules::PAGINATION_ADDED, &spot, at),
        (Some(_), None) => comparison.tell(&rules::PAGINATION_REMOVED, &spot, at),
        (Some(one), Some(other)) if one != other => comparison.tell(&rules::PAGINATION_CHANGED, &spot, at),
        (_, _) => {}
    }
    compare_streaming(comparison, (old, new), &spot);
    compare_parameters(comparison, (old, new), &spot);
    compare_body(comparison, (old, new), &spot);
    compare_others(comparison, (old, new), &spot);
    compare_responses(comparison, (old, new), &spot);
    compare_own_security(comparison, (old, new), &spot);
    compare_own_servers(comparison, (old, new), &spot);
}

/// What comes item by item.
fn compare_streaming<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let place = (old.place.child("responses"), new.place.child("responses"));
    let at = Finding::at(Some(&place.0), Some(&place.1));
    match (&old.streaming, &new.streaming) {
        (None, Some(_)) => comparison.tell(&rules::STREAM_ADDED, spot, at),
        (Some(_), None) => comparison.tell(&rules::STREAM_REMOVED, spot, at),
        (Some(one), Some(other)) => {
            let is_same = comparison.match_types(&one.item, &other.item).is_same() && one.framing == other.framing;
            if !is_same {
                let types = (wire(&comparison.before, &one.item), wire(&comparison.after, &other.item));
                let names = (one.framing.name(), other.framing.name());
                let detail = format!("{} as `{}` → {} as `{}`", types.0, names.0, types.1, names.1);
                comparison.tell(&rules::STREAM_CHANGED, spot, at.detail(detail));
            }
        }
        (None, None) => {}
    }
}

/// The groups in which an operation stays and is called otherwise.
fn renamed_in<'a>(
    comparison: &Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    positions: (usize, usize),
) -> Vec<Pair<'a, Group>> {
    let mut groups = shared_groups(comparison, positions);
    groups.retain(|(group, same)| old.name_in(&group.tag) != new.name_in(&same.tag));
    groups
}

/// The names of an operation: its type, and the methods in the groups that it stays in.
fn compare_names<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    renamed: &[Pair<'a, Group>],
    spot: &Spot,
) {
    let at = Finding::at(Some(&old.place), Some(&new.place));
    let method = |finding: Finding, (group, same): &Pair<'a, Group>| {
        finding.rust(Some(rust::method_in(group, old)), Some(rust::method_in(same, new)))
    };
    if (&old.id, &old.type_name) != (&new.id, &new.type_name) {
        let finding = renamed.iter().fold(at.detail(format!("`{}` → `{}`", old.id, new.id)), method);
        let types = (rust::operation_type(old), rust::operation_type(new));
        comparison.tell(&rules::OPERATION_RENAMED, spot, finding.rust(Some(types.0), Some(types.1)));
        return;
    }
    for pair @ (group, same) in renamed {
        let detail = format!("`{}` → `{}`", old.name_in(&group.tag).plain(), new.name_in(&same.tag).plain());
        let finding = method(at.clone(), pair).detail(detail).value(same.tag.clone());
        comparison.tell(&rules::METHOD_RENAMED, spot, finding);
    }
}

/// The other kinds of bodies that an operation takes, each with a method of its own.
fn compare_others<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let find =
        |among: &'a Operation, one: &Operation| among.others.iter().find(|other| other.content() == one.content());
    let spot_of = |one: &Operation| spot.clone().sent().part(&format!(" {}", one.content()));
    for one in &old.others {
        match find(new, one) {
            Some(other) => {
                compare_parts(comparison, (one, other), &spot_of(one));
                compare_body(comparison, (one, other), &spot_of(one));
            }
            None => {
                let finding = Finding::at(Some(&one.place), Some(&new.place));
                let finding = finding.gone([rust::method(comparison.before.api, one)]);
                comparison.tell(&rules::OTHER_BODY_REMOVED, &spot_of(one), finding);
            }
        }
    }
    for other in new.others.iter().filter(|other| find(old, other).is_none()) {
        let finding = Finding::at(Some(&old.place), Some(&other.place));
        let finding = finding.added([rust::method(comparison.after.api, other)]);
        comparison.tell(&rules::OTHER_BODY_ADDED, &spot_of(other), finding);
    }
}

/// After which failures the client tries again by itself.
fn compare_idempotence<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    at: &Finding,
    spot: &Spot,
) {
    if old.idempotent != new.idempotent {
        let told = |idempotent: Option<bool>| match idempotent {
            Some(true) => "may be sent twice",
            Some(false) => "must not be sent twice",
            None => "by its method",
        };
        let detail = format!("{} → {}", told(old.idempotent), told(new.idempotent));
        comparison.tell(&rules::OPERATION_IDEMPOTENCE_CHANGED, spot, at.clone().detail(detail));
    }
}

fn operation_spot(operation: &Operation) -> Spot {
    Spot {
        subject: operation.id.clone(),
        key: operation_key(operation),
        operations: Reach::These([operation.id.clone()].into()),
        ..Spot::default()
    }
}
