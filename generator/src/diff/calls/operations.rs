//! Tags and operations: which are there, what each is called, what it takes and gives.

use super::{
    Comparison, Finding,
    index::{blank, operation_key},
    renames, rules, rust,
    types::{Reach, Spot},
};
use crate::ir::{Api, Group, Operation};

/// An operation of either side.
pub(super) type Pair<'a> = (&'a Operation, &'a Operation);

impl<'a> Comparison<'a> {
    pub(super) fn tags(&mut self) {
        let (before, after) = (&self.before.api.groups, &self.after.api.groups);
        self.tags = renames::tags((before, after), &self.operations);
        for group in before {
            let new = self.tags.get(group.tag.as_str()).and_then(|tag| find(after, tag));
            match new {
                Some(new) => self.tag((group, new)),
                None => self.tag_removed(group),
            }
        }
        let known: Vec<&str> = self.tags.values().copied().collect();
        for group in after.iter().filter(|group| !known.contains(&group.tag.as_str())) {
            let stay = self.operations.pairs.iter().map(|(_, index)| index);
            let joined = stay.filter(|index| group.operations.contains(index));
            let methods = joined.map(|&index| rust::method_in(Some(group), &self.after.api.operations[index]));
            let at = Finding::at(None, Some(&group.place));
            let finding = at.rust(None, Some(rust::accessor(group))).added(methods);
            self.tell(&rules::TAG_ADDED, &tag_spot(self.after.api, group), finding);
        }
    }

    fn tag_removed(&mut self, group: &'a Group) {
        let stay = self.operations.pairs.iter().map(|(index, _)| index);
        let left = stay.filter(|index| group.operations.contains(index));
        let methods = left.map(|&index| rust::method_in(Some(group), &self.before.api.operations[index]));
        let at = Finding::at(Some(&group.place), None);
        let finding = at.rust(Some(rust::accessor(group)), None).gone(methods);
        self.tell(&rules::TAG_REMOVED, &tag_spot(self.before.api, group), finding);
    }

    /// A tag that both have. One line tells of another name, whatever operations it has.
    fn tag(&mut self, (old, new): (&'a Group, &'a Group)) {
        let spot = Spot { subject: old.tag.clone(), key: format!("tag {}", old.tag), ..tag_spot(self.after.api, new) };
        let at = Finding::at(Some(&old.place), Some(&new.place));
        let items = at
            .clone()
            .rust(Some(rust::group(old)), Some(rust::group(new)))
            .rust(Some(rust::accessor(old)), Some(rust::accessor(new)));
        if old.tag != new.tag {
            self.tell(&rules::TAG_RENAMED, &spot, items.detail(format!("`{}` → `{}`", old.tag, new.tag)));
        } else if (&old.name, &old.accessor) != (&new.name, &new.accessor) {
            self.tell(&rules::TYPE_RENAMED, &spot, items.detail(format!("`{}` → `{}`", old.name, new.name)));
        }
        if old.docs != new.docs {
            self.tell(&rules::DOCUMENTATION_CHANGED, &spot, at.value("tag"));
        }
    }

    pub(super) fn operations(&mut self) {
        for &index in &self.operations.removed.clone() {
            let operation = &self.before.api.operations[index];
            let finding = Finding::at(Some(&operation.place), None)
                .detail(format!("`{} {}`", operation.method, operation.path))
                .gone(rust::methods(self.before.api, index));
            self.tell(&rules::OPERATION_REMOVED, &spot(operation), finding);
        }
        for &index in &self.operations.added.clone() {
            let operation = &self.after.api.operations[index];
            let finding = Finding::at(None, Some(&operation.place))
                .detail(format!("`{} {}`", operation.method, operation.path))
                .added(rust::methods(self.after.api, index));
            self.tell(&rules::OPERATION_ADDED, &spot(operation), finding);
        }
        for (one, other) in self.operations.pairs.clone() {
            let pair = (&self.before.api.operations[one], &self.after.api.operations[other]);
            self.operation(pair, (one, other));
        }
    }

    fn operation(&mut self, (old, new): Pair<'a>, positions: (usize, usize)) {
        let mut spot = Spot { key: operation_key(old), ..spot(new) };
        let at = Finding::at(Some(&old.place), Some(&new.place));
        let methods =
            at.clone().rust(Some(rust::method(self.before.api, old)), Some(rust::method(self.after.api, new)));
        let item = Some(rust::method(self.after.api, new));
        let still = at.clone().rust(item.clone(), item);
        if (&old.id, &old.name, &old.type_name) != (&new.id, &new.name, &new.type_name) {
            let detail = format!("`{}` → `{}`", old.id, new.id);
            self.tell(&rules::OPERATION_RENAMED, &spot, methods.clone().detail(detail));
            spot.is_renamed = true;
        }
        if (&old.method, blank(&old.path)) != (&new.method, blank(&new.path)) {
            let detail = format!("`{} {}` → `{} {}`", old.method, old.path, new.method, new.path);
            self.tell(&rules::OPERATION_MOVED, &spot, at.clone().detail(detail));
        }
        self.memberships((old, new), positions, &spot);
        match (old.deprecated, new.deprecated) {
            (false, true) => self.tell(&rules::OPERATION_DEPRECATED, &spot, still),
            (true, false) => self.tell(&rules::OPERATION_UNDEPRECATED, &spot, still),
            (true, true) | (false, false) => {}
        }
        if old.docs != new.docs {
            self.tell(&rules::DOCUMENTATION_CHANGED, &spot, at.clone().value("operation"));
        }
        if old.idempotent != new.idempotent {
            let told = |idempotent: Option<bool>| match idempotent {
                Some(true) => "may be sent twice",
                Some(false) => "must not be sent twice",
                None => "by its method",
            };
            let detail = format!("{} → {}", told(old.idempotent), told(new.idempotent));
            self.tell(&rules::OPERATION_IDEMPOTENCE_CHANGED, &spot, at.clone().detail(detail));
        }
        match (&old.pagination, &new.pagination) {
            (None, Some(_)) => self.tell(&rules::PAGINATION_ADDED, &spot, at),
            (Some(_), None) => self.tell(&rules::PAGINATION_REMOVED, &spot, at),
            (Some(one), Some(other)) if one != other => self.tell(&rules::PAGINATION_CHANGED, &spot, at),
            (_, _) => {}
        }
        self.parameters((old, new), &spot);
        self.body((old, new), &spot);
        self.answers((old, new), &spot);
        self.own_security((old, new), &spot);
        self.own_servers((old, new), &spot);
    }

    /// The tags of an operation; one that is new or gone as a whole is told for itself.
    fn memberships(&mut self, (old, new): Pair<'a>, (one, other): (usize, usize), spot: &Spot) {
        let (before, after) = (&self.before.api.groups, &self.after.api.groups);
        let at = || Finding::at(Some(&old.place.child("tags")), Some(&new.place.child("tags")));
        let tags = self.tags.clone();
        let newer = |group: &Group| tags.get(group.tag.as_str()).and_then(|tag| find(after, tag));
        let older = |group: &Group| {
            let tag = tags.iter().find(|(_, new)| **new == group.tag).map(|(old, _)| *old);
            tag.and_then(|tag| find(before, tag))
        };
        for group in before.iter().filter(|group| group.operations.contains(&one)) {
            if newer(group).is_some_and(|same| !same.operations.contains(&other)) {
                let finding = at().detail(format!("`{}`", group.tag)).value(group.tag.clone());
                let finding = finding.rust(Some(rust::method_in(Some(group), old)), None);
                self.tell(&rules::OPERATION_LEFT_TAG, spot, finding);
            }
        }
        for group in after.iter().filter(|group| group.operations.contains(&other)) {
            if older(group).is_some_and(|same| !same.operations.contains(&one)) {
                let finding = at().detail(format!("`{}`", group.tag)).value(group.tag.clone());
                let finding = finding.rust(None, Some(rust::method_in(Some(group), new)));
                self.tell(&rules::OPERATION_JOINED_TAG, spot, finding);
            }
        }
    }
}

fn find<'g>(groups: &'g [Group], tag: &str) -> Option<&'g Group> {
    groups.iter().find(|group| group.tag == tag)
}

fn spot(operation: &Operation) -> Spot {
    Spot {
        subject: operation.id.clone(),
        key: operation_key(operation),
        operations: Reach::These([operation.id.clone()].into()),
        ..Spot::default()
    }
}

fn tag_spot(api: &Api, group: &Group) -> Spot {
    Spot {
        subject: group.tag.clone(),
        key: format!("tag {}", group.tag),
        operations: Reach::These(group.operations.iter().map(|&index| api.operations[index].id.clone()).collect()),
        ..Spot::default()
    }
}
