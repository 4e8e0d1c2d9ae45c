//! Where the pieces of an upload come from: bytes, readers, streams.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

/// What comes of an upload, one after another.
pub(super) type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// What is told how many bytes have gone out.
pub(super) type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// A part of a body that is being sent.
pub(super) struct Current {
    pub(super) pieces: Pieces,
    pub(super) length: Option<u64>,
    /// Its own, and those of what it is made for.
    progress: Vec<Progress>,
    /// How many bytes have been read.
    pub(super) sent: u64,
    /// The piece that makes it as long as it is said to be. Who sends it asks for no more then, so it goes out only when nothing follows.
    pub(super) last: Option<Bytes>,
}

impl Current {
    pub(super) fn new(pieces: Pieces, length: Option<u64>, progress: Option<&Progress>) -> Self {
        Self { pieces, length, progress: progress.into_iter().cloned().collect(), sent: 0, last: None }
    }

    /// The same as what an upload of this length and progress has made.
    pub(super) fn within(mut self, length: Option<u64>, progress: Option<&Progress>) -> io::Result<Self> {
        match (length, self.length) {
            (Some(said), Some(made)) if said != made => {
                return Err(io::Error::other(format!("{made} bytes were made for an upload whose length is {said}")));
            }
            (said, made) => self.length = made.or(said),
        }
        self.progress.extend(progress.cloned());
        Ok(self)
    }

    /// Hands a piece out, and tells how much that makes.
    pub(super) fn goes_out(&self, piece: Bytes) -> Poll<Option<io::Result<Bytes>>> {
        self.progress.iter().for_each(|progress| progress(self.sent));
        Poll::Ready(Some(Ok(piece)))
    }
}

/// How many bytes a piece has at most.
const PIECE: usize = 64 * 1024;

/// Bytes that are there, in pieces all the same, so that it can be told how far they are.
pub(super) fn bytes_in_pieces(bytes: Bytes) -> Pieces {
    Box::pin(InMemory(bytes))
}

struct InMemory(Bytes);

impl Stream for InMemory {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.0.len().min(PIECE);
        Poll::Ready((length > 0).then(|| Ok(self.0.split_to(length))))
    }
}

type Reader = Box<dyn Read + Send>;

/// What is read on threads that may wait: a reader that rests, or one that reads.
pub(super) enum Blocking {
    Rests(Option<Reader>),
    Reads(JoinHandle<(Reader, io::Result<Bytes>)>),
}

impl Blocking {
    pub(super) fn new(reader: Reader) -> Self {
        Self::Rests(Some(reader))
    }
}

impl Stream for Blocking {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this {
                Self::Rests(reader) => {
                    let Some(mut reader) = reader.take() else { return Poll::Ready(None) };
                    *this = Self::Reads(spawn_blocking(move || {
                        let piece = read_piece(&mut reader);
                        (reader, piece)
                    }));
                }
                Self::Reads(reading) => {
                    let (reader, piece) = ready!(Pin::new(reading).poll(context)).map_err(io::Error::other)?;
                    let is_over = !matches!(&piece, Ok(piece) if !piece.is_empty());
                    *this = Self::Rests((!is_over).then_some(reader));
                    match piece {
                        Ok(piece) if piece.is_empty() => return Poll::Ready(None),
                        piece => return Poll::Ready(Some(piece)),
                    }
                }
            }
        }
    }
}

/// The next bytes of a reader; none at its end.
fn read_piece(reader: &mut Reader) -> io::Result<Bytes> {
    let mut room = vec![0; PIECE];
    loop {
        match reader.read(&mut room) {
            Ok(length) => {
                room.truncate(length);
                return Ok(room.into());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// What a reader of tokio's reads.
pub(super) struct Polled {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    room: Box<[u8]>,
}

impl Polled {
    pub(super) fn new(reader: Pin<Box<dyn AsyncRead + Send>>) -> Self {
        Self { reader, room: vec![0; PIECE].into() }
    }
}

impl Stream for Polled {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, room } = self.get_mut();
        let mut read = ReadBuf::new(room);
        ready!(reader.as_mut().poll_read(context, &mut read))?;
        let piece = read.filled();
        Poll::Ready((!piece.is_empty()).then(|| Ok(Bytes::copy_from_slice(piece))))
    }
}

/// A stream of anybody's.
pub(super) struct Mapped<S>(pub(super) Pin<Box<S>>);

impl<S, B, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|piece| piece.map(Into::into).map_err(io::Error::other)))
    }
}
