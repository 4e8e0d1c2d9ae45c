//! What carries a client's requests: what the app has given, or else an HTTP client of this crate's.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::client::config::{self, ConfigError};
use crate::transport::standard;
use crate::transport::transport::Transport;

/// How long connecting may take unless the builder is set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Whether the standard transport speaks TLS.
const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"));

/// What a builder has been told of it.
#[derive(Clone, Default)]
pub(super) struct Carrier {
    /// An HTTP client of the app's own.
    pub(super) http: Option<Arc<dyn Transport>>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    /// Whether the transport is a mock, which goes before all else.
    pub(super) has_mock: bool,
    pub(super) connect_timeout: Option<Duration>,
}

impl Carrier {
    /// Checks that each setting makes sense, and that no two of them exclude each other.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let invalid = |name, reason| Err(ConfigError::Setting { name, reason });
        if self.connect_timeout == Some(Duration::ZERO) {
            return invalid("connect_timeout", "it is zero: no call could succeed");
        }
        if self.has_mock {
            return Ok(());
        }
        if self.transport.is_some() && self.http.is_some() {
            return invalid("http_client", "a `transport` is set too, and only one of them can send");
        }
        if self.connect_timeout.is_some() && (self.transport.is_some() || self.http.is_some()) {
            return invalid("connect_timeout", "it does not reach an `http_client` or `transport`: set it there");
        }
        Ok(())
    }

    /// What carries the requests of a client of this base URL.
    pub(super) fn transport(&self, base_url: &str) -> Result<Arc<dyn Transport>, ConfigError> {
        if let Some(given) = self.transport.as_ref().or(self.http.as_ref()) {
            return Ok(Arc::clone(given));
        }
        let url = Url::parse(base_url).map_err(|_| ConfigError::MissingBaseUrl)?;
        let standard = standard::transport(&url, self.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        let standard = standard.ok_or(ConfigError::NoTransport)?;
        config::check_tls(base_url, HAS_TLS)?;
        standard.map_err(|error| ConfigError::HttpClient(error.into()))
    }
}
