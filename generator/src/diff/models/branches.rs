//! The ways to build an object, where its description has several.

use super::{
    asking::{called, constructors, sets},
    constants::{compare_set_values, lost_setters},
    fields::counts,
    presence::{presence, presences},
};
use crate::{
    diff::{
        change::{finding::Finding, item::RustChange, rust, spot::Spot},
        comparison::Comparison,
        rules,
        sameness::pairs::{Pair, take_pairs},
    },
    ir::{Builder, Definition, Struct},
};

/// Compares the ways to build an object.
pub(super) fn compare_branches<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    spot: &Spot,
) {
    // oneOf: [{required: [email]}, {required: [id]}] -> oneOf: [{required: [email]}]: the builder that asks for `id` is gone.
    if is_plain(before) && is_plain(after) {
        return;
    }
    let mut removed: Vec<&'a Builder> = before.builders.iter().collect();
    let mut added: Vec<&'a Builder> = after.builders.iter().collect();
    let mut pairs = take_pairs(&mut removed, &mut added, |builder| key(builder), |builder| key(builder));
    let asked = |object: &Struct, builder: &Builder| format!("{:?}", asks(object, builder));
    pairs.extend(take_pairs(
        &mut removed,
        &mut added,
        |builder| asked(before, builder),
        |builder| asked(after, builder),
    ));
    let optional = presences((old, new), (before, after));
    // A property that a way to build it does not ask for is an `Option` because of that way.
    let loose = |object: &Struct, builder: &Builder| -> Vec<RustChange> {
        let asked = asks(object, builder);
        let is_left = |wire: &str| {
            let position = object.fields.iter().position(|field| field.wire == wire);
            !asked.contains(&wire) && !position.is_some_and(|index| sets(builder, index))
        };
        optional.iter().filter(|(wire, _)| is_left(wire)).map(|(_, change)| change.clone()).collect()
    };
    // Apps build what they send.
    if spot.usage.response && !spot.usage.request {
        let optional: Vec<RustChange> = optional.into_iter().map(|(_, change)| change).collect();
        return compare_received_branches(comparison, (old, new), (before, after), &optional, spot);
    }
    for builder in removed {
        let finding = Finding::at(Some(&builder.place), Some(&new.place))
            .detail(called(builder))
            .value(builder.wire.clone())
            .rust(Some(rust::constructor(&old.name, builder, &before.fields)), None)
            .rusts(&loose(before, builder));
        comparison.tell(&rules::BRANCH_REMOVED, spot, finding);
    }
    for builder in added {
        let finding = Finding::at(Some(&old.place), Some(&builder.place))
            .detail(called(builder))
            .value(builder.wire.clone())
            .rust(None, Some(rust::constructor(&new.name, builder, &after.fields)))
            .rusts(&loose(after, builder));
        comparison.tell(&rules::BRANCH_ADDED, spot, finding);
    }
    for (one, other) in pairs {
        compare_branch(comparison, (old, new), (before, after), (one, other), spot);
    }
}

/// What the ways to build an object require that is only received: where all require a property, it is always there.
fn compare_received_branches<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    optional: &[RustChange],
    spot: &Spot,
) {
    let at = Finding::at(Some(&old.place), Some(&new.place));
    let (one, other) = (ways(before, after), ways(after, before));
    // Tests build what an app receives.
    let built = [constructors((old, new)), lost_setters(comparison, (before, after))].concat();
    let is_built_otherwise = built.iter().any(RustChange::breaks);
    if one != other || !optional.is_empty() || is_built_otherwise {
        let is_told = one != other;
        let detail = if is_told { format!("{} → {}", one.join(" or "), other.join(" or ")) } else { String::new() };
        let finding = at.detail(detail).rusts(optional).rusts(&built);
        comparison.tell(&rules::RESPONSE_MERGED_CHANGED, spot, finding);
    } else if words(before) != words(after) {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, at.value("branches"));
    }
}

fn compare_branch<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    (one, other): Pair<'a, Builder>,
    spot: &Spot,
) {
    let at = Finding::at(Some(&one.place), Some(&other.place)).rust(
        Some(rust::constructor(&old.name, one, &before.fields)),
        Some(rust::constructor(&new.name, other, &after.fields)),
    );
    if one.constructor != other.constructor {
        let detail = format!("{} → {}", called(one), called(other));
        comparison.tell(&rules::BRANCH_RENAMED, spot, at.clone().detail(detail).value(one.wire.clone()));
    }
    let is_called_otherwise = one.wire != other.wire && one.constructor == other.constructor && !one.is_usual;
    if one.docs != other.docs || is_called_otherwise {
        let finding = Finding::at(Some(&one.place), Some(&other.place)).value(one.wire.clone());
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
    }
    let is_told = |wire: &str| is_told(wire, before, after);
    let (asked_before, asked_after) = (asks(before, one), asks(after, other));
    // Each says of its property alone what the builder does with it.
    let finding = |wire: &str, asks: bool| {
        let field = |object: &'a Struct| object.fields.iter().find(|field| field.wire == wire);
        let finding = Finding::at(Some(&one.place), Some(&other.place))
            .detail(format!("{}: `{wire}`", called(other)))
            .value(format!("{}\n{wire}", one.wire));
        let (Some(old_field), Some(new_field)) = (field(before), field(after)) else { return finding };
        finding
            .rust(
                Some(rust::asker(&old.name, one, old_field, !asks)),
                Some(rust::asker(&new.name, other, new_field, asks)),
            )
            .rusts(presence((old, new), (old_field, new_field)).as_slice())
    };
    for wire in asked_after.iter().filter(|wire| !asked_before.contains(wire) && !is_told(wire)) {
        comparison.tell(&rules::BRANCH_ASKS_MORE, spot, finding(wire, true));
    }
    // What it sets or leaves out by itself now is told below.
    let has_no_say = |wire: &str| {
        let position = after.fields.iter().position(|field| field.wire == wire);
        position.is_some_and(|index| other.excluded.contains(&index) || sets(other, index))
    };
    let is_less = |wire: &&&str| !asked_after.contains(*wire) && !has_no_say(wire) && !is_told(wire);
    for wire in asked_before.iter().filter(is_less) {
        comparison.tell(&rules::BRANCH_ASKS_LESS, spot, finding(wire, false));
    }
    compare_set_values(comparison, (old, new), (before, after), (one, other), spot);
}

/// Whether there is one way to build an object.
pub(super) fn is_plain(object: &Struct) -> bool {
    object.builders.iter().all(|builder| builder.wire.is_empty())
}

/// What each way to build an object requires, but for what is reported for itself.
fn ways(object: &Struct, same: &Struct) -> Vec<String> {
    let mut ways: Vec<String> = object
        .builders
        .iter()
        .map(|builder| {
            let mut asked = asks(object, builder);
            asked.retain(|wire| !is_told(wire, object, same));
            asked.sort_unstable();
            format!("`[{}]`", asked.join(", "))
        })
        .collect();
    ways.sort_unstable();
    ways
}

/// What each way to build an object is called, and what is said of it.
fn words(object: &Struct) -> Vec<(&str, &str, &str)> {
    let mut words: Vec<(&str, &str, &str)> = object
        .builders
        .iter()
        .map(|builder| (builder.wire.as_str(), builder.constructor.as_str(), builder.docs.as_str()))
        .collect();
    words.sort_unstable();
    words
}

/// Whether a property is reported for itself: one that is always required, or read-only, or new, or gone.
fn is_told(wire: &str, before: &Struct, after: &Struct) -> bool {
    let required = |object: &Struct| {
        let field = object.fields.iter().find(|field| field.wire == wire && counts(field));
        field.map(|field| (field.declared.required, field.read_only))
    };
    required(before) != required(after)
}

/// The properties that a builder asks for.
fn asks<'s>(object: &'s Struct, builder: &Builder) -> Vec<&'s str> {
    builder.required.iter().map(|&index| object.fields[index].wire.as_str()).collect()
}

/// What a way to build an object is known by; the only way is as good as one that is called as it would be.
fn key(builder: &Builder) -> (bool, &str) {
    if builder.is_usual { (true, "") } else { (false, &builder.wire) }
}
