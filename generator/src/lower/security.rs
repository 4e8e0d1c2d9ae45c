//! Credentials: how requests bear those of each scheme, which of them operations ask for, and where they may go.

use indexmap::{IndexMap, IndexSet};
use openapiv3::SecurityRequirement;

use super::{
    Lowering, described,
    operations::{PathOperation, path_operations},
    reserved,
};
use crate::{
    error::Diagnostic,
    ir::{Authentication, ClientHeader, Operation, Scheme, Server},
    naming::Scope,
    origin::{is_origin, no_origin, origin},
    place::Pointer,
};

impl Lowering<'_> {
    /// The schemes in use, without the names of their setters. Of one that the client does not know, or that nothing
    /// declares, is warned.
    pub(super) fn security_schemes(&mut self) -> Vec<Scheme> {
        let schemes = described::schemes(self.document);
        let place = Pointer::root().child("components").child("securitySchemes");
        let own = path_operations(self.document).filter_map(|described| described.operation.security.as_ref());
        let asked: IndexSet<&String> =
            self.document.security.iter().chain(own).flatten().flat_map(IndexMap::keys).collect();
        for name in asked {
            if schemes.iter().all(|scheme| scheme.name != *name) {
                self.warn(format!("no security scheme `{name}` is declared"), &place);
            }
        }
        for scheme in schemes.iter().filter(|scheme| scheme.authentication.is_none()) {
            let message =
                format!("the client knows no credential of the kind of `{}`; set its header by hand", scheme.name);
            self.warn(message, &scheme.place);
        }
        schemes
    }

    /// The scheme of the client's token: the first that the whole description asks for, else the first of those in use.
    pub(super) fn token_scheme(&self) -> Option<String> {
        let asked = self.document.security.iter().flatten().flat_map(IndexMap::keys);
        let known = self.schemes.iter().filter(|scheme| scheme.authentication.is_some()).map(|scheme| &scheme.name);
        let mut candidates = asked.chain(known).filter(|name| self.is_known(name));
        candidates.next().cloned()
    }

    /// Whether requests can bear the credential of a scheme.
    fn is_known(&self, name: &str) -> bool {
        self.schemes.iter().any(|scheme| scheme.name == name && scheme.authentication.is_some())
    }

    /// What operations ask for that say nothing of their own. Where no operation says anything, but there is one scheme,
    /// its credential is sent if the client has it: why else would it be described?
    pub(super) fn shared_credentials(&mut self) -> Vec<Vec<String>> {
        let is_said = path_operations(self.document).any(|described| described.operation.security.is_some());
        match (self.document.security.as_deref(), self.schemes.as_slice()) {
            (Some(requirements), _) => self.credentials(requirements),
            (None, [scheme]) if !is_said && scheme.authentication.is_some() => {
                let (name, place) = (scheme.name.clone(), scheme.place.clone());
                let message = format!(
                    "nothing says which operations ask for `{name}`; all are sent with it where the client has it"
                );
                self.warn(message, &place);
                vec![Vec::new(), vec![name]]
            }
            (None, _) => {
                let components = self.document.components.iter();
                if !is_said && components.map(|components| components.security_schemes.len()).sum::<usize>() > 1 {
                    let message = "nothing says which operations ask for which of the security schemes, so that none is sent \
                                   with a credential; say it with `security`, in an overlay for example";
                    self.warn(message.to_owned(), &Pointer::root().child("components").child("securitySchemes"));
                }
                Vec::new()
            }
        }
    }

    /// What an operation asks for, where that is not what all others do.
    pub(super) fn own_credentials(&self, described: &PathOperation<'_>) -> Option<Vec<Vec<String>>> {
        let own = self.credentials(described.operation.security.as_deref()?);
        (own != self.credentials).then_some(own)
    }

    /// Requirements as the client obeys them. Those of schemes that it does not know stay: what an operation asks for is not
    /// made optional by that, and its header can be set by hand.
    fn credentials(&self, requirements: &[SecurityRequirement]) -> Vec<Vec<String>> {
        let names = |requirement: &SecurityRequirement| -> Vec<String> { requirement.keys().cloned().collect() };
        let alternatives: IndexSet<Vec<String>> = requirements.iter().map(names).collect();
        if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives.into_iter().collect() }
    }

    /// The schemes with the names of their setters, which the builder has beside those of headers, and behind all of these
    /// the setters of their sources. One that is called as
    /// the token's own setter needs no other.
    pub(super) fn name_setters(&mut self, headers: &[ClientHeader]) {
        let taken: String = headers.iter().map(|header| format!(" {}", header.setter)).collect();
        let mut scope = Scope::reserving(&format!("{}{taken}", reserved::BUILDER_FUNCTIONS));
        let token = self.token_scheme();
        let mut schemes: Vec<&mut Scheme> = self.schemes.iter_mut().collect();
        schemes.sort_by(|one, other| one.name.cmp(&other.name));
        for scheme in schemes.iter_mut().filter(|scheme| scheme.authentication.is_some()) {
            let is_token = token.as_ref() == Some(&scheme.name) && scheme.authentication != Some(Authentication::Basic);
            if !(is_token && scheme.name == "token") {
                scheme.setter = Some(self.naming.method(&scheme.name, &mut scope));
            }
        }
        for scheme in schemes.into_iter().filter(|scheme| scheme.setter.is_some()) {
            scheme.source_setter = Some(self.naming.method(&format!("{} source", scheme.name), &mut scope));
        }
    }

    /// Where credentials go besides the client's own server, as the settings say it.
    pub(super) fn credential_origins(&mut self) -> Vec<String> {
        let named = &self.settings.client.credential_origins;
        // Those of a file have been checked, with their places, as it was read.
        for text in named.iter().filter(|text| !is_origin(text)) {
            self.diagnostics.push(no_origin(text));
        }
        named.clone()
    }

    /// Whether every operation asks for a credential that the client knows.
    pub(super) fn always_asks(&self, operations: &[Operation]) -> bool {
        let asks = |operation: &Operation| {
            let asked = operation.credentials.as_ref().unwrap_or(&self.credentials);
            !asked.is_empty() && asked.iter().all(|names| names.iter().any(|name| self.is_known(name)))
        };
        !operations.is_empty() && operations.iter().all(asks)
    }

    /// Warns of each operation that asks for a credential where no credential goes: the client refuses to send it.
    pub(super) fn warn_of_foreign(&mut self, operations: &[Operation], servers: &[Server]) {
        let servers = servers.iter().map(|server| server.url.as_str());
        let homes: IndexSet<String> = self.server.as_deref().into_iter().chain(servers).filter_map(origin).collect();
        for operation in operations {
            let asked = operation.credentials.as_ref().unwrap_or(&self.credentials);
            let Some(own) = operation.server.as_deref().and_then(origin) else { continue };
            let others: Vec<&str> = homes.iter().filter(|home| **home != own).map(String::as_str).collect();
            let named = &self.settings.client.credential_origins;
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
            self.diagnostics.push(Diagnostic::warning(message).at(self.source, place).help(help));
        }
    }
}
