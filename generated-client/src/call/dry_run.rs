//! A request that is shown and not sent.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Uri};
use serde_json::Value;

use crate::api::Scheme;
use crate::call::execute::{written, written_unasked};
use crate::call::request::Request;
use crate::client::error::Error;
use crate::credentials::sounding::without_credential;
use crate::transport::transport::TransportRequest;
use crate::wire::operation::Endpoint;
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::upload::UploadBody;

/// What would be sent.
impl<O: Endpoint> Request<O> {
    /// The HTTP request that [`send`](Self::send) sends first, complete **with the credentials** that it carries, which are marked as
    /// sensitive: to sign it, or to send it by other means. A token source is asked. Nothing is sent.
    /// As of [`dry_run`](Self::dry_run), an observer's headers of a trace are not part of it, and no limiter holds it back.
    ///
    /// # Errors
    ///
    /// As of [`send`](Self::send) where nothing is sent: an [`Error::InvalidRequest`] or [`Error::Credentials`]; the first, too, where the
    /// body is an [`Upload`](crate::Upload) that is read as it is sent.
    pub async fn to_http(&self) -> Result<http::Request<Bytes>, Error> {
        let mut request = self.clone();
        request.complete()?;
        if request.parts.upload.is_some() {
            return Err(
                InvalidRequest::new("its body is read as it is sent, and so is not there to be returned").into()
            );
        }
        let TransportRequest { method, url, headers, body, .. } = written(&request.client, &request.parts).await?;
        let uri = Uri::try_from(url.as_str());
        let uri = uri.map_err(|error| InvalidRequest::new(format!("its address is no URI of HTTP: {error}")))?;
        let mut request = http::Request::new(body.unwrap_or_default());
        (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) = (method, uri, headers);
        Ok(request)
    }

    /// What [`send`](Self::send) would send, to be shown. It is checked as there, but nothing is sent, and no token source is asked.
    /// The headers of a trace, which an [`Observer`](crate::Observer) adds to each try, are not part of it, and no
    /// [`RateLimiter`](crate::RateLimiter) holds it back.
    ///
    /// # Errors
    ///
    /// An [`Error::InvalidRequest`], as of [`send`](Self::send).
    pub fn dry_run(&self) -> Result<DryRun, Error> {
        let mut request = self.clone();
        request.complete()?;
        let (written, asks_for_token) = written_unasked(&request.client, &request.parts)?;
        Ok(DryRun { request: written, schemes: request.client.inner.api.schemes, asks_for_token })
    }
}

/// A request that is not sent: of [`Request::dry_run`].
///
/// Shown, it is the method and the address, a line for each header, and the body, JSON over several lines. No credential is in it: `***`
/// stands in its place.
#[derive(Clone)]
pub struct DryRun {
    request: TransportRequest,
    /// What of its query is a credential.
    schemes: &'static [Scheme],
    asks_for_token: bool,
}

impl DryRun {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.request.method
    }

    /// The address; a credential in its query is `***`.
    #[must_use]
    pub fn url(&self) -> String {
        let (mut url, mut separator) = (self.request.url.clone(), '?');
        url.set_query(None);
        let mut shown = String::from(url);
        for pair in self.request.url.query().into_iter().flat_map(|query| query.split('&')) {
            let without = without_credential(pair, self.schemes);
            shown.push(separator);
            shown.push_str(without);
            shown.push_str(if without.len() < pair.len() { "***" } else { "" });
            separator = '&';
        }
        shown
    }

    /// The headers. Those that carry a credential are [marked](http::HeaderValue::is_sensitive) as sensitive.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The body; empty where there is none, or where it is an [`upload`](Self::upload).
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.request.body.as_deref().unwrap_or_default()
    }

    /// The body that is read as it is sent, of which nothing is read yet.
    #[must_use]
    pub const fn upload(&self) -> Option<&UploadBody> {
        self.request.upload.as_ref()
    }

    /// Whether a token is not in it since its [source](crate::TokenSource) is asked only by a call.
    #[must_use]
    pub const fn asks_for_token(&self) -> bool {
        self.asks_for_token
    }

    fn is_json(&self) -> bool {
        let content_type = self.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        content_type.is_some_and(|content_type| content_type.contains("json"))
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method(), self.url())?;
        for (name, value) in self.headers() {
            let value = if value.is_sensitive() { "***".into() } else { String::from_utf8_lossy(value.as_bytes()) };
            write!(formatter, "\n{name}: {value}")?;
        }
        if self.asks_for_token {
            formatter.write_str("\n(and a token, for which its source is asked)")?;
        }
        if let Some(upload) = self.upload() {
            return match upload.length() {
                Some(length) => write!(formatter, "\n\n({length} bytes, read as they are sent)"),
                None => formatter.write_str("\n\n(bytes that are read as they are sent)"),
            };
        }
        let json = self.is_json().then(|| serde_json::from_slice::<Value>(self.body()).ok()).flatten();
        match (json, str::from_utf8(self.body())) {
            (None, Ok("")) => Ok(()),
            (Some(json), _) => write!(formatter, "\n\n{json:#}"),
            (None, Ok(text)) => write!(formatter, "\n\n{text}"),
            (None, Err(_)) => write!(formatter, "\n\n({} bytes)", self.body().len()),
        }
    }
}

impl fmt::Debug for DryRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DryRun({} {})", self.method(), self.request.operation.path)
    }
}
