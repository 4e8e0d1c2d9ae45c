//! All responses of an operation, word by word, for comparisons: no Rust needs them.

use openapiv3::{Operation, Response};

use super::{
    headers::{MOST, header_in_words},
    media::chosen,
    statuses::is_success,
};
use crate::{
    ir::{Declared, DeclaredResponse},
    lower::{
        read::references::{follow, place_of, resolve_response},
        requests::Calls,
    },
    place::Pointer,
};

/// All responses of an operation whose bodies have been lowered.
pub(crate) fn responses<'a>(calls: &mut Calls<'a>, operation: &'a Operation, place: &Pointer) -> Vec<DeclaredResponse> {
    let responses = &operation.responses.responses;
    let is_success = is_success(operation);
    let has_success = responses.keys().any(&is_success);
    let named = responses.iter().map(|(status, response)| (status.to_string(), is_success(status), response));
    let default = operation.responses.default.iter().map(|response| ("default".to_owned(), !has_success, response));
    let mut responses: Vec<DeclaredResponse> = named
        .chain(default)
        .filter_map(|(status, is_success, response)| {
            let place = place_of(response, place.child("responses").child(&status));
            let response = resolve_response(calls.types.state.document, response)?;
            Some(response_word_by_word(calls, response, status, is_success, place))
        })
        .collect();
    responses.sort_by(|one, other| one.status.cmp(&other.status));
    responses
}

/// One response.
fn response_word_by_word<'a>(
    calls: &mut Calls<'a>,
    response: &'a Response,
    status: String,
    is_success: bool,
    place: Pointer,
) -> DeclaredResponse {
    let media_types: Vec<String> = response.content.keys().cloned().collect();
    let asked_for = chosen(&response.content);
    let declared = asked_for.and_then(|chosen| calls.bodies.get(&place.child("content").child(chosen.name)));
    let declared = declared.map(Declared::of_value).unwrap_or_default();
    let document = calls.types.state.document;
    let mut headers = Vec::new();
    for (name, header) in &response.headers {
        let place = place_of(header, place.child("headers").child(name));
        let Some(header) = follow(header, "#/components/headers/", |components| &components.headers, document) else {
            continue;
        };
        let (header, is_cut) = header_in_words(document, name, header, place);
        if is_cut {
            let message = format!("a header of more than {MOST} schemas; two versions are compared by no more of them");
            calls.types.state.warn(message, &header.place);
        }
        headers.push(header);
    }
    DeclaredResponse { status, is_success, declared, media_types, headers, place }
}
