//! Credentials that requests have to carry: what all operations ask for, and what single ones say otherwise.

use super::schemes::{compare_scheme, compare_setter, is_authentication_told, scheme_spot};
use crate::{
    diff::{
        change::{finding::Finding, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::pairs::{Pair, take_pairs},
    },
    ir::{Api, Operation, Requirement, Scheme},
    place::Pointer,
};

/// What all operations ask for. That the client authenticates in another way is told already.
pub(super) fn compare_security<'a>(comparison: &mut Comparison<'a>, spot: &Spot) {
    let (before, after) = (comparison.before.api, comparison.after.api);
    let is_paired = |scheme: &Scheme| comparison.schemes.iter().any(|(old, new)| *old == scheme || *new == scheme);
    let gone: Vec<&Scheme> = before.schemes.iter().filter(|scheme| !is_paired(scheme)).collect();
    let more: Vec<&Scheme> = after.schemes.iter().filter(|scheme| !is_paired(scheme)).collect();
    // Where a requirement has come or gone with it, that is told.
    for scheme in gone.iter().filter(|scheme| is_asked(after, &scheme.name)) {
        let finding = Finding::at(Some(&scheme.place), None).detail("no longer declared");
        comparison.tell(&rules::SECURITY_SCHEME_DETAILS_CHANGED, &scheme_spot(scheme), finding);
    }
    for scheme in more.iter().filter(|scheme| is_asked(before, &scheme.name)) {
        let finding = Finding::at(None, Some(&scheme.place)).detail("declared now");
        comparison.tell(&rules::SECURITY_SCHEME_DETAILS_CHANGED, &scheme_spot(scheme), finding);
    }
    let kept = comparison.schemes.clone();
    let (gone, more) = (gone.into_iter().map(|old| (Some(old), None)), more.into_iter().map(|new| (None, Some(new))));
    let kept = kept.into_iter().map(|(old, new)| (Some(old), Some(new)));
    for (old, new) in kept.chain(gone).chain(more) {
        compare_setter(comparison, old, new);
        if let (Some(old), Some(new)) = (old, new) {
            compare_scheme(comparison, (old, new));
        }
    }
    if is_authentication_told(comparison) {
        return;
    }
    let place = Pointer::root().child("security");
    let at = Finding::at(Some(&place), Some(&place));
    // What each operation says for itself is told there.
    let follows = |&(one, other): &(usize, usize)| {
        before.operations[one].security.is_none() && after.operations[other].security.is_none()
    };
    if comparison.operations.pairs.iter().any(follows) {
        compare_requirements(comparison, (&before.security, &after.security), &at, spot);
    } else if before.security != after.security {
        let finding = at.detail(format!("{} → {}", shown(&before.security), shown(&after.security)));
        comparison.tell(&rules::SECURITY_OVERRIDDEN, spot, finding);
    }
}

/// What an operation asks for, where that is not what all ask for.
pub(super) fn compare_own_security<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    if old.security.is_none() && new.security.is_none() {
        return;
    }
    let before = old.security.as_ref().unwrap_or(&comparison.before.api.security);
    let after = new.security.as_ref().unwrap_or(&comparison.after.api.security);
    let at = Finding::at(Some(&old.place.child("security")), Some(&new.place.child("security")));
    let spot = spot.clone().sent();
    compare_requirements(comparison, (before, after), &at, &spot);
}

/// Credentials of which a request must carry one; it may carry none where there is no requirement, or an empty one.
fn compare_requirements<'a>(
    comparison: &mut Comparison<'a>,
    (before, after): (&'a [Requirement], &'a [Requirement]),
    at: &Finding,
    spot: &Spot,
) {
    // [{token}, {key}] -> [{token}]: an alternative is gone; [{token: [read]}] -> [{token: [read, write]}]: a scope is new.
    let is_open = |list: &[Requirement]| {
        list.iter().all(|one| one.schemes.is_empty()) || list.iter().any(|one| one.schemes.is_empty())
    };
    let of = |list: &'a [Requirement]| -> Vec<&'a Requirement> {
        list.iter().filter(|requirement| !requirement.schemes.is_empty()).collect()
    };
    let (mut removed, mut added) = (of(before), of(after));
    // What is there word by word is the same, however often it is.
    removed.retain(|one| {
        let same = added.iter().position(|other| newer_schemes(comparison, one) == other.schemes);
        same.map(|position| added.remove(position)).is_none()
    });
    let newer = |requirement: &&Requirement| names(&newer_schemes(comparison, requirement));
    let pairs = take_pairs(&mut removed, &mut added, newer, |requirement| names(&requirement.schemes));
    let rule: Option<&'static Rule> = match (is_open(before), is_open(after), removed.len(), added.len()) {
        (true, false, _, _) => Some(&rules::SECURITY_ADDED),
        (false, true, _, _) => Some(&rules::SECURITY_REMOVED),
        (_, _, 1, 1) => Some(&rules::SECURITY_CHANGED),
        (_, _, _, _) => None,
    };
    if let Some(rule) = rule {
        return comparison.tell(rule, spot, at.clone().detail(format!("{} → {}", shown(before), shown(after))));
    }
    for requirement in removed {
        let finding = at.clone().detail(shown_one(requirement)).value(shown_one(requirement));
        comparison.tell(&rules::SECURITY_ALTERNATIVE_REMOVED, spot, finding);
    }
    for requirement in added {
        let finding = at.clone().detail(shown_one(requirement)).value(shown_one(requirement));
        comparison.tell(&rules::SECURITY_ALTERNATIVE_ADDED, spot, finding);
    }
    for (one, other) in pairs {
        let renamed = newer_schemes(comparison, one);
        let (old, new) = (scopes(&renamed), scopes(&other.schemes));
        let found = |(scheme, scope): &(&str, &str)| {
            at.clone().detail(format!("`{scheme}`: `{scope}`")).value(format!("{scheme}\n{scope}"))
        };
        for scope in old.iter().filter(|scope| !new.contains(scope)) {
            comparison.tell(&rules::SECURITY_SCOPE_REMOVED, spot, found(scope));
        }
        for scope in new.iter().filter(|scope| !old.contains(scope)) {
            comparison.tell(&rules::SECURITY_SCOPE_ADDED, spot, found(scope));
        }
    }
}

/// The schemes of an older requirement with their scopes, as the newer description names them.
fn newer_schemes<'a>(comparison: &Comparison<'a>, requirement: &Requirement) -> Vec<(String, Vec<String>)> {
    let newer = |name: &String| {
        let pair = comparison.schemes.iter().find(|(old, _)| old.name == *name);
        pair.map_or_else(|| name.clone(), |(_, new)| new.name.clone())
    };
    let mut schemes: Vec<(String, Vec<String>)> =
        requirement.schemes.iter().map(|(name, scopes)| (newer(name), scopes.clone())).collect();
    schemes.sort_unstable();
    schemes
}

/// Whether a requirement names a scheme.
fn is_asked(api: &Api, name: &str) -> bool {
    let own = api.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
    own.chain(&api.security).any(|requirement| requirement.schemes.iter().any(|(known, _)| known == name))
}

fn names(schemes: &[(String, Vec<String>)]) -> Vec<String> {
    schemes.iter().map(|(name, _)| name.clone()).collect()
}

/// Each scope with its scheme: two schemes may have scopes of one name.
fn scopes(schemes: &[(String, Vec<String>)]) -> Vec<(&str, &str)> {
    schemes.iter().flat_map(|(name, scopes)| scopes.iter().map(|scope| (name.as_str(), scope.as_str()))).collect()
}

/// Requirements as a report shows them.
fn shown(requirements: &[Requirement]) -> String {
    let each: Vec<String> = requirements.iter().map(shown_one).collect();
    if each.is_empty() { "none".to_owned() } else { each.join(" or ") }
}

fn shown_one(requirement: &Requirement) -> String {
    let each: Vec<String> = requirement.schemes.iter().map(|(name, _)| format!("`{name}`")).collect();
    if each.is_empty() { "none".to_owned() } else { each.join(" and ") }
}
