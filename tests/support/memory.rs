//! A transport in memory, with a script of responses, so that time can stand still while a call waits.

#![allow(dead_code, reason = "each test file that includes this uses its own part of it")]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use intercom_client::{
    Bytes, Client, ClientBuilder, HeaderMap, HeaderName, StatusCode, Transport, TransportBody, TransportError,
    TransportFuture, TransportPieces, TransportRequest, TransportResponse,
};
use tokio::time::Instant;

/// What a script has for one request: a response, or a failure.
#[derive(Clone, Debug)]
pub(crate) enum Scripted {
    /// A status, headers, a body.
    Status(u16, Vec<(&'static str, String)>, String),
    /// Nobody is there.
    Connect,
    /// The connection breaks before the response.
    Broken,
    /// The connection breaks within a response of this status.
    BrokenWithin(u16),
    /// There is never a response.
    Never,
    /// The transport gives up waiting.
    GivesUp,
    /// The transport does not take it.
    Refused,
}

pub(crate) fn status(status: u16) -> Scripted {
    Scripted::Status(status, vec![], String::new())
}

pub(crate) fn with_header(status: u16, name: &'static str, value: &str) -> Scripted {
    Scripted::Status(status, vec![(name, value.to_owned())], String::new())
}

pub(crate) fn json(body: impl ToString) -> Scripted {
    Scripted::Status(200, vec![], body.to_string())
}

/// A request as it came, and how long after the first one.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) request: TransportRequest,
    pub(crate) after: Duration,
}

/// Returns the responses of a script one by one, the last one for ever.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    state: Arc<Mutex<(VecDeque<Scripted>, Vec<Seen>)>>,
    started: Instant,
}

impl Script {
    pub(crate) fn new(responses: &[Scripted]) -> Self {
        let state = (responses.iter().cloned().collect(), Vec::new());
        Self { state: Arc::new(Mutex::new(state)), started: Instant::now() }
    }

    pub(crate) fn client(&self) -> Client {
        self.configured(|builder| builder)
    }

    pub(crate) fn configured(&self, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let builder = Client::builder().token("t").base_url("https://api.example.com").transport(self.clone());
        configure(builder).build().expect("it is fine")
    }

    /// The requests, and when they came.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.lock().expect("nothing panicked").1.clone()
    }

    /// After how many whole seconds each of the requests came.
    pub(crate) fn seconds(&self) -> Vec<u64> {
        self.seen().iter().map(|seen| seen.after.as_secs()).collect()
    }

    fn next(&self, request: TransportRequest) -> Scripted {
        let mut state = self.state.lock().expect("nothing panicked");
        let (responses, seen) = &mut *state;
        seen.push(Seen { request, after: self.started.elapsed() });
        match responses.len() {
            1 => responses[0].clone(),
            _ => responses.pop_front().expect("a script has a response"),
        }
    }
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let response = self.next(request);
        Box::pin(async move {
            match response {
                Scripted::Status(status, headers, body) => {
                    let mut map = HeaderMap::new();
                    for (name, value) in headers {
                        map.insert(HeaderName::from_static(name), value.parse().expect("it is a header value"));
                    }
                    Ok(TransportResponse::new(code(status), body).with_headers(map))
                }
                Scripted::Connect => Err(TransportError::connect("nobody is there")),
                Scripted::Broken => Err(TransportError::broken("it broke")),
                Scripted::BrokenWithin(status) => {
                    Ok(TransportResponse::new(code(status), TransportBody::pieces(Breaking(Some("{")))))
                }
                Scripted::Never => std::future::pending().await,
                Scripted::GivesUp => Err(TransportError::timeout("no response for a while")),
                Scripted::Refused => Err(TransportError::refused("no such scheme")),
            }
        })
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("it is a status")
}

/// A body that breaks after its first piece.
struct Breaking(Option<&'static str>);

impl TransportPieces for Breaking {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        let piece = self.0.take();
        Box::pin(async move {
            piece.map(|piece| Some(Bytes::from(piece))).ok_or_else(|| TransportError::broken("it broke"))
        })
    }
}

/// A body of these pieces.
pub(crate) struct Pieces(pub(crate) VecDeque<Bytes>);

impl TransportPieces for Pieces {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        let piece = self.0.pop_front();
        Box::pin(async move { Ok(piece) })
    }
}
