//! What belongs to the whole client: servers, authentication, lifted headers, the error model.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, Parameter, ParameterSchemaOrContent, ReferenceOr, SecurityRequirement, SecurityScheme,
};

use super::{
    Context, Lowering, bodies, docs,
    operations::path_operations,
    parameters, reserved,
    shape::{self, Node},
};
use crate::{
    ir::{Authentication, ClientHeader, ErrorModel, RateLimitHeaders, Type},
    naming::Scope,
    place::Pointer,
    settings::RateLimitSettings,
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

    /// The header parameters that belong to the client: those that the settings name, and those that (nearly) every
    /// operation declares.
    pub(super) fn client_headers(&mut self) -> Vec<ClientHeader> {
        let document = self.document;
        let mut declared: IndexMap<String, (usize, &openapiv3::ParameterData, Pointer)> = IndexMap::new();
        let mut total = 0;
        for operation in path_operations(document) {
            total += 1;
            for (parameter, place) in parameters::parameters(document, &operation) {
                if let Parameter::Header { parameter_data, .. } = parameter
                    && !parameters::is_ignored_header(&parameter_data.name)
                {
                    declared.entry(parameter_data.name.clone()).or_insert((0, parameter_data, place)).0 += 1;
                }
            }
        }
        let mut scope = Scope::reserving(reserved::BUILDER_FUNCTIONS);
        let mut headers = Vec::new();
        for (name, (count, data, place)) in declared {
            let named = self
                .settings
                .client
                .headers
                .iter()
                .find(|(header, _)| header.eq_ignore_ascii_case(&name))
                .map(|(_, setter)| setter.as_str());
            if named.is_none() && (total < 3 || count * 10 < total * 9) {
                continue;
            }
            let ParameterSchemaOrContent::Schema(schema) = &data.format else { continue };
            let node = Node::new(schema, place.child("schema"));
            let module = self.naming.module(&name, &mut self.modules);
            let context =
                Context { words: self.naming.camel(&name), module, place: node.place.clone(), component: None };
            let default =
                shape::flatten(document, &node).ok().and_then(|shape| shape.default?.as_str().map(str::to_owned));
            let lowered = self.schema(&node, &context);
            let ty = self.written(&lowered.ty);
            if !self.is_scalar(&ty) {
                continue;
            }
            let setter = self.naming.method(named.unwrap_or(&name), &mut scope);
            let text = data.description.as_deref().map(docs::markdown).unwrap_or_default();
            let demand = if data.required && default.is_none() { "Every request needs it." } else { "" };
            let docs = docs::append(&text, demand);
            let declared = self.with_alternatives(&lowered.ty, lowered.declared).of_value();
            headers.push(ClientHeader { header: name, place, setter, ty, default, docs, declared });
        }
        headers
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
