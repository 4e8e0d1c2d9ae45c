//! A body that came packed though nobody asked for it: a request without `Accept-Encoding` takes any coding (RFC 9110,
//! section 12.5.3).

use std::io::Read;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};

use crate::wire::raw_response::Length;

/// A whole body without its coding, where that is gzip, and up to a limit of so many bytes: few packed ones may be
/// endless. The headers then speak of what it has become. One in another coding stays as it came, with the header that names it.
pub(crate) fn unpacked(headers: &mut HeaderMap, body: Bytes, limit: usize) -> (Bytes, Length) {
    // RFC 9110, section 8.4.1.3: `x-gzip` is the same.
    let is_gzip = |coding: &HeaderValue| {
        ["gzip", "x-gzip"].iter().any(|gzip| coding.as_bytes().eq_ignore_ascii_case(gzip.as_bytes()))
    };
    if body.is_empty() || !headers.get(CONTENT_ENCODING).is_some_and(is_gzip) {
        return (body, Length::Whole);
    }
    let mut unpacked = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    if MultiGzDecoder::new(&body[..]).take(most).read_to_end(&mut unpacked).is_err() {
        return (body, Length::Whole);
    }
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    let length = if unpacked.len() > limit { Length::CutOffAt(limit) } else { Length::Whole };
    unpacked.truncate(limit);
    (unpacked.into(), length)
}

/// The coding in which a body still is.
pub(crate) fn coding(headers: &HeaderMap) -> Option<&str> {
    let coding = headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim();
    // What names the characters is none, though some servers put it there.
    let is_none = ["", "identity", "utf-8"].iter().any(|none| coding.eq_ignore_ascii_case(none));
    (!is_none).then_some(coding)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `gzip -9n` of 1,000 times `a`.
    const PACKED: &[u8] = &[
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x4b, 0x4c, 0x1c, 5, 0xa3, 0x60, 0x14, 0x0c, 0x77, 0, 0, 3, 0xda, 0x38,
        0x9a, 0xe8, 3, 0, 0,
    ];

    #[track_caller]
    fn check(coding: &'static str, body: &'static [u8], limit: usize, expected: (&[u8], bool, bool)) {
        let mut headers = HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_static(coding))]);
        let (body, length) = unpacked(&mut headers, Bytes::from_static(body), limit);
        let found = (body.as_ref(), matches!(length, Length::Whole), headers.contains_key(CONTENT_ENCODING));
        assert_eq!(found, expected, "{coding} {limit}");
    }

    #[test]
    fn gzip_is_unpacked_up_to_the_limit() {
        let whole = [b'a'; 1_000];
        check("gzip", PACKED, 1_000, (&whole, true, false));
        check("X-GZIP", PACKED, 9_999, (&whole, true, false));
        check("gzip", PACKED, 999, (&whole[..999], false, false));
        check("gzip", PACKED, 1, (b"a", false, false));
    }

    #[test]
    fn a_coding_is_what_packs() {
        for (value, expected) in
            [("br", Some("br")), (" gzip", Some("gzip")), ("", None), ("Identity", None), ("UTF-8", None)]
        {
            let headers = HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_static(value))]);
            assert_eq!(coding(&headers), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_gzip_stays_as_it_came() {
        check("gzip", b"{}", 9, (b"{}", true, true));
        check("gzip", &PACKED[..20], 9_999, (&PACKED[..20], true, true));
        check("br", b"packed", 9, (b"packed", true, true));
        check("gzip", b"", 9, (b"", true, true));
    }
}
