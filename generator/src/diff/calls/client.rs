//! The client as a whole: servers, credentials, its own headers, the model of errors.

use super::{
    Comparison, Finding, Rule, fields,
    index::Index,
    renames::take_pairs,
    rules, rust,
    types::{Spot, wire},
};
use crate::{
    ir::{Api, Authentication, ClientHeader, Declared, Server, Type, Usage},
    place::Pointer,
};

impl<'a> Comparison<'a> {
    pub(super) fn client(&mut self) {
        self.servers();
        self.authentication();
        self.security(&sent("security", ""));
        self.documentation();
        self.client_headers();
        self.error_model();
    }

    fn servers(&mut self) {
        let (mut removed, mut added): (Vec<&'a Server>, Vec<&'a Server>) =
            (self.before.api.servers.iter().collect(), self.after.api.servers.iter().collect());
        // An app knows a server by its name; one of another name is known by where it is.
        let name = |server: &&'a Server| &server.name;
        let mut pairs = take_pairs(&mut removed, &mut added, name, name);
        let url = |server: &&'a Server| &server.url;
        pairs.extend(take_pairs(&mut removed, &mut added, url, url));
        for (old, new) in pairs {
            self.server(old, new);
        }
        for server in removed {
            let finding = Finding::at(Some(&server.place), None).detail(format!("`{}`", server.url));
            let finding = finding.rust(Some(rust::server(&server.name)), None);
            self.tell(&rules::SERVER_REMOVED, &spot(&server.name.to_string(), "server"), finding);
        }
        for server in added {
            let finding = Finding::at(None, Some(&server.place)).detail(format!("`{}`", server.url));
            let finding = finding.rust(None, Some(rust::server(&server.name)));
            self.tell(&rules::SERVER_ADDED, &spot(&server.name.to_string(), "server"), finding);
        }
        self.default_server();
        let (before, after) = (&self.before.api.relative_servers, &self.after.api.relative_servers);
        if before != after {
            let place = Pointer::root().child("servers");
            let shown =
                |urls: &[String]| if urls.is_empty() { "none".to_owned() } else { format!("`{}`", urls.join("`, `")) };
            let finding =
                Finding::at(Some(&place), Some(&place)).detail(format!("{} → {}", shown(before), shown(after)));
            self.tell(&rules::RELATIVE_SERVER_CHANGED, &spot("servers", "relative"), finding);
        }
    }

    fn server(&mut self, old: &Server, new: &Server) {
        let spot = spot(&old.name.to_string(), "server");
        let at = Finding::at(Some(&old.place), Some(&new.place));
        if old.name != new.name {
            let finding = at
                .detail(format!("`{}` → `{}`", old.name, new.name))
                .rust(Some(rust::server(&old.name)), Some(rust::server(&new.name)));
            self.tell(&rules::MEMBER_RENAMED, &spot, finding);
        } else if old.url != new.url {
            self.tell(&rules::SERVER_CHANGED, &spot, at.detail(format!("`{}` → `{}`", old.url, new.url)));
        } else if old.docs != new.docs {
            self.tell(&rules::DOCUMENTATION_CHANGED, &spot, at);
        }
    }

    /// What the client says of itself. A version that a header of the client bears is told there.
    fn documentation(&mut self) {
        let (before, after) = (self.before.api, self.after.api);
        let follows =
            |api: &Api| api.client_headers.iter().any(|header| header.default.as_deref() == Some(api.version.as_str()));
        let is_version_told = follows(before) && follows(after);
        let is_same = (&before.title, &before.docs) == (&after.title, &after.docs)
            && (before.version == after.version || is_version_told);
        if !is_same {
            let place = Pointer::root().child("info");
            let finding = Finding::at(Some(&place), Some(&place));
            self.tell(&rules::DOCUMENTATION_CHANGED, &spot("info", ""), finding);
        }
    }

    /// The first server is where requests go by themselves. That it has another address is told of it.
    fn default_server(&mut self) {
        let (Some(old), Some(new)) = (self.before.api.servers.first(), self.after.api.servers.first()) else { return };
        if old.name != new.name && old.url != new.url {
            let finding =
                Finding::at(Some(&old.place), Some(&new.place)).detail(format!("`{}` → `{}`", old.url, new.url));
            self.tell(&rules::DEFAULT_SERVER_CHANGED, &spot("servers", ""), finding);
        }
    }

    fn authentication(&mut self) {
        let (before, after) = (self.before.api.authentication(), self.after.api.authentication());
        if self.is_authentication_told() {
            let place = Pointer::root().child("security");
            let finding = Finding::at(Some(&place), Some(&place));
            let finding = if before == after {
                let name = |api: &Api| api.token_scheme.clone().unwrap_or_default();
                finding.detail(format!("`{}` → `{}`", name(self.before.api), name(self.after.api)))
            } else {
                finding.detail(format!("{} → {}", credentials(before), credentials(after)))
            };
            self.tell(&rules::AUTHENTICATION_CHANGED, &spot("security", ""), finding);
        }
    }

    /// A header is one line, whatever it has gained and lost.
    fn client_headers(&mut self) {
        let (before, after) = (&self.before.api.client_headers, &self.after.api.client_headers);
        for header in before {
            let spot = request_spot(header);
            match after.iter().find(|same| same.header.eq_ignore_ascii_case(&header.header)) {
                Some(same) => self.client_header((header, same), &spot),
                None => {
                    let finding = Finding::at(Some(&header.place), None)
                        .rust(Some(rust::setter(header.setter.as_str(), &header.ty)), None);
                    self.tell(&rules::CLIENT_HEADER_REMOVED, &spot, finding);
                }
            }
        }
        for header in after {
            if before.iter().all(|known| !known.header.eq_ignore_ascii_case(&header.header)) {
                let finding = Finding::at(None, Some(&header.place))
                    .rust(None, Some(rust::setter(header.setter.as_str(), &header.ty)));
                self.tell(&rules::CLIENT_HEADER_ADDED, &request_spot(header), finding);
            }
        }
    }

    fn client_header(&mut self, (old, new): (&'a ClientHeader, &'a ClientHeader), spot: &Spot) {
        if let Some(definition) = self.before.named(&old.ty) {
            self.told.insert(&definition.name);
        }
        let place = |index: &Index<'_>, header: &ClientHeader| {
            index.named(&header.ty).map_or_else(|| header.place.clone(), |definition| definition.place.clone())
        };
        let at = Finding::at(Some(&place(&self.before, old)), Some(&place(&self.after, new)));
        let (one, other) = (values(&self.before, old), values(&self.after, new));
        if !self.is_same(&old.ty, &new.ty, spot) {
            let finding = at.rust(
                Some(rust::setter(old.setter.as_str(), &old.ty)),
                Some(rust::setter(new.setter.as_str(), &new.ty)),
            );
            return self.tell(&rules::CLIENT_HEADER_TYPE_CHANGED, spot, finding);
        }
        self.limits(
            (&Declared { default: None, ..old.declared.clone() }, &Declared { default: None, ..new.declared.clone() }),
            &at,
            spot,
        );
        if old.docs != new.docs {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, Finding::at(Some(&old.place), Some(&new.place)));
        }
        let gone: Vec<_> = one.iter().filter(|(wire, _)| other.iter().all(|(known, _)| known != wire)).collect();
        let more: Vec<_> = other.iter().filter(|(wire, _)| one.iter().all(|(known, _)| known != wire)).collect();
        let follows = |header: &ClientHeader, version: &str| header.default.as_deref() == Some(version);
        let is_version = follows(old, &self.before.api.version) && follows(new, &self.after.api.version);
        let rule: &'static Rule = match (gone.is_empty(), old.default == new.default, more.is_empty()) {
            (false, _, _) => &rules::CLIENT_HEADER_VALUE_REMOVED,
            (true, false, _) if is_version => &rules::CLIENT_HEADER_VERSION_MOVED,
            (true, false, _) => &rules::CLIENT_HEADER_DEFAULT_CHANGED,
            (true, true, false) => &rules::CLIENT_HEADER_VALUE_ADDED,
            (true, true, true) => return,
        };
        let mut parts: Vec<String> = Vec::new();
        if old.default != new.default {
            let shown = |default: &Option<String>| default.as_deref().unwrap_or("none").to_owned();
            parts.push(format!("default `{}` → `{}`", shown(&old.default), shown(&new.default)));
        }
        parts.extend(gone.iter().map(|(wire, _)| format!("− `{wire}`")));
        parts.extend(more.iter().map(|(wire, _)| format!("+ `{wire}`")));
        let mut finding = at.detail(parts.join(", "));
        for (_, item) in gone {
            finding = finding.rust(Some(item.clone()), None);
        }
        for (_, item) in more {
            finding = finding.rust(None, Some(item.clone()));
        }
        self.tell(rule, spot, finding);
    }

    fn error_model(&mut self) {
        let spot = Spot { usage: Usage { request: false, response: true }, ..spot("errors", "") };
        let (before, after) = (self.before.api.error.ty.as_ref(), self.after.api.error.ty.as_ref());
        let is_same = match (before, after) {
            (Some(before), Some(after)) => self.is_same(before, after, &spot),
            (before, after) => before.is_none() && after.is_none(),
        };
        if !is_same {
            let place = |index: &Index<'a>, model: Option<&Type>| {
                let definition = model.and_then(Type::name).and_then(|name| index.definitions.get(name));
                definition.map_or_else(|| Pointer::root().child("paths"), |definition| definition.place.clone())
            };
            let shown = |index: &Index<'a>, model: Option<&Type>| {
                model.map_or_else(|| "any JSON".to_owned(), |model| wire(index, model))
            };
            let detail = format!("{} → {}", shown(&self.before, before), shown(&self.after, after));
            let places = (place(&self.before, before), place(&self.after, after));
            let finding = Finding::at(Some(&places.0), Some(&places.1))
                .detail(detail)
                .rust(Some(rust::error_body(before)), Some(rust::error_body(after)));
            self.tell(&rules::ERROR_MODEL_CHANGED, &spot, finding);
        }
    }
}

/// The values of a header, each with its variant.
fn values(index: &Index<'_>, header: &ClientHeader) -> Vec<(String, rust::Item)> {
    index.named(&header.ty).map(fields::values).unwrap_or_default()
}

fn credentials(authentication: Option<&Authentication>) -> String {
    match authentication {
        None => "none".to_owned(),
        Some(Authentication::Bearer) => "`Authorization: Bearer`".to_owned(),
        Some(Authentication::Basic) => "`Authorization: Basic`".to_owned(),
        Some(Authentication::Header(name)) => format!("the header `{name}`"),
        Some(Authentication::Query(name)) => format!("the query parameter `{name}`"),
        Some(Authentication::Cookie(name)) => format!("the cookie `{name}`"),
    }
}

fn spot(subject: &str, kind: &str) -> Spot {
    Spot { subject: subject.to_owned(), key: format!("client {kind} {subject}"), ..Spot::default() }
}

fn request_spot(header: &ClientHeader) -> Spot {
    sent(&header.header, "header")
}

/// The spot of what requests bear.
fn sent(subject: &str, kind: &str) -> Spot {
    Spot { usage: Usage { request: true, response: false }, ..spot(subject, kind) }
}
