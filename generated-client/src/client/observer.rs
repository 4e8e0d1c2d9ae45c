//! What an app watches calls with, where it does not use `tracing`.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::wire::operation::OperationName;

/// Watches the calls of a client, for metrics or a log; set with [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// It sees no credential, no header but the id that the server gave to the request, no query, no path parameter and no body. Its functions
/// do nothing unless they are written, and are called in the task that makes the call, so they should not take long; with the feature
/// `tracing`, the span of the call is entered.
pub trait Observer: Send + Sync + 'static {
    /// A call begins.
    fn call_begins(&self, _call: &ObservedCall) {}

    /// A try of a call is about to be sent: the headers that it puts into the context go with it. Not to an operation's own server on
    /// another origin, unless [`credentials_for`](crate::ClientBuilder::credentials_for) names it.
    fn try_begins(&self, _call: &ObservedCall, _context: &mut TraceContext) {}

    /// A try has ended.
    fn try_ends(&self, _call: &ObservedCall, _outcome: &Outcome<'_>) {}

    /// A call has ended. One that is given up, as its future is dropped, has no end.
    fn call_ends(&self, _call: &ObservedCall, _outcome: &Outcome<'_>) {}
}

/// A call that an [`Observer`] watches.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObservedCall {
    /// Its number among all calls of this process: by it, what belongs together is known.
    pub id: u64,
    /// What is called.
    pub operation: OperationName,
    /// The method.
    pub method: Method,
    /// How many tries have begun, this one among them.
    pub tries: u32,
}

/// What became of a call, or of a try of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Outcome<'o> {
    /// The status of the response, where there is one.
    pub status: Option<StatusCode>,
    /// Why it failed, in one word: the status, or `connect`, `broken`, `timeout`, `decode`, … as the attribute `error.type` of OpenTelemetry.
    /// [`None`] where it did not. A try that has a response did not fail, whatever its status.
    pub error_type: Option<&'o str>,
    /// The id that the server gave to the request.
    pub request_id: Option<&'o str>,
    /// How long it took; a call, with all its tries and the waits between them.
    pub elapsed: Duration,
}

/// The headers by which the next service knows which trace a request belongs to, such as `traceparent` (W3C Trace Context).
#[derive(Debug, Default)]
pub struct TraceContext(HeaderMap);

impl TraceContext {
    /// Sets a header of the try. A name or a value that is none sets nothing.
    pub fn set(&mut self, name: &str, value: &str) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }

    /// The headers.
    pub(crate) fn into_headers(self) -> HeaderMap {
        self.0
    }
}
