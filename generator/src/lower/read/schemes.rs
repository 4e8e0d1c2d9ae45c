//! Security schemes and requirements as the description has them.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OpenAPI, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use super::operations::path_operations;
use crate::{
    ir::{Authentication, Requirement, Scheme},
    place::Pointer,
};

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
pub(crate) fn schemes(document: &OpenAPI) -> Vec<Scheme> {
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

/// How requests bear the credential of a scheme, if the client knows that.
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
        let is_scope = place.tokens().iter().rev().nth(1).is_some_and(|above| above == "scopes");
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return details.push((place.to_string(), if is_scope { String::new() } else { text }));
    };
    for (key, value) in entries {
        let is_names = place.tokens().last().is_some_and(|last| last == "scopes");
        if is_names || (key != "description" && !key.starts_with("x-")) {
            collect_details(value, &place.child(key), details);
        }
    }
}
