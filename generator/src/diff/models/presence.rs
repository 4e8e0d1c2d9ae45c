//! Whether a property may be missing or null.

use super::asking::{askers, became_optional, became_required};
use crate::{
    diff::{
        change::{finding::Finding, item::RustChange, rust, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::pairs::Pair,
    },
    ir::{Definition, Field, Presence, Struct},
};

/// Where a property stands, and what it is in Rust.
pub(super) fn field_finding<'a>((old_owner, new_owner): Pair<'a, Definition>, (old, new): Pair<'a, Field>) -> Finding {
    Finding::at(Some(&old.place), Some(&new.place))
        .rust(Some(rust::field(&old_owner.name, old)), Some(rust::field(&new_owner.name, new)))
}

/// Whether a property may be missing or null.
pub(super) fn compare_presence<'a>(
    comparison: &mut Comparison<'a>,
    owners: Pair<'a, Definition>,
    fields: Pair<'a, Field>,
    whole: &Spot,
    spot: &Spot,
) {
    // name: string, required -> optional: in a request, the builder asks no more; in a response, it is an `Option` now.
    let at = field_finding(owners, fields).rusts(&askers(owners, &fields.0.wire));
    let is_type_same = wrapper(fields.0) == wrapper(fields.1);
    let is_one_sided = is_type_same && whole.usage.request && is_one_sided(fields, whole);
    let spot = if is_one_sided && !spot.usage.request { whole } else { spot };
    let unseen: &'static Rule =
        if is_one_sided { &rules::REQUEST_PRESENCE_CHANGED } else { &rules::RESPONSE_PRESENCE_CHANGED };
    let mut found: Vec<PresenceRules> = requirement(owners, fields).into_iter().collect();
    found.extend(nullability(comparison, fields).map(|told| PresenceRules {
        // Where no builder asks for it, and what its setter takes is the same, nothing is.
        request: if is_one_sided || (is_type_same && spot.is_unreached()) { unseen } else { told.request },
        ..told
    }));
    if is_type_same {
        found.iter_mut().for_each(|told| told.response = unseen);
    }
    if !spot.usage.request
        && let [first, second] = found.as_slice()
    {
        // In a response, both are one `Option`.
        let (one, other) = (first.detail, second.detail);
        let finding = at.detail(format!("now {one} and {other}")).value(format!("{one} {other}"));
        return comparison.tell(first.response, spot, finding);
    }
    for PresenceRules { request, response, detail } in found {
        comparison.tell_side(request, response, spot, at.clone().detail(format!("now {detail}")).value(detail));
    }
}

/// What it means that a property may be null now, or not any more. Where it is as it was, the schema that it refers to says
/// it instead.
fn nullability<'a>(comparison: &Comparison<'a>, (old, new): Pair<'a, Field>) -> Option<PresenceRules> {
    if comparison.before.is_nullable(old) == comparison.after.is_nullable(new) {
        return None;
    }
    match (old.declared.nullable, new.declared.nullable) {
        (false, true) => Some(PresenceRules {
            request: became_nullable(new),
            response: &rules::RESPONSE_PROPERTY_BECAME_NULLABLE,
            detail: "nullable",
        }),
        (true, false) => Some(PresenceRules {
            request: &rules::REQUEST_PROPERTY_NO_LONGER_NULLABLE,
            response: &rules::RESPONSE_PROPERTY_NO_LONGER_NULLABLE,
            detail: "not nullable",
        }),
        (true, true) | (false, false) => None,
    }
}

/// The rules that a change of presence goes by on either side of the wire, and what it is now.
struct PresenceRules {
    request: &'static Rule,
    response: &'static Rule,
    detail: &'static str,
}

/// What it means that a property is required now, or not any more.
fn requirement(owners: Pair<'_, Definition>, (old, new): Pair<'_, Field>) -> Option<PresenceRules> {
    match (old.declared.required, new.declared.required) {
        (false, true) => Some(PresenceRules {
            request: became_required(owners.1, &new.wire),
            response: &rules::RESPONSE_PROPERTY_BECAME_REQUIRED,
            detail: "required",
        }),
        (true, false) => Some(PresenceRules {
            request: became_optional(owners.0, &old.wire),
            response: &rules::RESPONSE_PROPERTY_BECAME_OPTIONAL,
            detail: "optional",
        }),
        (true, true) | (false, false) => None,
    }
}

/// What it means for a builder that a property may be null now.
fn became_nullable(new: &Field) -> &'static Rule {
    if new.declared.required {
        &rules::REQUEST_REQUIRED_PROPERTY_BECAME_NULLABLE
    } else {
        &rules::REQUEST_PROPERTY_BECAME_NULLABLE
    }
}

/// Whether a field is an `Option` since only one side of the wire sets it.
fn is_one_sided((old, new): Pair<'_, Field>, whole: &Spot) -> bool {
    (old.read_only && new.read_only) || (old.write_only && new.write_only && whole.usage.response)
}

/// What stands around the type of a field: nothing, an `Option`, a `Nullable`.
pub(super) fn wrapper(field: &Field) -> Option<bool> {
    match field.presence {
        Presence::Required => None,
        Presence::RequiredNullable | Presence::Optional => Some(false),
        Presence::OptionalNullable => Some(true),
    }
}

/// Whether a value is there in whatever way an object is built.
pub(super) fn is_always_there(field: &Field) -> bool {
    match field.presence {
        Presence::Required | Presence::RequiredNullable => true,
        Presence::Optional | Presence::OptionalNullable => false,
    }
}

/// The fields that are an `Option` on one side only, since not every branch requires them, by their names on the wire.
pub(super) fn presences<'a>(
    owners: Pair<'_, Definition>,
    (before, after): Pair<'a, Struct>,
) -> Vec<(&'a str, RustChange)> {
    let same = |field: &Field| after.fields.iter().find(|same| same.wire == field.wire);
    let told = |field: &'a Field| Some((field.wire.as_str(), presence(owners, (field, same(field)?))?));
    before.fields.iter().filter_map(told).collect()
}

/// A field that is an `Option` on one side only, since not every branch requires it.
pub(super) fn presence((old, new): Pair<'_, Definition>, (field, same): Pair<'_, Field>) -> Option<RustChange> {
    let is_told = field.declared.required != same.declared.required;
    let is_other = !is_told && is_always_there(field) != is_always_there(same);
    is_other
        .then(|| RustChange { before: Some(rust::field(&old.name, field)), after: Some(rust::field(&new.name, same)) })
}
