//! The client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName};
use url::Origin;

use crate::api::{Api, Scheme};
use crate::client::limiter::RateLimiter;
use crate::client::observer::Observer;
use crate::client::retry::Retry;
use crate::credentials::credential::{Credential, Credentials};
use crate::credentials::shared_token::Shared;
use crate::credentials::token_source::TokenSource;
use crate::json::policy::DecodePolicy;
use crate::transport::transport::Transport;
use crate::wire::raw_response::HeaderNames;

/// A client of the API. A clone is cheap and shares its connections, so make one and clone it where it is needed.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    pub(crate) credentials: Arc<Credentials>,
    /// What holds calls back; it counts those of one account.
    pub(crate) limiter: Option<RateLimiter>,
}

/// What all clones of a client share.
pub(crate) struct Inner {
    /// The facts of the API.
    pub(crate) api: &'static Api,
    /// The header that tells the API's version; every call looks for it.
    pub(crate) version_header: Option<HeaderName>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) base_url: String,
    /// Whether all requests go there, also those of operations that have a server of their own.
    pub(crate) is_base_url_given: bool,
    /// The hosts for which http will do.
    pub(crate) http_hosts: Vec<String>,
    /// Where credentials may go: the origin of the base URL, and those that were named.
    pub(crate) origins: Vec<Origin>,
    /// The headers of every request.
    pub(crate) headers: HeaderMap,
    /// Those of them that may go to a server that is not the client's: of the API's own, the ones that are no credential.
    pub(crate) foreign_headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    pub(crate) decode_policy: DecodePolicy,
    pub(crate) response_limit: usize,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

impl Client {
    /// Where requests go, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// A client with another token, for another account: all else is shared with this one, its connections too.
    ///
    /// It goes where the first one would go: not with operations that ask for another security scheme alone; and of an operation
    /// that takes one of several credentials, the first counts that this client has. A
    /// [token of a request](crate::Request::with_token) goes before those.
    ///
    /// A token that cannot be used comes out of the calls, as an
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        self.with_credential(|scheme| Credential::fixed(scheme, token))
    }

    /// A client that takes its token from another source, as [`with_token`](Self::with_token).
    #[must_use]
    pub fn with_token_source(&self, source: impl TokenSource) -> Self {
        self.with_credential(|_| Credential::Source(Shared::new(source)))
    }

    fn with_credential(&self, make: impl FnOnce(&'static Scheme) -> Credential) -> Self {
        let mut credentials = Credentials::clone(&self.credentials);
        credentials.set_token(make);
        let limiter = self.limiter.as_ref().map(|_| RateLimiter::new());
        Self { inner: Arc::clone(&self.inner), credentials: Arc::new(credentials), limiter }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("api", &format_args!("{} {}", self.inner.api.title, self.inner.api.version))
            .field("base_url", &self.inner.base_url)
            .field("credentials", &self.credentials)
            .field("headers", &HeaderNames(&self.inner.headers))
            .field("timeout", &self.inner.timeout)
            .field("retry", &self.inner.retry)
            .field("limiter", &self.limiter)
            .field("decode_policy", &self.inner.decode_policy)
            .finish_non_exhaustive()
    }
}
