//! Unions: their alternatives, and what tells them apart.

use super::{
    enums::compare_catch_all,
    limits::{limits, tell_limits},
    types::{exchanged, gained, lost, queue_derived, tell_match},
};
use crate::{
    diff::{
        change::{finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        rules,
        sameness::{alternatives::alternative, pairs::Pair, renames, wire::wire},
    },
    ir::{Definition, Union, UnionVariant},
};

/// Compares the alternatives of two unions.
pub(super) fn compare_union<'a>(
    comparison: &mut Comparison<'a>,
    owners: Pair<'a, Definition>,
    (before, after): Pair<'a, Union>,
    spot: &Spot,
) {
    let (old, new) = owners;
    let (pairs, removed, added) = renames::variants(
        (&comparison.before, &before.variants),
        (&comparison.after, &after.variants),
        &comparison.known,
    );
    for variant in removed {
        let finding = Finding::at(Some(&variant.place), Some(&new.place))
            .detail(wire(&comparison.before, &variant.ty))
            .value(alternative(&comparison.before, &before.variants, variant))
            .rust(Some(rust::member(&old.name, &variant.name, Some(&variant.ty))), None)
            .rusts(&lost(comparison, &variant.ty));
        comparison.tell(&rules::UNION_VARIANT_REMOVED, spot, finding);
    }
    for variant in added {
        let finding = Finding::at(Some(&old.place), Some(&variant.place))
            .detail(wire(&comparison.after, &variant.ty))
            .value(alternative(&comparison.after, &after.variants, variant))
            .rust(None, Some(rust::member(&new.name, &variant.name, Some(&variant.ty))))
            .rusts(&gained(comparison, &variant.ty));
        comparison.tell(&rules::UNION_VARIANT_ADDED, spot, finding);
    }
    tell_renamed_variants(comparison, owners, &pairs, spot);
    for &(known, variant) in &pairs {
        let what = alternative(&comparison.before, &before.variants, known);
        let part = Spot { key: format!("{}|{what}", spot.key), ..spot.part(&format!("|{}", variant.name)) };
        // A type that stands inline is called after the variant.
        let part = Spot { is_renamed: spot.is_renamed || known.name != variant.name, ..part };
        let types = comparison.match_types(&known.ty, &variant.ty);
        let is_same = types.is_same();
        tell_match(comparison, types, &part);
        if is_same {
            compare_alternative(comparison, (known, variant), new, &part);
        } else {
            let finding = Finding::at(Some(&known.place), Some(&variant.place))
                .detail(format!("{} → {}", wire(&comparison.before, &known.ty), wire(&comparison.after, &variant.ty)))
                .value(what)
                .rust(
                    Some(rust::member(&old.name, &known.name, Some(&known.ty))),
                    Some(rust::member(&new.name, &variant.name, Some(&variant.ty))),
                )
                .rusts(&exchanged(comparison, &known.ty, &variant.ty));
            comparison.tell(&rules::UNION_VARIANT_CHANGED, spot, finding);
            queue_derived(comparison, &known.ty, &variant.ty, &part);
        }
    }
    let are_told_otherwise = pairs.iter().any(|(known, variant)| known.tags != variant.tags);
    if before.discriminator != after.discriminator || are_told_otherwise {
        let finding = Finding::at(Some(&old.place), Some(&new.place));
        let detail = format!("{} → {}", discriminator(before), discriminator(after));
        comparison.tell(&rules::DISCRIMINATOR_CHANGED, spot, finding.detail(detail));
    }
    compare_catch_all(comparison, owners, (&before.unknown, &after.unknown), spot);
}

/// What is said of an alternative of the same type.
fn compare_alternative<'a>(
    comparison: &mut Comparison<'a>,
    (known, variant): Pair<'a, UnionVariant>,
    new: &Definition,
    spot: &Spot,
) {
    let item = Some(rust::member(&new.name, &variant.name, Some(&variant.ty)));
    let at = Finding::at(Some(&known.place), Some(&variant.place));
    let still = at.clone().rust(item.clone(), item);
    let limits = limits((&known.declared, &variant.declared));
    tell_limits(comparison, &limits, &still, spot);
    if known.docs != variant.docs && !limits.differ() {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, at);
    }
}

/// The variants that have another name though they hold the same: one line, since they change places.
fn tell_renamed_variants<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    pairs: &[Pair<'a, UnionVariant>],
    spot: &Spot,
) {
    let renamed: Vec<_> = pairs.iter().filter(|(known, variant)| known.name != variant.name).collect();
    if renamed.is_empty() {
        return;
    }
    let names: Vec<String> =
        renamed.iter().map(|(known, variant)| format!("`{}` → `{}`", known.name, variant.name)).collect();
    let mut finding = Finding::at(Some(&old.place), Some(&new.place)).detail(names.join(", "));
    for (known, variant) in renamed {
        finding = finding.rust(
            Some(rust::member(&old.name, &known.name, Some(&known.ty))),
            Some(rust::member(&new.name, &variant.name, Some(&variant.ty))),
        );
    }
    comparison.tell(&rules::MEMBER_RENAMED, spot, finding);
}

/// What distinguishes the alternatives, with the values of each.
fn discriminator(union: &Union) -> String {
    let Some(property) = &union.discriminator else { return "none".to_owned() };
    let tags = union.variants.iter().flat_map(|variant| &variant.tags);
    let values: Vec<String> = tags.map(ToString::to_string).collect();
    if values.is_empty() { format!("`{property}`") } else { format!("`{property}`: `{}`", values.join("`, `")) }
}
