//! What a caller gets from every operation, and how often it is sent, where the server or the way to it is faulty.

#[path = "support/calls.rs"]
mod calls;
#[path = "support/faulty.rs"]
mod faulty;
#[path = "support/wire.rs"]
mod wire;

use std::{
    error::Error as _,
    time::{Duration, Instant},
};

use codegen_tests::project;
use futures::future::join_all;
use intercom_client::{ApiError, Client, ClientBuilder, DecodeFailure, DecodePolicy, Error, Value};
use serde_json::json;
use xtask::codegen;

use calls::{Call, Success, every_call};
use faulty::{Reply, Server};
use wire::{TOKEN, chain};

/// What a response may have unless the client is set otherwise.
const LIMIT: usize = 64 * 1024 * 1024;

/// A body that is larger.
const FLOOD: u64 = 200_000_000;

/// Makes every call at once, against a server that has these replies for it, and hands over what came of each: the
/// call, its outcome, and how often it was sent.
async fn every(replies: impl Fn(&Call) -> Vec<Reply>, check: impl Fn(&Call, Result<Success, Error>, usize)) {
    every_with(|builder| builder, replies, check).await;
}

/// The same with a client that differs from the default.
async fn every_with(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    replies: impl Fn(&Call) -> Vec<Reply>,
    check: impl Fn(&Call, Result<Success, Error>, usize),
) {
    let calls = every_call();
    let server = Server::with_scripts(calls.iter().map(|call| (call.line, replies(call)))).await;
    let builder = Client::builder().token(TOKEN).base_url(server.uri());
    let client = configure(builder).build().expect("it is fine");
    let outcomes = join_all(calls.iter().map(|call| call.send(&client))).await;
    let received = server.received();
    for (call, outcome) in calls.iter().zip(outcomes) {
        let sent: Vec<_> = received.iter().filter(|received| received.line() == call.line).collect();
        assert!(sent.windows(2).all(|pair| pair[0] == pair[1]), "{} came again in another form", call.id);
        assert!(sent.iter().all(|sent| sent.head.contains(TOKEN)), "{} has no token", call.id);
        check(call, outcome, sent.len());
    }
}

#[track_caller]
fn assert_success(call: &Call, outcome: &Result<Success, Error>) {
    match outcome {
        Ok(success) => assert_eq!(success, &call.success(), "{}", call.id),
        Err(error) => panic!("{}: {}", call.id, wire::chain(error)),
    }
}

/// The response is an error response with this status, and this text for people.
#[track_caller]
fn error_response<'o>(call: &Call, outcome: &'o Result<Success, Error>, status: u16, text: &str) -> &'o ApiError {
    let Err(error @ Error::Api(error_response)) = outcome else { panic!("{}: {outcome:?}", call.id) };
    assert_eq!((error_response.status().as_u16(), wire::chain(error).as_str()), (status, text), "{}", call.id);
    assert_eq!(error.status(), Some(error_response.status()));
    error_response
}

/// The call succeeded, but its response does not decode.
#[track_caller]
fn undecodable<'o>(call: &Call, outcome: &'o Result<Success, Error>, text: &str) -> &'o DecodeFailure {
    let Err(error @ Error::Decode(failure)) = outcome else { panic!("{}: {outcome:?}", call.id) };
    assert_eq!((failure.status().as_u16(), wire::chain(error).as_str()), (200, text), "{}", call.id);
    assert!(!error.is_retryable(), "{}: it succeeded", call.id);
    failure
}

/// The connection broke before there was a response; behind it stands what the network said.
#[track_caller]
fn assert_broken(call: &Call, outcome: &Result<Success, Error>) {
    let Err(error @ Error::Transport(broken)) = outcome else { panic!("{}: {outcome:?}", call.id) };
    assert_eq!(error.to_string(), "the connection broke", "{}", call.id);
    assert_eq!(error.status(), None, "{}", call.id);
    assert!(broken.source().is_some() && !broken.is_connect(), "{}: the request went out", call.id);
}

/// The response of a call that went well.
fn good(call: &Call) -> Reply {
    Reply::json(call.status(), call.body())
}

#[test]
fn every_operation_of_the_description_is_called() {
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    let input = codegen::input(&project, &codegen::Arguments::default(), &settings).expect("there is a description");
    let api = intercom_codegen::generate(&input, &settings).expect("it can be generated from").api;
    let mut described: Vec<_> = api.operations.iter().map(|operation| operation.id.as_str()).collect();
    let calls = every_call();
    let mut called: Vec<_> = calls.iter().map(|call| call.id).collect();
    described.sort_unstable();
    called.sort_unstable();
    assert_eq!(called, described);
    assert_eq!(called.len(), 13);

    let once: Vec<_> = calls.iter().filter(|call| !call.idempotent).map(|call| call.id).collect();
    assert_eq!(once, ["createMessage", "createContentImportSource"]);
}

// Slow

#[tokio::test]
async fn a_slow_response_is_waited_for() {
    every(
        |call| vec![good(call).pausing(Duration::from_millis(300))],
        |call, outcome, sent| {
            assert_success(call, &outcome);
            assert_eq!(sent, 1, "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn a_response_that_is_too_slow_is_a_timeout_and_the_call_is_over() {
    let begun = |call: &Call| vec![good(call).split_at(20).pausing(Duration::from_millis(400))];
    let started = Instant::now();
    every_with(hurried, begun, |call, outcome, sent| {
        let Err(error @ Error::Timeout(_)) = outcome else { panic!("{}: {outcome:?}", call.id) };
        assert_eq!(error.to_string(), "no response within 300ms", "{}", call.id);
        assert_eq!((error.status(), sent), (None, 1), "{}", call.id);
    })
    .await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

/// What the head says is known, whatever becomes of the body.
#[tokio::test]
async fn a_success_whose_body_is_too_slow_is_still_one() {
    let started = Instant::now();
    every_with(hurried, slow_body, |call, outcome, sent| {
        let Err(error @ Error::Decode(_)) = &outcome else { panic!("{}: {outcome:?}", call.id) };
        let text = "the call succeeded (200), but its response did not decode: the response was not whole within 300ms";
        assert_eq!(chain(error), text, "{}", call.id);
        assert_eq!((error.is_retryable(), sent), (false, 1), "{}", call.id);
    })
    .await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

fn hurried(builder: ClientBuilder) -> ClientBuilder {
    builder.timeout(Duration::from_millis(300))
}

/// A response whose head comes at once, and the rest never.
fn slow_body(_: &Call) -> Vec<Reply> {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
    vec![Reply::raw(head)]
}

#[tokio::test]
async fn a_response_may_come_in_pieces() {
    let variants: [fn(&Call) -> Reply; 5] = [
        |call| good(call).in_pieces_of(1),
        |call| good(call).in_pieces_of(97).pausing(Duration::from_millis(5)),
        |call| chunked(call, 1),
        |call| chunked(call, 100).in_pieces_of(3),
        within_a_character,
    ];
    for reply in variants {
        every(
            |call| vec![reply(call)],
            |call, outcome, sent| {
                assert_success(call, &outcome);
                assert_eq!(sent, 1, "{}", call.id);
            },
        )
        .await;
    }
}

fn chunked(call: &Call, size: usize) -> Reply {
    // A 204 has no body, so that it has no chunks either.
    if call.response.is_some() { Reply::chunked(200, &call.body(), size) } else { good(call) }
}

/// The response in two pieces, of which the second begins within a character.
fn within_a_character(call: &Call) -> Reply {
    let reply = good(call);
    let byte = reply.bytes().iter().position(|byte| !byte.is_ascii());
    assert_eq!(byte.is_some(), call.response.is_some(), "{}: the response is all ASCII", call.id);
    reply.split_at(byte.map_or(1, |byte| byte + 1)).pausing(Duration::from_millis(50))
}

#[tokio::test]
async fn what_a_server_says_before_its_response_is_passed_over() {
    every(
        |call| {
            let early = b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n".as_slice();
            vec![Reply::raw([early, &good(call).bytes()].concat())]
        },
        |call, outcome, sent| {
            assert_success(call, &outcome);
            assert_eq!(sent, 1, "{}", call.id);
        },
    )
    .await;
}

// Busy

#[tokio::test]
async fn the_reset_of_the_rate_limit_is_waited_for_and_the_call_sent_again() {
    let headers = [
        "date: Thu, 09 Oct 2025 08:53:20 GMT",
        "x-ratelimit-limit: 166",
        "x-ratelimit-remaining: 0",
        "x-ratelimit-reset: 1760000001",
    ];
    let body = r#"{"type": "error.list", "errors": [{"code": "rate_limit_exceeded"}]}"#;
    let started = Instant::now();
    every(
        |call| vec![Reply::new(429, &headers, body), good(call)],
        |call, outcome, sent| {
            assert_success(call, &outcome);
            assert_eq!(sent, 2, "{}", call.id);
            // A second by the server's clock, though by ours the reset is long over.
            assert!(started.elapsed() >= Duration::from_secs(1), "{}: {:?}", call.id, started.elapsed());
        },
    )
    .await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_server_that_stays_busy_is_left_alone_and_the_error_says_when_to_come_back() {
    let headers = ["retry-after: 0", "x-ratelimit-limit: 166", "x-ratelimit-remaining: 0", "x-request-id: r1"];
    let body =
        r#"{"type": "error.list", "errors": [{"code": "rate_limit_exceeded", "message": "Exceeded rate limit"}]}"#;
    every(
        |_| vec![Reply::new(429, &headers, body)],
        |call, outcome, sent| {
            let text = "the server responded with 429 `rate_limit_exceeded`: Exceeded rate limit (request id r1)";
            error_response(call, &outcome, 429, text);
            let error = outcome.expect_err("it is refused");
            assert_eq!(error.rate_limit().and_then(|limit| limit.remaining), Some(0), "{}", call.id);
            assert!(error.is_retryable(), "{}", call.id);
            assert_eq!(sent, 3, "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn an_outage_that_passes_is_seen_only_where_the_server_may_have_acted() {
    every(
        |call| vec![Reply::new(503, &[], ""), good(call)],
        |call, outcome, sent| {
            if call.idempotent {
                assert_success(call, &outcome);
                assert_eq!(sent, 2, "{}", call.id);
            } else {
                let error = error_response(call, &outcome, 503, "the server responded with 503");
                assert!(error.raw().is_empty(), "{}", call.id);
                assert_eq!(sent, 1, "{}", call.id);
            }
        },
    )
    .await;
}

// Broken connections

#[tokio::test]
async fn a_connection_that_breaks_before_the_response_is_made_anew_where_that_does_no_harm() {
    for broken in [Reply::hang_up(), Reply::reset(), Reply::raw("HTTP/1.1 20").cut_off_at(11)] {
        every(
            |call| vec![broken.clone(), good(call)],
            |call, outcome, sent| {
                if call.idempotent {
                    assert_success(call, &outcome);
                    assert_eq!(sent, 2, "{}", call.id);
                } else {
                    assert_broken(call, &outcome);
                    assert_eq!(sent, 1, "{}", call.id);
                }
            },
        )
        .await;
    }
}

#[tokio::test]
async fn a_connection_that_breaks_within_the_response_is_made_anew_where_that_does_no_harm() {
    let whole = r#"{"type": "list", "data": []}"#;
    let length = Reply::json(200, whole).bytes().len();
    let chunked = Reply::chunked(200, whole, 10);
    // Within a body of known length, and where of chunks only the last, empty one is missing, but none of the JSON.
    let end = chunked.bytes().len() - "0\r\n\r\n".len();
    for broken in [Reply::json(200, whole).cut_off_at(length - 10), chunked.cut_off_at(end)] {
        every(
            |call| vec![broken.clone(), good(call)],
            |call, outcome, sent| {
                if call.idempotent {
                    assert_success(call, &outcome);
                    assert_eq!(sent, 2, "{}", call.id);
                } else {
                    let Err(error @ Error::Decode(_)) = &outcome else { panic!("{}: {outcome:?}", call.id) };
                    let told = chain(error);
                    assert!(told.starts_with("the call succeeded (200), but its response did not decode"), "{told}");
                    assert!(told.contains("the connection broke before the response was whole"), "{told}");
                    assert_eq!(sent, 1, "{}", call.id);
                }
            },
        )
        .await;
    }
}

#[tokio::test]
async fn a_response_that_is_no_http_is_a_broken_connection() {
    every(
        |_| vec![Reply::raw("SSH-2.0-OpenSSH_9.9\r\n")],
        |call, outcome, sent| {
            assert_broken(call, &outcome);
            assert_eq!(sent, if call.idempotent { 3 } else { 1 }, "{}", call.id);
        },
    )
    .await;
}

// Bodies that are not what the description promises

/// Sends this body with a success that is read to its end, once: the call succeeded.
async fn check_undecodable(body: impl Fn(&Call) -> String, check: impl Fn(&Call, &Result<Success, Error>)) {
    check_undecodable_with(|builder| builder, body, check).await;
}

/// The same with a client that differs from the default.
async fn check_undecodable_with(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    body: impl Fn(&Call) -> String,
    check: impl Fn(&Call, &Result<Success, Error>),
) {
    every_with(
        configure,
        |call| vec![Reply::new(200, &["x-request-id: r1"], &body(call))],
        |call, outcome, sent| {
            assert_eq!(sent, 1, "{}: what succeeded is not done twice", call.id);
            if call.response.is_none() {
                // Where no body is promised, none is looked at.
                assert_eq!(outcome.expect("it is deleted").status, 200);
                return;
            }
            check(call, &outcome);
            let Err(Error::Decode(failure)) = &outcome else { panic!("{}: {outcome:?}", call.id) };
            assert_eq!(failure.raw(), body(call).as_bytes(), "{}", call.id);
            assert_eq!(failure.request_id(), Some("r1"), "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn malformed_json_is_a_success_that_does_not_decode() {
    let body = r#"{"type": "list", "unknown": {"a": [1, }"#;
    check_undecodable(
        |_| body.to_owned(),
        |call, outcome| {
            let text = "the call succeeded (200), but its response did not decode at `unknown`: expected value at line 1 \
                        column 39";
            assert_eq!(undecodable(call, outcome, text).path(), Some("unknown"), "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn json_that_ends_too_early_is_a_success_that_does_not_decode() {
    check_undecodable(
        |call| {
            let mut body = call.body();
            body.pop();
            body
        },
        |call, outcome| {
            // Characters of more than one byte count as such.
            let length = call.body().len() - 1;
            let text = format!(
                "the call succeeded (200), but its response did not decode: EOF while parsing an object at line 1 column \
                 {length}"
            );
            assert_eq!(undecodable(call, outcome, &text).path(), Some("."), "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn a_mismatch_within_a_response_is_found() {
    check_undecodable_with(
        |builder| builder.decode_policy(DecodePolicy::Strict),
        |call| flawed(call).to_string(),
        |call, outcome| {
            let Err(error @ Error::Decode(failure)) = outcome else { panic!("{}: {outcome:?}", call.id) };
            let (pointer, path) = call.flaw;
            assert_eq!(failure.path(), Some(path), "{}", call.id);
            let text = format!("the call succeeded (200), but its response did not decode at `{path}`");
            assert_eq!(error.to_string(), text);
            assert!(wire::chain(error).contains("invalid type: map, expected "), "{}", wire::chain(error));
            assert_eq!(failure.pointer(pointer), Some(json!({"of": "another shape"})), "{}", call.id);
        },
    )
    .await;
}

/// By default, what is optional is read as absent instead. One operation's response requires nothing.
#[tokio::test]
async fn a_mismatch_in_a_required_field_is_found_and_in_an_optional_one_reported() {
    every(
        |call| vec![Reply::new(200, &[], &flawed(call).to_string())],
        |call, outcome, _| match outcome {
            Ok(success) if call.id == "RetrieveWhatsAppMessageStatus" => {
                let read = json!({"conversation_id": "77", "status": "failed", "error": {}});
                assert_eq!(success, Success { status: 200, value: Some(read), mismatches: 1 });
            }
            Ok(success) => assert_eq!(call.response, None, "{}: {success:?}", call.id),
            Err(Error::Decode(failure)) => assert_eq!(failure.path(), Some(call.flaw.1), "{}", call.id),
            Err(error) => panic!("{}: {error:?}", call.id),
        },
    )
    .await;
}

/// A successful response with an object where none is expected.
fn flawed(call: &Call) -> Value {
    let mut response = call.response.clone().unwrap_or_default();
    if let Some(place) = response.pointer_mut(call.flaw.0) {
        *place = json!({"of": "another shape"});
    }
    response
}

#[tokio::test]
async fn an_empty_body_is_a_success_that_does_not_decode() {
    check_undecodable(
        |_| String::new(),
        |call, outcome| {
            let text =
                "the call succeeded (200), but its response did not decode: the body is empty, where JSON is expected";
            assert_eq!(undecodable(call, outcome, text).path(), None, "{}", call.id);
        },
    )
    .await;
}

const HTML: &str = "<!doctype html>\n<title>502 Bad Gateway</title>\n<p>Gerät überlastet.</p>\n";

#[tokio::test]
async fn html_instead_of_json_is_a_success_that_does_not_decode() {
    check_undecodable(
        |_| HTML.to_owned(),
        |call, outcome| {
            let text = "the call succeeded (200), but its response did not decode: expected value at line 1 column 1";
            assert_eq!(undecodable(call, outcome, text).path(), Some("."), "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn html_of_a_gateway_that_failed_is_an_error_response_that_keeps_it() {
    every(
        |_| vec![Reply::new(502, &["content-type: text/html"], HTML)],
        |call, outcome, sent| {
            let error = error_response(call, &outcome, 502, "the server responded with 502");
            assert_eq!(error.raw(), HTML.as_bytes(), "{}", call.id);
            assert_eq!((error.body(), error.code(), error.message()), (None, None, None), "{}", call.id);
            assert_eq!(sent, if call.idempotent { 3 } else { 1 }, "{}", call.id);
        },
    )
    .await;
}

#[tokio::test]
async fn json_that_is_nested_without_end_does_no_harm() {
    let depth = 100_000;
    check_undecodable(
        |_| format!(r#"{{"unknown": {}"#, "[".repeat(depth)),
        |call, outcome| {
            let text = "the call succeeded (200), but its response did not decode at `unknown`: EOF while parsing a list \
                        at line 1 column 100012";
            assert_eq!(undecodable(call, outcome, text).path(), Some("unknown"), "{}", call.id);
        },
    )
    .await;
    let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    every(
        |_| vec![Reply::json(400, &nested)],
        |call, outcome, sent| {
            let error = error_response(call, &outcome, 400, "the server responded with 400");
            assert_eq!((error.raw().len(), error.body(), sent), (2 * depth, None, 1), "{}", call.id);
        },
    )
    .await;
}

// Floods

/// How many bytes of memory this process has had at most.
#[cfg(target_os = "linux")]
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("it is there on Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it says how much");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("it is a number") * 1024
}

/// Sends the call to a server that floods it, and checks that no more is read than the limit.
async fn check_flood(call: &Call, reply: Reply, check: impl Fn(&Result<Success, Error>)) {
    let server = Server::with_script(vec![reply]).await;
    let outcome = call.send(&wire::client(&server.uri())).await;
    check(&outcome);
    assert_eq!(server.received().len(), 1, "{}", call.id);
    // The buffers on the way take some more.
    let taken = usize::try_from(server.flooded().await).expect("it fits");
    assert!((LIMIT..LIMIT + 16_000_000).contains(&taken), "{}: {taken} bytes were taken", call.id);
}

#[tokio::test]
async fn a_body_without_end_is_read_no_further_than_the_limit() {
    #[cfg(target_os = "linux")]
    let before = most_memory();
    for call in every_call() {
        check_flood(&call, Reply::flood(200, FLOOD), |outcome| {
            let text = "the call succeeded (200), but its response did not decode: the body is larger than the limit of \
                        67108864 bytes";
            let failure = undecodable(&call, outcome, text);
            assert_eq!((failure.raw().len(), failure.path()), (LIMIT, None), "{}", call.id);
        })
        .await;
    }
    let calls = every_call();
    check_flood(&calls[0], Reply::flood(400, FLOOD), |outcome| {
        let error = error_response(&calls[0], outcome, 400, "the server responded with 400");
        assert_eq!(error.raw().len(), LIMIT);
    })
    .await;
    #[cfg(target_os = "linux")]
    assert!(most_memory() - before < 150_000_000, "{} bytes more than before", most_memory() - before);
}

#[tokio::test]
async fn a_head_without_end_is_read_no_further_than_some_kilobytes() {
    for call in every_call().into_iter().filter(|call| !call.idempotent) {
        let server = Server::with_script(vec![Reply::endless_head(FLOOD)]).await;
        let outcome = call.send(&wire::client(&server.uri())).await;
        assert_broken(&call, &outcome);
        assert!(server.flooded().await < 16_000_000, "{}", call.id);
    }
}

// Redirects

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::with_script(vec![Reply::json(200, "{}")]).await;
        let location = format!("location: http://localhost:{}/elsewhere", other.port());
        every(
            |_| vec![Reply::new(status, &[&location], "")],
            |call, outcome, sent| {
                let origin = format!("http://localhost:{}", other.port());
                let told = format!(
                    "the server responded with {status}: it redirects to another origin, `{origin}`, which is not followed"
                );
                let error = error_response(call, &outcome, status, &told);
                let target = error.headers().get("location").and_then(|value| value.to_str().ok());
                assert_eq!(target, location.strip_prefix("location: "), "{}", call.id);
                assert_eq!(sent, 1, "{}", call.id);
            },
        )
        .await;
        assert_eq!(other.connections(), 0, "{status}: the other host has seen something");
    }
}
