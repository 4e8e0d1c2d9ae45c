//! An answer of the server that is no success.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::execute::RawResponse;
use crate::generated::{API, ErrorBody};
use crate::rate_limit::RateLimit;
use crate::response::{find, header_request_id, pointer};

/// An answer of the server that is no success: its status, headers and body.
#[derive(Clone)]
pub struct ApiError {
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    body: Option<ErrorBody>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl ApiError {
    pub(crate) fn new(response: RawResponse) -> Self {
        let RawResponse { status, headers, body: raw, .. } = response;
        let value = serde_json::from_slice::<Value>(&raw).unwrap_or_default();
        let request_id = header_request_id(&headers).map(str::to_owned);
        Self {
            status,
            body: serde_json::from_slice(&raw).ok(),
            code: find(&value, API.error_code),
            message: find(&value, API.error_message),
            request_id: request_id.or_else(|| find(&value, API.request_id)),
            headers,
            raw,
        }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came, whatever its content type; cut off at the client's response limit.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The body as the API's description shapes an error, where it is one.
    #[must_use]
    pub const fn body(&self) -> Option<&ErrorBody> {
        self.body.as_ref()
    }

    /// The error's code, such as `not_found`: what a program goes by.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The error's message, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id that the server gave to the request: from the header `x-request-id`, else from the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// How many calls the server still allows, as far as the answer's headers tell it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.headers)
    }

    /// What stands in the body at a JSON pointer (RFC 6901), such as `/errors/0/field`; [`None`] where nothing does.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer(&self.raw, path)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server answered {}", self.status.as_u16())?;
        if let Some(code) = self.code() {
            write!(formatter, " `{}`", Shortened(code))?;
        }
        if let Some(message) = self.message() {
            write!(formatter, ": {}", Shortened(message))?;
        }
        if let Some(request_id) = self.request_id() {
            write!(formatter, " (request id {})", Shortened(request_id))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl Error for ApiError {}

/// A text of the server's on one line of at most 200 characters.
struct Shortened<'a>(&'a str);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LIMIT: usize = 200;
        for character in self.0.chars().take(LIMIT) {
            fmt::Write::write_char(formatter, if character.is_control() { ' ' } else { character })?;
        }
        if self.0.chars().nth(LIMIT).is_some() { formatter.write_str("…") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_servers_is_one_short_line() {
        assert_eq!(Shortened("a\nb\u{1b}c").to_string(), "a b c");
        assert_eq!(Shortened(&"é".repeat(200)).to_string(), "é".repeat(200));
        assert_eq!(Shortened(&"é".repeat(201)).to_string(), "é".repeat(200) + "…");
    }
}
