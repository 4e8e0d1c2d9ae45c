//! Why a value cannot be read.

use std::fmt;

use serde::de;

/// Why a value cannot be read.
#[derive(Debug)]
pub(super) struct Failure {
    reason: String,
    /// The required field that is missing from the innermost struct.
    pub(super) missing: Option<&'static str>,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self { reason: reason.to_string(), missing: None }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { reason: format!("missing field `{field}`"), missing: Some(field) }
    }
}
