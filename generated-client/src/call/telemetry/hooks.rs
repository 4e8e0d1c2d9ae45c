//! What an observer of the app's is told of a call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;

use crate::call::parts::Parts;
use crate::call::telemetry::kinds::{error_type, failure};
use crate::client::client::Client;
use crate::client::error::Error;
use crate::client::observer::{ObservedCall, Observer, Outcome, TraceContext};
use crate::wire::raw_response::RawResponse;
use crate::wire::response::Response;

/// The calls of this process so far.
static CALLS: AtomicU64 = AtomicU64::new(0);

/// A call that an observer watches.
pub(super) struct Hooks {
    observer: Arc<dyn Observer>,
    call: ObservedCall,
    tries: AtomicU32,
    started: Instant,
}

impl Hooks {
    pub(super) fn begin(client: &Client, parts: &Parts) -> Option<Self> {
        let observer = client.inner.observer.clone()?;
        let id = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
        let call = ObservedCall { id, operation: parts.operation, method: parts.method.clone(), tries: 0 };
        Some(Self { observer, call, tries: AtomicU32::new(0), started: Instant::now() })
    }

    pub(super) fn call_begins(&self) {
        self.observer.call_begins(&self.call());
    }

    pub(super) fn try_begins(&self) -> HeaderMap {
        self.tries.fetch_add(1, Ordering::Relaxed);
        let mut context = TraceContext::default();
        self.observer.try_begins(&self.call(), &mut context);
        context.into_headers()
    }

    pub(super) fn try_ends(&self, outcome: &Result<RawResponse, Error>, elapsed: Duration) {
        let error_type = failure(outcome);
        let (status, request_id) = match outcome {
            Ok(response) => (Some(response.status), response.request_id()),
            Err(error) => (error.status(), error.request_id()),
        };
        self.observer
            .try_ends(&self.call(), &Outcome { status, error_type: error_type.as_deref(), request_id, elapsed });
    }

    pub(super) fn call_ends<T>(&self, outcome: &Result<Response<T>, Error>) {
        let error_type = outcome.as_ref().err().map(error_type);
        let (status, request_id) = match outcome {
            Ok(response) => (Some(response.status()), response.request_id()),
            Err(error) => (error.status(), error.request_id()),
        };
        let elapsed = self.started.elapsed();
        self.observer
            .call_ends(&self.call(), &Outcome { status, error_type: error_type.as_deref(), request_id, elapsed });
    }

    fn call(&self) -> ObservedCall {
        ObservedCall { tries: self.tries.load(Ordering::Relaxed), ..self.call.clone() }
    }
}
