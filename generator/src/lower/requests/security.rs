//! Credentials: which schemes the client knows, what their setters are called, and where they may go.

use indexmap::{IndexMap, IndexSet};
use url::{Host, Url};

use super::{
    credentials::{Credentials, is_said},
    state::Calls,
};
use crate::{
    error::Diagnostic,
    ir::{Authentication, Operation, Scheme, Server},
    lower::{read::operations::path_operations, reserved, state::State},
    naming::Scope,
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

/// Names the setters of the schemes, which the builder has beside those of headers. One that is called as the token's own
/// setter needs no other.
pub(crate) fn name_setters(calls: &mut Calls<'_>) {
    let taken: String = calls.client_headers.iter().map(|header| format!(" {}", header.setter)).collect();
    let mut scope = Scope::reserving(&format!("{}{taken}", reserved::BUILDER_FUNCTIONS));
    let token = calls.credentials.token_scheme(calls.types.state.document);
    let mut schemes: Vec<&mut Scheme> = calls.credentials.schemes.iter_mut().collect();
    schemes.sort_by(|one, other| one.name.cmp(&other.name));
    for scheme in schemes.into_iter().filter(|scheme| scheme.authentication.is_some()) {
        let is_token = token.as_ref() == Some(&scheme.name) && scheme.authentication != Some(Authentication::Basic);
        if !(is_token && scheme.name == "token") {
            scheme.setter = Some(calls.types.state.naming.method(&scheme.name, &mut scope));
        }
    }
}

/// Tells which of the settings' `credential-origins` is no origin.
pub(crate) fn check_credential_origins(state: &mut State<'_>) {
    let named = &state.settings.client.credential_origins;
    for text in named.iter().filter(|text| origin(text).as_ref() != Some(text)) {
        let error = Diagnostic::error(format!("`{text}` in `credential-origins` of codegen.toml is no origin"));
        let help =
            "an origin is `https://` and a host, perhaps a port, in small letters: \"https://files.example.com\"";
        state.diagnostics.push(error.help(help));
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

/// The origin of an address (RFC 6454, section 4) that a credential may go to: https, or http on this machine.
fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_local = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let may_go = url.scheme() == "https" || (url.scheme() == "http" && is_local);
    let has_user = !url.username().is_empty() || url.password().is_some();
    (may_go && !has_user).then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        let check = |url, expected: Option<&str>| assert_eq!(origin(url).as_deref(), expected, "{url}");
        check("https://api.example.com/v1?x=1", Some("https://api.example.com"));
        check("HTTPS://API.example.com:443", Some("https://api.example.com"));
        check("https://api.example.com:8443/", Some("https://api.example.com:8443"));
        check("http://localhost:80/x", Some("http://localhost"));
        check("https://api.example.com:0443/", Some("https://api.example.com"));
        check("https://b\u{fc}cher.example", Some("https://xn--bcher-kva.example"));
        check("http://127.example.com", None);
        check("https://api.example.com\\@evil.example", Some("https://api.example.com"));
        check("http://[::1]:8080", Some("http://[::1]:8080"));
        check("http://api.example.com", None);
        check("https://me@api.example.com", None);
        check("https://", None);
        check("/v1", None);
    }
}
