//! What builders write by themselves: enums of one value, and what each way to build an object sets.

use super::{
    asking::{Asking, askers, asking, called},
    enums::values,
    presence::is_always_there,
};
use crate::{
    diff::{
        change::{
            Change,
            finding::Finding,
            item::{Item, RustChange},
            rust,
            spot::Spot,
        },
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{
            index::{Index, component},
            pairs::Pair,
        },
    },
    ir::{Builder, Definition, Field, Kind, Preset, Struct},
    naming::VariantName,
};

/// A constant that is another one now, or none, or has become one.
pub(super) struct ConstantChange<'a> {
    rule: &'static Rule,
    enums: Pair<'a, Definition>,
}

/// Whether a constant has changed. A required enum of one value is never asked for: one value more, or less, decides whether a
/// builder asks.
pub(super) fn constant_change<'a>(
    comparison: &Comparison<'a>,
    (old_owner, new_owner): Pair<'a, Definition>,
    (old, new): Pair<'a, Field>,
) -> Option<ConstantChange<'a>> {
    // enum: [cat] -> enum: [cat, dog], required: the builder wrote `cat` by itself and asks for it now.
    // A builder writes what is required also where responses may lack it.
    let is_required = |field: &Field| is_always_there(field) || field.declared.required;
    let are_required = is_required(old) && is_required(new);
    // Where each builder writes a value of its own by itself, none asks for one.
    let asking = |owner| asking(owner, &old.wire);
    let rule: &'static Rule = match (&old.constant, &new.constant) {
        (Some(_), None) if are_required => match asking(new_owner) {
            Asking::Constant => &rules::REQUEST_CONSTANT_BECAME_SEVERAL,
            Asking::Everywhere | Asking::Nowhere => &rules::REQUEST_CONSTANT_BECAME_CHOICE,
        },
        (None, Some(_)) if are_required => match asking(old_owner) {
            Asking::Constant => &rules::REQUEST_SEVERAL_BECAME_CONSTANT,
            Asking::Everywhere | Asking::Nowhere => &rules::REQUEST_CHOICE_BECAME_CONSTANT,
        },
        (Some(_), Some(_)) => &rules::REQUEST_CONSTANT_CHANGED,
        (_, _) => return None,
    };
    let enums = (comparison.before.named(&old.ty)?, comparison.after.named(&new.ty)?);
    (wires(enums.0) != wires(enums.1)).then_some(ConstantChange { rule, enums })
}

/// Whether a change of a constant is told at its spot. Of what is only received, the values are told.
pub(super) fn is_constant_told(spot: &Spot) -> bool {
    spot.usage.request || spot.is_unreached()
}

/// Tells of a constant that is sent; of one that is only received, a test that builds it may have to give a value, which is
/// told at the end.
pub(super) fn tell_constant<'a>(
    comparison: &mut Comparison<'a>,
    change: ConstantChange<'a>,
    owners: Pair<'a, Definition>,
    (old, new): Pair<'a, Field>,
    spot: &Spot,
) {
    let ConstantChange { rule, enums: (before, after) } = change;
    if !is_constant_told(spot) {
        comparison.later.received_constants.push((after.place.clone(), askers(owners, &old.wire)));
        return;
    }
    let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(format!(
        "`[{}]` → `[{}]`",
        wires(before).join(", "),
        wires(after).join(", ")
    ));
    let finding = finding.value(changed_values((before, after)));
    let finding = variants((before, after), finding).rusts(&askers(owners, &old.wire));
    comparison.tell(rule, spot, finding);
    // The values of a schema of its own are told there.
    if component(before).is_none() {
        comparison.told.insert(&before.name);
    }
}

/// Adds to what is told of the values of enums what becomes of the builders that wrote them by themselves. Runs last.
pub(crate) fn tell_received_constants<'a>(comparison: &mut Comparison<'a>) {
    for (place, askers) in std::mem::take(&mut comparison.later.received_constants) {
        let is_value = |change: &&mut Change| {
            let is_told =
                [&rules::RESPONSE_ENUM_VALUE_ADDED, &rules::RESPONSE_ENUM_VALUE_REMOVED].contains(&change.rule);
            is_told && change.after.as_ref().is_some_and(|after| after.below(&place).is_some())
        };
        comparison.changes.iter_mut().filter(is_value).for_each(|change| change.rust.extend(askers.iter().cloned()));
    }
}

/// The variants that are gone or new.
fn variants((before, after): Pair<'_, Definition>, mut finding: Finding) -> Finding {
    let (old, new) = (values(before), values(after));
    for (_, item) in old.iter().filter(|(wire, _)| new.iter().all(|(known, _)| known != wire)) {
        finding = finding.rust(Some(item.clone()), None);
    }
    for (_, item) in new.iter().filter(|(wire, _)| old.iter().all(|(known, _)| known != wire)) {
        finding = finding.rust(None, Some(item.clone()));
    }
    finding
}

/// Which values there are more or less: where it is one, what is told of the enum alone is called after it, too.
fn changed_values((before, after): Pair<'_, Definition>) -> String {
    let (old, new) = (wires(before), wires(after));
    let gone = old.iter().filter(|wire| !new.contains(wire));
    let mut changed: Vec<&str> =
        gone.chain(new.iter().filter(|wire| !old.contains(wire))).map(String::as_str).collect();
    changed.sort_unstable();
    changed.join(", ")
}

fn wires(definition: &Definition) -> Vec<String> {
    values(definition).into_iter().map(|(wire, _)| wire).collect()
}

/// What a way to build an object does with each property by itself, and what it can be told.
pub(super) fn compare_set_values<'a>(
    comparison: &mut Comparison<'a>,
    owners: Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    (one, other): Pair<'a, Builder>,
    spot: &Spot,
) {
    // kind: by_email writes `email` by itself -> `mail`: set otherwise; -> nothing: stops setting it.
    for (index, field) in before.fields.iter().enumerate() {
        let Some(now) = after.fields.iter().position(|same| same.wire == field.wire) else { continue };
        // What the whole object can only have one value of is told with its enum.
        if [field, &after.fields[now]].iter().any(|field| field.constant.is_some() || field.read_only) {
            continue;
        }
        let sets = (Sets::new(&comparison.before, before, one, index), Sets::new(&comparison.after, after, other, now));
        let way = Some(rust::way(&owners.1.name, other));
        let finding = Finding::at(Some(&one.place), Some(&other.place))
            .value(format!("{}\n{}", one.wire, field.wire))
            .rust(way.clone(), way);
        let named = format!("{}: `{}`", called(other), field.wire);
        let (rule, detail): (&'static Rule, String) = match (sets.0.values.as_slice(), sets.1.values.as_slice()) {
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
                compare_other_values(comparison, (&sets.0, &sets.1), &named, &finding, spot);
                continue;
            }
        };
        comparison.tell(rule, spot, finding.detail(detail).rust(sets.0.setter, sets.1.setter));
    }
}

/// The setters of all ways to build an object that are gone, and the variants that they took.
pub(super) fn lost_setters<'a>(comparison: &Comparison<'a>, (before, after): Pair<'a, Struct>) -> Vec<RustChange> {
    let mut gone: Vec<Item> = Vec::new();
    for one in &before.builders {
        let Some(other) = after.builders.iter().find(|other| other.wire == one.wire) else { continue };
        for (index, field) in before.fields.iter().enumerate() {
            let Some(now) = after.fields.iter().position(|same| same.wire == field.wire) else { continue };
            let old = Sets::new(&comparison.before, before, one, index);
            let new = Sets::new(&comparison.after, after, other, now);
            gone.extend(old.setter.filter(|_| new.setter.is_none()));
            gone.extend(old.variants.into_iter().filter(|variant| !new.variants.contains(variant)));
        }
    }
    gone.into_iter().map(|item| RustChange { before: Some(item), after: None }).collect()
}

/// The values of a property that a way to build an object sets by itself, the first, or can be told.
fn compare_other_values<'a>(
    comparison: &mut Comparison<'a>,
    (before, after): Pair<'_, Sets>,
    named: &str,
    finding: &Finding,
    spot: &Spot,
) {
    if before.values[0] != after.values[0] {
        let detail = format!("{named}: `{}` → `{}`", before.values[0], after.values[0]);
        comparison.tell(&rules::BRANCH_SETS_OTHERWISE, spot, finding.clone().detail(detail));
    }
    if before.setter.is_none() && after.setter.is_none() {
        return;
    }
    let finding = finding.clone().rust(before.setter.clone(), after.setter.clone());
    let lacks = |sets: &Sets, others: &Sets| -> Vec<usize> {
        (0..others.values.len()).filter(|&index| !sets.values.contains(&others.values[index])).collect()
    };
    let told = |finding: Finding, sets: &Sets, which: &[usize]| {
        let values: Vec<String> = which.iter().map(|&index| format!("`{}`", sets.values[index])).collect();
        finding.detail(format!("{named}: {}", values.join(", ")))
    };
    let variants = |sets: &Sets, which: &[usize]| -> Vec<Item> {
        which.iter().filter_map(|&index| sets.variants.get(index)).cloned().collect()
    };
    let (gone, new) = (lacks(after, before), lacks(before, after));
    if !gone.is_empty() {
        let finding = told(finding.clone(), before, &gone).gone(variants(before, &gone));
        comparison.tell(&rules::BRANCH_TAKES_FEWER_VALUES, spot, finding);
    }
    if !new.is_empty() {
        let finding = told(finding, after, &new).added(variants(after, &new));
        comparison.tell(&rules::BRANCH_TAKES_VALUES, spot, finding);
    }
}

/// What a builder does with a field of an object.
struct Sets {
    /// The value that it sets by itself, and those that its setter takes.
    values: Vec<String>,
    /// The variants of the type that its setter takes, in that order, where that is a type of its own.
    variants: Vec<Item>,
    /// The setter, where it has one.
    setter: Option<Item>,
}

impl Sets {
    fn new(index: &Index<'_>, object: &Struct, builder: &Builder, field: usize) -> Self {
        let constant = builder.constants.iter().filter(|(set, _)| *set == field).map(|(_, variant)| variant);
        let preset = builder.presets.iter().find(|preset| preset.field == field);
        let definition = index.named(&object.fields[field].ty);
        let value = |variant: &VariantName| definition.and_then(|definition| wire_of(&definition.kind, variant));
        let named = constant.chain(preset.into_iter().flat_map(|preset| &preset.values));
        let item = |preset: &Preset, value: &VariantName| rust::member(&preset.name, value, None);
        let is_set = preset.is_some() || builder.required.contains(&field) || builder.optional.contains(&field);
        Self {
            values: named.map(|variant| value(variant).unwrap_or_else(|| variant.to_string())).collect(),
            variants: preset.iter().flat_map(|set| set.values.iter().map(|value| item(set, value))).collect(),
            setter: is_set.then(|| rust::field_setter(builder, &object.fields[field])),
        }
    }
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
        Kind::Struct(_) | Kind::Union(_) | Kind::Tuple(_) | Kind::Alias(_) | Kind::Newtype(_) => None,
    }
}
