//! Statuses of responses: which of them are successes.

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
