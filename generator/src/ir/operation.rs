//! Operations: what is sent, and what comes back.

use std::collections::BTreeMap;

use super::{
    Accept, Body, BodyKind, DeclaredResponse, NamedStatuses, Output, OutputVariant, OwnServers, Pagination, Parameter,
    ParameterIn, Requirement, Sample, Selection, StatusPattern, Streaming, Type,
};
use crate::{
    naming::{MethodName, ModuleName, TypeName},
    place::Pointer,
};

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or what stands for it.
    pub id: String,
    /// The methods of its groups, by their tags. Those of a group are called after its tag, too.
    pub names: BTreeMap<String, MethodName>,
    /// The method of the mock that expects it.
    pub expectation: MethodName,
    /// Its type.
    pub type_name: TypeName,
    /// The module of the models of its inline schemas, and its own where it is shared.
    pub module: ModuleName,
    /// The index of the first group that carries it, in [`Api::groups`](super::Api::groups): its file has the type, unless it is
    /// shared.
    pub owner: usize,
    /// Whether its type stands apart from all tags, because several carry it and each can be chosen without the others.
    pub is_shared: bool,
    /// Which tags carry it, and so compile it.
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
    /// What is to be known of its body, besides.
    pub note: String,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// Whether the description says that sending it twice does no harm: `x-idempotent`, or a key that every call has.
    pub idempotent: Option<bool>,
    /// How its list goes on (`x-pagination`).
    pub pagination: Option<Pagination>,
    /// What comes one by one, where a success can be a stream.
    pub streaming: Option<Streaming>,
    /// Its parameters: those of the path in the path's order, then the rest.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<Body>,
    /// Whether it is a form of parts that is sent even where no part is set.
    pub is_form: bool,
    /// The statuses of its successes.
    pub statuses: NamedStatuses,
    /// The redirects that are its successes.
    pub redirects: Vec<u16>,
    /// What a success brings.
    pub output: Output,
    /// Whether that is shown nowhere, and no model hides it by itself.
    pub is_output_sensitive: bool,
    /// The same of the items of its pages.
    pub are_items_sensitive: bool,
    /// The media types that it asks for.
    pub accept: Accept,
    /// The declared error responses, by status.
    pub errors: Vec<ErrorResponse>,
    /// The enum of its error models, where they are several.
    pub error_enum: Option<ErrorEnum>,
    /// All declared responses, by status, as the description has them.
    pub responses: Vec<DeclaredResponse>,
    /// The credentials that it asks for, any one of them, where that is not what all operations ask for.
    pub security: Option<Vec<Requirement>>,
    /// The alternatives of schemes whose credentials the client sends with it, where they are not those of all.
    pub credentials: Option<Vec<Vec<String>>>,
    /// The servers of its own, or of its path.
    pub servers: Option<OwnServers>,
    /// How a call of it may look, if there is a value of all that it asks for.
    pub sample: Option<Sample>,
    /// The same operation with another kind of body, each with a method and a type of its own.
    pub others: Vec<Operation>,
}

impl Operation {
    /// What it is called in the group of one of its tags.
    ///
    /// # Panics
    ///
    /// Where the tag is none of its own.
    #[must_use]
    pub fn name_in(&self, tag: &str) -> &MethodName {
        self.names.get(tag).expect("an operation has a name in each of its groups")
    }

    /// Whether sending it twice does no more than sending it once: as the description says, else by its method (RFC 9110, section
    /// 9.2.2, and `QUERY`).
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        let by_method = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"].contains(&self.method.as_str());
        self.idempotent.unwrap_or(by_method)
    }

    /// The operation with each kind of body that it takes, itself first.
    pub fn kinds(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// What it sends as its content: the ways to send one operation differ in it.
    #[must_use]
    pub fn content(&self) -> &'static str {
        match self.body.as_ref().map(|body| &body.kind) {
            Some(BodyKind::Json(..)) => "JSON",
            Some(BodyKind::Form(..)) => "form",
            Some(BodyKind::Text(_)) => "text",
            Some(BodyKind::Bytes(_)) => "bytes",
            Some(BodyKind::FormData) => "multipart",
            None if self.parameters.iter().any(|parameter| parameter.location == ParameterIn::Part) => "multipart",
            None => "nothing",
        }
    }

    /// The types that it sends, with whatever kind of body.
    #[must_use]
    pub fn sent(&self) -> Vec<&Type> {
        let parameters = self.kinds().flat_map(|kind| &kind.parameters).map(|parameter| &parameter.ty);
        let bodies = self.kinds().filter_map(|kind| kind.body.as_ref()).filter_map(Body::held);
        parameters.chain(bodies).collect()
    }

    /// Its parameters with each kind of body.
    pub(crate) fn all_parameters_mut(&mut self) -> impl Iterator<Item = &mut Parameter> {
        let others = self.others.iter_mut().flat_map(|other| &mut other.parameters);
        self.parameters.iter_mut().chain(others)
    }

    /// The types that a success brings, as a whole or item by item.
    #[must_use]
    pub fn received(&self) -> Vec<&Type> {
        self.output.types().into_iter().chain(self.streaming.iter().map(|streaming| &streaming.item)).collect()
    }

    /// The types that it sends and gets.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        let mut types = self.sent();
        types.extend(self.received());
        types.extend(self.errors.iter().filter_map(|response| response.ty.as_ref()));
        types
    }
}

/// The enum of an operation's error models.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorEnum {
    /// The enum.
    pub name: TypeName,
    /// Its variants, each of JSON.
    pub variants: Vec<OutputVariant>,
    /// The statuses without a model that a class or `default` among the variants would stand for, if the description did not have them.
    pub without_model: Vec<StatusPattern>,
}

/// An error response.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorResponse {
    /// The status as the description writes it.
    pub status: String,
    /// The same as the client knows it.
    pub pattern: StatusPattern,
    /// When it comes.
    pub docs: String,
    /// The model of its body, if the description has one.
    pub ty: Option<Type>,
    /// Whether its body is shown nowhere, and no model hides it by itself.
    pub sensitive: bool,
}
