//! Types: what a match of two brings, and what becomes of those that are another now.

use std::collections::BTreeSet;

use crate::{
    diff::{
        change::{
            finding::Finding,
            item::{Item, RustChange},
            rust,
            spot::Spot,
        },
        comparison::Comparison,
        rules,
        sameness::{
            derived::is_made_of,
            index::Index,
            types::{Link, Match},
        },
    },
    ir::Type,
};

/// Tells what makes two types at a spot the same one, and queues the definitions inside them that stand inline.
pub(crate) fn tell_match<'a>(comparison: &mut Comparison<'a>, found: Match<'a>, spot: &Spot) {
    let Match::Same(links) = found else { return };
    for link in links {
        match link {
            Link::Pair { definitions: (old, new), part } => {
                let spot = spot.part(&part);
                if old.name != new.name && !spot.is_renamed {
                    let finding = Finding::at(Some(&old.place), Some(&new.place))
                        .detail(format!("`{}` → `{}`", old.name, new.name))
                        .rust(Some(rust::definition(old)), Some(rust::definition(new)));
                    comparison.tell(&rules::TYPE_RENAMED, &spot, finding);
                }
                comparison.known.add(&old.name, &new.name);
                comparison.pending.definitions.push(((old, new), spot));
            }
            Link::Alias { part } => {
                comparison.tell(&rules::DOCUMENTATION_CHANGED, &spot.part(&part), Finding::default());
            }
        }
    }
}

/// Queues two types of which one has been told to be another now. `Pet` -> `{allOf: [Pet, …]}`, also in a list of either.
pub(crate) fn queue_derived<'a>(comparison: &mut Comparison<'a>, before: &'a Type, after: &'a Type, spot: &Spot) {
    let (Some(one), Some(other)) = (before.name(), after.name()) else { return };
    let definitions =
        (comparison.before.definitions.get(one).copied(), comparison.after.definitions.get(other).copied());
    let (Some(old), Some(new)) = definitions else { return };
    if !comparison.known.are_pair(one, other)
        && is_made_of(&comparison.known, (old, new))
        && comparison.pending.known_derived.insert((one, other))
    {
        comparison.pending.derived.push(((old, new), spot.clone()));
    }
}

/// The types that stood inline in a type, and that the newer client has not.
pub(crate) fn lost<'a>(comparison: &Comparison<'a>, ty: &Type) -> Vec<RustChange> {
    let gone = missing(&comparison.before, &comparison.after, [ty]);
    gone.into_iter().map(|item| RustChange { before: Some(item), after: None }).collect()
}

/// The types that stand inline in a type, and that the older client has not.
pub(crate) fn gained<'a>(comparison: &Comparison<'a>, ty: &Type) -> Vec<RustChange> {
    let new = missing(&comparison.after, &comparison.before, [ty]);
    new.into_iter().map(|item| RustChange { before: None, after: Some(item) }).collect()
}

/// The types that stand inline in these, and that another client has not, by their names.
pub(super) fn missing<'t>(
    index: &Index<'_>,
    other: &Index<'_>,
    types: impl IntoIterator<Item = &'t Type>,
) -> BTreeSet<Item> {
    let inline = types.into_iter().flat_map(|ty| index.inline(ty));
    inline.filter(|definition| !other.definitions.contains_key(&definition.name)).map(rust::definition).collect()
}

/// What becomes of the types that stand inline where one type takes the place of another.
pub(crate) fn exchanged<'a>(comparison: &Comparison<'a>, old: &Type, new: &Type) -> Vec<RustChange> {
    [lost(comparison, old), gained(comparison, new), redefined(comparison, old, new)].concat()
}

/// The definition in two types whose name is the same, where it is something else.
fn redefined<'a>(comparison: &Comparison<'a>, old: &Type, new: &Type) -> Vec<RustChange> {
    let (Some(one), Some(other)) = (old.name(), new.name()) else { return Vec::new() };
    let (Some(before), Some(after)) = (comparison.before.definitions.get(one), comparison.after.definitions.get(other))
    else {
        return Vec::new();
    };
    let (before, after) = (rust::definition(before), rust::definition(after));
    let is_redefined = one == other && before != after;
    is_redefined.then_some(RustChange { before: Some(before), after: Some(after) }).into_iter().collect()
}
