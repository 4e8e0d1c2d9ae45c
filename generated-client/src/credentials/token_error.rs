//! Why a call has no token.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why there is no token: its source failed, so that nothing was sent.
#[derive(Clone, Debug)]
pub struct TokenError {
    is_retryable: bool,
    /// Whether the client itself asks again, within the same call.
    is_asked_again: bool,
    /// Shared by all calls that waited for the source.
    source: Arc<dyn StdError + Send + Sync>,
}

/// What a [`TokenSource`](crate::TokenSource) makes of what went wrong; no source may show a secret.
impl TokenError {
    /// There is no token, and asking again would not change that.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { is_retryable: false, is_asked_again: false, source: source.into().into() }
    }

    /// There is no token now, but there may be one at another time: the call may be sent again as
    /// [`Retry`](crate::Retry) says.
    pub fn retryable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { is_retryable: true, is_asked_again: true, source: source.into().into() }
    }

    pub(crate) fn late(after: Duration) -> Self {
        Self::retryable(format!("its source gave none within {after:?}"))
    }

    /// A call has waited too long for a source that another call asks. Asking again may help at another time. Within the same
    /// call it must not be: where the source waits for itself, each call that asks again would begin another, for ever.
    pub(crate) fn held_up(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { is_asked_again: false, ..Self::retryable(source) }
    }

    /// Whether the client itself asks again, as its [`Retry`](crate::Retry) says.
    pub(crate) const fn is_asked_again(&self) -> bool {
        self.is_asked_again
    }

    /// Whether asking again may help, as the source says.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        self.is_retryable
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is no token, and nothing was sent")
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
