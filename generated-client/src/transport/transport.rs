//! What carries a request to the server and brings the response back: a small trait, so that it can be replaced.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::transport::body::Body;
use crate::wire::operation::OperationName;
use crate::wire::problems::TransportError;
use crate::wire::raw_response::HeaderNames;
use crate::wire::sent::upload::UploadBody;

/// What a [`Transport`] returns: a boxed future.
pub type TransportFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, TransportError>> + Send + 'a>>;

/// Carries one HTTP request to the server, and brings back the response.
///
/// It is the lowest part of the client: retries, redirects, time and size limits and decoding stand above it and stay
/// the same whatever carries the requests. By default that is reqwest; another one is set with
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport): one in memory for tests, one around another HTTP
/// client, or one that wraps another transport and looks at what passes.
///
/// It sends a request once, follows no redirect, and returns a response of any status. Dropping the future gives up the
/// request. A wait of the client's, for a retry or until a timeout, uses tokio's clock.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and returns the beginning of the response, as soon as its status and headers are there.
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse>;

    /// Whether it sends the [`upload`](TransportRequest::upload) of a request that has one. By default it does not, and such a call is an
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) of which nothing is sent.
    fn sends_uploads(&self) -> bool {
        false
    }
}

/// An HTTP request as it goes out, with the credentials that it carries.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportRequest {
    /// The operation that it is for.
    pub operation: OperationName,
    /// The method.
    pub method: Method,
    /// Where it goes. Where the API takes a credential from the query, that is in it.
    pub url: Url,
    /// The headers. Those that carry a credential are marked as sensitive, and are not shown; a `Cookie` that
    /// carries one, as a whole.
    pub headers: HeaderMap,
    /// The body, where it is in memory.
    pub body: Option<Bytes>,
    /// The body instead, where it is read as it is sent.
    pub upload: Option<UploadBody>,
}

impl TransportRequest {
    pub(crate) fn new(
        operation: OperationName,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: Option<Bytes>,
    ) -> Self {
        Self { operation, method, url, headers, body, upload: None }
    }
}

impl fmt::Debug for TransportRequest {
    /// Shows neither what fills the path, nor the query, nor a header that carries a credential, nor the body.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportRequest")
            .field("operation", &self.operation.id)
            .field("method", &self.method)
            .field("path", &self.operation.path)
            .field("headers", &self.headers)
            .field("body_length", &self.body.as_ref().map(Bytes::len))
            .field("upload", &self.upload)
            .finish_non_exhaustive()
    }
}

/// An HTTP response as it comes in.
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, which may still be on its way.
    pub body: TransportBody,
}

impl TransportResponse {
    /// A response without headers.
    pub fn new(status: StatusCode, body: impl Into<TransportBody>) -> Self {
        Self { status, headers: HeaderMap::new(), body: body.into() }
    }

    /// The response with these headers.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }
}

impl fmt::Debug for TransportResponse {
    /// Shows neither the values of headers nor the body.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .finish_non_exhaustive()
    }
}

/// The body of a response: bytes that are there, or pieces that are still to come.
pub struct TransportBody(Pieces);

enum Pieces {
    There(Option<Bytes>),
    /// Those of the standard transport, whose futures need no box.
    Standard(Body),
    ToCome(Box<dyn TransportPieces>),
}

/// A body that comes in pieces.
pub trait TransportPieces: Send {
    /// The next piece; [`None`] at the end of the body.
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>>;
}

impl TransportBody {
    /// The body of the standard transport.
    #[allow(dead_code, reason = "there may be no standard transport")]
    pub(super) const fn standard(body: Body) -> Self {
        Self(Pieces::Standard(body))
    }

    /// A body that comes in pieces. It is asked for no more of them once the client's response limit is reached.
    pub fn pieces(pieces: impl TransportPieces + 'static) -> Self {
        Self(Pieces::ToCome(Box::new(pieces)))
    }

    /// The next piece; [`None`] at the end.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Pieces::There(bytes) => Ok(bytes.take()),
            Pieces::Standard(body) => body.next().await,
            Pieces::ToCome(pieces) => pieces.next().await,
        }
    }
}

impl<B: Into<Bytes>> From<B> for TransportBody {
    fn from(bytes: B) -> Self {
        Self(Pieces::There(Some(bytes.into())))
    }
}

impl fmt::Debug for TransportBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TransportBody")
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        (**self).send(request)
    }

    fn sends_uploads(&self) -> bool {
        (**self).sends_uploads()
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        (**self).send(request)
    }

    fn sends_uploads(&self) -> bool {
        (**self).sends_uploads()
    }
}
