//! What a request sends that need not be in memory: a file, a reader, a stream.

use std::error::Error as StdError;
use std::fmt;
use std::fs;
use std::future::poll_fn;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::AsyncRead;

use crate::wire::sent::pieces::{Blocking, Current, Mapped, Pieces, Polled, Progress, bytes_in_pieces};

/// What a request sends as a body or as a part of a form: bytes, or what comes piece by piece, from a file, a reader or a stream, and is
/// never in memory as a whole.
///
/// Bytes and texts become one by themselves. A [`file`](Self::file) and what is [made again](Self::again) are sent again where the call
/// is, as bytes are. A reader and a stream can be read once: with one of these a call is **sent once**, unless nothing has been read of
/// it yet, since no connection could be made.
///
/// Its [`length`](Self::with_length) goes into the header `content-length`, where that of all parts is known; many servers ask for it.
/// Each try has the time of the call ([`Request::with_timeout`](crate::Request::with_timeout)), which a large upload may need more of.
#[derive(Clone)]
#[must_use = "it is sent by a request"]
pub struct Upload {
    source: Source,
    length: Option<u64>,
    progress: Option<Progress>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    /// What is read once: nothing as soon as that has begun.
    Once(Arc<Mutex<Option<Pieces>>>),
    /// What is made for each try.
    Again(Arc<dyn Fn() -> io::Result<Upload> + Send + Sync>),
}

impl Upload {
    /// A file of this machine, whose length is known; each try reads it from its beginning, up to that length.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or is no regular file: what a pipe or a device brings has no length, and is sent once by a
    /// [`reader`](Self::reader). Where a later try cannot, the call ends with an [`Error::Transport`](crate::Error::Transport).
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let metadata = fs::File::open(&path)?.metadata()?;
        if !metadata.is_file() {
            let told = format!("{} is no regular file: send it by `Upload::reader`", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, told));
        }
        let length = metadata.len();
        let opened = move || Ok(Self::reader(fs::File::open(&path)?.take(length)));
        Ok(Self::again(opened).with_length(length))
    }

    /// What a reader reads that blocks, such as a [`std::fs::File`] or a pipe: on threads that may wait.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::once(Blocking::new(Box::new(reader)))
    }

    /// What a reader of tokio's reads, such as a `tokio::fs::File`.
    pub fn async_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::once(Polled::new(Box::pin(reader)))
    }

    /// What a stream brings. Where that fails, the call ends with an [`Error::Transport`](crate::Error::Transport).
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::once(Mapped(Box::pin(stream)))
    }

    /// What is made anew for each try, so that the call can be sent again.
    ///
    /// What is made keeps to its length, and tells its progress. That length is known only once it is made: for the header `content-length`,
    /// give it to what this returns, too, by [`with_length`](Self::with_length). Where they differ, the call ends with an
    /// [`Error::Transport`](crate::Error::Transport) before any of it is sent.
    pub fn again(make: impl Fn() -> io::Result<Self> + Send + Sync + 'static) -> Self {
        Self::of(Source::Again(Arc::new(make)), None)
    }

    /// The same with its length in **bytes**, where that is not known by itself. It is read to its end: what is longer or shorter ends the call
    /// with an [`Error::Transport`](crate::Error::Transport), before all of that length is sent.
    pub fn with_length(self, length: u64) -> Self {
        Self { length: Some(length), ..self }
    }

    /// The same, of which is told how many **bytes** have gone out so far: from zero again at each try.
    pub fn with_progress(self, progress: impl Fn(u64) + Send + Sync + 'static) -> Self {
        Self { progress: Some(Arc::new(progress)), ..self }
    }

    /// How many bytes it is, where that is known.
    #[must_use]
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    fn once(pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self::of(Source::Once(Arc::new(Mutex::new(Some(Box::pin(pieces))))), None)
    }

    const fn of(source: Source, length: Option<u64>) -> Self {
        Self { source, length, progress: None }
    }

    /// What is in memory, and need not be told of while it is sent.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) if self.progress.is_none() => Some(bytes),
            Source::Bytes(_) | Source::Once(_) | Source::Again(_) => None,
        }
    }

    /// Whether it can be sent: what is read once, before that has begun.
    fn is_there(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Again(_) => true,
            Source::Once(pieces) => pieces.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
        }
    }

    /// Whether it can be sent as often as wanted.
    const fn is_lasting(&self) -> bool {
        matches!(self.source, Source::Bytes(_) | Source::Again(_))
    }

    fn begin(&self) -> io::Result<Current> {
        let taken = match &self.source {
            Source::Bytes(bytes) => Some(bytes_in_pieces(bytes.clone())),
            Source::Once(pieces) => pieces.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Source::Again(make) => return make()?.begin()?.within(self.length, self.progress.as_ref()),
        };
        let pieces = taken.ok_or_else(|| io::Error::other("the stream has been sent before"))?;
        Ok(Current::new(pieces, self.length, self.progress.as_ref()))
    }
}

impl<B: Into<Bytes>> From<B> for Upload {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        let length = bytes.len() as u64;
        Self::of(Source::Bytes(bytes), Some(length))
    }
}

/// What it holds is nobody's business.
impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Upload").field("length", &self.length).finish_non_exhaustive()
    }
}

/// A body that goes out piece by piece, as a [`Transport`](crate::Transport) takes it.
#[derive(Clone)]
pub struct UploadBody(Arc<[Upload]>);

impl UploadBody {
    /// The body of uploads one behind the other.
    pub(crate) fn new(parts: Vec<Upload>) -> Self {
        Self(parts.into())
    }

    /// How many bytes it is, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.0.iter().map(Upload::length).sum()
    }

    /// Its pieces, from the first on. What can be read once is read by the first that asks for it; for all others it is an error.
    #[must_use]
    pub fn pieces(&self) -> UploadPieces {
        UploadPieces { parts: Arc::clone(&self.0), next: 0, current: None }
    }

    /// All of it, in memory.
    #[allow(dead_code, reason = "only a mock reads it as a whole")]
    pub(crate) async fn collected(&self) -> io::Result<Bytes> {
        let (mut pieces, mut all) = (self.pieces(), BytesMut::new());
        while let Some(piece) = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await {
            all.extend_from_slice(&piece?);
        }
        Ok(all.freeze())
    }

    /// Whether all of it is still there.
    pub(crate) fn is_there(&self) -> bool {
        self.0.iter().all(Upload::is_there)
    }

    /// Whether it can be sent as often as wanted.
    pub(crate) fn is_lasting(&self) -> bool {
        self.0.iter().all(Upload::is_lasting)
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UploadBody").field("length", &self.length()).finish_non_exhaustive()
    }
}

/// The pieces of an [`UploadBody`]: a `Stream` of bytes. Nothing is read before it is asked for.
pub struct UploadPieces {
    parts: Arc<[Upload]>,
    next: usize,
    current: Option<Current>,
}

impl UploadPieces {
    /// Ends with an error: nothing comes behind it.
    fn fail(&mut self, error: io::Error) -> Poll<Option<io::Result<Bytes>>> {
        self.next = self.parts.len();
        Poll::Ready(Some(Err(error)))
    }
}

impl Stream for UploadPieces {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let Some(part) = this.parts.get(this.next) else { return Poll::Ready(None) };
            let current = match &mut this.current {
                Some(current) => current,
                None => this.current.insert(part.begin()?),
            };
            let length = current.length;
            match ready!(current.pieces.as_mut().poll_next(context)) {
                Some(Ok(piece)) if piece.is_empty() => {}
                Some(Ok(piece)) => {
                    current.sent += piece.len() as u64;
                    match length {
                        Some(length) if current.sent > length => {
                            return this.fail(io::Error::other("there is more to send than its length says"));
                        }
                        Some(length) if current.sent == length => current.last = Some(piece),
                        Some(_) | None => return current.goes_out(piece),
                    }
                }
                Some(Err(error)) => return this.fail(error),
                None if length.is_some_and(|length| current.sent < length) => {
                    return this.fail(io::Error::other("there is less to send than its length says"));
                }
                None => {
                    this.next += 1;
                    if let Some(mut current) = this.current.take()
                        && let Some(piece) = current.last.take()
                    {
                        return current.goes_out(piece);
                    }
                }
            }
        }
    }
}

impl fmt::Debug for UploadPieces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UploadPieces")
    }
}
