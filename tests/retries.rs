//! What is sent again, when, and what never is; the clock stands still while a call waits.

#[path = "support/memory.rs"]
mod memory;
#[path = "rate_limiter.rs"]
mod rate_limiter;
#[path = "support/wire.rs"]
mod wire;

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use intercom_client::{
    Error, Operation, Request, Retry,
    models::CreateExternalPageRequest,
    operations::{CreateExternalPage, CreateMessage, GetExternalPage},
};

use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use memory::{Script, Scripted, json, status, with_header};
use wire::{hello, hello_json, message, page};

fn fetch(script: &Script) -> Request<GetExternalPage> {
    script.client().ai_content().get_external_page("21")
}

/// A message: sent twice, it is there twice.
fn post(script: &Script) -> Request<CreateMessage> {
    script.client().messages().create(hello())
}

/// An upsert: a POST that the description says is idempotent.
fn upsert(script: &Script) -> Request<CreateExternalPage> {
    let page = CreateExternalPageRequest::builder().title("t").html("h").source_id(33).external_id("e").build();
    script.client().ai_content().create_external_page(page)
}

/// Sends a request whose response is this, then a success, and returns the number of times that it was sent.
async fn tries<O: Operation>(make: fn(&Script) -> Request<O>, first: Scripted, body: impl ToString) -> usize {
    let script = Script::new(&[first, json(body)]);
    let outcome = make(&script).send().await;
    let tries = script.seen().len();
    assert_eq!(outcome.is_ok(), tries == 2, "a call that is sent again succeeds, any other fails");
    tries
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_carried_out_is_only_sent_again_where_that_does_no_harm() {
    for (response, of_fetch, of_post) in [
        (Scripted::Connect, 2, 2),
        (status(429), 2, 2),
        (Scripted::Broken, 2, 1),
        (Scripted::BrokenWithin(200), 2, 1),
        (Scripted::BrokenWithin(500), 2, 1),
        (Scripted::GivesUp, 2, 1),
        (status(408), 2, 1),
        (status(500), 2, 1),
        (status(502), 2, 1),
        (status(503), 2, 1),
        (status(504), 2, 1),
        (with_header(503, "retry-after", "1"), 2, 1),
        (status(501), 1, 1),
        (status(400), 1, 1),
        (status(401), 1, 1),
        (status(404), 1, 1),
        (status(409), 1, 1),
        (status(302), 1, 1),
        (json("{"), 1, 1),
        (Scripted::Refused, 1, 1),
    ] {
        assert_eq!(tries(fetch, response.clone(), page()).await, of_fetch, "GET, {response:?}");
        assert_eq!(tries(upsert, response.clone(), page()).await, of_fetch, "upsert, {response:?}");
        assert_eq!(tries(post, response.clone(), message()).await, of_post, "POST, {response:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_sent_again_twice_at_most() {
    let script = Script::new(&[status(503)]);
    let error = fetch(&script).send().await.expect_err("it never succeeds");
    assert_eq!(error.to_string(), "the server responded with 503");
    assert_eq!(script.seen().len(), 3);

    let script = Script::new(&[Scripted::Connect, status(500), status(429), json(page())]);
    let five = fetch(&script).with_retry(Retry::default().max_retries(5));
    five.send().await.expect("the fourth time");
    assert_eq!(script.seen().len(), 4);

    let script = Script::new(&[Scripted::Connect]);
    fetch(&script).with_retry(Retry::none()).send().await.expect_err("nobody is there");
    let client = script.configured(|builder| builder.retry(Retry::none()));
    client.ai_content().get_external_page("21").send().await.expect_err("nobody is there");
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_in_seconds() {
    let script = Script::new(&[with_header(429, "retry-after", "7"), json(message())]);
    post(&script).send().await.expect("the second time");
    assert_eq!(script.seconds(), [0, 7]);
    let script = Script::new(&[with_header(503, "retry-after", "0"), json(page())]);
    fetch(&script).send().await.expect("the second time");
    assert_eq!(script.seconds(), [0, 0]);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_as_a_date() {
    let headers = vec![
        ("date", "Thu, 09 Oct 2025 08:53:20 GMT".to_owned()),
        ("retry-after", "Thu, 09 Oct 2025 08:53:31 GMT".to_owned()),
    ];
    let script = Script::new(&[Scripted::Status(503, headers, String::new()), json(page())]);
    fetch(&script).send().await.expect("the second time");
    assert_eq!(script.seconds(), [0, 11]);
}

/// A response with these headers of the rate limit, at 1,760,000,000 by the server's clock.
fn limited(status: u16, remaining: &str, reset: &str) -> Scripted {
    let headers = vec![
        ("date", "Thu, 09 Oct 2025 08:53:20 GMT".to_owned()),
        ("x-ratelimit-limit", "166".to_owned()),
        ("x-ratelimit-remaining", remaining.to_owned()),
        ("x-ratelimit-reset", reset.to_owned()),
    ];
    Scripted::Status(status, headers, String::new())
}

#[tokio::test(start_paused = true)]
async fn the_reset_of_the_rate_limit_is_waited_for() {
    let script = Script::new(&[limited(429, "0", "1760000009"), json(message())]);
    post(&script).send().await.expect("the second time");
    assert_eq!(script.seconds(), [0, 9]);
    let script = Script::new(&[limited(503, "0", "1760000009"), json(page())]);
    fetch(&script).send().await.expect("the second time");
    assert_eq!(script.seconds(), [0, 9]);
}

#[tokio::test(start_paused = true)]
async fn the_reset_is_compared_with_our_clock_where_the_server_says_no_time() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs();
    let response = with_header(429, "x-ratelimit-reset", &(now + 30).to_string());
    let script = Script::new(&[response, json(message())]);
    post(&script).send().await.expect("the second time");
    let seconds = script.seconds()[1];
    assert!((28..=30).contains(&seconds), "{seconds}");
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_says_nothing_about_the_failure_is_not_waited_for() {
    for response in [limited(503, "99", "1760000030"), limited(429, "0", "1759999999"), limited(429, "0", "soon")] {
        let script = Script::new(&[response.clone(), json(page())]);
        fetch(&script).send().await.expect("the second time");
        assert_eq!(script.seconds(), [0, 0], "{response:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_goes_before_the_reset() {
    let Scripted::Status(code, mut headers, body) = limited(429, "0", "1760000009") else { panic!("it is a status") };
    headers.push(("retry-after", "3".to_owned()));
    let script = Script::new(&[Scripted::Status(code, headers, body), json(message())]);
    post(&script).send().await.expect("the second time");
    assert_eq!(script.seconds(), [0, 3]);
}

#[tokio::test(start_paused = true)]
async fn otherwise_the_wait_doubles_with_jitter() {
    let retry = Retry::default().max_retries(4).min_delay(Duration::from_secs(1)).max_delay(Duration::from_secs(4));
    let mut waits = Vec::new();
    for _ in 0..20 {
        let script = Script::new(&[status(503)]);
        let request = fetch(&script).with_retry(retry.clone());
        request.send().await.expect_err("it never succeeds");
        let seen = script.seen();
        let of_call: Vec<Duration> = seen.windows(2).map(|pair| pair[1].after - pair[0].after).collect();
        for (wait, least) in of_call.iter().zip([1, 2, 4, 4]) {
            let least = Duration::from_secs(least);
            // The clock counts in milliseconds.
            assert!((least..=least * 2 + Duration::from_millis(1)).contains(wait), "{wait:?}, at least {least:?}");
        }
        assert_eq!(of_call.len(), 4);
        waits.push(of_call);
    }
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 10, "the waits are not random: {waits:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_pass_the_deadline_is_not_begun() {
    let script = Script::new(&[with_header(429, "retry-after", "60"), json(message())]);
    let started = tokio::time::Instant::now();
    let error = post(&script).send().await.expect_err("60 seconds are all that the call has");
    assert_eq!((error.status().map(|status| status.as_u16()), started.elapsed()), (Some(429), Duration::ZERO));
    assert_eq!(script.seen().len(), 1);

    let script = Script::new(&[with_header(429, "retry-after", "18446744073709551615")]);
    let forever = post(&script).with_timeout(Duration::MAX);
    let late = tokio::time::timeout(Duration::from_secs(1), forever.send()).await;
    assert!(late.is_err(), "who gives it all the time waits as long as the server says");
}

#[tokio::test(start_paused = true)]
async fn all_tries_together_have_the_time_of_the_call() {
    let script = Script::new(&[with_header(503, "retry-after", "6"), Scripted::Never]);
    let started = tokio::time::Instant::now();
    let error = fetch(&script).with_timeout(Duration::from_secs(10)).send().await.expect_err("it is late");
    assert_eq!(error.to_string(), "no response within 10s");
    assert_eq!(started.elapsed().as_secs(), 10);
    assert_eq!(script.seconds(), [0, 6]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_leaves_time_for_another_try() {
    let script = Script::new(&[Scripted::Never, Scripted::Never, json(page())]);
    fetch(&script).send().await.expect("the third time");
    let [0, second @ 30..=31, third @ 44..=48] = script.seconds()[..] else { panic!("{:?}", script.seconds()) };
    assert!(third - second >= 14, "the second try had half of the rest");

    let script = Script::new(&[Scripted::Never]);
    let started = tokio::time::Instant::now();
    let error = fetch(&script).send().await.expect_err("there is never a response");
    assert_eq!((error.to_string().as_str(), started.elapsed().as_secs()), ("no response within 60s", 60));
    assert_eq!(script.seen().len(), 3);

    // What is not sent again has all the time.
    let script = Script::new(&[Scripted::Never]);
    let error = post(&script).send().await.expect_err("there is never a response");
    assert_eq!((error.to_string().as_str(), script.seen().len()), ("no response within 60s", 1));
}

#[tokio::test(start_paused = true)]
async fn what_a_response_says_counts_although_its_body_breaks() {
    // Refused is refused, and nothing was done.
    let script = Script::new(&[Scripted::BrokenWithin(429), json(message())]);
    post(&script).send().await.expect("the second time");
    let script = Script::new(&[Scripted::BrokenWithin(404), json(message())]);
    post(&script).with_retry_on(404).send().await.expect("the second time");
    let script = Script::new(&[Scripted::BrokenWithin(403)]);
    let Err(Error::Api(error)) = post(&script).send().await else { panic!("it is refused") };
    assert_eq!((error.status().as_u16(), error.raw().as_ref()), (403, b"{".as_slice()));
    // A success is one: what has come of the response is there, and no error asks to try again.
    let script = Script::new(&[Scripted::BrokenWithin(201)]);
    let error = post(&script).send().await.expect_err("the response is not whole");
    assert!(!error.is_retryable());
    let Error::Decode(failure) = error else { panic!("{error:?}") };
    assert_eq!((failure.status().as_u16(), failure.raw().as_ref()), (201, b"{".as_slice()));
    assert_eq!(script.seen().len(), 1);
    let script = Script::new(&[Scripted::BrokenWithin(200)]);
    let Err(Error::Decode(_)) = upsert(&script).send().await else { panic!("it succeeded three times") };
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_try_can_have_less_time_than_the_call() {
    let retry = Retry::default().try_timeout(Duration::from_secs(5));
    let script = Script::new(&[Scripted::Never, json(page())]);
    fetch(&script).with_retry(retry.clone()).send().await.expect("the second time");
    assert!((5..=6).contains(&script.seconds()[1]), "{:?}", script.seconds());

    let script = Script::new(&[Scripted::Never, json(message())]);
    let error = post(&script).with_retry(retry).send().await.expect_err("nobody knows whether it was sent");
    assert_eq!(error.to_string(), "no response within 5s");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_status_that_the_caller_names_is_tried_again_within_bounds() {
    let script = Script::new(&[status(404), status(404), json(message())]);
    post(&script).with_retry_on(404).send().await.expect("the contact is there the third time");
    assert_eq!(script.seen().len(), 3);

    let script = Script::new(&[status(404)]);
    let error = post(&script).with_retry_on(409).with_retry_on(404).send().await.expect_err("it never is");
    assert_eq!(error.to_string(), "the server responded with 404");
    assert_eq!(script.seen().len(), 3);

    let script = Script::new(&[status(503), json(message())]);
    post(&script).with_retry_on(404).send().await.expect_err("the caller did not say that of 503");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_goes_out_again_unchanged() {
    let script = Script::new(&[Scripted::Connect, status(429), json(message())]);
    let request = post(&script).with_header("x-own", "1").with_query("a", "b c").with_body_field("referer", "r");
    request.send().await.expect("the third time");
    let seen = script.seen();
    let [first, others @ ..] = seen.as_slice() else { panic!("it was sent") };
    assert_eq!(others.len(), 2);
    let body = wire::with(hello_json(), serde_json::json!({"referer": "r"}));
    let sent: serde_json::Value =
        serde_json::from_slice(first.request.body.as_deref().expect("it has a body")).expect("it is JSON");
    assert_eq!(sent, body);
    assert_eq!(first.request.url.as_str(), "https://api.example.com/messages?a=b%20c");
    for other in others {
        assert_eq!(other.request.method, first.request.method);
        assert_eq!(other.request.url, first.request.url);
        assert_eq!(other.request.headers, first.request.headers);
        assert_eq!(other.request.body, first.request.body);
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_before_anything_is_sent() {
    async fn check(change: impl FnOnce(Request<CreateMessage>) -> Request<CreateMessage>, expected: &str) {
        let script = Script::new(&[json(message())]);
        let error = change(post(&script)).send().await.expect_err("it is refused");
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
        assert_eq!(script.seen().len(), 0);
    }
    for status in [0, 99, 200, 204, 299, 600, 65_535] {
        let reason = format!(
            "invalid request: {status} is no status of an error response, so there is nothing to send again after it"
        );
        check(|request| request.with_retry_on(status), &reason).await;
    }
    check(
        |request| request.with_timeout(Duration::ZERO),
        "invalid request: its timeout is zero: it could never succeed",
    )
    .await;
    check(
        |request| {
            request.with_retry(Retry::default().min_delay(Duration::from_secs(60)).max_delay(Duration::from_secs(8)))
        },
        "invalid request: its `Retry` cannot be used: `min_delay` is longer than `max_delay`",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_error_says_whether_it_may_pass() {
    for (response, expected) in [
        (Scripted::Connect, true),
        (Scripted::Broken, true),
        (Scripted::Never, true),
        (status(408), true),
        (status(429), true),
        (status(500), true),
        (status(502), true),
        (status(503), true),
        (status(504), true),
        (status(501), false),
        (status(404), false),
        (status(307), false),
        (json("{"), false),
        (Scripted::Refused, false),
    ] {
        let script = Script::new(std::slice::from_ref(&response));
        let error = post(&script).with_retry(Retry::none()).send().await.expect_err("it fails");
        assert_eq!(error.is_retryable(), expected, "{response:?}: {error:?}");
    }
}

// Over the network

/// A server that hangs up on the first connections, each after its request, and responds to the next one with this body. It
/// returns its base URL.
fn hanging_up(connections: usize, body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for number in 0..=connections {
            let (mut stream, _) = listener.accept().expect("there is a connection");
            // A small request comes in one piece.
            let read = stream.read(&mut [0; 8192]).expect("there is a request");
            assert!(read > 0, "nobody sent anything");
            if number == connections {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).expect("the connection is there");
            }
        }
    });
    format!("http://{address}")
}

fn impatient() -> Retry {
    Retry::default().min_delay(Duration::from_millis(1))
}

#[tokio::test]
async fn a_connection_that_breaks_is_made_anew_for_an_idempotent_call() {
    let client = wire::client(&hanging_up(2, page().to_string()));
    client.ai_content().get_external_page("21").with_retry(impatient()).send().await.expect("the third time");

    let client = wire::client(&hanging_up(1, message().to_string()));
    let error = client.messages().create(hello()).with_retry(impatient()).send().await;
    let error = error.expect_err("nobody knows whether it was sent");
    assert_eq!(error.to_string(), "the connection broke");
}

#[tokio::test]
async fn an_upsert_comes_again_as_it_came() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "0");
    Mock::given(matchers::any()).respond_with(busy).up_to_n_times(2).mount(&server).await;
    let response = ResponseTemplate::new(200).set_body_json(page());
    Mock::given(matchers::any()).respond_with(response).mount(&server).await;
    let page = CreateExternalPageRequest::builder().title("t").html("h").source_id(33).external_id("e").build();
    wire::client(&server.uri()).ai_content().create_external_page(page).send().await.expect("the third time");
    let requests = server.received_requests().await.expect("the server records requests");
    let [first, others @ ..] = requests.as_slice() else { panic!("it was sent") };
    assert_eq!(others.len(), 2);
    for other in others {
        assert_eq!((&other.url, &other.headers, &other.body), (&first.url, &first.headers, &first.body));
    }
}
