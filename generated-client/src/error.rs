//! What can go wrong with a call, and what then was and was not done on the server.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::api_error::ApiError;
use crate::config::ConfigError;
use crate::decode::DecodeFailure;

/// Why a call failed. Each variant says what was and was not done on the server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server answered with a status other than success (2xx).
    ///
    /// **On the server**: as a rule nothing was done for a 4xx; after a 5xx it is not known. A redirect (3xx) that
    /// was not followed comes here too.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The server answered with success, but the answer is not what the API's description promises.
    ///
    /// **On the server: the call succeeded.** Do not send it again; status, headers and bytes are all here.
    #[error(transparent)]
    Decode(Box<DecodeFailure>),
    /// The connection could not be made, or broke.
    ///
    /// **On the server**: nothing was done where [`TransportError::is_connect`] holds; else it is not known, but
    /// where [`Error::status`] is there, the server had begun to answer.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// The answer was not there in time.
    ///
    /// **On the server**: it is not known whether the call was carried out, or still will be.
    #[error(transparent)]
    Timeout(Box<TimeoutError>),
    /// The request could not be made from what it was given.
    ///
    /// **On the server**: nothing was done; nothing was sent.
    #[error(transparent)]
    InvalidRequest(Box<InvalidRequest>),
    /// The client could not be made from what its builder was given.
    ///
    /// **On the server**: nothing was done; nothing was sent.
    #[error(transparent)]
    Config(Box<ConfigError>),
}

impl Error {
    /// The status of the answer, as far as there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(failure) => Some(failure.status()),
            Self::Transport(error) => error.status,
            Self::Timeout(error) => error.status,
            Self::InvalidRequest(_) | Self::Config(_) => None,
        }
    }

    /// The id that the server gave to the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Decode(failure) => failure.request_id(),
            Self::Transport(_) | Self::Timeout(_) | Self::InvalidRequest(_) | Self::Config(_) => None,
        }
    }

    /// The server's answer, where that is what failed.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Decode(_) | Self::Transport(_) | Self::Timeout(_) | Self::InvalidRequest(_) | Self::Config(_) => None,
        }
    }
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

impl From<InvalidRequest> for Error {
    fn from(problem: InvalidRequest) -> Self {
        Self::InvalidRequest(Box::new(problem))
    }
}

impl From<ConfigError> for Error {
    fn from(problem: ConfigError) -> Self {
        Self::Config(Box::new(problem))
    }
}

/// The connection could not be made, or broke.
#[derive(Debug)]
pub struct TransportError {
    connect: bool,
    status: Option<StatusCode>,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// Whether the connection was never made, so that the server has seen nothing of the request.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        self.connect
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.connect, self.status) {
            (true, _) => formatter.write_str("could not connect to the server"),
            (false, None) => formatter.write_str("the connection broke before the server answered"),
            (false, Some(status)) => {
                write!(formatter, "the connection broke within the server's answer ({})", status.as_u16())
            }
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The answer was not there, or not all of it, within the time that a call may take.
#[derive(Clone, Debug, thiserror::Error)]
#[error("no complete answer within {after:?}")]
pub struct TimeoutError {
    after: Duration,
    status: Option<StatusCode>,
}

impl TimeoutError {
    /// The time that the call was given.
    #[must_use]
    pub const fn after(&self) -> Duration {
        self.after
    }
}

/// Sorts an error of the HTTP client; `status` is that of the answer, if it had begun, `timeout` what the call was given.
pub(crate) fn from_reqwest(error: reqwest::Error, status: Option<StatusCode>, timeout: Duration) -> Error {
    // The URL may bear a secret in its query.
    let error = error.without_url();
    if error.is_builder() {
        return InvalidRequest::new(format!("the HTTP client refused it: {error}")).into();
    }
    let connect = error.is_connect();
    if error.is_timeout() && !connect {
        return Error::Timeout(Box::new(TimeoutError { after: timeout, status }));
    }
    Error::Transport(Box::new(TransportError { connect, status, source: Box::new(error) }))
}

/// What a request was given cannot be sent, such as an empty path parameter; nothing was sent.
#[derive(Clone, Debug, thiserror::Error)]
#[error("invalid request: {reason}")]
pub struct InvalidRequest {
    reason: String,
}

impl InvalidRequest {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }

    /// What is wrong, and with which part of the request.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
