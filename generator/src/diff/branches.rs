//! The ways to build an object, where its description has several.

use super::{
    Comparison, Finding, RustChange,
    asking::constructors,
    fields::{counts, is_always_there},
    index::Index,
    renames::take_pairs,
    rules, rust,
    types::Spot,
};
use crate::{
    ir::{Builder, Definition, Kind, Struct},
    naming::VariantName,
};

/// A struct of either side, with its definition.
type Owners<'a> = (&'a Definition, &'a Definition);

impl<'a> Comparison<'a> {
    pub(super) fn branches(&mut self, (old, new): Owners<'a>, (before, after): (&'a Struct, &'a Struct), spot: &Spot) {
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
            return self.received((old, new), (before, after), &optional, spot);
        }
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

    /// What the ways to build an object require that is only received: where all require a property, it is always there.
    fn received(
        &mut self,
        (old, new): Owners<'a>,
        (before, after): (&'a Struct, &'a Struct),
        optional: &[RustChange],
        spot: &Spot,
    ) {
        let at = Finding::at(Some(&old.place), Some(&new.place));
        let (one, other) = (ways(before, after), ways(after, before));
        if one != other || !optional.is_empty() {
            let finding = at.detail(format!("{} → {}", one.join(" or "), other.join(" or "))).rusts(optional);
            let finding = constructors((old, new), finding);
            self.tell(&rules::RESPONSE_MERGED_CHANGED, spot, finding);
        } else if words(before) != words(after) {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, at.value("branches"));
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
            let detail = if called(one) == called(other) {
                format!("`{}` → `{}`", one.constructor, other.constructor)
            } else {
                format!("{} → {}", called(one), called(other))
            };
            self.tell(&rules::BRANCH_RENAMED, spot, at.clone().detail(detail).value(one.wire.clone()));
        }
        if one.docs != other.docs {
            let finding = Finding::at(Some(&one.place), Some(&other.place)).value(one.wire.clone());
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
        }
        let is_told = |wire: &str| is_told(wire, before, after);
        let (asked_before, asked_after) = (asks(before, one), asks(after, other));
        for wire in asked_after.iter().filter(|wire| !asked_before.contains(wire) && !is_told(wire)) {
            let finding = with_fields.clone().detail(format!("{}: `{wire}`", called(other)));
            self.tell(&rules::BRANCH_ASKS_MORE, spot, finding.value(format!("{}\n{wire}", one.wire)));
        }
        for wire in asked_before.iter().filter(|wire| !asked_after.contains(wire) && !is_told(wire)) {
            let finding = with_fields.clone().detail(format!("{}: `{wire}`", called(other)));
            self.tell(&rules::BRANCH_ASKS_LESS, spot, finding.value(format!("{}\n{wire}", one.wire)));
        }
        self.set_values((before, after), (one, other), &at, spot);
    }

    /// The values that a way to build an object sets by itself, and whether it can be told otherwise.
    fn set_values(
        &mut self,
        (before, after): (&'a Struct, &'a Struct),
        (one, other): (&'a Builder, &'a Builder),
        at: &Finding,
        spot: &Spot,
    ) {
        let values = sets(&self.before, before, one);
        let same = sets(&self.after, after, other);
        for Set { wire, value, setter } in &values {
            let Some(now) = same.iter().find(|now| now.wire == *wire) else { continue };
            let finding = at.clone().value(format!("{}\n{wire}", one.wire));
            if now.value != *value {
                let detail = format!("{}: `{wire}`: `{value}` → `{}`", called(other), now.value);
                self.tell(&rules::BRANCH_SETS_OTHERWISE, spot, finding.clone().detail(detail));
            }
            let rule = match (setter, &now.setter) {
                (None, Some(_)) => &rules::BRANCH_TAKES_VALUES,
                (Some(_), None) => &rules::BRANCH_TAKES_ONE_VALUE,
                (None, None) | (Some(_), Some(_)) => continue,
            };
            let finding = finding.detail(format!("{}: `{wire}`", called(other)));
            self.tell(rule, spot, finding.rust(setter.clone(), now.setter.clone()));
        }
    }
}

/// A value that a builder sets by itself.
struct Set<'a> {
    wire: &'a str,
    value: String,
    /// The setter for another one, where there is one.
    setter: Option<rust::Item>,
}

/// The values that a builder sets by itself, but for constants of the whole object, which are told with their enum.
fn sets<'a>(index: &Index<'_>, object: &'a Struct, builder: &'a Builder) -> Vec<Set<'a>> {
    let constants = builder.constants.iter().map(|set| (set, false));
    let sets = constants.chain(builder.presets.iter().map(|set| (set, true)));
    let sets = sets.map(|((position, variant), is_preset)| (&object.fields[*position], variant, is_preset));
    sets.filter(|(field, _, _)| field.constant.is_none())
        .map(|(field, variant, is_preset)| {
            let value = index.named(&field.ty).and_then(|definition| wire_of(&definition.kind, variant));
            let setter = is_preset.then(|| rust::field_setter(builder, field));
            Set { wire: &field.wire, value: value.unwrap_or_else(|| variant.to_string()), setter }
        })
        .collect()
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

/// What each way to build an object requires, but for what is told for itself.
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

/// Whether a property is told for itself: one that is always required, or read-only, or new, or gone.
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

/// What a way to build an object is known by; the only way is as good as one called `builder`.
fn key(builder: &Builder) -> &str {
    if builder.wire.is_empty() { "builder" } else { &builder.wire }
}

fn called(builder: &Builder) -> String {
    format!("`{}`", key(builder).replace('`', ""))
}
