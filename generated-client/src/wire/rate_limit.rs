//! How many calls are still allowed, as an answer's headers tell it.

use http::HeaderMap;

use crate::api::Api;
use crate::values::time::UnixTime;

/// How many calls the server still allows, as far as an answer told it.
///
/// A server counts the calls of a window of time, and takes no more of them once the limit is reached (429) until the
/// next window begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many **calls** a window allows.
    pub limit: Option<u64>,
    /// How many **calls** are left in this window.
    pub remaining: Option<u64>,
    /// When the next window begins.
    pub reset: Option<UnixTime>,
}

impl RateLimit {
    /// Reads it from an answer; [`None`] where no header tells anything of it.
    pub(crate) fn of(headers: &HeaderMap, api: &Api) -> Option<Self> {
        Self::named(headers, [api.rate_limit, api.rate_limit_remaining, api.rate_limit_reset])
    }

    /// Reads it from the headers of these names: limit, remaining, reset.
    fn named(headers: &HeaderMap, names: [Option<&str>; 3]) -> Option<Self> {
        let [limit, remaining, reset] = names.map(|name| headers.get(name?)?.to_str().ok()?.trim().parse::<u64>().ok());
        let reset = reset.and_then(|seconds| i64::try_from(seconds).ok()).map(UnixTime::from_secs);
        (limit.is_some() || remaining.is_some() || reset.is_some()).then_some(Self { limit, remaining, reset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], expected: Option<(Option<u64>, Option<u64>, Option<i64>)>) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("it is a header value"));
        }
        let rate_limit = RateLimit::named(&map, [Some("X-Limit"), Some("x-remaining"), Some("x-reset")]);
        let parts =
            rate_limit.map(|RateLimit { limit, remaining, reset }| (limit, remaining, reset.map(UnixTime::as_secs)));
        assert_eq!(parts, expected);
        assert_eq!(RateLimit::named(&map, [None; 3]), None);
    }

    #[test]
    fn what_the_headers_tell_is_read() {
        let all = [("x-limit", "10000"), ("x-remaining", " 0 "), ("x-reset", "1760000000")];
        check(&all, Some((Some(10_000), Some(0), Some(1_760_000_000))));
        check(&[("x-remaining", "7")], Some((None, Some(7), None)));
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        check(&[], None);
        check(&[("x-limit", ""), ("x-remaining", "-1"), ("x-reset", "soon")], None);
        check(&[("x-limit", "5"), ("x-reset", "18446744073709551615")], Some((Some(5), None, None)));
    }
}
