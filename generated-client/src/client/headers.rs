//! The headers that go with every request: those of the API, and those of the app.

use std::collections::HashSet;
use std::fmt::Display;

use http::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use secrecy::{ExposeSecret, SecretString};

use crate::api::Api;
use crate::client::config::{self, ConfigError};
use crate::credentials::sounding::is_credential;

/// A header of every request, as it was given.
#[derive(Clone)]
pub(super) struct Header {
    pub(super) name: String,
    value: SecretString,
    giver: Giver,
}

/// Who says that there is such a header.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Giver {
    /// The description, or the settings of the generator.
    Api,
    /// The app.
    App,
}

impl Header {
    pub(super) fn new(name: &str, value: impl Display, giver: Giver) -> Self {
        Self { name: name.to_owned(), value: value.to_string().into(), giver }
    }
}

/// The headers of every request of an API, and those of them that may go to a server that is not the client's.
pub(super) fn all(api: &Api, user_agent: &str, given: &[Header]) -> Result<(HeaderMap, HeaderMap), ConfigError> {
    let own = [(USER_AGENT.as_str(), user_agent)].into_iter().chain(api.headers.iter().copied());
    let own = own.map(|(name, value)| (name, value, Giver::Api));
    let given = given.iter().map(|header| (&*header.name, header.value.expose_secret(), header.giver));
    let (mut headers, mut known) = (HeaderMap::new(), HashSet::new());
    for (name, value, giver) in own.chain(given) {
        let (name, mut value) = config::header(name, value)?;
        if giver == Giver::Api {
            known.insert(name.clone());
        }
        value.set_sensitive(is_credential(api.schemes, (&name, &value), known.contains(&name)));
        headers.insert(name, value);
    }
    let is_harmless = |(name, value): &(&HeaderName, &HeaderValue)| known.contains(*name) && !value.is_sensitive();
    let harmless = headers.iter().filter(is_harmless).map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok((headers, harmless))
}
