//! The credentials of a client: one for each security scheme, as requests carry them.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use crate::api::{Authentication, Scheme};
use crate::credentials::shared_token::Shared;
use crate::wire::sent::escaping::ESCAPED;

/// The credentials that a client has.
#[derive(Clone)]
pub(crate) struct Credentials {
    /// The schemes of the API, that of the token first.
    schemes: &'static [Scheme],
    held: Vec<(&'static Scheme, Credential)>,
}

/// What a client has for a scheme.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The same for each request, ready to be sent.
    Fixed(Carried),
    /// To be asked for at each try.
    Source(Arc<Shared>),
    /// Nothing that could be sent, and why; it comes out of the call.
    Unfit(Unfit),
}

/// What a request carries.
#[derive(Clone)]
pub(crate) enum Carried {
    /// A header.
    Header(HeaderName, HeaderValue),
    /// A pair of the query, encoded.
    Query(SecretString),
    /// A cookie, with its name.
    Cookie(SecretString),
}

/// Why a text is no credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unfit {
    /// There is nothing in it.
    Empty,
    /// It cannot stand in a header.
    NoHeader,
    /// It cannot stand in a cookie (RFC 6265, section 4.1.1).
    NoCookie,
    /// `Bearer`, which the client puts before it, stands there already.
    BearerTwice,
    /// `Basic` does.
    BasicTwice,
    /// The user has a colon, which is what ends it (RFC 7617, section 2).
    Colon,
}

impl Unfit {
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::NoHeader => "it holds a character that a header cannot carry, such as a line break",
            Self::NoCookie => "it holds a character that a cookie cannot carry, such as a space or a semicolon",
            Self::BasicTwice => "it begins with `Basic`, which the client adds by itself: pass it without",
            Self::BearerTwice => "it begins with `Bearer`, which the client adds by itself: pass the token alone",
            Self::Colon => "the user has a colon, with which the password begins",
        }
    }
}

impl Credentials {
    /// None yet, for an API with these schemes.
    pub(crate) const fn none(schemes: &'static [Scheme]) -> Self {
        Self { schemes, held: Vec::new() }
    }

    /// The scheme of a name.
    pub(crate) fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// The setter of a scheme's credential.
    pub(crate) fn setter(&self, scheme: &Scheme) -> String {
        setter(self.schemes, scheme)
    }

    /// The scheme of the token.
    pub(crate) fn token_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }

    pub(crate) fn is_token(&self, scheme: &str) -> bool {
        self.token_scheme().is_some_and(|token| token.name == scheme)
    }

    pub(crate) fn get(&self, scheme: &str) -> Option<&Credential> {
        self.held.iter().find(|(known, _)| known.name == scheme).map(|(_, credential)| credential)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Scheme, &Credential)> {
        self.held.iter().map(|(scheme, credential)| (*scheme, credential))
    }

    pub(crate) fn set(&mut self, scheme: &'static Scheme, credential: Credential) {
        self.held.retain(|(known, _)| known.name != scheme.name);
        self.held.push((scheme, credential));
    }

    /// Sets that of the token, where the API knows a credential at all.
    pub(crate) fn set_token(&mut self, make: impl FnOnce(&'static Scheme) -> Credential) {
        if let Some(scheme) = self.token_scheme() {
            self.set(scheme, make(scheme));
        }
    }
}

/// The setter of the builder for a scheme's credential, as an app calls it: of the scheme of the token that is `token`, unless it
/// takes a user and a password.
pub(crate) fn setter(schemes: &[Scheme], scheme: &Scheme) -> String {
    let is_token = schemes.first().is_some_and(|token| token.name == scheme.name);
    let setter = scheme.setter;
    match scheme.kind {
        Authentication::Basic => format!("ClientBuilder::{setter}(user, password)"),
        Authentication::Bearer | Authentication::Header(_) | Authentication::Query(_) | Authentication::Cookie(_) => {
            format!("ClientBuilder::{}", if is_token { "token" } else { setter })
        }
    }
}

impl fmt::Debug for Credentials {
    /// Shows the names of the schemes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter().map(|(scheme, _)| scheme.name)).finish()
    }
}

impl Credential {
    /// One that does not change. What is wrong with it is reported when the client is built, or by the call.
    pub(crate) fn fixed(scheme: &Scheme, text: impl Into<String>) -> Self {
        let text = SecretString::from(text.into());
        Carried::of(scheme, text.expose_secret()).map_or_else(Self::Unfit, Self::Fixed)
    }

    /// That of a user (RFC 7617, section 2).
    pub(crate) fn user_and_password(scheme: &Scheme, user: &str, password: impl Into<String>) -> Self {
        let password = SecretString::from(password.into());
        if user.contains(':') {
            return Self::Unfit(Unfit::Colon);
        }
        Self::fixed(scheme, format!("{user}:{}", password.expose_secret()))
    }
}

/// A header's value that no debug output shows.
fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A credential, unless it has the prefix that the client gives it (RFC 9110, section 11.1: without case). What stands behind
/// a prefix has no colon: `Basic account:secret` is a user of that name, and a password.
fn without<'t>(text: &'t str, prefix: &str, unfit: Unfit) -> Result<&'t str, Unfit> {
    let is_prefix = |(first, rest): (&str, &str)| first.eq_ignore_ascii_case(prefix) && !rest.contains(':');
    let is_doubled = text.trim_start().split_once(' ').is_some_and(is_prefix);
    if is_doubled { Err(unfit) } else { Ok(text) }
}

/// The value of `Authorization` for `user:password`, or for a user alone (RFC 7617).
fn basic(credential: &str) -> String {
    let (user, password) = credential.split_once(':').unwrap_or((credential, ""));
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

impl Carried {
    /// Puts a credential where its scheme wants it.
    pub(crate) fn of(scheme: &Scheme, text: &str) -> Result<Self, Unfit> {
        if text.trim().is_empty() {
            return Err(Unfit::Empty);
        }
        let header = |name, value: &str| Ok(Self::Header(name, sensitive(value).ok_or(Unfit::NoHeader)?));
        match scheme.kind {
            Authentication::Bearer => {
                header(AUTHORIZATION, &format!("Bearer {}", without(text, "Bearer", Unfit::BearerTwice)?))
            }
            Authentication::Basic => header(AUTHORIZATION, &basic(without(text, "Basic", Unfit::BasicTwice)?)),
            Authentication::Header(name) => header(HeaderName::try_from(name).map_err(|_| Unfit::NoHeader)?, text),
            Authentication::Query(name) => {
                let encoded = |text| utf8_percent_encode(text, ESCAPED);
                Ok(Self::Query(format!("{}={}", encoded(name), encoded(text)).into()))
            }
            Authentication::Cookie(name) => {
                if !is_cookie_value(text) {
                    return Err(Unfit::NoCookie);
                }
                Ok(Self::Cookie(format!("{name}={text}").into()))
            }
        }
    }

    /// Adds a pair to a query, in the place of any of the same name: an address that a response named may have it already.
    pub(crate) fn add_to_query(pair: &SecretString, url: &mut Url) {
        let pair = pair.expose_secret();
        let name = |pair: &str| form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name.into_owned());
        let own = name(pair);
        let others = url.query().into_iter().flat_map(|query| query.split('&'));
        let others = others.filter(|other| name(other) != own);
        let query: Vec<&str> = others.chain([pair]).collect();
        url.set_query(Some(&query.join("&")));
    }

    /// Adds a cookie to those that a request has, in the place of any of the same name; all of them are secret then.
    pub(crate) fn add_to_cookies(cookie: &str, others: Option<&HeaderValue>) -> Option<HeaderValue> {
        let others = others.and_then(|others| others.to_str().ok()).unwrap_or_default().split(';').map(str::trim);
        let others = others.filter(|other| !other.is_empty() && cookie_name(other) != cookie_name(cookie));
        sensitive(&others.chain([cookie]).collect::<Vec<_>>().join("; "))
    }
}

/// Whether a text can stand in a cookie as it is (RFC 6265, section 4.1.1).
pub(crate) fn is_cookie_value(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\'))
}

/// The name of a cookie of the header `Cookie`.
pub(crate) fn cookie_name(cookie: &str) -> &str {
    cookie.split_once('=').map_or(cookie, |(name, _)| name).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Authentication, text: &str) -> String {
        match Carried::of(&Scheme { name: "key", setter: "key", kind }, text) {
            Ok(Carried::Header(name, value)) => {
                assert!(value.is_sensitive());
                format!("{name}: {}", value.to_str().expect("it is text"))
            }
            Ok(Carried::Query(pair)) => format!("?{}", pair.expose_secret()),
            Ok(Carried::Cookie(cookie)) => format!("cookie: {}", cookie.expose_secret()),
            Err(unfit) => unfit.reason().to_owned(),
        }
    }

    #[test]
    fn a_credential_goes_where_the_description_says() {
        assert_eq!(shown(Authentication::Bearer, "t"), "authorization: Bearer t");
        assert_eq!(shown(Authentication::Basic, "me:secret"), "authorization: Basic bWU6c2VjcmV0");
        assert_eq!(shown(Authentication::Basic, "me"), "authorization: Basic bWU6");
        assert_eq!(shown(Authentication::Header("X-Key"), "t"), "x-key: t");
        assert_eq!(shown(Authentication::Query("a key"), "t&"), "?a%20key=t%26");
        assert_eq!(shown(Authentication::Cookie("sid"), "t"), "cookie: sid=t");
    }

    #[test]
    fn what_is_no_credential_is_refused_without_showing_it() {
        const NO_HEADER: &str = "it holds a character that a header cannot carry, such as a line break";
        const NO_COOKIE: &str = "it holds a character that a cookie cannot carry, such as a space or a semicolon";
        const BEARER: &str = "it begins with `Bearer`, which the client adds by itself: pass the token alone";
        const BASIC: &str = "it begins with `Basic`, which the client adds by itself: pass it without";
        assert_eq!(shown(Authentication::Bearer, "secret\n"), NO_HEADER);
        assert_eq!(shown(Authentication::Cookie("sid"), "a; b=c"), NO_COOKIE);
        assert_eq!(shown(Authentication::Bearer, "bearer secret"), BEARER);
        assert_eq!(shown(Authentication::Basic, "Basic bWU6"), BASIC);
        assert_eq!(shown(Authentication::Basic, "Basic me:pw"), "authorization: Basic QmFzaWMgbWU6cHc=");
        assert_eq!(shown(Authentication::Header("X-Key"), "Bearer t"), "x-key: Bearer t");
        assert_eq!(shown(Authentication::Bearer, " "), "it is empty");
        let scheme = Scheme { name: "key", setter: "key", kind: Authentication::Basic };
        let user = Credential::user_and_password(&scheme, "a:b", "c");
        assert!(matches!(user, Credential::Unfit(Unfit::Colon)));
    }

    #[test]
    fn a_pair_of_the_query_takes_the_place_of_one_of_its_name() {
        let mut url = Url::parse("https://a.example/?key=old&x=1").expect("it is a URL");
        Carried::add_to_query(&"key=new".into(), &mut url);
        assert_eq!(url.as_str(), "https://a.example/?x=1&key=new");
        // The name may be written in any way.
        url.set_query(Some("%6Bey=old&keys=2&a+key=3"));
        Carried::add_to_query(&"key=new".into(), &mut url);
        assert_eq!(url.as_str(), "https://a.example/?keys=2&a+key=3&key=new");
        Carried::add_to_query(&"a%20key=4".into(), &mut url);
        assert_eq!(url.as_str(), "https://a.example/?keys=2&key=new&a%20key=4");
    }

    #[test]
    fn a_cookie_stands_behind_those_that_are_there() {
        let others = HeaderValue::from_static("a=b");
        let cookies = Carried::add_to_cookies("sid=t", Some(&others)).expect("it is a header");
        assert_eq!(cookies, "a=b; sid=t");
        assert!(cookies.is_sensitive());
        let others = HeaderValue::from_static("sid=old; a=b; sids=1");
        let cookies = Carried::add_to_cookies("sid=t", Some(&others)).expect("it is a header");
        assert_eq!(cookies, "a=b; sids=1; sid=t");
    }
}
