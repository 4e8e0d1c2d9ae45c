//! Tags: which are there, what each is called, and which operations it has.

use crate::{
    diff::{
        change::{
            finding::Finding,
            rust,
            spot::{Reach, Spot},
        },
        comparison::Comparison,
        rules,
        sameness::pairs::Pair,
    },
    ir::{Api, Group, Operation},
};

/// Compares the tags of both clients.
pub(crate) fn compare_tags<'a>(comparison: &mut Comparison<'a>) {
    let (before, after) = (&comparison.before.api.groups, &comparison.after.api.groups);
    for group in before {
        let new = comparison.tags.get(group.tag.as_str()).and_then(|tag| find(after, tag));
        match new {
            Some(new) => compare_tag(comparison, (group, new)),
            None => tell_removed_tag(comparison, group),
        }
    }
    let known: Vec<&str> = comparison.tags.values().copied().collect();
    for group in after.iter().filter(|group| !known.contains(&group.tag.as_str())) {
        let stay = comparison.operations.pairs.iter().map(|(_, index)| index);
        let joined = stay.filter(|index| group.operations.contains(index));
        let methods = joined.map(|&index| rust::method_in(group, &comparison.after.api.operations[index]));
        let at = Finding::at(None, Some(&group.place));
        let finding = at.rust(None, Some(rust::accessor(group))).added(methods);
        comparison.tell(&rules::TAG_ADDED, &tag_spot(comparison.after.api, group), finding);
    }
}

fn tell_removed_tag<'a>(comparison: &mut Comparison<'a>, group: &'a Group) {
    let stay = comparison.operations.pairs.iter().map(|(index, _)| index);
    let left = stay.filter(|index| group.operations.contains(index));
    let methods = left.map(|&index| rust::method_in(group, &comparison.before.api.operations[index]));
    let at = Finding::at(Some(&group.place), None);
    let finding = at.rust(Some(rust::accessor(group)), None).gone(methods);
    comparison.tell(&rules::TAG_REMOVED, &tag_spot(comparison.before.api, group), finding);
}

/// A tag that both have. One line tells of another name, whatever operations it has.
fn compare_tag<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Group>) {
    let spot =
        Spot { subject: old.tag.clone(), key: format!("tag {}", old.tag), ..tag_spot(comparison.after.api, new) };
    let at = Finding::at(Some(&old.place), Some(&new.place));
    let items = at
        .clone()
        .rust(Some(rust::group(old)), Some(rust::group(new)))
        .rust(Some(rust::accessor(old)), Some(rust::accessor(new)));
    if old.tag != new.tag {
        comparison.tell(&rules::TAG_RENAMED, &spot, items.detail(format!("`{}` → `{}`", old.tag, new.tag)));
    } else if (&old.name, &old.accessor) != (&new.name, &new.accessor) {
        comparison.tell(&rules::TYPE_RENAMED, &spot, items.detail(format!("`{}` → `{}`", old.name, new.name)));
    }
    if old.docs != new.docs {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, &spot, at.value("tag"));
    }
}

/// The groups that an operation is in before and after.
pub(super) fn shared_groups<'a>(comparison: &Comparison<'a>, (one, other): (usize, usize)) -> Vec<Pair<'a, Group>> {
    let (before, after) = (&comparison.before.api.groups, &comparison.after.api.groups);
    let pairs = before.iter().filter_map(|group| {
        let new = comparison.tags.get(group.tag.as_str()).and_then(|tag| find(after, tag))?;
        Some((group, new))
    });
    pairs.filter(|(old, new)| old.operations.contains(&one) && new.operations.contains(&other)).collect()
}

/// The tags of an operation; one that is new or gone as a whole is told for itself.
pub(super) fn compare_memberships<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    (one, other): (usize, usize),
    spot: &Spot,
) {
    let (before, after) = (&comparison.before.api.groups, &comparison.after.api.groups);
    let at = || Finding::at(Some(&old.place.child("tags")), Some(&new.place.child("tags")));
    let tags = comparison.tags.clone();
    let newer = |group: &Group| tags.get(group.tag.as_str()).and_then(|tag| find(after, tag));
    let older = |group: &Group| {
        let tag = tags.iter().find(|(_, new)| **new == group.tag).map(|(old, _)| *old);
        tag.and_then(|tag| find(before, tag))
    };
    for group in before.iter().filter(|group| group.operations.contains(&one)) {
        if newer(group).is_some_and(|same| !same.operations.contains(&other)) {
            let finding = at().detail(format!("`{}`", group.tag)).value(group.tag.clone());
            let finding = finding.rust(Some(rust::method_in(group, old)), None);
            comparison.tell(&rules::OPERATION_LEFT_TAG, spot, finding);
        }
    }
    for group in after.iter().filter(|group| group.operations.contains(&other)) {
        if older(group).is_some_and(|same| !same.operations.contains(&one)) {
            let finding = at().detail(format!("`{}`", group.tag)).value(group.tag.clone());
            let finding = finding.rust(None, Some(rust::method_in(group, new)));
            comparison.tell(&rules::OPERATION_JOINED_TAG, spot, finding);
        }
    }
}

fn find<'g>(groups: &'g [Group], tag: &str) -> Option<&'g Group> {
    groups.iter().find(|group| group.tag == tag)
}

fn tag_spot(api: &Api, group: &Group) -> Spot {
    Spot {
        subject: group.tag.clone(),
        key: format!("tag {}", group.tag),
        operations: Reach::These(group.operations.iter().map(|&index| api.operations[index].id.clone()).collect()),
        ..Spot::default()
    }
}
