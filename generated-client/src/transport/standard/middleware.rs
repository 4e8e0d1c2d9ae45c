//! Middlewares of the crate `reqwest-middleware` around the transport.

use std::error::Error as StdError;

use reqwest_middleware::ClientWithMiddleware;
use url::Url;

use super::by_reqwest::{as_body, from_server};
use crate::transport::body::{from_reqwest, lacks_tls};
use crate::transport::transport::{Transport, TransportFuture, TransportRequest, TransportResponse};
use crate::wire::problems::TransportError;

/// A client of reqwest with middlewares, for [`ClientBuilder::transport`](crate::ClientBuilder::transport): the feature
/// `middleware`.
///
/// A middleware sees each try, as it stands below the retries; one that retries by itself multiplies them, so set
/// [`Retry::none`](crate::Retry::none) beside it. It finds the [`OperationName`](crate::OperationName) among the
/// extensions of the request. Where it fails, or no connection can be made, it is not known what the server has done: the
/// call fails as with a connection that broke.
///
/// Make the client inside with `reqwest::redirect::Policy::none`, so that redirects are followed by this crate's rule: see
/// [`ClientBuilder::http_client`](crate::ClientBuilder::http_client). A response of another origin than the request's, by a
/// redirect or since a middleware has sent the request elsewhere, is an [`Error::Transport`](crate::Error::Transport), and
/// nothing is sent again; one that a middleware makes without an address, as of a cache, is none of these.
impl Transport for ClientWithMiddleware {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let TransportRequest { operation, method, url, headers, body, upload } = request;
        let asked = url.origin();
        let mut builder = self.request(method, url).headers(headers).with_extension(operation);
        if let Some(body) = as_body(body, upload) {
            builder = builder.body(body);
        }
        Box::pin(async move { from_server(builder.send().await.map_err(from_middleware)?, &asked) })
    }

    fn sends_uploads(&self) -> bool {
        true
    }
}

/// Sorts an error: reqwest's own as without middlewares; any other says nothing of what the server has done. Nor does a
/// connection that could not be made: a middleware may have sent the request before, over another one.
fn from_middleware(error: reqwest_middleware::Error) -> TransportError {
    match error {
        reqwest_middleware::Error::Reqwest(error) if error.is_connect() && !lacks_tls(&error) => {
            TransportError::broken(error.without_url())
        }
        reqwest_middleware::Error::Reqwest(error) => from_reqwest(error),
        reqwest_middleware::Error::Middleware(error) => TransportError::broken(without_urls(error)),
    }
}

/// An error as a middleware made it, unless it shows the URL of a request, which may have a secret in its query: then
/// only what it says, without the URL.
fn without_urls(error: anyhow::Error) -> Box<dyn StdError + Send + Sync> {
    let urls: Vec<String> = error.chain().filter_map(shown_url).map(Url::to_string).collect();
    if urls.is_empty() {
        return error.reallocate_into_boxed_dyn_error_without_backtrace();
    }
    let told = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
    urls.iter().fold(told, |told, url| told.replace(url, "…")).into()
}

/// The URL that an error of reqwest's shows.
fn shown_url<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e Url> {
    let own = error.downcast_ref().and_then(reqwest::Error::url);
    own.or_else(|| error.downcast_ref().and_then(reqwest_middleware::Error::url))
}
