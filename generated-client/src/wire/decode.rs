//! From the bytes of a successful response to a typed value, and what is known where that fails.

use std::cell::RefCell;
use std::ops::Range;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::json::policy::{DecodePolicy, Mismatch};
use crate::json::repair::{self, Unrepaired};
use crate::wire::content::charset;
use crate::wire::content::coding::coding;
use crate::wire::content::decode_error::DecodeError;
use crate::wire::content::media_type::MediaType;
use crate::wire::content::open::Content;
use crate::wire::raw_response::RawResponse;

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

    /// The body as JSON, in whatever characters it is; where it is not of the shape of `T`, repaired as the client's policy
    /// says.
    ///
    /// # Errors
    ///
    /// The body is empty, is no JSON, or is not of the shape of `T`; the error says where.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, DecodeError> {
        let body = &self.response.body;
        // It is UTF-8 as a rule: what else it may be is asked only after that has failed.
        let read = json(body, self.policy).or_else(|error| {
            let utf8 = self.response.utf8();
            if utf8 == *body { Err(error) } else { json(&utf8, self.policy) }
        });
        let (value, mismatches) = read.map_err(|error| error.of_other_content(self.response, "JSON"))?;
        self.mismatches.borrow_mut().extend(mismatches);
        Ok(value)
    }

    /// The body as text, in the characters that its `Content-Type` names. Where that is JSON, which a text may be asked for
    /// as well, and the JSON is a text, it is that one, without quotes.
    ///
    /// # Errors
    ///
    /// The body is no text in those characters, or in UTF-8, where it names none; or it is still packed, though nobody asked for that.
    pub fn text(self) -> Result<String, DecodeError> {
        let body = self.bytes()?;
        let media_type = self.response.media_type();
        if media_type.is_some_and(MediaType::is_json)
            && let Ok(text) = serde_json::from_slice(&self.response.utf8())
        {
            return Ok(text);
        }
        let text = charset::text(&body, media_type.and_then(MediaType::charset));
        text.map_err(|error| DecodeError::text(error).of_other_content(self.response, "text"))
    }

    /// The body as it came, whatever it is.
    pub(crate) fn raw(self) -> Bytes {
        self.response.body.clone()
    }

    /// The body as it came.
    ///
    /// # Errors
    ///
    /// It is still packed, though nobody asked for that.
    pub fn bytes(self) -> Result<Bytes, DecodeError> {
        let coding = coding(&self.response.headers).filter(|_| !self.response.body.is_empty());
        coding.map_or_else(|| Ok(self.response.body.clone()), |coding| Err(DecodeError::packed(coding)))
    }

    /// The body as its `Content-Type` says: as a text, where that is what it is and `T` can be one, and else as JSON.
    ///
    /// # Errors
    ///
    /// The body is empty, is neither, or is not of the shape of `T`; the error says where.
    pub fn json_or_text<T: DeserializeOwned>(self) -> Result<T, DecodeError> {
        if !self.response.media_type().is_some_and(MediaType::is_text) {
            return self.json();
        }
        let text = || self.text().ok().and_then(|text| serde_json::from_value(Value::String(text)).ok());
        // Some servers call JSON a text: no text that is meant as one looks like an object.
        let is_object = self.response.utf8().trim_ascii_start().starts_with(b"{");
        if is_object {
            self.json().or_else(|error| text().ok_or(error))
        } else {
            text().map_or_else(|| self.json(), Ok)
        }
    }

    /// The body as its `Content-Type` says.
    ///
    /// # Errors
    ///
    /// It is not what that says.
    pub fn content(self) -> Result<Content, DecodeError> {
        match self.response.media_type() {
            Some(media_type) if media_type.is_json() => self.json().map(Content::Json),
            Some(media_type) if media_type.is_text() => self.text().map(Content::Text),
            Some(_) | None => self.bytes().map(Content::Bytes),
        }
    }

    /// Tells of a body that came with a status of which the description says nothing.
    pub(crate) fn tell_status(self) {
        if !self.response.body.is_empty() {
            self.mismatches.borrow_mut().push(Mismatch::of_status(self.status()));
        }
    }

    /// The error that says that the description has no model for a response with this status.
    #[must_use]
    pub fn unexpected_status(self) -> DecodeError {
        DecodeError::status(self.status())
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
            return Err(DecodeError::empty());
        }
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        let (path, error) = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Ok(_) => (".".to_owned(), error),
            Err(traced) => (shown(traced.path()), traced.into_inner()),
        };
        let reason = told(&error, before);
        repaired(bytes, policy, &path, &reason).unwrap_or_else(|| Err(DecodeError::json(path, reason)))
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
        Err(Unrepaired { path, reason }) if path != first => Some(Err(DecodeError::json(path, reason))),
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
