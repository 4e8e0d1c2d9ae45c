//! What can go wrong around a response: a request that cannot be made, a connection, time, the order of a list.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// The connection could not be made, or broke, or led to another server.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// What a transport could not do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TransportErrorKind {
    /// It did not reach the server.
    Connect,
    /// It gave up waiting.
    Timeout,
    /// The connection broke.
    Broken,
    /// It does not take such a request.
    Refused,
    /// It followed a redirect to another server.
    Strayed,
}

/// What a [`Transport`](crate::Transport) makes of what went wrong; none of the sources may show a secret.
impl TransportError {
    /// The connection was never made: the server has seen nothing of the request, so that it may be sent again.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Connect, source)
    }

    /// The transport gave up waiting; comes to the caller as an [`Error::Timeout`](crate::Error::Timeout).
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Timeout, source)
    }

    /// The connection broke: it is not known what the server has done.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Broken, source)
    }

    /// The transport does not take such a request, and has sent nothing; comes to the caller as an
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn refused(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Refused, source)
    }

    /// The transport followed a redirect to another server, whose response is not the API's. It is not sent again: whatever
    /// the request carries would go there once more.
    #[allow(dead_code, reason = "a transport of the app's own says nothing of redirects")]
    pub(crate) fn strayed(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Strayed, source)
    }

    fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// Whether the connection was never made, so that the server has seen nothing of the request.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Connect)
    }

    /// Whether the request may have been sent to a server that is not the API's.
    pub(crate) const fn has_strayed(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Strayed)
    }

    /// What it could not do.
    pub(crate) const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the transport gave up waiting.
    pub(crate) const fn is_timeout(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Timeout)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "could not connect to the server",
            TransportErrorKind::Timeout => "the transport gave up waiting",
            TransportErrorKind::Refused => "the transport refused the request",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Strayed => "the response is that of another server",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// There was no response within the time that a call may take.
#[derive(Clone, Debug, thiserror::Error)]
#[error("no response within {after:?}")]
pub struct TimeoutError {
    after: Duration,
}

impl TimeoutError {
    pub(crate) const fn new(after: Duration) -> Self {
        Self { after }
    }

    /// The time that the call was given, or the try of it that was the last.
    #[must_use]
    pub const fn after(&self) -> Duration {
        self.after
    }
}

/// The client's [`RateLimiter`](crate::RateLimiter) let a call through no more: the server takes no more calls for now, and waiting for
/// its next window would go beyond the time of the call. Nothing was sent.
#[derive(Clone, Debug)]
pub struct RateLimitError {
    wait: Option<Duration>,
}

impl RateLimitError {
    pub(crate) const fn new(wait: Option<Duration>) -> Self {
        Self { wait }
    }

    /// How long it is until the next window begins, where that is known.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        self.wait
    }
}

impl fmt::Display for RateLimitError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the rate limit has no calls left")?;
        self.wait.map_or(Ok(()), |wait| write!(formatter, " for {wait:?}"))?;
        formatter.write_str(", and the call may not wait so long; nothing was sent")
    }
}

impl StdError for RateLimitError {}

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

    /// A value that no text stands for: NaN and the infinities have none.
    pub(crate) fn no_text(kind: &str, name: &str) -> Self {
        Self::new(format!(
            "the {kind} `{name}` has no text: a number has to be finite, and its `Display` must not fail"
        ))
    }

    /// A field of an object that is written in words, and makes none.
    pub(crate) fn no_word(name: &str) -> Self {
        Self::new(format!("the field `{name}` is a list or an object, which its style cannot write"))
    }

    /// What is neither an object nor, as another alternative of a union, a word.
    pub(crate) fn no_object(what: &str) -> Self {
        Self::new(format!("the {what} is not an object"))
    }

    /// A word that would be read as two.
    pub(crate) fn holds_delimiter(name: &str, delimiter: &str) -> Self {
        Self::new(format!("a value of `{name}` holds `{delimiter}`, which its style has between two values"))
    }

    /// What is wrong, and with which part of the request.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// A list does not go on as the API's description promises. All items of the pages before have been returned.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the list stopped after page {pages}: {reason}")]
pub struct PaginationError {
    pages: usize,
    reason: String,
}

impl PaginationError {
    pub(crate) fn new(pages: usize, reason: impl Into<String>) -> Self {
        Self { pages, reason: reason.into() }
    }

    /// How many pages were read.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.pages
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
