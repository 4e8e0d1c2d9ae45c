//! What a response brings that is an error.

use openapiv3::{OpenAPI, Operation, ReferenceOr};

use super::statuses::is_success;
use crate::{
    ir::ErrorResponse,
    lower::{
        read::{
            media_types::json_media,
            references::{place_of, resolve_response},
            schemas::schema_name,
        },
        requests::{Calls, bodies::media_type},
        state::Site,
        text,
    },
};

/// What each of an operation's errors brings.
pub(crate) fn error_answers<'a>(calls: &mut Calls<'a>, operation: &'a Operation, site: &Site) -> Vec<ErrorResponse> {
    let place = site.place.child("responses");
    let is_success = is_success(operation);
    let named = operation
        .responses
        .responses
        .iter()
        .filter(|(status, _)| !is_success(status))
        .map(|(status, response)| (status.to_string(), response));
    // Without another success, `default` is it.
    let has_success = operation.responses.responses.keys().any(&is_success);
    let default = operation.responses.default.iter().filter(|_| has_success);
    let default = default.map(|response| ("default".to_owned(), response));
    let mut responses: Vec<ErrorResponse> = Vec::new();
    for (status, declared) in named.chain(default) {
        let Some(response) = resolve_response(calls.types.state.document, declared) else {
            calls.types.state.warn("the reference leads nowhere; this response is left out", &place.child(&status));
            continue;
        };
        let part = Site {
            words: format!("{}Error{}", site.words, calls.types.state.naming.camel(&status)),
            place: place_of(declared, place.child(&status)),
            ..site.clone()
        };
        let content = part.place.child("content");
        let ty = json_media(&response.content)
            .filter(|(_, media)| media.schema.is_some())
            .map(|(name, media)| media_type(calls, media, &content.child(name), &part));
        responses.push(ErrorResponse { status, docs: text::summary(&text::markdown(&response.description)), ty });
    }
    responses.sort_by(|one, other| one.status.cmp(&other.status));
    responses
}

/// The component schemas of an operation's error responses.
pub(crate) fn error_references(document: &OpenAPI, operation: &Operation) -> Vec<String> {
    let is_success = is_success(operation);
    let responses =
        operation.responses.responses.iter().filter(|(status, _)| !is_success(status)).map(|(_, response)| response);
    let responses =
        responses.chain(&operation.responses.default).filter_map(|response| resolve_response(document, response));
    let schemas = responses.filter_map(|response| json_media(&response.content)?.1.schema.as_ref());
    schemas
        .filter_map(|schema| match schema {
            ReferenceOr::Reference { reference } => schema_name(reference),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}
