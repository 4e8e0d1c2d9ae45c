//! What builders ask for, and so what it means that a property is required.

use crate::{
    diff::{
        change::{item::RustChange, rust},
        rules,
        rules::rule::Rule,
        sameness::pairs::Pair,
    },
    ir::{Builder, Definition, Kind, Struct},
};

/// What builders do with a property.
pub(super) enum Asking {
    /// One asks for it at least.
    Everywhere,
    /// One writes it by itself.
    Constant,
    /// It is left to the app, or to the server.
    Nowhere,
}

pub(crate) fn asking(owner: &Definition, wire: &str) -> Asking {
    let Kind::Struct(object) = &owner.kind else { return Asking::Nowhere };
    let Some(position) = object.fields.iter().position(|field| field.wire == wire) else { return Asking::Nowhere };
    if object.builders.iter().any(|builder| builder.required.contains(&position)) {
        Asking::Everywhere
    } else if object.builders.iter().any(|builder| sets(builder, position)) {
        Asking::Constant
    } else {
        Asking::Nowhere
    }
}

/// Whether a builder writes a property by itself.
pub(crate) fn sets(builder: &Builder, position: usize) -> bool {
    let constants = builder.constants.iter().map(|(index, _)| *index);
    constants.chain(builder.presets.iter().map(|preset| preset.field)).any(|index| index == position)
}

/// What it means for a builder that a property is required now.
pub(super) fn became_required(new: &Definition, wire: &str) -> &'static Rule {
    match asking(new, wire) {
        Asking::Everywhere => &rules::REQUEST_PROPERTY_BECAME_REQUIRED,
        Asking::Constant => &rules::REQUEST_PROPERTY_BECAME_CONSTANT,
        Asking::Nowhere => &rules::REQUEST_PRESENCE_CHANGED,
    }
}

/// What it means for a builder that a property may be left out now.
pub(super) fn became_optional(old: &Definition, wire: &str) -> &'static Rule {
    match asking(old, wire) {
        Asking::Everywhere => &rules::REQUEST_PROPERTY_BECAME_OPTIONAL,
        Asking::Constant => &rules::REQUEST_CONSTANT_BECAME_OPTIONAL,
        Asking::Nowhere => &rules::REQUEST_PRESENCE_CHANGED,
    }
}

/// The constructors that have begun or ceased to ask for a property, and the setters that have come or gone with that. Apps
/// build what they send, and their tests what they receive.
pub(super) fn askers((old, new): Pair<'_, Definition>, wire: &str) -> Vec<RustChange> {
    // builder() asks for `name` -> builder() asks for `name` and `age`: of `age`, that it is asked for, and its setter.
    let (Kind::Struct(before), Kind::Struct(after)) = (&old.kind, &new.kind) else { return Vec::new() };
    let position = |object: &Struct| object.fields.iter().position(|field| field.wire == wire);
    let (one, other) = (position(before), position(after));
    let mut changes = Vec::new();
    for builder in &before.builders {
        let Some(same) = after.builders.iter().find(|same| same.wire == builder.wire) else { continue };
        let asked = one.is_some_and(|one| builder.required.contains(&one));
        let asks = other.is_some_and(|other| same.required.contains(&other));
        if asked != asks {
            let field = one.map(|one| &before.fields[one]).or(other.map(|other| &after.fields[other]));
            let constructors = field.map(|field| {
                (rust::asker(&old.name, builder, field, asked), rust::asker(&new.name, same, field, asks))
            });
            changes.extend(constructors.map(|(one, other)| RustChange { before: Some(one), after: Some(other) }));
        }
        let (Some(one), Some(other)) = (one, other) else { continue };
        let setter = |object: &Struct, builder: &Builder, index: usize| {
            let is_preset = builder.presets.iter().any(|preset| preset.field == index);
            let is_set = is_preset || builder.required.contains(&index) || builder.optional.contains(&index);
            is_set.then(|| rust::field_setter(builder, &object.fields[index]))
        };
        let setters = (setter(before, builder, one), setter(after, same, other));
        if setters.0.is_some() != setters.1.is_some() {
            changes.push(RustChange { before: setters.0, after: setters.1 });
        }
    }
    changes
}

/// The constructors that are gone, called otherwise, or ask for something else.
pub(super) fn constructors((old, new): Pair<'_, Definition>) -> Vec<RustChange> {
    let (Kind::Struct(before), Kind::Struct(after)) = (&old.kind, &new.kind) else { return Vec::new() };
    let changes = before.builders.iter().map(|builder| {
        let same = after.builders.iter().find(|same| same.wire == builder.wire);
        RustChange {
            before: Some(rust::constructor(&old.name, builder, &before.fields)),
            after: same.map(|same| rust::constructor(&new.name, same, &after.fields)),
        }
    });
    changes.filter(|change| change.before != change.after).collect()
}

/// What a way to build an object is called in Rust: what a description calls it is prose, if it calls it anything.
pub(super) fn called(builder: &Builder) -> String {
    format!("`{}`", builder.constructor)
}
