//! An error response: a response that is no success.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::api::Api;
use crate::client::elsewhere::Elsewhere;
use crate::json::pointer;
use crate::json::policy::{DecodePolicy, Mismatch};
use crate::wire::content::decode_error::DecodeError;
use crate::wire::content::media_type::MediaType;
use crate::wire::decode::ResponseBody;
use crate::wire::format::DecodeByStatus;
use crate::wire::rate_limit::RateLimit;
use crate::wire::raw_response::RawResponse;

/// An error response of the server, which is a response that is no success: its status, headers and body.
#[derive(Clone)]
pub struct ApiError {
    response: RawResponse,
    policy: DecodePolicy,
    code: Said,
    message: Said,
    request_id: Said,
    elsewhere: Option<Elsewhere>,
}

impl ApiError {
    pub(crate) fn new(response: RawResponse, policy: DecodePolicy) -> Self {
        let value = serde_json::from_slice::<Value>(&response.utf8()).unwrap_or_default();
        let api = response.api;
        let request_id = Said::openly(response.request_id());
        let find = |pointers: &[&str]| Said::find(&value, pointers, api.hidden_in_errors);
        let problem = problem(&response, find);
        Self {
            code: find(api.error_code).or(problem.code),
            message: find(api.error_message).or(problem.message),
            request_id: request_id.or(find(api.request_id)),
            response,
            policy,
            elsewhere: None,
        }
    }

    /// An error response that no server has sent: what `from_parts` of a generated crate makes.
    pub(crate) fn of_parts(api: &'static Api, status: StatusCode, headers: HeaderMap, raw: Bytes) -> Self {
        Self::new(RawResponse::whole(api, status, headers, raw), DecodePolicy::default())
    }

    /// The same error, which knows where a redirect would have led.
    pub(crate) fn redirected(self, elsewhere: Option<Elsewhere>) -> Self {
        Self { elsewhere, ..self }
    }

    /// The version of the API that the response says it is of, as [`Response::api_version`](crate::Response::api_version).
    #[must_use]
    pub fn api_version(&self) -> Option<&str> {
        self.response.api_version()
    }

    /// Where the response's header names another version of the API than the request: that may be why the call was refused, or
    /// why the body is of another shape.
    #[must_use]
    pub fn version_mismatch(&self) -> Option<&Mismatch> {
        self.response.version_mismatch.as_deref()
    }

    /// The status of the response.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.response.status
    }

    /// The headers of the response.
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

    /// The body as it came, whatever its content type, but for gzip, which is unpacked; cut off at the client's response limit.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.response.body
    }

    /// The body as a model, where it is of that shape; repaired as the client's policy says.
    #[must_use]
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        self.json().ok()
    }

    /// The body as a model, as [`body_as`](Self::body_as), or why it is none: of a response for which the description has a
    /// model of its own.
    ///
    /// # Errors
    ///
    /// The body is empty, is no JSON, or is not of the shape of `T`; the error says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read(&self.response, self.policy)
    }

    /// The body as the error model that the description has for the response's status: an operation whose errors have several
    /// names the enum of them in its docs.
    ///
    /// # Errors
    ///
    /// The description has no model for the status; or the body is empty, is no JSON, or is not of the model's shape.
    pub fn by_status<T: DecodeByStatus>(&self) -> Result<T, DecodeError> {
        T::decode(ResponseBody::new(&self.response, self.policy, &RefCell::default()))
    }

    /// The error's code, such as `not_found`: what a program goes by. Of a problem (RFC 9457), it is the URI of its type.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.text.as_deref()
    }

    /// The error's message, for people. Of a problem (RFC 9457), it is its detail, else its title.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.text.as_deref()
    }

    /// The id that the server gave to the request: from the header `x-request-id`, else from the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.text.as_deref()
    }

    /// How many calls the server still allows, as far as the response's headers say it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.response.rate_limit()
    }

    /// What stands in the body at a JSON pointer (RFC 6901), such as `/errors/0/field`; [`None`] where nothing does.
    #[must_use]
    pub fn pointer(&self, path: &str) -> Option<Value> {
        pointer::value_at(&self.response.utf8(), path)
    }
}

/// What is found in an error of any API.
#[derive(Default)]
struct Found {
    code: Said,
    message: Said,
}

/// What an error says of itself.
#[derive(Clone, Default)]
struct Said {
    text: Option<String>,
    /// What is shown of it, in messages and `Debug`: what the description does not hide.
    shown: Option<String>,
}

impl Said {
    /// What is not hidden.
    fn openly(text: Option<&str>) -> Self {
        let text = text.map(str::to_owned);
        Self { shown: text.clone(), text }
    }

    /// The first text or number to which one of the JSON pointers leads; shown is the first of those to what is not hidden.
    fn find(value: &Value, pointers: &[&str], hidden: &[&str]) -> Self {
        let text = |path: &&&str| match value.pointer(path)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let shown = pointers.iter().filter(|path| !hidden.contains(path)).find_map(|path| text(&path));
        Self { text: pointers.iter().find_map(|path| text(&path)), shown }
    }

    /// This, or another where it says nothing.
    fn or(self, other: Self) -> Self {
        if self.text.is_some() { self } else { other }
    }
}

/// What a problem says (RFC 9457, section 3.1), where the response is one. A type that is `about:blank` says nothing that the
/// status does not.
fn problem(response: &RawResponse, find: impl Fn(&[&str]) -> Said) -> Found {
    let media_type = response.media_type().map(MediaType::essence);
    if !media_type.is_some_and(|it| it.eq_ignore_ascii_case("application/problem+json")) {
        return Found::default();
    }
    let code = find(&["/type"]);
    let code = if code.text.as_deref() == Some("about:blank") { Said::default() } else { code };
    Found { code, message: find(&["/detail", "/title"]) }
}

fn read<T: DeserializeOwned>(response: &RawResponse, policy: DecodePolicy) -> Result<T, DecodeError> {
    let read = ResponseBody::new(response, policy, &RefCell::default()).json();
    read.map_err(|error| if response.api.hides_errors { error.without_value() } else { error })
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server responded with {}", self.response.status.as_u16())?;
        if let Some(code) = &self.code.shown {
            write!(formatter, " `{}`", Shortened(code))?;
        }
        if let Some(message) = &self.message.shown {
            write!(formatter, ": {}", Shortened(message))?;
        }
        if let Some(request_id) = &self.request_id.shown {
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
        let body = serde_json::from_slice::<Value>(&self.response.utf8()).ok();
        let body = body.map(|body| if self.response.api.hides_errors { "***".into() } else { body });
        formatter
            .debug_struct("ApiError")
            .field("status", &self.response.status)
            .field("code", &self.code.shown)
            .field("message", &self.message.shown)
            .field("request_id", &self.request_id.shown)
            .field("body", &body)
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

/// Makes responses and errors of an API that no server has sent, for the fakes of an app's own tests. Takes the API's facts:
/// `fakes!(API);`.
macro_rules! fakes {
    ($api:ident) => {
        impl<T> $crate::wire::response::Response<T> {
            /// A response that no server has sent, for a fake of your own; the feature `mock` has whole clients. `raw` is the body that
            /// [`raw`](Self::raw) and [`pointer`](Self::pointer) look into; it may be empty, since the value is not read from it.
            #[must_use]
            pub fn from_parts(
                value: T,
                status: ::http::StatusCode,
                headers: ::http::HeaderMap,
                raw: impl ::std::convert::Into<::bytes::Bytes>,
            ) -> Self {
                Self::of_parts(&$api, value, (status, headers, raw.into()))
            }
        }

        impl $crate::client::api_error::ApiError {
            /// An error response that no server has sent, for a fake of your own: code, message and body are read from `raw` as from a
            /// response. An [`Error`]($crate::client::error::Error) is made of it with `into`.
            #[must_use]
            pub fn from_parts(
                status: ::http::StatusCode,
                headers: ::http::HeaderMap,
                raw: impl ::std::convert::Into<::bytes::Bytes>,
            ) -> Self {
                Self::of_parts(&$api, status, headers, raw.into())
            }
        }
    };
}
pub(crate) use fakes;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_of_the_servers_is_one_short_line() {
        assert_eq!(Shortened("a\nb\u{1b}c").to_string(), "a b c");
        assert_eq!(Shortened(&"é".repeat(200)).to_string(), "é".repeat(200));
        assert_eq!(Shortened(&"é".repeat(201)).to_string(), "é".repeat(200) + "…");
    }

    #[test]
    fn a_body_in_which_something_is_sensitive_is_not_shown() {
        const HIDES: Api = Api { hides_errors: true, ..Api::NAMELESS };
        let shown = |api: &'static Api| {
            let body = Bytes::from_static(br#"{"value": "jane@example.com"}"#);
            let response = RawResponse::whole(api, StatusCode::BAD_REQUEST, HeaderMap::new(), body);
            format!("{:?}", ApiError::new(response, DecodePolicy::Strict))
        };
        assert!(shown(&Api::NAMELESS).contains("jane@example.com"));
        assert!(shown(&HIDES).contains("body: Some(String(\"***\"))"), "{}", shown(&HIDES));
    }

    #[test]
    fn the_first_pointer_that_leads_to_a_text_or_number_counts() {
        let value = json!({"errors": [{"code": "", "status": 7}], "message": "m"});
        let find = |pointers: &[&str], hidden: &[&str]| {
            let Said { text, shown } = Said::find(&value, pointers, hidden);
            (text.unwrap_or_default(), shown.unwrap_or_default())
        };
        let both = |text: &str, shown: &str| (text.to_owned(), shown.to_owned());
        assert_eq!(find(&["/errors/0/code", "/message"], &[]), both("m", "m"));
        assert_eq!(find(&["/errors/0/status", "/message"], &[]), both("7", "7"));
        assert_eq!(find(&["/errors", "/code"], &[]), both("", ""));
        assert_eq!(find(&["/errors/0/status", "/message"], &["/errors/0/status"]), both("7", "m"));
        assert_eq!(find(&["/message"], &["/message"]), both("m", ""));
    }
}
