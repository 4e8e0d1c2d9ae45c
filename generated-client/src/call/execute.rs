//! The one way to the network that every operation takes: from the parts of a request to the bytes of its response.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tokio::time::Instant;
use url::Url;

use crate::call::address::url;
use crate::call::attempt::{Begun, perform};
use crate::call::parts::Parts;
use crate::call::redirect::{location, redirect};
use crate::call::telemetry::Observed;
use crate::client::client::Client;
use crate::client::error::Error;
use crate::client::retry::Tries;
use crate::credentials::security::{Asked, Chosen};
use crate::transport::transport::TransportRequest;
use crate::wire::problems::InvalidRequest;
use crate::wire::raw_response::RawResponse;

/// How many redirects are followed before the next one is returned to the caller.
const REDIRECTS: usize = 5;

/// Sends a request, as often as it may be, and collects its response, whatever the status.
///
/// All tries and the waits between them stay within the time of the call.
pub(crate) async fn execute(client: &Client, parts: &Parts, call: &Observed) -> Result<RawResponse, Error> {
    let timeout = parts.timeout.unwrap_or(client.inner.timeout);
    let retry = parts.retry.as_ref().unwrap_or(&client.inner.retry);
    let url = url(client, parts)?;
    let asked = asked(client, parts, &url);
    let mut chosen = asked.choose().map_err(InvalidRequest::new)?;
    if parts.server.is_some() {
        chosen.set_origin(&asked, &client.inner.origins);
        chosen.check_origin(&asked, &client.inner.origins).map_err(InvalidRequest::new)?;
    }
    let started = Instant::now();
    let mut tries = Tries::new(retry, parts.idempotent, &parts.retry_on);
    let (mut is_renewed, mut sent_before) = (false, None);
    loop {
        let mut begun = Begun::now();
        let left = timeout.saturating_sub(begun.started.duration_since(started));
        let time = tries.time_of_next(left);
        let outcome = {
            // It is large, so it is waited for where it stands, and not moved.
            let sent = pin!(async {
                let outcome = send(client, parts, &asked, &mut chosen, &mut begun).await?;
                if is_renewed || outcome.status != StatusCode::UNAUTHORIZED || !chosen.has_given() {
                    return Ok(outcome);
                }
                is_renewed = true;
                // It is rare, and would make room for itself in each call.
                Box::pin(send_renewed(client, parts, &asked, &mut chosen, (outcome, &mut begun, call))).await
            });
            tokio::time::timeout(time, sent).await
        };
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(_) => {
                if begun.refusal.is_some() {
                    call.tell_unrenewed(None);
                }
                begun.late(client, &url, if time < left { time } else { timeout })
            }
        };
        match tries.next(&outcome) {
            Some(wait) if wait < timeout.saturating_sub(started.elapsed()) => {
                call.tell_resend(&outcome, wait);
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
        is_url_of_response: parts.url.is_some(),
        headers: &parts.headers,
        client_headers: &client.inner.headers,
    }
}

/// Whether a try ended before anything was sent, since its token could not be had.
fn is_unsent(outcome: &Result<RawResponse, Error>) -> bool {
    matches!(outcome, Err(Error::Credentials(_)))
}

/// Sends a request once, with the tokens that their sources return for it.
async fn send(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    chosen: &mut Chosen,
    begun: &mut Begun,
) -> Result<RawResponse, Error> {
    if chosen.has_sources() {
        begun.asks = true;
        Box::pin(chosen.ask(asked)).await?;
        begun.asks = false;
    }
    follow(client, parts, asked, chosen, begun).await
}

/// Sends a request once more where the sources return another token than the one that was refused. Where they fail, the
/// error response is what the server said.
async fn send_renewed(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    chosen: &mut Chosen,
    (refusal, begun, call): (RawResponse, &mut Begun, &Observed),
) -> Result<RawResponse, Error> {
    let refusal = begun.refusal.insert(refusal).clone();
    match chosen.renew(asked).await {
        Ok(true) => {}
        Ok(false) => return Ok(refusal),
        Err(error) => {
            call.tell_unrenewed(Some(&error));
            return Ok(refusal);
        }
    }
    begun.refusal = None;
    call.tell_resend(&Ok(refusal), Duration::ZERO);
    follow(client, parts, asked, chosen, begun).await
}

/// Sends a request once; follows redirects within the same origin.
async fn follow(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    chosen: &Chosen,
    begun: &mut Begun,
) -> Result<RawResponse, Error> {
    let mut url = Cow::Borrowed(asked.url);
    let mut redirects = 0;
    loop {
        let request = prepare(client, parts, asked, Url::clone(&url), chosen);
        let mut response = perform(client, request, begun).await?;
        response.location = location(&url, &response.headers);
        if redirects == REDIRECTS || parts.redirects.contains(&response.status.as_u16()) {
            return Ok(response);
        }
        match redirect(&parts.method, &url, &response) {
            Some(target) => url = Cow::Owned(target),
            None => return Ok(response),
        }
        redirects += 1;
    }
}

/// Makes the HTTP request: the client's headers, the credentials, the request's own headers over them, the body.
fn prepare(client: &Client, parts: &Parts, asked: &Asked<'_>, mut url: Url, chosen: &Chosen) -> TransportRequest {
    let own = if chosen.is_foreign() { &client.inner.foreign_headers } else { &client.inner.headers };
    // There is room for all of them, so that a credential costs no memory of its own.
    let mut headers = HeaderMap::with_capacity(own.len() + chosen.len() + 1 + parts.headers.len());
    headers.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
    chosen.add_to(asked, &mut url, &mut headers);
    headers.insert(ACCEPT, HeaderValue::from_static(parts.accept));
    for (name, value) in &parts.headers {
        headers.insert(name, value.clone());
    }
    chosen.add_cookies(asked, &mut headers);
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
