//! What a success brings.

use indexmap::IndexSet;
use openapiv3::{OpenAPI, Operation, Response, StatusCode};

use super::{
    errors::error_contents,
    media::{asked_for, chosen, content_of, is_empty, is_range_or_json, read_as},
    statuses::{is_success, pattern, success_statuses, words},
};
use crate::{
    ir::{Accept, NamedStatuses, Output, OutputVariant, StatusPattern},
    lower::{
        read::{
            operations::PathOperation,
            references::{place_of, resolve_response},
        },
        requests::Calls,
        state::Site,
        text,
    },
    naming::Scope,
    place::Pointer,
};

/// What a success brings: the 2xx responses; without one, the redirects; without those, `default`.
///
/// With it goes whether it is shown nowhere, and no model hides it by itself.
///
/// Neither a response to HEAD (RFC 9110, section 9.3.2) nor one of a status without content has a body.
pub(crate) fn output<'a>(
    calls: &mut Calls<'a>,
    described: &PathOperation<'a>,
    types: &mut Scope,
    site: &Site,
) -> (Output, bool) {
    if described.method == "head" {
        return (Output::Empty, false);
    }
    let responses = successes(calls.types.state.document, described.operation, site);
    let many = responses.len() > 1;
    let mut seen: Vec<(&'a Response, Output, bool)> = Vec::new();
    let mut scope = Scope::default();
    let mut variants: Vec<OutputVariant> = Vec::new();
    for (status, response, place) in responses {
        let Some(response) = response else {
            calls.types.state.warn("the reference leads nowhere; the body of this response is left alone", &place);
            continue;
        };
        let words = words(status);
        let part = site.part(&if many { format!("{words} Output") } else { "Output".to_owned() }, &place);
        // Two statuses with the same body have one type.
        let known = seen.iter().find(|(known, ..)| known.content == response.content);
        let known = known.map(|(_, output, sensitive)| (output.clone(), *sensitive));
        let (output, sensitive) = match status.code() {
            code if is_empty(code) => (without_body(calls, response, &place), false),
            _ => known.unwrap_or_else(|| output_of(calls, response, &place, &part)),
        };
        if output != Output::Empty {
            seen.push((response, output.clone(), sensitive));
        }
        let name = calls.types.state.naming.variant(&words, &mut scope);
        variants.push(OutputVariant { status, name, output, sensitive, docs: text::markdown(&response.description) });
    }
    let sensitive = variants.iter().any(|variant| variant.sensitive);
    let output = match variants.first().map(|first| first.output.clone()) {
        None => Output::Empty,
        Some(first) if variants.iter().all(|variant| variant.output == first) => first,
        Some(_) => {
            // A code goes before the class that it is in.
            variants.sort_by_key(|variant| !matches!(variant.status, StatusPattern::Code(_)));
            Output::ByStatus {
                name: calls
                    .types
                    .state
                    .naming
                    .type_name(&format!("{}Output", site.words.spelled(&calls.types.state.naming)), types),
                variants,
            }
        }
    };
    (output, sensitive)
}

/// What a single response brings: JSON where it can be.
fn output_of<'a>(calls: &mut Calls<'a>, response: &'a Response, place: &Pointer, site: &Site) -> (Output, bool) {
    calls.types.holds_sensitive = false;
    let output = chosen(&response.content).map_or(Output::Empty, |chosen| read_as(calls, chosen, place, site));
    (output, std::mem::take(&mut calls.types.holds_sensitive))
}

/// Nothing, and a word about what the description promises of it.
fn without_body(calls: &mut Calls<'_>, response: &Response, place: &Pointer) -> Output {
    if !response.content.is_empty() {
        let message = "a response with this status has no body (RFC 9110, 15.3.5 and 15.3.6); its content is left out";
        calls.types.state.warn(message, &place.child("content"));
    }
    Output::Empty
}

/// The statuses of success that an operation names, and whether `default` has something of its own for the others.
pub(crate) fn named_statuses<'a>(document: &'a OpenAPI, operation: &'a Operation, output: &Output) -> NamedStatuses {
    let codes = success_statuses(operation);
    NamedStatuses { has_default: has_default(document, operation, output, &codes), codes }
}

/// Whether `default` has a body of its own for the successes that an operation does not name.
fn has_default<'a>(document: &'a OpenAPI, operation: &'a Operation, output: &Output, codes: &[u16]) -> bool {
    let default = operation.responses.default.as_ref().and_then(|default| resolve_response(document, default));
    let Some(default) = default.filter(|default| !default.content.is_empty()) else { return false };
    let is_read = !matches!(output, Output::Empty | Output::ByStatus { .. });
    let is_other = |response| resolve_response(document, response).is_none_or(|known| known.content != default.content);
    is_read
        && codes.iter().any(|code| operation.responses.responses.get(&StatusCode::Code(*code)).is_some_and(is_other))
}

/// The successes, or `default` where there is none; nothing for one whose reference leads nowhere.
pub(super) fn successes<'a>(
    document: &'a OpenAPI,
    operation: &'a Operation,
    site: &Site,
) -> Vec<(StatusPattern, Option<&'a Response>, Pointer)> {
    let place = site.place.child("responses");
    let responses = &operation.responses.responses;
    let is_success = is_success(operation);
    let named = responses.iter().filter(|(status, _)| is_success(status));
    let named = named.map(|(status, response)| (pattern(status), response, place.child(status)));
    let default = operation.responses.default.iter().filter(|_| !responses.keys().any(&is_success));
    let default = default.map(|response| (StatusPattern::Default, response, place.child("default")));
    named
        .chain(default)
        .map(|(status, response, place)| {
            let resolved = resolve_response(document, response);
            let place = if resolved.is_some() { place_of(response, place) } else { place };
            (status, resolved, place)
        })
        .collect()
}

/// The media types that an operation asks for, where that is not JSON alone: those of its successes, then those of its errors,
/// JSON where nothing is said of these (RFC 9110, section 12.5.1, is about either). One that a success could come in, too, and is
/// not asked for in, is none that an error is asked for in.
pub(crate) fn accept<'a>(document: &'a OpenAPI, operation: &'a Operation, site: &Site) -> Accept {
    let mut media_types: IndexSet<String> = IndexSet::new();
    let mut others: IndexSet<String> = IndexSet::new();
    for (status, response, _) in successes(document, operation, site) {
        let Some(response) = response else { continue };
        media_types.extend(content_of(response, status.code()).map(|chosen| asked_for(chosen.name)));
        if !is_empty(status.code()) {
            others.extend(response.content.keys().map(|name| asked_for(name)));
        }
    }
    let errors: Vec<String> = error_contents(document, operation).map(|chosen| asked_for(chosen.name)).collect();
    if errors.is_empty() && !media_types.iter().any(|name| is_range_or_json(name)) {
        media_types.insert("application/json".to_owned());
    }
    media_types.extend(errors.into_iter().filter(|name| !others.contains(name)));
    let is_default = media_types.iter().all(|name| name == "application/json");
    let others = others.into_iter().filter(|name| !media_types.contains(name)).collect();
    Accept { asked_for: (!is_default).then(|| media_types.into_iter().collect::<Vec<_>>().join(", ")), others }
}
