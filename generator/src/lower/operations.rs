//! Operations: parameters, bodies, outputs, and the groups that their tags make.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    Components, MediaType, OpenAPI, Operation as Described, Parameter as DescribedParameter, ParameterData,
    ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr, RequestBody, Response, StatusCode,
};
use serde_json::Value;

use super::{
    Context, Lowering, docs,
    shape::{self, Node},
};
use crate::{
    error::Diagnostic,
    ir::{
        Authentication, Body, BodyKind, ClientHeader, ErrorAnswer, Group, Kind, ListStyle, ObjectStyle, Operation,
        Output, OutputVariant, Pagination, Parameter, ParameterIn, ParameterStyle, StatusPattern, Type,
    },
    naming::Scope,
    place::Pointer,
};

/// Names at the root of the generated crate: no tag and no operation can be called so.
const ROOT_TYPES: [&str; 45] = [
    "Api",
    "ApiError",
    "Authentication",
    "BaseUrlProblem",
    "Binary",
    "ByStatus",
    "Bytes",
    "Client",
    "ClientBuilder",
    "ConfigError",
    "Decode",
    "DecodeByStatus",
    "DecodeError",
    "DecodeFailure",
    "Display",
    "Empty",
    "Error",
    "ErrorBody",
    "From",
    "HeaderMap",
    "HeaderName",
    "HeaderValue",
    "IntoIterator",
    "InvalidRequest",
    "Json",
    "ListStyle",
    "Method",
    "Nullable",
    "ObjectStyle",
    "OneOrMany",
    "Operation",
    "Option",
    "Request",
    "Response",
    "ResponseBody",
    "Result",
    "SecretString",
    "Server",
    "StatusCode",
    "String",
    "Text",
    "TimeOutOfRange",
    "UnixTime",
    "Value",
    "Vec",
];
/// Functions of the client: no tag's accessor can be called so.
const CLIENT_FUNCTIONS: [&str; 11] = [
    "base_url",
    "builder",
    "clone",
    "default",
    "from_env",
    "headers",
    "http",
    "new",
    "query_token",
    "response_limit",
    "timeout",
];
/// Functions of every request: no parameter's setter can be called so.
const REQUEST_FUNCTIONS: [&str; 25] = [
    "body",
    "bytes_body",
    "clone",
    "content_type",
    "form_body",
    "items",
    "json_body",
    "new",
    "pages",
    "send",
    "send_raw",
    "set_header",
    "set_header_list",
    "set_path",
    "set_path_list",
    "set_query",
    "set_query_list",
    "set_query_object",
    "text_body",
    "with_api_version",
    "with_body_field",
    "with_header",
    "with_query",
    "with_retry",
    "with_timeout",
];

/// An operation of a description, with what it stands in.
#[derive(Clone, Debug)]
pub(super) struct PathOperation<'a> {
    pub path: &'a str,
    pub item: &'a PathItem,
    pub method: &'a str,
    pub operation: &'a Described,
    pub place: Pointer,
}

/// All operations, in the order of the description.
pub(super) fn path_operations(document: &OpenAPI) -> impl Iterator<Item = PathOperation<'_>> {
    let items = document.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    items.flat_map(|(path, item)| {
        item.iter().map(move |(method, operation)| {
            let place = Pointer::root().descendant(["paths", path, method]);
            PathOperation { path, item, method, operation, place }
        })
    })
}

/// The parameters of an operation: those of its path item, unless it has the same one itself, then its own.
pub(super) fn parameters<'a>(
    document: &'a OpenAPI,
    operation: &PathOperation<'a>,
) -> Vec<(&'a DescribedParameter, Pointer)> {
    let item_place = Pointer::root().descendant(["paths", operation.path]);
    let shared = operation
        .item
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, item_place.child("parameters").child(index)));
    let own = operation
        .operation
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, operation.place.child("parameters").child(index)));
    let mut merged: IndexMap<(&str, &str), (&DescribedParameter, Pointer)> = IndexMap::new();
    for (parameter, place) in shared.chain(own) {
        if let Some(parameter) = resolve_parameter(document, parameter) {
            let (location, data) = location_of(parameter);
            merged.insert((location, data.name.as_str()), (parameter, place));
        }
    }
    merged.into_values().collect()
}

/// Where the references to parameters stand that lead nowhere.
fn dangling_parameters(document: &OpenAPI, operation: &PathOperation<'_>) -> Vec<Pointer> {
    let item_place = Pointer::root().descendant(["paths", operation.path]);
    let lists = [(&operation.item.parameters, &item_place), (&operation.operation.parameters, &operation.place)];
    let all = lists.into_iter().flat_map(|(parameters, place)| {
        parameters.iter().enumerate().map(move |(index, parameter)| (parameter, place.child("parameters").child(index)))
    });
    all.filter(|(parameter, _)| resolve_parameter(document, parameter).is_none()).map(|(_, place)| place).collect()
}

/// Headers that a parameter can't describe (OpenAPI 3.0.4, section 4.8.12.1).
pub(super) fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// The component schemas of an operation's error answers.
pub(super) fn error_references(document: &OpenAPI, operation: &Described) -> Vec<String> {
    let answers =
        operation.responses.responses.iter().filter(|(status, _)| !is_success(status)).map(|(_, response)| response);
    let answers =
        answers.chain(&operation.responses.default).filter_map(|response| resolve_response(document, response));
    let schemas = answers.filter_map(|response| json_media(&response.content)?.schema.as_ref());
    schemas
        .filter_map(|schema| match schema {
            ReferenceOr::Reference { reference } => shape::schema_name(reference),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}

impl<'a> Lowering<'a> {
    /// Lowers all operations and sorts them into groups.
    pub(super) fn operations(&mut self, client_headers: &[ClientHeader]) -> (Vec<Operation>, Vec<Group>) {
        let document = self.document;
        let mut types = Scope::reserving(ROOT_TYPES);
        let mut methods = Scope::reserving(["new"]);
        let mut groups = self.groups(&mut types);
        let mut operations = Vec::new();
        self.check_ids();
        for described in path_operations(document) {
            let operation = self.operation(&described, client_headers, &mut types, &mut methods);
            for tag in group_tags(&described) {
                let group = groups.iter_mut().find(|group| group.tag == tag).expect("every tag in use has a group");
                group.operations.push(operations.len());
            }
            operations.push(operation);
        }
        (operations, groups)
    }

    /// The tags in use: first those that the description declares, in its order, then the others as they come.
    fn groups(&mut self, types: &mut Scope) -> Vec<Group> {
        let document = self.document;
        let used: IndexSet<String> = path_operations(document).flat_map(|described| group_tags(&described)).collect();
        let declared = document.tags.iter().map(|tag| tag.name.clone()).filter(|name| used.contains(name));
        let tags: IndexSet<String> = declared.chain(used.iter().cloned()).collect();
        let mut accessors = Scope::reserving(CLIENT_FUNCTIONS);
        let mut modules = Scope::reserving(["api", "fields", "r#mod", "models"]);
        let mut groups = Vec::new();
        for tag in tags {
            let described = document
                .tags
                .iter()
                .find(|declared| declared.name == tag)
                .and_then(|declared| declared.description.as_deref());
            groups.push(Group {
                name: self.naming.type_name(&tag, types),
                accessor: self.naming.method(&tag, &mut accessors),
                module: self.naming.module(&tag, &mut modules),
                docs: described.map(docs::markdown).unwrap_or_default(),
                operations: Vec::new(),
                tag,
            });
        }
        groups
    }

    fn check_ids(&mut self) {
        let mut seen: IndexMap<&str, Pointer> = IndexMap::new();
        for described in path_operations(self.document) {
            let Some(id) = described.operation.operation_id.as_deref() else { continue };
            if let Some(first) = seen.insert(id, described.place.clone()) {
                self.diagnostics.push(
                    Diagnostic::error(format!("two operations have the id `{id}`"))
                        .at(self.source, &described.place.child("operationId"))
                        .help(format!("an operationId is unique in a description; the other one is #{first}")),
                );
            }
        }
    }

    fn operation(
        &mut self,
        described: &PathOperation<'a>,
        client_headers: &[ClientHeader],
        types: &mut Scope,
        methods: &mut Scope,
    ) -> Operation {
        let PathOperation { path, method, operation, place, .. } = described;
        let words = operation.operation_id.clone().unwrap_or_else(|| words_of_path(method, path));
        let name = self.naming.method(&words, methods);
        let type_name = self.naming.type_name(&words, types);
        let module = self.naming.module(&words, &mut self.modules);
        let context = Context { words: type_name.to_string(), module, place: place.clone(), component: None };
        if !operation.servers.is_empty() || !described.item.servers.is_empty() {
            self.warn("servers of a single operation are not supported; it is sent where all the others are", place);
        }
        let parameters = self.parameters(described, client_headers, &context);
        let body = self.body(described, &context);
        let output = self.output(operation, types, &context);
        let errors = self.error_answers(operation, &context);
        Operation {
            id: words,
            name,
            type_name,
            place: place.clone(),
            method: method.to_uppercase(),
            path: (*path).to_owned(),
            docs: operation_docs(operation),
            deprecated: operation.deprecated,
            idempotent: operation.extensions.get("x-idempotent").and_then(Value::as_bool),
            pagination: self.pagination(operation, place),
            parameters,
            body,
            output,
            errors,
        }
    }

    fn parameters(
        &mut self,
        described: &PathOperation<'a>,
        client_headers: &[ClientHeader],
        context: &Context,
    ) -> Vec<Parameter> {
        let template = template_names(described.path);
        let mut scope = Scope::reserving(REQUEST_FUNCTIONS);
        let mut lowered: Vec<Parameter> = Vec::new();
        for place in dangling_parameters(self.document, described) {
            self.warn("the reference leads nowhere; the parameter is left out", &place);
        }
        for (parameter, place) in parameters(self.document, described) {
            let (location, data) = location_of(parameter);
            let lifted = || client_headers.iter().any(|header| header.header.eq_ignore_ascii_case(&data.name));
            let location = match location {
                "path" if !template.contains(&data.name.as_str()) => {
                    self.warn(
                        format!("the path `{}` has no `{{{}}}`; the parameter is left out", described.path, data.name),
                        &place,
                    );
                    continue;
                }
                "path" => ParameterIn::Path,
                // The client sends its credential itself.
                "query" | "header" if self.is_credential(location, &data.name) => continue,
                "header" if is_ignored_header(&data.name) || lifted() => continue,
                "query" => ParameterIn::Query,
                "header" => ParameterIn::Header,
                _ => {
                    self.warn(format!("the cookie `{}` is left out; send it with `with_header`", data.name), &place);
                    continue;
                }
            };
            lowered.push(self.parameter(parameter, location, &place, context, &mut scope));
        }
        for wire in &template {
            if lowered.iter().all(|parameter| parameter.location != ParameterIn::Path || parameter.wire != *wire) {
                self.warn(
                    format!("nothing declares the path's `{{{wire}}}`; it is taken as a string"),
                    &described.place,
                );
                lowered.push(Parameter {
                    wire: (*wire).to_owned(),
                    name: self.naming.method(wire, &mut scope),
                    location: ParameterIn::Path,
                    required: true,
                    ty: Type::String,
                    style: ParameterStyle::Scalar,
                    docs: String::new(),
                    deprecated: false,
                });
            }
        }
        lowered.sort_by_key(|parameter| match parameter.location {
            ParameterIn::Path => template.iter().position(|wire| *wire == parameter.wire),
            ParameterIn::Query | ParameterIn::Header => Some(template.len()),
        });
        lowered
    }

    fn parameter(
        &mut self,
        parameter: &'a DescribedParameter,
        location: ParameterIn,
        place: &Pointer,
        context: &Context,
        scope: &mut Scope,
    ) -> Parameter {
        let (_, data) = location_of(parameter);
        let (ty, text) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let node = Node::new(schema, place.child("schema"));
                let lowered = self.schema(&node, &context.part(&self.naming.camel(&data.name), &node.place));
                let ty = self.unaliased(lowered.ty);
                (if self.is_scalar_union(&ty) { Type::String } else { ty }, lowered.docs)
            }
            ParameterSchemaOrContent::Content(_) => {
                self.warn(
                    format!("the parameter `{}` is a document of its own; it is taken as text", data.name),
                    place,
                );
                (Type::String, String::new())
            }
        };
        let style = self.style(parameter, &ty);
        let (ty, style) = match style {
            Some(style) => (ty, style),
            None => {
                self.warn(format!("the parameter `{}` has a style that is not supported; it is taken as text that is ready to be sent", data.name), place);
                (Type::String, ParameterStyle::Scalar)
            }
        };
        let described = data.description.as_deref().map(docs::markdown).unwrap_or_default();
        Parameter {
            wire: data.name.clone(),
            name: self.naming.method(&data.name, scope),
            location,
            required: data.required || location == ParameterIn::Path,
            ty,
            style,
            docs: docs::paragraphs([described.as_str(), &text]),
            deprecated: data.deprecated.unwrap_or(false),
        }
    }

    /// Whether a parameter is what the client authenticates with.
    fn is_credential(&self, location: &str, name: &str) -> bool {
        match &self.authentication {
            Authentication::Header(header) => location == "header" && header.eq_ignore_ascii_case(name),
            Authentication::Query(key) => location == "query" && key == name,
            Authentication::None | Authentication::Bearer | Authentication::Basic => false,
        }
    }

    /// The type behind another name of it.
    fn unaliased(&self, ty: Type) -> Type {
        let definition = self.definitions.iter().find(|definition| Type::Named(definition.name.clone()) == ty);
        match definition.map(|definition| &definition.kind) {
            Some(Kind::Alias(inner)) if *inner != ty => inner.clone(),
            _ => ty,
        }
    }

    /// How a parameter is written, or nothing where we can't write it so.
    fn style(&self, parameter: &DescribedParameter, ty: &Type) -> Option<ParameterStyle> {
        let explode = parameter.parameter_data_ref().explode;
        let is_object = self.is_object(ty);
        let is_list = matches!(ty, Type::List(_) | Type::OneOrMany(_));
        if is_list && ty.inner().is_some_and(|item| self.is_object(item)) {
            return None;
        }
        if matches!(parameter, DescribedParameter::Path { style, .. } if *style != PathStyle::Simple) {
            return None;
        }
        match parameter {
            _ if !is_object && !is_list => Some(ParameterStyle::Scalar),
            DescribedParameter::Query { style, .. } if is_list => Some(ParameterStyle::List(match (style, explode) {
                (QueryStyle::SpaceDelimited, Some(false) | None) => ListStyle::Space,
                (QueryStyle::PipeDelimited, Some(false) | None) => ListStyle::Pipe,
                (QueryStyle::Form, Some(false)) => ListStyle::Comma,
                (_, _) => ListStyle::Repeat,
            })),
            DescribedParameter::Query { style: QueryStyle::DeepObject, .. } => {
                Some(ParameterStyle::Object(ObjectStyle::Deep))
            }
            DescribedParameter::Query { style: QueryStyle::Form, .. } if explode != Some(false) => {
                Some(ParameterStyle::Object(ObjectStyle::Form))
            }
            DescribedParameter::Header { .. } | DescribedParameter::Path { .. } if is_list => {
                Some(ParameterStyle::List(ListStyle::Comma))
            }
            DescribedParameter::Query { .. }
            | DescribedParameter::Header { .. }
            | DescribedParameter::Path { .. }
            | DescribedParameter::Cookie { .. } => None,
        }
    }

    /// Whether a value is written as an object: a struct, a map, or one of several of which one is.
    fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::Map(_) => true,
            Type::Named(name) => {
                let definition = self.definitions.iter().find(|definition| definition.name == *name);
                match definition.map(|definition| &definition.kind) {
                    Some(Kind::Struct(_)) => true,
                    Some(Kind::Union(union)) => union.variants.iter().any(|variant| self.is_object(&variant.ty)),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// A union of scalars: whatever can be shown can be sent.
    fn is_scalar_union(&self, ty: &Type) -> bool {
        let Type::Named(name) = ty else { return false };
        let definition = self.definitions.iter().find(|definition| definition.name == *name);
        matches!(definition.map(|definition| &definition.kind), Some(Kind::Union(_))) && !self.is_object(ty)
    }

    fn body(&mut self, described: &PathOperation<'a>, context: &Context) -> Option<Body> {
        let place = described.place.child("requestBody");
        let declared = described.operation.request_body.as_ref()?;
        let Some(body) = resolve_body(self.document, declared) else {
            self.warn("the reference leads nowhere; the body is taken as any JSON", &place);
            return Some(Body { kind: BodyKind::Json(Type::Value, None), required: true, docs: String::new() });
        };
        let docs = body.description.as_deref().map(docs::markdown).unwrap_or_default();
        let kind = self.body_kind(body, &place.child("content"), context)?;
        Some(Body { kind, required: body.required, docs })
    }

    fn body_kind(&mut self, body: &'a RequestBody, place: &Pointer, context: &Context) -> Option<BodyKind> {
        let context = Context { words: format!("{}Body", context.words), ..context.clone() };
        if let Some((name, media)) = body.content.iter().find(|(name, _)| is_json(name)) {
            let other = (essence(name) != "application/json" && essence(name) != "*/*").then(|| name.clone());
            // A schema that may be null makes no body that is: there is nothing to ask for with `null` alone.
            let ty = match self.media_type(media, &place.child(name), &context) {
                Type::Nullable(ty) => *ty,
                ty => ty,
            };
            return Some(BodyKind::Json(ty, other));
        }
        if let Some((name, media)) =
            body.content.iter().find(|(name, _)| essence(name) == "application/x-www-form-urlencoded")
        {
            return Some(BodyKind::Form(self.media_type(media, &place.child(name), &context)));
        }
        let name = body.content.keys().next()?;
        if essence(name).starts_with("multipart/") {
            self.warn(
                format!("a body of `{name}` is sent as the bytes that it is given, boundaries included"),
                &place.child(name),
            );
            return Some(BodyKind::Multipart);
        }
        Some(if essence(name).starts_with("text/") {
            BodyKind::Text(name.clone())
        } else {
            BodyKind::Bytes(name.clone())
        })
    }

    fn media_type(&mut self, media: &'a MediaType, place: &Pointer, context: &Context) -> Type {
        match &media.schema {
            Some(schema) => self.schema(&Node::new(schema, place.child("schema")), context).item(),
            None => Type::Value,
        }
    }

    /// What a success brings: the 2xx answers, or `default` where there is none.
    fn output(&mut self, operation: &'a Described, types: &mut Scope, context: &Context) -> Output {
        let answers = self.successes(operation, context);
        let many = answers.len() > 1;
        let mut seen: Vec<(&'a Response, Output)> = Vec::new();
        let mut scope = Scope::default();
        let mut variants: Vec<OutputVariant> = Vec::new();
        for (status, response, place) in answers {
            let words = status_words(status);
            let own = if many { self.naming.camel(&words) } else { String::new() };
            let part =
                Context { words: format!("{}{own}Output", context.words), place: place.clone(), ..context.clone() };
            // Two statuses with the same body have one type.
            let known =
                seen.iter().find(|(known, _)| known.content == response.content).map(|(_, output)| output.clone());
            let output = known.unwrap_or_else(|| self.answer(response, &place, &part));
            seen.push((response, output.clone()));
            let name = self.naming.variant(&words, &mut scope);
            variants.push(OutputVariant { status, name, output, docs: docs::markdown(&response.description) });
        }
        match variants.first().map(|first| first.output.clone()) {
            None => Output::Empty,
            Some(first) if variants.iter().all(|variant| variant.output == first) => first,
            Some(_) => {
                // A code goes before the class that it is in.
                variants.sort_by_key(|variant| !matches!(variant.status, StatusPattern::Code(_)));
                Output::ByStatus { name: self.naming.type_name(&format!("{}Output", context.words), types), variants }
            }
        }
    }

    fn successes(
        &mut self,
        operation: &'a Described,
        context: &Context,
    ) -> Vec<(StatusPattern, &'a Response, Pointer)> {
        let place = context.place.child("responses");
        let successes = operation.responses.responses.iter().filter(|(status, _)| is_success(status));
        let mut answers: Vec<(StatusPattern, &'a ReferenceOr<Response>, Pointer)> =
            successes.map(|(status, response)| (pattern(status), response, place.child(status))).collect();
        if answers.is_empty() {
            let default = operation.responses.default.as_ref();
            answers.extend(default.map(|response| (StatusPattern::Default, response, place.child("default"))));
        }
        let mut resolved = Vec::new();
        for (status, response, place) in answers {
            match resolve_response(self.document, response) {
                Some(response) => resolved.push((status, response, place)),
                None => self.warn("the reference leads nowhere; the body of this answer is left alone", &place),
            }
        }
        resolved
    }

    fn answer(&mut self, response: &'a Response, place: &Pointer, context: &Context) -> Output {
        if let Some((name, media)) = response.content.iter().find(|(name, _)| is_json(name)) {
            return Output::Json(self.media_type(media, &place.child("content").child(name), context));
        }
        match response.content.keys().next() {
            None => Output::Empty,
            Some(name) if essence(name).starts_with("text/") => Output::Text,
            Some(_) => Output::Bytes,
        }
    }

    fn error_answers(&mut self, operation: &'a Described, context: &Context) -> Vec<ErrorAnswer> {
        let place = context.place.child("responses");
        let named = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| !is_success(status))
            .map(|(status, response)| (status.to_string(), response));
        // Without a 2xx, `default` is the success.
        let has_success = operation.responses.responses.keys().any(is_success);
        let default = operation.responses.default.iter().filter(|_| has_success);
        let default = default.map(|response| ("default".to_owned(), response));
        let mut answers: Vec<ErrorAnswer> = Vec::new();
        for (status, response) in named.chain(default) {
            let Some(response) = resolve_response(self.document, response) else {
                self.warn("the reference leads nowhere; this answer is left out", &place.child(&status));
                continue;
            };
            let part = Context {
                words: format!("{}Error{}", context.words, self.naming.camel(&status)),
                place: place.child(&status),
                ..context.clone()
            };
            let media = json_media(&response.content);
            let ty = media
                .filter(|media| media.schema.is_some())
                .map(|media| self.media_type(media, &part.place.child("content"), &part));
            answers.push(ErrorAnswer { status, docs: docs::summary(&docs::markdown(&response.description)), ty });
        }
        answers.sort_by(|one, other| one.status.cmp(&other.status));
        answers
    }

    fn pagination(&mut self, operation: &Described, place: &Pointer) -> Option<Pagination> {
        let given = operation.extensions.get("x-pagination")?;
        let text = |key: &str| given.get(key).and_then(Value::as_str).map(str::to_owned);
        let style = text("style").filter(|style| ["page", "cursor", "url"].contains(&style.as_str()));
        let named = text("parameter");
        let described = operation.parameters.iter().filter_map(|parameter| resolve_parameter(self.document, parameter));
        let has_parameter = named
            .as_ref()
            .is_none_or(|name| described.into_iter().any(|parameter| parameter.parameter_data_ref().name == *name));
        let style = style.filter(|style| has_parameter && (style == "url" || named.is_some()));
        match (style, text("items"), text("next")) {
            (Some(style), Some(items), Some(next)) => {
                Some(Pagination { style, parameter: text("parameter"), items, next })
            }
            _ => {
                self.diagnostics.push(
                    Diagnostic::error("`x-pagination` is malformed")
                        .at(self.source, &place.child("x-pagination"))
                        .help(
                            "it has `style` (page, cursor or url), `items` and `next` (JSON pointers), and `parameter`",
                        ),
                );
                None
            }
        }
    }
}

/// The tags of an operation; one without tags is sorted by the first segment of its path.
fn group_tags(described: &PathOperation<'_>) -> Vec<String> {
    if !described.operation.tags.is_empty() {
        let tags: IndexSet<&String> = described.operation.tags.iter().collect();
        return tags.into_iter().cloned().collect();
    }
    let segment = described.path.split('/').find(|segment| !segment.is_empty() && !segment.starts_with('{'));
    vec![segment.unwrap_or("root").to_owned()]
}

/// An operation without an id is called by its method and path: `GET /a/{b}` -> `get a by b`.
fn words_of_path(method: &str, path: &str) -> String {
    let mut words = vec![method.to_owned()];
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => words.push(format!("by {name}")),
            None => words.push(segment.to_owned()),
        }
    }
    words.join(" ")
}

/// The names in a path's braces, in their order.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

fn location_of(parameter: &DescribedParameter) -> (&'static str, &ParameterData) {
    let location = match parameter {
        DescribedParameter::Query { .. } => "query",
        DescribedParameter::Header { .. } => "header",
        DescribedParameter::Path { .. } => "path",
        DescribedParameter::Cookie { .. } => "cookie",
    };
    (location, parameter.parameter_data_ref())
}

/// Follows references among components, as many as there are, but no circle.
fn follow<'a, T>(
    item: &'a ReferenceOr<T>,
    prefix: &str,
    components: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    document: &'a OpenAPI,
) -> Option<&'a T> {
    let components = document.components.as_ref().map(components);
    let mut item = item;
    for _ in 0..=components.map_or(0, IndexMap::len) {
        match item {
            ReferenceOr::Item(item) => return Some(item),
            ReferenceOr::Reference { reference } => item = components?.get(reference.strip_prefix(prefix)?)?,
        }
    }
    None
}

fn resolve_parameter<'a>(
    document: &'a OpenAPI,
    parameter: &'a ReferenceOr<DescribedParameter>,
) -> Option<&'a DescribedParameter> {
    follow(parameter, "#/components/parameters/", |components| &components.parameters, document)
}

fn resolve_response<'a>(document: &'a OpenAPI, response: &'a ReferenceOr<Response>) -> Option<&'a Response> {
    follow(response, "#/components/responses/", |components| &components.responses, document)
}

fn resolve_body<'a>(document: &'a OpenAPI, body: &'a ReferenceOr<RequestBody>) -> Option<&'a RequestBody> {
    follow(body, "#/components/requestBodies/", |components| &components.request_bodies, document)
}

fn operation_docs(operation: &Described) -> String {
    let description = operation.description.as_deref().map(docs::markdown).unwrap_or_default();
    let summary =
        operation.summary.as_deref().map(|summary| docs::summary(&docs::markdown(summary))).unwrap_or_default();
    let repeated = docs::summary(&description) == summary;
    docs::paragraphs([if repeated { "" } else { summary.as_str() }, &description])
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

fn pattern(status: &StatusCode) -> StatusPattern {
    match status {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(class) => StatusPattern::Class(*class),
    }
}

/// The name of a status (RFC 9110, section 15.3, and the registry of IANA).
fn status_words(status: StatusPattern) -> String {
    let words = match status {
        StatusPattern::Code(200) => "ok",
        StatusPattern::Code(201) => "created",
        StatusPattern::Code(202) => "accepted",
        StatusPattern::Code(203) => "non authoritative information",
        StatusPattern::Code(204) => "no content",
        StatusPattern::Code(205) => "reset content",
        StatusPattern::Code(206) => "partial content",
        StatusPattern::Code(207) => "multi status",
        StatusPattern::Code(208) => "already reported",
        StatusPattern::Code(226) => "im used",
        StatusPattern::Code(code) => return format!("status {code}"),
        StatusPattern::Class(_) => "success",
        StatusPattern::Default => "default",
    };
    words.to_owned()
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

fn json_media(content: &IndexMap<String, MediaType>) -> Option<&MediaType> {
    content.iter().find(|(name, _)| is_json(name)).map(|(_, media)| media)
}
