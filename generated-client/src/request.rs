//! A request: encoded as it is built, sent with `send`.

use std::cell::RefCell;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{HeaderName, Method, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use crate::api_error::ApiError;
use crate::client::{Client, Names};
use crate::decode::{DecodeError, DecodeFailure, ResponseBody};
use crate::decode_policy::DecodePolicy;
use crate::error::{Error, InvalidRequest};
use crate::execute::{Length, RawResponse, execute};
use crate::format::Decode;
use crate::operation::{Operation, OperationName};
use crate::path;
use crate::query::{ListStyle, ObjectStyle, Query};
use crate::response::Response;
use crate::retry::Retry;
use crate::telemetry::Call;

mod options;
mod pages;

/// A request for the operation `O`, to be sent with [`send`](Self::send).
///
/// It owns all that it needs, so it can be kept, cloned, and sent from another task. What is wrong with it, such as
/// an empty path parameter, comes out of `send`.
#[must_use = "a request does nothing until `send`"]
pub struct Request<O> {
    pub(crate) client: Client,
    pub(crate) parts: Parts,
    problem: Option<InvalidRequest>,
    operation: PhantomData<fn() -> O>,
}

/// All of a request as plain data, so that it can be sent more than once.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) operation: OperationName,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Query,
    /// Where it goes instead, if an answer said so: to the next page of a list.
    pub(crate) url: Option<Url>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    pub(crate) timeout: Option<Duration>,
    /// Whether sending it twice has the effect of sending it once.
    pub(crate) idempotent: bool,
    pub(crate) retry: Option<Retry>,
    /// The statuses after which it is sent again because the caller says so.
    pub(crate) retry_on: Vec<StatusCode>,
}

impl<O: Operation> Request<O> {
    #[allow(dead_code, reason = "a description may have no operations")]
    pub(crate) fn new(client: &Client) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(O::ACCEPT));
        let (path, query) = O::PATH.split_once('?').unwrap_or((O::PATH, ""));
        let parts = Parts {
            operation: OperationName::of::<O>(),
            method: O::METHOD,
            path: path.to_owned(),
            query: Query::read(query),
            url: None,
            headers,
            body: None,
            timeout: None,
            idempotent: O::IDEMPOTENT,
            retry: None,
            retry_on: Vec::new(),
        };
        Self { client: client.clone(), parts, problem: None, operation: PhantomData }
    }

    /// Sends the request and reads the answer; where it fails, it is sent again as the client's [`Retry`] says.
    ///
    /// # Errors
    ///
    /// See [`Error`]: each of its variants says what was and was not done on the server.
    pub async fn send(self) -> Result<Response<O::Output>, Error> {
        let policy = self.client.inner.decode_policy;
        self.call(policy, O::Format::decode).await
    }

    /// Sends the request, and gives the body of a successful answer as it came: nothing is decoded.
    ///
    /// It is for answers that the description gets wrong, or that are to be stored or passed on.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); an [`Error::Decode`] only says that the body goes beyond the client's response limit.
    pub async fn send_raw(self) -> Result<Response<Bytes>, Error> {
        self.call(DecodePolicy::Strict, |body| Ok(body.bytes())).await
    }

    /// Reads an answer that came by another way, from a recording for example, as [`send`](Self::send) reads it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but for what concerns the way.
    #[doc(hidden)]
    pub fn read_recorded(client: &Client, status: StatusCode, body: Bytes) -> Result<Response<O::Output>, Error> {
        let response = RawResponse { status, headers: HeaderMap::new(), body, length: Length::Whole };
        read(response, client.inner.decode_policy, O::Format::decode)
    }

    /// One call, as an observer sees it: all its tries, and the reading of its answer.
    async fn call<T>(
        self,
        policy: DecodePolicy,
        decode: impl FnOnce(ResponseBody<'_>) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, Error> {
        let call = Call::begin(&self.client, &self.parts);
        let sent = async {
            let outcome = self.answer(&call).await.and_then(|response| read(response, policy, decode));
            call.ends(&outcome);
            outcome
        };
        call.instrument(sent).await
    }

    async fn answer(self, call: &Call) -> Result<RawResponse, Error> {
        if let Some(problem) = self.problem {
            return Err(problem.into());
        }
        path::check_filled(&self.parts.path)?;
        execute(&self.client, &self.parts, call).await
    }
}

/// Sorts an answer: a typed value, the server's refusal, or a success that does not decode.
fn read<T>(
    response: RawResponse,
    policy: DecodePolicy,
    decode: impl FnOnce(ResponseBody<'_>) -> Result<T, DecodeError>,
) -> Result<Response<T>, Error> {
    if !response.status.is_success() {
        return Err(ApiError::new(response, policy).into());
    }
    let mismatches = RefCell::default();
    let decoded = match response.length {
        Length::Whole => decode(ResponseBody::new(&response, policy, &mismatches)),
        Length::CutOffAt(limit) => Err(DecodeError::too_large(limit)),
        Length::BrokenOff(ref interruption) => Err(DecodeError::interrupted(interruption.clone())),
    };
    match decoded {
        Ok(value) => Ok(Response::new(value, response, mismatches.into_inner())),
        Err(error) => Err(DecodeFailure::new(response, error).into()),
    }
}

impl<O> Request<O> {
    /// Keeps the first problem, which comes out of `send`.
    fn keep_problem(&mut self, result: Result<(), InvalidRequest>) {
        if let Err(problem) = result {
            self.problem.get_or_insert(problem);
        }
    }
}

/// What generated code encodes a request with.
#[allow(dead_code, reason = "which of these a generated client needs depends on its description")]
impl<O> Request<O> {
    /// Fills the path parameter `name` with one percent-encoded segment.
    pub(crate) fn set_path(mut self, name: &str, value: impl Display) -> Self {
        match path::fill(&self.parts.path, name, &value.to_string()) {
            Ok(path) => self.parts.path = path,
            Err(problem) => self.keep_problem(Err(problem)),
        }
        self
    }

    /// Fills the path parameter `name` with a list: one segment, separated by commas (`simple`).
    pub(crate) fn set_path_list(mut self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        match path::fill_list(&self.parts.path, name, &values) {
            Ok(path) => self.parts.path = path,
            Err(problem) => self.keep_problem(Err(problem)),
        }
        self
    }

    /// Sets a query parameter; set twice, the last value counts.
    pub(crate) fn set_query(mut self, name: &str, value: impl Display) -> Self {
        self.parts.query.remove(name);
        self.parts.query.push(name, &value.to_string());
        self
    }

    /// Sets a query parameter that is a list.
    pub(crate) fn set_query_list(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        style: ListStyle,
    ) -> Self {
        self.parts.query.remove(name);
        self.parts.query.push_list(name, values, style);
        self
    }

    /// Adds a query parameter that is an object.
    pub(crate) fn set_query_object(mut self, name: &str, value: impl Serialize, style: ObjectStyle) -> Self {
        let added = to_value(&format!("parameter `{name}`"), value)
            .and_then(|value| self.parts.query.push_object(name, &value, style));
        self.keep_problem(added);
        self
    }

    /// Sets a header.
    pub(crate) fn set_header(mut self, name: &str, value: impl Display) -> Self {
        let set = self.parts.set_header(name, &value.to_string());
        self.keep_problem(set);
        self
    }

    /// Sets a header that is a list, separated by commas (`simple`); an empty list sets nothing.
    pub(crate) fn set_header_list(self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        if values.is_empty() { self } else { self.set_header(name, values.join(",")) }
    }

    /// Sets a JSON body.
    pub(crate) fn json_body(mut self, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(bytes) => self.bytes_body(bytes, "application/json"),
            Err(error) => {
                self.keep_problem(Err(InvalidRequest::new(format!("the body does not serialise: {error}"))));
                self
            }
        }
    }

    /// Sets a body of text.
    pub(crate) fn text_body(self, body: impl Into<String>, content_type: &str) -> Self {
        self.bytes_body(body.into(), content_type)
    }

    /// Sets a body of bytes.
    pub(crate) fn bytes_body(mut self, body: impl Into<Bytes>, content_type: &str) -> Self {
        self.parts.body = Some(body.into());
        self.set_header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Sets a body of form fields, `application/x-www-form-urlencoded`.
    pub(crate) fn form_body(mut self, body: impl Serialize) -> Self {
        let mut fields = Query::default();
        let encoded = to_value("form", body).and_then(|body| fields.push_object("form", &body, ObjectStyle::Form));
        self.keep_problem(encoded);
        self.bytes_body(fields.as_str().to_owned(), "application/x-www-form-urlencoded")
    }
}

impl Parts {
    fn set_header(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        let header_name =
            HeaderName::try_from(name).map_err(|_| InvalidRequest::new(format!("`{name}` is not a header name")))?;
        let mut header_value = HeaderValue::try_from(value)
            .map_err(|_| InvalidRequest::new(format!("the header `{name}` holds a control character")))?;
        // It may be a secret, and nobody needs to see it in debug output.
        header_value.set_sensitive(header_name != CONTENT_TYPE && header_name != ACCEPT);
        self.headers.insert(header_name, header_value);
        Ok(())
    }

    fn set_body_field(&mut self, name: String, value: impl Serialize) -> Result<(), InvalidRequest> {
        let value = to_value(&format!("body field `{name}`"), value)?;
        let mut fields: Map<String, Value> = match &self.body {
            None => Map::new(),
            Some(body) => serde_json::from_slice(body).map_err(|_| {
                InvalidRequest::new(format!("the body is not a JSON object, so it has no field `{name}`"))
            })?,
        };
        fields.insert(name, value);
        let body = serde_json::to_vec(&fields).expect("a map of JSON values is JSON");
        self.body = Some(body.into());
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        Ok(())
    }
}

fn to_value(what: &str, value: impl Serialize) -> Result<Value, InvalidRequest> {
    serde_json::to_value(value).map_err(|error| InvalidRequest::new(format!("the {what} does not serialise: {error}")))
}

impl<O> Clone for Request<O> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            parts: self.parts.clone(),
            problem: self.problem.clone(),
            operation: PhantomData,
        }
    }
}

impl<O: Operation> fmt::Debug for Request<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("operation", &O::ID)
            .field("method", &self.parts.method)
            .field("path", &self.parts.path)
            .field("query", &self.parts.query.names().collect::<Vec<_>>())
            .field("headers", &Names(&self.parts.headers))
            .field("body", &self.parts.body.as_ref().map(Bytes::len))
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}
