//! Responses as the description declares them: what two versions of it are compared by.

use super::Declared;
use crate::place::Pointer;

/// A response of an operation, a success or an error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeclaredResponse {
    /// The status as the description writes it.
    pub status: String,
    /// Whether it is what the operation's method returns.
    pub is_success: bool,
    /// Where the description has it.
    pub place: Pointer,
    /// The media types of its body.
    pub media_types: Vec<String>,
    /// What is said of its body, word by word.
    pub declared: Declared,
    /// Its headers.
    pub headers: Vec<DeclaredHeader>,
}

/// A header of a response: an app reads it by its name, as text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeclaredHeader {
    /// Its name.
    pub name: String,
    /// Where the description has it.
    pub place: Pointer,
    /// Whether each such response has it.
    pub required: bool,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// Its type in the description's words.
    pub ty: String,
    /// What is said of its value, word by word.
    pub declared: Declared,
}
