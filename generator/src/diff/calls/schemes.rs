//! Security schemes: what each says, and the functions of the builder that take its credential.

use crate::{
    diff::{
        change::{finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::pairs::Pair,
    },
    ir::{Api, Scheme, Usage},
};

/// The keys of a scheme that say what a request carries, and where.
const CARRIER: [&str; 4] = ["/type", "/scheme", "/in", "/name"];

/// Whether the client has another credential now: where nothing asks for one any more, that is told of what did.
pub(super) fn is_authentication_told<'a>(comparison: &Comparison<'a>) -> bool {
    let (before, after) = (comparison.before.api, comparison.after.api);
    let own = after.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
    let is_asked = own.chain(&after.security).any(|requirement| !requirement.schemes.is_empty());
    is_asked && (before.authentication() != after.authentication() || is_other_scheme(comparison))
}

/// Whether the client's token is that of another scheme now, though its own is still there.
fn is_other_scheme<'a>(comparison: &Comparison<'a>) -> bool {
    let (before, after) = (comparison.before.api, comparison.after.api);
    let old = comparison.schemes.iter().find(|(old, _)| Some(&old.name) == before.token_scheme.as_ref());
    old.is_some_and(|(_, new)| Some(&new.name) != after.token_scheme.as_ref())
}

/// The function of the client's builder that takes a credential.
/// The functions of the builder that take a credential of a scheme.
pub(super) fn compare_setter<'a>(comparison: &mut Comparison<'a>, old: Option<&'a Scheme>, new: Option<&'a Scheme>) {
    let item = |scheme: &Scheme| {
        let (setter, authentication) = (scheme.setter.as_ref()?, scheme.authentication.as_ref()?);
        Some(rust::credential(setter.as_str(), authentication))
    };
    let rule: &'static Rule = match (old.and_then(item), new.and_then(item)) {
        (None, None) => return,
        (Some(before), Some(after)) if before == after => return compare_source_setter(comparison, old, new),
        (Some(_), Some(_)) => &rules::SECURITY_SETTER_CHANGED,
        (Some(_), None) => &rules::SECURITY_SETTER_REMOVED,
        (None, Some(_)) => &rules::SECURITY_SETTER_ADDED,
    };
    let is_new = old.and_then(item).is_none();
    let Some(scheme) = (if is_new { new } else { old }) else { return };
    let place = |scheme: Option<&'a Scheme>| scheme.map(|scheme| &scheme.place);
    let finding = Finding::at(place(old), place(new)).rust(old.and_then(item), new.and_then(item));
    comparison.tell(rule, &scheme_spot(scheme), finding);
}

/// The function that takes a source, where the other one stays as it is.
fn compare_source_setter<'a>(comparison: &mut Comparison<'a>, old: Option<&'a Scheme>, new: Option<&'a Scheme>) {
    let (Some(old), Some(new)) = (old, new) else { return };
    let item = |scheme: &Scheme| scheme.source_setter.as_ref().map(|setter| rust::credential_source(setter.as_str()));
    if item(old) != item(new) {
        let finding = Finding::at(Some(&old.place), Some(&new.place)).rust(item(old), item(new));
        comparison.tell(&rules::SECURITY_SETTER_CHANGED, &scheme_spot(old), finding);
    }
}

/// A scheme that both declare.
pub(super) fn compare_scheme<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Scheme>) {
    let keys = |from: &'a Scheme, in_: &Scheme| -> Vec<&'a str> {
        from.details.iter().filter(|detail| !in_.details.contains(detail)).map(|(key, _)| key.as_str()).collect()
    };
    let mut changed = [keys(old, new), keys(new, old)].concat();
    changed.sort_unstable();
    changed.dedup();
    let is_carrier = changed.iter().any(|key| CARRIER.contains(key));
    let token = |api: &Api, scheme: &Scheme| Some(&scheme.name) == api.token_scheme.as_ref();
    let is_token = token(comparison.before.api, old) || token(comparison.after.api, new);
    let is_told = is_carrier && is_token && is_authentication_told(comparison);
    if changed.is_empty() || is_told {
        return;
    }
    let rule: &'static Rule =
        if is_carrier { &rules::SECURITY_SCHEME_CHANGED } else { &rules::SECURITY_SCHEME_DETAILS_CHANGED };
    let spot = scheme_spot(old);
    let value = |scheme: &Scheme, key: &str| {
        let found = scheme.details.iter().find(|(known, _)| known == key);
        found.map_or_else(|| "none".to_owned(), |(_, value)| format!("`{value}`"))
    };
    let details: Vec<String> = changed
        .iter()
        .map(|key| format!("`{}`: {} → {}", key.trim_start_matches('/'), value(old, key), value(new, key)))
        .collect();
    let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(details.join(", "));
    comparison.tell(rule, &spot, finding);
}

/// The spot of a scheme.
pub(super) fn scheme_spot(scheme: &Scheme) -> Spot {
    Spot {
        subject: scheme.name.clone(),
        key: format!("security scheme {}", scheme.name),
        usage: Usage { request: true, response: false },
        ..Spot::default()
    }
}
