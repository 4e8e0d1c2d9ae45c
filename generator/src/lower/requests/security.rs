//! Credentials: which schemes the client knows, what their setters are called, and where they may go.

use indexmap::{IndexMap, IndexSet};

use super::{
    credentials::{Credentials, is_said},
    state::Calls,
};
use crate::{
    error::Diagnostic,
    ir::{Authentication, Operation, Scheme, Server},
    lower::{read::operations::path_operations, reserved, state::State},
    naming::Scope,
    origin::{is_origin, no_origin, origin},
    place::Pointer,
};

/// Warns of schemes that the client does not know or that nothing declares, and where nothing says which operations ask for
/// which.
pub(crate) fn warn_of_schemes(state: &mut State<'_>, credentials: &Credentials) {
    let document = state.document;
    let place = Pointer::root().child("components").child("securitySchemes");
    let own = path_operations(document).filter_map(|described| described.operation.security.as_ref());
    let asked: IndexSet<&String> = document.security.iter().chain(own).flatten().flat_map(IndexMap::keys).collect();
    for name in asked {
        if credentials.schemes.iter().all(|scheme| scheme.name != *name) {
            state.warn(format!("no security scheme `{name}` is declared"), &place);
        }
    }
    for scheme in credentials.schemes.iter().filter(|scheme| scheme.authentication.is_none()) {
        let message =
            format!("the client knows no credential of the kind of `{}`; set its header by hand", scheme.name);
        state.warn(message, &scheme.place);
    }
    if document.security.is_some() || is_said(document) {
        return;
    }
    let declared: usize = document.components.iter().map(|components| components.security_schemes.len()).sum();
    match credentials.schemes.as_slice() {
        [scheme] if scheme.authentication.is_some() => {
            let name = &scheme.name;
            let message =
                format!("nothing says which operations ask for `{name}`; all are sent with it where the client has it");
            state.warn(message, &scheme.place);
        }
        _ if declared > 1 => {
            let message = "nothing says which operations ask for which of the security schemes, so that none is sent with a \
                           credential; say it with `security`, in an overlay for example";
            state.warn(message, &place);
        }
        _ => {}
    }
}

/// Names the setters of the schemes, which the builder has beside those of headers, and behind all of these the setters of
/// their sources. One that is called as the token's own setter needs no other.
pub(crate) fn name_setters(calls: &mut Calls<'_>) {
    let taken: String = calls.client_headers.iter().map(|header| format!(" {}", header.setter)).collect();
    let mut scope = Scope::reserving(&format!("{}{taken}", reserved::BUILDER_FUNCTIONS));
    let naming = &calls.types.state.naming;
    let token = calls.credentials.token_scheme(calls.types.state.document);
    let mut schemes: Vec<&mut Scheme> = calls.credentials.schemes.iter_mut().collect();
    schemes.sort_by(|one, other| one.name.cmp(&other.name));
    for scheme in schemes.iter_mut().filter(|scheme| scheme.authentication.is_some()) {
        let is_token = token.as_ref() == Some(&scheme.name) && scheme.authentication != Some(Authentication::Basic);
        if !(is_token && scheme.name == "token") {
            scheme.setter = Some(naming.method(&scheme.name, &mut scope));
        }
    }
    for scheme in schemes.into_iter().filter(|scheme| scheme.setter.is_some()) {
        scheme.source_setter = Some(naming.method(&format!("{} source", scheme.name), &mut scope));
    }
}

/// Tells which of the settings' `credential-origins` is no origin. Those of a file have been checked, with their places, as it
/// was read.
pub(crate) fn check_credential_origins(state: &mut State<'_>) {
    let named = &state.settings.client.credential_origins;
    for text in named.iter().filter(|text| !is_origin(text)) {
        state.diagnostics.push(no_origin(text));
    }
}

/// Warns of each operation that asks for a credential where no credential goes: the client refuses to send it.
pub(crate) fn warn_of_foreign(calls: &mut Calls<'_>, operations: &[Operation], servers: &[Server]) {
    let servers = servers.iter().map(|server| server.url.as_str());
    let homes: IndexSet<String> = calls.server.as_deref().into_iter().chain(servers).filter_map(origin).collect();
    let state = &mut calls.types.state;
    for operation in operations {
        let asked = operation.credentials.as_ref().unwrap_or(&calls.credentials.shared);
        let Some(own) = operation.server.as_deref().and_then(origin) else { continue };
        let others: Vec<&str> = homes.iter().filter(|home| **home != own).map(String::as_str).collect();
        let named = &state.settings.client.credential_origins;
        if asked.is_empty() || others.is_empty() || named.contains(&own) {
            continue;
        }
        let origins: Vec<String> = named.iter().chain([&own]).map(|origin| format!("\"{origin}\"")).collect();
        let is_optional = asked.iter().any(Vec::is_empty);
        let (asks, refuses) = if is_optional {
            ("may bear a credential", "the client refuses to send it where it has that")
        } else {
            ("asks for a credential", "the client refuses to send it")
        };
        let message = format!(
            "`{}` {asks} and goes to {own}, but a client of {} sends its credentials to that origin alone: {refuses}",
            operation.id,
            others.join(" or "),
        );
        let help = format!(
            "where {own} may have them, put `credential-origins = [{}]` under `[client]` of codegen.toml",
            origins.join(", ")
        );
        let place = operation.servers.as_ref().map_or(&operation.place, |servers| &servers.place);
        state.diagnostics.push(Diagnostic::warning(message).at(state.source, place).help(help));
    }
}
