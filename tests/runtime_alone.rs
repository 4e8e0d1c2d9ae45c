//! The runtime without generated code: its files, the facts of an API, and operations, which are written by hand here.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "the client of a description uses more of the runtime"
)]

#[path = "../generated-client/src"]
mod files {
    pub(crate) mod api;
    #[cfg(feature = "blocking")]
    pub(crate) mod blocking;
    pub(crate) mod call;
    pub(crate) mod client;
    pub(crate) mod credentials;
    pub(crate) mod json;
    pub(crate) mod lists;
    #[cfg(feature = "mock")]
    pub mod mock;
    pub(crate) mod runtime;
    pub(crate) mod tables;
    pub(crate) mod transport;
    pub(crate) mod values;
    pub(crate) mod wire;
}

// The runtime's files name each other from the root of their crate.
#[cfg(feature = "mock")]
use files::mock;
use files::{api, call, client, credentials, json, lists, runtime, tables, transport, values, wire};

use serde::Deserialize;
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::retry::Retry;
use credentials::token_error::TokenError;
use credentials::token_source::from_fn;
use runtime::{Api, Client, ClientBuilder, Error, Json, Method, Operation, Request, Scheme};
use transport::transport::{Transport, TransportFuture, TransportRequest, TransportResponse};

const API: Api = Api {
    title: "Pets API",
    version: "1",
    base_url: "https://pets.example",
    servers: &[],
    schemes: &[Scheme::bearer("key", "key")],
    security: &[&["key"]],
    always_asks: true,
    credential_origins: &[],
    token_variables: &["PETS_TOKEN"],
    headers: &[("Pets-Version", "1")],
    version_header: Some("Pets-Version"),
    version_aliases: &[],
    error_code: &["/error/code"],
    error_message: &["/error/message"],
    request_id: &["/error/id"],
    rate_limit: None,
    rate_limit_remaining: Some("pets-left"),
    rate_limit_reset: None,
};

/// Asks for what the whole API asks for.
enum GetPet {}

impl Operation for GetPet {
    const ID: &'static str = "getPet";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/pets/{id}";
    type Output = Pet;
    type Format = Json;
}

/// Asks for no credential.
enum GetNews {}

impl Operation for GetNews {
    const ID: &'static str = "getNews";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/news";
    const SECURITY: &'static [&'static [&'static str]] = &[];
    type Output = Vec<String>;
    type Format = Json;
}

/// Has a server of its own, which is not https.
enum GetFile {}

impl Operation for GetFile {
    const ID: &'static str = "getFile";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/file";
    const SERVER: Option<&'static str> = Some("http://files.example/v1");
    const SECURITY: &'static [&'static [&'static str]] = &[];
    type Output = Vec<String>;
    type Format = Json;
}

#[derive(Debug, Deserialize, PartialEq)]
struct Pet {
    name: String,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Refusal {
    error: Reason,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Reason {
    code: String,
    hints: Vec<String>,
}

/// A server that answers `GET` on a path, and a client of it.
async fn serving(at: &str, answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(&server).await;
    let client = ClientBuilder::new(&API).token("t0ken").base_url(server.uri()).build().expect("it is complete");
    (server, client)
}

#[tokio::test]
async fn a_request_is_sent_and_its_response_read() {
    let answer = ResponseTemplate::new(200).set_body_json(json!({"name": "Ada"})).insert_header("pets-version", "2");
    let (server, client) = serving("/pets/7", answer.insert_header("pets-left", "41")).await;
    let response = Request::<GetPet>::new(&client).set_path("id", 7).send().await.expect("there is a response");
    assert_eq!(*response, Pet { name: "Ada".to_owned() });
    assert_eq!(response.rate_limit().and_then(|limit| limit.remaining), Some(41));
    assert_eq!(response.api_version(), Some("2"));
    let mismatches: Vec<String> = response.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, ["`Pets-Version`: the response is of version `2`, where `1` was asked for"]);
    let sent = &server.received_requests().await.expect("they are kept")[0];
    assert_eq!(sent.headers["authorization"], "Bearer t0ken", "what the whole API asks for");
    assert_eq!(sent.headers["pets-version"], "1");
}

#[tokio::test]
async fn an_operation_with_a_word_of_its_own_asks_for_that() {
    let (server, client) = serving("/news", ResponseTemplate::new(200).set_body_json(json!(["a"]))).await;
    let news = Request::<GetNews>::new(&client).send().await.expect("there is a response");
    assert_eq!(*news, ["a"]);
    let sent = &server.received_requests().await.expect("they are kept")[0];
    assert!(!sent.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_refusal_is_read_as_a_model_and_by_the_pointers_of_the_facts() {
    let body = json!({"error": {"code": "gone", "message": "No such pet.", "id": "r1", "hints": ["look elsewhere"]}});
    let answer = ResponseTemplate::new(404).set_body_json(body).insert_header("pets-version", "2");
    let (_server, client) = serving("/pets/8", answer).await;
    let error = Request::<GetPet>::new(&client).set_path("id", 8).send().await.expect_err("it is refused");
    assert_eq!(error.to_string(), "the server responded with 404 `gone`: No such pet. (request id r1)");
    let Error::Api(error) = error else { panic!("it is no `Error::Api`: {error:?}") };
    let reason = Reason { code: "gone".to_owned(), hints: vec!["look elsewhere".to_owned()] };
    assert_eq!(error.body_as(), Some(Refusal { error: reason }));
    assert_eq!(error.body_as::<Pet>(), None);
    assert_eq!(error.api_version(), Some("2"));
    let mismatch = error.version_mismatch().map(ToString::to_string);
    assert_eq!(mismatch.as_deref(), Some("`Pets-Version`: the response is of version `2`, where `1` was asked for"));
}

#[test]
fn a_client_without_a_token_is_told_by_the_name_of_the_api() {
    let error = ClientBuilder::new(&API).build().expect_err("it has no token");
    assert_eq!(
        error.to_string(),
        "no token for the Pets API: pass one to `ClientBuilder::token`, for the scheme `key` (it is customarily kept in the \
         environment variable PETS_TOKEN)"
    );
    let client = ClientBuilder::new(&API).token("t0ken").build().expect("it is complete");
    assert!(format!("{client:?}").starts_with("Client { api: Pets API 1, base_url: \"https://pets.example\""));
}

// Secrets

const SECRET: &str = "n0b0dy-may-see";

/// `me:n0b0dy-may-see`, as `Authorization: Basic` has it.
const ENCODED: &str = "bWU6bjBiMGR5LW1heS1zZWU=";

/// An API with a scheme of each kind.
const KEYS: Api = Api {
    schemes: &[
        Scheme::bearer("bearer", "bearer"),
        Scheme::basic("basic", "basic"),
        Scheme::header("header", "header", "x-own"),
        Scheme::query("query", "query", "key"),
        Scheme::cookie("cookie", "cookie", "sid"),
    ],
    ..API
};

/// A kind of credential: what an operation asks for, how a builder is given it, and where a request carries it.
struct Kind {
    security: &'static [&'static [&'static str]],
    give: fn(ClientBuilder) -> ClientBuilder,
    carried: &'static str,
}

const KINDS: [Kind; 6] = [
    Kind {
        security: &[&["bearer"]],
        give: |builder| builder.token(SECRET),
        carried: "authorization: Bearer n0b0dy-may-see\n",
    },
    Kind {
        security: &[&["basic"]],
        give: |builder| builder.user_and_password("basic", "me", SECRET),
        carried: "authorization: Basic bWU6bjBiMGR5LW1heS1zZWU=\n",
    },
    Kind {
        security: &[&["header"]],
        give: |builder| builder.credential("header", SECRET),
        carried: "x-own: n0b0dy-may-see\n",
    },
    Kind {
        security: &[&["query"]],
        give: |builder| builder.credential("query", SECRET),
        carried: "http://127.0.0.1:1/pets/7?key=n0b0dy-may-see\n",
    },
    Kind {
        security: &[&["cookie"]],
        give: |builder| builder.credential("cookie", SECRET),
        carried: "cookie: sid=n0b0dy-may-see\n",
    },
    Kind {
        security: &[&["bearer"]],
        give: |builder| builder.token_source(from_fn(|| Ok::<_, TokenError>(SECRET))),
        carried: "authorization: Bearer n0b0dy-may-see\n",
    },
];

#[track_caller]
fn check_hidden(text: &str, kind: &Kind) {
    assert!(!text.is_empty());
    for secret in [SECRET, ENCODED] {
        assert!(!text.contains(secret), "{} is shown: {text}", kind.carried.trim_end());
    }
}

/// Notes what each request carries, and what is shown of it, before it is sent on.
#[derive(Clone)]
struct Noting {
    http: reqwest::Client,
    noted: Arc<Mutex<Vec<(String, String)>>>,
}

impl Transport for Noting {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let mut carried = format!("{}\n", request.url);
        for (name, value) in &request.headers {
            carried.push_str(&format!("{name}: {}\n", value.to_str().expect("it is text")));
        }
        let shown = format!("{request:?} {request:#?} {:?}", request.headers);
        self.noted.lock().expect("nothing panicked").push((carried, shown));
        self.http.send(request)
    }
}

/// What carries requests: each way that there is, with what it notes.
fn carriers(builder: &ClientBuilder) -> (Vec<ClientBuilder>, Noting) {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("it can be made");
    let noting = Noting { http: http.clone(), noted: Arc::default() };
    let builders = [
        builder.clone(),
        builder.clone().http_client(http.clone()),
        builder.clone().transport(noting.clone()),
        #[cfg(feature = "middleware")]
        builder.clone().transport(reqwest_middleware::ClientBuilder::new(http).build()),
    ];
    (builders.into(), noting)
}

#[tokio::test]
async fn no_credential_of_any_kind_is_shown() {
    let at_once = Retry::default().min_delay(Duration::ZERO).max_delay(Duration::ZERO);
    for kind in &KINDS {
        // Nobody listens there.
        let builder = ClientBuilder::new(&KEYS).base_url("http://127.0.0.1:1").retry(at_once.clone());
        let (builders, noting) = carriers(&(kind.give)(builder));
        for builder in builders {
            check_hidden(&format!("{builder:?} {builder:#?}"), kind);
            let client = builder.build().expect("it is complete");
            let mut request = Request::<GetPet>::new(&client).set_path("id", 7);
            request.parts.security = kind.security;
            check_hidden(&format!("{client:?} {client:#?} {request:?} {request:#?}"), kind);
            let observer = observed::Observer::default();
            let error = observer.observe(request.send()).await.expect_err("nobody is there");
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut cause = error.source();
            while let Some(error) = cause {
                shown.push_str(&format!(" {error} {error:?}"));
                cause = error.source();
            }
            check_hidden(&shown, kind);
            observer.check(kind);
        }
        let noted = noting.noted.lock().expect("nothing panicked");
        assert_eq!(noted.len(), 3, "it is sent three times");
        for (carried, shown) in &*noted {
            assert!(carried.contains(kind.carried), "{carried}");
            check_hidden(shown, kind);
        }
    }
}

/// What is told of calls: spans and events, with the feature `tracing`.
#[cfg(feature = "tracing")]
mod observed {
    use std::fmt::{Debug, Write as _};
    use std::sync::{Arc, LazyLock, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::instrument::WithSubscriber as _;
    use tracing::span::{Attributes, Id, Record};
    use tracing::subscriber::NoSubscriber;
    use tracing::{Dispatch, Event, Metadata, Subscriber};

    use super::{Kind, check_hidden};

    #[derive(Clone, Default)]
    pub(super) struct Observer(Arc<Mutex<Text>>);

    #[derive(Default)]
    struct Text(String);

    impl Observer {
        /// With a single subscriber, `tracing` asks the thread that comes first to a span whether anybody wants it.
        pub(super) async fn observe<F: Future>(&self, call: F) -> F::Output {
            static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));
            LazyLock::force(&ANOTHER);
            call.with_subscriber(self.clone()).await
        }

        #[track_caller]
        pub(super) fn check(&self, kind: &Kind) {
            let text = &self.0.lock().expect("nothing panicked").0;
            assert!(text.contains("url.template=\"/pets/{id}\"") && text.contains("wait_seconds=0.0"), "{text}");
            check_hidden(text, kind);
        }
    }

    impl Visit for Text {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            writeln!(self.0, "{field}={value:?}").expect("a text can be written to");
        }
    }

    impl Subscriber for Observer {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut *self.0.lock().expect("nothing panicked"));
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut *self.0.lock().expect("nothing panicked"));
        }

        fn event(&self, event: &Event<'_>) {
            event.record(&mut *self.0.lock().expect("nothing panicked"));
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }
}

/// Without it, nothing is told.
#[cfg(not(feature = "tracing"))]
mod observed {
    use super::Kind;

    #[derive(Default)]
    pub(super) struct Observer;

    impl Observer {
        pub(super) async fn observe<F: Future>(&self, call: F) -> F::Output {
            call.await
        }

        pub(super) fn check(&self, _: &Kind) {}
    }
}

#[tokio::test]
async fn a_server_of_an_operation_that_is_not_https_is_told_with_its_operation() {
    let client = ClientBuilder::new(&API).token("t0ken").build().expect("it is complete");
    let error = Request::<GetFile>::new(&client).send().await.expect_err("nothing is sent there");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "invalid request: the server http://files.example/v1 of `getFile` must be https, since credentials go there (http is \
         for localhost, and for the hosts that `ClientBuilder::danger_allow_http` names)"
    );
}

/// An app that asks for the token of a variable is told that it is not there, even where some calls need none.
#[test]
fn a_variable_that_is_not_set_is_told_though_not_every_operation_asks() {
    const OPEN: Api = Api { always_asks: false, token_variables: &["PETS_TOKEN_THAT_NOBODY_SETS"], ..API };
    let error = ClientBuilder::new(&OPEN).token_from_env().build().expect_err("the variable is not set");
    assert_eq!(
        error.to_string(),
        "no token for the Pets API: pass one to `ClientBuilder::token`, for the scheme `key` (it is customarily kept in the \
         environment variable PETS_TOKEN_THAT_NOBODY_SETS)"
    );
    ClientBuilder::new(&OPEN).build().expect("a call needs no token");
    ClientBuilder::new(&OPEN).token("t0ken").token_from_env().build().expect("a token that is given needs no variable");
}
