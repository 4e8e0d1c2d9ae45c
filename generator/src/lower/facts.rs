//! What belongs to the whole client: authentication, the error model, the headers of the rate limit.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::{Lowering, bodies, operations::path_operations};
use crate::{
    ir::{Authentication, ErrorModel, RateLimitHeaders, Type},
    place::Pointer,
    settings::{RateLimitSettings, RequiredInResponses},
};

impl Lowering<'_> {
    /// How requests authenticate: by the first requirement of the description, else of the first operation that has one,
    /// else by the only scheme that is declared.
    pub(super) fn authentication(&mut self) -> Authentication {
        let schemes = self.document.components.as_ref().map(|components| &components.security_schemes);
        let place = Pointer::root().child("components").child("securitySchemes");
        let own =
            path_operations(self.document).find_map(|described| non_empty(described.operation.security.as_deref()));
        let required = non_empty(self.document.security.as_deref()).or(own).unwrap_or_default();
        if required.first().is_some_and(|requirement| requirement.len() > 1) {
            self.warn(
                "the description asks for several credentials at once; the client sends the first of them",
                &place,
            );
        }
        let mut names: Vec<&String> = required.iter().flat_map(IndexMap::keys).collect();
        if let (true, Some(declared)) = (names.is_empty(), schemes.filter(|schemes| schemes.len() == 1)) {
            names.extend(declared.keys());
        }
        let mut found: Vec<Option<Authentication>> = Vec::new();
        for name in names {
            match schemes.and_then(|schemes| schemes.get(name)) {
                Some(ReferenceOr::Item(scheme)) => found.push(authentication_of(scheme)),
                Some(ReferenceOr::Reference { .. }) | None => {
                    self.warn(format!("no security scheme `{name}` is declared"), &place);
                }
            }
        }
        let chosen = found.iter().flatten().next().cloned();
        if let Some(chosen) = &chosen {
            self.warn_of_others(chosen);
        }
        match chosen {
            Some(authentication) => authentication,
            None if found.is_empty() => Authentication::None,
            None => {
                self.warn(
                    "no security scheme of this description is one that the client knows; set the headers by hand",
                    &place,
                );
                Authentication::None
            }
        }
    }

    /// Operations that authenticate in another way than the client does.
    fn warn_of_others(&mut self, chosen: &Authentication) {
        let document = self.document;
        let schemes = document.components.as_ref().map(|components| &components.security_schemes);
        for described in path_operations(document) {
            let own = non_empty(described.operation.security.as_deref()).unwrap_or_default();
            let names: Vec<&String> = own.iter().flat_map(IndexMap::keys).collect();
            let accepts = |name: &&String| {
                let scheme = schemes.and_then(|schemes| schemes.get(*name)).and_then(ReferenceOr::as_item);
                scheme.and_then(authentication_of).as_ref() == Some(chosen)
            };
            if !names.is_empty() && !names.iter().any(accepts) {
                let place = described.place.child("security");
                self.warn(
                    "this operation authenticates otherwise than the client does; set its headers by hand",
                    &place,
                );
            }
        }
    }

    /// Settings that name schemas may be those of several descriptions, but a name that leads nowhere here is told.
    pub(super) fn check_required_in_responses(&mut self) {
        let settings = self.settings;
        let RequiredInResponses::Named(schemas) = &settings.required_in_responses else { return };
        let place = Pointer::root().child("components").child("schemas");
        let unknown: Vec<&String> =
            schemas.keys().filter(|name| !self.components.contains_key(name.as_str())).collect();
        for name in unknown {
            self.warn(format!("`required-in-responses` names `{name}`, which is no component schema here"), &place);
        }
    }

    /// The model of error bodies: the one that the settings name, else the one that most error answers have.
    pub(super) fn error_model(&mut self) -> ErrorModel {
        let settings = &self.settings.error;
        let named = settings
            .schema
            .as_deref()
            .and_then(|name| self.components.get(name))
            .map(|component| component.name.clone());
        let mut counts: IndexMap<String, usize> = IndexMap::new();
        for operation in path_operations(self.document) {
            for reference in bodies::error_references(self.document, operation.operation) {
                *counts.entry(reference).or_default() += 1;
            }
        }
        // Of several that are as frequent, the first in the alphabet.
        let most = counts
            .iter()
            .max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)))
            .and_then(|(name, _)| self.components.get(name.as_str()));
        ErrorModel {
            ty: named.or_else(|| most.map(|component| component.name.clone())).map(Type::Named),
            code: settings.code.clone(),
            message: settings.message.clone(),
            request_id: settings.request_id.clone(),
        }
    }

    /// The headers of the rate limit, which no description declares in a way that tells one from another.
    pub(super) fn rate_limit(&self) -> RateLimitHeaders {
        let RateLimitSettings { limit, remaining, reset } = self.settings.rate_limit.clone();
        RateLimitHeaders { limit, remaining, reset }
    }
}

/// Requirements that ask for something: an empty list, or an empty requirement in it, says that none is needed.
fn non_empty(requirements: Option<&[SecurityRequirement]>) -> Option<&[SecurityRequirement]> {
    requirements.filter(|requirements| requirements.iter().any(|requirement| !requirement.is_empty()))
}

fn authentication_of(scheme: &SecurityScheme) -> Option<Authentication> {
    match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(Authentication::Bearer),
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(Authentication::Basic),
        SecurityScheme::HTTP { .. } => None,
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Some(Authentication::Bearer),
        SecurityScheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => Some(Authentication::Header(name.clone())),
            APIKeyLocation::Query => Some(Authentication::Query(name.clone())),
            APIKeyLocation::Cookie => None,
        },
    }
}
