//! What is seen of a call from outside: its span, by the feature `tracing`, and what an observer of the app's is told.

mod hooks;
mod kinds;
#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;

use std::time::Duration;

use http::HeaderMap;

use crate::call::parts::Parts;
use crate::client::client::Client;
use crate::client::error::Error;
use crate::credentials::token_error::TokenError;
use crate::wire::raw_response::RawResponse;
use crate::wire::response::Response;
use hooks::Hooks;
#[cfg(not(feature = "tracing"))]
use off::Traced;
#[cfg(feature = "tracing")]
use on::Traced;

/// A call that is observed, with all its tries.
pub(crate) struct Observed {
    span: Traced,
    hooks: Option<Box<Hooks>>,
}

impl Observed {
    pub(crate) fn begin(client: &Client, parts: &Parts) -> Self {
        Self { span: Traced::begin(client, parts), hooks: Hooks::begin(client, parts).map(Box::new) }
    }

    /// Work for another thread, observed as on this one.
    #[allow(dead_code, reason = "only blocking calls change the thread")]
    pub(crate) fn carried<T>(work: impl FnOnce() -> T + Send) -> impl FnOnce() -> T + Send {
        Traced::carried(work)
    }

    /// Runs within the span.
    pub(crate) fn instrument<F: Future>(&self, call: F) -> impl Future<Output = F::Output> + use<F> {
        self.span.instrument(call)
    }

    /// Tells that the call begins. This and all that follows is to be called within the span.
    pub(crate) fn begins(&self) {
        if let Some(hooks) = &self.hooks {
            hooks.call_begins();
        }
    }

    /// Tells that a try begins, and returns the headers that go with it.
    pub(crate) fn try_begins(&self) -> Option<Box<HeaderMap>> {
        self.hooks.as_ref().map(|hooks| Box::new(hooks.try_begins()))
    }

    pub(crate) fn try_ends(&self, outcome: &Result<RawResponse, Error>, elapsed: Duration) {
        if let Some(hooks) = &self.hooks {
            hooks.try_ends(outcome, elapsed);
        }
    }

    /// Tells that a try failed, and that the call is sent again after a wait.
    pub(crate) fn tell_resend(&self, outcome: &Result<RawResponse, Error>, wait: Duration) {
        self.span.tell_resend(outcome, wait);
    }

    /// Tells that the server has refused a token, and that its source gave no other.
    pub(crate) fn tell_unrenewed(&self, failure: Option<&TokenError>) {
        self.span.tell_unrenewed(failure);
    }

    /// Puts down what became of the call.
    pub(crate) fn ends<T>(&self, outcome: &Result<Response<T>, Error>) {
        self.span.ends(outcome);
        if let Some(hooks) = &self.hooks {
            hooks.call_ends(outcome);
        }
    }
}
