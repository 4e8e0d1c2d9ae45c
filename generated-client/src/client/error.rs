//! What can go wrong with a call, and what then was and was not done on the server.

use std::error::Error as _;
use std::time::Duration;

use http::StatusCode;

use crate::client::api_error::ApiError;
use crate::client::config::ConfigError;
use crate::credentials::token_error::TokenError;
use crate::wire::failure::DecodeFailure;
use crate::wire::problems::{
    InvalidRequest, PaginationError, RateLimitError, TimeoutError, TransportError, TransportErrorKind,
};
use crate::wire::rate_limit::RateLimit;

/// Why a call failed. Each variant says what was and was not done on the server.
///
/// A call may have been sent more than once, where that is safe ([`Retry`](crate::Retry)); the error is that of the last
/// try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server responded with a status other than success (2xx).
    ///
    /// **On the server**: as a rule nothing was done for a 4xx, and never for a 429; after a 5xx or a 408 it is not
    /// known. A redirect (3xx) that was not followed comes here too, unless the description promises it as the success.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The server responded with success, but the response is not what the API's description promises, or did not come to its
    /// end.
    ///
    /// **On the server: the call succeeded.** Do not send it again; status, headers and bytes are all here. Of a list, one that
    /// has an [`item`](DecodeFailure::item) is about that item alone, and the list goes on.
    #[error(transparent)]
    Decode(Box<DecodeFailure>),
    /// The connection could not be made, or broke; or an HTTP client of the app's own followed a redirect to another server,
    /// so that the response is not the API's, and nothing is sent again.
    ///
    /// **On the server**: nothing was done where [`TransportError::is_connect`] holds; else it is not known. Where the
    /// server had begun to respond, its status says more: that is an [`Error::Api`] or [`Error::Decode`].
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// There was no response in time.
    ///
    /// **On the server**: it is not known whether the call was carried out, or still will be.
    #[error(transparent)]
    Timeout(Box<TimeoutError>),
    /// The request could not be made from what it was given, or asks for a credential that the client does not have, or
    /// may not send there.
    ///
    /// **On the server**: nothing was done; nothing was sent.
    #[error(transparent)]
    InvalidRequest(Box<InvalidRequest>),
    /// The [`TokenSource`](crate::TokenSource) that the client was given failed, or took too long.
    ///
    /// **On the server**: nothing was done; nothing was sent. Where an earlier try of the call was sent, the error is
    /// that of this try. The source itself says whether to [try again](TokenError::is_retryable).
    #[error(transparent)]
    Credentials(Box<TokenError>),
    /// The [`RateLimiter`](crate::RateLimiter) that the client was given held the call back, for longer than it may take.
    ///
    /// **On the server**: nothing was done; nothing was sent. Where an earlier try of the call was sent, the error is that of this
    /// try.
    #[error(transparent)]
    RateLimit(Box<RateLimitError>),
    /// A list does not go on as the API's description promises: it leads in a circle, or to another host.
    ///
    /// **On the server**: nothing was done; the pages before were read, and returned.
    #[error(transparent)]
    Pagination(Box<PaginationError>),
    /// The client could not be made from what its builder was given.
    ///
    /// **On the server**: nothing was done; nothing was sent.
    #[error(transparent)]
    Config(Box<ConfigError>),
}

impl Error {
    /// What became of a call whose transport failed, where no response had begun after this time.
    pub(crate) fn of_transport(error: TransportError, after: Duration) -> Self {
        match error.kind() {
            TransportErrorKind::Timeout => TimeoutError::new(after).into(),
            TransportErrorKind::Refused => {
                let reason = error.source().map(ToString::to_string).unwrap_or_default();
                InvalidRequest::new(format!("the transport refused it: {reason}")).into()
            }
            TransportErrorKind::Connect | TransportErrorKind::Broken | TransportErrorKind::Strayed => {
                Self::Transport(Box::new(error))
            }
        }
    }

    /// The status of the response, as far as there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(failure) => Some(failure.status()),
            Self::Transport(_)
            | Self::Timeout(_)
            | Self::InvalidRequest(_)
            | Self::Pagination(_)
            | Self::RateLimit(_)
            | Self::Config(_)
            | Self::Credentials(_) => None,
        }
    }

    /// The id that the server gave to the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Decode(failure) => failure.request_id(),
            Self::Transport(_)
            | Self::Timeout(_)
            | Self::InvalidRequest(_)
            | Self::Pagination(_)
            | Self::RateLimit(_)
            | Self::Config(_)
            | Self::Credentials(_) => None,
        }
    }

    /// How many calls the server still allows, as far as its response said it: when to go on after a 429.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        match self {
            Self::Api(error) => error.rate_limit(),
            Self::Decode(failure) => failure.rate_limit(),
            Self::Transport(_)
            | Self::Timeout(_)
            | Self::InvalidRequest(_)
            | Self::Pagination(_)
            | Self::RateLimit(_)
            | Self::Config(_)
            | Self::Credentials(_) => None,
        }
    }

    /// Whether the same call may well succeed at another time: a connection that failed, a timeout, a rate limit, or one of
    /// the statuses 408, 429, 500, 502, 503 and 504.
    ///
    /// It says nothing of whether sending it again is **safe**: a call that is not idempotent may have been carried
    /// out already, unless the connection was never made ([`TransportError::is_connect`]) or the status is 429.
    /// An [`Error::Decode`] never is: the call succeeded. Of an [`Error::Credentials`] the source of the token says it.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => is_transient(error.status()),
            Self::Transport(error) => !error.has_strayed(),
            Self::Timeout(_) | Self::RateLimit(_) => true,
            Self::Credentials(error) => error.is_retryable(),
            Self::Decode(_) | Self::InvalidRequest(_) | Self::Pagination(_) | Self::Config(_) => false,
        }
    }

    /// The server's response, where that is what failed.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Decode(_)
            | Self::Transport(_)
            | Self::Timeout(_)
            | Self::InvalidRequest(_)
            | Self::Pagination(_)
            | Self::RateLimit(_)
            | Self::Credentials(_)
            | Self::Config(_) => None,
        }
    }
}

/// Whether a status means something that passes.
pub(super) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<DecodeFailure> for Error {
    fn from(failure: DecodeFailure) -> Self {
        Self::Decode(Box::new(failure))
    }
}

impl From<TimeoutError> for Error {
    fn from(error: TimeoutError) -> Self {
        Self::Timeout(Box::new(error))
    }
}

impl From<InvalidRequest> for Error {
    fn from(problem: InvalidRequest) -> Self {
        Self::InvalidRequest(Box::new(problem))
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        Self::Credentials(Box::new(error))
    }
}

/// What a source makes of a call of its own; it is as retryable as the call is.
impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        let is_held_up = matches!(&error, Error::Credentials(cause) if !cause.is_asked_again());
        match (error.is_retryable(), is_held_up) {
            (true, true) => Self::held_up(error),
            (true, false) => Self::retryable(error),
            (false, _) => Self::new(error),
        }
    }
}

impl From<RateLimitError> for Error {
    fn from(error: RateLimitError) -> Self {
        Self::RateLimit(Box::new(error))
    }
}

impl From<PaginationError> for Error {
    fn from(error: PaginationError) -> Self {
        Self::Pagination(Box::new(error))
    }
}

impl From<ConfigError> for Error {
    fn from(problem: ConfigError) -> Self {
        Self::Config(Box::new(problem))
    }
}
