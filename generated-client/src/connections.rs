//! The connections of the default transport: each belongs to the async runtime that opened it.
//!
//! A connection is driven by a task of the runtime in which it was made. In another runtime it can be found idle, but
//! nobody answers on it while its own runtime rests or is gone. So each runtime has an HTTP client of its own.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Handle, Id};

use crate::error::TransportError;
use crate::transport::{self, Transport, TransportFuture, TransportRequest, TransportResponse};

/// Of how many runtimes the connections are kept: of those that were in use last. A program has one or two, but a test
/// suite may have one for each test.
const RUNTIMES: usize = 8;

/// An HTTP client for each runtime that sends requests.
pub(crate) struct Connections {
    settings: Settings,
    /// The runtimes that have a client, the one that was used last first; without an id, one that nobody has used yet.
    clients: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
}

/// What the clients are made with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) has_proxy: bool,
}

impl Settings {
    fn client(self) -> reqwest::Result<reqwest::Client> {
        let builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            // Redirects are followed, or not, in `execute`.
            .redirect(reqwest::redirect::Policy::none());
        if self.has_proxy { builder.build() } else { builder.no_proxy().build() }
    }
}

impl Connections {
    /// Makes the first client, so that what is wrong with it is known at once.
    pub(crate) fn new(settings: Settings) -> reqwest::Result<Self> {
        Ok(Self { settings, clients: Mutex::new(vec![(None, settings.client()?)]) })
    }

    /// The client of the runtime that this is called in.
    fn client(&self) -> reqwest::Result<reqwest::Client> {
        let current = Handle::try_current().ok().map(|handle| handle.id());
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let known = clients.iter().position(|(runtime, _)| *runtime == current || runtime.is_none());
        match known {
            Some(0) => {}
            Some(index) => clients[..=index].rotate_right(1),
            None => {
                clients.truncate(RUNTIMES - 1);
                clients.insert(0, (current, self.settings.client()?));
            }
        }
        let (runtime, client) = &mut clients[0];
        *runtime = runtime.or(current);
        Ok(client.clone())
    }
}

impl Transport for Connections {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        match self.client() {
            Ok(client) => transport::send(&client, request),
            Err(error) => Box::pin(std::future::ready(Err(TransportError::connect(error)))),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().expect("it can be made")
    }

    fn known(connections: &Connections) -> Vec<Option<Id>> {
        connections.clients.lock().expect("nothing panicked").iter().map(|(runtime, _)| *runtime).collect()
    }

    /// What an app meets that forgot the feature `rustls`.
    #[cfg(not(feature = "rustls"))]
    #[tokio::test]
    async fn https_without_tls_is_told_at_once() {
        use crate::client::Client;
        use crate::operation::OperationName;

        let builder = || Client::builder().token("t").base_url("https://127.0.0.1:9");
        let error = builder().build().expect_err("nothing speaks TLS").to_string();
        assert!(error.starts_with("no TLS for `https`: turn on the feature `rustls`"), "{error}");
        // Of an HTTP client of the app's own, nothing is known before it is asked.
        let http = reqwest::Client::new();
        builder().http_client(http.clone()).build().expect("it may have TLS");
        let url = url::Url::parse("https://127.0.0.1:9/a?key=s3cret").expect("it is a URL");
        let name = OperationName { id: "a", path: "/a" };
        let request = TransportRequest::new(name, http::Method::GET, url, http::HeaderMap::new(), None);
        let error = Transport::send(&http, request).await.expect_err("it has none").into_error(Duration::ZERO);
        assert!(!error.is_retryable() && matches!(error, crate::error::Error::InvalidRequest(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "invalid request: the transport refused it: the HTTP client has no TLS for `https`: turn on the feature `rustls`"
        );
    }

    #[test]
    fn each_runtime_has_a_client_and_the_oldest_goes() {
        let settings = Settings { connect_timeout: Duration::from_secs(1), has_proxy: false };
        let connections = Connections::new(settings).expect("it can be made");
        let runtimes: Vec<Runtime> = (0..=RUNTIMES).map(|_| runtime()).collect();
        let ids: Vec<Option<Id>> = runtimes.iter().map(|runtime| Some(runtime.handle().id())).collect();
        let enter = |index: usize| {
            let _entered = runtimes[index].enter();
            connections.client().map(drop).expect("it can be made");
        };
        enter(0);
        assert_eq!(known(&connections), [ids[0]], "the first one takes what was made");
        enter(1);
        enter(0);
        assert_eq!(known(&connections), [ids[0], ids[1]]);
        (2..=RUNTIMES).for_each(enter);
        assert_eq!(known(&connections).len(), RUNTIMES);
        assert!(known(&connections).contains(&ids[0]) && !known(&connections).contains(&ids[1]));
    }
}
