//! Credentials and servers: what the client as a whole has, and what single operations say otherwise.

use super::{Comparison, Finding, Rule, operations::Pair, renames::take_pairs, rules, rust, types::Spot};
use crate::{
    ir::{Api, Operation, Requirement, Scheme, Usage},
    place::Pointer,
};

/// The keys of a scheme that say what a request bears, and where.
const CARRIER: [&str; 4] = ["/type", "/scheme", "/in", "/name"];

impl<'a> Comparison<'a> {
    /// What all operations ask for. That the client authenticates in another way is told already.
    pub(super) fn security(&mut self, spot: &Spot) {
        let (before, after) = (self.before.api, self.after.api);
        self.schemes = scheme_pairs(&before.schemes, &after.schemes);
        let is_paired = |scheme: &Scheme| self.schemes.iter().any(|(old, new)| *old == scheme || *new == scheme);
        let gone: Vec<&Scheme> = before.schemes.iter().filter(|scheme| !is_paired(scheme)).collect();
        let more: Vec<&Scheme> = after.schemes.iter().filter(|scheme| !is_paired(scheme)).collect();
        // Where a requirement has come or gone with it, that is told.
        for scheme in gone.iter().filter(|scheme| is_asked(after, &scheme.name)) {
            let finding = Finding::at(Some(&scheme.place), None).detail("no longer declared");
            self.tell(&rules::SECURITY_SCHEME_DETAILS_CHANGED, &scheme_spot(scheme), finding);
        }
        for scheme in more.iter().filter(|scheme| is_asked(before, &scheme.name)) {
            let finding = Finding::at(None, Some(&scheme.place)).detail("declared now");
            self.tell(&rules::SECURITY_SCHEME_DETAILS_CHANGED, &scheme_spot(scheme), finding);
        }
        let kept = self.schemes.clone();
        let (gone, more) =
            (gone.into_iter().map(|old| (Some(old), None)), more.into_iter().map(|new| (None, Some(new))));
        let kept = kept.into_iter().map(|(old, new)| (Some(old), Some(new)));
        for (old, new) in kept.chain(gone).chain(more) {
            self.setter(old, new);
            if let (Some(old), Some(new)) = (old, new) {
                self.scheme((old, new));
            }
        }
        if self.is_authentication_told() {
            return;
        }
        let place = Pointer::root().child("security");
        let at = Finding::at(Some(&place), Some(&place));
        // What each operation says for itself is told there.
        let follows = |&(one, other): &(usize, usize)| {
            before.operations[one].security.is_none() && after.operations[other].security.is_none()
        };
        if self.operations.pairs.iter().any(follows) {
            self.requirements((&before.security, &after.security), &at, spot);
        } else if before.security != after.security {
            let finding = at.detail(format!("{} → {}", shown(&before.security), shown(&after.security)));
            self.tell(&rules::SECURITY_OVERRIDDEN, spot, finding);
        }
    }

    /// Whether the client has another credential now: where nothing asks for one any more, that is told of what did.
    pub(super) fn is_authentication_told(&self) -> bool {
        let (before, after) = (self.before.api, self.after.api);
        let own = after.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
        let is_asked = own.chain(&after.security).any(|requirement| !requirement.schemes.is_empty());
        is_asked && (before.authentication() != after.authentication() || self.is_other_scheme())
    }

    /// Whether the client's token is that of another scheme now, though its own is still there.
    fn is_other_scheme(&self) -> bool {
        let (before, after) = (self.before.api, self.after.api);
        let pairs = scheme_pairs(&before.schemes, &after.schemes);
        let old = pairs.iter().find(|(old, _)| Some(&old.name) == before.token_scheme.as_ref());
        old.is_some_and(|(_, new)| Some(&new.name) != after.token_scheme.as_ref())
    }

    /// The function of the client's builder that takes a credential.
    fn setter(&mut self, old: Option<&'a Scheme>, new: Option<&'a Scheme>) {
        let item = |scheme: &Scheme| {
            let (setter, authentication) = (scheme.setter.as_ref()?, scheme.authentication.as_ref()?);
            Some(rust::credential(setter.as_str(), authentication))
        };
        let rule: &'static Rule = match (old.and_then(item), new.and_then(item)) {
            (None, None) => return,
            (Some(before), Some(after)) if before == after => return self.source_setter(old, new),
            (Some(_), Some(_)) => &rules::SECURITY_SETTER_CHANGED,
            (Some(_), None) => &rules::SECURITY_SETTER_REMOVED,
            (None, Some(_)) => &rules::SECURITY_SETTER_ADDED,
        };
        let is_new = old.and_then(item).is_none();
        let Some(scheme) = (if is_new { new } else { old }) else { return };
        let place = |scheme: Option<&'a Scheme>| scheme.map(|scheme| &scheme.place);
        let finding = Finding::at(place(old), place(new)).rust(old.and_then(item), new.and_then(item));
        self.tell(rule, &scheme_spot(scheme), finding);
    }

    /// The function that takes a source, where the other one stays as it is.
    fn source_setter(&mut self, old: Option<&'a Scheme>, new: Option<&'a Scheme>) {
        let (Some(old), Some(new)) = (old, new) else { return };
        let item =
            |scheme: &Scheme| scheme.source_setter.as_ref().map(|setter| rust::credential_source(setter.as_str()));
        if item(old) != item(new) {
            let finding = Finding::at(Some(&old.place), Some(&new.place)).rust(item(old), item(new));
            self.tell(&rules::SECURITY_SETTER_CHANGED, &scheme_spot(old), finding);
        }
    }

    fn scheme(&mut self, (old, new): (&'a Scheme, &'a Scheme)) {
        let keys = |from: &'a Scheme, in_: &Scheme| -> Vec<&'a str> {
            from.details.iter().filter(|detail| !in_.details.contains(detail)).map(|(key, _)| key.as_str()).collect()
        };
        let mut changed = [keys(old, new), keys(new, old)].concat();
        changed.sort_unstable();
        changed.dedup();
        let is_carrier = changed.iter().any(|key| CARRIER.contains(key));
        let token = |api: &Api, scheme: &Scheme| Some(&scheme.name) == api.token_scheme.as_ref();
        let is_token = token(self.before.api, old) || token(self.after.api, new);
        let is_told = is_carrier && is_token && self.is_authentication_told();
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
        self.tell(rule, &spot, finding);
    }

    /// What an operation asks for, where that is not what all ask for.
    pub(super) fn own_security(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        if old.security.is_none() && new.security.is_none() {
            return;
        }
        let before = old.security.as_ref().unwrap_or(&self.before.api.security);
        let after = new.security.as_ref().unwrap_or(&self.after.api.security);
        let at = Finding::at(Some(&old.place.child("security")), Some(&new.place.child("security")));
        let spot = Spot { usage: Usage { request: true, response: false }, ..spot.clone() };
        self.requirements((before, after), &at, &spot);
    }

    /// Credentials of which a request must bear one; it may bear none where there is no requirement, or an empty one.
    fn requirements(&mut self, (before, after): (&'a [Requirement], &'a [Requirement]), at: &Finding, spot: &Spot) {
        let is_open = |list: &[Requirement]| {
            list.iter().all(|one| one.schemes.is_empty()) || list.iter().any(|one| one.schemes.is_empty())
        };
        let of = |list: &'a [Requirement]| -> Vec<&'a Requirement> {
            list.iter().filter(|requirement| !requirement.schemes.is_empty()).collect()
        };
        let (mut removed, mut added) = (of(before), of(after));
        // What is there word by word is the same, however often it is.
        removed.retain(|one| {
            let same = added.iter().position(|other| self.newer_schemes(one) == other.schemes);
            same.map(|position| added.remove(position)).is_none()
        });
        let newer = |requirement: &&Requirement| names(&self.newer_schemes(requirement));
        let pairs = take_pairs(&mut removed, &mut added, newer, |requirement| names(&requirement.schemes));
        let rule: Option<&'static Rule> = match (is_open(before), is_open(after), removed.len(), added.len()) {
            (true, false, _, _) => Some(&rules::SECURITY_ADDED),
            (false, true, _, _) => Some(&rules::SECURITY_REMOVED),
            (_, _, 1, 1) => Some(&rules::SECURITY_CHANGED),
            (_, _, _, _) => None,
        };
        if let Some(rule) = rule {
            return self.tell(rule, spot, at.clone().detail(format!("{} → {}", shown(before), shown(after))));
        }
        for requirement in removed {
            let finding = at.clone().detail(shown_one(requirement)).value(shown_one(requirement));
            self.tell(&rules::SECURITY_ALTERNATIVE_REMOVED, spot, finding);
        }
        for requirement in added {
            let finding = at.clone().detail(shown_one(requirement)).value(shown_one(requirement));
            self.tell(&rules::SECURITY_ALTERNATIVE_ADDED, spot, finding);
        }
        for (one, other) in pairs {
            let renamed = self.newer_schemes(one);
            let (old, new) = (scopes(&renamed), scopes(&other.schemes));
            let found = |(scheme, scope): &(&str, &str)| {
                at.clone().detail(format!("`{scheme}`: `{scope}`")).value(format!("{scheme}\n{scope}"))
            };
            for scope in old.iter().filter(|scope| !new.contains(scope)) {
                self.tell(&rules::SECURITY_SCOPE_REMOVED, spot, found(scope));
            }
            for scope in new.iter().filter(|scope| !old.contains(scope)) {
                self.tell(&rules::SECURITY_SCOPE_ADDED, spot, found(scope));
            }
        }
    }

    /// The schemes of an older requirement with their scopes, as the newer description names them.
    fn newer_schemes(&self, requirement: &Requirement) -> Vec<(String, Vec<String>)> {
        let newer = |name: &String| {
            let pair = self.schemes.iter().find(|(old, _)| old.name == *name);
            pair.map_or_else(|| name.clone(), |(_, new)| new.name.clone())
        };
        let mut schemes: Vec<(String, Vec<String>)> =
            requirement.schemes.iter().map(|(name, scopes)| (newer(name), scopes.clone())).collect();
        schemes.sort_unstable();
        schemes
    }

    /// The servers of an operation, or of all operations of a path.
    pub(super) fn own_servers(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        let urls = |operation: &'a Operation| operation.servers.as_ref().map(|servers| &servers.urls);
        if urls(old) == urls(new) {
            return;
        }
        let is_of_path = [&old.servers, &new.servers].into_iter().flatten().all(|own| own.place.tokens().len() == 3);
        let place = |operation: &Operation| match &operation.servers {
            Some(servers) => servers.place.clone(),
            None if is_of_path => Pointer::root().descendant(["paths", operation.path.as_str()]),
            None => operation.place.clone(),
        };
        let shown = |urls: Option<&Vec<String>>| match urls {
            None => "those of all".to_owned(),
            Some(urls) => urls.iter().map(|url| format!("`{url}`")).collect::<Vec<_>>().join(", "),
        };
        let finding = Finding::at(Some(&place(old)), Some(&place(new))).detail(format!(
            "{} → {}",
            shown(urls(old)),
            shown(urls(new))
        ));
        let spot = if is_of_path {
            let key = format!("servers {}", super::index::blank(&old.path));
            Spot { subject: new.path.clone(), key, ..spot.clone() }
        } else {
            spot.clone()
        };
        self.tell(&rules::OPERATION_SERVERS_CHANGED, &spot, finding);
    }
}

/// Pairs schemes: by name, then by what they say.
fn scheme_pairs<'a>(before: &'a [Scheme], after: &'a [Scheme]) -> Vec<(&'a Scheme, &'a Scheme)> {
    let (mut removed, mut added): (Vec<_>, Vec<_>) = (before.iter().collect(), after.iter().collect());
    let name = |scheme: &&Scheme| scheme.name.clone();
    let details = |scheme: &&Scheme| scheme.details.clone();
    let mut pairs = take_pairs(&mut removed, &mut added, name, name);
    pairs.extend(take_pairs(&mut removed, &mut added, details, details));
    pairs
}

/// Whether a requirement names a scheme.
fn is_asked(api: &Api, name: &str) -> bool {
    let own = api.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
    own.chain(&api.security).any(|requirement| requirement.schemes.iter().any(|(known, _)| known == name))
}

fn scheme_spot(scheme: &Scheme) -> Spot {
    Spot {
        subject: scheme.name.clone(),
        key: format!("security scheme {}", scheme.name),
        usage: Usage { request: true, response: false },
        ..Spot::default()
    }
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
