//! Servers: those of the client, and those that single operations have of their own.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Server as ServerObject, ServerVariable};

use crate::{
    error::Diagnostic,
    ir::{OwnServers, Server},
    lower::{
        read::operations::{PathOperation, path_operations},
        state::State,
        text,
    },
    naming::{Naming, Scope},
    origin::no_address,
    place::Pointer,
    quoted::code,
};

/// The servers that have an address of their own, the default first. Each is named by `x-name`, else by what its host
/// has and the others don't (`api.eu.example.com` -> `Eu`), else by its description. A server with variables of several
/// values becomes one for each combination of them.
pub(crate) fn servers(document: &OpenAPI, naming: &Naming) -> Vec<Server> {
    let all = client_servers(document);
    let mut scope = Scope::default();
    let mut servers = Vec::new();
    let hosts = Hosts::new(all.iter().map(|(server, _)| host_labels(&server.url)));
    for (server, place) in &all {
        let text = server.description.as_deref().map(text::markdown).unwrap_or_default();
        for (value, url) in addresses(server) {
            let words = value.unwrap_or_else(|| server_words(server, &hosts));
            let docs = text::paragraphs([text::summary(&text).as_str(), &code(&url)]);
            servers.push(Server { name: naming.variant(&words, &mut scope), place: place.clone(), url, docs });
        }
    }
    servers
}

/// Warns of servers that are left out because the client does not know their addresses, or because they are too many.
pub(crate) fn warn_of_servers(state: &mut State<'_>) {
    for (server, place) in client_servers(state.document) {
        let choices = choices(server);
        if choices > CHOICES {
            let message =
                format!("the variables of the server make {choices} addresses; only that of the defaults has a name");
            state.warn(message, &place);
        }
    }
    let is_alone = client_servers(state.document).is_empty();
    for (index, server) in state.document.servers.iter().enumerate().filter(|(_, server)| !is_usable(server)) {
        let place = Pointer::root().child("servers").child(index);
        match (is_whole(server), is_alone) {
            (false, _) => warn_of_variable(state, server, &place),
            (true, true) => {
                state.warn("the server has no address of its own; the client must be given a base URL", &place);
            }
            (true, false) => {
                let message = format!("the server `{}` has no address of its own; it is left out", server.url);
                state.warn(message, &place);
            }
        }
    }
}

/// Warns of servers of the client that it refuses as they are.
pub(crate) fn warn_of_addresses(state: &mut State<'_>, servers: &[Server]) {
    for server in servers {
        if let Some(reason) = no_address(&server.url) {
            let url: String = server.url.chars().flat_map(char::escape_debug).collect();
            let message = format!("the server `{url}` {reason}; a client is not built with it");
            let help = "give the client another base URL, or correct the server in an overlay; an app may allow http for \
                        a host that it names, with `ClientBuilder::danger_allow_http`";
            state.diagnostics.push(Diagnostic::warning(message).at(state.source, &server.place).help(help));
        }
    }
}

/// The servers of the client: those of the description; where it has none, all that operations have of their own.
fn client_servers(document: &OpenAPI) -> Vec<(&ServerObject, Pointer)> {
    let root = Pointer::root().child("servers");
    let shared = document.servers.iter().enumerate().map(|(index, server)| (server, root.child(index)));
    let shared: Vec<_> = shared.filter(|(server, _)| is_usable(server)).collect();
    if !shared.is_empty() {
        return shared;
    }
    let own = path_operations(document).flat_map(|described| own_servers(&described));
    let own = own.filter(|(server, _)| is_usable(server));
    let mut by_url: IndexMap<&str, (&ServerObject, Pointer)> = IndexMap::new();
    own.for_each(|(server, place)| {
        by_url.entry(server.url.as_str()).or_insert((server, place));
    });
    by_url.into_values().collect()
}

/// The servers of an operation, or else of its path, as the description has them.
pub(crate) fn own(described: &PathOperation<'_>) -> Option<OwnServers> {
    let own = own_servers(described);
    let (_, first) = own.first()?;
    let place = first.parent();
    Some(OwnServers { place, urls: own.iter().map(|(server, _)| server.url.clone()).collect() })
}

/// The servers of an operation, or else of its path.
fn own_servers<'a>(described: &PathOperation<'a>) -> Vec<(&'a ServerObject, Pointer)> {
    let path = Pointer::root().descendant(["paths", described.path, "servers"]);
    let lists = [(&described.operation.servers, described.place.child("servers")), (&described.item.servers, path)];
    let own = lists.into_iter().find(|(servers, _)| !servers.is_empty());
    let each = own.into_iter().flat_map(|(servers, place)| {
        servers.iter().enumerate().map(move |(index, server)| (server, place.child(index)))
    });
    each.collect()
}

/// Where requests go.
pub(crate) fn shared(document: &OpenAPI) -> Option<String> {
    first(&client_servers(document))
}

/// Warns of an operation that is sent where all the others are, because its own server can't be told.
pub(crate) fn warn_of_own_server(state: &mut State<'_>, described: &PathOperation<'_>) {
    if let Some((server, place)) = own_servers(described).first().filter(|(server, _)| !is_whole(server)) {
        warn_of_variable(state, server, place);
    }
}

fn warn_of_variable(state: &mut State<'_>, server: &ServerObject, place: &Pointer) {
    let message = format!("the server `{}` has a variable that is not declared; it is left out", server.url);
    state.warn(message, place);
}

/// Where an operation is sent, if not where all the others are: to the first of its own servers. One without a host is
/// an address relative to that of all the others.
pub(crate) fn own_server(described: &PathOperation<'_>, shared: Option<&String>) -> Option<String> {
    let servers = own_servers(described);
    servers.first().filter(|(server, _)| is_whole(server))?;
    let own = first(&servers).filter(|own| shared != Some(own))?;
    Some(if own.is_empty() { "/".to_owned() } else { own })
}

/// The address of the first server, without a slash at the end.
fn first(servers: &[(&ServerObject, Pointer)]) -> Option<String> {
    servers.first().and_then(|(server, _)| addresses(server).into_iter().next()).map(|(_, url)| url)
}

/// Whether a client can send something there as it is.
fn is_usable(server: &ServerObject) -> bool {
    is_absolute(server) && is_whole(server)
}

/// Whether every variable of a server's address is declared.
fn is_whole(server: &ServerObject) -> bool {
    addresses(server).iter().all(|(_, url)| !url.contains('{'))
}

/// Whether a server has a scheme that the client speaks.
fn is_absolute(server: &ServerObject) -> bool {
    let scheme = server.url.split("://").next().unwrap_or_default();
    server.url.contains("://") && ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The hosts of all servers, by the labels of their names.
struct Hosts<'a> {
    /// How many servers have each.
    counts: HashMap<Vec<&'a str>, usize>,
    /// What all of them have.
    shared: HashSet<&'a str>,
}

impl<'a> Hosts<'a> {
    fn new(hosts: impl Iterator<Item = Vec<&'a str>>) -> Self {
        let mut counts = HashMap::new();
        hosts.for_each(|host| *counts.entry(host).or_default() += 1);
        let labels = counts.keys().map(|host| host.iter().copied().collect::<HashSet<_>>());
        let shared = labels.reduce(|shared, labels| &shared & &labels).unwrap_or_default();
        Self { counts, shared }
    }
}

/// What a server is called.
fn server_words(server: &ServerObject, hosts: &Hosts<'_>) -> String {
    let host = host_labels(&server.url);
    let is_only = hosts.counts.get(&host) == Some(&1);
    let own: Vec<&str> = host.into_iter().filter(|label| !hosts.shared.contains(label)).collect();
    let given = server.extensions.get("x-name").and_then(serde_json::Value::as_str);
    let short = server.description.as_deref().filter(|description| description.split_whitespace().count() <= 3);
    match (given, own.as_slice(), short) {
        (Some(name), _, _) => name.to_owned(),
        (None, [], _) if is_only => "production".to_owned(),
        (None, [label], _) if is_only => (*label).to_owned(),
        (None, _, Some(description)) => description.to_owned(),
        (None, own, None) if is_only && own.len() <= 3 => own.join(" "),
        (None, _, None) => "production".to_owned(),
    }
}

/// The addresses of a server, each with the values of its variables that have several: one address for each combination, that of all
/// defaults first. Where there are too many, that one alone.
fn addresses(server: &ServerObject) -> Vec<(Option<String>, String)> {
    // https://{region}.{zone}.example.com, region: eu or us, zone: a or b -> eu a, eu b, us a, us b
    let url = server.url.trim_end_matches('/').to_owned();
    let mut addresses = vec![(None, url)];
    for (name, variable) in server.variables.iter().flatten() {
        let values = if choices(server) > CHOICES { vec![&variable.default] } else { values(variable) };
        let is_choice = values.len() > 1;
        let with = |(words, url): (Option<String>, String)| {
            let placed = format!("{{{name}}}");
            let of = move |value: &&String| {
                let words = match (&words, is_choice) {
                    (words, false) => words.clone(),
                    (None, true) => Some((*value).clone()),
                    (Some(words), true) => Some(format!("{words} {value}")),
                };
                (words, url.replace(&placed, value))
            };
            values.iter().map(of).collect::<Vec<_>>()
        };
        addresses = addresses.into_iter().flat_map(with).collect();
    }
    addresses
}

/// How many addresses one server makes at most: nobody looks through more variants.
const CHOICES: usize = 64;

/// How many combinations the variables of a server have.
fn choices(server: &ServerObject) -> usize {
    let counts = server.variables.iter().flatten().map(|(_, variable)| values(variable).len());
    counts.fold(1, usize::saturating_mul)
}

/// The values of a variable, the default first.
fn values(variable: &ServerVariable) -> Vec<&String> {
    if variable.enumeration.len() < 2 {
        return vec![&variable.default];
    }
    let mut values: Vec<&String> = variable.enumeration.iter().collect();
    values.sort_by_key(|value| **value != variable.default);
    values
}

/// `https://api.eu.example.com/v1` -> `api`, `eu`, `example`, `com`
fn host_labels(url: &str) -> Vec<&str> {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', ':']).next().unwrap_or_default();
    host.split('.').collect()
}

/// The addresses that the client can't know by itself.
pub(crate) fn relative_servers(document: &OpenAPI) -> Vec<String> {
    let urls = document.servers.iter().map(|server| server.url.clone());
    urls.filter(|url| !(url.starts_with("https://") || url.starts_with("http://"))).collect()
}
