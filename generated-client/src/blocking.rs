//! Calls from programs without an async runtime.
//!
//! All of them share one runtime with one thread of its own, which starts with the first call and stays: it is what
//! keeps a client's connections alive from one call to the next. A call itself runs on the thread that makes it, or, where
//! that belongs to another runtime, on one that it is waited for.

use std::iter::FusedIterator;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};
use std::thread;

use bytes::Bytes;
use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};
use tokio::task::coop::{RestoreOnPending, poll_proceed};

use crate::call::execute::download::Download;
use crate::call::request::Request;
use crate::call::telemetry::Observed;
use crate::client::error::Error;
use crate::credentials::shared_token::is_asked_on_this_thread;
use crate::lists::described::Paginated;
use crate::lists::items::Items;
use crate::lists::pages::Pages;
use crate::streams::described::Streamed;
use crate::streams::events::Events;
use crate::wire::operation::Endpoint;
use crate::wire::problems::{InvalidRequest, TransportError};
use crate::wire::response::Response;

/// For programs without an async runtime: the feature `blocking`.
impl<O: Endpoint<Output: Send>> Request<O> {
    /// Does what [`send`](Self::send) does, and waits for it. It may be called from many threads at once, those of tokio's
    /// `spawn_blocking` among them.
    ///
    /// In a task of an async runtime it blocks the thread for as long as the call takes: await `send` there. Where that is the
    /// runtime's only thread, or one that carries blocking calls, it is refused.
    ///
    /// A task is known by its budget of steps, so one that has none (tokio's `unconstrained`) is taken for a thread that may
    /// wait: on a current-thread runtime the call is made while all other tasks rest, and one of them that the call waits for
    /// would never answer it; within another blocking call it would wait for itself. Use `spawn_blocking` there.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send). On the thread of a current-thread runtime, or within another blocking call (in a
    /// transport or a task of its own), it is an [`Error::InvalidRequest`]. A thread for
    /// the network that cannot be started is an [`Error::Transport`]: nothing was sent.
    pub fn send_blocking(self) -> Result<Response<O::Output>, Error> {
        block_on(self.send())
    }

    /// Does what [`send_raw`](Self::send_raw) does, and waits for it.
    ///
    /// # Errors
    ///
    /// As [`send_raw`](Self::send_raw) and [`send_blocking`](Self::send_blocking).
    pub fn send_raw_blocking(self) -> Result<Response<Bytes>, Error> {
        block_on(self.send_raw())
    }

    /// Does what [`send_stream`](Self::send_stream) does, and waits for it.
    ///
    /// # Errors
    ///
    /// As [`send_stream`](Self::send_stream) and [`send_blocking`](Self::send_blocking).
    pub fn send_stream_blocking(self) -> Result<Response<Download>, Error> {
        block_on(self.send_stream())
    }
}

/// For programs without an async runtime: the feature `blocking`.
impl<O: Streamed> Request<O> {
    /// Does what [`send_events`](Self::send_events) does, and waits for the head of the response; [`Events::blocking`] waits for each item.
    ///
    /// # Errors
    ///
    /// As [`send_events`](Self::send_events) and [`send_blocking`](Self::send_blocking).
    pub fn send_events_blocking(self) -> Result<Response<Events<O>>, Error> {
        block_on(self.send_events())
    }
}

/// What is waited for: an iterator over the items of [`Items`] or [`Events`], the pages of [`Pages`], or the pieces of a [`Download`].
///
/// It ends, or fails, as they do: after an error it has ended, unless that is about one [item](crate::DecodeFailure::item). What they say
/// besides, such as [how far](Items::progress) a list is or the id of the [last event](Events::last_event_id), they say here, too, by
/// [`get_ref`](Self::get_ref); and [`into_inner`](Self::into_inner) returns them, also at the end: an [`Events`] that has broken off makes
/// the [request](Events::into_request) that goes on behind it.
#[derive(Debug)]
#[must_use = "a list is read only as far as it is asked for"]
pub struct Blocking<L> {
    inner: L,
    is_ended: bool,
}

/// For programs without an async runtime: the feature `blocking`.
impl<O: Paginated> Items<O> {
    /// The items as an iterator, which waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

/// For programs without an async runtime: the feature `blocking`.
impl<O: Paginated> Pages<O> {
    /// The pages as an iterator, which waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

/// For programs without an async runtime: the feature `blocking`.
impl<O: Streamed> Events<O> {
    /// The items as an iterator, which waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<O: Streamed<Item: Send>> Iterator for Blocking<Events<O>> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_by(|inner| block_on(inner.try_next()))
    }
}

/// For programs without an async runtime: the feature `blocking`.
impl Download {
    /// The pieces as an iterator, which waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl Iterator for Blocking<Download> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_by(|inner| block_on(inner.try_next()))
    }
}

impl<O: Paginated<Item: Send>> Iterator for Blocking<Items<O>> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_by(|inner| block_on(inner.try_next()))
    }
}

impl<O: Paginated<Item: Send, Output: Send>> Iterator for Blocking<Pages<O>> {
    type Item = Result<Response<O::Output>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_by(|inner| block_on(inner.try_next()))
    }
}

impl<L> Blocking<L> {
    const fn new(inner: L) -> Self {
        Self { inner, is_ended: false }
    }

    /// What is waited for, as far as it has been read.
    pub const fn get_ref(&self) -> &L {
        &self.inner
    }

    /// What is waited for, to go on with it without waiting.
    pub fn into_inner(self) -> L {
        self.inner
    }

    /// What comes next. That ends the list where it was its end, or an error that is not about one item alone.
    fn next_by<T>(&mut self, next: impl FnOnce(&mut L) -> Result<Option<T>, Error>) -> Option<Result<T, Error>> {
        if self.is_ended {
            return None;
        }
        let next = next(&mut self.inner);
        self.is_ended = match &next {
            Ok(next) => next.is_none(),
            Err(Error::Decode(failure)) => failure.item().is_none(),
            Err(_) => true,
        };
        next.transpose()
    }
}

impl<L> FusedIterator for Blocking<L> where Self: Iterator {}

/// Waits for a future, with the shared runtime behind it.
pub(crate) fn block_on<T: Send>(future: impl Future<Output = Result<T, Error>> + Send) -> Result<T, Error> {
    if is_asked_on_this_thread() {
        let reason = "a blocking call within a token source would wait for itself: await `send` of an operation that asks \
                      for no token, or use another HTTP client";
        return Err(InvalidRequest::new(reason).into());
    }
    match Handle::try_current() {
        Ok(handle) if handle.runtime_flavor() == RuntimeFlavor::CurrentThread && is_within_a_task() => {
            let reason = "a blocking call within an async runtime would block its only thread: await `send` instead, or make \
                          it in tokio's `spawn_blocking`";
            Err(InvalidRequest::new(reason).into())
        }
        Ok(handle) if is_shared(&handle) && is_within_a_task() => {
            let reason = "a blocking call within another one would block the thread that all of them share: await `send` \
                          instead, or make it in tokio's `spawn_blocking`";
            Err(InvalidRequest::new(reason).into())
        }
        Ok(_) => {
            let runtime = runtime()?;
            // A thread of a runtime must not drive another one, and none knows whether it is the runtime's or only for
            // what blocks. A thread of our own may.
            let outcome = thread::scope(|scope| {
                let spawned =
                    thread::Builder::new().spawn_scoped(scope, Observed::carried(|| runtime.block_on(future)));
                spawned.map(|call| call.join().unwrap_or_else(|panic| resume_unwind(panic)))
            });
            outcome.unwrap_or_else(|error| Err(not_started("a thread", &error)))
        }
        Err(error) if error.is_missing_context() => runtime()?.block_on(future),
        Err(_) => Err(InvalidRequest::new("a blocking call cannot be made while its thread is being torn down").into()),
    }
}

/// Whether this thread is polling a task, rather than running what may block: only a task has a budget of steps until it
/// has to let others run, which can be spent and given back.
fn is_within_a_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let steps = (0..=u8::MAX).map(|_| poll_proceed(&mut context));
    // Each step is given back when it is dropped, the last one first.
    let mut taken: Vec<RestoreOnPending> = Vec::new();
    let mut is_limited = false;
    for step in steps {
        match step {
            Poll::Ready(step) => taken.push(step),
            Poll::Pending => {
                is_limited = true;
                break;
            }
        }
    }
    while let Some(step) = taken.pop() {
        drop(step);
    }
    is_limited
}

fn not_started(what: &str, error: &std::io::Error) -> Error {
    Error::Transport(Box::new(TransportError::connect(format!(
        "{what} of blocking calls could not be started: {error}"
    ))))
}

/// The runtime that all blocking calls share, once one has begun.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Whether a runtime is the one that all blocking calls share, whose only worker drives their connections.
fn is_shared(handle: &Handle) -> bool {
    RUNTIME.get().is_some_and(|runtime| runtime.handle().id() == handle.id())
}

/// The runtime that all blocking calls share. One that could not be started is tried again by the next call.
fn runtime() -> Result<&'static Runtime, Error> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let mut builder = Builder::new_multi_thread();
    let started = builder.worker_threads(1).thread_name("blocking-calls").enable_all().build();
    let started = started.map_err(|error| not_started("the runtime", &error))?;
    // Where another thread was faster, this one ends again: it has nothing to do.
    Ok(RUNTIME.get_or_init(|| started))
}
