//! The intermediate representation: what the client is, decided, as plain data.
//!
//! [`lower`](crate::lower) makes it, [`check`](crate::check) proves what the emitters rely on, and from then on it is read-only.

mod declared;
mod definition;
mod operation;
mod pagination;
mod responses;
mod rules;
mod security;
mod selection;
mod sent;
mod servers;
mod success;
mod types;
mod webhooks;

use std::collections::BTreeSet;

pub(crate) use self::rules::ReadAs;
pub use self::{
    declared::{Declared, Inside},
    definition::{
        Builder, Definition, EnumValue, Field, IntegerEnum, Kind, Part, Presence, Preset, StringEnum, Struct, Usage,
    },
    operation::{ErrorEnum, ErrorResponse, Operation},
    pagination::{ListPath, PageParameter, Pagination, PaginationStyle},
    responses::{DeclaredHeader, DeclaredResponse},
    rules::{Hides, Limit, Rule, Scalar, Union, UnionVariant},
    security::{Authentication, Requirement, Scheme},
    selection::Selection,
    sent::{
        Argument, Body, BodyKind, ContentType, Expansion, FieldStyle, FormEncoding, ListStyle, ObjectStyle, Parameter,
        ParameterIn, ParameterStyle, Words,
    },
    servers::{OwnServers, Server},
    success::{Accept, Framing, NamedStatuses, Output, OutputVariant, StatusPattern, Streaming, TextEvents},
    types::{Conversion, Expression, LibraryType, Sample, Taken, Type, is_date},
    webhooks::Webhooks,
};
use crate::{
    dialect::Moved,
    naming::{FeatureName, MethodName, ModuleName, TypeName},
    place::Pointer,
};

/// A whole client.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// What the client is, in a line of Markdown.
    pub summary: String,
    /// `info.description`, as Markdown that rustdoc reads without a warning.
    pub docs: String,
    /// The named servers, the default first.
    pub servers: Vec<Server>,
    /// The addresses of the description that are none without that of the document itself.
    pub relative_servers: Vec<String>,
    /// The security scheme of the client's token.
    pub token_scheme: Option<String>,
    /// The credentials that operations ask for, any one of the alternatives, as far as the client knows their schemes.
    pub credentials: Vec<Vec<String>>,
    /// Whether every operation asks for a credential.
    pub always_asks: bool,
    /// Where credentials go besides the client's own server.
    pub credential_origins: Vec<String>,
    /// The credentials that operations ask for, any one of them, as the description says it.
    pub security: Vec<Requirement>,
    /// The security schemes of the description.
    pub schemes: Vec<Scheme>,
    /// The environment variables that the token is read from; the first that is set and not empty counts.
    pub token_variables: Vec<String>,
    /// Header parameters that belong to the client, not to single operations.
    pub client_headers: Vec<ClientHeader>,
    /// The header in which requests and responses name the version of the API.
    pub version_header: Option<VersionHeader>,
    /// What the body of an error response looks like.
    pub error: ErrorModel,
    /// The headers of a response with the rate limit.
    pub rate_limit: RateLimitHeaders,
    /// The tags with their operations.
    pub groups: Vec<Group>,
    /// All operations, in the order of the description.
    pub operations: Vec<Operation>,
    /// All models: of components by name, inline ones behind the one that they stand in.
    pub definitions: Vec<Definition>,
    /// The crates of which types are, because settings say so, in alphabetical order.
    pub libraries: BTreeSet<&'static str>,
    /// What the API sends to an app by itself.
    pub webhooks: Option<Webhooks>,
    /// What the client leaves open, in the order of the places.
    pub openings: Vec<Opening>,
    /// Where in the description things stand whose places here are others: it is not written in the words of OpenAPI 3.0.
    pub moved: Moved,
    /// The names of all component schemas of the description, also of those that the asked operations do not reach, and of those
    /// that no type is made of.
    pub described: BTreeSet<String>,
}

/// A place where the client says less than a type could, or sends what the caller writes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opening {
    /// Where the description has it.
    pub place: Pointer,
    /// Who fills it in.
    pub kind: OpeningKind,
    /// Why; lower case, no final period.
    pub reason: String,
}

/// What becomes of a place that is left open.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpeningKind {
    /// It is any JSON, a `Value`.
    Untyped,
    /// The caller writes or reads it: a text, bytes, a header, an address.
    LeftToCaller,
}

impl Api {
    /// How requests carry the client's token, if any do.
    #[must_use]
    pub fn authentication(&self) -> Option<&Authentication> {
        let scheme = self.schemes.iter().find(|scheme| Some(&scheme.name) == self.token_scheme.as_ref())?;
        scheme.authentication.as_ref()
    }

    /// The cargo features of the tags; none where there is nothing to choose.
    pub fn features(&self) -> impl Iterator<Item = &FeatureName> {
        self.groups.iter().filter_map(|group| group.feature.as_ref())
    }
}

/// A header that goes with every request.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientHeader {
    /// The header.
    pub header: String,
    /// Where the description has it first.
    pub place: Pointer,
    /// The setter of the client's builder; a request's is the same behind `with_`.
    pub setter: MethodName,
    /// The type of the value.
    pub ty: Type,
    /// The value where none is set.
    pub default: Option<String>,
    /// What it is.
    pub docs: String,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// The header that names the version of the API, in requests and in responses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionHeader {
    /// The header.
    pub header: String,
    /// Other names of versions: `Unstable` -> `Preview`.
    pub aliases: Vec<(String, String)>,
}

/// The body of error responses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorModel {
    /// Its model, if the description has one.
    pub ty: Option<Type>,
    /// JSON pointers to a machine-readable code; the first that hits counts.
    pub code: Vec<String>,
    /// JSON pointers to a text for people.
    pub message: Vec<String>,
    /// JSON pointers to the id of the request.
    pub request_id: Vec<String>,
    /// Whether something that the models of errors hold is not to be shown.
    pub is_sensitive: bool,
    /// JSON pointers to what is not to be shown, of those to code, message and id, and of what a problem has (RFC 9457).
    pub hidden: Vec<String>,
}

/// The headers of a response that say how many calls a client may still make.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RateLimitHeaders {
    /// How many calls a window of time allows.
    pub limit: Option<String>,
    /// How many calls are left in it.
    pub remaining: Option<String>,
    /// When the next one begins, in seconds since 1970-01-01T00:00:00Z.
    pub reset: Option<String>,
}

/// A tag: its operations as methods of one struct.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// The tag.
    pub tag: String,
    /// Where the description has it: what declares it, else the first operation that carries it.
    pub place: Pointer,
    /// The struct.
    pub name: TypeName,
    /// The client's method that returns it.
    pub accessor: MethodName,
    /// The file.
    pub module: ModuleName,
    /// The cargo feature that it is compiled with, if tags can be chosen.
    pub feature: Option<FeatureName>,
    /// What the tag is about.
    pub docs: String,
    /// Indexes into [`Api::operations`]. The first group of an operation generates its type, and the others call it; where
    /// tags can be chosen, what belongs to several of them stands apart.
    pub operations: Vec<usize>,
}

impl Group {
    /// What compiles the group.
    #[must_use]
    pub fn selection(&self) -> Selection {
        match &self.feature {
            Some(feature) => Selection::Any([feature.clone()].into()),
            None => Selection::Always,
        }
    }
}
