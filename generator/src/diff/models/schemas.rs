//! Schemas: which are there, and what the comparison of anything has led to.

use std::collections::BTreeSet;

use super::{definitions::compare_definition, objects::compare_object, types::missing};
use crate::{
    diff::{
        change::{
            finding::Finding,
            rust,
            spot::{Reach, Spot},
        },
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{derived::object, index::component, pairs::Pair},
    },
    ir::{Definition, Usage},
    naming::TypeName,
};

/// Compares the components, and what the comparison of anything has led to.
pub(crate) fn compare_schemas<'a>(comparison: &mut Comparison<'a>) {
    let (old, new) = (comparison.before.components.clone(), comparison.after.components.clone());
    let pairs: Vec<_> = comparison.known.pairs().collect();
    let (kept, known): (BTreeSet<_>, BTreeSet<_>) = pairs.iter().copied().unzip();
    for (name, definition) in old.into_iter().filter(|(_, definition)| !kept.contains(&definition.name)) {
        let finding = Finding::at(Some(&definition.place), None).rust(Some(rust::definition(definition)), None);
        let finding = finding.gone(missing(&comparison.before, &comparison.after, definition.kind.types()));
        let spot = component_spot(comparison, name, Some(definition), None);
        let is_described = comparison.after.api.described.contains(name);
        let rule: &'static Rule = if is_described { &rules::SCHEMA_TYPE_REMOVED } else { &rules::SCHEMA_REMOVED };
        comparison.tell(rule, &spot, finding);
    }
    for (name, definition) in new.into_iter().filter(|(_, definition)| !known.contains(&definition.name)) {
        let finding = Finding::at(None, Some(&definition.place)).rust(None, Some(rust::definition(definition)));
        let finding = finding.added(missing(&comparison.after, &comparison.before, definition.kind.types()));
        let spot = component_spot(comparison, name, None, Some(definition));
        let was_described = comparison.before.api.described.contains(name);
        let rule: &'static Rule = if was_described { &rules::SCHEMA_TYPE_ADDED } else { &rules::SCHEMA_ADDED };
        comparison.tell(rule, &spot, finding);
    }
    for (before, after) in pairs {
        compare_component(comparison, before, after);
    }
    loop {
        while let Some((pair, spot)) = comparison.pending.definitions.pop() {
            let spot = widened(comparison, spot, pair);
            compare_definition(comparison, pair, &spot);
        }
        let Some((pair, spot)) = comparison.pending.derived.pop() else { return };
        if let (Some(before), Some(after)) = (object(pair.0), object(pair.1)) {
            compare_object(comparison, pair, (before, after), &spot);
        }
    }
}

fn compare_component<'a>(comparison: &mut Comparison<'a>, before: &'a TypeName, after: &'a TypeName) {
    let (Some(old), Some(new)) = (comparison.before.definitions.get(before), comparison.after.definitions.get(after))
    else {
        return;
    };
    let (old, new) = (*old, *new);
    let (Some(old_name), Some(new_name)) = (component(old), component(new)) else { return };
    let mut spot = component_spot(comparison, old_name, Some(old), Some(new));
    if before != after {
        let finding = Finding::at(Some(&old.place), Some(&new.place))
            .rust(Some(rust::definition(old)), Some(rust::definition(new)));
        if old_name == new_name {
            comparison.tell(&rules::TYPE_RENAMED, &spot, finding.detail(format!("`{before}` → `{after}`")));
        } else {
            comparison.tell(&rules::SCHEMA_RENAMED, &spot, finding.detail(format!("`{old_name}` → `{new_name}`")));
        }
        spot.is_renamed = true;
    }
    comparison.pending.definitions.push(((old, new), spot));
}

/// The spot of a component.
fn component_spot<'a>(
    comparison: &Comparison<'a>,
    name: &str,
    before: Option<&Definition>,
    after: Option<&Definition>,
) -> Spot {
    let spot = Spot {
        subject: name.to_owned(),
        key: name.to_owned(),
        schema: Some(name.to_owned()),
        operations: Reach::of(before, after),
        ..Spot::default()
    };
    Spot { usage: usage(comparison, before, after), ..spot }
}

/// Which sides of the wire carry a definition, in either client.
fn usage<'a>(comparison: &Comparison<'a>, before: Option<&Definition>, after: Option<&Definition>) -> Usage {
    let old = before.map(|definition| comparison.before.usage_of(&definition.name)).unwrap_or_default();
    old.with(after.map(|definition| comparison.after.usage_of(&definition.name)).unwrap_or_default())
}

/// The spot of a definition that stands inline: what reaches it is asked again, of it alone.
fn widened<'a>(comparison: &Comparison<'a>, spot: Spot, (old, new): Pair<'a, Definition>) -> Spot {
    let operations = Reach::of(Some(old), Some(new));
    Spot { operations, usage: usage(comparison, Some(old), Some(new)), ..spot }
}
