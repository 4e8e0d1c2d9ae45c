//! The version of the API: which one a request asks for, and which one its response is of.

use http::header::AsHeaderName;
use http::{HeaderMap, HeaderName};

use crate::api::Api;
use crate::json::policy::Mismatch;

/// The version that headers name, in the header of this name.
pub(super) fn version_of(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().filter(|version| !version.is_empty())
}

/// Tells where a response names another version than its request, in the header of this name; `request` and `client` are the
/// headers of the request itself and those of all requests.
pub(crate) fn mismatch(api: &Api, name: &HeaderName, [request, client, response]: [&HeaderMap; 3]) -> Option<Mismatch> {
    let found = version_of(response, name)?;
    let asked = version_of(request, name).or_else(|| version_of(client, name))?;
    if is_same(asked, found, api.version_aliases) {
        return None;
    }
    let found = shortened(found);
    let reason = format!("the response is of version `{found}`, where `{asked}` was asked for");
    Some(Mismatch::of_header(api.version_header?, reason))
}

/// A server's text, as far as it is a version's name and not a text of any length.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 32;
    let beginning: String = text.chars().take(LENGTH).collect();
    if beginning.len() < text.len() { format!("{beginning}…") } else { beginning }
}

/// Whether two names are of one version: capitals don't count, and one may be an alias of the other.
fn is_same(one: &str, other: &str, aliases: &[(&str, &str)]) -> bool {
    let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let is_pair =
        |(alias, name): &(&str, &str)| (is(one, alias) && is(other, name)) || (is(one, name) && is(other, alias));
    is(one, other) || aliases.iter().any(is_pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_calls_a_version_is_told_shortened() {
        assert_eq!(shortened("2.16"), "2.16");
        assert_eq!(shortened(&"x".repeat(32)), "x".repeat(32));
        assert_eq!(shortened(&"x".repeat(5000)), format!("{}…", "x".repeat(32)));
    }

    #[test]
    fn capitals_and_aliases_make_no_other_version() {
        const ALIASES: &[(&str, &str)] = &[("Unstable", "Preview")];
        assert!(is_same("2.16", "2.16", &[]));
        assert!(is_same("Preview", "preview", &[]));
        assert!(is_same("Unstable", "preview", ALIASES));
        assert!(is_same("preview", "UNSTABLE", ALIASES));
        assert!(!is_same("Unstable", "Preview", &[]));
        assert!(!is_same("2.1", "2.10", ALIASES));
        assert!(!is_same("2.16", "Preview", ALIASES));
    }
}
