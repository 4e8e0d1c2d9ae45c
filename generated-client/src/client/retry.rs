//! When a failed call is sent again, and after what wait.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;
use http::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use crate::client::error::{Error, is_transient};
use crate::wire::raw_response::{Length, RawResponse};

/// How often a failed call is sent again, and how long the client waits before that.
///
/// **What is sent again**, at most twice by default:
///
/// - any call whose connection could not be made, or whose response has the status 429: the server has not acted on it; one
///   whose token could not be had, where its [source](crate::TokenSource) says so;
/// - a call that is idempotent ([`Operation::IDEMPOTENT`](crate::Operation::IDEMPOTENT): by its method, or because the
///   description says so), after a connection that broke, a try that timed out, and the statuses 408, 500, 502, 503
///   and 504;
/// - a call whose response has a status of [`Request::with_retry_on`](crate::Request::with_retry_on).
///
/// Any other is not: the server may have acted, and a second message may be one too many. The request goes out again
/// byte by byte as it did the first time.
///
/// **The wait** is what the response asks for: the header `Retry-After` (seconds or a date); else, after a 429 or where no
/// call is left, until the rate limit is reset; in either case up to a tenth longer, so that calls that were refused at
/// once do not come back at once. Else it doubles from try to try, with jitter. All tries and waits together stay within the time of the call ([`Request::with_timeout`](crate::Request::with_timeout)): where a wait
/// would go beyond it, the call ends at once with the error of its last try.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "it does nothing until a client or a request is given it"]
pub struct Retry {
    max_retries: u32,
    min_delay: Option<Duration>,
    max_delay: Option<Duration>,
    try_timeout: Option<Duration>,
}

/// The first wait unless somebody says otherwise.
const MIN_DELAY: Duration = Duration::from_millis(500);

/// The longest wait unless somebody says otherwise.
const MAX_DELAY: Duration = Duration::from_secs(8);

/// The largest part of a wait that jitter adds to it where the server asks for the wait, and the most that it adds.
const JITTER: (f64, Duration) = (0.1, Duration::from_millis(900));

impl Default for Retry {
    fn default() -> Self {
        Self { max_retries: 2, min_delay: None, max_delay: None, try_timeout: None }
    }
}

impl Retry {
    /// Nothing is sent again.
    pub fn none() -> Self {
        Self { max_retries: 0, ..Self::default() }
    }

    /// How often a call is sent again **at most**, after it was sent once: 2 by default.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The first wait where the server asks for none: 500 milliseconds by default, or [`max_delay`](Self::max_delay) where
    /// that is shorter; with jitter up to twice as long.
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = Some(delay);
        self
    }

    /// The longest wait where the server asks for none: 8 seconds by default, or [`min_delay`](Self::min_delay) where that
    /// is longer; with jitter up to twice as long. A wait that the server asks for may be longer.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = Some(delay);
        self
    }

    /// How long a single try may take. By default, a try after which the call could be sent again has half of the time that
    /// the call has left, so that a server that hangs leaves time for another one; any other has all of it, and so has one
    /// that would leave no time worth a wait.
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.try_timeout = Some(timeout);
        self
    }

    /// What is wrong with it, if something is.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        let (min_delay, max_delay) = self.delays();
        if min_delay > max_delay {
            Some("`min_delay` is longer than `max_delay`")
        } else if max_delay > DAY {
            Some("`max_delay` is longer than a day")
        } else if self.try_timeout == Some(Duration::ZERO) {
            Some("`try_timeout` is zero: no try could succeed")
        } else {
            None
        }
    }

    /// The first and the longest wait where the server asks for none.
    fn delays(&self) -> (Duration, Duration) {
        let min_delay = self.min_delay.unwrap_or(MIN_DELAY.min(self.max_delay.unwrap_or(MIN_DELAY)));
        (min_delay, self.max_delay.unwrap_or(MAX_DELAY.max(min_delay)))
    }
}

/// What decides, after each try of one call, about the next.
pub(crate) struct Tries<'c> {
    retry: &'c Retry,
    idempotent: bool,
    retry_on: &'c [StatusCode],
    retries: u32,
    backoff: Option<ExponentialBackoff>,
}

impl<'c> Tries<'c> {
    pub(crate) fn new(retry: &'c Retry, idempotent: bool, retry_on: &'c [StatusCode]) -> Self {
        Self { retry, idempotent, retry_on, retries: 0, backoff: None }
    }

    /// How long the next try may take, of the time that the call has left.
    pub(crate) fn time_of_next(&self, left: Duration) -> Duration {
        let may_be_sent_again = self.idempotent && self.retries < self.retry.max_retries;
        let (min_delay, _) = self.retry.delays();
        match self.retry.try_timeout {
            Some(timeout) => timeout.min(left),
            // With jitter, the wait is up to twice as long; what is left of the time should be worth it.
            None if may_be_sent_again && left > min_delay * 8 => left / 2,
            None => left,
        }
    }

    /// How long to wait before the call is sent again; [`None`] where it is not.
    pub(crate) fn next(&mut self, outcome: &Result<RawResponse, Error>) -> Option<Duration> {
        if self.retries >= self.retry.max_retries || !self.may_send_again(outcome) {
            return None;
        }
        self.retries += 1;
        let asked = outcome.as_ref().ok().and_then(|response| asked_wait(response, SystemTime::now()));
        // Never earlier than asked, and not all at the same time.
        asked.map(|wait| wait + wait.mul_f64(fastrand::f64() * JITTER.0).min(JITTER.1)).or_else(|| self.backoff())
    }

    fn may_send_again(&self, outcome: &Result<RawResponse, Error>) -> bool {
        match outcome {
            Ok(RawResponse { status, length, .. }) if status.is_success() => {
                self.idempotent && matches!(length, Length::BrokenOff(_))
            }
            Ok(RawResponse { status, .. }) => {
                *status == StatusCode::TOO_MANY_REQUESTS
                    || self.retry_on.contains(status)
                    || self.idempotent && is_transient(*status)
            }
            Err(Error::Transport(error)) if error.has_strayed() => false,
            Err(Error::Transport(error)) => error.is_connect() || self.idempotent,
            Err(Error::Timeout(_)) => self.idempotent,
            // Nothing was sent.
            Err(Error::Credentials(error)) => error.is_asked_again(),
            Err(
                Error::Api(_)
                | Error::Decode(_)
                | Error::InvalidRequest(_)
                | Error::Pagination(_)
                | Error::RateLimit(_)
                | Error::Config(_),
            ) => false,
        }
    }

    fn backoff(&mut self) -> Option<Duration> {
        let (min_delay, max_delay) = self.retry.delays();
        let doubling = || {
            let builder = ExponentialBuilder::default().with_min_delay(min_delay).with_max_delay(max_delay);
            builder.without_max_times().with_jitter().build()
        };
        self.backoff.get_or_insert_with(doubling).next()
    }
}

/// The wait that a response asks for.
pub(super) fn asked_wait(response: &RawResponse, now: SystemTime) -> Option<Duration> {
    let retry_after = text(&response.headers, &RETRY_AFTER).and_then(|after| match after.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => until(response, httpdate::parse_http_date(after).ok()?, now),
    });
    retry_after.or_else(|| {
        let rate_limit = response.rate_limit()?;
        let is_used_up = response.status == StatusCode::TOO_MANY_REQUESTS || rate_limit.remaining == Some(0);
        until(response, SystemTime::try_from(rate_limit.reset.filter(|_| is_used_up)?).ok()?, now)
    })
}

/// How long it is from a response to a timestamp, if that is still to come: by the server's own clock where the response has it.
pub(super) fn until(response: &RawResponse, time: SystemTime, now: SystemTime) -> Option<Duration> {
    let date = text(&response.headers, &DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    time.duration_since(date.unwrap_or(now)).ok().filter(|wait| !wait.is_zero())
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use bytes::Bytes;

    use super::*;
    use crate::api::Api;

    /// 2025-10-09T08:53:20Z.
    const NOW: u64 = 1_760_000_000;

    fn wait(status: u16, headers: &[(&'static str, &str)]) -> Option<u64> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("it is a header value"));
        }
        let status = StatusCode::from_u16(status).expect("it is a status");
        let response = RawResponse::whole(&Api::NAMELESS, status, map, Bytes::new());
        asked_wait(&response, UNIX_EPOCH + Duration::from_secs(NOW)).map(|wait| wait.as_secs())
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(wait(503, &[("retry-after", "7")]), Some(7));
        assert_eq!(wait(503, &[("retry-after", " 0 ")]), Some(0));
        assert_eq!(wait(503, &[("retry-after", "Thu, 09 Oct 2025 08:53:29 GMT")]), Some(9));
        assert_eq!(wait(503, &[("retry-after", "Thursday, 09-Oct-25 08:53:30 GMT")]), Some(10));
    }

    #[test]
    fn a_timestamp_that_has_passed_and_what_is_no_timestamp_ask_for_nothing() {
        assert_eq!(wait(503, &[("retry-after", "Thu, 09 Oct 2025 08:53:19 GMT")]), None);
        for nonsense in ["", "-1", "1.5", "soon", "99999999999999999999"] {
            assert_eq!(wait(503, &[("retry-after", nonsense)]), None, "{nonsense}");
        }
        assert_eq!(wait(503, &[]), None);
    }

    #[test]
    fn a_timestamp_is_compared_with_the_clock_of_the_server() {
        let date = ("date", "Thu, 09 Oct 2025 08:53:00 GMT");
        assert_eq!(wait(503, &[date, ("retry-after", "Thu, 09 Oct 2025 08:53:05 GMT")]), Some(5));
        assert_eq!(wait(503, &[("date", "now"), ("retry-after", "Thu, 09 Oct 2025 08:53:25 GMT")]), Some(5));
    }

    #[test]
    fn settings_that_make_no_sense_are_reported() {
        let second = Duration::from_secs(1);
        assert_eq!(Retry::default().problem(), None);
        assert_eq!(Retry::none().problem(), None);
        assert_eq!(Retry::default().min_delay(second * 9).problem(), None);
        assert_eq!(Retry::default().max_delay(second / 9).problem(), None);
        let contradiction = Retry::default().min_delay(second * 9).max_delay(second * 8);
        assert_eq!(contradiction.problem(), Some("`min_delay` is longer than `max_delay`"));
        assert_eq!(Retry::default().max_delay(second * 86_401).problem(), Some("`max_delay` is longer than a day"));
        let never = Retry::default().try_timeout(Duration::ZERO);
        assert_eq!(never.problem(), Some("`try_timeout` is zero: no try could succeed"));
    }
}
