//! The properties of an object.

use super::{
    Change, Comparison, Finding, Rule, RustChange,
    asking::{Asking, askers, asking, became_optional, became_required},
    index::component,
    rules, rust,
    types::{Spot, wire},
};
use crate::ir::{Definition, Field, Kind, Presence, Type, Usage};

/// A struct of either side, with its definition.
pub(super) type Owners<'a> = (&'a Definition, &'a Definition);
/// A field of either side.
type Fields<'a> = (&'a Field, &'a Field);

impl<'a> Comparison<'a> {
    pub(super) fn finding(&self, (old_owner, new_owner): Owners<'a>, (old, new): Fields<'a>) -> Finding {
        Finding::at(Some(&old.place), Some(&new.place))
            .rust(Some(rust::field(&old_owner.name, old)), Some(rust::field(&new_owner.name, new)))
    }

    pub(super) fn removed(&mut self, (old_owner, new_owner): Owners<'a>, field: &'a Field, spot: &Spot) {
        let finding = Finding::at(Some(&field.place), Some(&new_owner.place))
            .detail(wire(&self.before, &field.ty))
            .rust(Some(rust::field(&old_owner.name, field)), None)
            .rusts(&self.lost(&field.ty));
        let spot = spot.part(&format!(".{}", field.wire)).carrying(&[field]);
        let rule = spot.rule(Some(&rules::REQUEST_PROPERTY_REMOVED), Some(&rules::RESPONSE_PROPERTY_REMOVED));
        rule.into_iter().for_each(|rule| self.tell(rule, &spot, finding.clone()));
    }

    /// The types that stood inline in a type, and that the newer client has not.
    fn lost(&self, ty: &Type) -> Vec<RustChange> {
        let inline = self.before.inline(ty);
        let gone = inline.into_iter().filter(|definition| !self.after.definitions.contains_key(&definition.name));
        gone.map(|definition| RustChange { before: Some(rust::definition(definition)), after: None }).collect()
    }

    /// The definition in two types whose name is the same, where it is something else.
    pub(super) fn redefined(&self, old: &Type, new: &Type) -> Vec<RustChange> {
        let (Some(one), Some(other)) = (old.name(), new.name()) else { return Vec::new() };
        let (Some(before), Some(after)) = (self.before.definitions.get(one), self.after.definitions.get(other)) else {
            return Vec::new();
        };
        let (before, after) = (rust::definition(before), rust::definition(after));
        let is_redefined = one == other && before != after;
        is_redefined.then_some(RustChange { before: Some(before), after: Some(after) }).into_iter().collect()
    }

    pub(super) fn added(&mut self, (old_owner, new_owner): Owners<'a>, field: &'a Field, spot: &Spot) {
        let finding = Finding::at(Some(&old_owner.place), Some(&field.place))
            .detail(wire(&self.after, &field.ty))
            .rust(None, Some(rust::field(&new_owner.name, field)));
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
        let rule = spot.rule(Some(request), Some(&rules::RESPONSE_PROPERTY_ADDED));
        rule.into_iter().for_each(|rule| self.tell(rule, &spot, finding.clone()));
    }

    /// A property that both have.
    pub(super) fn field(&mut self, owners: Owners<'a>, (old, new): Fields<'a>, whole: &Spot) {
        // Most fields are as they were; of another name of a type, its own limits count.
        let is_plain = old.constant.is_none() && self.before.alias(&old.ty).is_none();
        if old == new && is_plain && self.is_same(&old.ty, &new.ty, whole) {
            return;
        }
        let spot = &whole.carrying(&[old, new]);
        let at = self.finding(owners, (old, new));
        // What says nothing of the type shows the field as it is now.
        let item = Some(rust::field(&owners.1.name, new));
        let still = Finding::at(Some(&old.place), Some(&new.place)).rust(item.clone(), item);
        if old.wire == new.wire && old.name != new.name {
            let detail = format!("`{}` → `{}`", old.name, new.name);
            self.tell(&rules::MEMBER_RENAMED, spot, at.clone().detail(detail));
        }
        let is_constant_changed = self.constant(owners, (old, new), spot);
        let is_type_same = self.field_type((old, new), &at, spot);
        if !is_constant_changed {
            self.presence(owners, (old, new), whole, spot);
        }
        // Of another type, the limits are others.
        let declared = ((&old.ty, &old.declared), (&new.ty, &new.declared));
        let is_limited_otherwise = is_type_same && self.limits_of(declared, &still, spot);
        if old.docs != new.docs && !is_limited_otherwise {
            let finding = Finding::at(Some(&old.place), Some(&new.place));
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
        }
        self.deprecated((old.deprecated, new.deprecated), &still, spot);
        self.sides(owners, (old, new), (&at, &still), whole);
    }

    /// Whether the type is the same; if not, that is told.
    fn field_type(&mut self, (old, new): Fields<'a>, at: &Finding, spot: &Spot) -> bool {
        if self.is_same(&old.ty, &new.ty, spot) {
            return true;
        }
        let takes_list = matches!(&new.ty, Type::OneOrMany(item) if self.is_same(&old.ty, item, spot));
        let request: &'static Rule = if takes_list {
            &rules::REQUEST_PROPERTY_TAKES_LIST
        } else if takes_either(old, new) {
            &rules::REQUEST_PROPERTY_TAKES_EITHER
        } else {
            &rules::REQUEST_PROPERTY_TYPE_CHANGED
        };
        let detail = format!("{} → {}", wire(&self.before, &old.ty), wire(&self.after, &new.ty));
        let rule = spot.rule(Some(request), Some(&rules::RESPONSE_PROPERTY_TYPE_CHANGED));
        let finding = at.clone().detail(detail).rusts(&self.lost(&old.ty)).rusts(&self.redefined(&old.ty, &new.ty));
        rule.into_iter().for_each(|rule| self.tell(rule, spot, finding.clone()));
        self.derived(&old.ty, &new.ty, spot);
        false
    }

    /// The sides of the wire that a property is kept from.
    fn sides(&mut self, owners: Owners<'a>, (old, new): Fields<'a>, (at, still): (&Finding, &Finding), spot: &Spot) {
        let built = at.clone().rusts(&askers(owners, &old.wire));
        match (old.read_only, new.read_only) {
            (false, true) if spot.usage.request => {
                self.tell(&rules::REQUEST_PROPERTY_BECAME_READ_ONLY, spot, built);
            }
            (true, false) if spot.usage.request => {
                let rule: &'static Rule = match asking(owners.1, &new.wire) {
                    Asking::Everywhere => &rules::REQUEST_REQUIRED_PROPERTY_NO_LONGER_READ_ONLY,
                    Asking::Constant | Asking::Nowhere => &rules::REQUEST_PROPERTY_NO_LONGER_READ_ONLY,
                };
                self.tell(rule, spot, built);
            }
            (false, true) | (true, false) => {
                let detail = if new.read_only { "now read-only" } else { "now not read-only" };
                self.tell(&rules::RESPONSE_READ_ONLY_CHANGED, spot, still.clone().detail(detail));
            }
            (true, true) | (false, false) => {}
        }
        match (old.write_only, new.write_only) {
            (false, true) if spot.usage.response => {
                self.tell(&rules::RESPONSE_PROPERTY_BECAME_WRITE_ONLY, spot, at.clone());
            }
            (true, false) if spot.usage.response => {
                // Where requests carry it, nobody has read it yet.
                let usage = Usage { request: spot.usage.request, response: !spot.usage.request };
                let unread = Spot { usage, ..spot.clone() };
                self.tell(&rules::RESPONSE_PROPERTY_NO_LONGER_WRITE_ONLY, &unread, at.clone());
            }
            (false, true) | (true, false) => {
                let detail = if new.write_only { "now write-only" } else { "now not write-only" };
                self.tell(&rules::REQUEST_WRITE_ONLY_CHANGED, spot, still.clone().detail(detail));
            }
            (true, true) | (false, false) => {}
        }
    }

    pub(super) fn deprecated(&mut self, change: (bool, bool), at: &Finding, spot: &Spot) {
        match change {
            (false, true) => self.tell(&rules::PROPERTY_DEPRECATED, spot, at.clone()),
            (true, false) => self.tell(&rules::PROPERTY_UNDEPRECATED, spot, at.clone()),
            (true, true) | (false, false) => {}
        }
    }

    /// Whether a property may be missing or null.
    fn presence(&mut self, owners: Owners<'a>, fields: Fields<'a>, whole: &Spot, spot: &Spot) {
        let at = self.finding(owners, fields).rusts(&askers(owners, &fields.0.wire));
        let is_type_same = wrapper(fields.0) == wrapper(fields.1);
        let is_one_sided = is_type_same && whole.usage.request && is_one_sided(fields, whole);
        let spot = if is_one_sided && !spot.usage.request { whole } else { spot };
        let unseen: &'static Rule =
            if is_one_sided { &rules::REQUEST_PRESENCE_CHANGED } else { &rules::RESPONSE_PRESENCE_CHANGED };
        let mut found: Vec<PresenceRules> = requirement(owners, fields).into_iter().collect();
        found.extend(self.nullability(fields).map(|told| PresenceRules {
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
            return self.tell(first.response, spot, finding);
        }
        for PresenceRules { request, response, detail } in found {
            if let Some(rule) = spot.rule(Some(request), Some(response)) {
                self.tell(rule, spot, at.clone().detail(format!("now {detail}")).value(detail));
            }
        }
    }

    /// What it means that a property may be null now, or not any more. Where it is as it was, the schema that it refers to says
    /// it instead.
    fn nullability(&self, (old, new): Fields<'a>) -> Option<PresenceRules> {
        if self.before.is_nullable(old) == self.after.is_nullable(new) {
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

    /// Adds to what is told of the values of enums what becomes of the builders that wrote them by themselves. Runs last.
    pub(super) fn received_constants(&mut self) {
        for (place, askers) in std::mem::take(&mut self.received_constants) {
            let is_value = |change: &&mut Change| {
                let is_told =
                    [&rules::RESPONSE_ENUM_VALUE_ADDED, &rules::RESPONSE_ENUM_VALUE_REMOVED].contains(&change.rule);
                is_told && change.after.as_ref().is_some_and(|after| after.tokens().starts_with(place.tokens()))
            };
            self.changes.iter_mut().filter(is_value).for_each(|change| change.rust.extend(askers.iter().cloned()));
        }
    }

    /// A field whose type has changed though nothing that its description says has: usage decides on it, too. Runs last.
    pub(super) fn untold_fields(&mut self) {
        for (owners, spot) in std::mem::take(&mut self.objects) {
            let (Kind::Struct(before), Kind::Struct(after)) = (&owners.0.kind, &owners.1.kind) else { continue };
            for old in &before.fields {
                let new = after.fields.iter().find(|new| new.wire == old.wire && wrapper(new) != wrapper(old));
                let Some(new) = new else { continue };
                let items = (Some(rust::field(&owners.0.name, old)), Some(rust::field(&owners.1.name, new)));
                let tells = |rust: &RustChange| (&rust.before, &rust.after) == (&items.0, &items.1);
                if !self.changes.iter().any(|change| change.rust.iter().any(tells)) {
                    let finding = self.finding(owners, (old, new));
                    self.tell(&rules::FIELD_FOLLOWS_USAGE, &spot.part(&format!(".{}", old.wire)), finding);
                }
            }
        }
    }

    /// A required enum of one value is never asked for: one value more, or less, decides whether a builder asks.
    fn constant(&mut self, (old_owner, new_owner): Owners<'a>, (old, new): Fields<'a>, spot: &Spot) -> bool {
        // A builder writes what is required also where answers may lack it.
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
            (_, _) => return false,
        };
        let enums = (self.before.named(&old.ty), self.after.named(&new.ty));
        let (Some(before), Some(after)) = enums else { return false };
        if wires(before) == wires(after) {
            return false;
        }
        if !(spot.usage.request || spot.is_unreached()) {
            // Of what is only received, the values are told; a test that builds it may have to give one.
            self.received_constants.push((after.place.clone(), askers((old_owner, new_owner), &old.wire)));
            return false;
        }
        let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(format!(
            "`[{}]` → `[{}]`",
            wires(before).join(", "),
            wires(after).join(", ")
        ));
        let finding = variants((before, after), finding).rusts(&askers((old_owner, new_owner), &old.wire));
        self.tell(rule, spot, finding);
        // The values of a schema of its own are told there.
        if component(before).is_none() {
            self.told.insert(&before.name);
        }
        true
    }
}

/// The rules that a change of presence goes by on either side of the wire, and what it is now.
struct PresenceRules {
    request: &'static Rule,
    response: &'static Rule,
    detail: &'static str,
}

/// What it means that a property is required now, or not any more.
fn requirement(owners: Owners<'_>, (old, new): Fields<'_>) -> Option<PresenceRules> {
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
fn is_one_sided((old, new): Fields<'_>, whole: &Spot) -> bool {
    (old.read_only && new.read_only) || (old.write_only && new.write_only && whole.usage.response)
}

/// What stands around the type of a field: nothing, an `Option`, a `Nullable`.
fn wrapper(field: &Field) -> Option<bool> {
    match field.presence {
        Presence::Required => None,
        Presence::RequiredNullable | Presence::Optional => Some(false),
        Presence::OptionalNullable => Some(true),
    }
}

/// The variants that are gone or new.
fn variants((before, after): Owners<'_>, mut finding: Finding) -> Finding {
    let (old, new) = (values(before), values(after));
    for (_, item) in old.iter().filter(|(wire, _)| new.iter().all(|(known, _)| known != wire)) {
        finding = finding.rust(Some(item.clone()), None);
    }
    for (_, item) in new.iter().filter(|(wire, _)| old.iter().all(|(known, _)| known != wire)) {
        finding = finding.rust(None, Some(item.clone()));
    }
    finding
}

fn wires(definition: &Definition) -> Vec<String> {
    values(definition).into_iter().map(|(wire, _)| wire).collect()
}

/// Whether a field is told of for itself: what only a branch requires and nobody declares is told of the branch.
pub(super) fn counts(field: &Field) -> bool {
    !field.undeclared || field.declared.required
}

/// Whether a value is there in whatever way an object is built.
pub(super) fn is_always_there(field: &Field) -> bool {
    match field.presence {
        Presence::Required | Presence::RequiredNullable => true,
        Presence::Optional | Presence::OptionalNullable => false,
    }
}

/// The values of an enum, each with its variant.
pub(super) fn values(definition: &Definition) -> Vec<(String, rust::Item)> {
    let item = |name: &_| rust::member(&definition.name, name, None);
    match &definition.kind {
        Kind::StringEnum(list) => list.values.iter().map(|value| (value.wire.clone(), item(&value.name))).collect(),
        Kind::IntegerEnum(list) => {
            list.values.iter().map(|value| (value.wire.to_string(), item(&value.name))).collect()
        }
        Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_) => Vec::new(),
    }
}

/// Whether a setter that took text or integers takes both. Where a property may be null, it takes an `Option` of another type.
fn takes_either(old: &Field, new: &Field) -> bool {
    let is_plain = |field: &Field| matches!(field.presence, Presence::Required | Presence::Optional);
    matches!(old.ty, Type::String | Type::Integer) && new.ty == Type::StringOrInteger && is_plain(old) && is_plain(new)
}
