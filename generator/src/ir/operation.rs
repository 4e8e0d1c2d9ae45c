//! Operations: what is sent, and what comes back.

use super::{Answer, Cookie, Declared, OwnServers, Presence, Requirement, Selection, Type};
use crate::{
    naming::{FieldName, MethodName, ModuleName, TypeName, VariantName},
    place::Pointer,
};

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or what stands for it.
    pub id: String,
    /// The method of its groups.
    pub name: MethodName,
    /// The method of the mock that expects it.
    pub expectation: MethodName,
    /// Its type.
    pub type_name: TypeName,
    /// The module of the models that stand inline in it, and its own where it is shared.
    pub module: ModuleName,
    /// The index of the first group that bears it, in [`Api::groups`](super::Api::groups): its file has the type, unless it is
    /// shared.
    pub owner: usize,
    /// Whether its type stands apart from all tags, because several bear it and each can be chosen without the others.
    pub is_shared: bool,
    /// Which tags bear it, and so compile it.
    pub selection: Selection,
    /// Where the description has it.
    pub place: Pointer,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path, with `{parameters}`; behind a `?`, the query that it always has.
    pub path: String,
    /// Where it is sent, if not where all the others are.
    pub server: Option<String>,
    /// What it does: a summary line, then paragraphs.
    pub docs: String,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// Whether the description says that sending it twice does no harm: `x-idempotent`, or a key that every call has.
    pub idempotent: Option<bool>,
    /// How its list goes on (`x-pagination`).
    pub pagination: Option<Pagination>,
    /// Its parameters: those of the path in the path's order, then the rest.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<Body>,
    /// Whether it is a form of parts that is sent even where no part is set.
    pub is_form: bool,
    /// The redirects that are its successes.
    pub redirects: Vec<u16>,
    /// What a success brings.
    pub output: Output,
    /// The media types that it asks for, where that is not JSON alone.
    pub accept: Option<String>,
    /// The declared error answers, by status.
    pub errors: Vec<ErrorAnswer>,
    /// All declared answers, by status, as the description has them.
    pub answers: Vec<Answer>,
    /// The credentials that it asks for, any one of them, where that is not what all operations ask for.
    pub security: Option<Vec<Requirement>>,
    /// The alternatives of schemes whose credentials the client sends with it, where they are not those of all.
    pub credentials: Option<Vec<Vec<String>>>,
    /// The cookies that it takes.
    pub cookies: Vec<Cookie>,
    /// The servers of its own, or of its path.
    pub servers: Option<OwnServers>,
}

impl Operation {
    /// The types that it sends and gets.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        let mut types: Vec<&Type> = self.parameters.iter().map(|parameter| &parameter.ty).collect();
        match self.body.as_ref().map(|body| &body.kind) {
            Some(BodyKind::Json(ty, _) | BodyKind::Form(ty, _)) => types.push(ty),
            Some(BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData | BodyKind::Multipart) | None => {}
        }
        types.extend(self.output.types());
        types.extend(self.errors.iter().filter_map(|answer| answer.ty.as_ref()));
        types
    }
}

/// An answer that is no success.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorAnswer {
    /// The status as the description writes it.
    pub status: String,
    /// When it comes.
    pub docs: String,
    /// The model of its body, if the description has one.
    pub ty: Option<Type>,
}

/// How a list goes on (`x-pagination`, an extension of this project).
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// What leads from one page to the next.
    pub style: PaginationStyle,
    /// The type of an item.
    pub item: Type,
    /// The way from an answer to its list of items.
    pub items: ListPath,
}

/// What leads from one page of a list to the next. All strings but names are JSON pointers into an answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PaginationStyle {
    /// The number of the page.
    Page {
        /// What asks for a page.
        parameter: PageParameter,
        /// What is there on all pages but the last.
        next: Option<String>,
        /// The number of this page.
        page: Option<String>,
        /// How many pages there are.
        total_pages: Option<String>,
    },
    /// An opaque position in the list.
    Cursor {
        /// What asks for the page at a position.
        parameter: PageParameter,
        /// The position of the next page.
        next: String,
    },
    /// The address of the next page.
    Url {
        /// That address.
        next: String,
    },
}

/// Where a request says which page it asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PageParameter {
    /// In a query parameter, by its name.
    Query(String),
    /// In the JSON body, at a JSON pointer.
    Body(String),
}

/// The way from a value to a list in it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ListPath {
    /// The same way as a JSON pointer.
    pub pointer: String,
    /// Whether the whole may be null.
    pub nullable: bool,
    /// The fields on the way, each with its presence.
    pub fields: Vec<(FieldName, Presence)>,
}

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

/// What a success brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// No body.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
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
            Self::Json(ty) => vec![ty],
            Self::ByStatus { variants, .. } => variants.iter().flat_map(|variant| variant.output.types()).collect(),
            Self::Empty | Self::Text | Self::Bytes => Vec::new(),
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
    /// What it means.
    pub docs: String,
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

    fn names(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Class(class) => class == status / 100,
            Self::Default => false,
        }
    }
}
