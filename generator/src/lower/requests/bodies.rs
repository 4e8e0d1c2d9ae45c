//! Bodies: what a request carries, and what each answer brings.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    Components, MediaType, OpenAPI, Operation as Described, QueryStyle, ReferenceOr, RequestBody, Response, StatusCode,
};

use crate::lower::{
    Context, Lowering,
    answers::described::{place_of, written},
    calls::operations::PathOperation,
    shapes::shape::{self, Node},
    text as docs,
};
use crate::{
    ir::{Body, BodyKind, Declared, ErrorAnswer, Output, OutputVariant, StatusPattern, Type},
    naming::Scope,
    place::Pointer,
    walk::Keys,
};

/// A form of fields.
pub(crate) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// A form of parts (RFC 7578).
pub(crate) const FORM_DATA: &str = "multipart/form-data";

impl<'a> Lowering<'a> {
    pub(crate) fn body(&mut self, described: &PathOperation<'a>, context: &Context) -> Option<Body> {
        let declared = described.operation.request_body.as_ref()?;
        let place = place_of(declared, described.place.child("requestBody"));
        let Some(body) = resolve_body(self.document, declared) else {
            let place = described.place.child("requestBody");
            self.warn("the reference leads nowhere; the body is taken as any JSON", &place);
            return Some(Body {
                kind: BodyKind::Json(Type::Value, None),
                place,
                required: true,
                docs: String::new(),
                media_types: Vec::new(),
                written: None,
                declared: Declared::default(),
            });
        };
        let docs = body.description.as_deref().map(docs::markdown).unwrap_or_default();
        let content = place.child("content");
        let kind = self.body_kind(body, &content, context)?;
        let media_types: Vec<String> = body.content.keys().cloned().collect();
        let declared = media_types.iter().find_map(|name| self.bodies.get(&content.child(name)));
        let declared = declared.cloned().unwrap_or_default();
        let written = written_by_app(body, &kind);
        Some(Body { kind, place, required: body.required, docs, media_types, written, declared })
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
        if let Some((name, media)) = body.content.iter().find(|(name, _)| essence(name) == URLENCODED) {
            let place = place.child(name);
            let deep = self.deep_fields(media, &place.child("encoding"));
            return Some(BodyKind::Form(self.media_type(media, &place, &context), deep));
        }
        if body.content.keys().any(|name| essence(name) == FORM_DATA) {
            return Some(BodyKind::FormData);
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

    /// The fields of a form that are written with their keys in brackets.
    fn deep_fields(&mut self, media: &MediaType, place: &Pointer) -> Vec<String> {
        let mut deep = Vec::new();
        for (name, encoding) in &media.encoding {
            match (&encoding.style, encoding.explode) {
                (Some(QueryStyle::DeepObject), _) => deep.push(name.clone()),
                (None | Some(QueryStyle::Form), true) | (None, false) => {}
                (Some(_), _) => {
                    let message = "this style of a form's field is not supported; a list repeats its name";
                    self.warn(message, &place.child(name));
                }
            }
        }
        deep
    }

    fn media_type(&mut self, media: &'a MediaType, place: &Pointer, context: &Context) -> Type {
        match &media.schema {
            Some(schema) => {
                let lowered = self.schema(&Node::new(schema, place.child("schema")), context);
                self.bodies.insert(place.clone(), lowered.declared.clone());
                lowered.item()
            }
            None => Type::Value,
        }
    }

    /// What a success brings: the 2xx answers; without one, the redirects; without those, `default`.
    ///
    /// An answer to HEAD has no body (RFC 9110, section 9.3.2).
    pub(crate) fn output(&mut self, described: &PathOperation<'a>, types: &mut Scope, context: &Context) -> Output {
        if described.method == "head" {
            return Output::Empty;
        }
        let answers = self.successes(described.operation, context);
        let many = answers.len() > 1;
        let mut seen: Vec<(&'a Response, Output)> = Vec::new();
        let mut scope = Scope::default();
        let mut variants: Vec<OutputVariant> = Vec::new();
        for (status, response, place) in answers {
            let Some(response) = response else {
                self.warn("the reference leads nowhere; the body of this answer is left alone", &place);
                continue;
            };
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

    /// The successes, or `default` where there is none; nothing for one whose reference leads nowhere.
    fn successes(
        &self,
        operation: &'a Described,
        context: &Context,
    ) -> Vec<(StatusPattern, Option<&'a Response>, Pointer)> {
        let place = context.place.child("responses");
        let responses = &operation.responses.responses;
        let is_success = is_success(operation);
        let named = responses.iter().filter(|(status, _)| is_success(status));
        let named = named.map(|(status, response)| (pattern(status), response, place.child(status)));
        let default = operation.responses.default.iter().filter(|_| !responses.keys().any(&is_success));
        let default = default.map(|response| (StatusPattern::Default, response, place.child("default")));
        named
            .chain(default)
            .map(|(status, response, place)| {
                let resolved = resolve_response(self.document, response);
                let place = if resolved.is_some() { place_of(response, place) } else { place };
                (status, resolved, place)
            })
            .collect()
    }

    /// The media types that an operation asks for, where that is not JSON alone: those of its successes, and JSON for
    /// its errors.
    pub(crate) fn accept(&self, operation: &'a Described, context: &Context) -> Option<String> {
        let mut media_types: IndexSet<String> = IndexSet::new();
        for response in self.successes(operation, context).into_iter().filter_map(|(_, response, _)| response) {
            let chosen = response.content.keys().find(|name| is_json(name)).or_else(|| response.content.keys().next());
            media_types.extend(chosen.map(|name| essence(name)));
        }
        if media_types.iter().all(|media_type| media_type == "application/json") {
            return None;
        }
        media_types.insert("application/json".to_owned());
        Some(media_types.into_iter().collect::<Vec<_>>().join(", "))
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

    pub(crate) fn error_answers(&mut self, operation: &'a Described, context: &Context) -> Vec<ErrorAnswer> {
        let place = context.place.child("responses");
        let is_success = is_success(operation);
        let named = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| !is_success(status))
            .map(|(status, response)| (status.to_string(), response));
        // Without another success, `default` is it.
        let has_success = operation.responses.responses.keys().any(&is_success);
        let default = operation.responses.default.iter().filter(|_| has_success);
        let default = default.map(|response| ("default".to_owned(), response));
        let mut answers: Vec<ErrorAnswer> = Vec::new();
        for (status, declared) in named.chain(default) {
            let Some(response) = resolve_response(self.document, declared) else {
                self.warn("the reference leads nowhere; this answer is left out", &place.child(&status));
                continue;
            };
            let part = Context {
                words: format!("{}Error{}", context.words, self.naming.camel(&status)),
                place: place_of(declared, place.child(&status)),
                ..context.clone()
            };
            let content = part.place.child("content");
            let ty = json_media(&response.content)
                .filter(|(_, media)| media.schema.is_some())
                .map(|(name, media)| self.media_type(media, &content.child(name), &part));
            answers.push(ErrorAnswer { status, docs: docs::summary(&docs::markdown(&response.description)), ty });
        }
        answers.sort_by(|one, other| one.status.cmp(&other.status));
        answers
    }
}

/// What is said of a body that an app writes by itself.
fn written_by_app(body: &RequestBody, kind: &BodyKind) -> Option<String> {
    match kind {
        BodyKind::Json(..) => None,
        BodyKind::Form(..) => {
            let form = body.content.iter().find(|(name, _)| essence(name) == URLENCODED);
            form.map(|(_, media)| &media.encoding)
                .filter(|encoding| !encoding.is_empty())
                .map(|encoding| written(encoding, Keys::Names))
        }
        BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData | BodyKind::Multipart => {
            let (_, media) = body.content.first()?;
            Some(written(media, Keys::Keywords))
        }
    }
}

/// The component schemas of an operation's error answers.
pub(crate) fn error_references(document: &OpenAPI, operation: &Described) -> Vec<String> {
    let is_success = is_success(operation);
    let answers =
        operation.responses.responses.iter().filter(|(status, _)| !is_success(status)).map(|(_, response)| response);
    let answers =
        answers.chain(&operation.responses.default).filter_map(|response| resolve_response(document, response));
    let schemas = answers.filter_map(|response| json_media(&response.content)?.1.schema.as_ref());
    schemas
        .filter_map(|schema| match schema {
            ReferenceOr::Reference { reference } => shape::schema_name(reference),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}

/// Follows references among components, as many as there are, but no circle.
pub(crate) fn follow<'a, T>(
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

pub(crate) fn resolve_response<'a>(document: &'a OpenAPI, response: &'a ReferenceOr<Response>) -> Option<&'a Response> {
    follow(response, "#/components/responses/", |components| &components.responses, document)
}

pub(crate) fn resolve_body<'a>(document: &'a OpenAPI, body: &'a ReferenceOr<RequestBody>) -> Option<&'a RequestBody> {
    follow(body, "#/components/requestBodies/", |components| &components.request_bodies, document)
}

/// Which of an operation's answers are successes: 2xx; of one that has none of those, redirects.
pub(crate) fn is_success(operation: &Described) -> impl Fn(&StatusCode) -> bool + use<> {
    let redirects = redirects(operation);
    move |status| match status {
        StatusCode::Code(code) => is_2xx(status) || redirects.contains(code),
        StatusCode::Range(class) => is_2xx(status) || (*class == 3 && !redirects.is_empty()),
    }
}

fn is_2xx(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// The redirects that are an operation's successes (RFC 9110, section 15.4): those that it describes, unless it
/// describes a 2xx answer, which a redirect then only leads to: one that leads to another host is then an error that
/// has its address, since there is nothing to give of what the method promises. An answer that nothing was modified
/// leads nowhere.
pub(crate) fn redirects(operation: &Described) -> Vec<u16> {
    let statuses = || operation.responses.responses.keys();
    let redirect = |status: &StatusCode| match status {
        StatusCode::Code(code @ (300..=303 | 305..=399)) => vec![*code],
        StatusCode::Range(3) => vec![301, 302, 303, 307, 308],
        StatusCode::Code(_) | StatusCode::Range(_) => Vec::new(),
    };
    let redirects: BTreeSet<u16> = statuses().flat_map(redirect).collect();
    if statuses().any(is_2xx) { Vec::new() } else { redirects.into_iter().collect() }
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
        StatusPattern::Code(300) => "multiple choices",
        StatusPattern::Code(301) => "moved permanently",
        StatusPattern::Code(302) => "found",
        StatusPattern::Code(303) => "see other",
        StatusPattern::Code(307) => "temporary redirect",
        StatusPattern::Code(308) => "permanent redirect",
        StatusPattern::Code(code) => return format!("status {code}"),
        StatusPattern::Class(_) => "success",
        StatusPattern::Default => "default",
    };
    words.to_owned()
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

fn json_media(content: &IndexMap<String, MediaType>) -> Option<(&String, &MediaType)> {
    content.iter().find(|(name, _)| is_json(name))
}
