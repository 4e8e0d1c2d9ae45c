//! What a client is made from, checked: base URL, token, headers.

use std::env::VarError;
use std::error::Error as StdError;
use std::fmt::Display;

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Origin, Url};

use crate::api::Api;
use crate::credentials::credential::{Credential, Credentials, Unfit, setter};
use crate::credentials::security::is_set_in;

/// Why a client could not be made; none of these messages shows a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The API asks for a token, and the builder was given none, or an empty one.
    #[error("no token for the {api}: pass one to `{setter}`{}{}", OfScheme(.scheme), TokenHint(.variables))]
    #[non_exhaustive]
    MissingToken {
        /// The name of the API.
        api: &'static str,
        /// The security scheme that it is for, by its name in the description; [`None`] where that knows none.
        scheme: Option<&'static str>,
        /// The function that takes it.
        setter: String,
        /// The environment variables in which a token is customarily kept.
        variables: &'static [&'static str],
    },
    /// The token holds a character that the header cannot carry, as a rule a line break at its end.
    #[error("the token holds a character that a header cannot carry, such as a line break")]
    InvalidToken,
    /// The credential of a security scheme cannot be used.
    #[error("the credential of the scheme `{scheme}` cannot be used: {reason}")]
    Credential {
        /// The scheme's name in the description.
        scheme: &'static str,
        /// What is wrong; it never shows the credential.
        reason: &'static str,
    },
    /// The description names no server, and the builder was given no base URL.
    #[error("no base URL: pass one to `ClientBuilder::base_url`")]
    MissingBaseUrl,
    /// The base URL cannot be used.
    #[error("the base URL {0}")]
    BaseUrl(BaseUrlProblem),
    /// A header's name or value is not one.
    #[error("the header `{name}` is invalid: {reason}")]
    Header {
        /// The header's name.
        name: String,
        /// What is wrong; it never shows the value.
        reason: String,
    },
    /// The token was to come from the environment, but no variable for it is known.
    #[error("no environment variable is known for the token: pass one to `ClientBuilder::token`")]
    NoTokenVariable,
    /// A setting of the builder makes no sense, or excludes another one.
    #[error("the setting `{name}` cannot be used: {reason}")]
    Setting {
        /// The builder's function.
        name: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
    /// The base URL is https, and nothing here speaks TLS.
    #[error(
        "no TLS for `https`: turn on the feature `rustls`, or pass an HTTP client that has TLS to `ClientBuilder::http_client`"
    )]
    NoTls,
    /// Nothing carries requests: the feature `reqwest` is off, and the builder was given no transport.
    #[error(
        "nothing carries requests: turn on the feature `rustls`, or pass a `Transport` to `ClientBuilder::transport`"
    )]
    NoTransport,
    /// The HTTP client could not be set up, for example because the system has no root certificates.
    #[error("the HTTP client could not be set up")]
    HttpClient(#[source] Box<dyn StdError + Send + Sync>),
}

/// What is wrong with a base URL.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BaseUrlProblem {
    /// It is not an absolute URL such as `https://api.example.com`.
    #[error("is not an absolute URL with a host, such as `https://api.example.com`: {0}")]
    NotAbsolute(String),
    /// It is not https, its host is not this machine, and nobody has allowed http for it.
    #[error(
        "must be https, since credentials go there (http is for localhost, and for the hosts that \
         `ClientBuilder::danger_allow_http` names)"
    )]
    NotHttps,
    /// It has a query or a fragment.
    #[error("has a query or a fragment, which a path cannot be added to")]
    HasQuery,
    /// It has a user or a password.
    #[error("has a user or a password: pass a token to `ClientBuilder::token` instead")]
    HasCredentials,
}

impl ConfigError {
    /// There is no token for an API.
    pub(crate) fn missing_token(api: &'static Api) -> Self {
        let scheme = api.schemes.first();
        Self::MissingToken {
            api: api.title,
            scheme: scheme.map(|scheme| scheme.name),
            setter: scheme.map_or_else(|| "ClientBuilder::token".to_owned(), |scheme| setter(api.schemes, scheme)),
            variables: api.token_variables,
        }
    }
}

/// Says which scheme a token is for.
struct OfScheme<'a>(&'a Option<&'static str>);

impl Display for OfScheme<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |scheme| write!(formatter, ", for the scheme `{scheme}`"))
    }
}

/// Says in which environment variables a token is customarily kept.
struct TokenHint<'a>(&'a [&'static str]);

impl Display for TokenHint<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let variables = self.0.join(" or ");
        write!(formatter, " (it is customarily kept in the environment variable {variables})")
    }
}

/// The credentials, with the token from the environment where it is to come from there; checked.
pub(crate) fn credentials(
    api: &'static Api,
    given: &Credentials,
    token_from_env: bool,
    headers: &HeaderMap,
) -> Result<Credentials, ConfigError> {
    let mut credentials = given.clone();
    let has_token = credentials.token_scheme().is_some_and(|scheme| credentials.get(scheme.name).is_some());
    if token_from_env && !has_token {
        let token = self::token_from_env(api.token_variables)?.ok_or_else(|| ConfigError::missing_token(api))?;
        credentials.set_token(|scheme| Credential::fixed(scheme, token.expose_secret()));
    }
    let is_set_by_hand = api.schemes.iter().any(|scheme| is_set_in(scheme, headers));
    if credentials.is_empty() && api.always_asks && !is_set_by_hand {
        return Err(ConfigError::missing_token(api));
    }
    check_credentials(api, &credentials, headers)?;
    Ok(credentials)
}

/// Where credentials may go: first the client's own server, then what the API and the app name.
pub(crate) fn origins(
    api: &Api,
    base_url: &str,
    given: &[String],
    http_hosts: &[String],
) -> Result<Vec<Origin>, ConfigError> {
    let named = api.credential_origins.iter().copied().chain(given.iter().map(String::as_str));
    let home = Url::parse(base_url).map(|url| url.origin()).map_err(|_| ConfigError::MissingBaseUrl)?;
    [Ok(home)].into_iter().chain(named.map(|named| origin(named, http_hosts))).collect()
}

/// The token in the first of these environment variables that is set and not empty; [`None`] where there is none.
fn token_from_env(variables: &[&str]) -> Result<Option<SecretString>, ConfigError> {
    if variables.is_empty() {
        return Err(ConfigError::NoTokenVariable);
    }
    for variable in variables {
        match std::env::var(variable) {
            Ok(token) if token.trim().is_empty() => {}
            Ok(token) => return Ok(Some(token.into())),
            Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => return Err(ConfigError::InvalidToken),
        }
    }
    Ok(None)
}

/// Reports a credential that cannot be used, and one that would go where a header of the app's goes.
fn check_credentials(api: &'static Api, credentials: &Credentials, headers: &HeaderMap) -> Result<(), ConfigError> {
    for (scheme, credential) in credentials.iter() {
        match credential {
            Credential::Unfit(Unfit::Empty) if credentials.is_token(scheme.name) => {
                return Err(ConfigError::missing_token(api));
            }
            Credential::Unfit(Unfit::NoHeader) if credentials.is_token(scheme.name) => {
                return Err(ConfigError::InvalidToken);
            }
            Credential::Unfit(unfit) => {
                return Err(ConfigError::Credential { scheme: scheme.name, reason: unfit.reason() });
            }
            Credential::Fixed(_) | Credential::Source(_) => {}
        }
        if is_set_in(scheme, headers) {
            let name = scheme.header_name().unwrap_or("cookie");
            let reason = format!("the credential of the scheme `{}` goes there: set one of them", scheme.name);
            return Err(ConfigError::Header { name: name.to_owned(), reason });
        }
    }
    Ok(())
}

/// Checks a base URL, and returns it without a slash at its end, so that a path can be added to it. `http_hosts` are those for
/// which http will do.
pub(crate) fn base_url(text: &str, http_hosts: &[String]) -> Result<String, ConfigError> {
    if text.is_empty() {
        return Err(ConfigError::MissingBaseUrl);
    }
    let url = parse_base_url(text, http_hosts).map_err(ConfigError::BaseUrl)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The address of an operation's own server, which may be relative to the client's (RFC 3986, section 5).
pub(crate) fn server(base_url: &str, reference: &str, http_hosts: &[String]) -> Result<String, BaseUrlProblem> {
    let not_absolute = |error: url::ParseError| BaseUrlProblem::NotAbsolute(error.to_string());
    let base = Url::parse(&format!("{base_url}/")).map_err(not_absolute)?;
    let url = parse_base_url(base.join(reference).map_err(not_absolute)?.as_str(), http_hosts)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Refuses what no request could be sent to: https, where the HTTP client of this crate speaks no TLS.
pub(super) fn check_tls(base_url: &str, has_tls: bool) -> Result<(), ConfigError> {
    if base_url.starts_with("https:") && !has_tls { Err(ConfigError::NoTls) } else { Ok(()) }
}

/// An origin that credentials may go to: an address without a path. `http_hosts` are those for which http will do.
fn origin(text: &str, http_hosts: &[String]) -> Result<Origin, ConfigError> {
    let url = parse_base_url(text, http_hosts).ok().filter(|url| url.path() == "/");
    url.map(|url| url.origin()).ok_or(ConfigError::Setting {
        name: "credentials_for",
        reason: "it takes an origin, such as `https://files.example.com` (http is for localhost, and for the hosts that \
                 `ClientBuilder::danger_allow_http` names)",
    })
}

fn parse_base_url(text: &str, http_hosts: &[String]) -> Result<Url, BaseUrlProblem> {
    let url = Url::parse(text).map_err(|error| BaseUrlProblem::NotAbsolute(error.to_string()))?;
    let Some(host) = url.host() else {
        return Err(BaseUrlProblem::NotAbsolute("it has no host".to_owned()));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BaseUrlProblem::HasCredentials);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BaseUrlProblem::HasQuery);
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&host) || http_hosts.iter().any(|allowed| is_host(&host, allowed)) => {}
        _ => return Err(BaseUrlProblem::NotHttps),
    }
    Ok(url)
}

/// Whether a host is the one of this name; an IPv6 address may stand in brackets.
fn is_host(host: &Host<&str>, name: &str) -> bool {
    host.to_string().trim_matches(['[', ']']).eq_ignore_ascii_case(name.trim_matches(['[', ']']))
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Reads a header.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), ConfigError> {
    let invalid = |reason: &str| ConfigError::Header { name: name.to_owned(), reason: reason.to_owned() };
    let header_name = HeaderName::try_from(name).map_err(|_| invalid("its name is not a header name"))?;
    let header_value = HeaderValue::try_from(value).map_err(|_| invalid("its value holds a control character"))?;
    Ok((header_name, header_value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Scheme;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let url = base_url(text, &[]).map_err(|problem| problem.to_string());
        assert_eq!(url.as_deref(), expected.map_err(str::to_owned).as_deref());
    }

    #[test]
    fn a_server_of_an_operation_may_be_relative() {
        let check = |reference, expected: &str| {
            assert_eq!(server("https://us.example.com/v1", reference, &[]).expect("it is an address"), expected);
        };
        check("https://files.example.com", "https://files.example.com");
        check("/v2", "https://us.example.com/v2");
        check("/", "https://us.example.com");
        check("../v2", "https://us.example.com/v2");
        check("//cdn.example.com/v2", "https://cdn.example.com/v2");
        assert!(server("https://us.example.com", "http://files.example.com", &[]).is_err());
    }

    #[test]
    fn an_https_url_with_or_without_a_path_will_do() {
        check("https://api.example.com", Ok("https://api.example.com"));
        check("https://api.example.com/v1/", Ok("https://api.example.com/v1"));
        check("HTTPS://API.example.com:8443//", Ok("https://api.example.com:8443"));
    }

    #[test]
    fn http_is_for_this_machine_alone() {
        const REASON: &str = "the base URL must be https, since credentials go there (http is for localhost, and for the hosts \
             that `ClientBuilder::danger_allow_http` names)";
        check("http://localhost:8080", Ok("http://localhost:8080"));
        check("http://127.0.0.2", Ok("http://127.0.0.2"));
        check("http://[::1]:1", Ok("http://[::1]:1"));
        check("http://api.example.com", Err(REASON));
        check("http://localhost.example.com", Err(REASON));
        check("http://10.0.0.1", Err(REASON));
        check("ftp://localhost", Err(REASON));
    }

    #[test]
    fn http_is_for_the_hosts_that_are_named_too() {
        let hosts = ["mock".to_owned(), "FD00::1".to_owned(), "[fd00::2]".to_owned(), "10.0.0.1".to_owned()];
        for allowed in
            ["http://mock:8080", "http://MOCK/v1", "http://[fd00::1]:1", "http://[fd00::2]", "http://10.0.0.1"]
        {
            assert!(base_url(allowed, &hosts).is_ok(), "{allowed}");
        }
        for refused in ["http://mock.example.com", "http://a.mock", "http://10.0.0.2", "ftp://mock"] {
            assert!(base_url(refused, &hosts).is_err(), "{refused}");
        }
        assert_eq!(server("http://mock:8080", "/v2", &hosts).expect("it is an address"), "http://mock:8080/v2");
    }

    #[test]
    fn a_missing_token_is_told_with_its_scheme_and_setter() {
        const BASIC: Api = Api { title: "Pets API", schemes: &[Scheme::basic("staff", "staff_of")], ..Api::NAMELESS };
        const KEY: Api = Api {
            title: "Pets API",
            schemes: &[Scheme::header("key", "key", "x-key")],
            token_variables: &["PETS_KEY"],
            ..Api::NAMELESS
        };
        const NONE: Api = Api { title: "Pets API", ..Api::NAMELESS };
        for (api, expected) in [
            (&BASIC, "pass one to `ClientBuilder::staff_of(user, password)`, for the scheme `staff`"),
            (
                &KEY,
                "pass one to `ClientBuilder::token`, for the scheme `key` (it is customarily kept in the environment variable \
                 PETS_KEY)",
            ),
            (&NONE, "pass one to `ClientBuilder::token`"),
        ] {
            let told = ConfigError::missing_token(api).to_string();
            assert_eq!(told, format!("no token for the Pets API: {expected}"));
        }
    }

    #[test]
    fn credentials_go_by_http_to_the_hosts_that_are_named() {
        let hosts = ["mock".to_owned()];
        assert!(origin("http://mock:8080", &hosts).is_ok());
        let refused = origin("http://files.example.com", &hosts).expect_err("it is not named").to_string();
        assert_eq!(
            refused,
            "the setting `credentials_for` cannot be used: it takes an origin, such as `https://files.example.com` (http is for \
             localhost, and for the hosts that `ClientBuilder::danger_allow_http` names)"
        );
    }

    #[test]
    fn https_needs_tls() {
        assert!(check_tls("https://a.example", true).is_ok());
        assert!(check_tls("http://localhost", false).is_ok());
        let problem = check_tls("https://a.example", false).expect_err("nothing speaks TLS").to_string();
        assert!(problem.starts_with("no TLS for `https`: turn on the feature `rustls`"), "{problem}");
    }

    #[test]
    fn what_a_path_cannot_be_added_to_is_refused() {
        check("", Err("no base URL: pass one to `ClientBuilder::base_url`"));
        check(
            "api.example.com",
            Err("the base URL is not an absolute URL with a host, such as `https://api.example.com`: \
                 relative URL without a base"),
        );
        check(
            "mailto:a@example.com",
            Err("the base URL is not an absolute URL with a host, such as `https://api.example.com`: it has no host"),
        );
        check("https://a.example/?x=1", Err("the base URL has a query or a fragment, which a path cannot be added to"));
        check("https://a.example/#x", Err("the base URL has a query or a fragment, which a path cannot be added to"));
        check(
            "https://me:secret@a.example/",
            Err("the base URL has a user or a password: pass a token to `ClientBuilder::token` instead"),
        );
    }

    #[test]
    fn an_invalid_header_is_named_without_its_value() {
        let message = |name: &str, value: &str| header(name, value).expect_err("it is invalid").to_string();
        assert_eq!(message("a b", "x"), "the header `a b` is invalid: its name is not a header name");
        assert_eq!(message("x-key", "secret\n"), "the header `x-key` is invalid: its value holds a control character");
    }
}
