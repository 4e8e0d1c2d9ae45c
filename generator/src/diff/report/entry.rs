//! A change with its places and its origin.

use crate::diff::{change::Change, rules::rule::Effect};

/// Where something stands.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Location {
    /// The name of the text.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The JSON pointer (RFC 6901).
    pub pointer: String,
}

/// What has become of a vendor's change in the client, or why there is one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The vendor changed it, and so does the client.
    Vendor,
    /// The vendor changed it; with the corrections, the client is the same before and after.
    Absorbed,
    /// The vendor changed it, and with a correction the client changes otherwise: that has an entry of its own.
    Reshaped,
    /// The vendor changed nothing here, a correction does.
    Correction,
}

impl Origin {
    /// Whether the change is one of the client, too.
    #[must_use]
    pub fn reaches_client(self) -> bool {
        match self {
            Self::Vendor | Self::Correction => true,
            Self::Absorbed | Self::Reshaped => false,
        }
    }
}

/// A change with its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The change.
    pub change: Change,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands in the older description.
    pub before: Option<Location>,
    /// Where it stands in the newer description.
    pub after: Option<Location>,
    /// Why it is allowed, if it is.
    pub allowed: Option<String>,
}

impl Entry {
    /// What an app notices: nothing of what a correction takes back or makes otherwise.
    #[must_use]
    pub fn effect(&self) -> Effect {
        if self.origin.reaches_client() { self.change.effect } else { Effect::None }
    }

    /// Whether this counts when a run is to fail: it reaches the client, and nobody has allowed it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.origin.reaches_client() && self.allowed.is_none()
    }
}
