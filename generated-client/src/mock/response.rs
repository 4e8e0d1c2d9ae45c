//! What a mock responds with.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use std::fmt::Display;

use crate::transport::transport::TransportResponse;
use crate::wire::content::open::Content;
use crate::wire::format::{Binary, ByStatus, Empty, Hidden, Json, JsonOrEmpty, JsonOrText, Open, Text};
use crate::wire::problems::TransportError;

/// What a mock responds to a call with: a status, headers and a body, or a failure of the network.
#[derive(Clone, Debug)]
#[must_use = "a response does nothing until an expectation has it"]
pub struct MockResponse(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Response { status: StatusCode, headers: HeaderMap, body: Bytes },
    CannotConnect,
    BreaksOff,
    Never,
}

impl MockResponse {
    /// A response with this status, without a body.
    ///
    /// # Panics
    ///
    /// When it is no status, from 100 to 999.
    #[track_caller]
    pub fn new(status: u16) -> Self {
        Self(Kind::Response { status: status_code(status), headers: HeaderMap::new(), body: Bytes::new() })
    }

    /// The connection is never made: the server has seen nothing.
    pub fn cannot_connect() -> Self {
        Self(Kind::CannotConnect)
    }

    /// The connection breaks before there is a response: it is not known what the server has done.
    pub fn breaks_off() -> Self {
        Self(Kind::BreaksOff)
    }

    /// There is no response until the client stops waiting.
    pub fn never() -> Self {
        Self(Kind::Never)
    }

    /// With a header. A failure of the network has none.
    ///
    /// # Panics
    ///
    /// When its name or its value is none.
    #[track_caller]
    pub fn with_header(mut self, name: &str, value: impl Display) -> Self {
        let (Ok(header), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value.to_string())) else {
            panic!("`{name}: {value}` is no header");
        };
        if let Kind::Response { headers, .. } = &mut self.0 {
            headers.insert(header, value);
        }
        self
    }

    /// With a body of JSON. A failure of the network has none.
    ///
    /// # Panics
    ///
    /// When it does not serialise.
    #[track_caller]
    pub fn with_json(self, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(body) => self.with_body(body).with_header(CONTENT_TYPE.as_str(), "application/json"),
            Err(error) => panic!("the body of the response does not serialise: {error}"),
        }
    }

    /// With a body as it is. A failure of the network has none.
    pub fn with_body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Kind::Response { body, .. } = &mut self.0 {
            *body = bytes.into();
        }
        self
    }

    /// With another status. A failure of the network has none.
    ///
    /// # Panics
    ///
    /// When it is no status, from 100 to 999.
    #[track_caller]
    pub fn with_status(mut self, code: u16) -> Self {
        if let Kind::Response { status, .. } = &mut self.0 {
            *status = status_code(code);
        }
        self
    }

    /// With a status that the description names, where it names some, and the response has none of them.
    pub(super) fn with_status_of(self, statuses: &[u16]) -> Self {
        let Kind::Response { status, .. } = &self.0 else { return self };
        match statuses.first() {
            Some(first) if !statuses.contains(&status.as_u16()) => self.with_status(*first),
            Some(_) | None => self,
        }
    }

    /// Returns it as a transport does.
    pub(super) async fn send(self) -> Result<TransportResponse, TransportError> {
        match self.0 {
            Kind::Response { status, headers, body } => Ok(TransportResponse::new(status, body).with_headers(headers)),
            Kind::CannotConnect => Err(TransportError::connect("the mock lets nobody connect")),
            Kind::BreaksOff => Err(TransportError::broken("the mock broke the connection off")),
            Kind::Never => std::future::pending().await,
        }
    }
}

#[track_caller]
fn status_code(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or_else(|_| panic!("{code} is no status"))
}

/// Writes what an operation brings, as a server does.
pub trait Encode<T> {
    /// The response that is decoded into this value.
    fn encode(value: &T) -> MockResponse;
}

impl<T: Serialize> Encode<T> for Json {
    fn encode(value: &T) -> MockResponse {
        MockResponse::new(200).with_json(value)
    }
}

impl<T: Serialize> Encode<T> for JsonOrEmpty {
    fn encode(value: &T) -> MockResponse {
        MockResponse::new(200).with_json(value)
    }
}

impl<T, F: Encode<T>> Encode<T> for Hidden<F> {
    fn encode(value: &T) -> MockResponse {
        F::encode(value)
    }
}

impl Encode<()> for Empty {
    fn encode((): &()) -> MockResponse {
        MockResponse::new(204)
    }
}

impl Encode<String> for Text {
    fn encode(text: &String) -> MockResponse {
        MockResponse::new(200).with_header(CONTENT_TYPE.as_str(), "text/plain; charset=utf-8").with_body(text.clone())
    }
}

impl Encode<Bytes> for Binary {
    fn encode(bytes: &Bytes) -> MockResponse {
        MockResponse::new(200).with_header(CONTENT_TYPE.as_str(), "application/octet-stream").with_body(bytes.clone())
    }
}

impl<T: Serialize> Encode<T> for JsonOrText {
    fn encode(value: &T) -> MockResponse {
        Json::encode(value)
    }
}

impl Encode<Content> for Open {
    fn encode(content: &Content) -> MockResponse {
        match content {
            Content::Json(value) => Json::encode(value),
            Content::Text(text) => Text::encode(text),
            Content::Bytes(bytes) => Binary::encode(bytes),
        }
    }
}

impl<T: EncodeByStatus> Encode<T> for ByStatus {
    fn encode(value: &T) -> MockResponse {
        value.encode()
    }
}

/// A value that is written in one way or another, each with its status.
#[allow(unreachable_pub, reason = "the description may have no such value")]
pub trait EncodeByStatus {
    /// The response that is decoded into this value.
    fn encode(&self) -> MockResponse;
}
