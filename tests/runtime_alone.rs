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
    pub(crate) mod streams;
    pub(crate) mod tables;
    pub(crate) mod transport;
    pub(crate) mod values;
    pub(crate) mod wire;
}

// The runtime's files name each other from the root of their crate.
#[cfg(feature = "mock")]
use files::mock;
use files::{api, call, client, credentials, json, lists, runtime, streams, tables, transport, values, wire};

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
use http::{HeaderValue, StatusCode};
use runtime::{
    Api, Binary, Bytes, Client, ClientBuilder, Content, Decode, DecodeByStatus, DecodeError, Empty, Error, Json,
    JsonOrText, Method, Open, Operation, Request, ResponseBody, Scheme, Text,
};
use transport::transport::{Transport, TransportFuture, TransportRequest, TransportResponse};
use wire::response::Response;

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
    hides_errors: false,
    hidden_in_errors: &[],
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
    pub(super) struct Observer(());

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

// What a response is

/// Responds to each request so.
#[derive(Clone)]
struct Canned {
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static [u8],
}

impl Transport for Canned {
    fn send(&self, _: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let status = StatusCode::from_u16(self.status).expect("it is one");
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.parse().expect("it is one"), HeaderValue::from_static(value)));
        let response = TransportResponse::new(status, Bytes::from_static(self.body)).with_headers(headers.collect());
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// Operations that differ in what they promise of their responses.
macro_rules! promising {
    ($($name:ident: $format:ty => $output:ty $(, $constant:ident: $type:ty = $value:expr)*;)*) => { $(
        enum $name {}

        impl Operation for $name {
            const ID: &'static str = "any";
            const METHOD: Method = Method::GET;
            const PATH: &'static str = "/any";
            const SECURITY: &'static [&'static [&'static str]] = &[];
            $(const $constant: $type = $value;)*
            type Output = $output;
            type Format = $format;
        }
    )* };
}

promising! {
    AsJson: Json => serde_json::Value;
    AsPet: Json => Pet;
    AsText: Text => String;
    AsBytes: Binary => Bytes;
    AsWord: JsonOrText => String;
    AsPetOrText: JsonOrText => Pet;
    AsItSays: Open => Content;
    Created: Json => Pet, STATUSES: &'static [u16] = &[201];
    CreatedOrDefault: Json => Pet, STATUSES: &'static [u16] = &[201], HAS_DEFAULT: bool = true;
    AnySuccess: Json => Pet, STATUSES: &'static [u16] = &[];
    Deleted: Empty => ();
}

async fn respond<O: Operation>(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static [u8],
) -> Result<Response<O::Output>, Error> {
    let client = ClientBuilder::new(&API).token("t").transport(Canned { status, headers, body }).response_limit(999);
    Request::<O>::new(&client.build().expect("it is complete")).send().await
}

/// What an operation makes of a body with this `Content-Type`: its value, or why there is none.
async fn read<O: Operation<Output: std::fmt::Debug>>(media_type: &'static str, body: &'static [u8]) -> String {
    let headers: &'static [(&str, &str)] = Box::leak(Box::new([("content-type", media_type)]));
    let headers = if media_type.is_empty() { &[] } else { headers };
    match respond::<O>(200, headers, body).await {
        Ok(response) => {
            assert_eq!(response.mismatches(), []);
            format!("{:?}", *response)
        }
        Err(error) => error.source().map_or_else(|| error.to_string(), ToString::to_string),
    }
}

#[tokio::test]
async fn a_body_is_read_as_its_content_type_says() {
    const PET: &[u8] = br#"{"name":"Ada"}"#;
    // RFC 8259, 8.1: a byte order mark may be ignored. RFC 6839, 3.1: `+json` is JSON.
    for media_type in
        ["application/json", "application/json; charset=utf-8", "text/json", "application/hal+json", "", "text/plain"]
    {
        assert_eq!(read::<AsPet>(media_type, PET).await, r#"Pet { name: "Ada" }"#, "{media_type}");
        assert_eq!(read::<AsPetOrText>(media_type, PET).await, r#"Pet { name: "Ada" }"#, "{media_type}");
    }
    assert_eq!(read::<AsPet>("application/json", b"\xef\xbb\xbf{\"name\":\"Ada\"}").await, r#"Pet { name: "Ada" }"#);
    assert_eq!(
        read::<AsPet>("application/json; charset=iso-8859-1", b"{\"name\":\"Ren\xe9\"}").await,
        "Pet { name: \"Ren\u{e9}\" }"
    );
    assert_eq!(
        read::<AsPet>("application/json;charset=utf-16le", b"\xff\xfe{\0}\0").await,
        "missing field `name` at line 1 column 2"
    );
    for (media_type, body, expected) in [
        ("text/plain; charset=iso-8859-1", b"caf\xe9".as_slice(), "\"caf\u{e9}\""),
        ("text/plain; charset=utf-8", b"\xef\xbb\xbfhi", r#""hi""#),
        ("text/plain", b"\xef\xbb\xbfhi", r#""hi""#),
        ("application/json", br#""quoted""#, r#""quoted""#),
        ("application/json", br#"{"a": 1}"#, r#""{\"a\": 1}""#),
        ("text/html", br#""as it is""#, r#""\"as it is\"""#),
        ("text/plain", b"caf\xe9", "the body is not UTF-8"),
        ("application/pdf", b"\xe9", "`application/pdf` came, where text is expected: the body is not UTF-8"),
        ("text/plain; charset=klingon", b"a", "the body is text in `klingon`, an encoding that is not known"),
    ] {
        assert_eq!(read::<AsText>(media_type, body).await, expected, "{media_type}");
    }
    for (media_type, body, word, said) in [
        ("application/json", br#""a""#.as_slice(), r#""a""#, r#"Json(String("a"))"#),
        ("application/problem+json", br#""a""#, r#""a""#, r#"Json(String("a"))"#),
        ("text/plain", b"a", r#""a""#, r#"Text("a")"#),
        ("text/plain", b"{a}", r#""{a}""#, r#"Text("{a}")"#),
        (
            "image/png",
            b"\x89",
            "`image/png` came, where JSON is expected: expected value at line 1 column 1",
            r#"Bytes(b"\x89")"#,
        ),
        ("", br#""a""#, r#""a""#, r#"Bytes(b"\"a\"")"#),
    ] {
        assert_eq!(read::<AsWord>(media_type, body).await, word, "{media_type}");
        assert_eq!(read::<AsItSays>(media_type, body).await, said, "{media_type}");
    }
    assert_eq!(read::<AsBytes>("text/plain; charset=iso-8859-1", b"caf\xe9").await, r#"b"caf\xe9""#);
}

#[tokio::test]
async fn a_failure_names_the_content_type_that_came() {
    for (media_type, body, expected) in [
        (
            "text/html; charset=utf-8",
            b"<html>".as_slice(),
            "`text/html` came, where JSON is expected: expected value at line 1 column 1",
        ),
        ("application/json", b"<html>", "expected value at line 1 column 1"),
        ("", b"<html>", "expected value at line 1 column 1"),
        ("text/html", b"", "the body is empty, where JSON is expected"),
    ] {
        assert_eq!(read::<AsJson>(media_type, body).await, expected, "{media_type}");
    }
}

/// `printf '{"name":"Ada"}' | gzip -9n`
const PACKED: &[u8] = &[
    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xab, 0x56, 0xca, 0x4b, 0xcc, 0x4d, 0x55, 0xb2, 0x52, 0x72, 0x4c, 0x49, 0x54,
    0xaa, 5, 0, 5, 0x72, 0xfa, 0x29, 0x0e, 0, 0, 0,
];

#[tokio::test]
async fn a_body_that_nobody_asked_to_have_packed_is_unpacked_or_named() {
    let pet = respond::<AsPet>(200, &[("content-encoding", "gzip")], PACKED).await.expect("it is unpacked");
    assert_eq!(
        (pet.raw().as_ref(), pet.headers().contains_key("content-encoding")),
        (br#"{"name":"Ada"}"#.as_slice(), false)
    );
    assert_eq!(pet.pointer("/name"), Some(json!("Ada")));
    let expected = "the body is packed in a way that nobody asked for, `br`: an HTTP client that unpacks it is set by \
                    `ClientBuilder::http_client`";
    let headers: &[(&str, &str)] = &[("content-encoding", "br"), ("content-type", "application/json")];
    for error in [
        respond::<AsText>(200, &[("content-encoding", "br"), ("content-type", "text/plain")], b"~").await.map(drop),
        respond::<AsPet>(200, headers, b"\x8b").await.map(drop),
        respond::<AsText>(200, headers, b"\x8b").await.map(drop),
        respond::<AsBytes>(200, headers, b"\x8b").await.map(drop),
    ] {
        let error = error.expect_err("nobody unpacks it");
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some(expected));
    }
    // `head -c 2000 /dev/zero | gzip -9n`, of which 999 bytes are read.
    let error = respond::<AsBytes>(200, &[("content-encoding", "gzip")], ZEROS).await.expect_err("it is too much");
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("the body is larger than the limit of 999 bytes")
    );
    let Error::Decode(failure) = error else { panic!("it is a success") };
    assert_eq!(failure.raw().len(), 999);
}

/// Of which 2,000 bytes become.
const ZEROS: &[u8] = &[
    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x63, 0x60, 0x18, 5, 0xa3, 0x60, 0x14, 0x8c, 0x82, 0x51, 0x30, 0x0a, 0x46,
    0xc1, 0x50, 7, 0, 0x44, 0xf4, 0xc9, 2, 0xd0, 7, 0, 0,
];

#[tokio::test]
async fn a_success_of_another_status_is_read_and_told_unless_the_description_has_something_for_it() {
    const PET: &[u8] = br#"{"name":"Ada"}"#;
    let told = |response: &Response<Pet>| response.mismatches().iter().map(ToString::to_string).collect::<Vec<_>>();
    let told_200 = ["`.`: a response with status 200, of which the description says nothing"];
    assert_eq!(told(&respond::<Created>(201, &[], PET).await.expect("it is described")), [""; 0]);
    assert_eq!(told(&respond::<Created>(200, &[], PET).await.expect("it is read")), told_200);
    assert_eq!(told(&respond::<AnySuccess>(299, &[], PET).await.expect("it is described")), [""; 0]);
    assert_eq!(told(&respond::<CreatedOrDefault>(201, &[], PET).await.expect("it is described")), [""; 0]);
    let error = respond::<CreatedOrDefault>(200, &[], PET).await.expect_err("`default` speaks for it");
    let Error::Decode(failure) = &error else { panic!("it is a success: {error:?}") };
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("the description has no model for a response with status 200")
    );
    assert_eq!(failure.pointer("/name"), Some(json!("Ada")));
    // Where nothing is read, nothing is read otherwise.
    for (status, body) in [(204, b"".as_slice()), (200, b""), (200, b"{}"), (205, b"")] {
        let deleted = respond::<Deleted>(status, &[], body).await.expect("it is a success");
        assert_eq!(deleted.mismatches(), [], "{status}");
    }
}

#[tokio::test]
async fn a_problem_says_its_message_and_its_type() {
    let problem: &[(&str, &str)] = &[("content-type", "Application/Problem+JSON; charset=utf-8")];
    for (headers, body, code, message) in [
        (
            problem,
            br#"{"type":"https://e.example/credit","title":"No credit.","detail":"It is 30."}"#.as_slice(),
            Some("https://e.example/credit"),
            Some("It is 30."),
        ),
        (problem, br#"{"type":"about:blank","title":"Not Found","status":404}"#, None, Some("Not Found")),
        (problem, b"\xef\xbb\xbf{\"title\":\"t\"}", None, Some("t")),
        // What the API says by itself goes before it.
        (problem, br#"{"detail":"d","error":{"code":"c","message":"m"}}"#, Some("c"), Some("m")),
        (problem, b"<html>", None, None),
        (&[("content-type", "application/json")], br#"{"type":"a","title":"t"}"#, None, None),
    ] {
        let error = respond::<AsPet>(404, headers, body).await.expect_err("it is an error");
        let Error::Api(error) = error else { panic!("it is no `Error::Api`: {error:?}") };
        assert_eq!((error.code(), error.message()), (code, message));
    }
}

/// The errors of an operation that has a model for one status, for a class of them, and for all others.
#[derive(Debug, PartialEq)]
enum PetError {
    NotFound(Pet),
    ClientError(Refusal),
    Default(String),
}

impl DecodeByStatus for PetError {
    fn decode(body: ResponseBody<'_>) -> Result<Self, DecodeError> {
        match body.status() {
            404 => Json::decode(body).map(Self::NotFound),
            400..=499 => Json::decode(body).map(Self::ClientError),
            599 => Err(body.unexpected_status()),
            _ => Json::decode(body).map(Self::Default),
        }
    }
}

#[tokio::test]
async fn an_error_is_read_by_its_status() {
    let read = |status, body| async move {
        let error = respond::<AsPet>(status, &[], body).await.expect_err("it is an error");
        let Error::Api(error) = error else { panic!("it is no `Error::Api`: {error:?}") };
        error.by_status::<PetError>().map_err(|error| error.to_string())
    };
    assert_eq!(read(404, br#"{"name":"Ada"}"#).await, Ok(PetError::NotFound(Pet { name: "Ada".to_owned() })));
    let reason = Reason { code: "c".to_owned(), hints: Vec::new() };
    let refusal = Ok(PetError::ClientError(Refusal { error: reason }));
    assert_eq!(read(409, br#"{"error":{"code":"c","hints":[]}}"#).await, refusal);
    assert_eq!(read(503, br#""busy""#).await, Ok(PetError::Default("busy".to_owned())));
    assert_eq!(read(404, b"").await, Err("the body is empty, where JSON is expected".to_owned()));
    assert_eq!(read(599, b"").await, Err("the description has no model for a response with status 599".to_owned()));
}
