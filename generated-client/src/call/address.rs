//! Where a request goes.

use std::borrow::Cow;

use url::Url;

use crate::call::parts::Parts;
use crate::client::client::{Client, Inner};
use crate::client::config;
use crate::client::error::Error;
use crate::wire::problems::InvalidRequest;

/// The address to which a request's path is added: that of its operation, unless the client has been given a base URL.
pub(crate) fn server<'c>(client: &'c Client, parts: &Parts) -> Result<Cow<'c, str>, InvalidRequest> {
    let Inner { base_url, is_base_url_given, http_hosts, .. } = &*client.inner;
    match parts.server {
        Some(server) if !is_base_url_given => {
            let operation = parts.operation.id;
            let unfit = |problem| InvalidRequest::new(format!("the server {server} of `{operation}` {problem}"));
            config::server(base_url, server, http_hosts).map(Cow::Owned).map_err(unfit)
        }
        Some(_) | None => Ok(Cow::Borrowed(base_url)),
    }
}

/// Where a request goes, without a credential.
pub(crate) fn url(client: &Client, parts: &Parts) -> Result<Url, Error> {
    if let Some(url) = &parts.url {
        return Ok(url.clone());
    }
    let (server, path, query) = (server(client, parts)?, &*parts.path, parts.query.as_str());
    let mut text = String::with_capacity(server.len() + path.len() + 1 + query.len());
    text.push_str(&server);
    text.push_str(path);
    if !query.is_empty() {
        text.push(if path.contains('?') { '&' } else { '?' });
        text.push_str(query);
    }
    Url::parse(&text).map_err(|error| InvalidRequest::new(format!("its path does not make a URL: {error}")).into())
}
