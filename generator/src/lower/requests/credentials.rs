//! Security schemes and what operations ask for: which of them the client knows, and how requests carry their credentials.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{APIKeyLocation, OpenAPI, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use crate::{
    ir::{Authentication, Operation, Requirement, Scheme},
    lower::{
        read::operations::{PathOperation, path_operations},
        text,
    },
    place::Pointer,
};

/// The security schemes in use, and what operations ask for that say nothing of their own.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub schemes: Vec<Scheme>,
    /// Alternatives, each the schemes that go together.
    pub shared: Vec<Vec<String>>,
}

impl Credentials {
    /// What a description says of them. Where no operation says anything, but there is one scheme, its credential is sent if
    /// the client has it: why else would it be described?
    pub(crate) fn new(document: &OpenAPI) -> Self {
        let schemes = schemes(document);
        let shared = match (document.security.as_deref(), schemes.as_slice()) {
            (Some(requirements), _) => obeyed(requirements),
            (None, [scheme]) if !is_said(document) && scheme.authentication.is_some() => {
                vec![Vec::new(), vec![scheme.name.clone()]]
            }
            (None, _) => Vec::new(),
        };
        Self { schemes, shared }
    }

    /// The scheme of the client's token: the first that the whole description asks for, else the first of those in use.
    pub(crate) fn token_scheme(&self, document: &OpenAPI) -> Option<String> {
        let asked = document.security.iter().flatten().flat_map(IndexMap::keys);
        let known = self.schemes.iter().filter(|scheme| scheme.authentication.is_some()).map(|scheme| &scheme.name);
        let mut candidates = asked.chain(known).filter(|name| self.is_known(name));
        candidates.next().cloned()
    }

    /// Whether requests can carry the credential of a scheme.
    fn is_known(&self, name: &str) -> bool {
        self.schemes.iter().any(|scheme| scheme.name == name && scheme.authentication.is_some())
    }

    /// What an operation asks for, where that is not what all others do.
    pub(crate) fn own(&self, described: &PathOperation<'_>) -> Option<Vec<Vec<String>>> {
        let own = obeyed(described.operation.security.as_deref()?);
        (own != self.shared).then_some(own)
    }

    /// Whether a parameter of an operation is a credential that the client sends with it.
    pub(crate) fn has(&self, described: &PathOperation<'_>, location: &str, name: &str) -> bool {
        let own = self.own(described);
        let mut asked = own.as_ref().unwrap_or(&self.shared).iter().flatten();
        asked.any(|asked| match self.schemes.iter().find(|scheme| scheme.name == *asked) {
            None => false,
            Some(scheme) => match &scheme.authentication {
                Some(Authentication::Header(header)) => location == "header" && header.eq_ignore_ascii_case(name),
                Some(Authentication::Query(key)) => location == "query" && key == name,
                Some(Authentication::Cookie(cookie)) => location == "cookie" && cookie == name,
                Some(Authentication::Bearer | Authentication::Basic) | None => false,
            },
        })
    }

    /// Whether every operation asks for a credential that the client knows.
    pub(crate) fn always_asks(&self, operations: &[Operation]) -> bool {
        let asks = |operation: &Operation| {
            let asked = operation.credentials.as_ref().unwrap_or(&self.shared);
            !asked.is_empty() && asked.iter().all(|names| names.iter().any(|name| self.is_known(name)))
        };
        !operations.is_empty() && operations.iter().all(asks)
    }
}

/// Requirements as the client obeys them. Those of schemes that it does not know stay: what an operation asks for is not
/// made optional by that, and its header can be set by hand.
fn obeyed(requirements: &[SecurityRequirement]) -> Vec<Vec<String>> {
    // `[{key: [], token: []}, {}]` -> `key` with `token`, or nothing
    let names = |requirement: &SecurityRequirement| -> Vec<String> { requirement.keys().cloned().collect() };
    let alternatives: IndexSet<Vec<String>> = requirements.iter().map(names).collect();
    if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives.into_iter().collect() }
}

/// Whether any operation says itself what it asks for.
pub(super) fn is_said(document: &OpenAPI) -> bool {
    path_operations(document).any(|described| described.operation.security.is_some())
}

/// Requirements as the description lists them.
pub(crate) fn requirements(requirements: &[SecurityRequirement]) -> Vec<Requirement> {
    let sorted = |requirement: &SecurityRequirement| {
        let mut schemes: Vec<(String, Vec<String>)> =
            requirement.iter().map(|(name, scopes)| (name.clone(), scopes.clone())).collect();
        schemes.iter_mut().for_each(|(_, scopes)| scopes.sort_unstable());
        schemes.sort_unstable();
        Requirement { schemes }
    };
    requirements.iter().map(sorted).collect()
}

/// The security schemes that an operation asks for, or the only one.
fn schemes(document: &OpenAPI) -> Vec<Scheme> {
    let own = path_operations(document).filter_map(|described| described.operation.security.as_ref());
    let used: HashSet<&String> = own.chain(&document.security).flatten().flat_map(IndexMap::keys).collect();
    let declared = document.components.iter().flat_map(|components| &components.security_schemes);
    let is_only = declared.clone().count() == 1;
    let declared = declared.filter(|(name, _)| is_only || used.contains(name));
    let declared = declared.filter_map(|(name, scheme)| Some((name, scheme.as_item()?)));
    declared
        .map(|(name, scheme)| {
            let mut details = Vec::new();
            collect_details(&serde_json::to_value(scheme).unwrap_or_default(), &Pointer::root(), &mut details);
            details.sort_unstable();
            let place = Pointer::root().descendant(["components", "securitySchemes", name]);
            let authentication = authentication(scheme);
            Scheme { name: name.clone(), place, details, authentication, setter: None, source_setter: None }
        })
        .collect()
}

/// How requests carry the credential of a scheme, if the client knows that.
fn authentication(scheme: &SecurityScheme) -> Option<Authentication> {
    match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(Authentication::Bearer),
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(Authentication::Basic),
        SecurityScheme::HTTP { .. } => None,
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Some(Authentication::Bearer),
        SecurityScheme::APIKey { location, name, .. } => Some(match location {
            APIKeyLocation::Header => Authentication::Header(name.clone()),
            APIKeyLocation::Query => Authentication::Query(name.clone()),
            APIKeyLocation::Cookie => Authentication::Cookie(name.clone()),
        }),
    }
}

/// The values of a scheme. What is said of a scope is prose; that there is one is not.
fn collect_details(value: &Value, place: &Pointer, details: &mut Vec<(String, String)>) {
    let Value::Object(entries) = value else {
        let is_scope = place.tokens_upwards().nth(1) == Some("scopes");
        let text = text::unquoted(value);
        return details.push((place.to_string(), if is_scope { String::new() } else { text }));
    };
    for (key, value) in entries {
        let is_names = place.tokens_upwards().next() == Some("scopes");
        if is_names || (key != "description" && !key.starts_with("x-")) {
            collect_details(value, &place.child(key), details);
        }
    }
}
