//! Objects: which properties both have, and what is said of all the others.

use super::{
    branches::{compare_branches, is_plain},
    fields::{compare_field, counts, tell_added_field, tell_removed_field},
    presence::field_finding,
    types::{queue_derived, tell_match},
};
use crate::{
    diff::{
        change::{finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        rules,
        sameness::{pairs::Pair, renames},
    },
    ir::{Definition, Field, Struct},
};

/// Compares two structs.
pub(super) fn compare_object<'a>(
    comparison: &mut Comparison<'a>,
    owners: Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    spot: &Spot,
) {
    comparison.later.objects.push((owners, spot.clone()));
    let is_there = |fields: &[Field], wire: &str| fields.iter().any(|field| field.wire == wire);
    let missing = |from: &'a [Field], in_: &[Field]| -> Vec<(usize, &'a Field)> {
        let fields = from.iter().enumerate();
        fields.filter(|(_, field)| !is_there(in_, &field.wire) && counts(field)).collect()
    };
    let mut removed = missing(&before.fields, &after.fields);
    let mut added = missing(&after.fields, &before.fields);
    let renamed =
        renames::fields((&comparison.before, &mut removed), (&comparison.after, &mut added), &comparison.known);
    for (_, field) in removed {
        tell_removed_field(comparison, owners, field, spot);
    }
    for (_, field) in added {
        tell_added_field(comparison, owners, field, spot);
    }
    for (old, new) in renamed {
        let finding = field_finding(owners, (old, new))
            .detail(format!("`{}` → `{}`", old.wire, new.wire))
            .value(new.wire.clone());
        // Types that stand inline are called after the property.
        let spot = Spot { is_renamed: true, ..spot.part(&format!(".{}", old.wire)) };
        comparison.tell_side(&rules::REQUEST_PROPERTY_RENAMED, &rules::RESPONSE_PROPERTY_RENAMED, &spot, finding);
        compare_field(comparison, owners, (old, new), &spot);
    }
    for old in &before.fields {
        if let Some(new) = after.fields.iter().find(|new| new.wire == old.wire) {
            match (counts(old), counts(new)) {
                (true, true) => compare_field(comparison, owners, (old, new), &spot.part(&format!(".{}", old.wire))),
                (false, true) => tell_added_field(comparison, owners, new, spot),
                (true, false) => tell_removed_field(comparison, owners, old, spot),
                (false, false) => {}
            }
        }
    }
    compare_additional(comparison, owners, (before, after), spot);
    compare_merged(comparison, owners, (before, after), spot);
    compare_branches(comparison, owners, (before, after), spot);
}

/// What the alternatives require that are one struct.
fn compare_merged<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    spot: &Spot,
) {
    let sorted = |object: &Struct| -> Vec<Vec<String>> {
        let mut lists = object.alternatives.clone();
        lists.iter_mut().for_each(|list| list.sort_unstable());
        lists.sort_unstable();
        lists
    };
    let (one, other) = (sorted(before), sorted(after));
    // Where there are ways to build it, they are told.
    if one == other || !is_plain(before) || !is_plain(after) {
        return;
    }
    let shown = |lists: &[Vec<String>]| -> String {
        let each: Vec<String> = lists.iter().map(|list| format!("`[{}]`", list.join(", "))).collect();
        if each.is_empty() { "none".to_owned() } else { each.join(" or ") }
    };
    let finding =
        Finding::at(Some(&old.place), Some(&new.place)).detail(format!("{} → {}", shown(&one), shown(&other)));
    comparison.tell_side(&rules::REQUEST_MERGED_CHANGED, &rules::RESPONSE_MERGED_CHANGED, spot, finding);
}

fn compare_additional<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): Pair<'a, Struct>,
    spot: &Spot,
) {
    let at = Finding::at(Some(&old.place), Some(&new.place));
    let item = |owner: &Definition, object: &Struct| {
        object.additional.as_ref().map(|(name, ty)| rust::map(&owner.name, name, ty))
    };
    let at = at.rust(item(old, before), item(new, after));
    match (&before.additional, &after.additional) {
        (None, Some(_)) => comparison.tell(&rules::MAP_ADDED, spot, at),
        (Some(_), None) => comparison.tell(&rules::MAP_REMOVED, spot, at),
        (Some((_, one)), Some((_, other))) => {
            let part = spot.part("{}");
            let types = comparison.match_types(one, other);
            let is_same = types.is_same();
            tell_match(comparison, types, &part);
            if !is_same {
                comparison.tell(&rules::MAP_CHANGED, spot, at);
                queue_derived(comparison, one, other, &part);
            }
        }
        (None, None) if before.closed != after.closed => {
            let detail = if after.closed { "now forbidden" } else { "no longer forbidden" };
            let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(detail);
            comparison.tell(&rules::UNDECLARED_CHANGED, spot, finding);
        }
        (None, None) => {}
    }
}
