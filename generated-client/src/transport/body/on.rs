//! With the feature `reqwest`: a response of reqwest's, and what its errors mean.

use std::error::Error as StdError;

use bytes::Bytes;

use crate::wire::problems::TransportError;

/// A body that is still on its way.
pub(crate) struct Body(Box<reqwest::Response>);

impl Body {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self(Box::new(response))
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.0.chunk().await.map_err(from_reqwest)
    }
}

/// Whether an HTTP client was asked for https and knows only http. Only a text distinguishes it from a connection that
/// could not be made, and trying again would never help.
pub(crate) fn lacks_tls(error: &reqwest::Error) -> bool {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    error.is_connect() && causes.into_iter().any(|cause| cause.to_string() == "invalid URL, scheme is not http")
}

/// Sorts an error of reqwest's.
pub(crate) fn from_reqwest(error: reqwest::Error) -> TransportError {
    let is_https = error.url().is_some_and(|url| url.scheme() == "https");
    // The URL may have a secret in its query.
    let error = error.without_url();
    if is_https && lacks_tls(&error) {
        return TransportError::refused("the HTTP client has no TLS for `https`: turn on the feature `rustls`");
    }
    if error.is_builder() {
        return TransportError::refused(error);
    }
    let make: fn(Box<dyn StdError + Send + Sync>) -> TransportError = match (error.is_connect(), error.is_timeout()) {
        (true, _) => TransportError::connect,
        (false, true) => TransportError::timeout,
        (false, false) => TransportError::broken,
    };
    make(error.into())
}
