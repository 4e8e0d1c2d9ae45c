//! Redirects that are not followed, because they lead to another origin: what an error says of them.

use std::fmt;

use http::header::{HeaderMap, LOCATION};
use url::Url;

/// Where a redirect leads that is not followed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Elsewhere {
    /// Scheme, host and port; the rest of an address may contain a secret.
    origin: String,
    /// The variant of `Server` that is there.
    server: Option<&'static str>,
}

impl Elsewhere {
    /// What the header `Location` of a response says, if that is another origin than the one that was asked; `servers` are
    /// those of the description, by the variants of `Server`.
    pub(crate) fn of(servers: &[(&'static str, &str)], headers: &HeaderMap, asked: &Url) -> Option<Self> {
        let target = asked.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
        let origin = target.origin();
        if origin == asked.origin() || target.host().is_none() {
            return None;
        }
        let is_there = |url: &str| Url::parse(url).is_ok_and(|url| url.origin() == origin);
        let server = servers.iter().find(|(_, url)| is_there(url)).map(|(name, _)| *name);
        Some(Self { origin: origin.ascii_serialization(), server })
    }
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "it redirects to another origin, `{}`, which is not followed", self.origin)?;
        match self.server {
            Some(server) => write!(formatter, ": that is `Server::{server}`, for `ClientBuilder::server`"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVERS: &[(&str, &str)] = &[("Us", "https://api.example.com/v1"), ("Eu", "https://api.eu.example.com/v1")];

    fn told(location: &str) -> String {
        let headers = HeaderMap::from_iter([(LOCATION, location.parse().expect("it is a header value"))]);
        let asked = Url::parse("https://api.example.com/v1/pages").expect("it is a URL");
        Elsewhere::of(SERVERS, &headers, &asked).map_or_else(String::new, |elsewhere| elsewhere.to_string())
    }

    #[test]
    fn another_server_of_the_description_is_named() {
        assert_eq!(
            told("https://api.eu.example.com/v1/pages?key=s3cret"),
            "it redirects to another origin, `https://api.eu.example.com`, which is not followed: that is `Server::Eu`, for \
             `ClientBuilder::server`"
        );
    }

    #[test]
    fn any_other_host_is_named() {
        const TOLD: &str = "it redirects to another origin, `https://b.example:8443`, which is not followed";
        assert_eq!(told("https://me:s3cret@b.example:8443/login"), TOLD);
        assert_eq!(told("//b.example:8443/login"), TOLD);
    }

    #[test]
    fn the_same_origin_is_not_elsewhere() {
        assert_eq!(told("/v2"), "");
        assert_eq!(told("https://api.example.com/v2"), "");
        assert_eq!(told("mailto:a@b.example"), "");
    }
}
