//! Why a call or a try of it failed, in one word each: of few values, as metrics want them.

use std::borrow::Cow;

use crate::client::error::Error;
use crate::wire::raw_response::{Interruption, Length, RawResponse};

/// Why a try failed, where its status does not say it.
pub(super) fn failure(outcome: &Result<RawResponse, Error>) -> Option<Cow<'static, str>> {
    match outcome {
        Err(error) => Some(error_type(error)),
        Ok(RawResponse { length: Length::BrokenOff(Interruption::Broken(_)), .. }) => Some("broken".into()),
        Ok(RawResponse { length: Length::BrokenOff(Interruption::TimedOut(_)), .. }) => Some("timeout".into()),
        Ok(RawResponse { length: Length::Whole | Length::CutOffAt(_), .. }) => None,
    }
}

/// The kind of an error, of which there are few: the status, as the conventions have it, or one word.
pub(super) fn error_type(error: &Error) -> Cow<'static, str> {
    match error {
        Error::Api(error) => error.status().as_str().to_owned().into(),
        Error::Decode(_) => "decode".into(),
        Error::Transport(error) if error.is_connect() => "connect".into(),
        Error::Transport(error) if error.has_strayed() => "strayed".into(),
        Error::Transport(_) => "broken".into(),
        Error::Timeout(_) => "timeout".into(),
        Error::InvalidRequest(_) => "invalid_request".into(),
        Error::Pagination(_) => "pagination".into(),
        Error::RateLimit(_) => "rate_limit".into(),
        Error::Credentials(_) => "credentials".into(),
        Error::Config(_) => "config".into(),
    }
}
