//! What comes back: errors, media types, and what is said of the successes besides their types.

use super::{
    headers::compare_headers,
    successes::{compare_success, match_successes, moved_statuses},
};
use crate::{
    diff::{
        change::{
            finding::Finding,
            rust,
            spot::{Spot, shared},
        },
        comparison::Comparison,
        models::{
            limits::{limits, tell_limits},
            types::{queue_derived, tell_match},
        },
        rules,
        sameness::{index::Index, pairs::Pair, types::Match, wire::wire},
    },
    ir::{DeclaredResponse, ErrorResponse, Operation, StatusPattern, Type},
    place::Pointer,
};

/// Compares what an operation responds with.
pub(super) fn compare_responses<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let spot = &spot.clone().received();
    let success = match_successes(comparison, (old, new));
    let is_same = success.is_same();
    compare_success(comparison, success, (old, new), spot);
    // The statuses of the errors whose bodies are others.
    let mut others = Vec::new();
    for one in &old.errors {
        if let Some(other) = new.errors.iter().find(|other| other.status == one.status) {
            let bodies = match_error_bodies(comparison, (one, other));
            if !bodies.is_same() {
                others.push(one.status.as_str());
            }
            compare_error(comparison, bodies, (old, new), (one, other), spot);
        }
    }
    tell_moved_errors(comparison, (old, new), spot);
    tell_error_variants(comparison, (old, new), spot);
    if is_same && old.accept.asked_for != new.accept.asked_for {
        let shown = |accept: &Option<String>| accept.clone().unwrap_or_else(|| "application/json".to_owned());
        let finding = Finding::at(Some(&old.place.child("responses")), Some(&new.place.child("responses")))
            .detail(format!("`{}` → `{}`", shown(&old.accept.asked_for), shown(&new.accept.asked_for)));
        comparison.tell(&rules::RESPONSE_MEDIA_TYPE_CHANGED, spot, finding);
    }
    for (one, other) in response_pairs(old, new) {
        let part = shared(spot, &one.place, &other.place, &format!(" {}", one.status));
        let is_told = one.is_success && (!is_same || old.accept.asked_for != new.accept.asked_for);
        if !is_told && !one.media_types.is_empty() && !other.media_types.is_empty() {
            compare_media_types(comparison, (one, other), &part);
        }
        // Of another type, the limits are others.
        let has_same_body = if one.is_success { is_same } else { !others.contains(&one.status.as_str()) };
        if has_same_body {
            let at = Finding::at(Some(&one.place), Some(&other.place));
            tell_limits(comparison, &limits((&one.declared, &other.declared)), &at, &part);
        }
        compare_headers(comparison, (one, other), &part);
    }
}

/// Whether the bodies of two errors are the same.
fn match_error_bodies<'a>(comparison: &Comparison<'a>, (one, other): Pair<'a, ErrorResponse>) -> Match<'a> {
    match (&one.ty, &other.ty) {
        (Some(before), Some(after)) => comparison.match_types(before, after),
        (before, after) => Match::of(before.is_none() && after.is_none()),
    }
}

/// An error that both declare. All of them arrive as `Error`.
fn compare_error<'a>(
    comparison: &mut Comparison<'a>,
    bodies: Match<'a>,
    (old, new): Pair<'a, Operation>,
    (one, other): Pair<'a, ErrorResponse>,
    spot: &Spot,
) {
    let places = (response_place(old, &one.status), response_place(new, &one.status));
    let at = Finding::at(Some(&places.0), Some(&places.1));
    let (spot, at) = match shared(spot, &places.0, &places.1, "") {
        of_all if of_all.key != spot.key => (&of_all.clone(), at),
        _ => (spot, at.value(one.status.clone())),
    };
    let part = spot.part(&format!(" {}", one.status));
    if bodies.is_same() {
        tell_match(comparison, bodies, &part);
    } else {
        if let (Some(before), Some(after)) = (&one.ty, &other.ty) {
            queue_derived(comparison, before, after, &part);
        }
        let shown =
            |index: &Index<'a>, ty: &Option<Type>| ty.as_ref().map_or_else(|| "none".to_owned(), |ty| wire(index, ty));
        let types = format!("{} → {}", shown(&comparison.before, &one.ty), shown(&comparison.after, &other.ty));
        let detail = format!("`{}`: {types}", one.status);
        comparison.tell(&rules::ERROR_BODY_CHANGED, spot, at.clone().detail(detail));
    }
    if one.docs != other.docs {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, at);
    }
}

/// The errors that are gone or new.
fn tell_moved_errors<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let place = (old.place.child("responses"), new.place.child("responses"));
    for one in old.errors.iter().filter(|one| new.errors.iter().all(|other| other.status != one.status)) {
        let finding = Finding::at(Some(&place.0.child(&one.status)), Some(&place.1))
            .detail(format!("`{}`", one.status))
            .value(one.status.clone());
        comparison.tell(&rules::ERROR_STATUS_REMOVED, spot, finding);
    }
    for other in new.errors.iter().filter(|other| old.errors.iter().all(|one| one.status != other.status)) {
        let finding = Finding::at(Some(&place.0), Some(&place.1.child(&other.status)))
            .detail(format!("`{}`", other.status))
            .value(other.status.clone());
        comparison.tell(&rules::ERROR_STATUS_ADDED, spot, finding);
    }
}

/// The variants of the enum of errors that are gone, hold another model, or are new.
fn tell_error_variants<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let variants = |operation: &'a Operation| operation.error_enum.iter().flat_map(|errors| &errors.variants);
    let item = |operation: &Operation, status: StatusPattern| {
        let errors = operation.error_enum.as_ref()?;
        let variant = errors.variants.iter().find(|variant| variant.status == status)?;
        Some(rust::output_variant(&errors.name, variant))
    };
    let mut statuses: Vec<StatusPattern> = variants(old).chain(variants(new)).map(|variant| variant.status).collect();
    statuses.sort_by_key(ToString::to_string);
    statuses.dedup();
    for status in statuses {
        let (before, after) = (item(old, status), item(new, status));
        if before == after {
            continue;
        }
        let rule = if before.is_some() { &rules::ERROR_VARIANT_CHANGED } else { &rules::ERROR_VARIANT_ADDED };
        let status = status.to_string();
        let places = (response_place(old, &status), response_place(new, &status));
        let finding = Finding::at(Some(&places.0), Some(&places.1)).detail(format!("`{status}`")).value(status);
        comparison.tell(rule, spot, finding.rust(before, after));
    }
}

/// The media types that are not the one that the client asks for.
fn compare_media_types<'a>(comparison: &mut Comparison<'a>, (one, other): Pair<'a, DeclaredResponse>, spot: &Spot) {
    let at = Finding::at(Some(&one.place), Some(&other.place));
    for name in one.media_types.iter().filter(|name| !other.media_types.contains(name)) {
        let finding = at.clone().detail(format!("`{name}`")).value(name.clone());
        comparison.tell(&rules::RESPONSE_MEDIA_TYPE_REMOVED, spot, finding);
    }
    for name in other.media_types.iter().filter(|name| !one.media_types.contains(name)) {
        let finding = at.clone().detail(format!("`{name}`")).value(name.clone());
        comparison.tell(&rules::RESPONSE_MEDIA_TYPE_ADDED, spot, finding);
    }
}

/// The responses of both: of one status, or the only success of either.
fn response_pairs<'a>(old: &'a Operation, new: &'a Operation) -> Vec<Pair<'a, DeclaredResponse>> {
    let same = |one: &'a DeclaredResponse| {
        let other = new.responses.iter().find(|other| other.status == one.status && other.is_success == one.is_success);
        other.map(|other| (one, other))
    };
    let mut pairs: Vec<(&DeclaredResponse, &DeclaredResponse)> = old.responses.iter().filter_map(same).collect();
    let (gone, more) = moved_statuses(old, new);
    if let ([gone], [more]) = (gone.as_slice(), more.as_slice()) {
        let of =
            |operation: &'a Operation, status: &str| operation.responses.iter().find(|known| known.status == status);
        pairs.extend(of(old, gone).zip(of(new, more)));
    }
    pairs
}

/// The place of the response of a status.
fn response_place(operation: &Operation, status: &str) -> Pointer {
    let response = operation.responses.iter().find(|response| response.status == status);
    response.map_or_else(|| operation.place.child("responses").child(status), |response| response.place.clone())
}
