//! Headers on the wire, byte by byte: of calls, of the version, and the length of a body that is not there.
//!
//! Compiled against the clients of golden cases by `generated_crates.rs`.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use headers_of_a_call_are_not_lifted::Client as Payments;
use idempotency_key::{Client as Keys, Error, Operation, Retry, operations::{Pay, Refund}};
use request_without_a_body::{
    Client as Bodiless, HeaderMap, StatusCode, Transport, TransportFuture, TransportRequest, TransportResponse, reqwest,
    reqwest_middleware,
};
use version_header::Client as Versioned;

/// A server that responds to each request with the next status, the last one for ever, and keeps the heads as they came.
struct Listener {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    /// Each response is a status, and headers that end with a line break.
    fn responding(responses: &'static [(u16, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let head = head(&stream);
                let mut heads = seen.lock().expect("nothing panicked");
                let (status, headers) = responses[heads.len().min(responses.len() - 1)];
                heads.push(head);
                let response = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n{headers}\r\n");
                (&stream).write_all(response.as_bytes()).expect("the client is there");
            }
        });
        Self { address, heads }
    }

    /// The heads of all requests, in lower case.
    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("nothing panicked").clone()
    }

    /// What the requests say of a header, one by one.
    fn values(&self, name: &str) -> Vec<Option<String>> {
        let start = format!("{name}: ");
        let value = |head: String| head.lines().find_map(|line| line.strip_prefix(start.as_str()).map(str::to_owned));
        self.heads().into_iter().map(value).collect()
    }
}

/// The lines up to the empty one; no request of these tests has a body.
fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    lines.join("\n").to_lowercase()
}

macro_rules! client {
    ($client:ident, $listener:expr) => {
        $client::builder().base_url(&$listener.address).build().expect("the base URL is fine")
    };
}

/// What the requests say of the length of their bodies, one by one, by their methods.
fn lengths(listener: &Listener) -> Vec<String> {
    let methods = listener.heads().into_iter().map(|head| head.split(' ').next().unwrap_or_default().to_owned());
    let lengths = listener.values("content-length");
    methods.zip(lengths).map(|(method, length)| format!("{method} {}", length.unwrap_or("-".to_owned()))).collect()
}

async fn send_without_bodies(client: &Bodiless) {
    let things = client.things();
    things.archive("1").send().await.expect("a success");
    things.put("1").send().await.expect("a success");
    things.patch("1").send().await.expect("a success");
    things.note("").send().await.expect("a success");
    things.remove("1").send().await.expect("a success");
    things.get("1").send().await.expect("a success");
}

const LENGTHS: [&str; 6] = ["post 0", "put 0", "patch 0", "post 0", "delete -", "get -"];

#[tokio::test]
async fn a_request_without_a_body_says_so_where_its_method_is_about_one() {
    let listener = Listener::responding(&[(204, "")]);
    send_without_bodies(&client!(Bodiless, listener)).await;
    assert_eq!(lengths(&listener), LENGTHS);
    let once = listener.heads().iter().all(|head| head.matches("content-length").count() < 2);
    assert!(once, "{:?}", listener.heads());
}

#[tokio::test]
async fn a_middleware_passes_the_length_on() {
    let listener = Listener::responding(&[(204, "")]);
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("it can be made");
    let transport = reqwest_middleware::ClientBuilder::new(http).build();
    let client = Bodiless::builder().base_url(&listener.address).transport(transport).build().expect("it is fine");
    send_without_bodies(&client).await;
    assert_eq!(lengths(&listener), LENGTHS);
}

/// Keeps the headers of what it is to send.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Transport for Kept {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let method = request.method.as_str().to_lowercase();
        self.0.lock().expect("nothing panicked").push((method, request.headers));
        Box::pin(async { Ok(TransportResponse::new(StatusCode::NO_CONTENT, "")) })
    }
}

#[tokio::test]
async fn a_transport_is_given_the_length() {
    let kept = Kept::default();
    let client = Bodiless::builder().base_url("https://a.example").transport(kept.clone()).build().expect("it is fine");
    send_without_bodies(&client).await;
    let kept = kept.0.lock().expect("nothing panicked");
    let length = |headers: &HeaderMap| headers.get("content-length").map_or("-", |it| it.to_str().expect("it is text")).to_owned();
    let lengths: Vec<String> = kept.iter().map(|(method, headers)| format!("{method} {}", length(headers))).collect();
    assert_eq!(lengths, LENGTHS);
}

#[tokio::test]
async fn headers_of_a_call_stay_of_that_call() {
    let listener = Listener::responding(&[(204, "")]);
    let client = client!(Payments, listener);
    let things = client.things();
    things.pay("r1").idempotency_key("k1").if_match("\"7\"").send().await.expect("a success");
    things.refund("r2").send().await.expect("a success");
    things.cancel("r3").idempotency_key("k3").send().await.expect("a success");
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(listener.values("idempotency-key"), [some("k1"), None, some("k3")]);
    assert_eq!(listener.values("x-request-id"), [some("r1"), some("r2"), some("r3")]);
    assert_eq!(listener.values("if-match"), [some("\"7\""), None, None]);
}

/// Another time is at once.
const SOON: &[(u16, &str)] = &[(503, "retry-after: 0\r\n"), (502, "retry-after: 0\r\n"), (204, "")];

#[tokio::test]
async fn a_call_with_a_key_is_sent_again_with_the_same_key() {
    let some = |text: &str| Some(text.to_owned());
    let required = Listener::responding(SOON);
    client!(Keys, required).things().pay("k1").send().await.expect("the third try succeeds");
    assert_eq!(required.values("idempotency-key"), [some("k1"), some("k1"), some("k1")]);
    let optional = Listener::responding(SOON);
    client!(Keys, optional).things().refund().x_call("k2").send().await.expect("the third try succeeds");
    assert_eq!(optional.values("x-call"), [some("k2"), some("k2"), some("k2")]);
    const { assert!(Pay::IDEMPOTENT && !Refund::IDEMPOTENT) };
}

#[tokio::test]
async fn a_call_without_a_key_is_sent_once() {
    let listener = Listener::responding(SOON);
    let client = client!(Keys, listener);
    for status in [503, 502] {
        // Neither without a key, nor with one of which the description says that it changes nothing.
        let call = if status == 503 { client.things().refund().send().await } else { client.things().cancel("k").send().await };
        assert!(matches!(call, Err(Error::Api(error)) if error.status() == status));
    }
    assert_eq!(listener.heads().len(), 2);
    let listener = Listener::responding(SOON);
    let once = client!(Keys, listener).things().pay("k").with_retry(Retry::none());
    assert!(matches!(once.send().await, Err(Error::Api(error)) if error.status() == 503));
}

#[tokio::test]
async fn an_empty_key_is_none() {
    let listener = Listener::responding(&[(204, "")]);
    let error = client!(Keys, listener).things().pay(" ").send().await.expect_err("it is refused");
    assert_eq!(error.to_string(), "invalid request: the header `idempotency-key` is empty: it has to be a key");
    assert_eq!(listener.heads(), Vec::<String>::new());
}

#[tokio::test]
async fn the_version_is_that_of_the_description_as_it_is_written() {
    let listener = Listener::responding(&[(204, "Shop-Version: Latest\r\n"), (204, "shop-version: 2.1\r\n"), (204, "")]);
    let client = client!(Versioned, listener);
    let alias = client.pets().list().send().await.expect("a success");
    assert_eq!((alias.api_version(), alias.mismatches()), (Some("Latest"), [].as_slice()));
    let other = client.pets().list().send().await.expect("a success");
    let told: Vec<String> = other.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["`Shop-Version`: the response is of version `2.1`, where `2.10` was asked for"]);
    let silent = client.pets().list().send().await.expect("a success");
    assert_eq!((silent.api_version(), silent.mismatches()), (None, [].as_slice()));
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(listener.values("shop-version"), [some("2.10"), some("2.10"), some("2.10")]);
}

#[tokio::test]
async fn what_this_request_asked_for_is_what_its_response_is_compared_with() {
    let listener = Listener::responding(&[(204, "shop-version: 2.1\r\n")]);
    let client = client!(Versioned, listener);
    let one = client.pets().list().with_shop_version("2.1").send_raw().await.expect("a success");
    assert_eq!(one.mismatches(), []);
    let whole = Versioned::builder().base_url(&listener.address).shop_version("2.1").build().expect("it is fine");
    assert_eq!(whole.pets().list().send().await.expect("a success").mismatches(), []);
    let raw = client.pets().list().send_raw().await.expect("a success");
    assert_eq!(raw.mismatches().len(), 1, "nothing is decoded, and it is told all the same");
}

#[tokio::test]
async fn a_redirect_to_another_host_names_it_and_the_server_of_the_description() {
    let listener = Listener::responding(&[
        (301, "location: https://api.eu.example.test/things/1?key=s3cret\r\n"),
        (308, "location: //other.example.test/\r\n"),
    ]);
    let client = client!(Bodiless, listener);
    let region = client.things().get("1").send().await.expect_err("it is not followed");
    assert_eq!(
        region.to_string(),
        "the server responded with 301: it redirects to another origin, `https://api.eu.example.test`, which is not followed: that \
         is `Server::Eu`, for `ClientBuilder::server`"
    );
    let other = client.things().archive("1").send().await.expect_err("it is not followed").to_string();
    assert_eq!(
        other,
        "the server responded with 308: it redirects to another origin, `http://other.example.test`, which is not followed"
    );
    assert!(!format!("{region:?}").contains("s3cret"), "{region:?}");
}
