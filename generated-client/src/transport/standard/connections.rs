//! The connections of the default transport: each belongs to the async runtime that opened it.
//!
//! A connection is driven by a task of the runtime in which it was made. In another runtime it can be found idle, but
//! nobody answers on it while its own runtime rests or is gone. So each runtime has an HTTP client of its own.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use url::Url;

use super::by_reqwest;
use crate::transport::transport::{Transport, TransportFuture, TransportRequest, TransportResponse};
use crate::wire::problems::TransportError;

/// Of how many runtimes the connections are kept: of those that were in use last. A program has one or two, but a test
/// suite may have one for each test.
const RUNTIMES: usize = 8;

/// What carries the requests of a client of this base URL; [`None`] where there is nothing.
pub(crate) fn transport(
    base_url: &Url,
    connect_timeout: Duration,
) -> Option<Result<Arc<dyn Transport>, reqwest::Error>> {
    Some(Connections::new(connect_timeout, base_url).map(|connections| Arc::new(connections) as Arc<dyn Transport>))
}

/// An HTTP client for each runtime that sends requests, and for each way to send them.
struct Connections {
    connect_timeout: Duration,
    /// The clients, the one that was used last first.
    clients: Mutex<Vec<Known>>,
}

/// A client that was made.
struct Known {
    /// The runtime that it belongs to; nothing as long as nobody has used it.
    runtime: Option<Id>,
    way: Way,
    client: reqwest::Client,
}

/// How requests go out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    /// By the proxy of the system, if there is one: it sees nothing of what goes by https.
    System,
    /// Without a proxy, which would be another host, and would see the credentials in clear text.
    Direct,
}

impl Way {
    fn of(url: &Url) -> Self {
        if url.scheme() == "https" { Self::System } else { Self::Direct }
    }

    fn client(self, connect_timeout: Duration) -> reqwest::Result<reqwest::Client> {
        let builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            // Redirects are followed, or not, in `execute`.
            .redirect(reqwest::redirect::Policy::none());
        match self {
            Self::System => builder.build(),
            Self::Direct => builder.no_proxy().build(),
        }
    }
}

impl Connections {
    /// Makes the first client, so that what is wrong with it is known at once.
    fn new(connect_timeout: Duration, base_url: &Url) -> reqwest::Result<Self> {
        let way = Way::of(base_url);
        let first = Known { runtime: None, way, client: way.client(connect_timeout)? };
        Ok(Self { connect_timeout, clients: Mutex::new(vec![first]) })
    }

    /// The client of the runtime that this is called in.
    fn client(&self, way: Way) -> reqwest::Result<reqwest::Client> {
        let current = Handle::try_current().ok().map(|handle| handle.id());
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let is_mine = |known: &Known| known.way == way && (known.runtime == current || known.runtime.is_none());
        match clients.iter().position(is_mine) {
            Some(0) => {}
            Some(index) => clients[..=index].rotate_right(1),
            None => {
                clients.truncate(RUNTIMES - 1);
                let client = way.client(self.connect_timeout)?;
                clients.insert(0, Known { runtime: current, way, client });
            }
        }
        let known = &mut clients[0];
        known.runtime = known.runtime.or(current);
        Ok(known.client.clone())
    }
}

impl Transport for Connections {
    fn sends_uploads(&self) -> bool {
        true
    }

    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        match self.client(Way::of(&request.url)) {
            Ok(client) => by_reqwest::send(&client, request),
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

    fn connections(base_url: &str) -> Connections {
        let base_url = Url::parse(base_url).expect("it is a URL");
        Connections::new(Duration::from_secs(1), &base_url).expect("it can be made")
    }

    fn known(connections: &Connections) -> Vec<Option<Id>> {
        connections.clients.lock().expect("nothing panicked").iter().map(|known| known.runtime).collect()
    }

    #[test]
    fn each_runtime_has_a_client_and_the_oldest_goes() {
        let connections = connections("http://localhost");
        let runtimes: Vec<Runtime> = (0..=RUNTIMES).map(|_| runtime()).collect();
        let ids: Vec<Option<Id>> = runtimes.iter().map(|runtime| Some(runtime.handle().id())).collect();
        let enter = |index: usize| {
            let _entered = runtimes[index].enter();
            connections.client(Way::Direct).map(drop).expect("it can be made");
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
    #[test]
    fn a_proxy_sees_no_request_of_http_whatever_the_base_url_is() {
        for base_url in ["http://localhost", "https://api.example.com"] {
            let connections = connections(base_url);
            for (url, way) in [("https://api.example.com", Way::System), ("http://localhost:1", Way::Direct)] {
                let url = Url::parse(url).expect("it is a URL");
                connections.client(Way::of(&url)).map(drop).expect("it can be made");
                let clients = connections.clients.lock().expect("nothing panicked");
                assert_eq!(clients[0].way, way, "{url}");
            }
            assert_eq!(known(&connections).len(), 2);
        }
    }
}
