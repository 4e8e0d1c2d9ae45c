//! What of credentials needs no server: what is set by hand, alternatives, other origins by https, and what a call allocates. Which
//! credential each request carries over the wire is in `wire_credentials.rs`.
//!
//! Compiled against the client of a golden case by `generated_crates.rs`.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use security_of_each_operation::{
    Client, ClientBuilder, Error, HeaderMap, Request, Retry, StatusCode, TokenError, Transport, TransportFuture,
    TransportRequest, TransportResponse,
    token_source::{from_async_fn, from_fn},
};

/// A transport that notes each request with the credentials in it, and responds with the statuses of a script, then 204.
#[derive(Clone, Default)]
struct Noting {
    requests: Arc<Mutex<Vec<String>>>,
    responses: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

impl Noting {
    fn responding(responses: &[(u16, &'static str)]) -> Self {
        Self { responses: Arc::new(Mutex::new(responses.iter().copied().collect())), ..Self::default() }
    }

    /// What was sent since it was last asked.
    fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().expect("nobody panicked"))
    }
}

impl Transport for Noting {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let mut noted = format!("{} {}", request.method, request.url);
        for (name, value) in &request.headers {
            if !matches!(name.as_str(), "user-agent" | "accept" | "content-length") {
                noted.push_str(&format!(" | {name}: {}", value.to_str().expect("it is text")));
            }
        }
        let shown = format!("{request:?}");
        for secret in ["tok", "bWU6cHc", "kkk", "qqq", "ccc", "ggg", "iii"] {
            assert!(!shown.contains(secret), "`{secret}` is in {shown}");
        }
        self.requests.lock().expect("nobody panicked").push(noted);
        let (status, location) =
            self.responses.lock().expect("nobody panicked").pop_front().unwrap_or((204, ""));
        let mut headers = HeaderMap::new();
        if !location.is_empty() {
            headers.insert("location", location.parse().expect("it is a header value"));
        }
        let status = StatusCode::from_u16(status).expect("it is a status");
        Box::pin(async move { Ok(TransportResponse::new(status, "").with_headers(headers)) })
    }
}

fn with_all() -> ClientBuilder {
    let builder = Client::builder().session("tok").staff("me", "pw").in_header("kkk").in_query("qqq&").in_cookie("ccc");
    builder.granted("ggg").identity("iii").retry(Retry::default().min_delay(Duration::ZERO).max_delay(Duration::ZERO))
}

fn client(builder: ClientBuilder, noting: &Noting) -> Client {
    builder.transport(noting.clone()).build().expect("the settings are fine")
}

async fn sent<O>(request: Request<O>, noting: &Noting) -> Vec<String>
where
    O: security_of_each_operation::Operation,
{
    request.send().await.map(drop).expect("a success");
    noting.sent()
}

#[track_caller]
fn check_refused<T>(outcome: Result<T, Error>, noting: &Noting, expected: &str) {
    let error = outcome.map(drop).expect_err("it is refused");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert_eq!(error.to_string(), format!("invalid request: {expected}"));
    assert!(noting.sent().is_empty());
}

#[tokio::test]
async fn a_key_stands_behind_the_rest_of_the_query() {
    let noting = Noting::default();
    let query = sent(client(with_all(), &noting).pets().query().page(2), &noting).await;
    assert_eq!(query, ["GET https://api.example.com/query?page=2&key=qqq%26"]);
}

const FOREIGN: &str = "`upload` asks for a credential and goes to https://uploads.example.com, but the client's credentials \
                       go to https://api.example.com: where https://uploads.example.com may have them, say so with \
                       `ClientBuilder::credentials_for(\"https://uploads.example.com\")`, or for all apps with \
                       `credential-origins = [\"https://uploads.example.com\"]` under `[client]` of codegen.toml";

#[tokio::test]
async fn the_first_alternative_that_is_complete_counts() {
    let noting = Noting::default();
    let other = client(Client::builder().in_query("q").in_header("k"), &noting);
    let choice = sent(other.pets().choice(), &noting).await;
    assert_eq!(choice, ["GET https://api.example.com/choice?key=q | x-key: k"]);
    let optional = sent(other.pets().optional(), &noting).await;
    assert_eq!(optional, ["GET https://api.example.com/optional"]);
}

#[tokio::test]
async fn a_token_that_comes_later_is_sent_where_it_is_all_that_was_missing() {
    let noting = Noting::default();
    let client = client(Client::builder(), &noting);
    let choice = "`choice` asks for a credential that the client does not have, of the scheme `staff` \
                  (`ClientBuilder::staff(user, password)`), or of `in header` (`ClientBuilder::in_header`) and `in-query` \
                  (`ClientBuilder::in_query`)";
    // A login comes first, and the client gets its token then.
    let known = client.with_token("t");
    check_refused(known.pets().choice().send().await, &noting, choice);
    let inherited = sent(known.pets().inherited(), &noting).await;
    assert_eq!(inherited, ["GET https://api.example.com/inherited | authorization: Bearer t"]);
}

#[tokio::test]
async fn what_the_app_sets_by_hand_goes_before() {
    let noting = Noting::default();
    let without = client(Client::builder(), &noting);
    let by_hand = without.pets().inherited().with_header("authorization", "Token x");
    assert_eq!(sent(by_hand, &noting).await, ["GET https://api.example.com/inherited | authorization: Token x"]);
    let by_hand = without.pets().query().with_query("key", "x");
    assert_eq!(sent(by_hand, &noting).await, ["GET https://api.example.com/query?key=x"]);
    let with = client(with_all(), &noting);
    let by_hand = with.pets().header().with_header("x-key", "x");
    assert_eq!(sent(by_hand, &noting).await, ["GET https://api.example.com/header | x-key: x"]);
    let by_hand = with.pets().query().with_query("key", "x");
    assert_eq!(sent(by_hand, &noting).await, ["GET https://api.example.com/query?key=x"]);
    let cookies = with.pets().cookie().with_header("cookie", "a=b; sid=x");
    assert_eq!(sent(cookies, &noting).await, ["GET https://api.example.com/cookie | cookie: a=b; sid=x"]);
    // Another one of its kind is not the credential.
    let cookies = with.pets().cookie().with_header("cookie", "a=b");
    assert_eq!(sent(cookies, &noting).await, ["GET https://api.example.com/cookie | cookie: a=b; sid=ccc"]);
    let alone = without.pets().cookie().with_header("cookie", "theme=dark").send().await;
    let missing = "`cookie` asks for a credential that the client does not have, of the scheme `in-cookie` \
                   (`ClientBuilder::in_cookie`)";
    check_refused(alone, &noting, missing);
    // Nobody is asked for what is not sent.
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let source = from_fn(move || Ok::<_, TokenError>(format!("tok{}", counted.fetch_add(1, Ordering::SeqCst))));
    let by_hand = with.with_token_source(source);
    let by_hand = by_hand.pets().inherited().with_header("authorization", "Token x");
    assert_eq!(sent(by_hand, &noting).await, ["GET https://api.example.com/inherited | authorization: Token x"]);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn credentials_go_to_another_origin_only_where_somebody_says_so() {
    let noting = Noting::default();
    let named = client(with_all().credentials_for("https://uploads.example.com"), &noting);
    let upload = "PUT https://uploads.example.com/upload | authorization: Bearer tok";
    assert_eq!(sent(named.pets().upload(), &noting).await, [upload]);
    // A header of the client goes no further: nobody knows what is in it.
    let builder = Client::builder().default_header("x-auth", "t").default_header("x-app", "shop");
    let by_hand = client(builder, &noting);
    let public = sent(by_hand.pets().public(), &noting).await;
    assert_eq!(public, ["GET https://storage.example.com/public"]);
    let login = sent(by_hand.pets().login(), &noting).await;
    assert_eq!(login, ["POST https://api.example.com/login | x-auth: t | x-app: shop"]);
    // Not even as the credential: the request would leave without one.
    let by_hand = client(Client::builder().default_header("authorization", "Token tok"), &noting);
    check_refused(by_hand.pets().upload().send().await, &noting, FOREIGN);
    let inherited = sent(by_hand.pets().inherited(), &noting).await;
    assert_eq!(inherited, ["GET https://api.example.com/inherited | authorization: Token tok"]);
    // What the request itself has is meant for where it goes.
    let upload = by_hand.pets().upload().with_header("authorization", "Token x");
    assert_eq!(sent(upload, &noting).await, ["PUT https://uploads.example.com/upload | authorization: Token x"]);
    // A port makes another origin of it, and so does a name that only begins like it.
    for origin in ["https://uploads.example.com:8443", "https://uploads.example.com.evil.test", "https://example.com"] {
        let other = client(with_all().credentials_for(origin), &noting);
        check_refused(other.pets().upload().send().await, &noting, FOREIGN);
    }
    // A token of the request goes nowhere else either.
    let upload = client(Client::builder(), &noting).pets().upload().with_token("once");
    check_refused(upload.send().await, &noting, FOREIGN);
    // A base URL is where all requests go.
    let moved = client(with_all().base_url("https://other.example.com/x"), &noting);
    let upload = sent(moved.pets().upload(), &noting).await;
    assert_eq!(upload, ["PUT https://other.example.com/x/upload | authorization: Bearer tok"]);
    let public = sent(moved.pets().public(), &noting).await;
    assert_eq!(public, ["GET https://other.example.com/x/public"]);
}

#[tokio::test]
async fn another_host_and_http_are_another_origin() {
    for elsewhere in ["https://uploads.example.com/x", "http://api.example.com/x", "https://files.example.com/x"] {
        let noting = Noting::responding(&[(307, elsewhere)]);
        let home = client(with_all(), &noting);
        let error = home.pets().several().send().await.expect_err("it is not followed");
        assert_eq!(error.status(), Some(StatusCode::TEMPORARY_REDIRECT));
        let expected =
            ["GET https://api.example.com/several | authorization: Bearer tok | x-key: kkk | cookie: sid=ccc"];
        assert_eq!(noting.sent(), expected);
    }
}

#[tokio::test]
async fn a_source_may_call_an_operation_that_asks_for_no_token() {
    let noting = Noting::default();
    let own: Arc<OnceLock<Client>> = Arc::default();
    let in_source = Arc::clone(&own);
    let source = from_async_fn(move || {
        let client = in_source.get().expect("it is made by now").clone();
        async move {
            client.pets().login().send().await?;
            Ok::<_, TokenError>("tok")
        }
    });
    let home = client(Client::builder().token_source(source), &noting);
    assert!(own.set(home.clone()).is_ok());
    let expected =
        ["POST https://api.example.com/login", "GET https://api.example.com/inherited | authorization: Bearer tok"];
    assert_eq!(sent(home.pets().inherited(), &noting).await, expected);
}

/// How often memory is allocated for a call.
fn allocations<O: security_of_each_operation::Operation>(request: Request<O>) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
    let mut outcome = None;
    let counted = allocation_counter::measure(|| outcome = Some(runtime.block_on(request.send()).map(drop)));
    outcome.expect("it ran").expect("a success");
    counted.count_total
}

/// Responds, and allocates the same for each request.
struct Responding;

impl Transport for Responding {
    fn send(&self, _request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async { Ok(TransportResponse::new(StatusCode::NO_CONTENT, "")) })
    }
}

#[test]
fn fixed_credentials_in_headers_cost_no_allocation_a_call() {
    let client = with_all().transport(Responding).build().expect("the settings are fine");
    // The first call makes what is kept for all.
    allocations(client.pets().login());
    let without = allocations(client.pets().login());
    assert!(without > 0);
    assert_eq!(allocations(client.pets().change()), without, "a token");
    // A request without content has one header less where its method is not about content.
    let bare = Client::builder().transport(Responding).build().expect("the settings are fine");
    let of_get = allocations(bare.pets().optional());
    assert_eq!(allocations(client.pets().basic()), of_get, "a user and a password");
    assert_eq!(allocations(client.pets().header()), of_get, "a key in a header");
    let source = client.with_token_source(from_fn(|| Ok::<_, TokenError>("tok")));
    assert!(allocations(source.pets().change()) > without, "the counter counts");
}

#[test]
fn a_credential_that_cannot_be_used_is_reported_with_its_scheme() {
    const SCHEME: &str = "the credential of the scheme";
    for (builder, expected) in [
        (Client::builder().staff("a:b", "c"), "`staff` cannot be used: the user has a colon, with which the password begins"),
        (Client::builder().in_header(" "), "`in header` cannot be used: it is empty"),
        (
            Client::builder().in_cookie("a; b=c"),
            "`in-cookie` cannot be used: it holds a character that a cookie cannot carry, such as a space or a semicolon",
        ),
        (
            Client::builder().in_header("a\nb"),
            "`in header` cannot be used: it holds a character that a header cannot carry, such as a line break",
        ),
    ] {
        let error = builder.build().expect_err("it is no credential");
        assert_eq!(error.to_string(), format!("{SCHEME} {expected}"));
    }
    let error = Client::builder().in_header("k").default_header("X-Key", "x").build().expect_err("one is too many");
    let expected = "the header `X-Key` is invalid: the credential of the scheme `in header` goes there: set one of them";
    assert_eq!(error.to_string(), expected);
    Client::builder().build().expect("there are operations that ask for nothing");
    let error = Client::builder().in_cookie("c").default_header("cookie", "a=b; sid=x").build();
    let error = error.expect_err("one is too many").to_string();
    assert!(error.starts_with("the header `cookie` is invalid: the credential of the scheme `in-cookie` goes there"), "{error}");
    Client::builder().in_cookie("c").default_header("cookie", "a=b").build().expect("another cookie is another thing");
    let error = Client::from_env().expect_err("no variable is known");
    assert_eq!(error.to_string(), "no environment variable is known for the token: pass one to `ClientBuilder::token`");
}
