//! References among components that are no schemas.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Parameter, ReferenceOr, RequestBody, Response};

use crate::place::Pointer;

/// Follows references among components, as many as there are, but no circle.
pub(crate) fn follow<'a, T>(
    item: &'a ReferenceOr<T>,
    prefix: &str,
    components: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    document: &'a OpenAPI,
) -> Option<&'a T> {
    let components = document.components.as_ref().map(components);
    let mut item = item;
    for _ in 0..=components.map_or(0, IndexMap::len) {
        match item {
            ReferenceOr::Item(item) => return Some(item),
            ReferenceOr::Reference { reference } => item = components?.get(reference.strip_prefix(prefix)?)?,
        }
    }
    None
}

pub(crate) fn resolve_response<'a>(document: &'a OpenAPI, response: &'a ReferenceOr<Response>) -> Option<&'a Response> {
    follow(response, "#/components/responses/", |components| &components.responses, document)
}

pub(crate) fn resolve_body<'a>(document: &'a OpenAPI, body: &'a ReferenceOr<RequestBody>) -> Option<&'a RequestBody> {
    follow(body, "#/components/requestBodies/", |components| &components.request_bodies, document)
}

pub(super) fn resolve_parameter<'a>(
    document: &'a OpenAPI,
    parameter: &'a ReferenceOr<Parameter>,
) -> Option<&'a Parameter> {
    follow(parameter, "#/components/parameters/", |components| &components.parameters, document)
}

/// What a component says stands at the component, whoever refers to it.
pub(crate) fn place_of<T>(item: &ReferenceOr<T>, place: Pointer) -> Pointer {
    match item {
        ReferenceOr::Reference { reference } => Pointer::parse(reference),
        ReferenceOr::Item(_) => place,
    }
}
