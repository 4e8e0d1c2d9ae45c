//! Credentials: which schemes the client knows, what their setters are called, and where they may go.

use indexmap::{IndexMap, IndexSet};

use super::{
    credentials::{Credentials, is_said},
    state::Calls,
};
use crate::{
    error::Diagnostic,
    ir::{Authentication, OpeningKind, Operation, Scheme, Server},
    lower::{read::operations::path_operations, reserved, state::State},
    naming::Scope,
    origin::{is_origin, no_address, no_origin, origin},
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
        state.warn_open(OpeningKind::LeftToCaller, message, &scheme.place);
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
    let mut scope = Scope::reserving(format!("{}{taken}", reserved::BUILDER_FUNCTIONS));
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

/// Warns of schemes of one requirement that are sent in the same place: only one of them can be.
pub(crate) fn warn_of_collisions(state: &mut State<'_>, credentials: &Credentials) {
    let document = state.document;
    let shared = document.security.iter().map(|security| (security, Pointer::root().child("security")));
    let own = path_operations(document)
        .filter_map(|described| Some((described.operation.security.as_ref()?, described.place.child("security"))));
    let requirements: Vec<_> = shared.chain(own).collect();
    for (security, place) in requirements {
        for (index, requirement) in security.iter().enumerate() {
            for (spot, names) in collisions(requirement.keys(), &credentials.schemes) {
                let last = names.last().copied().unwrap_or_default();
                let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
                let message =
                    format!("{all} are asked for at once, and each is sent as {spot}: only that of `{last}` is sent");
                let help = "where one of them will do, make them alternatives (`security: [{one: []}, {other: []}]`), in an \
                            overlay for example";
                state.diagnostics.push(Diagnostic::warning(message).at(state.source, &place.child(index)).help(help));
            }
        }
    }
}

/// The places of a request in which more than one of these schemes is sent, with the names of those.
fn collisions<'a>(
    requirement: impl Iterator<Item = &'a String>,
    schemes: &[Scheme],
) -> impl Iterator<Item = (String, Vec<&'a str>)> {
    let mut spots: IndexMap<String, Vec<&str>> = IndexMap::new();
    for name in requirement {
        let scheme = schemes.iter().find(|scheme| scheme.name == *name);
        if let Some(authentication) = scheme.and_then(|scheme| scheme.authentication.as_ref()) {
            spots.entry(spot(authentication)).or_default().push(name);
        }
    }
    spots.into_iter().filter(|(_, names)| names.len() > 1)
}

/// Where a credential is sent, the same text for the same place.
fn spot(authentication: &Authentication) -> String {
    match authentication {
        Authentication::Bearer | Authentication::Basic => "the header `authorization`".to_owned(),
        Authentication::Header(name) => format!("the header `{}`", name.to_ascii_lowercase()),
        Authentication::Query(name) => format!("the pair `{name}` of the query"),
        Authentication::Cookie(name) => format!("the cookie `{name}`"),
    }
}

/// Warns of each operation whose own server the client sends nothing to, and of each that asks for a credential where no
/// credential goes: the client refuses to send it.
pub(crate) fn warn_of_foreign(calls: &mut Calls<'_>, operations: &[Operation], servers: &[Server]) {
    let servers = servers.iter().map(|server| server.url.as_str());
    let homes: IndexSet<String> = calls.server.as_deref().into_iter().chain(servers).filter_map(origin).collect();
    let state = &mut calls.types.state;
    let shared = &calls.credentials.shared;
    let named = &state.settings.client.credential_origins;
    let foreign: Vec<String> =
        operations.iter().filter_map(|operation| refused(operation, shared, &homes, named)).collect();
    // The line of the settings that lets all of them through, so that each warning shows the same one.
    let allowed: IndexSet<&String> = named.iter().chain(&foreign).collect();
    let allowed = allowed.into_iter().map(|origin| format!("\"{origin}\"")).collect::<Vec<_>>().join(", ");
    for operation in operations {
        let warning = match refused(operation, shared, &homes, named) {
            Some(own) => of_foreign(operation, shared, &homes, &own).help(format!(
                "where {own} may have them, put `credential-origins = [{allowed}]` under `[client]` of codegen.toml"
            )),
            None => match operation.server.as_deref().and_then(|server| Some((server, no_address(server)?))) {
                Some((server, reason)) => of_no_address(operation, server, reason),
                None => continue,
            },
        };
        let place = operation.servers.as_ref().map_or(&operation.place, |servers| &servers.place);
        state.diagnostics.push(warning.at(state.source, place));
    }
}

/// The origin of an operation's own server, where it asks for a credential that does not go there.
fn refused(
    operation: &Operation,
    shared: &[Vec<String>],
    homes: &IndexSet<String>,
    named: &[String],
) -> Option<String> {
    let own = operation.server.as_deref().and_then(origin)?;
    let asks = !operation.credentials.as_deref().unwrap_or(shared).is_empty();
    let is_foreign = homes.iter().any(|home| *home != own) && !named.contains(&own);
    (asks && is_foreign).then_some(own)
}

fn of_foreign(operation: &Operation, shared: &[Vec<String>], homes: &IndexSet<String>, own: &str) -> Diagnostic {
    let others: Vec<&str> = homes.iter().filter(|home| **home != own).map(String::as_str).collect();
    let is_optional = operation.credentials.as_deref().unwrap_or(shared).iter().any(Vec::is_empty);
    let (asks, refuses) = if is_optional {
        ("may carry a credential", "the client refuses to send it where it has that")
    } else {
        ("asks for a credential", "the client refuses to send it")
    };
    Diagnostic::warning(format!(
        "`{}` {asks} and goes to {own}, but a client of {} sends its credentials to that origin alone: {refuses}",
        operation.id,
        others.join(" or "),
    ))
}

fn of_no_address(operation: &Operation, server: &str, reason: &str) -> Diagnostic {
    let message = format!("`{}` goes to {server}, which {reason}: the client refuses to send it", operation.id);
    let help = "correct its `servers`, in an overlay for example; an app may allow a host of its own with \
                `ClientBuilder::danger_allow_http`";
    Diagnostic::warning(message).help(help)
}
