//! What a response brings that is an error.

use openapiv3::{OpenAPI, Operation, ReferenceOr, Response};

use super::{
    media::{Chosen, chosen, is_binary, may_be_json, note_sensitive},
    statuses::{is_success, pattern, words},
};
use crate::{
    ir::{ErrorEnum, ErrorResponse, Output, OutputVariant, StatusPattern, Type},
    lower::{
        read::{
            references::{place_of, resolve_response},
            schemas::schema_name,
        },
        requests::{Calls, bodies::media_type},
        state::Site,
        text,
    },
    naming::Scope,
    place::Pointer,
};

/// The error responses of an operation: all that are no successes, and `default`, which is one without another success.
fn errors(operation: &Operation) -> impl Iterator<Item = (StatusPattern, &ReferenceOr<Response>)> {
    let is_success = is_success(operation);
    let responses = &operation.responses;
    let has_success = responses.responses.keys().any(&is_success);
    let named = responses.responses.iter().filter(move |(status, _)| !is_success(status));
    let named = named.map(|(status, response)| (pattern(status), response));
    let default = responses.default.iter().filter(move |_| has_success);
    named.chain(default.map(|response| (StatusPattern::Default, response)))
}

/// What each of an operation's errors brings.
pub(crate) fn error_answers<'a>(calls: &mut Calls<'a>, operation: &'a Operation, site: &Site) -> Vec<ErrorResponse> {
    let place = site.place.child("responses");
    let mut responses: Vec<ErrorResponse> = Vec::new();
    for (pattern, declared) in errors(operation) {
        let status = pattern.to_string();
        let Some(response) = resolve_response(calls.types.state.document, declared) else {
            calls.types.state.warn("the reference leads nowhere; this response is left out", &place.child(&status));
            continue;
        };
        let part = site.part(&format!("Error {status}"), &place_of(declared, place.child(&status)));
        let content = part.place.child("content");
        calls.types.holds_sensitive = false;
        let json = json(calls.types.state.document, response);
        let read = json.as_ref().map(|chosen| chosen.name);
        let ty = json.map(|chosen| media_type(calls, chosen.media, &content.child(chosen.name), &part));
        // An error shows its body, whichever of its kinds comes.
        for (name, media) in response.content.iter().filter(|(name, _)| read != Some(name.as_str())) {
            note_sensitive(calls, media, &content.child(name));
        }
        responses.push(ErrorResponse {
            status,
            pattern,
            docs: text::summary(&text::markdown(&response.description)),
            ty,
            sensitive: std::mem::take(&mut calls.types.holds_sensitive),
        });
    }
    responses.sort_by(|one, other| one.status.cmp(&other.status));
    responses
}

/// The enum of an operation's error models, where they are several.
pub(crate) fn error_enum(
    calls: &Calls<'_>,
    errors: &[ErrorResponse],
    types: &mut Scope,
    site: &Site,
) -> Option<ErrorEnum> {
    let models: Vec<(&ErrorResponse, &Type)> =
        errors.iter().filter_map(|response| Some((response, response.ty.as_ref()?))).collect();
    let (_, first) = models.first()?;
    if models.iter().all(|(_, ty)| ty == first) {
        return None;
    }
    let naming = &calls.types.state.naming;
    let mut scope = Scope::default();
    let mut variants: Vec<OutputVariant> = models
        .into_iter()
        .map(|(response, ty)| OutputVariant {
            status: response.pattern,
            name: naming.variant(&words(response.pattern), &mut scope),
            output: Output::Json(ty.clone()),
            sensitive: response.sensitive,
            docs: response.docs.clone(),
        })
        .collect();
    // A code goes before the class that it is in, and that before what stands for all others.
    variants.sort_by_key(|variant| match variant.status {
        StatusPattern::Code(_) => 0,
        StatusPattern::Class(_) => 1,
        StatusPattern::Default => 2,
    });
    let name = naming.type_name(&format!("{}Error", site.words.spelled(naming)), types);
    Some(ErrorEnum { name, variants, without_model: without_model(errors) })
}

/// The statuses without a model of which a broader one has one: what a description says of a status goes before what it says of its
/// class, and that before `default` (OpenAPI 3.0.4, Responses Object).
fn without_model(errors: &[ErrorResponse]) -> Vec<StatusPattern> {
    // 401: no model, 404: A, 4XX: B -> 401
    let has_model = |pattern| {
        let mut found = errors.iter().filter(|response| response.pattern == pattern);
        found.next().map(|response| response.ty.is_some())
    };
    let of_default = has_model(StatusPattern::Default).unwrap_or_default();
    let without = errors.iter().filter(|response| response.ty.is_none()).map(|response| response.pattern);
    let is_hidden = |pattern: &StatusPattern| match *pattern {
        // Of a class without a model, it is part of that.
        StatusPattern::Code(code) => has_model(StatusPattern::Class(code / 100)).unwrap_or(of_default),
        StatusPattern::Class(_) => of_default,
        StatusPattern::Default => false,
    };
    without.filter(is_hidden).collect()
}

/// The JSON of an error response whose schema the description has.
fn json<'a>(document: &OpenAPI, response: &'a Response) -> Option<Chosen<'a>> {
    let chosen =
        chosen(&response.content).filter(|chosen| may_be_json(chosen.name) && chosen.media.schema.is_some())?;
    (!is_binary(document, chosen.media, &Pointer::root())).then_some(chosen)
}

/// What an operation's errors are asked for in.
pub(super) fn error_contents<'a>(document: &'a OpenAPI, operation: &'a Operation) -> impl Iterator<Item = Chosen<'a>> {
    errors(operation).filter_map(|(_, response)| chosen(&resolve_response(document, response)?.content))
}

/// The component schemas of an operation's error responses.
pub(crate) fn error_references(document: &OpenAPI, operation: &Operation) -> Vec<String> {
    let responses = errors(operation).filter_map(|(_, response)| resolve_response(document, response));
    let schemas = responses.filter_map(|response| json(document, response)?.media.schema.as_ref());
    schemas
        .filter_map(|schema| match schema {
            ReferenceOr::Reference { reference } => schema_name(reference),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}
