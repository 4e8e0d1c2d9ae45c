//! A call that succeeded, and whose response cannot be read: what is known of it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

use crate::json::pointer;
use crate::json::policy::Mismatch;
use crate::wire::content::decode_error::DecodeError;
use crate::wire::rate_limit::RateLimit;
use crate::wire::raw_response::{Length, RawResponse};

/// **The call succeeded**, but its response is not what the API's description promises: all of it is here.
#[derive(Debug)]
pub struct DecodeFailure {
    response: RawResponse,
    error: DecodeError,
    item: Option<UnreadableItem>,
}

impl DecodeFailure {
    pub(crate) fn new(response: RawResponse, error: DecodeError) -> Self {
        Self { response, error, item: None }
    }

    /// One item of a page of a list, or of a stream, is what does not decode.
    pub(crate) fn of_item(response: RawResponse, error: DecodeError, item: UnreadableItem) -> Self {
        Self { response, error, item: Some(item) }
    }

    /// The version of the API that the response says it is of, as [`Response::api_version`](crate::Response::api_version).
    #[must_use]
    pub fn api_version(&self) -> Option<&str> {
        self.response.api_version()
    }

    /// Where the response's header names another version of the API than the request: that is why it does not decode, as a rule.
    #[must_use]
    pub fn version_mismatch(&self) -> Option<&Mismatch> {
        self.response.version_mismatch.as_deref()
    }

    /// The response, where all of it came.
    pub(crate) fn whole_response(&self) -> Option<&RawResponse> {
        matches!(self.response.length, Length::Whole).then_some(&self.response)
    }

    /// The item of a list, or of a stream, that does not decode, where that is all that is wrong: the rest of its page is read, and the
    /// list goes on. [`raw`](Self::raw) is the whole page; of a stream, nothing.
    #[must_use]
    pub const fn item(&self) -> Option<&UnreadableItem> {
        self.item.as_ref()
    }

    /// The status of the response: from 200 to 299, or a redirect that the description promises.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.response.status
    }

    /// The headers of the response.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// The body as it came, but for gzip, which is unpacked; cut off at the client's response limit, or where the connection broke.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.response.body
    }

    /// Where in the JSON the mismatch is, such as `data[0].id`; [`None`] where it is not about JSON.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.error.path()
    }

    /// The id that the server gave to the request, from the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// How many calls the server still allows, as far as the response's headers say it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.response.rate_limit()
    }

    /// Where the header `location` leads, as [`Response::location`](crate::Response::location). Such an address may be
    /// **a secret**.
    #[must_use]
    pub const fn location(&self) -> Option<&Url> {
        self.response.location.as_ref()
    }

    /// What stands in the body at a JSON pointer (RFC 6901), such as `/id`; [`None`] where nothing does.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer::value_at(&self.response.utf8(), path)
    }
}

/// An item of a list, or of a stream, that does not decode.
///
/// Its `Debug` shows nothing of what came.
#[derive(Clone, Eq, PartialEq)]
pub struct UnreadableItem {
    index: usize,
    raw: Bytes,
}

impl UnreadableItem {
    pub(crate) fn new(index: usize, raw: Bytes) -> Self {
        Self { index, raw }
    }

    /// Which one of the page, or of the stream, it is, counted from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// Its JSON as it came; of an event, its data.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// What stands in it at a JSON pointer (RFC 6901), such as `/id`; [`None`] where nothing does.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer::value_at(&self.raw, path)
    }
}

impl fmt::Debug for UnreadableItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, raw } = self;
        formatter.debug_struct("UnreadableItem").field("index", index).field("raw_length", &raw.len()).finish()
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.response.status.as_u16();
        write!(formatter, "the call succeeded ({status}), but its response did not decode")?;
        match self.path() {
            Some(path) if path != "." => write!(formatter, " at `{path}`")?,
            Some(_) | None => {}
        }
        self.version_mismatch().map_or(Ok(()), |version| write!(formatter, ": {}", version.reason()))
    }
}

impl std::error::Error for DecodeFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
