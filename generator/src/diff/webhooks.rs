//! Webhooks: each is known by its name on the wire, which is what `Webhook::read` takes.

use super::{
    change::{finding::Finding, item::Item, rust, spot::Spot},
    comparison::Comparison,
    models::types::{exchanged, gained, lost, tell_match},
    rules,
    sameness::{index::Index, pairs::take_pairs, wire::wire},
};
use crate::{
    ir::{Definition, Kind, UnionVariant, Webhooks},
    naming::TypeName,
};

/// A webhook: its name on the wire, the enum of all, and its variant there.
#[derive(Clone, Copy, PartialEq)]
struct Webhook<'a> {
    wire: &'a str,
    owner: &'a TypeName,
    variant: &'a UnionVariant,
}

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

/// A webhook that both have: its variant, and what that holds.
fn compare_webhook<'a>(comparison: &mut Comparison<'a>, (old, new): (&Webhook<'a>, &Webhook<'a>)) {
    let spot = spot(old);
    let types = comparison.match_types(&old.variant.ty, &new.variant.ty);
    let is_same = types.is_same();
    tell_match(comparison, types, &spot);
    let at = at((old, new));
    let items = at.clone().rust(Some(item(old)), Some(item(new)));
    if !is_same {
        let payload = (wire(&comparison.before, &old.variant.ty), wire(&comparison.after, &new.variant.ty));
        let finding = items.detail(format!("{} → {}", payload.0, payload.1)).rusts(&exchanged(
            comparison,
            &old.variant.ty,
            &new.variant.ty,
        ));
        comparison.tell(&rules::WEBHOOK_PAYLOAD_CHANGED, &spot, finding);
    } else if old.variant.name != new.variant.name {
        let names = format!("`{}` → `{}`", old.variant.name, new.variant.name);
        comparison.tell(&rules::MEMBER_RENAMED, &spot, items.detail(names));
    }
    if old.variant.docs != new.variant.docs && old.wire == new.wire {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, &spot, at.value("webhook"));
    }
}

fn webhooks<'a>(index: &Index<'a>) -> Vec<Webhook<'a>> {
    let Some(Webhooks { ty, wires, callbacks: _ }) = &index.api.webhooks else { return Vec::new() };
    let Some(Definition { name, kind: Kind::Union(union), .. }) = index.named(ty) else { return Vec::new() };
    let all = wires.iter().zip(&union.variants);
    all.map(|(wire, variant)| Webhook { wire, owner: name, variant }).collect()
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
