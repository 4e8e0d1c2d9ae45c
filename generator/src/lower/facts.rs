//! What belongs to the whole client: servers, authentication, lifted headers, the error model.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, Parameter, ParameterSchemaOrContent, ReferenceOr, SecurityRequirement, SecurityScheme,
};

use super::{
    Context, Lowering, docs,
    operations::{self, path_operations},
    shape::{self, Node},
};
use crate::{
    ir::{Authentication, ClientHeader, ErrorModel, Server, Type},
    naming::Scope,
    place::Pointer,
};

impl Lowering<'_> {
    /// The servers that have an address of their own. Each is named by `x-name`, else by what its host has and the others
    /// don't (`api.eu.example.com` -> `Eu`), else by its description.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let mut scope = Scope::default();
        let mut servers = Vec::new();
        let hosts: Vec<Vec<&str>> = self.document.servers.iter().map(|server| host_labels(&server.url)).collect();
        for (index, server) in self.document.servers.iter().enumerate() {
            let place = Pointer::root().child("servers").child(index);
            if !(server.url.starts_with("https://") || server.url.starts_with("http://")) {
                self.warn("the server has no address of its own; the client must be given a base URL", &place);
                continue;
            }
            let mut url = server.url.trim_end_matches('/').to_owned();
            for (variable, value) in server.variables.iter().flatten() {
                url = url.replace(&format!("{{{variable}}}"), &value.default);
            }
            let others = |label: &&str| hosts.iter().all(|host| host.contains(label));
            let own: Vec<&str> = hosts[index].iter().copied().filter(|label| !others(label)).collect();
            let given = server.extensions.get("x-name").and_then(serde_json::Value::as_str);
            let words = match (given, own.as_slice(), server.description.as_deref()) {
                (Some(name), _, _) => name.to_owned(),
                (None, [], _) => "production".to_owned(),
                (None, own, _) if hosts.len() > 1 && own.len() <= 3 => own.join(" "),
                (None, _, Some(description)) if description.len() <= 40 => description.to_owned(),
                (None, _, _) => "production".to_owned(),
            };
            let text = server.description.as_deref().map(docs::markdown).unwrap_or_default();
            let docs = docs::paragraphs([docs::summary(&text).as_str(), &format!("`{url}`")]);
            servers.push(Server { name: self.naming.variant(&words, &mut scope), url, docs });
        }
        servers
    }

    /// How requests authenticate: by the first requirement of the description, or of its first operation that has one.
    pub(super) fn authentication(&mut self) -> Authentication {
        let own = path_operations(self.document).find_map(|operation| operation.operation.security.as_deref());
        let requirements: &[SecurityRequirement] = self.document.security.as_deref().or(own).unwrap_or_default();
        let schemes = self.document.components.as_ref().map(|components| &components.security_schemes);
        let names = requirements.iter().flat_map(IndexMap::keys);
        let found: Vec<Option<Authentication>> = names
            .filter_map(|name| match schemes?.get(name)? {
                ReferenceOr::Item(scheme) => Some(scheme),
                ReferenceOr::Reference { .. } => None,
            })
            .map(authentication_of)
            .collect();
        let place = Pointer::root().child("components").child("securitySchemes");
        match found.iter().flatten().next() {
            Some(authentication) => authentication.clone(),
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

    /// The header parameters that belong to the client: those that the settings name, and those that (nearly) every
    /// operation declares.
    pub(super) fn client_headers(&mut self) -> Vec<ClientHeader> {
        let document = self.document;
        let mut declared: IndexMap<String, (usize, &openapiv3::ParameterData, Pointer)> = IndexMap::new();
        let mut total = 0;
        for operation in path_operations(document) {
            total += 1;
            for (parameter, place) in operations::parameters(document, &operation) {
                if let Parameter::Header { parameter_data, .. } = parameter
                    && !operations::is_ignored_header(&parameter_data.name)
                {
                    declared.entry(parameter_data.name.clone()).or_insert((0, parameter_data, place)).0 += 1;
                }
            }
        }
        let mut scope = Scope::reserving(["token", "base_url", "server", "build", "timeout", "header"]);
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
            let ty = self.schema(&node, &context).ty;
            let setter = self.naming.method(named.unwrap_or(&name), &mut scope);
            let docs = data.description.as_deref().map(docs::markdown).unwrap_or_default();
            headers.push(ClientHeader { header: name, setter, ty, default, docs });
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
            for reference in operations::error_references(self.document, operation.operation) {
                *counts.entry(reference).or_default() += 1;
            }
        }
        let most = counts
            .iter()
            .rev()
            .max_by_key(|(_, count)| **count)
            .and_then(|(name, _)| self.components.get(name.as_str()));
        ErrorModel {
            ty: named.or_else(|| most.map(|component| component.name.clone())).map(Type::Named),
            code: settings.code.clone(),
            message: settings.message.clone(),
            request_id: settings.request_id.clone(),
        }
    }
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

fn host_labels(url: &str) -> Vec<&str> {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', ':']).next().unwrap_or_default();
    host.split('.').collect()
}
