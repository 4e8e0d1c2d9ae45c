//! Requests to what the client has no operation for: a method, and a path that the app has written.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::de::DeserializeOwned;

use crate::call::parts::Parts;
use crate::call::request::Request;
use crate::client::client::Client;
use crate::wire::format::JsonOrEmpty;
use crate::wire::operation::{Endpoint, OperationName};
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::template::check_template;

/// What [`Client::request`] sends to: of all that an [`Operation`](crate::Operation) says, only the type `T` of its responses is known.
pub struct Untyped<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Endpoint for Untyped<T> {
    type Output = T;
    type Format = JsonOrEmpty;
}

impl<T> fmt::Debug for Untyped<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Untyped")
    }
}

impl Client {
    /// A request to what this client has no operation for: `client.request(Method::GET, "/pages/{id}").with_path("id", id)`.
    ///
    /// `path` is what stands behind the address of the client's server, with its parameters in braces; [`Request::with_path`] fills
    /// each with one percent-encoded segment, so that no value leads to another path. [`Request::with_query`] adds to the query, and
    /// [`Request::with_json`] sets the body. A path that does not begin with a slash, or has a query, a fragment, an empty segment or
    /// `..`, is an [`Error::InvalidRequest`](crate::Error::InvalidRequest), which comes out of `send`.
    ///
    /// All else is as for an operation: retries, limits and errors. It carries the credentials that the API asks for as a whole. Sent
    /// again is what is idempotent by its method (RFC 9110, 9.2.2); a POST or a PATCH only with
    /// [`Request::with_idempotent`].
    ///
    /// A success is read as a `T` from JSON, an empty body as `null`: it is a `()` or an `Option` where there may be none, and
    /// [`Value`](crate::Value) takes whatever comes.
    pub fn request<T: DeserializeOwned>(&self, method: Method, path: &'static str) -> Request<Untyped<T>> {
        let problem = check(&method, path).err();
        let parts = Parts::new(OperationName::of_template(path), method, path, self.inner.api.security);
        Request::of_parts(self, parts, problem)
    }
}

/// Reports what is no request to a path.
fn check(method: &Method, path: &str) -> Result<(), InvalidRequest> {
    if *method == Method::CONNECT {
        return Err(InvalidRequest::new("`CONNECT` goes to no path, but makes a tunnel (RFC 9110, 9.3.6)"));
    }
    check_template(path)
}
