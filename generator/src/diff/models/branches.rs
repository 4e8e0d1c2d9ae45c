//! The ways to build an object, where its description has several.

use super::{
    asking::{constructors, sets},
    fields::counts,
    presence::is_always_there,
};
use crate::{
    diff::{
        change::{
            finding::Finding,
            item::{Item, RustChange},
            rust,
            spot::Spot,
        },
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{
            index::Index,
            pairs::{Pair, take_pairs},
        },
    },
    ir::{Builder, Definition, Kind, Struct},
    naming::VariantName,
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
    // Apps build what they send.
    if spot.usage.response && !spot.usage.request {
        return compare_received_branches(comparison, (old, new), (before, after), &optional, spot);
    }
    for builder in removed {
        let finding = Finding::at(Some(&builder.place), Some(&new.place))
            .detail(called(builder))
            .value(builder.wire.clone())
            .rust(Some(rust::constructor(&old.name, builder, &before.fields)), None)
            .rusts(&optional);
        comparison.tell(&rules::BRANCH_REMOVED, spot, finding);
    }
    for builder in added {
        let finding = Finding::at(Some(&old.place), Some(&builder.place))
            .detail(called(builder))
            .value(builder.wire.clone())
            .rust(None, Some(rust::constructor(&new.name, builder, &after.fields)))
            .rusts(&optional);
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
    if one != other || !optional.is_empty() {
        let finding = at.detail(format!("{} → {}", one.join(" or "), other.join(" or "))).rusts(optional);
        let finding = finding.rusts(&constructors((old, new)));
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
    let with_fields = at.clone().rusts(&presences((old, new), (before, after)));
    if one.constructor != other.constructor {
        let detail = if called(one) == called(other) {
            format!("`{}` → `{}`", one.constructor, other.constructor)
        } else {
            format!("{} → {}", called(one), called(other))
        };
        comparison.tell(&rules::BRANCH_RENAMED, spot, at.clone().detail(detail).value(one.wire.clone()));
    }
    let is_called_otherwise = one.wire != other.wire && one.constructor == other.constructor && !one.is_usual;
    if one.docs != other.docs || is_called_otherwise {
        let finding = Finding::at(Some(&one.place), Some(&other.place)).value(one.wire.clone());
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
    }
    let is_told = |wire: &str| is_told(wire, before, after);
    let (asked_before, asked_after) = (asks(before, one), asks(after, other));
    for wire in asked_after.iter().filter(|wire| !asked_before.contains(wire) && !is_told(wire)) {
        let finding = with_fields.clone().detail(format!("{}: `{wire}`", called(other)));
        comparison.tell(&rules::BRANCH_ASKS_MORE, spot, finding.value(format!("{}\n{wire}", one.wire)));
    }
    // What it sets or leaves out by itself now is told below.
    let has_no_say = |wire: &str| {
        let position = after.fields.iter().position(|field| field.wire == wire);
        position.is_some_and(|index| other.excluded.contains(&index) || sets(other, index))
    };
    let is_less = |wire: &&&str| !asked_after.contains(*wire) && !has_no_say(wire) && !is_told(wire);
    for wire in asked_before.iter().filter(is_less) {
        let finding = with_fields.clone().detail(format!("{}: `{wire}`", called(other)));
        comparison.tell(&rules::BRANCH_ASKS_LESS, spot, finding.value(format!("{}\n{wire}", one.wire)));
    }
    compare_set_values(comparison, (before, after), (one, other), &at, spot);
}

/// What a way to build an object does with each property by itself, and what it can be told.
fn compare_set_values<'a>(
    comparison: &mut Comparison<'a>,
    (before, after): Pair<'a, Struct>,
    (one, other): Pair<'a, Builder>,
    at: &Finding,
    spot: &Spot,
) {
    // kind: by_email writes `email` by itself -> `mail`: set otherwise; -> nothing: stops setting it.
    for (index, field) in before.fields.iter().enumerate() {
        let Some(now) = after.fields.iter().position(|same| same.wire == field.wire) else { continue };
        // What the whole object can only have one value of is told with its enum.
        if [field, &after.fields[now]].iter().any(|field| field.constant.is_some() || field.read_only) {
            continue;
        }
        let values = (values(&comparison.before, before, one, index), values(&comparison.after, after, other, now));
        let setters = (setter(before, one, index), setter(after, other, now));
        let finding = at.clone().value(format!("{}\n{}", one.wire, field.wire));
        let named = format!("{}: `{}`", called(other), field.wire);
        let (rule, detail): (&'static Rule, String) = match (values.0.as_slice(), values.1.as_slice()) {
            ([], []) => match (one.excluded.contains(&index), other.excluded.contains(&now)) {
                (false, true) => (&rules::BRANCH_EXCLUDES, named),
                (true, false) if !other.required.contains(&now) => (&rules::BRANCH_NO_LONGER_EXCLUDES, named),
                (true, _) | (false, false) => continue,
            },
            ([], [value, ..]) => (&rules::BRANCH_STARTS_SETTING, format!("{named}: `{value}`")),
            // That its `build` asks for it is told.
            ([_, ..], []) if other.required.contains(&now) => continue,
            ([value, ..], []) => (&rules::BRANCH_STOPS_SETTING, format!("{named}: `{value}`")),
            (_, _) => {
                compare_other_values(comparison, (&values.0, &values.1), setters, &named, &finding, spot);
                continue;
            }
        };
        comparison.tell(rule, spot, finding.detail(detail).rust(setters.0, setters.1));
    }
}

/// The values of a property that a way to build an object sets by itself, the first, or can be told.
fn compare_other_values<'a>(
    comparison: &mut Comparison<'a>,
    (before, after): (&[String], &[String]),
    setters: (Option<Item>, Option<Item>),
    named: &str,
    finding: &Finding,
    spot: &Spot,
) {
    if before[0] != after[0] {
        let detail = format!("{named}: `{}` → `{}`", before[0], after[0]);
        comparison.tell(&rules::BRANCH_SETS_OTHERWISE, spot, finding.clone().detail(detail));
    }
    if setters.0.is_none() && setters.1.is_none() {
        return;
    }
    let finding = finding.clone().rust(setters.0, setters.1);
    let lacks = |values: &[String], others: &[String]| -> Vec<String> {
        others.iter().filter(|value| !values.contains(value)).map(|value| format!("`{value}`")).collect()
    };
    let (gone, new) = (lacks(after, before), lacks(before, after));
    for (rule, values) in [(&rules::BRANCH_TAKES_FEWER_VALUES, gone), (&rules::BRANCH_TAKES_VALUES, new)] {
        if !values.is_empty() {
            comparison.tell(rule, spot, finding.clone().detail(format!("{named}: {}", values.join(", "))));
        }
    }
}

/// The values that a builder sets a field of an object to: the one that it sets by itself, and those that its setter takes.
fn values(index: &Index<'_>, object: &Struct, builder: &Builder, field: usize) -> Vec<String> {
    let constant = builder.constants.iter().filter(|(set, _)| *set == field).map(|(_, variant)| variant);
    let presets = builder.presets.iter().filter(|preset| preset.field == field).flat_map(|preset| &preset.values);
    let definition = index.named(&object.fields[field].ty);
    let value = |variant: &VariantName| definition.and_then(|definition| wire_of(&definition.kind, variant));
    constant.chain(presets).map(|variant| value(variant).unwrap_or_else(|| variant.to_string())).collect()
}

/// The setter of a field, where a builder has one.
fn setter(object: &Struct, builder: &Builder, field: usize) -> Option<Item> {
    let preset = builder.presets.iter().find(|preset| preset.field == field);
    let is_there = preset.is_some() || builder.required.contains(&field) || builder.optional.contains(&field);
    is_there.then(|| rust::field_setter(builder, &object.fields[field]))
}

/// The value on the wire that a variant stands for.
fn wire_of(kind: &Kind, variant: &VariantName) -> Option<String> {
    match kind {
        Kind::StringEnum(values) => {
            values.values.iter().find(|value| value.name == *variant).map(|value| value.wire.clone())
        }
        Kind::IntegerEnum(values) => {
            values.values.iter().find(|value| value.name == *variant).map(|value| value.wire.to_string())
        }
        Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_) => None,
    }
}

/// Whether there is one way to build an object.
pub(super) fn is_plain(object: &Struct) -> bool {
    object.builders.iter().all(|builder| builder.wire.is_empty())
}

/// The fields that are an `Option` on one side only, since not every branch requires them.
fn presences((old, new): Pair<'_, Definition>, (before, after): Pair<'_, Struct>) -> Vec<RustChange> {
    let mut changes = Vec::new();
    for field in &before.fields {
        let Some(same) = after.fields.iter().find(|same| same.wire == field.wire) else { continue };
        let is_told = field.declared.required != same.declared.required;
        if !is_told && is_always_there(field) != is_always_there(same) {
            let (one, other) = (rust::field(&old.name, field), rust::field(&new.name, same));
            changes.push(RustChange { before: Some(one), after: Some(other) });
        }
    }
    changes
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

fn called(builder: &Builder) -> String {
    if builder.is_usual { "`builder`".to_owned() } else { format!("`{}`", builder.wire.replace('`', "")) }
}
