//! A client without a server, for an app's own tests: calls are expected by operation, and responded to with typed values.
//!
//! A [`Mock`] has a method for each operation, which begins an [`Expectation`]. Where the API has an operation
//! `getPage`, a test of an app reads:
//!
//! ```ignore
//! let mock = Mock::new();
//! mock.get_page().with_path("id", 7).returns(Page::builder().title("Hours").build());
//!
//! let app = App::new(mock.client());
//! assert_eq!(app.title_of(7).await?, "Hours");
//! mock.verify();
//! ```
//!
//! All of the client is at work but the network: retries, redirects, limits and decoding. What no expectation takes is
//! refused, and never leaves the process.

mod call;
mod expectation;
mod response;
mod rules;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::Method;

pub use self::call::Call;
pub use self::expectation::{Expectation, Expected};
pub use self::response::MockResponse;
pub(crate) use self::response::{Encode, EncodeByStatus};
pub use self::rules::Times;
use self::rules::{Rules, lock};
use crate::api::Api;
use crate::call::untyped::Untyped;
use crate::client::builder::ClientBuilder;
use crate::client::client::Client;
use crate::client::retry::Retry;
use crate::transport::transport::{Transport, TransportFuture, TransportRequest, TransportResponse};
use crate::wire::operation::{Operation, OperationName};
use crate::wire::problems::TransportError;

/// Stands in for the server. It lives as long as the test: where it is dropped, it is [verified](Self::verify).
///
/// Expectations are tried in the order in which they were made: the first one that takes a call, and has not had as many
/// as it [may](Expectation::times), responds to it.
#[must_use = "a mock that is dropped at once expects nothing"]
pub struct Mock {
    rules: Arc<Rules>,
}

/// Begins a mock of an API, which expects nothing yet.
pub(crate) fn begin(api: &'static Api) -> Mock {
    Mock { rules: Arc::new(Rules::none(api)) }
}

/// Begins an expectation of a mock's.
#[allow(dead_code, reason = "a description may have no operations")]
pub(crate) fn expect<O: Operation>(mock: &Mock) -> Expectation<O> {
    Expectation::new(&mock.rules, OperationName::of::<O>(), O::METHOD)
}

impl Mock {
    /// A client whose calls the mock responds to.
    ///
    /// # Panics
    ///
    /// Never, unless a header that the API's description gives all calls is none.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client_builder().build().expect("its token and its base URL are fine")
    }

    /// Begins a client whose calls the mock responds to, to be configured as the app does: it has each credential, a base URL
    /// that leads nowhere, and retries that hardly wait. What is set for the network (`http_client`, `connect_timeout`) has no
    /// effect.
    pub fn client_builder(&self) -> ClientBuilder {
        let soon = Duration::from_millis(1);
        let builder = ClientBuilder::new(self.rules.api);
        let builder =
            self.rules.api.schemes.iter().fold(builder, |builder, scheme| builder.credential(scheme.name, "mock"));
        builder
            .base_url("https://mock.invalid")
            .retry(Retry::default().min_delay(soon).max_delay(soon))
            .mock_transport(Responding(Arc::clone(&self.rules)))
    }

    /// Expects calls of [`Client::request`] with this method and this path, its parameters in braces as there. What is returned is of any
    /// type that serialises.
    pub fn request<T>(&self, method: Method, path: &'static str) -> Expectation<Untyped<T>> {
        Expectation::new(&self.rules, OperationName::of_template(path), method)
    }

    /// All calls so far, in their order, those that nothing expected included. A call that is sent again is there twice.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.rules.calls).clone()
    }

    /// Checks that all that was expected has come, as often as it should, and nothing else. A mock that is dropped does it
    /// by itself, unless the test is panicking already, or it was done after the last call.
    ///
    /// # Panics
    ///
    /// When it has not; the message lists what is missing and what was not expected.
    #[track_caller]
    pub fn verify(&self) {
        self.rules.is_verified.store(true, Ordering::Relaxed);
        let missing: Vec<String> = lock(&self.rules.rules).iter().filter_map(|rule| rule.missing()).collect();
        let problems = [missing, lock(&self.rules.unexpected).clone()].concat();
        assert!(problems.is_empty(), "the mock is not satisfied:\n{}", problems.join("\n"));
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !std::thread::panicking() && !self.rules.is_verified.load(Ordering::Relaxed) {
            self.verify();
        }
    }
}

/// What a mock's clients send with.
struct Responding(Arc<Rules>);

impl Transport for Responding {
    fn send(&self, mut request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async move {
            if let Some(upload) = request.upload.take() {
                request.body = Some(upload.collected().await.map_err(TransportError::broken)?);
            }
            self.take(request).await
        })
    }

    fn sends_uploads(&self) -> bool {
        true
    }
}

impl Responding {
    /// Takes a call, all of which has come.
    async fn take(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let call = Call::new(request, self.0.api.schemes);
        self.0.is_verified.store(false, Ordering::Relaxed);
        lock(&self.0.calls).push(call.clone());
        match self.0.take(&call) {
            Ok(rule) => rule.response(&call).send().await,
            Err(reason) => {
                lock(&self.0.unexpected).push(reason.clone());
                Err(TransportError::refused(reason))
            }
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Mock")
            .field("expectations", &lock(&self.rules.rules).len())
            .field("calls", &lock(&self.rules.calls).len())
            .finish_non_exhaustive()
    }
}

/// What a mock has of one API: where it begins, and errors of the shape that the API describes. Takes the API's facts and the type of
/// its errors: `mock_of!(API, ErrorBody);`.
macro_rules! mock_of {
    ($api:ident, $error:ident) => {
        impl $crate::mock::Mock {
            /// A mock that expects nothing yet.
            pub fn new() -> Self {
                $crate::mock::begin(&$api)
            }
        }

        impl ::std::default::Default for $crate::mock::Mock {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<O: $crate::wire::operation::Endpoint> $crate::mock::Expectation<O> {
            /// Responds with this status, and an error as the API's description shapes it.
            ///
            /// # Panics
            ///
            /// When it is no status.
            #[track_caller]
            pub fn returns_error(self, status: u16, body: impl ::std::convert::Into<$error>) -> $crate::mock::Expected {
                let body: $error = body.into();
                self.returns_json(status, body)
            }
        }
    };
}
pub(crate) use mock_of;

/// A method of [`Mock`] for each operation, from a table of their names and types.
#[allow(unused_macros, reason = "a description may have no operations")]
macro_rules! expectations {
    (struct Mock { $($name:ident: $operation:ident,)* }) => {
        impl $crate::mock::Mock {
            $(
                #[doc = concat!("Expects calls of [`", stringify!($operation), "`].")]
                pub fn $name(&self) -> $crate::mock::Expectation<$operation> {
                    $crate::mock::expect(self)
                }
            )*
        }
    };
}
#[allow(unused_imports, reason = "a description may have no operations")]
pub(crate) use expectations;
