//! Makes a client.

use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;

use crate::api::Api;
use crate::client::carrier::Carrier;
use crate::client::client::{Client, Inner};
use crate::client::config::{self, ConfigError};
use crate::client::error::Error;
use crate::client::headers::{self, Giver, Header};
use crate::client::limiter::RateLimiter;
use crate::client::observer::Observer;
use crate::client::retry::Retry;
use crate::credentials::credential::{Credential, Credentials};
use crate::credentials::shared_token::Shared;
use crate::credentials::token_source::TokenSource;
use crate::json::policy::DecodePolicy;
use crate::transport::transport::Transport;

/// Makes a [`Client`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    api: &'static Api,
    credentials: Credentials,
    credential_origins: Vec<String>,
    token_from_env: bool,
    base_url: Option<String>,
    server: Option<&'static str>,
    http_hosts: Vec<String>,
    headers: Vec<Header>,
    pub(super) carrier: Carrier,
    timeout: Duration,
    retry: Retry,
    limiter: Option<RateLimiter>,
    observer: Option<Arc<dyn Observer>>,
    decode_policy: DecodePolicy,
    user_agent: String,
    response_limit: usize,
}

impl ClientBuilder {
    /// A builder of clients of an API, told nothing yet.
    pub(crate) fn new(api: &'static Api) -> Self {
        Self {
            api,
            credentials: Credentials::none(api.schemes),
            credential_origins: Vec::new(),
            token_from_env: false,
            base_url: None,
            server: None,
            http_hosts: Vec::new(),
            headers: Vec::new(),
            carrier: Carrier::default(),
            timeout: Duration::from_secs(60),
            retry: Retry::default(),
            limiter: None,
            observer: None,
            decode_policy: DecodePolicy::default(),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            response_limit: 64 * 1024 * 1024,
        }
    }

    /// The token that shows who sends a request, where that does not change; it goes with each operation that asks for
    /// it.
    ///
    /// It is the token alone, without `Bearer`. It is never printed, and goes to the server that the client is built for and
    /// to those that are named, by the crate or by [`credentials_for`](Self::credentials_for). Where the description knows no
    /// credential at all, it goes nowhere.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials.set_token(|scheme| Credential::fixed(scheme, token));
        self
    }

    /// Where the token comes from at each try, where it changes: see [`TokenSource`].
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials.set_token(|_| Credential::Source(Shared::new(source)));
        self
    }

    /// Takes the token from an environment variable in which it is customarily kept, when the client is built; a
    /// [`token`](Self::token) that is set as well goes before.
    ///
    /// The first of several variables that is set and not empty counts. [`build`](Self::build) names them all where none of
    /// them is.
    pub fn token_from_env(mut self) -> Self {
        self.token_from_env = true;
        self
    }

    /// Sets the credential of a security scheme: the setters of single schemes call it.
    #[allow(dead_code, reason = "a description may have no such scheme")]
    pub(crate) fn credential(mut self, scheme: &str, credential: impl Into<String>) -> Self {
        if let Some(scheme) = self.credentials.scheme(scheme) {
            self.credentials.set(scheme, Credential::fixed(scheme, credential));
        }
        self
    }

    /// Sets a source for the credential of a security scheme: the setters of single sources call it.
    #[allow(dead_code, reason = "a description may have no such scheme")]
    pub(crate) fn credential_source(mut self, scheme: &str, source: impl TokenSource) -> Self {
        if let Some(scheme) = self.credentials.scheme(scheme) {
            self.credentials.set(scheme, Credential::Source(Shared::new(source)));
        }
        self
    }

    /// Sets the user and the password of a security scheme: the setters of such schemes call it.
    #[allow(dead_code, reason = "a description may have no such scheme")]
    pub(crate) fn user_and_password(
        mut self,
        scheme: &str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        if let Some(scheme) = self.credentials.scheme(scheme) {
            self.credentials.set(scheme, Credential::user_and_password(scheme, &user.into(), password));
        }
        self
    }

    /// Allows credentials to go to another origin than that of the client's server, such as `https://files.example.com`:
    /// an operation with a server of its own may ask for them there. May be called for several.
    pub fn credentials_for(mut self, origin: impl Into<String>) -> Self {
        self.credential_origins.push(origin.into());
        self
    }

    /// Where requests go, instead of the first server of the API's description and of those that single operations have;
    /// a path at its end is kept.
    ///
    /// It has to be an absolute `https` URL without a query; `http` is for a host that is this machine, and for one that
    /// [`danger_allow_http`](Self::danger_allow_http) names.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Lets requests go to a host by `http`, which is for a mock server in a closed network: **whoever stands between reads
    /// the token and all else, and can change it**. May be called for several hosts, each without a port: `mock`, `10.0.0.1`.
    pub fn danger_allow_http(mut self, host: impl Into<String>) -> Self {
        self.http_hosts.push(host.into());
        self
    }

    /// Where requests go but for those of operations that have servers of their own.
    #[allow(dead_code, reason = "a description may have no servers")]
    pub(crate) fn at(mut self, server: &'static str) -> Self {
        (self.base_url, self.server) = (None, Some(server));
        self
    }

    /// A header that goes with every request. Set twice, the last value counts; a request's own header goes before.
    ///
    /// It goes where credentials may go, and not to an operation's own server elsewhere, unless that is one of those that are
    /// [named](Self::credentials_for).
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl Display) -> Self {
        self.headers.push(Header::new(name.as_ref(), value, Giver::App));
        self
    }

    /// Sets a header that the description has for all operations: the setters of such headers call it.
    #[allow(dead_code, reason = "a description may have no such headers")]
    pub(crate) fn header(mut self, name: &str, value: impl Display) -> Self {
        self.headers.push(Header::new(name, value, Giver::Api));
        self
    }

    /// What carries the requests, instead of reqwest: for tests without a server, or another HTTP client.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.carrier.transport = Some(Arc::new(transport));
        self
    }

    /// Sends with a mock, whatever else is set for the network.
    #[cfg(feature = "mock")]
    pub(crate) fn mock_transport(mut self, transport: impl Transport) -> Self {
        self.carrier.transport = Some(Arc::new(transport));
        self.carrier.has_mock = true;
        self
    }

    /// How a failed call is sent again: at most twice by default, and only where that is safe. See [`Retry`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Holds calls back before the server's rate limit is reached: nothing does by default. See [`RateLimiter`].
    pub fn rate_limiter(mut self, limiter: RateLimiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// What watches the calls, beside the spans of the feature `tracing`.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// What is done with a successful response that is not what the description promises:
    /// [`DecodePolicy::Coerce`] by default.
    pub fn decode_policy(mut self, policy: DecodePolicy) -> Self {
        self.decode_policy = policy;
        self
    }

    /// How long a whole call may take, from connecting to the last byte of the response, with all tries and the waits
    /// between them: 60 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long connecting may take: 10 seconds by default.
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.carrier.connect_timeout = Some(connect_timeout);
        self
    }

    /// The header `User-Agent`, instead of this crate's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// How many **bytes** the body of a response may have, unpacked: 64 MiB by default. A longer one is read no further.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the reason, where every operation asks for a credential and there is none, where the base URL or
    /// a header cannot be used, or where settings make no sense (a limit of zero) or exclude each other; see [`ConfigError`].
    pub fn build(self) -> Result<Client, Error> {
        self.check_settings()?;
        let base_url = self.base_url.as_deref().or(self.server).unwrap_or(self.api.base_url);
        let base_url = config::base_url(base_url, &self.http_hosts)?;
        let (headers, foreign_headers) = headers::all(self.api, &self.user_agent, &self.headers)?;
        let credentials = config::credentials(self.api, &self.credentials, self.token_from_env, &headers)?;
        let origins = config::origins(self.api, &base_url, &self.credential_origins, &self.http_hosts)?;
        let transport = self.carrier.transport(&base_url)?;
        let Self { api, timeout, retry, limiter, observer, decode_policy, response_limit, http_hosts, .. } = self;
        let version_header = api.version_header.and_then(|name| HeaderName::try_from(name).ok());
        let inner = Inner {
            api,
            version_header,
            transport,
            base_url,
            is_base_url_given: self.base_url.is_some(),
            http_hosts,
            origins,
            headers,
            foreign_headers,
            timeout,
            retry,
            decode_policy,
            response_limit,
            observer,
        };
        Ok(Client { inner: Arc::new(inner), credentials: Arc::new(credentials), limiter })
    }

    fn check_settings(&self) -> Result<(), ConfigError> {
        let settings = [
            ("timeout", self.timeout.is_zero().then_some("it is zero: no call could succeed")),
            ("response_limit", (self.response_limit == 0).then_some("it is zero: no response could be read")),
            ("retry", self.retry.problem()),
        ];
        match settings.into_iter().find_map(|(name, problem)| Some((name, problem?))) {
            Some((name, reason)) => Err(ConfigError::Setting { name, reason }),
            None => self.carrier.check(),
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("headers", &self.headers.iter().map(|header| &header.name).collect::<Vec<_>>())
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.carrier.connect_timeout)
            .field("user_agent", &self.user_agent)
            .field("response_limit", &self.response_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    /// What an app meets that forgot the feature `rustls`.
    #[cfg(feature = "reqwest")]
    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
    #[tokio::test]
    async fn https_without_tls_is_told_at_once() {
        use super::*;
        use crate::transport::transport::TransportRequest;
        use crate::wire::operation::OperationName;

        let builder = || ClientBuilder::new(&Api::NAMELESS).base_url("https://127.0.0.1:9");
        let error = builder().build().expect_err("nothing speaks TLS").to_string();
        assert!(error.starts_with("no TLS for `https`: turn on the feature `rustls`"), "{error}");
        // Nothing is known of an HTTP client of the app's own before it is asked.
        let http = reqwest::Client::new();
        builder().http_client(http.clone()).build().expect("it may have TLS");
        let url = url::Url::parse("https://127.0.0.1:9/a?key=s3cret").expect("it is a URL");
        let name = OperationName { id: "a", path: "/a" };
        let request = TransportRequest::new(name, http::Method::GET, url, http::HeaderMap::new(), None);
        let error = Transport::send(&http, request).await.expect_err("it has none");
        let error = Error::of_transport(error, Duration::ZERO);
        assert!(!error.is_retryable() && matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "invalid request: the transport refused it: the HTTP client has no TLS for `https`: turn on the feature `rustls`"
        );
    }
    /// What an app meets that left reqwest out, and brings nothing in its place.
    #[cfg(not(feature = "reqwest"))]
    #[test]
    fn without_reqwest_an_app_brings_a_transport() {
        use super::*;
        use crate::transport::transport::{TransportFuture, TransportRequest, TransportResponse};

        struct Nowhere;

        impl Transport for Nowhere {
            fn send(&self, _: TransportRequest) -> TransportFuture<'_, TransportResponse> {
                Box::pin(std::future::pending())
            }
        }

        let builder = || ClientBuilder::new(&Api::NAMELESS).base_url("https://127.0.0.1:9");
        let error = builder().build().expect_err("nothing carries requests").to_string();
        assert_eq!(
            error,
            "nothing carries requests: turn on the feature `rustls`, or pass a `Transport` to `ClientBuilder::transport`"
        );
        builder().transport(Nowhere).build().expect("it is carried nowhere");
    }
}
