//! From the bytes of a successful answer to a typed value, and what is known where that fails.

use std::cell::RefCell;
use std::ops::Range;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use url::Url;

use crate::call::execute::{Interruption, Length, RawResponse};
use crate::json::policy::{DecodePolicy, Mismatch, joined};
use crate::json::repair::{self, Unrepaired};
use crate::wire::rate_limit::RateLimit;
use crate::wire::response::{header_request_id, pointer};

/// An answer in the reading, as an [`Operation`](crate::Operation) gets to see a successful one.
#[derive(Clone, Copy, Debug)]
pub struct ResponseBody<'r> {
    response: &'r RawResponse,
    policy: DecodePolicy,
    /// Where what was repaired is put down.
    mismatches: &'r RefCell<Vec<Mismatch>>,
}

impl<'r> ResponseBody<'r> {
    pub(crate) fn new(response: &'r RawResponse, policy: DecodePolicy, mismatches: &'r RefCell<Vec<Mismatch>>) -> Self {
        Self { response, policy, mismatches }
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status.as_u16()
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &'r HeaderMap {
        &self.response.headers
    }

    /// The body as JSON; where it is not of the shape of `T`, repaired as the client's policy says.
    ///
    /// # Errors
    ///
    /// The body is empty, is no JSON, or is not of the shape of `T`; the error says where.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, DecodeError> {
        let (value, mismatches) = json(&self.response.body, self.policy)?;
        self.mismatches.borrow_mut().extend(mismatches);
        Ok(value)
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// The body is not UTF-8.
    pub fn text(self) -> Result<String, DecodeError> {
        match str::from_utf8(&self.response.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(DecodeError(Reason::Text(error))),
        }
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(self) -> Bytes {
        self.response.body.clone()
    }

    /// The error that says that the description promises no answer with this status.
    #[must_use]
    pub fn unexpected_status(self) -> DecodeError {
        DecodeError(Reason::Status(self.status()))
    }
}

/// Reads JSON; where it is not of the shape of `T`, repaired as the policy says.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8], policy: DecodePolicy) -> Result<(T, Vec<Mismatch>), DecodeError> {
    json_within(body, 0..body.len(), policy)
}

/// The same of a value that stands in a body; positions that are told are those in the body.
pub(crate) fn json_within<T: DeserializeOwned>(
    body: &[u8],
    span: Range<usize>,
    policy: DecodePolicy,
) -> Result<(T, Vec<Mismatch>), DecodeError> {
    let (before, bytes) = (&body[..span.start], &body[span]);
    // At full speed first; only a failure pays for knowing where it was, and for repairs.
    serde_json::from_slice(bytes).map(|value| (value, Vec::new())).or_else(|error| {
        if bytes.trim_ascii().is_empty() {
            return Err(DecodeError(Reason::Empty));
        }
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        let (path, error) = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Ok(_) => (".".to_owned(), error),
            Err(traced) => (shown(traced.path()), traced.into_inner()),
        };
        let reason = told(&error, before);
        repaired(bytes, policy, &path, &reason).unwrap_or_else(|| Err(DecodeError(Reason::Json { path, reason })))
    })
}

/// What is wrong, and at which line and column, where other text stands before the JSON.
fn told(error: &serde_json::Error, before: &[u8]) -> String {
    let (text, line, column) = (error.to_string(), error.line(), error.column());
    let Some(what) = text.strip_suffix(&format!(" at line {line} column {column}")) else { return text };
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    let columns = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    let column = if line == 1 { columns + column } else { column };
    format!("{what} at line {} column {column}", lines + line)
}

/// JSON repaired as the policy says; [`None`] where it repairs nothing. The first mismatch is at the path `first`, and
/// `reason` tells it.
fn repaired<T: DeserializeOwned>(
    bytes: &[u8],
    policy: DecodePolicy,
    first: &str,
    reason: &str,
) -> Option<Result<(T, Vec<Mismatch>), DecodeError>> {
    let fills = match policy {
        DecodePolicy::Strict => return None,
        DecodePolicy::Coerce => false,
        DecodePolicy::Tolerant => true,
    };
    let value: Value = serde_json::from_slice(bytes).ok()?;
    match repair::read(&value, fills) {
        Ok((typed, mut mismatches)) => {
            if mismatches.is_empty() {
                // A field that is there twice: the last one counts.
                mismatches.push(Mismatch::new(first.to_owned(), reason.to_owned()));
            }
            Some(Ok((typed, mismatches)))
        }
        // The first mismatch could be repaired, so it is not what is wrong.
        Err(Unrepaired { path, reason }) if path != first => Some(Err(DecodeError(Reason::Json { path, reason }))),
        Err(Unrepaired { .. }) => None,
    }
}

/// A path as text; where the JSON breaks off between the fields of an object, that of the object.
fn shown(path: &Path) -> String {
    let text = path.to_string();
    let known = match path.iter().next_back() {
        Some(Segment::Unknown) => text.trim_end_matches('?').trim_end_matches('.'),
        Some(Segment::Seq { .. } | Segment::Map { .. } | Segment::Enum { .. }) | None => &text,
    };
    if known.is_empty() { ".".to_owned() } else { known.to_owned() }
}

/// Why a successful answer is not what the API's description promises.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DecodeError(Reason);

impl DecodeError {
    pub(crate) fn too_large(limit: usize) -> Self {
        Self(Reason::TooLarge(limit))
    }

    pub(crate) fn interrupted(interruption: Interruption) -> Self {
        Self(Reason::Interrupted(interruption))
    }

    /// The same of a value that stands in another one, at this path.
    pub(crate) fn within(self, place: &str) -> Self {
        Self(match self.0 {
            Reason::Json { path, reason } => Reason::Json { path: joined(place, &path), reason },
            reason @ (Reason::Empty
            | Reason::Text(_)
            | Reason::TooLarge(_)
            | Reason::Interrupted(_)
            | Reason::Status(_)) => reason,
        })
    }

    /// Where in the JSON the mismatch is, such as `data[0].id`; `.` is all of it. [`None`] where it is not about JSON.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.0 {
            Reason::Json { path, .. } => Some(path),
            Reason::Empty | Reason::Text(_) | Reason::TooLarge(_) | Reason::Interrupted(_) | Reason::Status(_) => None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("the body is empty, where JSON is expected")]
    Empty,
    #[error("{reason}")]
    Json { path: String, reason: String },
    #[error("the body is not UTF-8")]
    Text(#[source] std::str::Utf8Error),
    #[error("the body is larger than the limit of {0} bytes")]
    TooLarge(usize),
    #[error(transparent)]
    Interrupted(Interruption),
    #[error("the description promises no answer with status {0}")]
    Status(u16),
}

/// **The call succeeded**, but its answer is not what the API's description promises: all of it is here.
#[derive(Debug)]
pub struct DecodeFailure {
    response: RawResponse,
    error: DecodeError,
    item: Option<UnreadableItem>,
    version: Option<Mismatch>,
}

impl DecodeFailure {
    pub(crate) fn new(response: RawResponse, error: DecodeError) -> Self {
        Self { response, error, item: None, version: None }
    }

    /// One item of a page of a list is what does not decode.
    pub(crate) fn of_item(response: RawResponse, error: DecodeError, item: UnreadableItem) -> Self {
        Self { response, error, item: Some(item), version: None }
    }

    /// The same where the answer is of another version than the request.
    pub(crate) fn of_version(self, version: Option<Mismatch>) -> Self {
        Self { version, ..self }
    }

    /// Where the answer's header names another version of the API than the request: that is why it does not decode, as a rule.
    #[must_use]
    pub const fn version_mismatch(&self) -> Option<&Mismatch> {
        self.version.as_ref()
    }

    /// The answer, where all of it came.
    pub(crate) fn whole_response(&self) -> Option<&RawResponse> {
        matches!(self.response.length, Length::Whole).then_some(&self.response)
    }

    /// The item of a list that does not decode, where that is all that is wrong: the rest of its page is read, and the
    /// list goes on. [`raw`](Self::raw) is the whole page.
    #[must_use]
    pub const fn item(&self) -> Option<&UnreadableItem> {
        self.item.as_ref()
    }

    /// The status of the answer: from 200 to 299, or a redirect that the description promises.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.response.status
    }

    /// The headers of the answer.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// The body as it came; cut off at the client's response limit, or where the connection broke.
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
        header_request_id(&self.response.headers)
    }

    /// How many calls the server still allows, as far as the answer's headers tell it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.response.headers)
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
        pointer(&self.response.body, path)
    }
}

/// An item of a list that does not decode.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnreadableItem {
    index: usize,
    raw: Bytes,
}

impl UnreadableItem {
    pub(crate) fn new(index: usize, raw: Bytes) -> Self {
        Self { index, raw }
    }

    /// Which one of the page it is, counted from 0.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// Its JSON as it came.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// What stands in it at a JSON pointer (RFC 6901), such as `/id`; [`None`] where nothing does.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer(&self.raw, path)
    }
}

impl std::fmt::Display for DecodeFailure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let status = self.response.status.as_u16();
        write!(formatter, "the call succeeded ({status}), but its answer did not decode")?;
        match self.path() {
            Some(path) if path != "." => write!(formatter, " at `{path}`")?,
            Some(_) | None => {}
        }
        self.version.as_ref().map_or(Ok(()), |version| write!(formatter, ": {}", version.reason()))
    }
}

impl std::error::Error for DecodeFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
