//! The one way to the network that every operation takes: from the parts of a request to the bytes of its answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tokio::time::Instant;
use url::Url;

use crate::call::request::Parts;
use crate::call::telemetry::Call;
use crate::client::client::{Client, Inner, Names};
use crate::client::config::{self, ConfigError};
use crate::client::error::{Error, InvalidRequest, TimeoutError, TransportError};
use crate::client::retry::Tries;
use crate::client::transport::{TransportRequest, TransportResponse};
use crate::credentials::security::{Asked, Bearing};
use crate::credentials::token_error::TokenError;

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
    let asked = asked(client, parts, &url);
    let mut bearing = asked.choose().map_err(InvalidRequest::new)?;
    if parts.server.is_some() {
        bearing.check_origin(&asked, &client.inner.origins).map_err(InvalidRequest::new)?;
    }
    let started = Instant::now();
    let mut tries = Tries::new(retry, parts.idempotent, &parts.retry_on);
    let (mut is_renewed, mut sent_before) = (false, None);
    loop {
        let left = timeout.saturating_sub(started.elapsed());
        let time = tries.time_of_next(left);
        let mut begun = Begun::now();
        let sent = async {
            let outcome = send(client, parts, &asked, &mut bearing, &mut begun).await?;
            if is_renewed || outcome.status != StatusCode::UNAUTHORIZED || !bearing.has_given() {
                return Ok(outcome);
            }
            is_renewed = true;
            // It is rare, and would make room for itself in each call.
            Box::pin(send_renewed(client, parts, &asked, &mut bearing, (outcome, &mut begun, call))).await
        };
        let outcome = match tokio::time::timeout(time, sent).await {
            Ok(outcome) => outcome,
            Err(_) => begun.late(&url, if time < left { time } else { timeout }),
        };
        match tries.next(&outcome) {
            Some(wait) if wait < timeout.saturating_sub(started.elapsed()) => {
                call.is_sent_again(&outcome, wait);
                tokio::time::sleep(wait).await;
                sent_before = if is_unsent(&outcome) { sent_before } else { Some(outcome) };
            }
            Some(_) | None => return sent_before.filter(|_| is_unsent(&outcome)).unwrap_or(outcome),
        }
    }
}

/// What a request asks for.
fn asked<'a>(client: &'a Client, parts: &'a Parts, url: &'a Url) -> Asked<'a> {
    Asked {
        operation: parts.operation.id,
        alternatives: parts.security,
        credentials: &client.credentials,
        token: parts.token.as_ref(),
        url,
        is_url_of_answer: parts.url.is_some(),
        headers: &parts.headers,
        client_headers: &client.inner.headers,
    }
}

/// Whether a try ended before anything was sent, since its token could not be had.
fn is_unsent(outcome: &Result<RawResponse, Error>) -> bool {
    matches!(outcome, Err(Error::Credentials(_)))
}

/// What is known of a try before it has ended.
struct Begun {
    /// Whether it waits for a token.
    asks: bool,
    /// The answer that refused the token, while another one is asked for.
    refusal: Option<RawResponse>,
    /// The status and the headers of the answer, as soon as they are there.
    head: Option<(StatusCode, HeaderMap)>,
    /// What has come of its body.
    body: Body,
    started: Instant,
}

impl Begun {
    fn now() -> Self {
        Self { asks: false, refusal: None, head: None, body: Body::default(), started: Instant::now() }
    }

    /// What is known where there is no more time. While it waits for a token, nothing is under way.
    fn late(self, url: &Url, after: Duration) -> Result<RawResponse, Error> {
        match self {
            Self { refusal: Some(refusal), .. } => Ok(refusal),
            Self { asks: true, .. } => Err(TokenError::late(after).into()),
            begun => {
                begun.interrupted(url, Interruption::TimedOut(after)).ok_or_else(|| TimeoutError::new(after).into())
            }
        }
    }

    /// The answer as far as it came: what its status says is known, whatever became of its body.
    fn interrupted(self, url: &Url, interruption: Interruption) -> Option<RawResponse> {
        let (status, headers) = self.head?;
        let (location, length) = (location(url, &headers), Length::BrokenOff(interruption));
        Some(RawResponse { status, headers, location, body: self.body.finish(), length })
    }
}

/// Sends a request once, with the tokens that their sources give for it.
async fn send(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    bearing: &mut Bearing,
    begun: &mut Begun,
) -> Result<RawResponse, Error> {
    if bearing.has_sources(asked) {
        begun.asks = true;
        Box::pin(bearing.ask(asked)).await?;
        begun.asks = false;
    }
    follow(client, parts, asked, bearing, begun).await
}

/// Sends a request once more where the sources give another token than the one that was refused. Where they fail, the
/// refusal is what the server said.
async fn send_renewed(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    bearing: &mut Bearing,
    (refusal, begun, call): (RawResponse, &mut Begun, &Call),
) -> Result<RawResponse, Error> {
    let refusal = begun.refusal.insert(refusal).clone();
    if !bearing.renew(asked).await.unwrap_or(false) {
        return Ok(refusal);
    }
    begun.refusal = None;
    call.is_sent_again(&Ok(refusal), Duration::ZERO);
    follow(client, parts, asked, bearing, begun).await
}

/// Sends a request once; follows redirects within the same origin.
async fn follow(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    bearing: &Bearing,
    begun: &mut Begun,
) -> Result<RawResponse, Error> {
    let mut url = asked.url.clone();
    for _ in 0..REDIRECTS {
        let mut response = perform(client, prepare(client, parts, asked, url.clone(), bearing), begun).await?;
        response.location = location(&url, &response.headers);
        if parts.redirects.contains(&response.status.as_u16()) {
            return Ok(response);
        }
        match redirect(&parts.method, &url, &response) {
            Some(target) => url = target,
            None => return Ok(response),
        }
    }
    let mut response = perform(client, prepare(client, parts, asked, url.clone(), bearing), begun).await?;
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

/// Makes the HTTP request: the client's headers, the credentials, the request's own headers over them, the body.
fn prepare(client: &Client, parts: &Parts, asked: &Asked<'_>, mut url: Url, bearing: &Bearing) -> TransportRequest {
    let own = if bearing.is_foreign() { &client.inner.foreign_headers } else { &client.inner.headers };
    // With room for all of them, a credential costs no memory of its own.
    let mut headers = HeaderMap::with_capacity(own.len() + bearing.len() + parts.headers.len());
    headers.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
    bearing.bear(asked, &mut url, &mut headers);
    for (name, value) in &parts.headers {
        headers.insert(name, value.clone());
    }
    bearing.bear_cookies(asked, &mut headers);
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
/// What the request bears would go with it, so another host, port or scheme is never followed. Nor is a redirect that would
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
