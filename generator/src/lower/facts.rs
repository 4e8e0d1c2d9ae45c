//! What belongs to the whole client: lifted headers, the error model.

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterSchemaOrContent};

use super::{
    Context, Lowering, bodies, docs,
    operations::path_operations,
    parameters, reserved,
    shape::{self, Node},
};
use crate::{
    ir::{ClientHeader, ErrorModel, RateLimitHeaders, Type},
    naming::Scope,
    place::Pointer,
    settings::RateLimitSettings,
};

impl Lowering<'_> {
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
            let declared = lowered.declared.of_value();
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
