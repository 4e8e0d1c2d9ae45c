//! A request: encoded as it is built, sent with `send`.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HeaderMap};
use http::{Method, StatusCode};

use crate::call::address;
use crate::call::body::encode_form;
use crate::call::execute::download::Download;
use crate::call::execute::{Wanted, execute, time_of};
use crate::call::parts::Parts;
use crate::call::telemetry::Observed;
use crate::client::api_error::ApiError;
use crate::client::client::Client;
use crate::client::elsewhere::Elsewhere;
use crate::client::error::Error;
use crate::json::policy::{DecodePolicy, Mismatch};
use crate::wire::content::coding::coding;
use crate::wire::content::decode_error::DecodeError;
use crate::wire::decode::ResponseBody;
use crate::wire::failure::DecodeFailure;
use crate::wire::format::Decode;
use crate::wire::operation::{self, Endpoint, Operation, OperationName};
use crate::wire::problems::InvalidRequest;
use crate::wire::raw_response::{HeaderNames, Length, RawResponse};
use crate::wire::response::Response;
use crate::wire::sent::path;
use crate::wire::sent::query::Query;
use crate::wire::version;

/// A request to the operation or endpoint `O`, to be sent with [`send`](Self::send).
///
/// It owns all that it needs, so it can be kept, cloned, and sent from another task; of an [`Upload`](crate::Upload) that is read once,
/// clones share what is left. What is wrong with it, such as an empty path parameter, comes out of `send`.
#[must_use = "a request does nothing until `send`"]
pub struct Request<O> {
    pub(crate) client: Client,
    pub(crate) parts: Parts,
    problem: Option<InvalidRequest>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Endpoint> Request<O> {
    /// Sends the request and reads the response; where it fails, it is sent again as the client's
    /// [`Retry`](crate::Retry) says.
    ///
    /// # Errors
    ///
    /// See [`Error`]: each of its variants says what was and was not done on the server.
    pub async fn send(self) -> Result<Response<O::Output>, Error> {
        let policy = self.client.inner.decode_policy;
        self.call(policy, decode::<O>, O::Format::IS_HIDDEN).await
    }

    /// Sends the request, and returns the body of a successful response as it came: nothing is decoded.
    ///
    /// It is for responses that the description gets wrong, or that are to be stored or passed on.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); an [`Error::Decode`] only says that the body goes beyond the client's response limit.
    pub async fn send_raw(self) -> Result<Response<Bytes>, Error> {
        self.call(DecodePolicy::Strict, |body| Ok(body.raw()), true).await
    }

    /// Sends the request, and returns the body of a successful response piece by piece, as it comes: for what is too large for memory.
    /// Nothing is decoded, and the client's response limit does not hold.
    ///
    /// The time of the call is that until its head is there; then it is how long each piece may take.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but for what becomes of the body: that comes out of the [`Download`]. One that is packed, which nothing
    /// unpacks here, is an [`Error::Decode`], unless a header `accept-encoding` of the request's own has asked for that.
    pub async fn send_stream(mut self) -> Result<Response<Download>, Error> {
        let call = Observed::begin(&self.client, &self.parts);
        let sent = async {
            call.begins();
            let mut body = None;
            let response = self.answer(&call, Wanted::Stream(&mut body)).await;
            let outcome = response.and_then(|response| {
                // A redirect that is the success has been collected.
                let body = body.unwrap_or_else(|| response.body.clone().into());
                let download = Download::new(response.clone(), body, time_of(&self.client, &self.parts));
                let asked = Some((&self.client, &self.parts));
                let may_be_packed =
                    self.parts.method == Method::HEAD || self.parts.headers.contains_key(ACCEPT_ENCODING);
                let streamed = |body: ResponseBody<'_>| match coding(body.headers()) {
                    Some(coding) if !may_be_packed => Err(DecodeError::packed(coding)),
                    Some(_) | None => Ok(download),
                };
                read(response, DecodePolicy::Strict, streamed, self.parts.redirects, asked)
            });
            call.ends(&outcome);
            outcome
        };
        call.instrument(sent).await
    }

    /// One call, as an observer sees it: all its tries, and the reading of its response.
    async fn call<T>(
        mut self,
        policy: DecodePolicy,
        decode: impl FnOnce(ResponseBody<'_>) -> Result<T, DecodeError>,
        is_hidden: bool,
    ) -> Result<Response<T>, Error> {
        let call = Observed::begin(&self.client, &self.parts);
        let sent = async {
            call.begins();
            let response = self.answer(&call, Wanted::Whole).await;
            let (asked, redirects) = (Some((&self.client, &self.parts)), self.parts.redirects);
            let outcome = response.and_then(|response| read(response, policy, decode, redirects, asked));
            let outcome = outcome.map(|response| response.hidden(is_hidden));
            call.ends(&outcome);
            outcome
        };
        call.instrument(sent).await
    }

    async fn answer(&mut self, call: &Observed, wanted: Wanted<'_>) -> Result<RawResponse, Error> {
        self.complete()?;
        execute(&self.client, &self.parts, call, wanted).await
    }
}

/// A path, and the query that stands in it; empty where there is none. What does not begin with a slash could become a part of the
/// server's name.
const fn split_at_query(path: &str) -> (&str, &str) {
    assert!(matches!(path.as_bytes(), [b'/', ..]), "the path of an operation begins with a slash");
    let mut index = 0;
    while index < path.len() {
        if path.as_bytes()[index] == b'?' {
            let (path, query) = path.split_at(index);
            return (path, query.split_at(1).1);
        }
        index += 1;
    }
    (path, "")
}

/// Sorts a response: a typed value, an error response, or a success that does not decode. `redirects` are successes, too; `asked` is
/// the request, where the response is that of one.
fn read<T>(
    mut response: RawResponse,
    policy: DecodePolicy,
    decode: impl FnOnce(ResponseBody<'_>) -> Result<T, DecodeError>,
    redirects: &[u16],
    asked: Option<(&Client, &Parts)>,
) -> Result<Response<T>, Error> {
    response.version_mismatch = asked.and_then(|asked| version_mismatch(asked, &response)).map(Box::new);
    if !response.status.is_success() && !redirects.contains(&response.status.as_u16()) {
        let is_redirect = response.status.is_redirection();
        let url = asked.filter(|_| is_redirect).and_then(|(client, parts)| address::url(client, parts).ok());
        let elsewhere = url.and_then(|url| Elsewhere::of(response.api.servers, &response.headers, &url));
        return Err(ApiError::new(response, policy).redirected(elsewhere).into());
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

/// Reads a success as its operation promises it, whatever its status: but where the description has something else for all
/// statuses that it does not name.
fn decode<O: Endpoint>(body: ResponseBody<'_>) -> Result<O::Output, DecodeError> {
    let is_named = O::STATUSES.is_empty() || O::STATUSES.contains(&body.status());
    // A redirect that comes here is promised.
    if !O::Format::IS_READ || is_named || body.status() >= 300 {
        return O::Format::decode(body);
    }
    if O::HAS_DEFAULT {
        return Err(body.unexpected_status());
    }
    let value = O::Format::decode(body)?;
    body.tell_status();
    Ok(value)
}

/// Tells where a response is of another version than its request.
fn version_mismatch((client, parts): (&Client, &Parts), response: &RawResponse) -> Option<Mismatch> {
    let headers = [&parts.headers, &client.inner.headers, &response.headers];
    version::mismatch(response.api, client.inner.version_header.as_ref()?, headers)
}

impl<O: Operation> Request<O> {
    /// Begins a request for an operation that the app itself describes, by [`Operation`]; those of the API's description
    /// begin with the client's own methods. Its parameters and its body are set with [`with_path`](Self::with_path),
    /// [`with_query`](Self::with_query) and [`with_json`](Self::with_json).
    ///
    /// A path that does not begin with a slash does not compile.
    pub fn new(client: &Client) -> Self {
        let (path, query) = const { split_at_query(O::PATH) };
        let security = operation::security::<O>(client.inner.api);
        let parts = Parts {
            server: O::SERVER,
            query: Query::read(query),
            accept: O::ACCEPT,
            redirects: O::REDIRECTS,
            idempotent: O::IDEMPOTENT,
            ..Parts::new(OperationName::of::<O>(), O::METHOD, path, security)
        };
        Self::of_parts(client, parts, None)
    }

    /// Reads a response that came by another way, from a recording for example, as [`send`](Self::send) reads it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but for what concerns the way.
    #[doc(hidden)]
    pub fn read_recorded(
        client: &Client,
        status: StatusCode,
        body: Bytes,
    ) -> Result<Response<<O as Operation>::Output>, Error> {
        let response = RawResponse::whole(client.inner.api, status, HeaderMap::new(), body);
        let read = read(response, client.inner.decode_policy, decode::<O>, O::REDIRECTS, None);
        read.map(|response| response.hidden(<O as Operation>::Format::IS_HIDDEN))
    }
}

impl<O> Request<O> {
    /// A request of these parts; a problem that it has comes out of `send`.
    pub(super) fn of_parts(client: &Client, parts: Parts, problem: Option<InvalidRequest>) -> Self {
        Self { client: client.clone(), parts, problem, operation: PhantomData }
    }

    /// Makes it what is sent, if nothing is wrong with it.
    pub(super) fn complete(&mut self) -> Result<(), InvalidRequest> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        path::check_filled(&self.parts.path)?;
        encode_form(&mut self.parts)?;
        if !self.parts.is_there() {
            return Err(InvalidRequest::new(
                "what it sends was read once and sent already: `Upload::again` makes it anew",
            ));
        }
        if self.parts.upload.is_some() && !self.client.inner.transport.sends_uploads() {
            let reason = "the transport sends bytes that are there, and no `TransportRequest::upload`: `Transport::sends_uploads`";
            return Err(InvalidRequest::new(reason));
        }
        Ok(())
    }

    /// Keeps the first problem, which comes out of `send`.
    pub(super) fn keep_problem(&mut self, result: Result<(), InvalidRequest>) {
        if let Err(problem) = result {
            self.problem.get_or_insert(problem);
        }
    }
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

impl<O> fmt::Debug for Request<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("operation", &self.parts.operation.id)
            .field("method", &self.parts.method)
            .field("path", &self.parts.operation.path)
            .field("query", &self.parts.query.names().collect::<Vec<_>>())
            .field("headers", &HeaderNames(&self.parts.headers))
            .field("body", &self.parts.body.as_ref().map(Bytes::len))
            .field("upload", &self.parts.upload)
            .field("form", &self.parts.form)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}
