//! Origins: a scheme, a host and a port, where credentials may go.

use url::{Host, Url};

use crate::error::Diagnostic;

/// Whether a text is an origin, in the one way in which that is written.
pub(crate) fn is_origin(text: &str) -> bool {
    origin(text).as_deref() == Some(text)
}

/// The error that says that an entry of the settings is none.
pub(crate) fn no_origin(text: &str) -> Diagnostic {
    let help = "an origin is `https://` and a host, perhaps a port, in small letters: \"https://files.example.com\"";
    Diagnostic::error(format!("`{text}` in `credential-origins` of codegen.toml is no origin")).help(help)
}

/// The origin of an address (RFC 6454, section 4) that a credential may go to: https, or http on this machine.
pub(crate) fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    url.host()?;
    problem(&url).is_none().then(|| url.origin().ascii_serialization())
}

/// Why a client sends nothing to an address with a host; nothing where it does, or where the address is relative to another.
pub(crate) fn no_address(text: &str) -> Option<&'static str> {
    // The parser drops line breaks and tabs, so that another address would be sent to than is written.
    if text.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Some("has a blank or a line break in it");
    }
    let url = Url::parse(text).ok()?;
    let query = url.query().map(|_| "has a query");
    problem(&url).or(query).or(url.fragment().map(|_| "has a fragment"))
}

fn problem(url: &Url) -> Option<&'static str> {
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let has_user = !url.username().is_empty() || url.password().is_some();
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_local);
    match (is_safe, has_user) {
        (false, _) => Some("is not https"),
        (true, true) => Some("has a user or a password"),
        (true, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        let check = |url, expected: Option<&str>| assert_eq!(origin(url).as_deref(), expected, "{url}");
        check("https://api.example.com/v1?x=1", Some("https://api.example.com"));
        check("HTTPS://API.example.com:443", Some("https://api.example.com"));
        check("https://api.example.com:8443/", Some("https://api.example.com:8443"));
        check("http://localhost:80/x", Some("http://localhost"));
        check("https://api.example.com:0443/", Some("https://api.example.com"));
        check("https://b\u{fc}cher.example", Some("https://xn--bcher-kva.example"));
        check("http://127.example.com", None);
        check("https://api.example.com\\@evil.example", Some("https://api.example.com"));
        check("http://[::1]:8080", Some("http://[::1]:8080"));
        check("http://api.example.com", None);
        check("https://me@api.example.com", None);
        check("https://", None);
        check("/v1", None);
    }

    #[test]
    fn an_address_that_nothing_is_sent_to_says_why() {
        let check = |url, expected: Option<&str>| assert_eq!(no_address(url), expected, "{url}");
        check("https://api.example.com/v1", None);
        check("http://localhost:8080", None);
        check("/v1", None);
        check("http://api.example.com", Some("is not https"));
        check("ftp://api.example.com", Some("is not https"));
        check("https://me@api.example.com", Some("has a user or a password"));
        check("https://api.example.com?key=1", Some("has a query"));
        check("https://api.example.com/v1#top", Some("has a fragment"));
        check("https://api.exa\nmple.com", Some("has a blank or a line break in it"));
        check("https://api.example.com /v1", Some("has a blank or a line break in it"));
    }
}
