//! Credentials: how requests bear those of each scheme, which of them operations ask for, and where they may go.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{OpenAPI, SecurityRequirement};
use url::{Host, Url};

use super::state::Calls;
use crate::{
    error::Diagnostic,
    ir::{Authentication, Operation, Scheme, Server},
    lower::{
        read::{
            operations::{PathOperation, path_operations},
            schemes,
        },
        reserved,
        state::State,
    },
    naming::Scope,
    place::Pointer,
};

/// The security schemes in use, and what operations ask for that say nothing of their own.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub schemes: Vec<Scheme>,
    /// Alternatives, each the schemes that go together.
    pub shared: Vec<Vec<String>>,
}

impl Credentials {
    /// What a description says of them. Where no operation says anything, but there is one scheme, its credential is sent if
    /// the client has it: why else would it be described?
    pub(crate) fn new(document: &OpenAPI) -> Self {
        let schemes = schemes::schemes(document);
        let shared = match (document.security.as_deref(), schemes.as_slice()) {
            (Some(requirements), _) => obeyed(requirements),
            (None, [scheme]) if !is_said(document) && scheme.authentication.is_some() => {
                vec![Vec::new(), vec![scheme.name.clone()]]
            }
            (None, _) => Vec::new(),
        };
        Self { schemes, shared }
    }

    /// The scheme of the client's token: the first that the whole description asks for, else the first of those in use.
    pub(crate) fn token_scheme(&self, document: &OpenAPI) -> Option<String> {
        let asked = document.security.iter().flatten().flat_map(IndexMap::keys);
        let known = self.schemes.iter().filter(|scheme| scheme.authentication.is_some()).map(|scheme| &scheme.name);
        let mut candidates = asked.chain(known).filter(|name| self.is_known(name));
        candidates.next().cloned()
    }

    /// Whether requests can bear the credential of a scheme.
    fn is_known(&self, name: &str) -> bool {
        self.schemes.iter().any(|scheme| scheme.name == name && scheme.authentication.is_some())
    }

    /// What an operation asks for, where that is not what all others do.
    pub(crate) fn own(&self, described: &PathOperation<'_>) -> Option<Vec<Vec<String>>> {
        let own = obeyed(described.operation.security.as_deref()?);
        (own != self.shared).then_some(own)
    }

    /// Whether a parameter of an operation is a credential that the client sends with it.
    pub(crate) fn has(&self, described: &PathOperation<'_>, location: &str, name: &str) -> bool {
        let own = self.own(described);
        let mut asked = own.as_ref().unwrap_or(&self.shared).iter().flatten();
        asked.any(|asked| match self.schemes.iter().find(|scheme| scheme.name == *asked) {
            None => false,
            Some(scheme) => match &scheme.authentication {
                Some(Authentication::Header(header)) => location == "header" && header.eq_ignore_ascii_case(name),
                Some(Authentication::Query(key)) => location == "query" && key == name,
                Some(Authentication::Cookie(cookie)) => location == "cookie" && cookie == name,
                Some(Authentication::Bearer | Authentication::Basic) | None => false,
            },
        })
    }

    /// Whether every operation asks for a credential that the client knows.
    pub(crate) fn always_asks(&self, operations: &[Operation]) -> bool {
        let asks = |operation: &Operation| {
            let asked = operation.credentials.as_ref().unwrap_or(&self.shared);
            !asked.is_empty() && asked.iter().all(|names| names.iter().any(|name| self.is_known(name)))
        };
        !operations.is_empty() && operations.iter().all(asks)
    }
}

/// Requirements as the client obeys them. Those of schemes that it does not know stay: what an operation asks for is not
/// made optional by that, and its header can be set by hand.
fn obeyed(requirements: &[SecurityRequirement]) -> Vec<Vec<String>> {
    let names = |requirement: &SecurityRequirement| -> Vec<String> { requirement.keys().cloned().collect() };
    let alternatives: IndexSet<Vec<String>> = requirements.iter().map(names).collect();
    if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives.into_iter().collect() }
}

/// Whether any operation says itself what it asks for.
fn is_said(document: &OpenAPI) -> bool {
    path_operations(document).any(|described| described.operation.security.is_some())
}

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
