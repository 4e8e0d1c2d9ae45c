//! Requests and responses of reqwest's.

use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use url::{Origin, Url};

use crate::transport::body::{Body, from_reqwest};
use crate::transport::transport::{
    Transport, TransportBody, TransportFuture, TransportPieces, TransportRequest, TransportResponse,
};
use crate::wire::problems::TransportError;
use crate::wire::sent::upload::{UploadBody, UploadPieces};

/// The default: a client of reqwest.
impl Transport for reqwest::Client {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let asked = request.url.origin();
        let response = self.execute(as_reqwest(request));
        Box::pin(async move { from_server(response.await.map_err(from_reqwest)?, &asked) })
    }

    fn sends_uploads(&self) -> bool {
        true
    }
}

/// The response, unless the HTTP client of an app has followed a redirect, so that it is that of another server than was
/// `asked`. One that a middleware has made has no address.
pub(super) fn from_server(response: reqwest::Response, asked: &Origin) -> Result<TransportResponse, TransportError> {
    let has_no_address = |url: &Url| url == reqwest::Response::from(http::Response::new("")).url();
    if response.url().origin() != *asked && !has_no_address(response.url()) {
        return Err(TransportError::strayed(
            "the HTTP client followed a redirect to another server: make it with `redirect::Policy::none`",
        ));
    }
    Ok(response.into())
}

/// Sends by a client of reqwest that follows no redirect, and need not be there any more when the response comes.
pub(super) fn send(http: &reqwest::Client, request: TransportRequest) -> TransportFuture<'static, TransportResponse> {
    let response = http.execute(as_reqwest(request));
    Box::pin(async move { Ok(response.await.map_err(from_reqwest)?.into()) })
}

fn as_reqwest(request: TransportRequest) -> reqwest::Request {
    let TransportRequest { method, url, headers, body, upload, .. } = request;
    let mut request = reqwest::Request::new(method, url);
    *request.headers_mut() = headers;
    *request.body_mut() = as_body(body, upload);
    request
}

/// A body in memory, or one that is read as it is sent.
pub(super) fn as_body(body: Option<Bytes>, upload: Option<UploadBody>) -> Option<reqwest::Body> {
    match upload {
        Some(upload) => {
            Some(reqwest::Body::wrap(Sent { length: upload.length(), pieces: Mutex::new(upload.pieces()) }))
        }
        None => body.map(reqwest::Body::from),
    }
}

/// The pieces of an upload, as hyper asks for them.
struct Sent {
    length: Option<u64>,
    /// reqwest wants what threads can share; they are asked for by one at a time.
    pieces: Mutex<UploadPieces>,
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let pieces = self.get_mut().pieces.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(pieces).poll_next(context).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl From<reqwest::Response> for TransportResponse {
    fn from(mut response: reqwest::Response) -> Self {
        let headers = std::mem::take(response.headers_mut());
        Self::new(response.status(), TransportBody::standard(Body::new(response))).with_headers(headers)
    }
}

impl TransportPieces for reqwest::Response {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        Box::pin(async { self.chunk().await.map_err(from_reqwest) })
    }
}
