//! What a request sends: parameters and bodies; and the cookies that it leaves to the app.

use super::{Declared, Type};
use crate::{naming::MethodName, place::Pointer};

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Where the description has it.
    pub place: Pointer,
    /// The argument or setter.
    pub name: MethodName,
    /// Where it goes.
    pub location: ParameterIn,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// How it is written.
    pub style: ParameterStyle,
    /// Whether the server knows by it a call that is sent again: with the same key, it acts once.
    pub is_idempotency_key: bool,
    /// What it is.
    pub docs: String,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterIn {
    /// Into the path, as one segment or a part of one.
    Path,
    /// Behind the question mark.
    Query,
    /// Into a header.
    Header,
    /// Into the body, as a part of a form (`multipart/form-data`).
    Part,
}

/// How a parameter is written (OpenAPI 3.0.4, section 4.8.12).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ParameterStyle {
    /// As it is.
    Scalar,
    /// A list.
    List(ListStyle),
    /// An object.
    Object(ObjectStyle),
    /// A JSON document; of a list in a form, one for each item.
    Json,
    /// Text of a media type.
    Text(String),
    /// A file, or several of them.
    File {
        /// Whether there may be several.
        is_list: bool,
        /// The media type of one that does not know its own.
        media_type: Option<String>,
    },
}

/// How a list is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListStyle {
    /// `a=1&a=2` (form, explode).
    Repeat,
    /// `a=1,2` (form or simple).
    Comma,
    /// `a=1%202`.
    Space,
    /// `a=1|2`.
    Pipe,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ObjectStyle {
    /// `a[b]=1`.
    Deep,
    /// `b=1` (form, explode).
    Form,
    /// `a=b,1` (form).
    Comma,
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

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// How it is written.
    pub kind: BodyKind,
    /// Where the description has it.
    pub place: Pointer,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// What it is.
    pub docs: String,
    /// The media types that the server takes.
    pub media_types: Vec<String>,
    /// What the description says of what an app writes by itself, as JSON without prose: bytes and texts, and how the parts
    /// of a form are encoded.
    pub written: Option<String>,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyKind {
    /// As JSON, with its media type where that is not `application/json`.
    Json(Type, Option<String>),
    /// As `application/x-www-form-urlencoded`, with the properties that are written with their keys in brackets
    /// (`deepObject`).
    Form(Type, Vec<String>),
    /// As text, with its media type.
    Text(String),
    /// As bytes, with their media type.
    Bytes(String),
    /// As a form whose parts nobody describes (`multipart/form-data`). Those that somebody does are parameters.
    FormData,
    /// As bytes that the caller wrote, with the media type that names their boundary.
    Multipart,
}
