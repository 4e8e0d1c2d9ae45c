//! The properties of an object.

use super::{
    asking::{Asking, askers, asking},
    constants::{constant_change, is_constant_told, tell_constant},
    limits::{limits_of, tell_limits},
    presence::{compare_presence, field_finding, wrapper},
    types::{exchanged, gained, lost, queue_derived, tell_match},
};
use crate::{
    diff::{
        change::{finding::Finding, item::RustChange, rust, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{pairs::Pair, shapes::Shapes, types::Match, wire::wire},
    },
    ir::{Definition, Field, Kind, Presence, Type, Usage},
};

/// A property that is gone.
pub(super) fn tell_removed_field<'a>(
    comparison: &mut Comparison<'a>,
    (old_owner, new_owner): Pair<'a, Definition>,
    field: &'a Field,
    spot: &Spot,
) {
    let finding = Finding::at(Some(&field.place), Some(&new_owner.place))
        .detail(wire(&comparison.before, &field.ty))
        .rust(Some(rust::field(&old_owner.name, field)), None)
        .rusts(&lost(comparison, &field.ty));
    let spot = spot.part(&format!(".{}", field.wire)).carrying(&[field]);
    comparison.tell_side(&rules::REQUEST_PROPERTY_REMOVED, &rules::RESPONSE_PROPERTY_REMOVED, &spot, finding);
}

/// A property that is new.
pub(super) fn tell_added_field<'a>(
    comparison: &mut Comparison<'a>,
    (old_owner, new_owner): Pair<'a, Definition>,
    field: &'a Field,
    spot: &Spot,
) {
    let finding = Finding::at(Some(&old_owner.place), Some(&field.place))
        .detail(wire(&comparison.after, &field.ty))
        .rust(None, Some(rust::field(&new_owner.name, field)))
        .rusts(&gained(comparison, &field.ty));
    let askers = askers((old_owner, new_owner), &field.wire);
    let finding = finding.rusts(&askers);
    let request: &'static Rule = match asking(new_owner, &field.wire) {
        // A way to build it that is new itself asks nobody for more.
        Asking::Everywhere if askers.is_empty() => &rules::REQUEST_OPTIONAL_PROPERTY_ADDED,
        Asking::Everywhere => &rules::REQUEST_REQUIRED_PROPERTY_ADDED,
        Asking::Constant => &rules::REQUEST_CONSTANT_PROPERTY_ADDED,
        Asking::Nowhere => &rules::REQUEST_OPTIONAL_PROPERTY_ADDED,
    };
    let spot = spot.part(&format!(".{}", field.wire)).carrying(&[field]);
    comparison.tell_side(request, &rules::RESPONSE_PROPERTY_ADDED, &spot, finding);
}

/// A property that both have.
pub(super) fn compare_field<'a>(
    comparison: &mut Comparison<'a>,
    owners: Pair<'a, Definition>,
    (old, new): Pair<'a, Field>,
    whole: &Spot,
) {
    // Most fields are as they were; of another name of a type, its own limits count.
    let is_plain = old.constant.is_none() && comparison.before.alias(&old.ty).is_none();
    let types = comparison.match_types(&old.ty, &new.ty);
    if old == new && is_plain && types.is_same() {
        return tell_match(comparison, types, whole);
    }
    let spot = &whole.carrying(&[old, new]);
    let at = field_finding(owners, (old, new));
    // What says nothing of the type shows the field as it is now.
    let item = Some(rust::field(&owners.1.name, new));
    let still = Finding::at(Some(&old.place), Some(&new.place)).rust(item.clone(), item);
    if old.wire == new.wire && old.name != new.name {
        let detail = format!("`{}` → `{}`", old.name, new.name);
        comparison.tell(&rules::MEMBER_RENAMED, spot, at.clone().detail(detail));
    }
    let constant = constant_change(comparison, owners, (old, new));
    let is_constant_told = constant.as_ref().is_some_and(|_| is_constant_told(spot));
    if let Some(constant) = constant {
        tell_constant(comparison, constant, owners, (old, new), spot);
    }
    let is_type_same = types.is_same();
    tell_match(comparison, types, spot);
    if !is_type_same {
        tell_other_type(comparison, (old, new), &at, spot);
    }
    if !is_constant_told {
        compare_presence(comparison, owners, (old, new), whole, spot);
    }
    // Of another type, the limits are others.
    let declared = ((&old.ty, &old.declared), (&new.ty, &new.declared));
    let limits = is_type_same.then(|| limits_of(comparison, declared));
    if let Some(limits) = &limits {
        tell_limits(comparison, limits, &still, spot);
    }
    if old.docs != new.docs && !limits.is_some_and(|limits| limits.differ()) {
        let finding = Finding::at(Some(&old.place), Some(&new.place));
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
    }
    compare_deprecation(comparison, (old.deprecated, new.deprecated), &still, spot);
    compare_sides(comparison, owners, (old, new), (&at, &still), whole);
}

/// A type that is another one now.
fn tell_other_type<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Field>, at: &Finding, spot: &Spot) {
    let of_item =
        if let Type::OneOrMany(item) = &new.ty { comparison.match_types(&old.ty, item) } else { Match::Different };
    let takes_list = of_item.is_same();
    tell_match(comparison, of_item, spot);
    let request: &'static Rule = if takes_list {
        &rules::REQUEST_PROPERTY_TAKES_LIST
    } else if takes_either(old, new) {
        &rules::REQUEST_PROPERTY_TAKES_EITHER
    } else {
        &rules::REQUEST_PROPERTY_TYPE_CHANGED
    };
    let detail = format!("{} → {}", wire(&comparison.before, &old.ty), wire(&comparison.after, &new.ty));
    let finding = at.clone().detail(detail).rusts(&exchanged(comparison, &old.ty, &new.ty));
    let finding = finding.more(same_shape(comparison, (old, new), spot));
    comparison.tell_side(request, &rules::RESPONSE_PROPERTY_TYPE_CHANGED, spot, finding);
    queue_derived(comparison, &old.ty, &new.ty, spot);
}

/// What to do where the type of what is only sent has another name and the shape that it had.
fn same_shape(comparison: &Comparison<'_>, (old, new): Pair<'_, Field>, spot: &Spot) -> Option<&'static str> {
    let (item, more) = match &new.ty {
        Type::OneOrMany(item) => {
            (item.as_ref(), "it has the shape that it had: write its new name; one value is given as before")
        }
        ty => (ty, "it has the shape that it had: write its new name"),
    };
    let (Type::Named(one), Type::Named(other)) = (&old.ty, item) else { return None };
    let shapes = (
        Shapes::older(&comparison.before, &comparison.known).of_type(&old.ty, &[]),
        Shapes::newer(&comparison.after, &comparison.known).of_type(item, &[]),
    );
    (spot.usage.request && !spot.usage.response && one != other && shapes.0 == shapes.1).then_some(more)
}

/// The sides of the wire that a property is kept from.
fn compare_sides<'a>(
    comparison: &mut Comparison<'a>,
    owners: Pair<'a, Definition>,
    (old, new): Pair<'a, Field>,
    (at, still): (&Finding, &Finding),
    spot: &Spot,
) {
    let built = at.clone().rusts(&askers(owners, &old.wire));
    match (old.read_only, new.read_only) {
        (false, true) if spot.usage.request => {
            comparison.tell(&rules::REQUEST_PROPERTY_BECAME_READ_ONLY, spot, built);
        }
        (true, false) if spot.usage.request => {
            let rule: &'static Rule = match asking(owners.1, &new.wire) {
                Asking::Everywhere => &rules::REQUEST_REQUIRED_PROPERTY_NO_LONGER_READ_ONLY,
                Asking::Constant | Asking::Nowhere => &rules::REQUEST_PROPERTY_NO_LONGER_READ_ONLY,
            };
            comparison.tell(rule, spot, built);
        }
        (false, true) | (true, false) => {
            let detail = if new.read_only { "now read-only" } else { "now not read-only" };
            comparison.tell(&rules::RESPONSE_READ_ONLY_CHANGED, spot, still.clone().detail(detail));
        }
        (true, true) | (false, false) => {}
    }
    match (old.write_only, new.write_only) {
        (false, true) if spot.usage.response => {
            comparison.tell(&rules::RESPONSE_PROPERTY_BECAME_WRITE_ONLY, spot, at.clone());
        }
        (true, false) if spot.usage.response => {
            // Where requests carry it, nobody has read it yet.
            let usage = Usage { request: spot.usage.request, response: !spot.usage.request };
            let unread = Spot { usage, ..spot.clone() };
            comparison.tell(&rules::RESPONSE_PROPERTY_NO_LONGER_WRITE_ONLY, &unread, at.clone());
        }
        (false, true) | (true, false) => {
            let detail = if new.write_only { "now write-only" } else { "now not write-only" };
            comparison.tell(&rules::REQUEST_WRITE_ONLY_CHANGED, spot, still.clone().detail(detail));
        }
        (true, true) | (false, false) => {}
    }
}

/// Compares whether a value is deprecated.
pub(crate) fn compare_deprecation<'a>(
    comparison: &mut Comparison<'a>,
    change: (bool, bool),
    at: &Finding,
    spot: &Spot,
) {
    match change {
        (false, true) => comparison.tell(&rules::PROPERTY_DEPRECATED, spot, at.clone()),
        (true, false) => comparison.tell(&rules::PROPERTY_UNDEPRECATED, spot, at.clone()),
        (true, true) | (false, false) => {}
    }
}

/// A field whose type has changed though nothing that its description says has: usage decides on it, too. Runs last.
pub(crate) fn tell_untold_fields<'a>(comparison: &mut Comparison<'a>) {
    for (owners, spot) in std::mem::take(&mut comparison.later.objects) {
        let (Kind::Struct(before), Kind::Struct(after)) = (&owners.0.kind, &owners.1.kind) else { continue };
        for old in &before.fields {
            let new = after.fields.iter().find(|new| new.wire == old.wire && wrapper(new) != wrapper(old));
            let Some(new) = new else { continue };
            let items = (Some(rust::field(&owners.0.name, old)), Some(rust::field(&owners.1.name, new)));
            let tells = |rust: &RustChange| (&rust.before, &rust.after) == (&items.0, &items.1);
            if !comparison.changes.iter().any(|change| change.rust.iter().any(tells)) {
                let finding = field_finding(owners, (old, new));
                comparison.tell(&rules::FIELD_FOLLOWS_USAGE, &spot.part(&format!(".{}", old.wire)), finding);
            }
        }
    }
}

/// Whether a field is reported for itself: what only a branch requires and nobody declares is reported for the branch.
pub(crate) fn counts(field: &Field) -> bool {
    !field.undeclared || field.declared.required
}

/// Whether a setter that took text or integers takes both. Where a property may be null, it takes an `Option` of another type.
fn takes_either(old: &Field, new: &Field) -> bool {
    let is_plain = |field: &Field| matches!(field.presence, Presence::Required | Presence::Optional);
    matches!(old.ty, Type::String | Type::Integer) && new.ty == Type::StringOrInteger && is_plain(old) && is_plain(new)
}
