//! What a try sends: the address, the credentials, the headers and the body of a request.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::call::parts::Parts;
use crate::client::client::Client;
use crate::credentials::security::{Asked, Chosen};
use crate::transport::transport::TransportRequest;
use crate::wire::problems::InvalidRequest;

/// Chooses the credentials of a request, where they may go.
pub(super) fn choose(client: &Client, parts: &Parts, asked: &Asked<'_>) -> Result<Chosen, InvalidRequest> {
    let mut chosen = asked.choose().map_err(InvalidRequest::new)?;
    if parts.server.is_some() {
        chosen.set_origin(asked, &client.inner.origins);
        chosen.check_origin(asked, &client.inner.origins).map_err(InvalidRequest::new)?;
    }
    Ok(chosen)
}

/// What a request asks for.
pub(super) fn asked<'a>(client: &'a Client, parts: &'a Parts, url: &'a Url) -> Asked<'a> {
    Asked {
        operation: parts.operation.id,
        alternatives: parts.security,
        credentials: &client.credentials,
        token: parts.token.as_ref(),
        url,
        is_url_of_response: parts.url.is_some(),
        headers: &parts.headers,
        client_headers: &client.inner.headers,
    }
}

/// Makes the HTTP request: the client's headers, the `context` of its trace, the credentials, the request's own headers over them, the
/// body.
pub(super) fn prepare(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    mut url: Url,
    chosen: &Chosen,
    context: Option<&HeaderMap>,
) -> TransportRequest {
    let own = if chosen.is_foreign() { &client.inner.foreign_headers } else { &client.inner.headers };
    // There is room for all of them, so that a credential costs no memory of its own.
    let context_length = context.map_or(0, HeaderMap::len);
    let mut headers = HeaderMap::with_capacity(own.len() + context_length + chosen.len() + 1 + parts.headers.len());
    headers.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
    if let Some(context) = context.filter(|_| !chosen.is_foreign()) {
        context.iter().for_each(|(name, value)| drop(headers.insert(name, value.clone())));
    }
    chosen.add_to(asked, &mut url, &mut headers);
    headers.insert(ACCEPT, HeaderValue::from_static(parts.accept));
    for (name, value) in &parts.headers {
        headers.insert(name, value.clone());
    }
    parts.add_cookies(&mut headers);
    chosen.add_cookies(asked, &mut headers);
    let is_empty = parts.upload.is_none() && parts.body.as_ref().is_none_or(Bytes::is_empty);
    if is_empty && means_content(&parts.method) {
        headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    let request = TransportRequest::new(parts.operation, parts.method.clone(), url, headers, parts.body.clone());
    TransportRequest { upload: parts.upload.clone(), ..request }
}

/// Whether a method is about the content that it sends, so that it says it where there is none (RFC 9110, section 8.6).
fn means_content(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}
