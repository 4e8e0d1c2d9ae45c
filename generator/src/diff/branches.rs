//! The ways to build an object, where its description has several.

use super::{
    Comparison, Finding, RustChange,
    fields::{counts, is_always_there},
    renames::take_pairs,
    rules, rust,
    types::Spot,
};
use crate::ir::{Builder, Definition, Struct};

/// A struct of either side, with its definition.
type Owners<'a> = (&'a Definition, &'a Definition);

impl<'a> Comparison<'a> {
    pub(super) fn branches(&mut self, (old, new): Owners<'a>, (before, after): (&'a Struct, &'a Struct), spot: &Spot) {
        if is_plain(before) && is_plain(after) {
            return;
        }
        let mut removed: Vec<&'a Builder> = before.builders.iter().collect();
        let mut added: Vec<&'a Builder> = after.builders.iter().collect();
        let mut pairs =
            take_pairs(&mut removed, &mut added, |builder| builder.wire.clone(), |builder| builder.wire.clone());
        let asked = |object: &Struct, builder: &Builder| format!("{:?}", asks(object, builder));
        pairs.extend(take_pairs(
            &mut removed,
            &mut added,
            |builder| asked(before, builder),
            |builder| asked(after, builder),
        ));
        let optional = presences((old, new), (before, after));
        for builder in removed {
            let finding = Finding::at(Some(&builder.place), Some(&new.place))
                .detail(called(builder))
                .value(builder.wire.clone())
                .rust(Some(rust::constructor(&old.name, builder, &before.fields)), None)
                .rusts(&optional);
            self.tell(&rules::BRANCH_REMOVED, spot, finding);
        }
        for builder in added {
            let finding = Finding::at(Some(&old.place), Some(&builder.place))
                .detail(called(builder))
                .value(builder.wire.clone())
                .rust(None, Some(rust::constructor(&new.name, builder, &after.fields)))
                .rusts(&optional);
            self.tell(&rules::BRANCH_ADDED, spot, finding);
        }
        for (one, other) in pairs {
            self.branch((old, new), (before, after), (one, other), spot);
        }
    }

    fn branch(
        &mut self,
        (old, new): Owners<'a>,
        (before, after): (&'a Struct, &'a Struct),
        (one, other): (&'a Builder, &'a Builder),
        spot: &Spot,
    ) {
        let at = Finding::at(Some(&one.place), Some(&other.place)).rust(
            Some(rust::constructor(&old.name, one, &before.fields)),
            Some(rust::constructor(&new.name, other, &after.fields)),
        );
        let with_fields = at.clone().rusts(&presences((old, new), (before, after)));
        if one.constructor != other.constructor {
            let detail = format!("{} → {}", called(one), called(other));
            self.tell(&rules::BRANCH_RENAMED, spot, at.clone().detail(detail).value(one.wire.clone()));
        }
        if one.docs != other.docs {
            let finding = Finding::at(Some(&one.place), Some(&other.place)).value(one.wire.clone());
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
        }
        // A property that is always required, or read-only, or new, or gone, is told for itself.
        let is_told = |wire: &str| {
            let required = |object: &Struct| {
                let field = object.fields.iter().find(|field| field.wire == wire && counts(field));
                field.map(|field| (field.declared.required, field.read_only))
            };
            required(before) != required(after)
        };
        let (asked_before, asked_after) = (asks(before, one), asks(after, other));
        for wire in asked_after.iter().filter(|wire| !asked_before.contains(wire) && !is_told(wire)) {
            let finding = with_fields.clone().detail(format!("{}: `{wire}`", called(other)));
            self.tell(&rules::BRANCH_ASKS_MORE, spot, finding.value(format!("{}\n{wire}", one.wire)));
        }
        for wire in asked_before.iter().filter(|wire| !asked_after.contains(wire) && !is_told(wire)) {
            let finding = with_fields.clone().detail(format!("{}: `{wire}`", called(other)));
            self.tell(&rules::BRANCH_ASKS_LESS, spot, finding.value(format!("{}\n{wire}", one.wire)));
        }
    }
}

/// Whether there is one way to build an object.
pub(super) fn is_plain(object: &Struct) -> bool {
    object.builders.iter().all(|builder| builder.wire.is_empty())
}

/// The fields that are an `Option` on one side only, since not every branch requires them.
fn presences((old, new): Owners<'_>, (before, after): (&Struct, &Struct)) -> Vec<RustChange> {
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

/// The properties that a builder asks for.
fn asks<'s>(object: &'s Struct, builder: &Builder) -> Vec<&'s str> {
    builder.required.iter().map(|&index| object.fields[index].wire.as_str()).collect()
}

fn called(builder: &Builder) -> String {
    format!("`{}`", if builder.wire.is_empty() { "builder" } else { &builder.wire }.replace('`', ""))
}
