//! A successful response: the typed value, and all that came with it.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

use crate::api::Api;
use crate::json::pointer;
use crate::json::policy::Mismatch;
use crate::wire::rate_limit::RateLimit;
use crate::wire::raw_response::RawResponse;

/// A successful response. It dereferences to the value that it carries; [`into_inner`](Self::into_inner) takes it out.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
    mismatches: Vec<Mismatch>,
    is_hidden: bool,
}

impl<T> Response<T> {
    /// A response of which this was read; that it is of another version than its request is a mismatch, too.
    pub(crate) fn new(value: T, raw: RawResponse, mut mismatches: Vec<Mismatch>) -> Self {
        mismatches.extend(raw.version_mismatch.as_deref().cloned());
        Self { value, raw, mismatches, is_hidden: false }
    }

    /// A response that no server has sent: what `from_parts` of a generated crate makes.
    pub(crate) fn of_parts(api: &'static Api, value: T, parts: (StatusCode, HeaderMap, Bytes)) -> Self {
        let (status, headers, raw) = parts;
        Self::new(value, RawResponse::whole(api, status, headers, raw), Vec::new())
    }

    /// The status of the response: from 200 to 299, or a redirect (3xx) that the API's description promises.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// The headers of the response.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// The id that the server gave to the request, from the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// Where the header `location` leads: of a redirect that the API's description promises, to what was asked for. It
    /// is not followed: it may be on another host, which must not get the token.
    ///
    /// Keep it as **a secret**: whoever has such an address may often fetch what is there without any credential.
    /// Nothing of the client's shows it, neither `Debug` nor a span; what is printed of it, or of
    /// [`headers`](Self::headers), does.
    #[must_use]
    pub const fn location(&self) -> Option<&Url> {
        self.raw.location.as_ref()
    }

    /// The version of the API that the response says it is of. Where the request asked for another one, that is among the
    /// [`mismatches`](Self::mismatches). [`None`] where the API has no header for it.
    #[must_use]
    pub fn api_version(&self) -> Option<&str> {
        self.raw.api_version()
    }

    /// How many calls the server still allows, as far as the response's headers say it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.raw.rate_limit()
    }

    /// Where the response was not what the API's description promises and was repaired, as the client's
    /// [`DecodePolicy`](crate::DecodePolicy) says; and, whatever that says, where it is of another
    /// [version](Self::api_version) than was asked for. Empty as a rule.
    #[must_use]
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    /// The body as it came, with what the API's description does not know. Gzip is unpacked.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.raw.body
    }

    /// The body in UTF-8, without a byte order mark.
    pub(crate) fn utf8(&self) -> Bytes {
        self.raw.utf8()
    }

    /// What stands in the body at a JSON pointer (RFC 6901), such as `/owner/name`; [`None`] where nothing does.
    ///
    /// The body is parsed again each time.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer::value_at(&self.raw.utf8(), path)
    }

    /// The same response with another value.
    pub(crate) fn map<U>(self, to: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: to(self.value), raw: self.raw, mismatches: self.mismatches, is_hidden: self.is_hidden }
    }

    /// The same response, whose value is shown nowhere where that `is_hidden`, nor are the names in it where it was repaired.
    pub(crate) fn hidden(self, is_hidden: bool) -> Self {
        let whole = |mismatch: Mismatch| if is_hidden { mismatch.without_path() } else { mismatch };
        Self { is_hidden, mismatches: self.mismatches.into_iter().map(whole).collect(), ..self }
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = format_args!("***");
        let value: &dyn fmt::Debug = if self.is_hidden { &hidden } else { &self.value };
        formatter
            .debug_struct("Response")
            .field("value", value)
            .field("raw", &self.raw)
            .field("mismatches", &self.mismatches)
            .finish()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
