//! Calls from programs without an async runtime.
//!
//! All of them share one runtime with one thread of its own, which starts with the first call and stays: it is what
//! keeps a client's connections alive from one call to the next. A call itself runs on the thread that makes it.

use std::iter::FusedIterator;
use std::sync::OnceLock;

use bytes::Bytes;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Error, InvalidRequest, TransportError};
use crate::operation::Operation;
use crate::pages::{Items, Pages};
use crate::pagination::Paginated;
use crate::request::Request;
use crate::response::Response;
use crate::shared_token::is_asked_on_this_thread;

/// For programs without an async runtime: the feature `blocking`.
impl<O: Operation> Request<O> {
    /// Does what [`send`](Self::send) does, and waits for it. It may be called from many threads at once.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send). Within an async runtime, whose thread it would block, it is an
    /// [`Error::InvalidRequest`]; on a thread of tokio's `spawn_blocking` too, where `Handle::block_on` takes `send`. A
    /// thread for the network that cannot be started is an [`Error::Transport`]: nothing was sent.
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
}

/// A list that is waited for: an iterator over the items of [`Items`], or over the pages of [`Pages`].
///
/// It ends, or fails, as they do; after an error it has ended.
#[derive(Debug)]
#[must_use = "a list is read only as far as it is asked for"]
pub struct Blocking<L>(Option<L>);

/// For programs without an async runtime: the feature `blocking`.
impl<O: Paginated> Items<O> {
    /// The items as an iterator, which waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

/// For programs without an async runtime: the feature `blocking`.
impl<O: Paginated> Pages<O> {
    /// The pages as an iterator, which waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

impl<O: Paginated> Iterator for Blocking<Items<O>> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = block_on(self.0.as_mut()?.try_next());
        self.told(next)
    }
}

impl<O: Paginated> Iterator for Blocking<Pages<O>> {
    type Item = Result<Response<O::Output>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = block_on(self.0.as_mut()?.try_next());
        self.told(next)
    }
}

impl<L> Blocking<L> {
    /// Gives what has come, and ends the list where that was its end or an error.
    fn told<T>(&mut self, next: Result<Option<T>, Error>) -> Option<Result<T, Error>> {
        self.0.take_if(|_| !matches!(next, Ok(Some(_))));
        next.transpose()
    }
}

impl<L> FusedIterator for Blocking<L> where Self: Iterator {}

/// Waits for a future on this thread, with the shared runtime behind it.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if is_asked_on_this_thread() {
        let reason = "a blocking call within a token source would wait for itself: await `send` of an operation that asks \
                      for no token, or use another HTTP client";
        return Err(InvalidRequest::new(reason).into());
    }
    match Handle::try_current() {
        Ok(_) => {
            let reason = "a blocking call within an async runtime would block its thread: await `send` instead";
            Err(InvalidRequest::new(reason).into())
        }
        Err(error) if error.is_missing_context() => runtime()?.block_on(future),
        Err(_) => Err(InvalidRequest::new("a blocking call cannot be made while its thread is being torn down").into()),
    }
}

/// The runtime that all blocking calls share. One that could not be started is tried again by the next call.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let mut builder = Builder::new_multi_thread();
    let started = builder.worker_threads(1).thread_name("blocking-calls").enable_all().build().map_err(|error| {
        let reason = format!("the runtime of blocking calls could not be started: {error}");
        Error::Transport(Box::new(TransportError::connect(reason)))
    })?;
    // Where another thread was faster, this one ends again: it has nothing to do.
    Ok(RUNTIME.get_or_init(|| started))
}
