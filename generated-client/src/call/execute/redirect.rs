//! Redirects: where they lead, and which are followed.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::wire::raw_response::RawResponse;

/// Where the header `location` of a response leads, which may be relative to where the request went (RFC 9110, 10.2.2).
pub(super) fn location(url: &Url, headers: &HeaderMap) -> Option<Url> {
    url.join(headers.get(LOCATION)?.to_str().ok()?).ok()
}

/// Where a redirect leads, if it is one to follow.
///
/// What the request carries would go with it, so another host, port or scheme is never followed. Nor is a redirect that would
/// make a GET of another method: the caller would take the response for that of its own call.
pub(super) fn redirect(method: &Method, from: &Url, response: &RawResponse) -> Option<Url> {
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::api::Api;

    fn redirect_of(method: &Method, status: u16, to: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, to.parse().expect("it is a header value"));
        let status = StatusCode::from_u16(status).expect("it is a status");
        let from = Url::parse("https://a.example/x/y?z=1").expect("it is a URL");
        let location = location(&from, &headers);
        let response = RawResponse { location, ..RawResponse::whole(&Api::NAMELESS, status, headers, Bytes::new()) };
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
}
