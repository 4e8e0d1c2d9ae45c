//! An answer of the server that is no success.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::call::execute::RawResponse;
use crate::client::elsewhere::Elsewhere;
use crate::generated::{API, ErrorBody};
use crate::json::policy::DecodePolicy;
use crate::wire::decode::{DecodeError, ResponseBody};
use crate::wire::rate_limit::RateLimit;
use crate::wire::response::{find, header_request_id, pointer};

/// An answer of the server that is no success: its status, headers and body.
#[derive(Clone)]
pub struct ApiError {
    response: RawResponse,
    policy: DecodePolicy,
    body: Option<ErrorBody>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    elsewhere: Option<Elsewhere>,
}

impl ApiError {
    pub(crate) fn new(response: RawResponse, policy: DecodePolicy) -> Self {
        let value = serde_json::from_slice::<Value>(&response.body).unwrap_or_default();
        let request_id = header_request_id(&response.headers).map(str::to_owned);
        Self {
            body: read(&response, policy).ok(),
            code: find(&value, API.error_code),
            message: find(&value, API.error_message),
            request_id: request_id.or_else(|| find(&value, API.request_id)),
            response,
            policy,
            elsewhere: None,
        }
    }

    /// The same error, which knows where a redirect would have led.
    pub(crate) fn redirected(self, elsewhere: Option<Elsewhere>) -> Self {
        Self { elsewhere, ..self }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.response.status
    }

    /// The headers of the answer.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Where the header `location` leads: of a redirect that was not followed, to another host perhaps. Such an address may
    /// be **a secret**, as that of [`Response::location`](crate::Response::location).
    #[must_use]
    pub const fn location(&self) -> Option<&Url> {
        self.response.location.as_ref()
    }

    /// The body as it came, whatever its content type; cut off at the client's response limit.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.response.body
    }

    /// The body as the API's description shapes an error, where it is one; repaired as the client's policy says.
    #[must_use]
    pub const fn body(&self) -> Option<&ErrorBody> {
        self.body.as_ref()
    }

    /// The body as another model: of an answer for which the description has one of its own. It is repaired as the client's
    /// policy says.
    ///
    /// # Errors
    ///
    /// The body is empty, is no JSON, or is not of the shape of `T`; the error says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read(&self.response, self.policy)
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
        RateLimit::of(&self.response.headers)
    }

    /// What stands in the body at a JSON pointer (RFC 6901), such as `/errors/0/field`; [`None`] where nothing does.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer(&self.response.body, path)
    }
}

fn read<T: DeserializeOwned>(response: &RawResponse, policy: DecodePolicy) -> Result<T, DecodeError> {
    ResponseBody::new(response, policy, &RefCell::default()).json()
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server answered {}", self.response.status.as_u16())?;
        if let Some(code) = self.code() {
            write!(formatter, " `{}`", Shortened(code))?;
        }
        if let Some(message) = self.message() {
            write!(formatter, ": {}", Shortened(message))?;
        }
        if let Some(request_id) = self.request_id() {
            write!(formatter, " (request id {})", Shortened(request_id))?;
        }
        if let Some(elsewhere) = &self.elsewhere {
            write!(formatter, ": {elsewhere}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("status", &self.response.status)
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
