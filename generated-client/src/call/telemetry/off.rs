//! Without the feature `tracing`: nobody observes a call, and nothing is paid for it.

use std::time::Duration;

use crate::call::parts::Parts;
use crate::client::client::Client;
use crate::client::error::Error;
use crate::credentials::token_error::TokenError;
use crate::wire::raw_response::RawResponse;
use crate::wire::response::Response;

/// A call that nobody observes.
pub(super) struct Traced;

const _: () = assert!(size_of::<Traced>() == 0);

impl Traced {
    pub(super) fn begin(_client: &Client, _parts: &Parts) -> Self {
        Self
    }

    #[allow(dead_code, reason = "only blocking calls change the thread")]
    pub(super) fn carried<T>(work: impl FnOnce() -> T + Send) -> impl FnOnce() -> T + Send {
        work
    }

    pub(super) fn instrument<F: Future>(&self, call: F) -> F {
        call
    }

    pub(super) fn tell_resend(&self, _outcome: &Result<RawResponse, Error>, _wait: Duration) {}

    pub(super) fn tell_unrenewed(&self, _failure: Option<&TokenError>) {}

    pub(super) fn ends<T>(&self, _outcome: &Result<Response<T>, Error>) {}
}
