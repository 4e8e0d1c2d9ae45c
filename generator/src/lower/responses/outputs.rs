//! What a success brings.

use indexmap::IndexSet;
use openapiv3::{OpenAPI, Operation, Response};

use super::statuses::{is_success, pattern};
use crate::{
    ir::{Output, OutputVariant, StatusPattern},
    lower::{
        read::{
            media_types::{essence, is_json},
            operations::PathOperation,
            references::{place_of, resolve_response},
        },
        requests::{Calls, bodies::media_type},
        state::Site,
        text,
    },
    naming::Scope,
    place::Pointer,
};

/// What a success brings: the 2xx responses; without one, the redirects; without those, `default`.
///
/// A response to HEAD has no body (RFC 9110, section 9.3.2).
pub(crate) fn output<'a>(
    calls: &mut Calls<'a>,
    described: &PathOperation<'a>,
    types: &mut Scope,
    site: &Site,
) -> Output {
    if described.method == "head" {
        return Output::Empty;
    }
    let responses = successes(calls.types.state.document, described.operation, site);
    let many = responses.len() > 1;
    let mut seen: Vec<(&'a Response, Output)> = Vec::new();
    let mut scope = Scope::default();
    let mut variants: Vec<OutputVariant> = Vec::new();
    for (status, response, place) in responses {
        let Some(response) = response else {
            calls.types.state.warn("the reference leads nowhere; the body of this response is left alone", &place);
            continue;
        };
        let words = status_words(status);
        let own = if many { calls.types.state.naming.camel(&words) } else { String::new() };
        let part = Site { words: format!("{}{own}Output", site.words), place: place.clone(), ..site.clone() };
        // Two statuses with the same body have one type.
        let known = seen.iter().find(|(known, _)| known.content == response.content).map(|(_, output)| output.clone());
        let output = known.unwrap_or_else(|| output_of(calls, response, &place, &part));
        seen.push((response, output.clone()));
        let name = calls.types.state.naming.variant(&words, &mut scope);
        variants.push(OutputVariant { status, name, output, docs: text::markdown(&response.description) });
    }
    match variants.first().map(|first| first.output.clone()) {
        None => Output::Empty,
        Some(first) if variants.iter().all(|variant| variant.output == first) => first,
        Some(_) => {
            // A code goes before the class that it is in.
            variants.sort_by_key(|variant| !matches!(variant.status, StatusPattern::Code(_)));
            Output::ByStatus {
                name: calls.types.state.naming.type_name(&format!("{}Output", site.words), types),
                variants,
            }
        }
    }
}

/// What a single response brings: JSON where it can be.
fn output_of<'a>(calls: &mut Calls<'a>, response: &'a Response, place: &Pointer, site: &Site) -> Output {
    if let Some((name, media)) = response.content.iter().find(|(name, _)| is_json(name)) {
        return Output::Json(media_type(calls, media, &place.child("content").child(name), site));
    }
    match response.content.keys().next() {
        None => Output::Empty,
        Some(name) if essence(name).starts_with("text/") => Output::Text,
        Some(_) => Output::Bytes,
    }
}

/// The successes, or `default` where there is none; nothing for one whose reference leads nowhere.
fn successes<'a>(
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

/// The media types that an operation asks for, where that is not JSON alone: those of its successes, and JSON for
/// its errors.
pub(crate) fn accept<'a>(document: &'a OpenAPI, operation: &'a Operation, site: &Site) -> Option<String> {
    let mut media_types: IndexSet<String> = IndexSet::new();
    for response in successes(document, operation, site).into_iter().filter_map(|(_, response, _)| response) {
        let chosen = response.content.keys().find(|name| is_json(name)).or_else(|| response.content.keys().next());
        media_types.extend(chosen.map(|name| essence(name)));
    }
    if media_types.iter().all(|media_type| media_type == "application/json") {
        return None;
    }
    media_types.insert("application/json".to_owned());
    Some(media_types.into_iter().collect::<Vec<_>>().join(", "))
}

/// The name of a status (RFC 9110, section 15.3, and the registry of IANA).
fn status_words(status: StatusPattern) -> String {
    let words = match status {
        StatusPattern::Code(200) => "ok",
        StatusPattern::Code(201) => "created",
        StatusPattern::Code(202) => "accepted",
        StatusPattern::Code(203) => "non authoritative information",
        StatusPattern::Code(204) => "no content",
        StatusPattern::Code(205) => "reset content",
        StatusPattern::Code(206) => "partial content",
        StatusPattern::Code(207) => "multi status",
        StatusPattern::Code(208) => "already reported",
        StatusPattern::Code(226) => "im used",
        StatusPattern::Code(300) => "multiple choices",
        StatusPattern::Code(301) => "moved permanently",
        StatusPattern::Code(302) => "found",
        StatusPattern::Code(303) => "see other",
        StatusPattern::Code(307) => "temporary redirect",
        StatusPattern::Code(308) => "permanent redirect",
        StatusPattern::Code(code) => return format!("status {code}"),
        StatusPattern::Class(_) => "success",
        StatusPattern::Default => "default",
    };
    words.to_owned()
}
