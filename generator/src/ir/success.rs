//! What a success brings.

use std::fmt;

use super::Type;
use crate::naming::{TypeName, VariantName};

/// What a success brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// No body.
    Empty,
    /// JSON.
    Json(Type),
    /// JSON, or a text, as the response says.
    JsonOrText(Type),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// What the response says, of which the description says nothing.
    Open,
    /// Something else for each status: an enum.
    ByStatus {
        /// The enum.
        name: TypeName,
        /// Its variants.
        variants: Vec<OutputVariant>,
    },
}

impl Output {
    /// The types that it holds.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Json(ty) | Self::JsonOrText(ty) => vec![ty],
            Self::ByStatus { variants, .. } => variants.iter().flat_map(|variant| variant.output.types()).collect(),
            Self::Empty | Self::Text | Self::Bytes | Self::Open => Vec::new(),
        }
    }
}

/// What one of several successes brings.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputVariant {
    /// The status.
    pub status: StatusPattern,
    /// The variant.
    pub name: VariantName,
    /// What it holds: never [`Output::ByStatus`].
    pub output: Output,
    /// Whether that is shown nowhere, and no model hides it by itself.
    pub sensitive: bool,
    /// What it means.
    pub docs: String,
}

/// A success that can come as a stream of items.
#[derive(Clone, Debug, PartialEq)]
pub struct Streaming {
    /// The media type that asks for it.
    pub media_type: String,
    /// How the items stand in it.
    pub framing: Framing,
    /// What comes, one by one.
    pub item: Type,
    /// Whether that is shown nowhere, and no model hides it by itself.
    pub sensitive: bool,
    /// Which events carry text, where each item is an event as a whole.
    pub texts: TextEvents,
}

/// Which events carry text as their data; all others carry JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TextEvents {
    /// Those of these types.
    Of(Vec<String>),
    /// Those of any other type.
    AllBut(Vec<String>),
}

/// How the items of a stream stand in it: the types of the runtime that read them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Framing {
    /// Each is the data of an event, as JSON.
    EventData,
    /// Each is an event, as an object.
    EventFrame,
    /// Each is the data of an event, as text.
    EventText,
    /// Each is a line of JSON.
    JsonLines,
    /// Each is JSON behind a record separator.
    JsonSequence,
}

impl Framing {
    /// The name of that type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EventData => "EventData",
            Self::EventFrame => "EventFrame",
            Self::EventText => "EventText",
            Self::JsonLines => "JsonLines",
            Self::JsonSequence => "JsonSequence",
        }
    }
}

/// The successes that an operation names by their status.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NamedStatuses {
    /// Single ones (2xx); none where it has a class of them, or no success of its own.
    pub codes: Vec<u16>,
    /// Whether `default` has a body of its own for those that it does not name.
    pub has_default: bool,
}

/// The media types that a response can come in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Accept {
    /// Those that a request asks for, where that is not JSON alone.
    pub asked_for: Option<String>,
    /// Those that a success can come in as well, and is not asked for in.
    pub others: Vec<String>,
}

/// A status of a response, as the description writes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StatusPattern {
    /// `200`.
    Code(u16),
    /// `2XX`: all that begin with the digit.
    Class(u16),
    /// `default`: all that are not named.
    Default,
}

impl StatusPattern {
    /// A status of a success that it stands for, and none of `others` names.
    #[must_use]
    pub fn example(self, others: &[Self]) -> u16 {
        let is_free = |code: &u16| !others.iter().any(|other| *other != self && other.names(*code));
        match self {
            Self::Code(code) => code,
            Self::Class(class) => (class * 100..class * 100 + 100).find(is_free).unwrap_or(class * 100),
            Self::Default => (200..300).find(is_free).unwrap_or(200),
        }
    }

    /// The one status that it is.
    #[must_use]
    pub fn code(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code),
            Self::Class(_) | Self::Default => None,
        }
    }

    fn names(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Class(class) => class == status / 100,
            Self::Default => false,
        }
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(formatter),
            Self::Class(class) => write!(formatter, "{class}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}
