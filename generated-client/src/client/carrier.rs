//! What carries a client's requests: what the app has given, or else an HTTP client of this crate's.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::client::config::{self, ConfigError};
use crate::transport::connections::Connections;
use crate::transport::transport::Transport;

/// How long connecting may take unless the builder is set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What a builder has been told of it.
#[derive(Clone, Default)]
pub(super) struct Carrier {
    pub(super) http: Option<reqwest::Client>,
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
        match (&self.transport, &self.http) {
            (Some(transport), _) => Ok(Arc::clone(transport)),
            (None, Some(http)) => Ok(Arc::new(http.clone())),
            (None, None) => {
                config::check_tls(base_url, cfg!(feature = "rustls"))?;
                let connect_timeout = self.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
                let base_url = Url::parse(base_url).map_err(|_| ConfigError::MissingBaseUrl)?;
                Ok(Arc::new(Connections::new(connect_timeout, &base_url).map_err(ConfigError::HttpClient)?))
            }
        }
    }
}
