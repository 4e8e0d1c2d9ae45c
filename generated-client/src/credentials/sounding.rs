//! Headers that may be credentials, by their names: what nobody should see of a request.

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderName, HeaderValue};
use url::form_urlencoded;

use crate::api::{Authentication, Scheme};
use crate::credentials::security::has_cookie;

/// Whether a header that somebody sets may be a credential, by its name: that of a scheme, or one that sounds like it. What
/// the description `declares` as a parameter is one only where that is plain to see. A `Cookie` is one where a cookie of a scheme's
/// name stands in it.
pub(crate) fn is_credential(schemes: &[Scheme], (name, value): (&HeaderName, &HeaderValue), is_declared: bool) -> bool {
    const WORDS: [&str; 9] =
        ["api-key", "apikey", "authorization", "cookie", "credential", "password", "secret", "session", "token"];
    const SEGMENTS: [&str; 5] = ["auth", "key", "secret", "signature", "token"];
    // Most requests have nothing but these.
    if [ACCEPT, CONTENT_TYPE, USER_AGENT].contains(name) {
        return false;
    }
    if *name == COOKIE {
        return schemes
            .iter()
            .any(|scheme| matches!(scheme.kind, Authentication::Cookie(own) if has_cookie(value, own)));
    }
    let name = name.as_str();
    let is_of = |scheme: &Scheme| scheme.header_name().is_some_and(|own| own.eq_ignore_ascii_case(name));
    let sounds_so = || name.split(['-', '_', '.']).any(|segment| SEGMENTS.contains(&segment));
    WORDS.iter().any(|word| name.contains(word)) || schemes.iter().any(is_of) || (!is_declared && sounds_so())
}

/// A pair of a query, without its value where that is a credential.
pub(crate) fn without_credential<'p>(pair: &'p str, schemes: &[Scheme]) -> &'p str {
    let is_key = |name: &str| {
        schemes.iter().any(|scheme| matches!(scheme.kind, Authentication::Query(parameter) if parameter == name))
    };
    let is_of = |name: &str| form_urlencoded::parse(name.as_bytes()).next().is_some_and(|(name, _)| is_key(&name));
    match pair.split_once('=') {
        Some((name, _)) if is_of(name) => &pair[..=name.len()],
        Some(_) | None => pair,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_in_the_query_is_not_shown() {
        let schemes = [Scheme::query("key", "key", "api key"), Scheme::header("other", "other", "x")];
        assert_eq!(without_credential("api%20key=secret", &schemes), "api%20key=");
        assert_eq!(without_credential("x=1", &schemes), "x=1");
        assert_eq!(without_credential("x", &schemes), "x");
    }

    #[test]
    fn a_header_that_may_be_a_credential_is_told_by_its_name() {
        let value = HeaderValue::from_static("v");
        let is =
            |name: &'static str, is_declared| is_credential(&[], (&HeaderName::from_static(name), &value), is_declared);
        for secret in
            ["x-auth", "x-access-key", "dd-application-key", "x-signature", "ocp-apim-subscription-key", "x-secret"]
        {
            assert!(is(secret, false), "{secret}");
        }
        for plain in ["idempotency-key", "x-signature-version"] {
            assert!(!is(plain, true), "{plain}");
        }
        for plain in ["accept", "content-type", "user-agent", "x-monkey", "x-author", "x-request-id", "if-match"] {
            assert!(!is(plain, false), "{plain}");
        }
        for secret in ["authorization", "x-api-key", "x-auth-token"] {
            assert!(is(secret, true), "{secret}");
        }
    }

    #[test]
    fn a_cookie_is_hidden_where_a_scheme_has_its_name() {
        let schemes = [Scheme::bearer("token", "token"), Scheme::cookie("session", "session", "sid")];
        let is = |value| is_credential(&schemes, (&COOKIE, &HeaderValue::from_static(value)), false);
        assert!(is("sid=1"));
        assert!(is("theme=dark; sid=1"));
        for plain in ["", "a=b", "theme=sid", "sids=1; theme=dark"] {
            assert!(!is(plain), "{plain}");
        }
    }
}
