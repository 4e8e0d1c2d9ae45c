//! A response as it came, before anything of its body is read.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};
use url::Url;

use crate::api::Api;
use crate::json::policy::Mismatch;
use crate::wire::content::charset;
use crate::wire::content::media_type::MediaType;
use crate::wire::problems::TransportError;
use crate::wire::rate_limit::RateLimit;
use crate::wire::version::version_of;

/// A response as it came.
#[derive(Clone)]
pub(crate) struct RawResponse {
    /// The facts of the API, by which its headers are read.
    pub(crate) api: &'static Api,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Where the header `location` leads.
    pub(crate) location: Option<Url>,
    pub(crate) body: Bytes,
    pub(crate) length: Length,
    /// Where its header names another version of the API than its request.
    pub(crate) version_mismatch: Option<Box<Mismatch>>,
}

impl RawResponse {
    /// A response that is all there, without a `location`.
    pub(crate) fn whole(api: &'static Api, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { api, status, headers, location: None, body, length: Length::Whole, version_mismatch: None }
    }

    /// The media type that the response says its body is of.
    pub(crate) fn media_type(&self) -> Option<MediaType<'_>> {
        MediaType::of(&self.headers)
    }

    /// The body in UTF-8 without a byte order mark, whatever it came in.
    pub(crate) fn utf8(&self) -> Bytes {
        charset::utf8(&self.body, self.media_type().and_then(MediaType::charset))
    }

    /// The version of the API that the response says it is of.
    pub(crate) fn api_version(&self) -> Option<&str> {
        version_of(&self.headers, self.api.version_header?)
    }

    /// The id that the server gave to the request, in the header that is customary for it.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get("x-request-id")?.to_str().ok().filter(|id| !id.is_empty())
    }

    /// How many calls the server still allows.
    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.headers, self.api)
    }
}

/// Whether a body is all there.
#[derive(Clone, Debug)]
pub(crate) enum Length {
    /// All of it.
    Whole,
    /// It went on after so many bytes, the client's limit.
    CutOffAt(usize),
    /// It ended too early.
    BrokenOff(Interruption),
}

/// Why a response that had begun did not come to its end.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Interruption {
    /// The connection broke.
    #[error("the connection broke before the response was whole")]
    Broken(#[source] Arc<TransportError>),
    /// There was no more time.
    #[error("the response was not whole within {0:?}")]
    TimedOut(Duration),
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The names of headers, without their values.
pub(crate) struct HeaderNames<'h>(pub(crate) &'h HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.keys().map(HeaderName::as_str)).finish()
    }
}
