//! Objects: which properties both have, and what is said of all the others.

use super::{
    Comparison, Finding,
    branches::is_plain,
    fields::{Owners, counts},
    renames, rules, rust,
    types::Spot,
};
use crate::ir::{Definition, Field, Struct};

impl<'a> Comparison<'a> {
    pub(super) fn object(&mut self, owners: Owners<'a>, (before, after): (&'a Struct, &'a Struct), spot: &Spot) {
        self.objects.push((owners, spot.clone()));
        let is_there = |fields: &[Field], wire: &str| fields.iter().any(|field| field.wire == wire);
        let missing = |from: &'a [Field], in_: &[Field]| -> Vec<(usize, &'a Field)> {
            let fields = from.iter().enumerate();
            fields.filter(|(_, field)| !is_there(in_, &field.wire) && counts(field)).collect()
        };
        let mut removed = missing(&before.fields, &after.fields);
        let mut added = missing(&after.fields, &before.fields);
        let renamed =
            renames::fields((&self.before, &mut removed), (&self.after, &mut added), (&self.pairs, &self.paired));
        for (_, field) in removed {
            self.removed(owners, field, spot);
        }
        for (_, field) in added {
            self.added(owners, field, spot);
        }
        for (old, new) in renamed {
            let finding = self
                .finding(owners, (old, new))
                .detail(format!("`{}` → `{}`", old.wire, new.wire))
                .value(new.wire.clone());
            // Types that stand inline are called after the property.
            let spot = Spot { is_renamed: true, ..spot.part(&format!(".{}", old.wire)) };
            let rule = spot.rule(Some(&rules::REQUEST_PROPERTY_RENAMED), Some(&rules::RESPONSE_PROPERTY_RENAMED));
            rule.into_iter().for_each(|rule| self.tell(rule, &spot, finding.clone()));
            self.field(owners, (old, new), &spot);
        }
        for old in &before.fields {
            if let Some(new) = after.fields.iter().find(|new| new.wire == old.wire) {
                match (counts(old), counts(new)) {
                    (true, true) => self.field(owners, (old, new), &spot.part(&format!(".{}", old.wire))),
                    (false, true) => self.added(owners, new, spot),
                    (true, false) => self.removed(owners, old, spot),
                    (false, false) => {}
                }
            }
        }
        self.additional(owners, (before, after), spot);
        self.alternatives(owners, (before, after), spot);
        self.branches(owners, (before, after), spot);
    }

    /// What the alternatives require that are one struct.
    fn alternatives(&mut self, (old, new): Owners<'a>, (before, after): (&'a Struct, &'a Struct), spot: &Spot) {
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
        let rule = spot.rule(Some(&rules::REQUEST_MERGED_CHANGED), Some(&rules::RESPONSE_MERGED_CHANGED));
        rule.into_iter().for_each(|rule| self.tell(rule, spot, finding.clone()));
    }

    fn additional(&mut self, (old, new): Owners<'a>, (before, after): (&'a Struct, &'a Struct), spot: &Spot) {
        let at = Finding::at(Some(&old.place), Some(&new.place));
        let item = |owner: &Definition, object: &Struct| {
            object.additional.as_ref().map(|(name, ty)| rust::map(&owner.name, name, ty))
        };
        let at = at.rust(item(old, before), item(new, after));
        match (&before.additional, &after.additional) {
            (None, Some(_)) => self.tell(&rules::MAP_ADDED, spot, at),
            (Some(_), None) => self.tell(&rules::MAP_REMOVED, spot, at),
            (Some((_, one)), Some((_, other))) => {
                let part = spot.part("{}");
                if !self.is_same(one, other, &part) {
                    self.tell(&rules::MAP_CHANGED, spot, at);
                    self.derived(one, other, &part);
                }
            }
            (None, None) if before.closed != after.closed => {
                let detail = if after.closed { "now forbidden" } else { "no longer forbidden" };
                let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(detail);
                self.tell(&rules::UNDECLARED_CHANGED, spot, finding);
            }
            (None, None) => {}
        }
    }
}
