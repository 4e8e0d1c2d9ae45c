//! Keeps calls within the server's rate limit: each try waits until there is room for it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::client::error::Error;
use crate::client::retry::{asked_wait, until};
use crate::wire::problems::RateLimitError;
use crate::wire::raw_response::RawResponse;

/// Holds calls back before the server would refuse them; set with
/// [`ClientBuilder::rate_limiter`](crate::ClientBuilder::rate_limiter).
///
/// It goes by the headers of the rate limit in responses ([`RateLimit`](crate::RateLimit)): where a window has no calls left, those under
/// way counted in, each try of a call waits for the next window; so it does after a 429. It knows nothing before the first response, and
/// nothing of what others do with the same account, so a 429 stays possible.
///
/// A clone is the same limiter. The clones of a client share theirs, and so do clients of one account that are built with clones of it. A
/// client for another account ([`Client::with_token`](crate::Client::with_token)) has one of its own, since the server counts it by
/// itself; a request with a [token of its own](crate::Request::with_token) is not held back.
///
/// The wait is time of the call. One that would go beyond it is an [`Error::RateLimit`] at once: nothing is sent.
#[derive(Clone, Default)]
pub struct RateLimiter {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    window: Mutex<Window>,
    /// Tells that there may be room.
    changed: Notify,
}

impl RateLimiter {
    /// A limiter that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until there is room for a try; fails at once where that would go beyond the deadline, if there is one.
    pub(crate) async fn admit(&self, deadline: Option<Instant>) -> Result<Permit, RateLimitError> {
        loop {
            let changed = self.shared.changed.notified();
            let now = Instant::now();
            let full = match self.shared.window().admit(now) {
                Ok(()) => return Ok(Permit { shared: Arc::clone(&self.shared), is_under_way: true }),
                Err(full) => full,
            };
            let is_late =
                |deadline| now >= deadline || full.is_certain && full.until.is_some_and(|until| until > deadline);
            if deadline.is_some_and(is_late) {
                return Err(RateLimitError::new(full.until.map(|until| until - now)));
            }
            match [full.until, deadline].into_iter().flatten().min() {
                Some(until) => drop(timeout_at(until, changed).await),
                None => changed.await,
            }
        }
    }
}

impl Shared {
    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Window { limit, remaining, under_way, .. } = *self.shared.window();
        let mut shown = formatter.debug_struct("RateLimiter");
        shown
            .field("limit", &limit)
            .field("remaining", &remaining)
            .field("under_way", &under_way)
            .finish_non_exhaustive()
    }
}

/// A try that was let through. Where it is dropped without an outcome, nobody knows whether the server has counted it.
#[derive(Debug)]
pub(crate) struct Permit {
    shared: Arc<Shared>,
    is_under_way: bool,
}

impl Permit {
    /// Learns from what became of the try.
    pub(crate) fn ends(mut self, outcome: &Result<RawResponse, Error>) {
        self.is_under_way = false;
        self.shared.window().learn(outcome.as_ref().ok(), Instant::now());
        self.shared.changed.notify_waiters();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.is_under_way {
            self.shared.window().learn(None, Instant::now());
            self.shared.changed.notify_waiters();
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.window().fmt(formatter)
    }
}

/// The longest window, longer than any program waits: a clock knows no time that is much later.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A window of time for which the server counts calls, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    /// How many calls a window allows.
    limit: Option<u64>,
    /// The least that a response of this window has said to be left.
    remaining: Option<u64>,
    /// When the next window begins.
    ends: Option<Instant>,
    /// The same in seconds of the server's clock: by it, a response of an earlier window is known.
    reset: Option<i64>,
    /// How many tries have no outcome yet: those that the response with the least `remaining` may not have counted.
    under_way: u64,
}

/// There is no room in a window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Full {
    /// When the next one begins; [`None`] where only a response of what is under way will tell.
    until: Option<Instant>,
    /// Whether no response can show before that there is room after all.
    is_certain: bool,
}

impl Window {
    /// Lets a try through, if there is room.
    fn admit(&mut self, now: Instant) -> Result<(), Full> {
        if self.ends.is_some_and(|ends| ends <= now) {
            // Until a response of the next window says more.
            (self.remaining, self.ends) = (self.limit, None);
        }
        match self.remaining {
            Some(remaining) if remaining <= self.under_way && (self.ends.is_some() || self.under_way > 0) => {
                Err(Full { until: self.ends, is_certain: remaining == 0 && self.ends.is_some() })
            }
            // Where nothing is under way, and nobody says until when to wait, a try finds out.
            Some(_) | None => {
                self.under_way += 1;
                Ok(())
            }
        }
    }

    /// Learns from the end of a try: from its response, where there is one.
    fn learn(&mut self, response: Option<&RawResponse>, now: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        let Some(response) = response else {
            // The server may have counted it.
            self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
            return;
        };
        let told = response.rate_limit();
        let reset = told.and_then(|told| told.reset);
        let is_earlier = reset.is_some_and(|reset| self.reset.is_some_and(|known| reset.as_secs() < known));
        let is_refused = response.status == StatusCode::TOO_MANY_REQUESTS;
        let wait = match reset.and_then(|reset| SystemTime::try_from(reset).ok()) {
            Some(reset) if !is_refused => until(response, reset, SystemTime::now()),
            Some(_) | None => asked_wait(response, SystemTime::now()),
        };
        let ends = wait.map(|wait| now + wait.min(LONGEST));
        if is_earlier {
            // It says nothing of this window, but a refusal holds whatever window the server counts it in.
            if let Some(ends) = ends.filter(|_| is_refused) {
                (self.remaining, self.ends) = (Some(0), self.ends.max(Some(ends)));
            }
            return;
        }
        self.limit = told.and_then(|told| told.limit).or(self.limit);
        if let Some(reset) = reset.filter(|reset| self.reset != Some(reset.as_secs())) {
            // The first response of its window.
            (self.reset, self.remaining, self.ends) = (Some(reset.as_secs()), None, None);
        }
        let remaining = told.and_then(|told| told.remaining);
        self.remaining = match (if is_refused && wait.is_some() { Some(0) } else { remaining }, self.remaining) {
            // Responses come in any order, so the least counts, as long as it is known that they are of one window.
            (Some(remaining), Some(least)) if reset.is_some() || is_refused => Some(least.min(remaining)),
            (Some(remaining), _) => Some(remaining),
            (None, known) => known,
        };
        self.ends = ends.or(self.ends);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName};

    use super::*;
    use crate::api::Api;

    const API: Api = Api {
        rate_limit: Some("limit"),
        rate_limit_remaining: Some("left"),
        rate_limit_reset: Some("reset"),
        ..Api::NAMELESS
    };

    /// A response at second 0 of the server's clock.
    fn response(status: u16, headers: &[(&'static str, &str)]) -> RawResponse {
        let headers = headers.iter().chain(&[("date", "Thu, 01 Jan 1970 00:00:00 GMT")]);
        let headers = headers.map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a value")));
        let status = StatusCode::from_u16(status).expect("it is a status");
        RawResponse::whole(&API, status, headers.collect::<HeaderMap>(), Bytes::new())
    }

    fn left(left: &str) -> RawResponse {
        response(200, &[("limit", "10"), ("left", left), ("reset", "10")])
    }

    /// How many tries a window lets through.
    fn room(window: &Window, now: Instant) -> usize {
        let mut window = *window;
        (0..100).take_while(|_| window.admit(now).is_ok()).count()
    }

    #[test]
    fn there_is_room_for_what_is_left_but_for_what_is_under_way() {
        let (mut window, now) = (Window::default(), Instant::now());
        assert_eq!(room(&window, now), 100, "nothing is known");
        (0..4).for_each(|_| window.admit(now).expect("nothing is known"));
        window.learn(Some(&left("9")), now);
        assert_eq!(room(&window, now), 6, "of 9, 3 are under way");
        window.learn(Some(&left("6")), now);
        assert_eq!(room(&window, now), 4, "of 6, 2 are");
        window.learn(Some(&left("8")), now);
        assert_eq!(room(&window, now), 5, "one that came later was sent before");
        window.learn(None, now);
        assert_eq!(room(&window, now), 5, "one without a response may have been counted");
    }

    #[test]
    fn a_full_window_ends() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.admit(now).expect("nothing is known");
        window.learn(Some(&left("0")), now);
        let until = now + Duration::from_secs(10);
        assert_eq!(window.admit(now), Err(Full { until: Some(until), is_certain: true }));
        assert_eq!(room(&window, until), 10, "the next one has as many as the last");
        window.admit(until).expect("there is room");
        window.learn(Some(&left("0")), until);
        assert_eq!(room(&window, until), 0, "its end is not known to have come: it is that of the last response");
        let next = response(200, &[("left", "3"), ("reset", "20")]);
        window.learn(Some(&next), until);
        assert_eq!(room(&window, until), 3);
        window.learn(Some(&left("0")), until);
        assert_eq!(room(&window, until), 3, "a response of an earlier window says nothing of this one");
    }

    #[test]
    fn what_is_not_certain_is_waited_for() {
        let (mut window, now) = (Window::default(), Instant::now());
        (0..2).for_each(|_| window.admit(now).expect("nothing is known"));
        window.learn(Some(&left("1")), now);
        let until = now + Duration::from_secs(10);
        assert_eq!(window.admit(now), Err(Full { until: Some(until), is_certain: false }));
    }

    #[test]
    fn a_429_ends_a_window_whatever_else_is_known() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.learn(Some(&response(429, &[("retry-after", "7")])), now);
        assert_eq!(window.admit(now), Err(Full { until: Some(now + Duration::from_secs(7)), is_certain: true }));
        assert_eq!(room(&window, now + Duration::from_secs(7)), 100);
        window.learn(Some(&response(429, &[("left", "5"), ("reset", "9")])), now);
        assert_eq!(window.admit(now), Err(Full { until: Some(now + Duration::from_secs(9)), is_certain: true }));
        window.learn(Some(&response(429, &[("retry-after", "30"), ("reset", "5")])), now);
        let refused = Full { until: Some(now + Duration::from_secs(30)), is_certain: true };
        assert_eq!(window.admit(now), Err(refused), "one of an earlier window is one all the same");
        window.learn(Some(&response(429, &[("retry-after", "8"), ("reset", "5")])), now);
        assert_eq!(window.admit(now), Err(refused), "the longest wait counts");
        let mut unknown = Window::default();
        unknown.learn(Some(&response(429, &[])), now);
        assert_eq!(room(&unknown, now), 100, "nobody says until when");
    }

    #[test]
    fn a_window_without_an_end_is_as_large_as_the_last_response_says() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.learn(Some(&response(200, &[("left", "0")])), now);
        assert_eq!(room(&window, now), 1, "one finds out");
        window.admit(now).expect("it finds out");
        assert_eq!(window.admit(now), Err(Full { until: None, is_certain: false }));
        window.learn(Some(&response(200, &[("left", "7")])), now);
        assert_eq!(room(&window, now), 7);
    }
}
