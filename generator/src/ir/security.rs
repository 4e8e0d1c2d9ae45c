//! Security: the schemes of the description, and what requests carry of them.

use crate::{naming::MethodName, place::Pointer};

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
