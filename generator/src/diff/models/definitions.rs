//! Definitions that both clients have: what each is made of, by its kind.

use super::{
    enums::{compare_catch_all, compare_values},
    limits::{limits, limits_of, tell_limits},
    objects::compare_object,
    types::{exchanged, gained, lost, queue_derived, tell_match},
    unions::compare_union,
};
use crate::{
    diff::{
        change::{Change, finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{
            pairs::Pair,
            types::Match,
            wire::{kind, wire},
        },
    },
    ir::{Definition, Kind, Part, Type},
};

/// Compares what both clients have, whatever it is called.
pub(super) fn compare_definition<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Definition>, spot: &Spot) {
    if comparison.told.contains(&old.name) {
        return;
    }
    let at = || Finding::at(Some(&old.place), Some(&new.place));
    // Of what stands inline, the property that it stands in is told.
    let is_told = |rule: &Rule, change: &Change| {
        rule == change.rule && (&change.before, &change.after) == (&Some(old.place.clone()), &Some(new.place.clone()))
    };
    match (old.deprecated, new.deprecated) {
        (true, true) | (false, false) => {}
        _ if comparison.changes.iter().any(|change| {
            is_told(&rules::PROPERTY_DEPRECATED, change) || is_told(&rules::PROPERTY_UNDEPRECATED, change)
        }) => {}
        (false, true) => comparison.tell(&rules::SCHEMA_DEPRECATED, spot, at()),
        (true, false) => comparison.tell(&rules::SCHEMA_UNDEPRECATED, spot, at()),
    }
    let item = Some(rust::definition(new));
    let still = at().rust(item.clone(), item);
    // Of another kind or type, the limits are others.
    let meaning = match_kinds(comparison, (old, new));
    let limits = meaning.is_same().then(|| limits((&old.declared, &new.declared)));
    let is_same = meaning.is_same();
    tell_match(comparison, meaning, spot);
    if let Some(limits) = &limits {
        tell_limits(comparison, limits, &still, spot);
    }
    if old.docs != new.docs && !spot.is_renamed && !limits.is_some_and(|limits| limits.differ()) {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, at().value("schema"));
    }
    if old.nullable != new.nullable {
        comparison.later.nulls.push(((old, new), spot.clone()));
    }
    match (&old.kind, &new.kind) {
        (Kind::Struct(before), Kind::Struct(after)) => compare_object(comparison, (old, new), (before, after), spot),
        (Kind::StringEnum(before), Kind::StringEnum(after)) => {
            compare_values(comparison, (old, new), (&before.values, &after.values), spot);
            compare_catch_all(comparison, (old, new), (&before.unknown, &after.unknown), spot);
        }
        (Kind::IntegerEnum(before), Kind::IntegerEnum(after)) => {
            compare_values(comparison, (old, new), (&before.values, &after.values), spot);
            compare_catch_all(comparison, (old, new), (&before.unknown, &after.unknown), spot);
        }
        (Kind::Union(before), Kind::Union(after)) => compare_union(comparison, (old, new), (before, after), spot),
        (Kind::Tuple(before), Kind::Tuple(after)) => compare_tuple(comparison, (old, new), (before, after), spot),
        (Kind::Alias(before), Kind::Alias(after)) | (Kind::Newtype(before), Kind::Newtype(after)) => {
            if !is_same {
                tell_meaning(comparison, (old, new), (before, after), spot);
            }
        }
        (_, _) => {
            let detail = format!("{} → {}", kind(&comparison.before, old), kind(&comparison.after, new));
            let finding = at().detail(detail).rust(Some(rust::definition(old)), Some(rust::definition(new)));
            comparison.tell(&rules::SCHEMA_KIND_CHANGED, spot, finding);
        }
    }
}

/// Whether both are of one kind, and other names of one type.
fn match_kinds<'a>(comparison: &Comparison<'a>, (old, new): Pair<'a, Definition>) -> Match<'a> {
    match (&old.kind, &new.kind) {
        (Kind::Alias(before), Kind::Alias(after)) | (Kind::Newtype(before), Kind::Newtype(after)) => {
            comparison.match_types(before, after)
        }
        (before, after) => Match::of(std::mem::discriminant(before) == std::mem::discriminant(after)),
    }
}

/// Another name of a type, which is that of another now.
fn tell_meaning<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): (&'a Type, &'a Type),
    spot: &Spot,
) {
    let finding = Finding::at(Some(&old.place), Some(&new.place))
        .detail(format!("{} → {}", wire(&comparison.before, before), wire(&comparison.after, after)))
        .rust(Some(rust::definition(old)), Some(rust::definition(new)));
    comparison.tell(&rules::SCHEMA_KIND_CHANGED, spot, finding);
}

/// The items of two tuples, which are the same by their places.
fn compare_tuple<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): (&'a [Part], &'a [Part]),
    spot: &Spot,
) {
    let item = |owner: &Definition, index: usize, part: &Part| Some(rust::member(&owner.name, &index, Some(&part.ty)));
    // Whoever makes one or takes one apart names each item, so the struct is another one with any of them.
    let whole = |finding: Finding| finding.rust(Some(rust::definition(old)), Some(rust::definition(new)));
    for (index, part) in before.iter().enumerate().skip(after.len()) {
        let finding = Finding::at(Some(&part.place), Some(&new.place)).detail(wire(&comparison.before, &part.ty));
        let finding = whole(finding).value(index.to_string()).rusts(&lost(comparison, &part.ty));
        comparison.tell(&rules::TUPLE_ITEM_REMOVED, spot, finding);
    }
    for (index, part) in after.iter().enumerate().skip(before.len()) {
        let finding = Finding::at(Some(&old.place), Some(&part.place)).detail(wire(&comparison.after, &part.ty));
        let finding = whole(finding).value(index.to_string()).rusts(&gained(comparison, &part.ty));
        comparison.tell(&rules::TUPLE_ITEM_ADDED, spot, finding);
    }
    for (index, (known, part)) in before.iter().zip(after).enumerate() {
        let at = Finding::at(Some(&known.place), Some(&part.place));
        let within = spot.part(&format!("[{index}]"));
        let types = comparison.match_types(&known.ty, &part.ty);
        let is_same = types.is_same();
        tell_match(comparison, types, &within);
        if is_same {
            let still = at.clone().rust(item(new, index, part), item(new, index, part));
            let limits = limits_of(comparison, ((&known.ty, &known.declared), (&part.ty, &part.declared)));
            tell_limits(comparison, &limits, &still, &within);
            if known.docs != part.docs && !limits.differ() {
                comparison.tell(&rules::DOCUMENTATION_CHANGED, &within, at);
            }
        } else {
            let finding = at
                .detail(format!("{} → {}", wire(&comparison.before, &known.ty), wire(&comparison.after, &part.ty)))
                .value(index.to_string())
                .rust(item(old, index, known), item(new, index, part))
                .rusts(&exchanged(comparison, &known.ty, &part.ty));
            comparison.tell(&rules::TUPLE_ITEM_CHANGED, spot, finding);
            queue_derived(comparison, &known.ty, &part.ty, &within);
        }
    }
}
