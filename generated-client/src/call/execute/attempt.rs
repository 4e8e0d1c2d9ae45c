//! One try of a call: one HTTP request out, one response in, and what is known of it where there is no more time.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;
use url::Url;

use crate::call::execute::redirect::location;
use crate::client::client::Client;
use crate::client::error::Error;
use crate::credentials::token_error::TokenError;
use crate::transport::transport::{TransportBody, TransportRequest, TransportResponse};
use crate::wire::content::coding::unpacked;
use crate::wire::problems::TimeoutError;
use crate::wire::raw_response::{Interruption, Length, RawResponse};

/// What is known of a try before it has ended.
pub(super) struct Begun {
    /// Whether it waits for a token.
    pub(super) asks: bool,
    /// The response that refused the token, while another one is asked for.
    pub(super) refusal: Option<RawResponse>,
    /// The status and the headers of the response, as soon as they are there.
    head: Option<(StatusCode, HeaderMap)>,
    /// What has come of its body.
    body: Body,
    pub(super) started: Instant,
    /// The headers that tell which trace it belongs to. Apart, since each step of a call has room for what it waits with.
    pub(super) context: Option<Box<HeaderMap>>,
    /// What takes the body of a success that is not collected.
    pub(super) stream: Option<Stream>,
}

/// The body of a success that is not collected: nothing until its head is there.
#[derive(Default)]
pub(super) struct Stream(pub(super) Option<TransportBody>);

impl Begun {
    pub(super) fn now(context: Option<Box<HeaderMap>>, is_streamed: bool) -> Self {
        let stream = is_streamed.then(Stream::default);
        Self { asks: false, refusal: None, head: None, body: Body::default(), started: Instant::now(), context, stream }
    }

    /// What is known where there is no more time. While it waits for a token, nothing is under way.
    pub(super) fn late(self, client: &Client, url: &Url, after: Duration) -> Result<RawResponse, Error> {
        match self {
            Self { refusal: Some(refusal), .. } => Ok(refusal),
            Self { asks: true, .. } => Err(TokenError::late(after).into()),
            begun => begun
                .interrupted(client, url, Interruption::TimedOut(after))
                .ok_or_else(|| TimeoutError::new(after).into()),
        }
    }

    /// The response as far as it came: what its status says is known, whatever became of its body.
    fn interrupted(self, client: &Client, url: &Url, interruption: Interruption) -> Option<RawResponse> {
        let (status, headers) = self.head?;
        let (location, length) = (location(url, &headers), Length::BrokenOff(interruption));
        Some(RawResponse {
            location,
            length,
            ..RawResponse::whole(client.inner.api, status, headers, self.body.finish())
        })
    }
}

/// Sends one HTTP request and reads its response up to the client's limit, or as far as it comes; the body of a success that is
/// streamed, not at all.
pub(super) async fn perform(
    client: &Client,
    request: TransportRequest,
    begun: &mut Begun,
) -> Result<RawResponse, Error> {
    begun.head = None;
    let response = client.inner.transport.send(request).await;
    let TransportResponse { status, headers, body: mut pieces } =
        response.map_err(|error| Error::of_transport(error, begun.started.elapsed()))?;
    if let Some(stream) = begun.stream.as_mut().filter(|_| status.is_success()) {
        stream.0 = Some(pieces);
        return Ok(RawResponse::whole(client.inner.api, status, headers, Bytes::new()));
    }
    begun.head = Some((status, headers));
    let limit = client.inner.response_limit;
    let length = loop {
        match pieces.next().await {
            Ok(Some(piece)) => {
                if !begun.body.push(piece, limit) {
                    break Length::CutOffAt(limit);
                }
            }
            Ok(None) => break Length::Whole,
            Err(error) if error.is_timeout() => {
                break Length::BrokenOff(Interruption::TimedOut(begun.started.elapsed()));
            }
            Err(error) => break Length::BrokenOff(Interruption::Broken(Arc::new(error))),
        }
    };
    let (_, mut headers) = begun.head.take().unwrap_or_default();
    let body = std::mem::take(&mut begun.body).finish();
    let (body, length) =
        if matches!(length, Length::Whole) { unpacked(&mut headers, body, limit) } else { (body, length) };
    Ok(RawResponse { length, ..RawResponse::whole(client.inner.api, status, headers, body) })
}

/// A body in the reading; one that comes in a single chunk is not copied.
#[derive(Default)]
struct Body {
    first: Bytes,
    all: BytesMut,
}

impl Body {
    /// Adds a chunk; false where it goes beyond the limit, and only what is within it was added.
    fn push(&mut self, mut chunk: Bytes, limit: usize) -> bool {
        let room = limit - self.len();
        let fits = chunk.len() <= room;
        chunk.truncate(room);
        if self.len() == 0 {
            self.first = chunk;
        } else {
            if self.all.is_empty() {
                self.all.extend_from_slice(&std::mem::take(&mut self.first));
            }
            self.all.extend_from_slice(&chunk);
        }
        fits
    }

    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_cut_off_at_the_limit() {
        let mut body = Body::default();
        assert!(body.push(Bytes::from_static(b"abc"), 5));
        assert!(body.push(Bytes::from_static(b"de"), 5));
        assert!(!body.push(Bytes::from_static(b"f"), 5));
        assert_eq!(body.finish(), "abcde");
    }
}
