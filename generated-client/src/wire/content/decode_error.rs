//! Why a body is not what the API's description promises.

use std::error::Error;
use std::fmt;

use crate::json::policy::joined;
use crate::wire::content::charset::NoText;
use crate::wire::content::coding::coding;
use crate::wire::content::media_type::MediaType;
use crate::wire::raw_response::{Interruption, RawResponse};

/// Why a successful response is not what the API's description promises.
#[derive(Debug)]
pub struct DecodeError {
    reason: Reason,
    /// Where in the JSON it is.
    path: Option<String>,
    /// What came instead, where that is the reason of the reason.
    other: Option<OtherContent>,
}

impl DecodeError {
    pub(crate) fn too_large(limit: usize) -> Self {
        Reason::TooLarge(limit).into()
    }

    pub(crate) fn interrupted(interruption: Interruption) -> Self {
        Reason::Interrupted(interruption).into()
    }

    pub(crate) fn empty() -> Self {
        Reason::Empty.into()
    }

    pub(crate) fn text(error: NoText) -> Self {
        Reason::Text(error).into()
    }

    pub(crate) fn packed(coding: &str) -> Self {
        Reason::Packed(coding.to_owned()).into()
    }

    pub(crate) fn other_type(came: MediaType<'_>, expected: &'static str) -> Self {
        Reason::OtherType(OtherContent::new(came, expected)).into()
    }

    /// A value of a JSON sequence that may lack its end.
    pub(crate) fn cut_off() -> Self {
        Reason::CutOff.into()
    }

    /// Bytes behind a value of a JSON sequence.
    pub(crate) fn stray() -> Self {
        Reason::Stray.into()
    }

    pub(crate) fn status(status: u16) -> Self {
        Reason::Status(status).into()
    }

    pub(crate) fn json(path: String, reason: String) -> Self {
        Self { path: Some(path), ..Reason::Json(reason).into() }
    }

    /// The same of a value that stands in another one, at this path.
    pub(crate) fn within(self, place: &str) -> Self {
        Self { path: self.path.map(|path| joined(place, &path)), ..self }
    }

    /// The same, with what came instead of what is expected, where the response's headers say so.
    pub(crate) fn of_other_content(self, response: &RawResponse, expected: &'static str) -> Self {
        if let Some(coding) = coding(&response.headers) {
            return Self::packed(coding);
        }
        let is_expected = |came: &MediaType<'_>| if expected == "JSON" { came.is_json() } else { came.is_text() };
        let came = response.media_type().filter(|came| !response.body.is_empty() && !is_expected(came));
        Self { other: came.map(|came| OtherContent::new(came, expected)), ..self }
    }

    /// The same without what it quotes of the JSON, and without the names there, which may be those of a map.
    pub(crate) fn without_value(self) -> Self {
        match self.reason {
            Reason::Json(_) => Self { path: Some(".".to_owned()), reason: Reason::Json(NOT_SHOWN.to_owned()), ..self },
            _ => self,
        }
    }

    /// Where in the JSON the mismatch is, such as `data[0].id`; `.` is all of it. [`None`] where it is not about JSON.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }
}

/// What is said of a value that is shown nowhere.
pub(crate) const NOT_SHOWN: &str = "a value that is not as described, and not shown";

impl From<Reason> for DecodeError {
    fn from(reason: Reason) -> Self {
        Self { reason, path: None, other: None }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(other) = &self.other {
            write!(formatter, "{other}: ")?;
        }
        self.reason.fmt(formatter)
    }
}

impl Error for DecodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.reason.source()
    }
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("the body is empty, where JSON is expected")]
    Empty,
    #[error("{0}")]
    Json(String),
    #[error(transparent)]
    Text(NoText),
    #[error(
        "the body is packed in a way that nobody asked for, `{0}`: an HTTP client that unpacks it is set by \
         `ClientBuilder::http_client`"
    )]
    Packed(String),
    #[error("the body is larger than the limit of {0} bytes")]
    TooLarge(usize),
    #[error(transparent)]
    Interrupted(Interruption),
    #[error("{0}")]
    OtherType(OtherContent),
    #[error("no white space follows the value, so it may have been cut off")]
    CutOff,
    #[error("these bytes stand behind a value, where the next record is expected")]
    Stray,
    #[error("the description has no model for a response with status {0}")]
    Status(u16),
}

/// A media type that came, and what is expected instead.
#[derive(Debug, thiserror::Error)]
#[error("`{came}` came, where {expected} is expected")]
struct OtherContent {
    came: String,
    expected: &'static str,
}

/// How long a media type may be (RFC 6838, section 4.2: 127 characters on either side of the slash), so that what stands
/// in a message cannot fill a log.
const MEDIA_TYPE_LENGTH: usize = 255;

impl OtherContent {
    fn new(came: MediaType<'_>, expected: &'static str) -> Self {
        Self { came: came.essence().chars().take(MEDIA_TYPE_LENGTH).collect(), expected }
    }
}
