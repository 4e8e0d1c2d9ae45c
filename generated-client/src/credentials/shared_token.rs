//! Asking a source of tokens: once at a time, for all calls that wait for it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use crate::credentials::token_error::TokenError;
use crate::credentials::token_source::{TokenFuture, TokenSource};

/// How long a call waits for a source that another call has asked. A source that calls an operation which asks for its own
/// token waits for itself; in a task or a thread of its own, nothing else would notice. It is less than the first try of a call
/// has by default, so that the call's error says so, too.
const PATIENCE: Duration = Duration::from_secs(20);

/// A source, and what it returned last. All clones of a client ask the same.
pub(crate) struct Shared {
    source: Box<dyn TokenSource>,
    last: Mutex<Option<Result<SecretString, TokenError>>>,
    /// How often it has returned.
    returns: AtomicUsize,
}

impl Shared {
    pub(crate) fn new(source: impl TokenSource) -> Arc<Self> {
        Arc::new(Self { source: Box::new(source), last: Mutex::default(), returns: AtomicUsize::new(0) })
    }

    /// Asks for a token, for another one than that which was refused; shares what it returns with those who wait for it.
    pub(crate) async fn ask(&self, refused: Option<&SecretString>) -> Result<SecretString, TokenError> {
        let id = std::ptr::from_ref(self).addr();
        if ASKED.with_borrow(|asked| asked.contains(&id)) {
            return Err(TokenError::new("the source of the token calls an operation that asks for this token"));
        }
        let before = self.returns.load(Ordering::Acquire);
        let Ok(mut last) = tokio::time::timeout(PATIENCE, self.last.lock()).await else {
            return Err(TokenError::held_up(format!(
                "its source was asked by another call and has not returned for {PATIENCE:?}: it may be slow, and give a token \
                 another time; or it may be waiting for itself, by a call of an operation that asks for this token, which it \
                 makes in another task or thread"
            )));
        };
        let has_returned = self.returns.load(Ordering::Acquire) != before;
        let shared = last.as_ref().filter(|last| match (last, refused) {
            // Another call was refused the same token, and has asked since.
            (Ok(token), Some(refused)) => token.expose_secret() != refused.expose_secret(),
            (Ok(_), None) | (Err(_), _) => has_returned,
        });
        if let Some(token) = shared {
            return token.clone();
        }
        let asked = During { id, future: None, begin: Some(|| self.source.token(refused)) };
        let token = asked.await;
        self.returns.fetch_add(1, Ordering::Release);
        last.insert(token).clone()
    }
}

thread_local! {
    /// The sources that are being asked on this thread, each within the one before.
    static ASKED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Whether a source is being asked here, so that waiting for a call would wait for the source itself.
#[cfg(feature = "blocking")]
pub(crate) fn is_asked_on_this_thread() -> bool {
    ASKED.with_borrow(|asked| !asked.is_empty())
}

/// The asking of a source, known to be going on while it is polled.
struct During<'a, F> {
    id: usize,
    begin: Option<F>,
    future: Option<TokenFuture<'a>>,
}

impl<'a, F: FnOnce() -> TokenFuture<'a> + Unpin> Future for During<'a, F> {
    type Output = Result<SecretString, TokenError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let _mark = Mark::new(self.id);
        if let Some(begin) = self.begin.take() {
            self.future = Some(begin());
        }
        self.future.as_mut().expect("it has begun").as_mut().poll(context)
    }
}

/// Marks a source as being asked as long as it lives, also where asking it panics.
struct Mark;

impl Mark {
    fn new(id: usize) -> Self {
        ASKED.with_borrow_mut(|asked| asked.push(id));
        Self
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        ASKED.with_borrow_mut(|asked| asked.pop());
    }
}
