//! The media type of a body, as the header `Content-Type` says it (RFC 9110, section 8.3).

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// A media type with its parameters: `text/plain; charset=utf-8`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct MediaType<'h>(&'h str);

impl<'h> MediaType<'h> {
    /// That of a body with these headers; [`None`] where they say none.
    pub(crate) fn of(headers: &'h HeaderMap) -> Option<Self> {
        let value = headers.get(CONTENT_TYPE)?.to_str().ok()?.trim();
        (!value.is_empty()).then_some(Self(value))
    }

    /// The type and its subtype, without parameters: `text/plain`.
    pub(crate) fn essence(self) -> &'h str {
        self.0.split(';').next().unwrap_or_default().trim()
    }

    /// Whether it is JSON: `application/json`, `text/json`, or a type whose structure is JSON (RFC 6839, section 3.1).
    pub(crate) fn is_json(self) -> bool {
        let essence = self.essence();
        ["application/json", "text/json"].iter().any(|json| essence.eq_ignore_ascii_case(json))
            || ends_with(essence, "+json")
    }

    /// Whether it is text of which no program needs to know more: `text/…`, XML, YAML; or a type of applications that says in which
    /// characters it is. Some servers say that of all that they send, so what is known to be no text is none.
    pub(crate) fn is_text(self) -> bool {
        let essence = self.essence();
        let is_text = essence.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"))
            || ["xml", "yaml"].iter().any(|end| ends_with(essence, end))
            || self.charset().is_some() && may_have_characters(essence);
        is_text && !self.is_json()
    }

    /// The parameter `charset`, without its quotes.
    pub(crate) fn charset(self) -> Option<&'h str> {
        let parameters = self.0.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        named.next().map(|(_, value)| value.trim().trim_matches('"')).filter(|charset| !charset.is_empty())
    }
}

/// Whether a `charset` may be meant.
fn may_have_characters(essence: &str) -> bool {
    let is_of_applications = essence.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("application/"));
    is_of_applications && !["/octet-stream", "/pdf", "zip"].iter().any(|end| ends_with(essence, end))
}

fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn check(header: &'static str, essence: &str, [is_json, is_text]: [bool; 2], charset: Option<&str>) {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(header))]);
        let media_type = MediaType::of(&headers).expect("it says one");
        let found = (media_type.essence(), [media_type.is_json(), media_type.is_text()], media_type.charset());
        assert_eq!(found, (essence, [is_json, is_text], charset), "{header}");
    }

    #[test]
    fn a_media_type_says_what_a_body_is() {
        for (header, essence, kinds, charset) in [
            ("application/json", "application/json", [true, false], None),
            ("Application/JSON ;Charset=\"UTF-8\"", "Application/JSON", [true, false], Some("UTF-8")),
            ("application/problem+json", "application/problem+json", [true, false], None),
            ("text/json", "text/json", [true, false], None),
            ("text/plain;charset=iso-8859-1", "text/plain", [false, true], Some("iso-8859-1")),
            ("text/html", "text/html", [false, true], None),
            ("application/xml", "application/xml", [false, true], None),
            ("image/svg+xml", "image/svg+xml", [false, true], None),
            ("application/x-yaml", "application/x-yaml", [false, true], None),
            ("application/javascript; charset=utf-8", "application/javascript", [false, true], Some("utf-8")),
            ("image/png", "image/png", [false, false], None),
            ("image/png; charset=utf-8", "image/png", [false, false], Some("utf-8")),
            ("Video/mp4; charset=utf-8", "Video/mp4", [false, false], Some("utf-8")),
            ("application/pdf;charset=UTF-8", "application/pdf", [false, false], Some("UTF-8")),
            ("application/gzip;charset=UTF-8", "application/gzip", [false, false], Some("UTF-8")),
            ("application/octet-stream; charset=utf-8", "application/octet-stream", [false, false], Some("utf-8")),
            ("application/octet-stream; charset=", "application/octet-stream", [false, false], None),
            ("json", "json", [false, false], None),
        ] {
            check(header, essence, kinds, charset);
        }
    }

    #[test]
    fn no_header_says_none() {
        assert_eq!(MediaType::of(&HeaderMap::new()), None);
        let empty = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(" "))]);
        assert_eq!(MediaType::of(&empty), None);
    }
}
