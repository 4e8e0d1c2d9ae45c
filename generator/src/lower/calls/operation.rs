//! One operation.

use openapiv3::Operation as OperationObject;

use super::operation_names::{OperationNames, OperationScopes};
use crate::{
    ir::{Operation, Selection},
    lower::{
        read::{operations::PathOperation, template::Template},
        requests::{
            Calls,
            content::{Content, contents},
            credentials::requirements,
            idempotency::idempotence,
            parameters::parameters,
            servers,
        },
        reserved,
        responses::{
            errors::{error_answers, error_enum},
            outputs::{accept, named_statuses, output},
            statuses::redirects,
            streams::streaming,
            verbatim::responses,
        },
        state::{Site, State},
        text,
    },
    naming::Scope,
    place::Pointer,
};

/// Lowers an operation: its names first, then what a request carries, then what comes back. `owner` is the index of its first group.
pub(super) fn operation<'a>(
    calls: &mut Calls<'a>,
    described: &PathOperation<'a>,
    scopes: &mut OperationScopes,
    owner: usize,
) -> Operation {
    let PathOperation { path, method, operation, place, .. } = described;
    let OperationNames { words, methods: names, expectation, type_name } =
        scopes.give(&calls.types.state.naming, described);
    let module = calls.types.state.naming.module(&words, &mut calls.types.state.module_names);
    let site = Site::of_type(&type_name, &module, place);
    servers::warn_of_own_server(&mut calls.types.state, described);
    let template = read_path(&mut calls.types.state, path, place);
    let mut scope = request_functions(calls);
    let mut parameters = parameters(calls, described, &template, &site, &mut scope);
    let mut contents = contents(calls, described, &site, &scope).into_iter();
    let first = contents.next().unwrap_or_default();
    let (output, is_output_sensitive) = output(calls, described, &mut scopes.types, &site);
    let streaming = streaming(calls, described, &site);
    let errors = error_answers(calls, operation, &site);
    let operation = Operation {
        id: words,
        names,
        expectation,
        type_name,
        module,
        owner,
        is_shared: false,
        selection: Selection::default(),
        place: place.clone(),
        method: method.to_uppercase(),
        path: template.to_string(),
        server: servers::own_server(described, calls.server.as_ref()),
        docs: operation_docs(operation),
        note: String::new(),
        deprecated: operation.deprecated,
        idempotent: idempotence(described, &mut parameters),
        pagination: None,
        streaming,
        parameters,
        body: None,
        is_form: false,
        statuses: named_statuses(calls.types.state.document, operation, &output),
        redirects: redirects(operation),
        output,
        is_output_sensitive,
        are_items_sensitive: false,
        accept: accept(calls.types.state.document, operation, &site),
        error_enum: error_enum(calls, &errors, &mut scopes.types, &site),
        errors,
        responses: responses(calls, operation, place),
        security: operation.security.as_deref().map(requirements),
        credentials: calls.credentials.own(described),
        servers: servers::own(described),
        sample: None,
        others: Vec::new(),
    };
    let others = contents.map(|content| other(calls, scopes, &operation, content)).collect();
    Operation { others, ..with_content(&operation, first) }
}

/// An operation with another kind of body.
fn other(calls: &Calls<'_>, scopes: &mut OperationScopes, operation: &Operation, content: Content) -> Operation {
    let (names, type_name) = scopes.give_other(&calls.types.state.naming, operation, content.suffix);
    let note = format!("The body is sent as `{}`.", content.media_type);
    with_content(&Operation { names, type_name, note, ..operation.clone() }, content)
}

/// An operation with what it sends.
fn with_content(operation: &Operation, content: Content) -> Operation {
    let Content { parts, further, body, is_form, .. } = content;
    let note = text::append(&operation.note, further);
    let parameters = operation.parameters.iter().cloned().chain(parts).collect();
    Operation { note, parameters, body, is_form, ..operation.clone() }
}

/// The names that a request's functions have taken.
fn request_functions(calls: &Calls<'_>) -> Scope {
    let options: String = calls.client_headers.iter().map(|header| format!(" with_{}", header.setter)).collect();
    Scope::reserving(format!("{}{options}", reserved::REQUEST_FUNCTIONS))
}

/// Reads a path, and warns of what stands in it and is never sent.
fn read_path<'a>(state: &mut State<'_>, path: &'a str, place: &Pointer) -> Template<'a> {
    let template = Template::read(path);
    if template.has_fragment {
        state.warn("the fragment of the path is not sent (RFC 3986, 3.5); it only tells operations apart", place);
    }
    for name in template.repeated() {
        state.warn(format!("`{{{name}}}` stands in the path more than once; one value fills every place"), place);
    }
    for lost in &template.lost {
        state.warn(format!("`{lost}` is more than a parameter; what stands around it is not sent"), place);
    }
    template
}

/// The summary of an operation, unless its description begins with it, and its description.
fn operation_docs(operation: &OperationObject) -> String {
    let description = operation.description.as_deref().map(text::markdown).unwrap_or_default();
    let summary =
        operation.summary.as_deref().map(|summary| text::summary(&text::markdown(summary))).unwrap_or_default();
    let repeated = text::summary(&description) == summary;
    text::paragraphs([if repeated { "" } else { summary.as_str() }, &description])
}
