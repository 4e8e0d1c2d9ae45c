//! A response as a stream of its items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{HeaderName, HeaderValue};

use crate::call::execute::download::Download;
use crate::call::request::Request;
use crate::client::error::Error;
use crate::json::policy::Mismatch;
use crate::streams::described::{Framing, Streamed};
use crate::streams::frames::{Cut, Found, Frame, Frames, Unframed};
use crate::streams::records::Broken;
use crate::wire::content::decode_error::DecodeError;
use crate::wire::content::media_type::MediaType;
use crate::wire::failure::{DecodeFailure, UnreadableItem};
use crate::wire::response::Response;

/// The header that says behind which event a stream goes on (HTML Living Standard, section 9.2.4).
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl<O: Streamed> Request<O> {
    /// Sends the request, and returns the items of its response one by one, as they come.
    ///
    /// It asks for the stream alone (`Accept`). Where the API has a parameter or a field besides that asks for one, such as `stream`, it
    /// is set as any other. The time of the call is that until the head of the response is there; then it is how long the next piece
    /// may take.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but for what becomes of the body: that comes out of the [`Events`]. Where it asks for server-sent events, a
    /// response of another media type is an [`Error::Decode`]. Lines and records of JSON are read whatever they are called, since they have
    /// many names.
    pub async fn send_events(mut self) -> Result<Response<Events<O>>, Error> {
        self.parts.accept = O::MEDIA_TYPE;
        let request = self.clone();
        let response = self.send_stream().await?;
        let is_events = O::Framing::CUT == Cut::Events;
        let other = |came: &MediaType<'_>| is_events && !came.essence().eq_ignore_ascii_case("text/event-stream");
        if let Some(came) = response.head().media_type().filter(other) {
            let error = DecodeError::other_type(came, "`text/event-stream`");
            return Err(DecodeFailure::new(response.head().clone(), error).into());
        }
        Ok(response.map(|download| Events::new(download, request)))
    }
}

/// The items of a response, one by one; made by [`Request::send_events`].
///
/// It is a `Stream`, and [`try_next`](Self::try_next) needs nothing else in scope. It ends where the body does. An item that does not
/// decode is an [`Error::Decode`] whose [`item`](DecodeFailure::item) it is, and the next call goes on behind it; after any other error
/// the stream has ended: a connection that breaks, a piece that does not come in time, an item that is larger than the client's
/// [response limit](crate::ClientBuilder::response_limit). An event that is not whole when the body ends is none.
///
/// Nothing is sent again by itself. What has broken off goes on by [`into_request`](Self::into_request), after the wait that
/// [`retry`](Self::retry) says, where the API can take up a stream again. Dropping it closes the connection.
#[must_use = "a stream is read only as far as it is asked for"]
pub struct Events<O: Streamed> {
    download: Download,
    frames: Frames,
    request: Request<O>,
    /// How many items have come.
    count: usize,
    is_ended: bool,
    /// What the server has said; an empty one takes back all ids.
    last_event_id: Option<String>,
    event: Option<String>,
    retry: Option<Duration>,
    mismatches: Vec<Mismatch>,
}

impl<O: Streamed> Events<O> {
    fn new(download: Download, request: Request<O>) -> Self {
        let limit = request.client.inner.response_limit;
        Self {
            download,
            frames: Frames::new(O::Framing::CUT, limit),
            request,
            count: 0,
            is_ended: false,
            last_event_id: None,
            event: None,
            retry: None,
            mismatches: Vec::new(),
        }
    }

    /// The next item; [`None`] at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// An [`Error::Decode`]; one that has an [`item`](DecodeFailure::item) is about that one, and the stream goes on.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// The id of the last event that had one, from which the stream can go on (`Last-Event-ID`). Before there is one, it is that which the
    /// request itself went on behind; [`None`] where there was none, or the server has taken it back.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        let asked = || std::str::from_utf8(self.request.parts.headers.get(LAST_EVENT_ID)?.as_bytes()).ok();
        self.last_event_id.as_deref().or_else(asked).filter(|id| !id.is_empty())
    }

    /// The type of the event that the last item came in; `message` where it said none (HTML Living Standard, section 9.2.6).
    #[must_use]
    pub fn event_type(&self) -> &str {
        type_of(self.event.as_deref())
    }

    /// How long the server wants a client to wait before it asks for the stream again, where it has said so.
    #[must_use]
    pub const fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// What was not as described in the last item, and could be read all the same.
    #[must_use]
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    /// The same request once more, to go on behind the last event: with its id in the header `Last-Event-ID`. Where the server has said
    /// none, the header stays as it was; where it has taken its ids back, the header goes.
    pub fn into_request(self) -> Request<O> {
        let mut request = self.request;
        if let Some(id) = self.last_event_id {
            let headers = &mut request.parts.headers;
            // One with control characters cannot be sent, and an older one would bring again what has been read.
            match HeaderValue::from_bytes(id.as_bytes()).ok().filter(|id| !id.is_empty()) {
                Some(id) => drop(headers.insert(LAST_EVENT_ID, id)),
                None => drop(headers.remove(LAST_EVENT_ID)),
            }
        }
        request
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        while !self.is_ended {
            let found = self.frames.next();
            let (id, retry) = self.frames.take_said();
            self.hear(id, retry);
            if let Some(found) = found {
                match self.item(found).transpose() {
                    Some(item) => return Poll::Ready(Some(item)),
                    None => break,
                }
            }
            match Pin::new(&mut self.download).poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) => self.frames.push(&piece),
                Poll::Ready(Some(Err(error))) => {
                    self.is_ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => {
                    self.is_ended = true;
                    let last = self.frames.last().and_then(|found| self.item(found).transpose());
                    return Poll::Ready(last);
                }
            }
        }
        self.is_ended = true;
        Poll::Ready(None)
    }

    /// Takes what an event says of the stream.
    fn hear(&mut self, id: Option<String>, retry: Option<Duration>) {
        self.last_event_id = id.or(self.last_event_id.take());
        self.retry = retry.or(self.retry);
    }

    /// Reads an item; nothing where its frame ends the stream.
    fn item(&mut self, found: Found) -> Result<Option<O::Item>, Error> {
        let (error, data) = match found {
            Ok(frame) => return self.read(frame),
            Err(Unframed::TooLarge) => {
                self.is_ended = true;
                let error = DecodeError::too_large(self.request.client.inner.response_limit);
                return Err(DecodeFailure::new(self.download.head().clone(), error).into());
            }
            Err(Unframed::Broken(Broken::CutOff(data))) => (DecodeError::cut_off(), data),
            Err(Unframed::Broken(Broken::Stray(data))) => (DecodeError::stray(), data),
        };
        self.event = None;
        self.mismatches.clear();
        Err(self.unreadable(error, data))
    }

    fn read(&mut self, mut frame: Frame) -> Result<Option<O::Item>, Error> {
        frame.is_text = O::is_text(type_of(frame.event.as_deref()));
        let read = O::Framing::read(&frame, self.request.client.inner.decode_policy);
        let Frame { data, event, id, retry, .. } = frame;
        self.event = event;
        self.hear(id, retry);
        self.mismatches.clear();
        match read {
            Ok(None) => Ok(None),
            Ok(Some((item, mismatches))) => {
                self.count += 1;
                self.mismatches = match O::HIDES_ITEMS {
                    true => mismatches.into_iter().map(Mismatch::without_path).collect(),
                    false => mismatches,
                };
                Ok(Some(item))
            }
            Err(error) if O::HIDES_ITEMS => Err(self.unreadable(error.without_value(), data)),
            Err(error) => Err(self.unreadable(error, data)),
        }
    }

    /// What is in the place of an item that cannot be read.
    fn unreadable(&mut self, error: DecodeError, data: Bytes) -> Error {
        let item = UnreadableItem::new(self.count, data);
        self.count += 1;
        DecodeFailure::of_item(self.download.head().clone(), error, item).into()
    }
}

/// The type of an event, of which it may say none.
fn type_of(event: Option<&str>) -> &str {
    event.filter(|event| !event.is_empty()).unwrap_or("message")
}

// Nothing in it is pinned but futures, which have a box of their own.
impl<O: Streamed> Unpin for Events<O> {}

impl<O: Streamed> Stream for Events<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Streamed> fmt::Debug for Events<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Events").field("operation", &O::ID).field("count", &self.count).finish_non_exhaustive()
    }
}
