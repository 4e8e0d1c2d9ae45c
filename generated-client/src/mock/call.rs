//! A call as a mock saw it.

use std::fmt;

use http::Method;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use crate::api::Scheme;
use crate::credentials::sounding::without_credential;
use crate::transport::transport::TransportRequest;
use crate::wire::operation::OperationName;

/// A call that a [`Mock`](super::Mock) was sent.
#[derive(Clone)]
pub struct Call {
    request: TransportRequest,
    /// The security schemes of the API: what of the request may be a credential.
    schemes: &'static [Scheme],
}

impl Call {
    pub(super) fn new(request: TransportRequest, schemes: &'static [Scheme]) -> Self {
        Self { request, schemes }
    }

    /// Which operation was called.
    #[must_use]
    pub fn operation(&self) -> OperationName {
        self.request.operation
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    /// The path, percent-encoded as it went out.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.url.path()
    }

    /// What stands in the place of a parameter of the path, decoded.
    #[must_use]
    pub fn path_parameter(&self, name: &str) -> Option<String> {
        // What a base URL may have before the path is left alone.
        let template = self.request.operation.path.trim_start_matches('/').rsplit('/');
        let segments = template.zip(self.path().rsplit('/'));
        segments.filter_map(|(template, segment)| parameter(template, segment, name)).next()
    }

    /// The values of a query parameter, decoded, in their order.
    #[must_use]
    pub fn query(&self, name: &str) -> Vec<String> {
        let pairs = form_urlencoded::parse(self.request.url.query().unwrap_or_default().as_bytes());
        pairs.filter(|(known, _)| known == name).map(|(_, value)| value.into_owned()).collect()
    }

    /// The value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name)?.to_str().ok()
    }

    /// The body; empty where there is none.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.request.body.as_deref().unwrap_or_default()
    }

    /// The body as JSON: as the model of the request, or as a [`Value`](crate::Value).
    ///
    /// # Errors
    ///
    /// It is no JSON, or not of that shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(self.body())
    }
}

/// The method, the path with its query, and the body. A credential in the query is not shown.
impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method(), self.path())?;
        for (index, pair) in self.request.url.query().into_iter().flat_map(|query| query.split('&')).enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(formatter, "{separator}{}", without_credential(pair, self.schemes))?;
        }
        match self.body() {
            [] => Ok(()),
            body => write!(formatter, " {}", String::from_utf8_lossy(body)),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Call({self})")
    }
}

/// The decoded value of `{name}` in a segment of a path, which may have text around it and more parameters in it.
fn parameter(template: &str, segment: &str, name: &str) -> Option<String> {
    let (mut template, mut rest) = (template, segment);
    while let Some((before, after)) = template.split_once('{') {
        let (found, behind) = after.split_once('}')?;
        let value = rest.strip_prefix(before)?;
        let next = behind.split('{').next().unwrap_or_default();
        let end = if next.is_empty() { value.len() } else { value.find(next)? };
        if found == name {
            return Some(percent_decode_str(&value[..end]).decode_utf8_lossy().into_owned());
        }
        (template, rest) = (behind, &value[end..]);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_in_their_segments() {
        assert_eq!(parameter("{id}", "a%2Fb", "id").as_deref(), Some("a/b"));
        assert_eq!(parameter("{id}", "a", "other"), None);
        assert_eq!(parameter("v{id}.json", "v7.json", "id").as_deref(), Some("7"));
        assert_eq!(parameter("{from}..{to}", "1..20", "from").as_deref(), Some("1"));
        assert_eq!(parameter("{from}..{to}", "1..20", "to").as_deref(), Some("20"));
        assert_eq!(parameter("pages", "pages", "id"), None);
    }
}
