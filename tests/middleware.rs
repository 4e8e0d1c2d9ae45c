//! Middlewares of reqwest below the client: what they see and change, and how their failures are sorted.

#[path = "support/wire.rs"]
mod wire;

use std::{
    error::Error as StdError,
    fmt,
    net::TcpListener,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use http::Extensions;
use intercom_client::{
    Client, Error, OperationName, Retry,
    reqwest::{self, Request, Response, redirect},
    reqwest_middleware::{self as middleware, ClientBuilder, ClientWithMiddleware, Next, RequestBuilder},
};
use wiremock::ResponseTemplate;

use wire::{Api, TOKEN, chain, hello, page};

type Handled<'a> = Pin<Box<dyn Future<Output = middleware::Result<Response>> + Send + 'a>>;

/// Says in a header which operation a request is for.
fn names_the_operation<'a>(mut request: Request, extensions: &'a mut Extensions, next: Next<'a>) -> Handled<'a> {
    let OperationName { id, path, .. } = *extensions.get().expect("the operation is there");
    let value = format!("{id} {path}").parse().expect("it is a header value");
    request.headers_mut().insert("x-operation", value);
    Box::pin(next.run(request, extensions))
}

/// What a middleware says that takes no more calls.
#[derive(Debug)]
struct Spent;

impl fmt::Display for Spent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the budget is spent")
    }
}

impl StdError for Spent {}

/// What a middleware makes of an error that comes from below.
#[derive(Debug)]
struct GaveUp(middleware::Error);

impl fmt::Display for GaveUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("gave up")
    }
}

impl StdError for GaveUp {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

fn gives_up<'a>(request: Request, extensions: &'a mut Extensions, next: Next<'a>) -> Handled<'a> {
    let response = next.run(request, extensions);
    Box::pin(async { response.await.map_err(|error| middleware::Error::middleware(GaveUp(error))) })
}

fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(redirect::Policy::none())
}

fn around(http: reqwest::ClientBuilder) -> ClientBuilder {
    ClientBuilder::new(http.build().expect("it can be made"))
}

fn client(base_url: &str, transport: ClientWithMiddleware) -> Client {
    Client::builder().token(TOKEN).base_url(base_url).transport(transport).build().expect("it is fine")
}

/// Where nobody listens.
fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    format!("http://{}", listener.local_addr().expect("it has an address"))
}

#[tokio::test]
async fn a_middleware_sees_the_operation_and_changes_the_request() {
    let api = Api::json(200, page()).await;
    let initialiser = |request: RequestBuilder| request.header("x-initial", "yes");
    let transport = around(http()).with_init(initialiser).with(names_the_operation).build();
    let client = client(&api.server.uri(), transport);
    let page = client.ai_content().get_external_page("21").send().await.expect("it succeeds");
    assert_eq!(page.id, "21");
    let sent = api.sent().await;
    assert_eq!(sent.line(), "GET /ai/external_pages/21");
    assert_eq!(sent.header("x-operation"), Some("getExternalPage /ai/external_pages/{page_id}"));
    assert_eq!(sent.header("x-initial"), Some("yes"));
    assert_eq!(sent.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}

#[tokio::test]
async fn a_body_goes_through() {
    let api = Api::json(200, wire::message()).await;
    let client = client(&api.server.uri(), around(http()).build());
    client.messages().create(hello()).send().await.expect("it succeeds");
    api.sent().await.check_json("POST /messages", &wire::hello_json());
}

#[tokio::test]
async fn a_middleware_that_fails_is_a_connection_that_broke() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    fn fails<'a>(_: Request, _: &'a mut Extensions, _: Next<'a>) -> Handled<'a> {
        CALLS.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Err(middleware::Error::middleware(Spent)) })
    }
    let client = client(&nowhere(), around(http()).with(fails).build());
    let error = client.messages().create(hello()).send().await.expect_err("the middleware fails");
    assert_eq!(chain(&error), "the connection broke: the budget is spent");
    assert!(error.source().is_some_and(|source| source.is::<Spent>()), "the middleware's own error is the cause");
    assert_eq!(CALLS.load(Ordering::SeqCst), 1, "a message is not sent again: it may have been sent");
}

#[tokio::test]
async fn a_connection_that_cannot_be_made_does_not_say_what_was_sent_before() {
    /// Sends to the server, and then, as if that had failed, where nobody is.
    fn sends_twice<'a>(request: Request, extensions: &'a mut Extensions, next: Next<'a>) -> Handled<'a> {
        let mut again = request.try_clone().expect("its body is bytes");
        *again.url_mut() = nowhere().parse().expect("it is a URL");
        Box::pin(async move {
            next.clone().run(request, extensions).await?;
            next.run(again, extensions).await
        })
    }
    let api = Api::json(200, wire::message()).await;
    let client = client(&api.server.uri(), around(http()).with(sends_twice).build());
    let request = client.messages().create(hello()).with_query("key", "s3cret");
    let error = request.send().await.expect_err("nobody is there the second time");
    assert!(matches!(&error, Error::Transport(error) if !error.is_connect()), "{error:?}");
    assert!(!chain(&error).contains("s3cret"), "{}", chain(&error));
    assert_eq!(api.requests().await.len(), 1, "the client did not send it once more");
}

#[tokio::test]
async fn a_timeout_of_reqwest_is_one() {
    let api = Api::slow().await;
    let impatient = around(http().timeout(Duration::from_millis(50))).build();
    let error = self::client(&api.server.uri(), impatient).messages().create(hello()).send().await;
    assert!(matches!(error, Err(Error::Timeout(_))), "{error:?}");
}

/// Responds by itself, as a cache does.
fn responds<'a>(_: Request, _: &'a mut Extensions, _: Next<'a>) -> Handled<'a> {
    Box::pin(async { Ok(http::Response::new(page().to_string()).into()) })
}

#[tokio::test]
async fn a_client_that_follows_redirects_to_another_server_is_noticed_and_asked_once() {
    let other = Api::json(200, page()).await;
    let elsewhere = ResponseTemplate::new(307).insert_header("location", format!("{}/x", other.server.uri()));
    let home = Api::responding(elsewhere).await;
    let client = client(&home.server.uri(), around(reqwest::Client::builder()).build());
    let error = client.ai_content().get_external_page("21").send().await.expect_err("the response is a stranger's");
    assert!(!error.is_retryable() && matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(
        chain(&error),
        "the response is that of another server: the HTTP client followed a redirect to another server: make it with \
         `redirect::Policy::none`"
    );
    assert_eq!((home.requests().await.len(), other.requests().await.len()), (1, 1));
}

#[tokio::test]
async fn a_response_that_a_middleware_makes_is_that_of_the_server() {
    let client = client(&nowhere(), around(http()).with(responds).build());
    let page = client.ai_content().get_external_page("21").send().await.expect("it is there");
    assert_eq!(page.id, "21");
}

#[tokio::test]
async fn an_error_that_a_middleware_passes_on_does_not_show_the_url() {
    let client = client(&nowhere(), around(http()).with(gives_up).build());
    let request = client.ai_content().get_external_page("21").with_query("key", "s3cret").with_retry(Retry::none());
    let error = request.send().await.expect_err("nobody is there");
    let told = format!("{} {error:?}", chain(&error));
    assert!(told.contains("gave up: error sending request for url (…)"), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
    assert!(matches!(error, Error::Transport(error) if !error.is_connect()), "the tries before are not known");
}
