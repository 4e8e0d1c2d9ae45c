//! Where a request goes.

use url::Url;

use crate::call::parts::Parts;
use crate::client::client::{Client, Inner};
use crate::client::config::{self, ConfigError};
use crate::client::error::Error;
use crate::wire::problems::InvalidRequest;

/// The address to which a request's path is added: that of its operation, unless the client has been given a base URL.
pub(crate) fn server(client: &Client, parts: &Parts) -> Result<String, ConfigError> {
    let Inner { base_url, is_base_url_given, http_hosts, .. } = &*client.inner;
    match parts.server {
        Some(server) if !is_base_url_given => config::server(base_url, server, http_hosts),
        Some(_) | None => Ok(base_url.clone()),
    }
}

/// Where a request goes, without a credential.
pub(crate) fn url(client: &Client, parts: &Parts) -> Result<Url, Error> {
    if let Some(url) = &parts.url {
        return Ok(url.clone());
    }
    let mut text = server(client, parts)?;
    text.push_str(&parts.path);
    if !parts.query.as_str().is_empty() {
        text.push(if parts.path.contains('?') { '&' } else { '?' });
        text.push_str(parts.query.as_str());
    }
    Url::parse(&text).map_err(|error| InvalidRequest::new(format!("its path does not make a URL: {error}")).into())
}
