//! The bodies of requests.

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
            types::{exchanged, gained, lost, queue_derived, tell_match},
        },
        rules,
        rules::rule::Rule,
        sameness::{index::Index, pairs::Pair, types::Match, wire::wire},
    },
    ir::{Body, BodyKind, ContentType, Operation, Type},
};

/// Compares the body of an operation.
pub(super) fn compare_body<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let spot = &spot.clone().sent();
    let place = |operation: &Operation| {
        let body = operation.body.as_ref();
        body.map_or_else(|| operation.place.child("requestBody"), |body| body.place.clone())
    };
    let place = (place(old), place(new));
    let at = Finding::at(Some(&place.0), Some(&place.1));
    // A body that is required, here or there, is an argument: then both have the method.
    let is_argument = [&old.body, &new.body].into_iter().flatten().any(|body| body.required);
    let item = |index: &Index<'_>, operation: &Operation| match &operation.body {
        Some(body) => Some(rust::body(index.api, operation, body)),
        None => is_argument.then(|| rust::method(index.api, operation)),
    };
    let still = at.clone().rust(item(&comparison.after, new), item(&comparison.after, new));
    let at = at.rust(item(&comparison.before, old), item(&comparison.after, new));
    let (one, other) = match (&old.body, &new.body) {
        (None, None) => return,
        (None, Some(body)) => {
            let rule = if body.required { &rules::REQUIRED_BODY_ADDED } else { &rules::OPTIONAL_BODY_ADDED };
            let new = body.held().map(|ty| gained(comparison, ty)).unwrap_or_default();
            return comparison.tell(rule, spot, at.rusts(&new));
        }
        (Some(body), None) => {
            let gone = body.held().map(|ty| lost(comparison, ty)).unwrap_or_default();
            return comparison.tell(&rules::BODY_REMOVED, spot, at.rusts(&gone));
        }
        (Some(one), Some(other)) => (one, other),
    };
    let spot = &shared(spot, &one.place, &other.place, "");
    match (one.required, other.required) {
        (false, true) => comparison.tell(&rules::BODY_BECAME_REQUIRED, spot, at.clone()),
        (true, false) => comparison.tell(&rules::BODY_BECAME_OPTIONAL, spot, at.clone()),
        (true, true) | (false, false) => {}
    }
    if one.docs != other.docs {
        let finding = Finding::at(Some(&place.0), Some(&place.1)).value("body");
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
    }
    let types = match_body_types(comparison, (one, other));
    if !types.is_same() {
        return tell_other_type(comparison, (one, other), at, spot);
    }
    tell_match(comparison, types, &spot.part(" body"));
    match other_kind(one, other) {
        Some(rule) => {
            let detail = format!("{} → {}", shown(&one.media_types), shown(&other.media_types));
            comparison.tell(rule, spot, at.detail(detail));
        }
        None => compare_body_content(comparison, (one, other), &still, spot),
    }
}

/// What is said of a body of the same kind.
fn compare_body_content<'a>(
    comparison: &mut Comparison<'a>,
    (one, other): Pair<'a, Body>,
    still: &Finding,
    spot: &Spot,
) {
    compare_body_media_types(comparison, (one, other), still, spot);
    if one.written != other.written {
        let shown = |body: &Body| body.written.as_ref().map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
        let finding = still.clone().detail(format!("{} → {}", shown(one), shown(other)));
        comparison.tell(&rules::BODY_CONTENT_CHANGED, spot, finding);
    }
    match (one.declared.nullable, other.declared.nullable) {
        (false, true) => comparison.tell(&rules::SCHEMA_BECAME_NULLABLE, &spot.part(" body"), still.clone()),
        (true, false) => comparison.tell(&rules::SCHEMA_NO_LONGER_NULLABLE, &spot.part(" body"), still.clone()),
        (true, true) | (false, false) => {}
    }
    tell_limits(comparison, &limits((&one.declared, &other.declared)), still, &spot.part(" body"));
}

/// The types of two bodies that are written from one.
fn types<'a>((one, other): Pair<'a, Body>) -> Option<Pair<'a, Type>> {
    one.held().zip(other.held())
}

/// Whether the types of two bodies are the same one; what has none differs by its kind alone.
fn match_body_types<'a>(comparison: &Comparison<'a>, bodies: Pair<'a, Body>) -> Match<'a> {
    types(bodies).map_or(Match::of(true), |(before, after)| comparison.match_types(before, after))
}

/// A body whose type is another one now.
fn tell_other_type<'a>(comparison: &mut Comparison<'a>, bodies: Pair<'a, Body>, at: Finding, spot: &Spot) {
    let Some((before, after)) = types(bodies) else { return };
    queue_derived(comparison, before, after, &spot.part(" body"));
    let detail = format!("{} → {}", wire(&comparison.before, before), wire(&comparison.after, after));
    let finding = at.detail(detail).rusts(&exchanged(comparison, before, after));
    comparison.tell(&rules::BODY_TYPE_CHANGED, spot, finding);
}

/// The rule for two bodies of one type that are not written in the same way.
fn other_kind(one: &Body, other: &Body) -> Option<&'static Rule> {
    match (&one.kind, &other.kind) {
        (BodyKind::Form(..), BodyKind::Form(..))
        | (BodyKind::FormData, BodyKind::FormData)
        | (BodyKind::Text(ContentType::Asked(_)), BodyKind::Text(ContentType::Asked(_)))
        | (BodyKind::Bytes(ContentType::Asked(_)), BodyKind::Bytes(ContentType::Asked(_))) => None,
        (BodyKind::Json(_, before), BodyKind::Json(_, after)) if before == after => None,
        (BodyKind::Text(before), BodyKind::Text(after)) | (BodyKind::Bytes(before), BodyKind::Bytes(after))
            if before == after =>
        {
            None
        }
        (BodyKind::Json(..) | BodyKind::Form(..), BodyKind::Json(..) | BodyKind::Form(..))
        | (BodyKind::Text(ContentType::Fixed(_)), BodyKind::Text(ContentType::Fixed(_)))
        | (BodyKind::Bytes(ContentType::Fixed(_)), BodyKind::Bytes(ContentType::Fixed(_))) => {
            Some(&rules::BODY_MEDIA_TYPE_CHANGED)
        }
        (_, _) => Some(&rules::BODY_TYPE_CHANGED),
    }
}

/// Media types as a report shows them.
fn shown(media_types: &[String]) -> String {
    media_types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The media types that are not the one that the client sends.
fn compare_body_media_types<'a>(
    comparison: &mut Comparison<'a>,
    (one, other): Pair<'a, Body>,
    still: &Finding,
    spot: &Spot,
) {
    for name in one.media_types.iter().filter(|name| !other.media_types.contains(name)) {
        let finding = still.clone().detail(format!("`{name}`")).value(name.clone());
        comparison.tell(&rules::REQUEST_MEDIA_TYPE_REMOVED, spot, finding);
    }
    for name in other.media_types.iter().filter(|name| !one.media_types.contains(name)) {
        let finding = still.clone().detail(format!("`{name}`")).value(name.clone());
        comparison.tell(&rules::REQUEST_MEDIA_TYPE_ADDED, spot, finding);
    }
}
