//! The one way to the network that every operation takes: from the parts of a request to the bytes of its response.

mod attempt;
pub(crate) mod download;
mod prepare;
mod redirect;

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use url::Url;

use crate::call::address::url;
use crate::call::execute::attempt::{Begun, perform};
use crate::call::execute::prepare::{asked, choose, prepare};
use crate::call::execute::redirect::{location, redirect};
use crate::call::parts::Parts;
use crate::call::telemetry::Observed;
use crate::client::client::Client;
use crate::client::error::Error;
use crate::client::limiter::RateLimiter;
use crate::client::retry::Tries;
use crate::credentials::security::{Asked, Chosen};
use crate::transport::transport::{TransportBody, TransportRequest};
use crate::wire::raw_response::RawResponse;

/// How many redirects are followed before the next one is returned to the caller.
const REDIRECTS: usize = 5;

/// What is done with the body of a success.
pub(crate) enum Wanted<'w> {
    /// It is collected, as that of an error response always is.
    Whole,
    /// It is put here as soon as its head is there.
    Stream(&'w mut Option<TransportBody>),
}

/// Sends a request, as often as it may be, and collects its response, whatever the status.
///
/// All tries and the waits between them stay within the time of the call.
pub(crate) async fn execute(
    client: &Client,
    parts: &Parts,
    call: &Observed,
    mut wanted: Wanted<'_>,
) -> Result<RawResponse, Error> {
    let timeout = time_of(client, parts);
    let retry = parts.retry.as_ref().unwrap_or(&client.inner.retry);
    let url = url(client, parts)?;
    let asked = asked(client, parts, &url);
    let mut chosen = choose(client, parts, &asked)?;
    let started = Instant::now();
    let mut tries = Tries::new(retry, parts.idempotent && parts.is_lasting(), &parts.retry_on);
    let (mut is_renewed, mut sent_before) = (false, None);
    loop {
        let permit = match limiter(client, parts) {
            None => None,
            // It would make room for itself in each call.
            Some(limiter) => match Box::pin(limiter.admit(started.checked_add(timeout))).await {
                Ok(permit) => Some(permit),
                Err(error) => return sent_before.unwrap_or(Err(error.into())),
            },
        };
        let mut begun = Begun::now(call.try_begins(), matches!(wanted, Wanted::Stream(_)));
        let began = begun.started;
        let left = timeout.saturating_sub(begun.started.duration_since(started));
        let time = tries.time_of_next(left);
        let outcome = {
            // It is large, so it is waited for where it stands, and not moved.
            let sent = pin!(send_or_renew(client, parts, &asked, &mut chosen, &mut begun, (&mut is_renewed, call)));
            tokio::time::timeout(time, sent).await
        };
        let outcome = match outcome {
            Ok(outcome) => {
                if let (Wanted::Stream(body), Some(stream)) = (&mut wanted, begun.stream) {
                    **body = stream.0;
                }
                outcome
            }
            Err(_) => {
                if begun.refusal.is_some() {
                    call.tell_unrenewed(None);
                }
                begun.late(client, &url, if time < left { time } else { timeout })
            }
        };
        call.try_ends(&outcome, began.elapsed());
        if let Some(permit) = permit {
            permit.ends(&outcome);
        }
        match tries.next(&outcome) {
            Some(wait) if parts.is_there() && wait < timeout.saturating_sub(started.elapsed()) => {
                call.tell_resend(&outcome, wait);
                tokio::time::sleep(wait).await;
                sent_before = if is_unsent(&outcome) { sent_before } else { Some(outcome) };
            }
            Some(_) | None => return sent_before.filter(|_| is_unsent(&outcome)).unwrap_or(outcome),
        }
    }
}

/// What a request is as HTTP: what its first try sends, with the tokens that their sources return for it.
pub(super) async fn written(client: &Client, parts: &Parts) -> Result<TransportRequest, Error> {
    let url = url(client, parts)?;
    let asked = asked(client, parts, &url);
    let mut chosen = choose(client, parts, &asked)?;
    if chosen.has_sources() {
        chosen.ask(&asked).await?;
    }
    Ok(prepare(client, parts, &asked, Url::clone(&url), &chosen, None))
}

/// The same without asking a source, and whether there is one to ask.
pub(super) fn written_unasked(client: &Client, parts: &Parts) -> Result<(TransportRequest, bool), Error> {
    let url = url(client, parts)?;
    let asked = asked(client, parts, &url);
    let chosen = choose(client, parts, &asked)?;
    let written = prepare(client, parts, &asked, Url::clone(&url), &chosen, None);
    Ok((written, chosen.has_sources()))
}

/// How long a call may take.
pub(crate) fn time_of(client: &Client, parts: &Parts) -> Duration {
    parts.timeout.unwrap_or(client.inner.timeout)
}

/// What holds calls back: those of the client's account, not of another one.
fn limiter<'c>(client: &'c Client, parts: &Parts) -> Option<&'c RateLimiter> {
    client.limiter.as_ref().filter(|_| parts.token.is_none())
}

/// Sends a request once; and once more in a call, with other tokens, where the server refuses those.
async fn send_or_renew(
    client: &Client,
    parts: &Parts,
    asked: &Asked<'_>,
    chosen: &mut Chosen,
    begun: &mut Begun,
    (is_renewed, call): (&mut bool, &Observed),
) -> Result<RawResponse, Error> {
    let outcome = send(client, parts, asked, chosen, begun).await?;
    if *is_renewed || outcome.status != StatusCode::UNAUTHORIZED || !chosen.has_given() || !parts.is_there() {
        return Ok(outcome);
    }
    *is_renewed = true;
    // It is rare, and would make room for itself in each call.
    Box::pin(send_renewed(client, parts, asked, chosen, (outcome, begun, call))).await
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
        let request = prepare(client, parts, asked, Url::clone(&url), chosen, begun.context.as_deref());
        let mut response = perform(client, request, begun).await?;
        response.location = location(&url, &response.headers);
        if redirects == REDIRECTS || parts.redirects.contains(&response.status.as_u16()) {
            return Ok(response);
        }
        match redirect(&parts.method, &url, &response) {
            Some(target) if parts.is_there() => url = Cow::Owned(target),
            Some(_) | None => return Ok(response),
        }
        redirects += 1;
    }
}
