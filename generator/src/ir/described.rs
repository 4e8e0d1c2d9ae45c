//! What two versions of a description are compared by, although next to none of it is Rust.

use super::Declared;
use crate::{naming::MethodName, place::Pointer};

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

/// Credentials that a request carries together: schemes, each with its scopes (OpenAPI 3.0.4, section 4.8.30).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Requirement {
    /// The schemes by their names, in alphabetical order; none where a request needs no credential.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A security scheme (OpenAPI 3.0.4, section 4.8.27).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scheme {
    /// Its name.
    pub name: String,
    /// Where the description has it.
    pub place: Pointer,
    /// What is said of it but the prose: pointer below the scheme -> value.
    pub details: Vec<(String, String)>,
    /// How requests carry its credential, if the client knows that.
    pub authentication: Option<Authentication>,
    /// The setter of the client's builder, where that is not the one of the token.
    pub setter: Option<MethodName>,
    /// The one of a source of its credential, beside that.
    pub source_setter: Option<MethodName>,
}

/// How requests prove who sends them (OpenAPI 3.0.4, section 4.8.27).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Authentication {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A header of its own.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// A parameter in a cookie, which a client does not send by itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Where the description has it.
    pub place: Pointer,
    /// Whether a request without it is wrong.
    pub required: bool,
}

/// The servers of an operation or a path, where they are not those of all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnServers {
    /// Where the description has them.
    pub place: Pointer,
    /// Their addresses, variables included.
    pub urls: Vec<String>,
}
