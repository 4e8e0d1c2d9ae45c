//! A client without a server, for an app's own tests: calls are expected and answered by operation, with typed values.
//!
//! A [`Mock`] has a method for each operation, which begins an [`Expectation`]. Where the API has an operation
//! `getPage`, a test of an app reads:
//!
//! ```ignore
//! let mock = Mock::new();
//! mock.get_page().with_path("id", 7).returns(Page::builder().title("Hours").build());
//!
//! let app = App::new(mock.client());
//! assert_eq!(app.title_of(7).await?, "Hours");
//! mock.verify();
//! ```
//!
//! All of the client is at work but the network: retries, redirects, limits and decoding. What no expectation takes is
//! refused, and never leaves the process.

mod answer;
mod call;
mod expectation;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use self::answer::Answer;
pub(crate) use self::answer::{Encode, EncodeByStatus};
pub use self::call::Call;
use self::expectation::Rule;
pub use self::expectation::{Expectation, Expected, Times};
use crate::client::client::{Client, ClientBuilder};
use crate::client::error::TransportError;
use crate::client::retry::Retry;
use crate::client::transport::{Transport, TransportFuture, TransportRequest, TransportResponse};
use crate::generated::API;

/// Stands in for the server. It lives as long as the test: where it is dropped, it is [verified](Self::verify).
///
/// Expectations are tried in the order in which they were told: the first one that takes a call, and has not had as many
/// as it [may](Expectation::times), answers it.
#[derive(Default)]
#[must_use = "a mock that is dropped at once expects nothing"]
pub struct Mock {
    inner: Arc<Inner>,
}

/// What a mock shares with its clients.
#[derive(Default)]
struct Inner {
    rules: Mutex<Vec<Arc<Rule>>>,
    calls: Mutex<Vec<Call>>,
    unexpected: Mutex<Vec<String>>,
    /// Whether that was done since the last call.
    is_verified: AtomicBool,
}

impl Mock {
    /// A mock that expects nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client whose calls the mock answers.
    ///
    /// # Panics
    ///
    /// Never, unless a header that the API's description gives all calls is none.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client_builder().build().expect("its token and its base URL are fine")
    }

    /// Begins a client whose calls the mock answers, to be configured as the app does: it has each credential, a base URL that
    /// leads nowhere, and retries that hardly wait. What is set for the network (`http_client`, `connect_timeout`) has no
    /// effect.
    pub fn client_builder(&self) -> ClientBuilder {
        let soon = Duration::from_millis(1);
        let builder = Client::builder();
        let builder = API.schemes.iter().fold(builder, |builder, scheme| builder.credential(scheme.name, "mock"));
        builder
            .base_url("https://mock.invalid")
            .retry(Retry::default().min_delay(soon).max_delay(soon))
            .mock_transport(Answering(Arc::clone(&self.inner)))
    }

    /// All calls so far, in their order, those that nothing expected included. A call that is sent again is there twice.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.inner.calls).clone()
    }

    /// Checks that all that was expected has come, as often as it should, and nothing else. A mock that is dropped does it
    /// by itself, unless the test is panicking already, or it was done after the last call.
    ///
    /// # Panics
    ///
    /// When it has not; the message lists what is missing and what was not expected.
    #[track_caller]
    pub fn verify(&self) {
        self.inner.is_verified.store(true, Ordering::Relaxed);
        let missing: Vec<String> = lock(&self.inner.rules).iter().filter_map(|rule| rule.missing()).collect();
        let problems = [missing, lock(&self.inner.unexpected).clone()].concat();
        assert!(problems.is_empty(), "the mock is not satisfied:\n{}", problems.join("\n"));
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !std::thread::panicking() && !self.inner.is_verified.load(Ordering::Relaxed) {
            self.verify();
        }
    }
}

impl Inner {
    fn add(&self, rule: Rule) -> Arc<Rule> {
        let rule = Arc::new(rule);
        lock(&self.rules).push(Arc::clone(&rule));
        rule
    }

    /// The expectation that takes a call, which is counted; or why none does.
    fn take(&self, call: &Call) -> Result<Arc<Rule>, String> {
        let rules = lock(&self.rules);
        let mut reasons = Vec::new();
        for rule in rules.iter().filter(|rule| rule.is_of(call)) {
            match rule.take(call) {
                Ok(()) => return Ok(Arc::clone(rule)),
                Err(reason) => reasons.push(format!("\n  - {reason}")),
            }
        }
        let reasons =
            if reasons.is_empty() { " no expectation of that operation".to_owned() } else { reasons.concat() };
        Err(format!("unexpected call of `{}`: {call}:{reasons}", call.operation().id))
    }
}

/// What a mock's clients send with.
struct Answering(Arc<Inner>);

impl Transport for Answering {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let call = Call::new(request);
        self.0.is_verified.store(false, Ordering::Relaxed);
        lock(&self.0.calls).push(call.clone());
        let taken = self.0.take(&call);
        Box::pin(async move {
            match taken {
                Ok(rule) => rule.answer(&call).send().await,
                Err(reason) => {
                    lock(&self.0.unexpected).push(reason.clone());
                    Err(TransportError::refused(reason))
                }
            }
        })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Mock")
            .field("expectations", &lock(&self.inner.rules).len())
            .field("calls", &lock(&self.inner.calls).len())
            .finish_non_exhaustive()
    }
}

/// A test that panics while it holds a mock's lock has failed already.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A method of [`Mock`] for each operation, from a table of their names and types.
#[allow(unused_macros, reason = "a description may have no operations")]
macro_rules! expectations {
    (struct Mock { $($name:ident: $operation:ident,)* }) => {
        impl $crate::mock::Mock {
            $(
                #[doc = concat!("Expects calls of [`", stringify!($operation), "`].")]
                pub fn $name(&self) -> $crate::mock::Expectation<$operation> {
                    $crate::mock::Expectation::new(self)
                }
            )*
        }
    };
}
#[allow(unused_imports, reason = "a description may have no operations")]
pub(crate) use expectations;
