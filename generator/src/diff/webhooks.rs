//! Webhooks: each is known by its name on the wire, which is what `Webhook::read` takes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    change::{finding::Finding, item::Item, rust, spot::Spot},
    comparison::Comparison,
    models::types::{exchanged, gained, lost, tell_match},
    rules,
    sameness::{index::Index, pairs::take_pairs, wire::wire},
};
use crate::{
    ir::{Definition, Kind, Operation, Type, UnionVariant, Webhooks},
    naming::TypeName,
};

/// A webhook: its name on the wire, the enum of all, and its variant there.
#[derive(Clone, Copy, PartialEq)]
struct Webhook<'a> {
    wire: &'a str,
    /// Of a callback that is called after its operation: the index of that, and its own name there.
    callback: Option<(usize, &'a str)>,
    owner: &'a TypeName,
    variant: &'a UnionVariant,
}

/// A webhook of either side.
type Pair<'a> = (Webhook<'a>, Webhook<'a>);

/// Compares the webhooks of both clients.
pub(super) fn compare_webhooks(comparison: &mut Comparison<'_>) {
    let (mut removed, mut added) = (webhooks(&comparison.before), webhooks(&comparison.after));
    for (old, new) in take_pairs(&mut removed, &mut added, |webhook| webhook.wire, |webhook| webhook.wire) {
        compare_webhook(comparison, (&old, &new));
    }
    // `pet.created` and `pet_created` have one variant: all that shows the difference is what the API sends.
    for (old, new) in take_pairs(&mut removed, &mut added, variant, variant) {
        let items = (Some(item(&old)), Some(item(&new)));
        let finding = at((&old, &new)).detail(format!("`{}` → `{}`", old.wire, new.wire)).rust(items.0, items.1);
        comparison.tell(&rules::WEBHOOK_RENAMED, &spot(&old), finding);
        compare_webhook(comparison, (&old, &new));
    }
    for (old, new) in renamed(comparison, &mut removed, &mut added) {
        let items = (Some(item(&old)), Some(item(&new)));
        let finding = at((&old, &new)).detail(format!("`{}` → `{}`", old.wire, new.wire)).rust(items.0, items.1);
        comparison.tell(&rules::WEBHOOK_AND_VARIANT_RENAMED, &spot(&old), finding);
        compare_payload(comparison, (&old, &new));
    }
    for old in removed {
        let finding = Finding::at(Some(&old.variant.place), None).rust(Some(item(&old)), None);
        let finding = finding.rusts(&lost(comparison, &old.variant.ty));
        comparison.tell(&rules::WEBHOOK_REMOVED, &spot(&old), finding);
    }
    for new in added {
        let finding = Finding::at(None, Some(&new.variant.place)).rust(None, Some(item(&new)));
        let finding = finding.rusts(&gained(comparison, &new.variant.ty));
        comparison.tell(&rules::WEBHOOK_ADDED, &spot(&new), finding);
    }
}

/// Takes out of both lists what is the same webhook under another name and with another variant: a callback that stands where it stood,
/// though its operation is called otherwise; one that another operation has now; what alone has its payload on either side.
fn renamed<'a>(
    comparison: &Comparison<'a>,
    removed: &mut Vec<Webhook<'a>>,
    added: &mut Vec<Webhook<'a>>,
) -> Vec<Pair<'a>> {
    // createOrder.shipped -> placeOrder.shipped; createOrder.shipped -> payOrder.shipped; petAdded: Pet -> petCame: Pet
    let newer: BTreeMap<usize, usize> = comparison.operations.pairs.iter().copied().collect();
    let kept: BTreeSet<usize> = newer.values().copied().collect();
    let in_newer = |webhook: &Webhook<'a>| webhook.callback.and_then(|(index, name)| Some((*newer.get(&index)?, name)));
    let mut found = take_keyed(removed, added, in_newer, |webhook| webhook.callback);
    // Of operations that were never there together, one has nothing of the other.
    let old_callback = |webhook: &Webhook<'a>| webhook.callback.filter(|(index, _)| newer.contains_key(index));
    let new_callback = |webhook: &Webhook<'a>| webhook.callback.filter(|(index, _)| kept.contains(index));
    let old_name = |webhook: &Webhook<'a>| old_callback(webhook).map(|(_, name)| name);
    let new_name = |webhook: &Webhook<'a>| new_callback(webhook).map(|(_, name)| name);
    let old_payload = |webhook: &Webhook<'a>| comparison.known.newer(payload(webhook)?);
    let moved_from = |webhook: &Webhook<'a>| Some((old_name(webhook)?, old_payload(webhook)?));
    found.extend(take_keyed(removed, added, moved_from, |webhook| Some((new_name(webhook)?, payload(webhook)?))));
    let all = (webhooks(&comparison.before), webhooks(&comparison.after));
    let is_alone = |all: &[Webhook<'a>], webhook: &Webhook<'a>| {
        all.iter().filter(|other| other.variant.ty == webhook.variant.ty).count() == 1
    };
    let may_be_old = |webhook: &Webhook<'a>| webhook.callback.is_none() || old_callback(webhook).is_some();
    let may_be_new = |webhook: &Webhook<'a>| webhook.callback.is_none() || new_callback(webhook).is_some();
    let old_alone =
        |webhook: &Webhook<'a>| old_payload(webhook).filter(|_| may_be_old(webhook) && is_alone(&all.0, webhook));
    let new_alone =
        |webhook: &Webhook<'a>| payload(webhook).filter(|_| may_be_new(webhook) && is_alone(&all.1, webhook));
    found.extend(take_keyed(removed, added, old_alone, new_alone));
    found
}

/// As `take_pairs`, of those that have a key.
fn take_keyed<'a, K: Ord>(
    before: &mut Vec<Webhook<'a>>,
    after: &mut Vec<Webhook<'a>>,
    key_before: impl Fn(&Webhook<'a>) -> Option<K>,
    key_after: impl Fn(&Webhook<'a>) -> Option<K>,
) -> Vec<Pair<'a>> {
    let (mut old, mut new) = (before.clone(), after.clone());
    old.retain(|webhook| key_before(webhook).is_some());
    new.retain(|webhook| key_after(webhook).is_some());
    let pairs = take_pairs(&mut old, &mut new, key_before, key_after);
    before.retain(|webhook| pairs.iter().all(|(one, _)| one != webhook));
    after.retain(|webhook| pairs.iter().all(|(_, other)| other != webhook));
    pairs
}

/// A webhook that both have: its variant, and what that holds.
fn compare_webhook<'a>(comparison: &mut Comparison<'a>, (old, new): (&Webhook<'a>, &Webhook<'a>)) {
    let at = at((old, new));
    compare_payload(comparison, (old, new));
    let is_same = comparison.match_types(&old.variant.ty, &new.variant.ty).is_same();
    if is_same && old.variant.name != new.variant.name {
        let names = format!("`{}` → `{}`", old.variant.name, new.variant.name);
        let finding = at.clone().rust(Some(item(old)), Some(item(new))).detail(names);
        comparison.tell(&rules::MEMBER_RENAMED, &spot(old), finding);
    }
    if old.variant.docs != new.variant.docs && old.wire == new.wire {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, &spot(old), at.value("webhook"));
    }
}

/// What a webhook holds that both have.
fn compare_payload<'a>(comparison: &mut Comparison<'a>, (old, new): (&Webhook<'a>, &Webhook<'a>)) {
    let spot = spot(old);
    let types = comparison.match_types(&old.variant.ty, &new.variant.ty);
    let is_same = types.is_same();
    tell_match(comparison, types, &spot);
    if !is_same {
        let payload = (wire(&comparison.before, &old.variant.ty), wire(&comparison.after, &new.variant.ty));
        let finding = at((old, new)).rust(Some(item(old)), Some(item(new)));
        let finding = finding.detail(format!("{} → {}", payload.0, payload.1)).rusts(&exchanged(
            comparison,
            &old.variant.ty,
            &new.variant.ty,
        ));
        comparison.tell(&rules::WEBHOOK_PAYLOAD_CHANGED, &spot, finding);
    }
}

fn webhooks<'a>(index: &Index<'a>) -> Vec<Webhook<'a>> {
    let Some(Webhooks { ty, wires, callbacks }) = &index.api.webhooks else { return Vec::new() };
    let Some(Definition { name, kind: Kind::Union(union), .. }) = index.named(ty) else { return Vec::new() };
    let first = wires.len() - callbacks;
    let all = wires.iter().zip(&union.variants).enumerate().map(|(position, (wire, variant))| {
        let callback = (position >= first).then(|| callback(index, wire, variant)).flatten();
        Webhook { wire, callback, owner: name, variant }
    });
    all.collect()
}

/// The operation of a callback, and what the callback is called there. One that stands among the components has a name of its own.
fn callback<'a>(index: &Index<'a>, wire: &'a str, variant: &UnionVariant) -> Option<(usize, &'a str)> {
    let place = variant.place.parent().parent();
    let operations = &index.api.operations;
    let position = operations.iter().position(|operation| operation.place == place)?;
    let Operation { id, method, path, .. } = &operations[position];
    let unnamed = format!("{} {path}", method.to_lowercase());
    let rest = [id, &unnamed].into_iter().find_map(|name| wire.strip_prefix(name.as_str())?.strip_prefix('.'))?;
    Some((position, rest))
}

/// The model of a payload.
fn payload<'a>(webhook: &Webhook<'a>) -> Option<&'a TypeName> {
    if let Type::Named(name) = &webhook.variant.ty { Some(name) } else { None }
}

fn variant(webhook: &Webhook<'_>) -> String {
    webhook.variant.name.to_string()
}

fn item(webhook: &Webhook<'_>) -> Item {
    rust::member(webhook.owner, &webhook.variant.name, Some(&webhook.variant.ty))
}

fn at((old, new): (&Webhook<'_>, &Webhook<'_>)) -> Finding {
    Finding::at(Some(&old.variant.place), Some(&new.variant.place))
}

/// The API sends it: it is read as a response is.
fn spot(webhook: &Webhook<'_>) -> Spot {
    let subject = webhook.wire.to_owned();
    Spot { key: format!("webhook {subject}"), subject, ..Spot::default() }.received()
}
