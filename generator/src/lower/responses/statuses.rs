//! Statuses of responses: which of them are successes, and what they are called.

use std::collections::BTreeSet;

use openapiv3::{Operation, StatusCode};

use crate::ir::StatusPattern;

/// Which of an operation's responses are successes: 2xx; of one that has none of those, redirects.
pub(crate) fn is_success(operation: &Operation) -> impl Fn(&StatusCode) -> bool + use<> {
    let redirects = redirects(operation);
    move |status| match status {
        StatusCode::Code(code) => is_2xx(status) || redirects.contains(code),
        StatusCode::Range(class) => is_2xx(status) || (*class == 3 && !redirects.is_empty()),
    }
}

fn is_2xx(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// The single statuses of an operation's successes (2xx); none where it has a class of them, or `default` alone.
pub(crate) fn success_statuses(operation: &Operation) -> Vec<u16> {
    let successes = operation.responses.responses.keys().filter(|status| is_2xx(status));
    let codes = successes.map(|status| match status {
        StatusCode::Code(code) => Some(*code),
        StatusCode::Range(_) => None,
    });
    codes.collect::<Option<BTreeSet<u16>>>().unwrap_or_default().into_iter().collect()
}

/// The redirects that are an operation's successes (RFC 9110, section 15.4): those that it describes, unless it
/// describes a 2xx response, which a redirect then only leads to: one that leads to another host is then an error that
/// has its address, since there is nothing to return of what the method promises. A response that nothing was modified
/// leads nowhere.
pub(crate) fn redirects(operation: &Operation) -> Vec<u16> {
    let statuses = || operation.responses.responses.keys();
    let redirect = |status: &StatusCode| match status {
        StatusCode::Code(code @ (300..=303 | 305..=399)) => vec![*code],
        StatusCode::Range(3) => vec![301, 302, 303, 307, 308],
        StatusCode::Code(_) | StatusCode::Range(_) => Vec::new(),
    };
    let redirects: BTreeSet<u16> = statuses().flat_map(redirect).collect();
    if statuses().any(is_2xx) { Vec::new() } else { redirects.into_iter().collect() }
}

/// A status as the client knows it.
pub(crate) fn pattern(status: &StatusCode) -> StatusPattern {
    match status {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(class) => StatusPattern::Class(*class),
    }
}

/// The name of a status (RFC 9110, section 15, and the registry of IANA).
pub(crate) fn words(status: StatusPattern) -> String {
    let code = match status {
        StatusPattern::Code(code) => code,
        StatusPattern::Class(2) => return "success".to_owned(),
        StatusPattern::Class(3) => return "redirect".to_owned(),
        StatusPattern::Class(4) => return "client error".to_owned(),
        StatusPattern::Class(5) => return "server error".to_owned(),
        StatusPattern::Class(class) => return format!("status {class}xx"),
        StatusPattern::Default => return "default".to_owned(),
    };
    let known = STATUSES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| format!("status {code}"), |(_, words)| (*words).to_owned())
}

const STATUSES: [(u16, &str); 56] = [
    (200, "ok"),
    (201, "created"),
    (202, "accepted"),
    (203, "non authoritative information"),
    (204, "no content"),
    (205, "reset content"),
    (206, "partial content"),
    (207, "multi status"),
    (208, "already reported"),
    (226, "im used"),
    (300, "multiple choices"),
    (301, "moved permanently"),
    (302, "found"),
    (303, "see other"),
    (304, "not modified"),
    (305, "use proxy"),
    (307, "temporary redirect"),
    (308, "permanent redirect"),
    (400, "bad request"),
    (401, "unauthorized"),
    (402, "payment required"),
    (403, "forbidden"),
    (404, "not found"),
    (405, "method not allowed"),
    (406, "not acceptable"),
    (407, "proxy authentication required"),
    (408, "request timeout"),
    (409, "conflict"),
    (410, "gone"),
    (411, "length required"),
    (412, "precondition failed"),
    (413, "content too large"),
    (414, "uri too long"),
    (415, "unsupported media type"),
    (416, "range not satisfiable"),
    (417, "expectation failed"),
    (421, "misdirected request"),
    (422, "unprocessable content"),
    (423, "locked"),
    (424, "failed dependency"),
    (425, "too early"),
    (426, "upgrade required"),
    (428, "precondition required"),
    (429, "too many requests"),
    (431, "request header fields too large"),
    (451, "unavailable for legal reasons"),
    (500, "internal server error"),
    (501, "not implemented"),
    (502, "bad gateway"),
    (503, "service unavailable"),
    (504, "gateway timeout"),
    (505, "http version not supported"),
    (506, "variant also negotiates"),
    (507, "insufficient storage"),
    (508, "loop detected"),
    (511, "network authentication required"),
];
