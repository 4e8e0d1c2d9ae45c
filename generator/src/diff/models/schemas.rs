//! Schemas: which are there, and what each is made of.

use std::collections::BTreeSet;

use super::{
    Change, Comparison, Finding, Rule, fingerprint,
    index::component,
    renames, rules, rust,
    types::{Reach, Spot, kind, wire},
};
use crate::{
    ir::{Definition, EnumValue, Kind, Type, Union, UnionVariant, Usage},
    naming::{TypeName, VariantName},
};

/// A definition of either side.
type Pair<'a> = (&'a Definition, &'a Definition);

impl<'a> Comparison<'a> {
    /// Compares the components, and what the comparison of anything has led to.
    pub(super) fn schemas(&mut self) {
        let (old, new) = (self.before.components.clone(), self.after.components.clone());
        let pairs: Vec<(&'a TypeName, &'a TypeName)> = self.pairs.iter().map(|(one, other)| (*one, *other)).collect();
        let (kept, known): (BTreeSet<_>, BTreeSet<_>) = pairs.iter().copied().unzip();
        for (name, definition) in old.into_iter().filter(|(_, definition)| !kept.contains(&definition.name)) {
            let finding = Finding::at(Some(&definition.place), None).rust(Some(rust::definition(definition)), None);
            let spot = self.spot(name, Some(definition), None);
            self.tell(&rules::SCHEMA_REMOVED, &spot, finding);
        }
        for (name, definition) in new.into_iter().filter(|(_, definition)| !known.contains(&definition.name)) {
            let finding = Finding::at(None, Some(&definition.place)).rust(None, Some(rust::definition(definition)));
            let spot = self.spot(name, None, Some(definition));
            self.tell(&rules::SCHEMA_ADDED, &spot, finding);
        }
        for (before, after) in pairs {
            self.component_pair(before, after);
        }
        loop {
            while let Some((before, after, spot)) = self.pending.pop() {
                let pair = (self.before.definitions[before], self.after.definitions[after]);
                let spot = self.widened(spot, pair);
                self.definition(pair, &spot);
            }
            if !self.next_derived() {
                return;
            }
        }
    }

    fn component_pair(&mut self, before: &'a TypeName, after: &'a TypeName) {
        let (Some(old), Some(new)) = (self.before.definitions.get(before), self.after.definitions.get(after)) else {
            return;
        };
        let (old, new) = (*old, *new);
        let (Some(old_name), Some(new_name)) = (component(old), component(new)) else { return };
        let mut spot = self.spot(old_name, Some(old), Some(new));
        if before != after {
            let finding = Finding::at(Some(&old.place), Some(&new.place))
                .rust(Some(rust::definition(old)), Some(rust::definition(new)));
            if old_name == new_name {
                self.tell(&rules::TYPE_RENAMED, &spot, finding.detail(format!("`{before}` → `{after}`")));
            } else {
                self.tell(&rules::SCHEMA_RENAMED, &spot, finding.detail(format!("`{old_name}` → `{new_name}`")));
            }
            spot.is_renamed = true;
        }
        self.pending.push((before, after, spot));
    }

    /// The spot of a component.
    fn spot(&self, name: &str, before: Option<&Definition>, after: Option<&Definition>) -> Spot {
        let spot = Spot {
            subject: name.to_owned(),
            key: name.to_owned(),
            schema: Some(name.to_owned()),
            operations: Reach::of(before, after),
            ..Spot::default()
        };
        Spot { usage: self.usage(before, after), ..spot }
    }

    /// Which sides of the wire carry a definition, in either client.
    fn usage(&self, before: Option<&Definition>, after: Option<&Definition>) -> Usage {
        let old = before.map(|definition| self.before.usage_of(&definition.name)).unwrap_or_default();
        old.with(after.map(|definition| self.after.usage_of(&definition.name)).unwrap_or_default())
    }

    /// The spot of a definition that stands inline: what reaches it is asked again, of it alone.
    fn widened(&self, spot: Spot, (old, new): Pair<'a>) -> Spot {
        let operations = Reach::of(Some(old), Some(new));
        Spot { operations, usage: self.usage(Some(old), Some(new)), ..spot }
    }

    /// The ids of the operations that reach a spot.
    pub(super) fn operation_ids(&self, reach: &Reach) -> Vec<String> {
        match reach {
            Reach::These(ids) => ids.to_vec(),
            Reach::Of(definitions) => {
                let [before, after] = definitions.as_ref();
                self.operations_of(before.as_ref(), after.as_ref())
            }
        }
    }

    fn operations_of(&self, before: Option<&TypeName>, after: Option<&TypeName>) -> Vec<String> {
        let id = |index: usize| self.after.api.operations[index].id.clone();
        let mut found: BTreeSet<usize> = after.into_iter().flat_map(|name| self.after.operations_of(name)).collect();
        let old: BTreeSet<usize> = before.into_iter().flat_map(|name| self.before.operations_of(name)).collect();
        found.extend(self.operations.pairs.iter().filter(|(one, _)| old.contains(one)).map(|(_, other)| *other));
        let gone = self.operations.removed.iter().filter(|index| old.contains(index));
        let gone = gone.map(|&index| self.before.api.operations[index].id.clone());
        found.into_iter().map(id).chain(gone).collect()
    }

    fn definition(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        if self.told.contains(&old.name) {
            return;
        }
        let at = || Finding::at(Some(&old.place), Some(&new.place));
        // Of what stands inline, the property that it stands in is told.
        let is_told = |rule: &Rule, change: &Change| {
            rule == change.rule
                && (&change.before, &change.after) == (&Some(old.place.clone()), &Some(new.place.clone()))
        };
        match (old.deprecated, new.deprecated) {
            (true, true) | (false, false) => {}
            _ if self.changes.iter().any(|change| {
                is_told(&rules::PROPERTY_DEPRECATED, change) || is_told(&rules::PROPERTY_UNDEPRECATED, change)
            }) => {}
            (false, true) => self.tell(&rules::SCHEMA_DEPRECATED, spot, at()),
            (true, false) => self.tell(&rules::SCHEMA_UNDEPRECATED, spot, at()),
        }
        let item = Some(rust::definition(new));
        let still = at().rust(item.clone(), item);
        // Of another kind or type, the limits are others.
        let is_limited_otherwise =
            self.is_kind_same((old, new), spot) && self.limits((&old.declared, &new.declared), &still, spot);
        if old.docs != new.docs && !spot.is_renamed && !is_limited_otherwise {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, at().value("schema"));
        }
        if old.nullable != new.nullable {
            self.nulls.push(((old, new), spot.clone()));
        }
        match (&old.kind, &new.kind) {
            (Kind::Struct(before), Kind::Struct(after)) => self.object((old, new), (before, after), spot),
            (Kind::StringEnum(before), Kind::StringEnum(after)) => {
                self.values((old, new), (&before.values, &after.values), spot);
                self.catch_all((old, new), (&before.unknown, &after.unknown), spot);
            }
            (Kind::IntegerEnum(before), Kind::IntegerEnum(after)) => {
                self.values((old, new), (&before.values, &after.values), spot);
                self.catch_all((old, new), (&before.unknown, &after.unknown), spot);
            }
            (Kind::Union(before), Kind::Union(after)) => self.union((old, new), (before, after), spot),
            (Kind::Alias(before), Kind::Alias(after)) | (Kind::Newtype(before), Kind::Newtype(after)) => {
                self.meaning((old, new), (before, after), spot);
            }
            (_, _) => {
                let detail = format!("{} → {}", kind(&self.before, old), kind(&self.after, new));
                let finding = at().detail(detail).rust(Some(rust::definition(old)), Some(rust::definition(new)));
                self.tell(&rules::SCHEMA_KIND_CHANGED, spot, finding);
            }
        }
    }

    /// Whether both are of one kind, and other names of one type.
    fn is_kind_same(&mut self, (old, new): Pair<'a>, spot: &Spot) -> bool {
        match (&old.kind, &new.kind) {
            (Kind::Alias(before), Kind::Alias(after)) | (Kind::Newtype(before), Kind::Newtype(after)) => {
                self.is_same(before, after, spot)
            }
            (before, after) => std::mem::discriminant(before) == std::mem::discriminant(after),
        }
    }

    /// Another name of a type.
    fn meaning(&mut self, (old, new): Pair<'a>, (before, after): (&'a Type, &'a Type), spot: &Spot) {
        if !self.is_same(before, after, spot) {
            let finding = Finding::at(Some(&old.place), Some(&new.place))
                .detail(format!("{} → {}", wire(&self.before, before), wire(&self.after, after)))
                .rust(Some(rust::definition(old)), Some(rust::definition(new)));
            self.tell(&rules::SCHEMA_KIND_CHANGED, spot, finding);
        }
    }

    /// The values of an enum, each for itself.
    fn values<T: PartialEq + ToString>(
        &mut self,
        (old, new): Pair<'a>,
        (before, after): (&[EnumValue<T>], &[EnumValue<T>]),
        spot: &Spot,
    ) {
        for value in before.iter().filter(|value| after.iter().all(|known| known.wire != value.wire)) {
            let finding = Finding::at(Some(&value.place), Some(&new.place.child("enum")))
                .detail(format!("`{}`", value.wire.to_string()))
                .value(value.wire.to_string())
                .rust(Some(rust::member(&old.name, &value.name, None)), None);
            let rule = spot.rule(Some(&rules::REQUEST_ENUM_VALUE_REMOVED), Some(&rules::RESPONSE_ENUM_VALUE_REMOVED));
            rule.into_iter().for_each(|rule| self.tell(rule, spot, finding.clone()));
        }
        for value in after {
            let known = before.iter().find(|known| known.wire == value.wire);
            if let Some(known) = known.filter(|known| known.name != value.name) {
                let finding = Finding::at(Some(&known.place), Some(&value.place))
                    .detail(format!("`{}`", value.wire.to_string()))
                    .value(value.wire.to_string())
                    .rust(
                        Some(rust::member(&old.name, &known.name, None)),
                        Some(rust::member(&new.name, &value.name, None)),
                    );
                self.tell(&rules::MEMBER_RENAMED, spot, finding);
            }
            match known {
                Some(known) if known.docs != value.docs => {
                    let finding = Finding::at(Some(&known.place), Some(&value.place)).value(value.wire.to_string());
                    self.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
                }
                Some(_) => {}
                None => {
                    let finding = Finding::at(Some(&old.place.child("enum")), Some(&value.place))
                        .detail(format!("`{}`", value.wire.to_string()))
                        .value(value.wire.to_string())
                        .rust(None, Some(rust::member(&new.name, &value.name, None)));
                    let rule =
                        spot.rule(Some(&rules::REQUEST_ENUM_VALUE_ADDED), Some(&rules::RESPONSE_ENUM_VALUE_ADDED));
                    rule.into_iter().for_each(|rule| self.tell(rule, spot, finding.clone()));
                }
            }
        }
    }

    fn catch_all(&mut self, (old, new): Pair<'a>, (before, after): (&VariantName, &VariantName), spot: &Spot) {
        if before != after {
            let finding = Finding::at(Some(&old.place), Some(&new.place))
                .rust(Some(rust::member(&old.name, before, None)), Some(rust::member(&new.name, after, None)));
            self.tell(&rules::CATCH_ALL_RENAMED, spot, finding);
        }
    }

    fn union(&mut self, owners: Pair<'a>, (before, after): (&'a Union, &'a Union), spot: &Spot) {
        let (old, new) = owners;
        let (pairs, removed, added) = renames::variants(
            (&self.before, &before.variants),
            (&self.after, &after.variants),
            (&self.pairs, &self.paired),
        );
        for variant in removed {
            let finding = Finding::at(Some(&variant.place), Some(&new.place))
                .detail(wire(&self.before, &variant.ty))
                .value(fingerprint::alternative(&self.before, &before.variants, variant))
                .rust(Some(rust::member(&old.name, &variant.name, Some(&variant.ty))), None);
            self.tell(&rules::UNION_VARIANT_REMOVED, spot, finding);
        }
        for variant in added {
            let finding = Finding::at(Some(&old.place), Some(&variant.place))
                .detail(wire(&self.after, &variant.ty))
                .value(fingerprint::alternative(&self.after, &after.variants, variant))
                .rust(None, Some(rust::member(&new.name, &variant.name, Some(&variant.ty))));
            self.tell(&rules::UNION_VARIANT_ADDED, spot, finding);
        }
        self.renamed_variants(owners, &pairs, spot);
        for &(known, variant) in &pairs {
            let what = fingerprint::alternative(&self.before, &before.variants, known);
            let part = Spot { key: format!("{}|{what}", spot.key), ..spot.part(&format!("|{}", variant.name)) };
            // A type that stands inline is called after the variant.
            let part = Spot { is_renamed: spot.is_renamed || known.name != variant.name, ..part };
            if self.is_same(&known.ty, &variant.ty, &part) {
                self.alternative((known, variant), new, &part);
            } else {
                let finding = Finding::at(Some(&known.place), Some(&variant.place))
                    .detail(format!("{} → {}", wire(&self.before, &known.ty), wire(&self.after, &variant.ty)))
                    .value(what)
                    .rust(
                        Some(rust::member(&old.name, &known.name, Some(&known.ty))),
                        Some(rust::member(&new.name, &variant.name, Some(&variant.ty))),
                    )
                    .rusts(&self.redefined(&known.ty, &variant.ty));
                self.tell(&rules::UNION_VARIANT_CHANGED, spot, finding);
                self.derived(&known.ty, &variant.ty, &part);
            }
        }
        let are_told_otherwise = pairs.iter().any(|(known, variant)| known.tags != variant.tags);
        if before.discriminator != after.discriminator || are_told_otherwise {
            let finding = Finding::at(Some(&old.place), Some(&new.place));
            let detail = format!("{} → {}", discriminator(before), discriminator(after));
            self.tell(&rules::DISCRIMINATOR_CHANGED, spot, finding.detail(detail));
        }
        self.catch_all(owners, (&before.unknown, &after.unknown), spot);
    }

    /// What is said of an alternative of the same type.
    fn alternative(&mut self, (known, variant): (&'a UnionVariant, &'a UnionVariant), new: &Definition, spot: &Spot) {
        let item = Some(rust::member(&new.name, &variant.name, Some(&variant.ty)));
        let at = Finding::at(Some(&known.place), Some(&variant.place));
        let still = at.clone().rust(item.clone(), item);
        let is_limited_otherwise = self.limits((&known.declared, &variant.declared), &still, spot);
        if known.docs != variant.docs && !is_limited_otherwise {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, at);
        }
    }

    /// The variants that have another name though they hold the same: one line, since they change places.
    fn renamed_variants(&mut self, (old, new): Pair<'a>, pairs: &[(&'a UnionVariant, &'a UnionVariant)], spot: &Spot) {
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
        self.tell(&rules::MEMBER_RENAMED, spot, finding);
    }
}

/// What tells the alternatives apart, with the values of each.
fn discriminator(union: &Union) -> String {
    let Some(property) = &union.discriminator else { return "none".to_owned() };
    let values: Vec<&str> = union.variants.iter().flat_map(|variant| &variant.tags).map(String::as_str).collect();
    if values.is_empty() { format!("`{property}`") } else { format!("`{property}`: `{}`", values.join("`, `")) }
}
