//! The methods of a tag: each starts an operation.

use quote::quote;

use super::arguments::{argument, begins_form, body_argument, body_call, call, content_type_docs};
use super::samples;
use crate::{
    emit::{
        context::Context,
        file::{Method, Said},
        tokens::ident,
    },
    ir::{Body, ErrorResponse, Group, Operation, Parameter, Type},
    quoted::code,
    wrap::wrap,
};

/// Emits the method of an operation in a group.
pub(super) fn emit(context: &Context<'_>, group: &Group, operation: &Operation) -> Method {
    let name = ident(operation.name_in(&group.tag).as_str());
    let type_name = ident(operation.type_name.as_str());
    let said = Said { docs: method_docs(context, group, operation), is_deprecated: operation.deprecated };
    let sample = samples::attribute(group, operation);
    let required: Vec<&Parameter> = operation.parameters.iter().filter(|parameter| parameter.required).collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    let arguments = required.iter().map(|parameter| argument(parameter));
    let body_argument = body.map(body_argument);
    let calls = required.iter().map(|parameter| call(parameter));
    let many = (required.len() + body.map_or(0, arguments_of_body) >= CLIPPYS_ARGUMENTS)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the description requires all of them")]));
    let form = begins_form(operation).then(|| quote!(.form_data(FormData::new())));
    let body_call = body.map(body_call);
    let item = quote! {
        #sample
        #many
        pub fn #name(&self, #(#arguments,)* #body_argument) -> Request<operations::#type_name> {
            Request::new(self.client) #(#calls)* #form #body_call
        }
    };
    Method { said, item }
}

/// How many arguments a method has at most, itself among them, before clippy complains (`too_many_arguments`).
const CLIPPYS_ARGUMENTS: usize = 7;

/// How many arguments a body is.
fn arguments_of_body(body: &Body) -> usize {
    if body.asks_for().is_some() { 2 } else { 1 }
}

/// What the operation does, what it is on the wire, what it takes, whether it is sent again and which errors it declares.
fn method_docs(context: &Context<'_>, group: &Group, operation: &Operation) -> String {
    let wire = code(&format!("{} {}", operation.method, operation.path));
    let mut paragraphs = match operation.docs.as_str() {
        "" => vec![format!("Sends {wire}.")],
        text => vec![text.to_owned(), wire],
    };
    paragraphs.extend(arguments(operation));
    paragraphs.extend(options(operation));
    paragraphs.extend(operation.pagination.as_ref().map(|_| "`items` and `pages` walk the whole list.".to_owned()));
    let stream = operation.streaming.as_ref();
    paragraphs.extend(stream.map(|_| "`send_events` returns the items of its stream as they come.".to_owned()));
    paragraphs.extend(Some(operation.note.clone()).filter(|note| !note.is_empty()));
    if !operation.others.is_empty() {
        let others = operation.others.iter().map(|other| format!("`{}`", other.name_in(&group.tag).plain()));
        paragraphs.push(format!("Takes other kinds of bodies, too: {}.", others.collect::<Vec<_>>().join(", ")));
    }
    if !operation.redirects.is_empty() {
        paragraphs.push("Responds with a redirect: `Response::location` says where it leads.".to_owned());
    }
    paragraphs.extend(other_media_types(operation));
    paragraphs.push(repeats(operation));
    paragraphs.extend(errors(context, operation));
    wrap(&paragraphs.join("\n\n"))
}

/// What the arguments are, as far as something is said of them.
fn arguments(operation: &Operation) -> Option<String> {
    let required = operation.parameters.iter().filter(|parameter| parameter.required && !parameter.docs.is_empty());
    let parameters = required.map(|parameter| entry(plain(parameter), &parameter.docs));
    let content_type = operation.body.iter().filter(|body| body.required).filter_map(content_type_docs);
    let content_type = content_type.map(|text| entry("content_type", &text));
    let entries: Vec<String> = parameters.chain(content_type).collect();
    (!entries.is_empty()).then(|| entries.join("\n"))
}

/// What can be set on the request: a line where nothing is said of it, else a list.
fn options(operation: &Operation) -> Option<String> {
    let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
    let parameters = optional.map(|parameter| (plain(parameter), parameter.docs.as_str()));
    let body = operation.body.iter().filter(|body| !body.required).map(|body| ("body", body.docs.as_str()));
    let settable: Vec<(&str, &str)> = parameters.chain(body).collect();
    if settable.is_empty() {
        return None;
    }
    if settable.iter().all(|(_, text)| text.is_empty()) {
        let names: Vec<String> = settable.iter().map(|(name, _)| format!("`{name}`")).collect();
        return Some(format!("Can be set on the request: {}.", names.join(", ")));
    }
    let entries: Vec<String> = settable.iter().map(|(name, text)| entry(name, text)).collect();
    Some(format!("Can be set on the request:\n\n{}", entries.join("\n")))
}

/// Whether the call may be sent twice, and so when the client sends it again.
fn repeats(operation: &Operation) -> String {
    let key = operation.parameters.iter().find(|parameter| parameter.is_idempotency_key && !parameter.required);
    let once = "sent once, unless the server has not acted (no connection, status 429)";
    match (operation.is_idempotent(), key) {
        (true, _) => "Idempotent: sent again where it fails, as `Retry` says.".to_owned(),
        (false, Some(key)) => format!("Not idempotent without `{}`: then {once}.", plain(key)),
        (false, None) => format!("Not idempotent: {once}."),
    }
}

/// The error responses, with the models that their bodies are read as. Those without one stand by themselves.
fn errors(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let has_model = operation.errors.iter().any(|response| response.ty.is_some());
    let (read, unread): (Vec<_>, Vec<_>) =
        operation.errors.iter().partition(|response| !has_model || response.ty.is_some());
    let mut lists = vec![(format!("Error responses{}", read_as(context, operation)), read)];
    lists.push(("Error responses without a model".to_owned(), unread));
    let lists = lists.into_iter().filter(|(_, responses)| !responses.is_empty());
    let text = |response: &ErrorResponse| match response.ty.as_ref().and_then(Type::name) {
        Some(name) if operation.error_enum.is_some() => format!("(`models::{name}`) {}", response.docs),
        _ => response.docs.clone(),
    };
    let entries = |responses: Vec<&ErrorResponse>| {
        responses.into_iter().map(|response| entry(&response.status, &text(response))).collect::<Vec<_>>().join("\n")
    };
    lists.map(|(head, responses)| format!("{head}:\n\n{}", entries(responses))).collect()
}

/// The media types that a success can come in as well, and how.
fn other_media_types(operation: &Operation) -> Option<String> {
    let streamed = operation.streaming.as_ref().map(|streaming| &streaming.media_type);
    let others = operation.accept.others.iter().filter(|name| Some(*name) != streamed);
    let others = others.map(|name| code(name)).collect::<Vec<_>>().join(", ");
    (!others.is_empty() && operation.method != "HEAD")
        .then(|| format!("To have the response as {others}, set the header `accept`, and read it with `send_raw`."))
}

/// What error responses are read as: the API's own model, another one, or an enum of several.
fn read_as(context: &Context<'_>, operation: &Operation) -> String {
    if let Some(errors) = &operation.error_enum {
        return format!(", which `ApiError::by_status` reads as an [`operations::{}`]", errors.name);
    }
    let model = operation.errors.iter().find_map(|response| response.ty.as_ref());
    let reader = if model == context.api.error.ty.as_ref() { "ApiError::body" } else { "ApiError::json" };
    match model {
        Some(Type::Named(name)) => format!(", which `{reader}` reads as a `models::{name}`"),
        Some(_) | None => String::new(),
    }
}

/// A parameter's name as a text shows it.
fn plain(parameter: &Parameter) -> &str {
    parameter.name.as_str().trim_start_matches("r#")
}

/// An entry of a list: a name, and a text about it. One that begins with a block of its own stands below the name.
fn entry(name: &str, text: &str) -> String {
    if text.trim().is_empty() {
        return format!("- `{name}`");
    }
    let is_code = text.starts_with('`') && !text.starts_with("```");
    let is_block = begins_block(text) && !is_code;
    let paragraphs = text.split("\n\n").map(if text.contains("```") { str::to_owned } else { joined });
    let text = paragraphs.collect::<Vec<_>>().join("\n\n");
    let lines = text.lines().collect::<Vec<_>>().join("\n  ");
    if is_block { format!("- `{name}`:\n\n  {lines}") } else { format!("- `{name}`: {lines}") }
}

/// A paragraph in one line: it was broken for a text that stands by itself, and has less room in a list.
fn joined(paragraph: &str) -> String {
    let is_kept = |line: &str| begins_block(line) || line.ends_with("  ") || line.ends_with('\\');
    if paragraph.lines().any(is_kept) { paragraph.to_owned() } else { paragraph.lines().collect::<Vec<_>>().join(" ") }
}

/// Whether a line begins a block, or something that may be one.
fn begins_block(line: &str) -> bool {
    line.starts_with(['#', '>', '|', '-', '*', '+', '`', '~', ' ']) && !line.starts_with("**")
}
