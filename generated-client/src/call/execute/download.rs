//! The body of a success, piece by piece as it comes.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use tokio::time::timeout;

use crate::client::error::Error;
use crate::transport::transport::TransportBody;
use crate::wire::content::decode_error::DecodeError;
use crate::wire::failure::DecodeFailure;
use crate::wire::raw_response::{Interruption, Length, RawResponse};

/// The body of a success, piece by piece as it comes: of [`Request::send_stream`](crate::Request::send_stream).
///
/// It is a `Stream`, and [`try_next`](Self::try_next) needs nothing else in scope. The client's response limit does not hold for it. Each
/// piece has to come within the time that the call may take; one that does not, and a connection that breaks, is an [`Error::Decode`]: the
/// call succeeded, and what came before has been returned. Then it has ended.
#[must_use = "a body is read only as far as it is asked for"]
pub struct Download {
    state: State,
    response: RawResponse,
    length: Option<u64>,
    received: u64,
    patience: Duration,
}

/// What is to be done next.
enum State {
    /// Ask for a piece.
    Ask(TransportBody),
    /// Wait for it.
    Wait(Pin<Box<dyn Future<Output = (TransportBody, Piece)> + Send>>),
    /// Nothing.
    End,
}

/// What comes of asking for a piece; nothing at the end.
type Piece = Result<Option<Bytes>, Interruption>;

impl Download {
    /// The body of a response. A piece of it may take so long.
    pub(crate) fn new(response: RawResponse, body: TransportBody, patience: Duration) -> Self {
        let length = response.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        Self { state: State::Ask(body), response, length, received: 0, patience }
    }

    /// How many **bytes** have come.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// How many **bytes** the body has, as the header `content-length` says; [`None`] where nothing does.
    #[must_use]
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// The response whose body it is.
    pub(crate) const fn head(&self) -> &RawResponse {
        &self.response
    }

    /// The next piece; [`None`] at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// An [`Error::Decode`], where the body does not come to its end.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::End => return Poll::Ready(None),
                State::Ask(body) => self.state = State::Wait(Box::pin(next(body, self.patience))),
                State::Wait(mut piece) => {
                    let Poll::Ready((body, piece)) = piece.as_mut().poll(context) else {
                        self.state = State::Wait(piece);
                        return Poll::Pending;
                    };
                    match piece {
                        Ok(None) => return Poll::Ready(None),
                        Ok(Some(bytes)) => {
                            self.state = State::Ask(body);
                            self.received += bytes.len() as u64;
                            if !bytes.is_empty() {
                                return Poll::Ready(Some(Ok(bytes)));
                            }
                        }
                        Err(interruption) => return Poll::Ready(Some(Err(self.failure(interruption)))),
                    }
                }
            }
        }
    }

    fn failure(&self, interruption: Interruption) -> Error {
        let response = RawResponse { length: Length::BrokenOff(interruption.clone()), ..self.response.clone() };
        DecodeFailure::new(response, DecodeError::interrupted(interruption)).into()
    }
}

/// Waits for the next piece of a body, and gives the body back with it.
async fn next(mut body: TransportBody, patience: Duration) -> (TransportBody, Piece) {
    let piece = match timeout(patience, body.next()).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) if !error.is_timeout() => Err(Interruption::Broken(Arc::new(error))),
        Ok(Err(_)) | Err(_) => Err(Interruption::TimedOut(patience)),
    };
    (body, piece)
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

// Nothing in it is pinned but futures, which have a box of their own.
impl Unpin for Download {}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { received, length, .. } = self;
        formatter.debug_struct("Download").field("received", received).field("length", length).finish_non_exhaustive()
    }
}
