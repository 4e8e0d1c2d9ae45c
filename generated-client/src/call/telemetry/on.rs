//! With the feature `tracing`: a span for each call, an event for each retry and for each place of a response that was
//! not as promised.
//!
//! The fields are the attributes of OpenTelemetry's semantic conventions for HTTP client spans (stable since 1.23), where
//! they have one; `otel.*` are those by which the crate `tracing-opentelemetry` makes an OpenTelemetry span of it. None
//! of them has what may be secret: no header but the response's request id, no query, no path parameter, no body.

use std::cell::LazyCell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tracing::field::Empty;
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Dispatch, Span, dispatcher, info, info_span, warn};
use url::Url;

use crate::call::address::server;
use crate::call::parts::Parts;
use crate::call::telemetry::kinds::{error_type, failure};
use crate::client::client::Client;
use crate::client::error::Error;
use crate::credentials::token_error::TokenError;
use crate::wire::raw_response::RawResponse;
use crate::wire::response::Response;

/// What filters know this crate by.
const TARGET: &str = env!("CARGO_CRATE_NAME");

/// A call that is observed, with all its tries.
pub(super) struct Traced {
    span: Span,
    resends: AtomicU32,
}

impl Traced {
    /// Begins the span; its parent is the span in which the caller is.
    pub(super) fn begin(client: &Client, parts: &Parts) -> Self {
        let (method, template) = (parts.method.as_str(), parts.operation.path);
        // It is only parsed where somebody listens.
        let base_url = LazyCell::new(|| Url::parse(&server(client, parts).ok()?).ok());
        let span = info_span!(
            target: TARGET,
            "call",
            otel.name = %format_args!("{method} {template}"),
            otel.kind = "client",
            otel.status_code = Empty,
            openapi.operation_id = parts.operation.id,
            http.request.method = method,
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            url.template = template,
            url.scheme = base_url.as_ref().map(Url::scheme),
            server.address = base_url.as_ref().and_then(address),
            server.port = base_url.as_ref().and_then(Url::port_or_known_default).map(i64::from),
            error.type = Empty,
            request_id = Empty,
        );
        Self { span, resends: AtomicU32::new(0) }
    }

    /// Work for another thread, where it is observed as on this one: within the same span, by the same subscriber.
    #[allow(dead_code, reason = "only blocking calls change the thread")]
    pub(super) fn carried<T>(work: impl FnOnce() -> T + Send) -> impl FnOnce() -> T + Send {
        let (subscriber, span) = (dispatcher::get_default(Dispatch::clone), Span::current());
        move || dispatcher::with_default(&subscriber, || span.in_scope(work))
    }

    /// Runs within the span.
    pub(super) fn instrument<F: Future>(&self, call: F) -> Instrumented<F> {
        call.instrument(self.span.clone())
    }

    /// Tells that a try failed, and that the call is sent again after a wait. To be called within the span.
    pub(super) fn tell_resend(&self, outcome: &Result<RawResponse, Error>, wait: Duration) {
        let resends = self.resends.fetch_add(1, Ordering::Relaxed) + 1;
        let status = outcome.as_ref().map_or_else(Error::status, |response| Some(response.status));
        info!(
            target: TARGET,
            {
                http.request.resend_count = i64::from(resends),
                http.response.status_code = status.map(|status| i64::from(status.as_u16())),
                error.type = failure(outcome).as_deref(),
                wait_seconds = wait.as_secs_f64(),
            },
            "the try failed, and the call is sent again after a wait"
        );
    }

    /// The server has refused a token, and its source gave no other: it failed, or there is no more time. What it says is not
    /// told, as it may be a secret. To be called within the span.
    pub(super) fn tell_unrenewed(&self, failure: Option<&TokenError>) {
        warn!(
            target: TARGET,
            {
                error.type = if failure.is_some() { "credentials" } else { "timeout" },
                is_retryable = failure.is_none_or(TokenError::is_retryable),
            },
            "the token was refused, and its source gave no other"
        );
    }

    /// Puts down what became of the call. To be called within the span.
    ///
    /// Numbers are signed, since OpenTelemetry knows no others.
    pub(super) fn ends<T>(&self, outcome: &Result<Response<T>, Error>) {
        let resends = self.resends.load(Ordering::Relaxed);
        let resends = (resends > 0).then_some(i64::from(resends));
        let (status, request_id) = match outcome {
            Ok(response) => (Some(response.status()), response.request_id()),
            Err(error) => (error.status(), error.request_id()),
        };
        self.span.record("http.request.resend_count", resends);
        self.span.record("http.response.status_code", status.map(|status| i64::from(status.as_u16())));
        self.span.record("request_id", request_id);
        match outcome {
            Ok(response) => response.mismatches().iter().for_each(|mismatch| {
                let path = mismatch.path();
                if mismatch.is_of_header() {
                    warn!(target: TARGET, { header = path }, "the response is of another version than was asked for");
                } else {
                    warn!(target: TARGET, { json.path = path }, "the response is not as described, and was repaired");
                }
            }),
            Err(error) => {
                self.span.record("error.type", &*error_type(error));
                self.span.record("otel.status_code", "ERROR");
                if let Error::Decode(failure) = error {
                    let path = failure.path();
                    warn!(target: TARGET, { json.path = path }, "the response is not as described, and cannot be read");
                }
            }
        }
    }
}

/// The host, an IPv6 address without its brackets.
fn address(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.trim_matches(['[', ']']))
}
