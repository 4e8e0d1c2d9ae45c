//! From the bytes of a successful response to a typed value, and what is known where that fails.

use std::cell::RefCell;
use std::ops::Range;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::json::policy::{DecodePolicy, Mismatch, joined};
use crate::json::repair::{self, Unrepaired};
use crate::wire::raw_response::{Interruption, RawResponse};

/// A response while it is read, as an [`Operation`](crate::Operation) gets to see a successful one.
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

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status.as_u16()
    }

    /// The headers of the response.
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

    /// The error that says that the description promises no response with this status.
    #[must_use]
    pub fn unexpected_status(self) -> DecodeError {
        DecodeError(Reason::Status(self.status()))
    }
}

/// Reads JSON; where it is not of the shape of `T`, repaired as the policy says.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8], policy: DecodePolicy) -> Result<(T, Vec<Mismatch>), DecodeError> {
    json_within(body, 0..body.len(), policy)
}

/// The same of a value that stands in a body; positions in messages are those in the body.
pub(crate) fn json_within<T: DeserializeOwned>(
    body: &[u8],
    span: Range<usize>,
    policy: DecodePolicy,
) -> Result<(T, Vec<Mismatch>), DecodeError> {
    let (before, bytes) = (&body[..span.start], &body[span]);
    // The first reading is at full speed; only a failure pays for its place, and for repairs.
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
/// `reason` says it.
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

/// Why a successful response is not what the API's description promises.
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
    #[error("the description promises no response with status {0}")]
    Status(u16),
}
