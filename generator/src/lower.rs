//! Typed document -> intermediate representation. All decisions fall here and in [`naming`](crate::naming).

mod alternatives;
mod calls;
mod merges;
mod read;
mod requests;
mod reserved;
mod responses;
mod samples;
mod shapes;
mod state;
mod text;
mod types;
mod whole;

use std::{collections::BTreeSet, sync::Arc};

use openapiv3::OpenAPI;

use self::{
    calls::{operations, webhooks},
    requests::{
        Calls, Credentials, client_headers::client_headers, credentials::requirements, security, servers,
        version_header::version_header,
    },
    state::State,
    types::Types,
    whole::{facts, openings},
};
use crate::{
    dialect::Moved,
    error::{Diagnostic, Errors, Source},
    ir::Api,
    place::Pointer,
    settings::Settings,
};

/// Lowers a document.
///
/// # Errors
///
/// Everything in the description that can't be a client, all at once. What it can do without becomes a warning and
/// comes back beside the result.
pub fn lower(document: &OpenAPI, settings: &Settings, source: &Arc<Source>) -> Result<(Api, Vec<Diagnostic>), Errors> {
    let mut types = Types::new(State::new(document, settings, source));
    types::lower_components(&mut types);
    let mut calls = Calls::new(types, Credentials::new(document));
    security::warn_of_schemes(&mut calls.types.state, &calls.credentials);
    security::warn_of_collisions(&mut calls.types.state, &calls.credentials);
    calls.client_headers = client_headers(&mut calls);
    let (operations, groups) = operations(&mut calls);
    security::name_setters(&mut calls);
    let webhooks = webhooks(&mut calls.types);
    let servers = servers::servers(document, &calls.types.state.naming);
    servers::warn_of_servers(&mut calls.types.state);
    servers::warn_of_addresses(&mut calls.types.state, &servers);
    security::warn_of_foreign(&mut calls, &operations, &servers);
    security::check_credential_origins(&mut calls.types.state);
    let error = facts::error_model(&calls.types);
    let Calls { types: Types { mut state, .. }, credentials, client_headers, texts, .. } = calls;
    let mut api = Api {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        summary: text::markdown(&summary(&document.info)),
        docs: document.info.description.as_deref().map(text::markdown).unwrap_or_default(),
        servers,
        relative_servers: servers::relative_servers(document),
        token_scheme: credentials.token_scheme(document),
        always_asks: credentials.always_asks(&operations),
        credential_origins: settings.client.credential_origins.clone(),
        security: requirements(document.security.as_deref().unwrap_or_default()),
        credentials: credentials.shared,
        schemes: credentials.schemes,
        token_variables: settings.client.token_variables.clone(),
        client_headers,
        version_header: version_header(settings),
        error,
        rate_limit: facts::rate_limit(settings),
        groups,
        operations,
        definitions: std::mem::take(&mut state.definitions),
        libraries: facts::libraries(settings),
        webhooks,
        openings: Vec::new(),
        moved: Moved::default(),
        described: BTreeSet::new(),
    };
    whole::complete(&mut api, &mut state, &texts);
    samples::samples(&mut api);
    api.openings = openings(&api, std::mem::take(&mut state.openings), &texts);
    state.diagnostics.sort_by_key(|place| position(document, place));
    let warnings = state.diagnostics.finish()?;
    api.definitions.sort_by(|one, other| one.module.cmp(&other.module));
    Ok((api, warnings))
}

/// What the client is of, in a sentence.
fn summary(info: &openapiv3::Info) -> String {
    match info.version.as_str() {
        "" => format!("The {}.", info.title),
        version => format!("The {} in version {version}.", info.title),
    }
}

/// Where in the description a component or a path stands. They are lowered in another order; diagnostics keep this one.
fn position(document: &OpenAPI, place: &Pointer) -> (usize, Option<usize>) {
    match place.tokens().as_slice() {
        ["components", "schemas", inside @ ..] => {
            let schemas = document.components.as_ref().map(|components| &components.schemas);
            (0, schemas.zip(inside.first()).and_then(|(schemas, name)| schemas.get_index_of(*name)))
        }
        ["paths", inside @ ..] => (1, inside.first().and_then(|path| document.paths.paths.get_index_of(*path))),
        _ => (2, None),
    }
}
