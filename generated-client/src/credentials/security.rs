//! Which credentials a request carries: those that its operation asks for, where the client may send them.

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::{Origin, Url};

use crate::api::{Authentication, Scheme};
use crate::credentials::credential::{Carried, Credential, Credentials, cookie_name};
use crate::credentials::token_error::TokenError;

/// What a request asks for, and what there is for it.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The id of its operation.
    pub(crate) operation: &'static str,
    /// The alternatives, each the names of schemes.
    pub(crate) alternatives: &'static [&'static [&'static str]],
    /// The client's credentials.
    pub(crate) credentials: &'a Credentials,
    /// The request's own token, instead of the client's.
    pub(crate) token: Option<&'a Credential>,
    /// Where the request goes.
    pub(crate) url: &'a Url,
    /// Whether a response named that address, so that nothing in it is the app's.
    pub(crate) is_url_of_response: bool,
    /// The headers that are the request's own.
    pub(crate) headers: &'a HeaderMap,
    /// The headers of all requests of the client.
    pub(crate) client_headers: &'a HeaderMap,
}

impl<'a> Asked<'a> {
    /// The credential for a scheme: the request's own, else the client's.
    fn credential(&self, scheme: &str) -> Option<&'a Credential> {
        let own = self.token.filter(|_| self.credentials.is_token(scheme));
        own.or_else(|| self.credentials.get(scheme))
    }

    /// Whether the request itself has what a scheme asks for, set by hand; that goes before any credential. Of a scheme that
    /// the client does not know, it is `Authorization`.
    fn is_set_by_request(&self, name: &str) -> bool {
        let Some(scheme) = self.credentials.scheme(name) else { return self.headers.contains_key(AUTHORIZATION) };
        match scheme.kind {
            Authentication::Query(parameter) => !self.is_url_of_response && self.is_in_query(parameter),
            Authentication::Cookie(_) | Authentication::Bearer | Authentication::Basic | Authentication::Header(_) => {
                is_set_in(scheme, self.headers)
            }
        }
    }

    fn is_in_query(&self, parameter: &str) -> bool {
        self.url.query_pairs().any(|(name, _)| name == parameter)
    }

    /// Whether the app has set what a scheme asks for, for this request or for all of the client's.
    fn is_set_by_hand(&self, name: &str) -> bool {
        let is_set = |scheme: &Scheme| match scheme.kind {
            Authentication::Query(parameter) => self.is_in_query(parameter),
            // Where there are two headers `Cookie`, the request's own is sent.
            Authentication::Cookie(_) if self.headers.contains_key(COOKIE) => false,
            Authentication::Cookie(_) | Authentication::Bearer | Authentication::Basic | Authentication::Header(_) => {
                is_set_in(scheme, self.client_headers)
            }
        };
        let is_set_by_client = match self.credentials.scheme(name) {
            Some(scheme) => is_set(scheme),
            None => self.client_headers.contains_key(AUTHORIZATION),
        };
        is_set_by_client || self.is_set_by_request(name)
    }

    /// Chooses the first alternative that there are credentials for, and before all others one with the token that is the
    /// request's own; an error says what is missing.
    pub(crate) fn choose(&self) -> Result<Chosen, String> {
        let has = |scheme: &str| self.credential(scheme).is_some() || self.is_set_by_hand(scheme);
        let is_complete = |schemes: &&&[&str]| !schemes.is_empty() && schemes.iter().all(|scheme| has(scheme));
        let is_optional = self.alternatives.is_empty() || self.alternatives.iter().any(|schemes| schemes.is_empty());
        let is_own = |schemes: &&&[&str]| schemes.iter().any(|scheme| self.credentials.is_token(scheme));
        let with_own = self.token.and_then(|_| self.alternatives.iter().filter(is_own).find(is_complete));
        let schemes = match with_own.or_else(|| self.alternatives.iter().find(is_complete)) {
            Some(schemes) => *schemes,
            None if is_optional => &[],
            None => return Err(self.missing()),
        };
        let mut chosen =
            Chosen { schemes, has_sources: false, may_have_cookies: false, given: Vec::new(), is_foreign: false };
        for scheme in schemes {
            match self.credential(scheme) {
                Some(Credential::Unfit(unfit)) if !self.is_set_by_request(scheme) => {
                    return Err(format!("the credential of the scheme `{scheme}` cannot be used: {}", unfit.reason()));
                }
                Some(Credential::Source(_)) if !self.is_set_by_request(scheme) => {
                    (chosen.has_sources, chosen.may_have_cookies) = (true, true);
                }
                Some(Credential::Fixed(Carried::Cookie(_))) => chosen.may_have_cookies = true,
                Some(
                    Credential::Fixed(Carried::Header(..) | Carried::Query(_))
                    | Credential::Source(_)
                    | Credential::Unfit(_),
                )
                | None => {}
            }
        }
        Ok(chosen)
    }

    fn missing(&self) -> String {
        let asked = |name: &&str| match self.credentials.scheme(name) {
            Some(scheme) => format!("`{name}` (`{}`)", self.credentials.setter(scheme)),
            None => format!("`{name}` (the header `Authorization`, set by hand)"),
        };
        let together = |names: &&[&str]| names.iter().map(asked).collect::<Vec<_>>().join(" and ");
        let alternatives: Vec<String> = self.alternatives.iter().map(together).collect();
        let operation = self.operation;
        let alternatives = alternatives.join(", or of ");
        format!("`{operation}` asks for a credential that the client does not have, of the scheme {alternatives}")
    }
}

/// Whether headers have what a scheme asks for.
pub(crate) fn is_set_in(scheme: &Scheme, headers: &HeaderMap) -> bool {
    match scheme.kind {
        Authentication::Bearer | Authentication::Basic => headers.contains_key(AUTHORIZATION),
        Authentication::Header(name) => headers.contains_key(name),
        Authentication::Cookie(name) => headers.get(COOKIE).is_some_and(|cookies| has_cookie(cookies, name)),
        Authentication::Query(_) => false,
    }
}

/// Whether there is a cookie of a name among those of a header (RFC 6265, section 4.2.1).
pub(crate) fn has_cookie(cookies: &HeaderValue, name: &str) -> bool {
    let cookies = cookies.to_str().unwrap_or_default();
    cookies.split(';').any(|cookie| cookie_name(cookie) == name)
}

/// The credentials of one call: the alternative that was chosen.
pub(crate) struct Chosen {
    /// The schemes that it carries a credential of.
    schemes: &'static [&'static str],
    /// Whether there is a source to ask.
    has_sources: bool,
    /// Whether one of them may go into a cookie.
    may_have_cookies: bool,
    /// What their sources gave, as far as they have any.
    given: Vec<Given>,
    /// Whether the request goes where no credential of the client's may go.
    is_foreign: bool,
}

/// What a source gave for a scheme.
struct Given {
    scheme: &'static str,
    token: SecretString,
    carried: Carried,
}

impl Chosen {
    /// Puts down where a request goes that has a server of its own: to one of the client's origins, or elsewhere.
    pub(crate) fn set_origin(&mut self, asked: &Asked<'_>, origins: &[Origin]) {
        self.is_foreign = !origins.contains(&asked.url.origin());
    }

    /// Checks that the credentials may go where the request goes; an error says how they may.
    ///
    /// What the request itself has is its own business; a header of all requests is not meant for that server.
    pub(crate) fn check_origin(&self, asked: &Asked<'_>, origins: &[Origin]) -> Result<(), String> {
        if !self.is_foreign || self.schemes.iter().all(|scheme| asked.is_set_by_request(scheme)) {
            return Ok(());
        }
        let home = origins.first().map(Origin::ascii_serialization).unwrap_or_default();
        let (origin, operation) = (asked.url.origin().ascii_serialization(), asked.operation);
        Err(format!(
            "`{operation}` asks for a credential and goes to {origin}, but the client's credentials go to {home}: where \
             {origin} may have them, say so with `ClientBuilder::credentials_for(\"{origin}\")`, or for all apps with \
             `credential-origins = [\"{origin}\"]` under `[client]` of codegen.toml"
        ))
    }

    /// Whether a source gave a credential.
    pub(crate) fn has_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// Whether the request goes where nothing of the client's may go but what the description says.
    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign
    }

    /// How many headers it adds at most.
    pub(crate) fn len(&self) -> usize {
        self.schemes.len()
    }

    /// Whether there is a source to ask.
    pub(crate) fn has_sources(&self) -> bool {
        self.has_sources
    }

    /// Asks the sources.
    pub(crate) async fn ask(&mut self, asked: &Asked<'_>) -> Result<(), TokenError> {
        self.given = self.ask_sources(asked, false).await?;
        Ok(())
    }

    /// Asks the sources for others than those that the server has refused; false where they return the same.
    pub(crate) async fn renew(&mut self, asked: &Asked<'_>) -> Result<bool, TokenError> {
        let renewed = self.ask_sources(asked, true).await?;
        let is_same = |(one, other): (&Given, &Given)| one.token.expose_secret() == other.token.expose_secret();
        let is_other = !renewed.iter().zip(&self.given).all(is_same);
        self.given = renewed;
        Ok(is_other)
    }

    async fn ask_sources(&self, asked: &Asked<'_>, are_refused: bool) -> Result<Vec<Given>, TokenError> {
        let mut given = Vec::new();
        for name in self.schemes {
            let (Some(Credential::Source(source)), Some(scheme)) =
                (asked.credential(name), asked.credentials.scheme(name))
            else {
                continue;
            };
            if asked.is_set_by_request(name) {
                continue;
            }
            let refused = self.given.iter().find(|given| are_refused && given.scheme == *name);
            let token = source.ask(refused.map(|given| &given.token)).await?;
            let carried = Carried::of(scheme, token.expose_secret());
            let unfit = |reason| TokenError::new(format!("what its source gave cannot be used: {reason}"));
            given.push(Given { scheme: name, carried: carried.map_err(|reason| unfit(reason.reason()))?, token });
        }
        Ok(given)
    }

    /// Puts the credentials into a request that has the client's headers, and not yet its own, which go before.
    pub(crate) fn add_to(&self, asked: &Asked<'_>, url: &mut Url, headers: &mut HeaderMap) {
        for scheme in self.schemes {
            match self.carried(asked, scheme) {
                Some(Carried::Header(name, value)) => drop(headers.insert(name.clone(), value.clone())),
                Some(Carried::Query(pair)) if !asked.is_set_by_request(scheme) => Carried::add_to_query(pair, url),
                Some(Carried::Query(_) | Carried::Cookie(_)) | None => {}
            }
        }
    }

    /// Adds the credentials that are cookies to those of the request, which go before, too.
    pub(crate) fn add_cookies(&self, asked: &Asked<'_>, headers: &mut HeaderMap) {
        for scheme in self.schemes.iter().filter(|_| self.may_have_cookies) {
            let Some(Carried::Cookie(cookie)) = self.carried(asked, scheme) else { continue };
            if asked.is_set_by_request(scheme) {
                continue;
            }
            if let Some(cookies) = Carried::add_to_cookies(cookie.expose_secret(), headers.get(COOKIE)) {
                headers.insert(COOKIE, cookies);
            }
        }
    }

    fn carried<'a>(&'a self, asked: &Asked<'a>, name: &str) -> Option<&'a Carried> {
        if let Some(given) = self.given.iter().find(|given| given.scheme == name) {
            return Some(&given.carried);
        }
        match asked.credential(name)? {
            Credential::Fixed(carried) => Some(carried),
            Credential::Source(_) | Credential::Unfit(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMES: &[Scheme] = &[
        Scheme { name: "token", setter: "token", kind: Authentication::Bearer },
        Scheme { name: "session", setter: "session", kind: Authentication::Cookie("sid") },
    ];

    /// What is chosen of these alternatives, for a client that has a token and a cookie.
    fn chosen_of(
        alternatives: &'static [&'static [&'static str]],
        own_token: Option<&str>,
    ) -> Result<&'static [&'static str], String> {
        let mut credentials = Credentials::none(SCHEMES);
        for scheme in SCHEMES {
            credentials.set(scheme, Credential::fixed(scheme, "of-the-client"));
        }
        let token = own_token.map(|token| Credential::fixed(&SCHEMES[0], token));
        let (url, headers) = (Url::parse("https://a.example").expect("it is a URL"), HeaderMap::new());
        let asked = Asked {
            operation: "op",
            alternatives,
            credentials: &credentials,
            token: token.as_ref(),
            url: &url,
            is_url_of_response: false,
            headers: &headers,
            client_headers: &headers,
        };
        asked.choose().map(|chosen| chosen.schemes)
    }

    #[test]
    fn a_token_of_the_request_goes_before_what_the_client_has() {
        const EITHER: &[&[&str]] = &[&["session"], &["token"]];
        assert_eq!(chosen_of(EITHER, None), Ok(&["session"][..]));
        assert_eq!(chosen_of(EITHER, Some("own")), Ok(&["token"][..]));
        // Where it may be left out, too.
        assert_eq!(chosen_of(&[&[], &["session"], &["token"]], Some("own")), Ok(&["token"][..]));
        assert_eq!(chosen_of(&[&["session"], &["token", "session"]], Some("own")), Ok(&["token", "session"][..]));
        // Nobody asks for it, or not for it alone.
        assert_eq!(chosen_of(&[&["session"]], Some("own")), Ok(&["session"][..]));
        assert_eq!(chosen_of(&[&["token", "other"], &["session"]], Some("own")), Ok(&["session"][..]));
        // One that cannot be used is told, and not passed over.
        let unfit = chosen_of(EITHER, Some("Bearer own")).expect_err("it has its prefix");
        assert!(unfit.starts_with("the credential of the scheme `token` cannot be used"), "{unfit}");
    }

    #[test]
    fn what_is_missing_is_told_with_the_setter_that_takes_it() {
        const WITH_STAFF: &[Scheme] = &[Scheme::basic("staff", "staff_of"), Scheme::query("key", "key", "key")];
        const WITH_KEY: &[Scheme] = &[Scheme::query("key", "key", "key")];
        let missing = |schemes: &'static [Scheme]| {
            let url = &Url::parse("https://a.example").expect("it is a URL");
            let (headers, client_headers) = (&HeaderMap::new(), &HeaderMap::new());
            let (operation, alternatives): (_, &[&[&str]]) = ("op", &[&["staff"], &["key"]]);
            let (credentials, token, is_url_of_response) = (&Credentials::none(schemes), None, false);
            Asked { operation, alternatives, credentials, token, url, is_url_of_response, headers, client_headers }
                .missing()
        };
        const MISSING: &str = "`op` asks for a credential that the client does not have, of the scheme";
        assert_eq!(
            missing(WITH_STAFF),
            format!(
                "{MISSING} `staff` (`ClientBuilder::staff_of(user, password)`), or of `key` (`ClientBuilder::key`)"
            )
        );
        assert_eq!(
            missing(WITH_KEY),
            format!(
                "{MISSING} `staff` (the header `Authorization`, set by hand), or of `key` (`ClientBuilder::token`)"
            )
        );
    }

    /// What is chosen of a cookie and a token, for a client that has the token, where the app has set a header `Cookie`.
    fn chosen(of_request: &'static str, of_client: &'static str) -> &'static [&'static str] {
        let cookies = |cookies| match cookies {
            "" => HeaderMap::new(),
            cookies => HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(cookies))]),
        };
        let mut credentials = Credentials::none(SCHEMES);
        credentials.set_token(|scheme| Credential::fixed(scheme, "t"));
        let asked = Asked {
            operation: "op",
            alternatives: &[&["session"], &["token"]],
            credentials: &credentials,
            token: None,
            url: &Url::parse("https://a.example").expect("it is a URL"),
            is_url_of_response: false,
            headers: &cookies(of_request),
            client_headers: &cookies(of_client),
        };
        asked.choose().expect("there is one").schemes
    }

    #[test]
    fn a_scheme_that_is_not_known_wants_its_header_by_hand() {
        let credentials = Credentials::none(SCHEMES);
        let authorization = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Digest x"))]);
        let asked = |headers| {
            let url = &Url::parse("https://a.example").expect("it is a URL");
            let client_headers = &HeaderMap::new();
            let (operation, alternatives): (_, &[&[&str]]) = ("op", &[&["digest"], &["session"]]);
            let (credentials, token, is_url_of_response) = (&credentials, None, false);
            Asked { operation, alternatives, credentials, token, url, is_url_of_response, headers, client_headers }
                .choose()
                .map(|chosen| chosen.schemes)
        };
        assert_eq!(asked(&authorization), Ok(&["digest"][..]));
        assert_eq!(
            asked(&HeaderMap::new()),
            Err("`op` asks for a credential that the client does not have, of the scheme `digest` (the header \
                 `Authorization`, set by hand), or of `session` (`ClientBuilder::session`)"
                .to_owned())
        );
    }

    #[test]
    fn a_cookie_is_the_credential_only_by_its_name() {
        assert_eq!(chosen("theme=dark; sid=1", ""), ["session"]);
        assert_eq!(chosen("", "theme=dark;sid=1"), ["session"]);
        assert_eq!(chosen("theme=dark", ""), ["token"]);
        assert_eq!(chosen("theme=sid; aside=1", ""), ["token"]);
        assert_eq!(chosen("theme=dark", "sid=1"), ["token"], "the request's own header is sent");
    }
}
