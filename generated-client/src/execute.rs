//! The one way to the network that every operation takes: from the parts of a request to the bytes of its answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use percent_encoding::utf8_percent_encode;
use secrecy::ExposeSecret;
use tokio::time::Instant;
use url::Url;

use crate::client::{Client, Inner, Names};
use crate::config::{self, ConfigError};
use crate::error::{Error, InvalidRequest, TimeoutError, TransportError};
use crate::path::ESCAPED;
use crate::request::Parts;
use crate::retry::Tries;
use crate::telemetry::Call;
use crate::transport::{TransportRequest, TransportResponse};

/// How many redirects are followed before the next one is given to the caller.
const REDIRECTS: usize = 5;

/// An answer as it came.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Where the header `location` leads.
    pub(crate) location: Option<Url>,
    pub(crate) body: Bytes,
    pub(crate) length: Length,
}

impl RawResponse {
    /// An answer that is all there, without a `location`.
    pub(crate) fn whole(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, location: None, body, length: Length::Whole }
    }
}

/// Whether a body is all there.
#[derive(Clone, Debug)]
pub(crate) enum Length {
    /// All of it.
    Whole,
    /// It went on after so many bytes, the client's limit.
    CutOffAt(usize),
    /// It ended too early.
    BrokenOff(Interruption),
}

/// Why an answer that had begun did not come to its end.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Interruption {
    /// The connection broke.
    #[error("the connection broke before the answer was whole")]
    Broken(#[source] Arc<TransportError>),
    /// There was no more time.
    #[error("the answer was not whole within {0:?}")]
    TimedOut(Duration),
}

/// Sends a request, as often as it may be, and collects its answer, whatever the status.
///
/// All tries and the waits between them stay within the time of the call.
pub(crate) async fn execute(client: &Client, parts: &Parts, call: &Call) -> Result<RawResponse, Error> {
    let timeout = parts.timeout.unwrap_or(client.inner.timeout);
    let retry = parts.retry.as_ref().unwrap_or(&client.inner.retry);
    let url = url(client, parts)?;
    let started = Instant::now();
    let mut tries = Tries::new(retry, parts.idempotent, &parts.retry_on);
    loop {
        let left = timeout.saturating_sub(started.elapsed());
        let time = tries.time_of_next(left);
        let mut answer = Begun { head: None, body: Body::default(), started: Instant::now() };
        let outcome = match tokio::time::timeout(time, follow(client, parts, url.clone(), &mut answer)).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let after = if time < left { time } else { timeout };
                answer.interrupted(&url, Interruption::TimedOut(after)).ok_or_else(|| TimeoutError::new(after).into())
            }
        };
        match tries.next(&outcome) {
            Some(wait) if wait < timeout.saturating_sub(started.elapsed()) => {
                call.is_sent_again(&outcome, wait);
                tokio::time::sleep(wait).await;
            }
            Some(_) | None => return outcome,
        }
    }
}

/// What is known of a try before it has ended.
struct Begun {
    /// The status and the headers of the answer, as soon as they are there.
    head: Option<(StatusCode, HeaderMap)>,
    /// What has come of its body.
    body: Body,
    started: Instant,
}

impl Begun {
    /// The answer as far as it came: what its status says is known, whatever became of its body.
    fn interrupted(self, url: &Url, interruption: Interruption) -> Option<RawResponse> {
        let (status, headers) = self.head?;
        let (location, length) = (location(url, &headers), Length::BrokenOff(interruption));
        Some(RawResponse { status, headers, location, body: self.body.finish(), length })
    }
}

/// Sends a request once; follows redirects within the same origin.
async fn follow(client: &Client, parts: &Parts, mut url: Url, begun: &mut Begun) -> Result<RawResponse, Error> {
    for _ in 0..REDIRECTS {
        let mut response = perform(client, prepare(client, parts, url.clone()), begun).await?;
        response.location = location(&url, &response.headers);
        if parts.redirects.contains(&response.status.as_u16()) {
            return Ok(response);
        }
        match redirect(&parts.method, &url, &response) {
            Some(target) => url = target,
            None => return Ok(response),
        }
    }
    let mut response = perform(client, prepare(client, parts, url.clone()), begun).await?;
    response.location = location(&url, &response.headers);
    Ok(response)
}

/// The address to which a request's path is added: that of its operation, unless the client has been given a base URL.
pub(crate) fn server(client: &Client, parts: &Parts) -> Result<String, ConfigError> {
    let Inner { base_url, is_base_url_given, http_hosts, .. } = &*client.inner;
    match parts.server {
        Some(server) if !is_base_url_given => config::server(base_url, server, http_hosts),
        Some(_) | None => Ok(base_url.clone()),
    }
}

/// Where a request goes, without a token.
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

/// Makes the HTTP request: the client's headers, the request's own over them, the token, the body.
fn prepare(client: &Client, parts: &Parts, mut url: Url) -> TransportRequest {
    if let Some((name, token)) = &client.inner.query_token {
        let token = token.expose_secret();
        let name = utf8_percent_encode(name, ESCAPED).to_string();
        // An address that an answer gave may bear a token already.
        let others = url.query().into_iter().flat_map(|query| query.split('&'));
        let others = others.filter(|pair| pair.split('=').next() != Some(name.as_str()));
        let token = format!("{name}={}", utf8_percent_encode(token, ESCAPED));
        let query: Vec<&str> = others.chain([token.as_str()]).collect();
        url.set_query(Some(&query.join("&")));
    }
    let mut headers = client.inner.headers.clone();
    for (name, value) in &parts.headers {
        headers.insert(name, value.clone());
    }
    let is_empty = parts.body.as_ref().is_none_or(Bytes::is_empty);
    if is_empty && means_content(&parts.method) {
        headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    TransportRequest::new(parts.operation, parts.method.clone(), url, headers, parts.body.clone())
}

/// Whether a method is about the content that it sends, so that it says it where there is none (RFC 9110, section 8.6).
fn means_content(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// Sends one HTTP request and reads its answer up to the client's limit, or as far as it comes.
async fn perform(client: &Client, request: TransportRequest, begun: &mut Begun) -> Result<RawResponse, Error> {
    begun.head = None;
    let response = client.inner.transport.send(request).await;
    let TransportResponse { status, headers, body: mut pieces } =
        response.map_err(|error| error.into_error(begun.started.elapsed()))?;
    begun.head = Some((status, headers));
    let limit = client.inner.response_limit;
    let length = loop {
        match pieces.next().await {
            Ok(Some(piece)) => {
                if !begun.body.push(piece, limit) {
                    break Length::CutOffAt(limit);
                }
            }
            Ok(None) => break Length::Whole,
            Err(error) if error.is_timeout() => {
                break Length::BrokenOff(Interruption::TimedOut(begun.started.elapsed()));
            }
            Err(error) => break Length::BrokenOff(Interruption::Broken(Arc::new(error))),
        }
    };
    let (_, headers) = begun.head.take().unwrap_or_default();
    Ok(RawResponse { length, ..RawResponse::whole(status, headers, std::mem::take(&mut begun.body).finish()) })
}

/// Where the header `location` of an answer leads, which may be relative to where the request went (RFC 9110, 10.2.2).
fn location(url: &Url, headers: &HeaderMap) -> Option<Url> {
    url.join(headers.get(LOCATION)?.to_str().ok()?).ok()
}

/// A body in the reading; one that comes in a single chunk is not copied.
#[derive(Default)]
struct Body {
    first: Bytes,
    all: BytesMut,
}

impl Body {
    /// Adds a chunk; false where it goes beyond the limit, and only what is within it was added.
    fn push(&mut self, mut chunk: Bytes, limit: usize) -> bool {
        let room = limit - self.len();
        let fits = chunk.len() <= room;
        chunk.truncate(room);
        if self.len() == 0 {
            self.first = chunk;
        } else {
            if self.all.is_empty() {
                self.all.extend_from_slice(&std::mem::take(&mut self.first));
            }
            self.all.extend_from_slice(&chunk);
        }
        fits
    }

    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

/// Where a redirect leads, if it is one to follow.
///
/// The token goes with every request, so another host, port or scheme is never followed. Nor is a redirect that would
/// make a GET of another method: the caller would take the answer for that of its own call.
fn redirect(method: &Method, from: &Url, response: &RawResponse) -> Option<Url> {
    let keeps_method = match response.status {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => {
            *method == Method::GET || *method == Method::HEAD
        }
        _ => false,
    };
    let target = response.location.as_ref()?;
    (keeps_method && target.origin() == from.origin()).then(|| target.clone())
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect_of(method: &Method, status: u16, to: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, to.parse().expect("it is a header value"));
        let status = StatusCode::from_u16(status).expect("it is a status");
        let from = Url::parse("https://a.example/x/y?z=1").expect("it is a URL");
        let location = location(&from, &headers);
        let response = RawResponse { location, ..RawResponse::whole(status, headers, Bytes::new()) };
        redirect(method, &from, &response).map(String::from)
    }

    #[test]
    fn redirects_within_the_origin_are_followed() {
        assert_eq!(redirect_of(&Method::GET, 302, "/v").as_deref(), Some("https://a.example/v"));
        assert_eq!(redirect_of(&Method::GET, 303, "v").as_deref(), Some("https://a.example/x/v"));
        assert_eq!(redirect_of(&Method::POST, 307, "/v").as_deref(), Some("https://a.example/v"));
    }

    #[test]
    fn redirects_to_another_origin_are_not_followed() {
        for location in ["https://b.example/", "//b.example/", "http://a.example/v", "https://a.example:8443/v"] {
            assert_eq!(redirect_of(&Method::GET, 308, location), None, "{location}");
        }
    }

    #[test]
    fn a_post_never_becomes_a_get() {
        for status in [301, 302, 303] {
            assert_eq!(redirect_of(&Method::POST, status, "/v"), None);
        }
    }

    #[test]
    fn statuses_that_are_no_redirects_are_not_followed() {
        for status in [200, 201, 300, 304] {
            assert_eq!(redirect_of(&Method::GET, status, "/v"), None);
        }
    }

    #[test]
    fn a_body_is_cut_off_at_the_limit() {
        let mut body = Body::default();
        assert!(body.push(Bytes::from_static(b"abc"), 5));
        assert!(body.push(Bytes::from_static(b"de"), 5));
        assert!(!body.push(Bytes::from_static(b"f"), 5));
        assert_eq!(body.finish(), "abcde");
    }
}
