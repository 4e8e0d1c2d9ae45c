//! Without the feature `tracing`: nobody observes a call, and nothing is paid for it.

use std::time::Duration;

use crate::call::parts::Parts;
use crate::client::client::Client;
use crate::client::error::Error;
use crate::credentials::token_error::TokenError;
use crate::wire::raw_response::RawResponse;
use crate::wire::response::Response;

/// A call that nobody observes.
pub(crate) struct Observed;

const _: () = assert!(size_of::<Observed>() == 0);

impl Observed {
    pub(crate) fn begin(_client: &Client, _parts: &Parts) -> Self {
        Self
    }

    #[allow(dead_code, reason = "only blocking calls change the thread")]
    pub(crate) fn carried<T>(work: impl FnOnce() -> T + Send) -> impl FnOnce() -> T + Send {
        work
    }

    pub(crate) fn instrument<F: Future>(&self, call: F) -> F {
        call
    }

    pub(crate) fn tell_resend(&self, _outcome: &Result<RawResponse, Error>, _wait: Duration) {}

    pub(crate) fn tell_unrenewed(&self, _failure: Option<&TokenError>) {}

    pub(crate) fn ends<T>(&self, _outcome: &Result<Response<T>, Error>) {}
}
