//! The parts of the runtime that every call passes through: decoding policies, rate limit, configuration, transport.

#[path = "download.rs"]
mod download;
#[path = "dry_run.rs"]
mod dry_run;
#[path = "support/memory.rs"]
mod memory;
#[path = "observer.rs"]
mod observer;
#[path = "one_endpoint_more.rs"]
mod one_endpoint_more;
#[path = "streams.rs"]
mod streams;
#[path = "uploads.rs"]
mod uploads;
#[path = "support/wire.rs"]
mod wire;

use std::{collections::VecDeque, env, process::Command, time::Duration};

use intercom_client::{
    Bytes, Client, ClientBuilder, DecodePolicy, Error, HeaderMap, Response, Retry, Server, StatusCode, Transport,
    TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse, UnixTime, Value,
    models::{ExternalPage, ExternalPagesList, Recipient},
    reqwest,
};
use serde_json::json;

use memory::{Pieces, Script, Scripted, status, with_header};
use wire::{Api, TOKEN, chain, hello, list, message, page, with, without};

// Decoding policies

async fn fetch_page(policy: DecodePolicy, body: &Value) -> Result<Response<ExternalPage>, Error> {
    let client = Script::new(&[memory::json(body)]).configured(|builder| builder.decode_policy(policy));
    client.ai_content().get_external_page("21").send().await
}

/// What was repaired, in alphabetical order.
fn repairs<T>(response: &Response<T>) -> Vec<String> {
    let mut repairs: Vec<String> = response.mismatches().iter().map(ToString::to_string).collect();
    repairs.sort_unstable();
    repairs
}

#[tokio::test]
async fn what_people_write_and_where_they_are_is_in_no_debug_and_no_error() {
    let recipient = Recipient::by_phone().phone("+4915112345678").build();
    assert!(!format!("{recipient:?}").contains("4915112345678"), "{recipient:?}");
    let mut request = hello();
    request.body = Some("Your PIN is 4711.".to_owned());
    assert!(!format!("{request:?}").contains("4711") && format!("{request:?}").contains("body: ***"), "{request:?}");
    let client = Script::new(&[memory::json(with(message(), json!({"body": "Your PIN is 4711."})))]).client();
    let response = client.messages().create(request.clone()).send().await.expect("it is sent");
    assert_eq!(response.body, "Your PIN is 4711.");
    assert!(!format!("{response:?}").contains("4711"), "{response:?}");
    let client = Script::new(&[memory::json(with(message(), json!({"body": ["Your PIN is 4711."]})))]).client();
    let error = client.messages().create(request).send().await.expect_err("it does not decode");
    let expected = "the call succeeded (200), but its response did not decode at `body`: a value that is not as described, and not shown";
    assert!(chain(&error).starts_with(expected), "{}", chain(&error));
    assert!(!format!("{error:?}").contains("4711"), "{error:?}");
}

#[tokio::test]
async fn what_is_as_promised_has_no_mismatches() {
    for policy in [DecodePolicy::Strict, DecodePolicy::Coerce, DecodePolicy::Tolerant] {
        let response = fetch_page(policy, &page()).await.expect("it decodes");
        assert_eq!(response.mismatches(), []);
    }
}

#[tokio::test]
async fn what_can_be_read_without_a_loss_is_read_by_default_and_reported() {
    let body = with(page(), json!({"id": 21, "source_id": "33", "created_at": "1750000000", "url": 7}));
    let client = Script::new(&[memory::json(&body)]).client();
    let response = client.ai_content().get_external_page("21").send().await.expect("it is repaired");
    assert_eq!((response.id.as_str(), response.source_id, response.url.as_deref()), ("21", 33, Some("7")));
    assert_eq!(response.created_at, UnixTime::from_secs(1_750_000_000));
    let expected = [
        "`created_at`: a string where a number is expected",
        "`id`: a number where a string is expected",
        "`source_id`: a string where a number is expected",
        "`url`: a number where a string is expected",
    ];
    assert_eq!(repairs(&response), expected);
    assert_eq!(response.pointer("/id"), Some(json!(21)), "the response as it came is there too");

    let error = fetch_page(DecodePolicy::Strict, &body).await.expect_err("nothing is repaired");
    let Error::Decode(failure) = &error else { panic!("it is no `Error::Decode`: {error:?}") };
    assert!(failure.path().is_some());
}

#[tokio::test]
async fn repairs_deep_in_a_list_have_their_path() {
    let second = with(page(), json!({"id": 22}));
    let client = Script::new(&[memory::json(list(&[page(), second], None))]).client();
    let response = client.ai_content().list_external_pages().send().await.expect("it is repaired");
    assert_eq!(repairs(&response), ["`data[1].id`: a number where a string is expected"]);
    let mismatch = &response.mismatches()[0];
    assert_eq!((mismatch.path(), mismatch.reason()), ("data[1].id", "a number where a string is expected"));
}

#[tokio::test]
async fn null_in_the_place_of_a_list_is_an_empty_one() {
    let response = json!({
        "type": "list",
        "ruleset_id": "30417",
        "pages": {"type": "pages", "per_page": 2, "total_pages": 2, "next": null},
        "total_count": "3",
        "events": null,
    });
    let client = Script::new(&[memory::json(response)]).client();
    let statuses = client.messages().get_whatsapp_message_status(30417).send().await.expect("it is repaired");
    assert_eq!(statuses.events.len(), 0);
    assert_eq!(statuses.ruleset_id, "30417");
    assert_eq!(statuses.total_count, 3);
    let expected = [
        "`events`: null where a list is expected: read as an empty one",
        "`total_count`: a string where a number is expected",
    ];
    assert_eq!(repairs(&statuses), expected);
}

#[tokio::test]
async fn what_is_missing_is_filled_in_only_by_the_tolerant() {
    let body = with(without(without(page(), "title"), "locale"), json!({"html": null}));
    for policy in [DecodePolicy::Strict, DecodePolicy::Coerce] {
        let error = fetch_page(policy, &body).await.expect_err("it is not filled in");
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
    }
    let response = fetch_page(DecodePolicy::Tolerant, &body).await.expect("it is filled in");
    assert_eq!((response.title.as_str(), response.html.as_str(), response.locale.as_str()), ("", "", ""));
    let expected = [
        "`html`: null where a string is expected: read as \"\"",
        "`locale`: missing: read as an empty string",
        "`title`: missing: read as an empty string",
    ];
    assert_eq!(repairs(&response), expected);
}

#[tokio::test]
async fn what_cannot_be_repaired_is_named_not_what_could_be() {
    let body = with(page(), json!({"id": 21, "title": ["t"]}));
    for policy in [DecodePolicy::Coerce, DecodePolicy::Tolerant] {
        let error = fetch_page(policy, &body).await.expect_err("a list is no text");
        let expected = "the call succeeded (200), but its response did not decode at `title`: \
                        invalid type: sequence, expected a string";
        assert_eq!(chain(&error), expected);
    }
}

#[tokio::test]
async fn a_field_that_is_there_twice_counts_the_last_time() {
    let body = page().to_string().replacen('{', r#"{"title":"first","#, 1);
    let client = Script::new(&[memory::json(&body)]).client();
    let response = client.ai_content().get_external_page("21").send().await.expect("it is repaired");
    assert_eq!(response.title, "Opening hours");
    assert!(repairs(&response)[0].contains("duplicate field `title`"), "{:?}", repairs(&response));
}

#[tokio::test]
async fn what_is_no_json_is_no_less_so_for_the_tolerant() {
    for body in ["", "<html>", "{", "[", "nul"] {
        let client = Script::new(&[memory::json(body)]).configured(|it| it.decode_policy(DecodePolicy::Tolerant));
        let outcome: Result<Response<ExternalPagesList>, Error> =
            client.ai_content().list_external_pages().send().await;
        assert!(matches!(outcome, Err(Error::Decode(_))), "{body}: {outcome:?}");
    }
}

// Raw responses and the rate limit

#[tokio::test]
async fn a_response_can_be_taken_as_it_came() {
    let script = Script::new(&[memory::json("<html>"), status(404)]);
    let response = script.client().messages().create(hello()).send_raw().await.expect("nothing is decoded");
    assert_eq!((&response[..], response.status()), (b"<html>".as_slice(), StatusCode::OK));
    let error = script.client().messages().create(hello()).send_raw().await.expect_err("it is refused");
    assert_eq!(error.to_string(), "the server responded with 404");
    let limited = Script::new(&[memory::json("<html>")]).configured(|builder| builder.response_limit(3));
    let error = limited.messages().create(hello()).send_raw().await.expect_err("it is too long");
    assert!(chain(&error).ends_with("the body is larger than the limit of 3 bytes"), "{}", chain(&error));
}

fn limits(status: u16, body: &Value) -> Scripted {
    let headers = [("x-ratelimit-limit", "166"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1760000010")];
    Scripted::Status(status, headers.map(|(name, value)| (name, value.to_owned())).into(), body.to_string())
}

#[tokio::test]
async fn the_rate_limit_stands_on_responses_and_errors() {
    let responses =
        [limits(200, &message()), limits(429, &json!({})), limits(200, &json!({})), memory::json(message())];
    let script = Script::new(&responses);
    let client = script.configured(|builder| builder.retry(Retry::none()));
    let send = || client.messages().create(hello()).send();
    let response = send().await.expect("it decodes");
    let refused = send().await.expect_err("it is refused");
    let undecodable = send().await.expect_err("it does not decode");
    for rate_limit in [response.rate_limit(), refused.rate_limit(), undecodable.rate_limit()] {
        let rate_limit = rate_limit.expect("the response tells it");
        assert_eq!((rate_limit.limit, rate_limit.remaining), (Some(166), Some(0)));
        assert_eq!(rate_limit.reset, Some(UnixTime::from_secs(1_760_000_010)));
    }
    assert_eq!(send().await.expect("it decodes").rate_limit(), None);
    let nobody = Script::new(&[Scripted::Connect]).configured(|builder| builder.retry(Retry::none()));
    let error = nobody.messages().create(hello()).send().await.expect_err("nobody is there");
    assert_eq!(error.rate_limit(), None);
}

// Transport

#[tokio::test]
async fn a_transport_takes_the_place_of_reqwest() {
    let script = Script::new(&[memory::json(message())]);
    script.client().messages().create(hello()).send().await.expect("it decodes");
    let [seen] = &script.seen()[..] else { panic!("one request is expected") };
    assert_eq!((seen.request.method.as_str(), seen.request.url.path()), ("POST", "/messages"));
    assert_eq!(seen.request.headers["authorization"], "Bearer t");
    assert_eq!(seen.request.headers["intercom-version"], wire::VERSION);
}

#[tokio::test]
async fn a_transport_knows_which_operation_a_request_is_for() {
    let script = Script::new(&[memory::json(page())]);
    script.client().ai_content().get_external_page("21").send().await.expect("it decodes");
    let operation = script.seen()[0].request.operation;
    assert_eq!((operation.id, operation.path), ("getExternalPage", "/ai/external_pages/{page_id}"));
}

#[tokio::test]
async fn redirects_are_followed_above_the_transport() {
    let responses = [with_header(307, "location", "/elsewhere"), memory::json(message())];
    let script = Script::new(&responses);
    script.client().messages().create(hello()).send().await.expect("it decodes");
    let paths: Vec<String> = script.seen().iter().map(|seen| seen.request.url.path().to_owned()).collect();
    assert_eq!(paths, ["/messages", "/elsewhere"]);

    let script = Script::new(&[with_header(307, "location", "https://example.com/x"), memory::json(message())]);
    script.client().messages().create(hello()).send().await.expect_err("it is another host");
    assert_eq!(script.seen().len(), 1);
}

/// Responds with a body in pieces that has no end.
struct Endless;

impl Transport for Endless {
    fn send(&self, _: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async { Ok(TransportResponse::new(StatusCode::OK, TransportBody::pieces(Same))) })
    }
}

struct Same;

impl intercom_client::TransportPieces for Same {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        Box::pin(async { Ok(Some(Bytes::from_static(&[b' '; 1000]))) })
    }
}

#[tokio::test]
async fn the_size_limit_stands_above_the_transport() {
    let client = Client::builder().token("t").transport(Endless).response_limit(10_000).build().expect("it is fine");
    let error = client.messages().create(hello()).send().await.expect_err("it has no end");
    assert!(chain(&error).ends_with("the body is larger than the limit of 10000 bytes"), "{}", chain(&error));
    let Error::Decode(failure) = error else { panic!("the call succeeded") };
    assert_eq!(failure.raw().len(), 10_000);
}

/// Wraps another transport and adds a header.
struct Marked<T>(T);

impl<T: Transport> Transport for Marked<T> {
    fn send(&self, mut request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        request.headers.insert("x-marked", "yes".parse().expect("it is a header value"));
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_transport_can_wrap_the_default_one() {
    let api = Api::json(200, message()).await;
    let builder = Client::builder().token(TOKEN).base_url(api.server.uri()).transport(Marked(reqwest::Client::new()));
    let client = builder.build().expect("it is fine");
    client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!(api.sent().await.header("x-marked"), Some("yes"));
}

#[tokio::test]
async fn bodies_come_in_pieces() {
    struct InPieces;
    impl Transport for InPieces {
        fn send(&self, _: TransportRequest) -> TransportFuture<'_, TransportResponse> {
            let text = message().to_string();
            let pieces: VecDeque<Bytes> = text.as_bytes().chunks(3).map(Bytes::copy_from_slice).collect();
            let body = TransportBody::pieces(Pieces(pieces));
            Box::pin(async { Ok(TransportResponse::new(StatusCode::OK, body)) })
        }
    }
    let client = Client::builder().token("t").transport(InPieces).build().expect("it is fine");
    let response = client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!((response.id.as_str(), response.raw()), ("2001", &Bytes::from(message().to_string())));
}

#[tokio::test]
async fn what_a_transport_cannot_do_is_told_apart() {
    async fn failure(response: Scripted) -> Error {
        let client = Script::new(&[response]).configured(|builder| builder.retry(Retry::none()));
        client.messages().create(hello()).send().await.expect_err("it fails")
    }
    assert_eq!(chain(&failure(Scripted::Connect).await), "could not connect to the server: nobody is there");
    let broken = failure(Scripted::Broken).await;
    assert_eq!(chain(&broken), "the connection broke: it broke");
    let within = failure(Scripted::BrokenWithin(201)).await;
    assert_eq!(
        chain(&within),
        "the call succeeded (201), but its response did not decode: the connection broke before the response was whole: the \
         connection broke: it broke"
    );
    assert_eq!(within.status(), Some(StatusCode::CREATED));
    assert!(matches!(failure(Scripted::GivesUp).await, Error::Timeout(_)));
    let refused = failure(Scripted::Refused).await;
    assert_eq!(refused.to_string(), "invalid request: the transport refused it: no such scheme");
}

#[test]
fn the_token_is_in_no_debug_output_of_a_transport() {
    let script = Script::new(&[memory::json(message())]);
    let builder = script.configured(|builder| builder.token(TOKEN));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
    let request = builder.messages().create(hello()).with_query("key", TOKEN).with_body_field("k", TOKEN);
    runtime.block_on(request.send()).expect("it decodes");
    let [seen] = &script.seen()[..] else { panic!("one request is expected") };
    let mut headers = HeaderMap::new();
    headers.insert("set-cookie", TOKEN.parse().expect("it is a header value"));
    let response = TransportResponse::new(StatusCode::OK, TOKEN).with_headers(headers);
    let error = TransportError::broken("it broke");
    let shown = format!("{:?} {:#?} {response:?} {:?} {error:?}", seen.request, seen.request, response.body);
    assert!(shown.contains("authorization") && !shown.contains(TOKEN), "{shown}");
    assert!(!format!("{builder:?}").contains(TOKEN));
}

// Configuration

#[test]
fn settings_that_make_no_sense_are_refused_with_the_reason() {
    #[track_caller]
    fn check(configure: impl FnOnce(ClientBuilder) -> ClientBuilder, expected: &str) {
        let error = configure(Client::builder().token("t")).build().expect_err("it is refused");
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
    let second = Duration::from_secs(1);
    check(
        |builder| builder.timeout(Duration::ZERO),
        "the setting `timeout` cannot be used: it is zero: no call could succeed",
    );
    check(
        |builder| builder.connect_timeout(Duration::ZERO),
        "the setting `connect_timeout` cannot be used: it is zero: no call could succeed",
    );
    check(
        |builder| builder.response_limit(0),
        "the setting `response_limit` cannot be used: it is zero: no response could be read",
    );
    check(
        |builder| builder.retry(Retry::default().min_delay(Duration::from_secs(1)).max_delay(Duration::ZERO)),
        "the setting `retry` cannot be used: `min_delay` is longer than `max_delay`",
    );
    check(
        |builder| builder.retry(Retry::default().try_timeout(Duration::ZERO)),
        "the setting `retry` cannot be used: `try_timeout` is zero: no try could succeed",
    );
    check(
        |builder| builder.http_client(reqwest::Client::new()).transport(Endless),
        "the setting `http_client` cannot be used: a `transport` is set too, and only one of them can send",
    );
    let elsewhere = "the setting `connect_timeout` cannot be used: \
                     it does not reach an `http_client` or `transport`: set it there";
    check(|builder| builder.http_client(reqwest::Client::new()).connect_timeout(second), elsewhere);
    check(|builder| builder.transport(Endless).connect_timeout(second), elsewhere);
}

#[tokio::test]
async fn http_to_another_host_is_for_who_says_so() {
    let builder = |script: &Script| Client::builder().token("t").base_url("http://mock:8080").transport(script.clone());
    let script = Script::new(&[memory::json(page())]);
    let refused = builder(&script).danger_allow_http("mocks").build().expect_err("it is another host");
    assert!(refused.to_string().contains("`ClientBuilder::danger_allow_http`"), "{refused}");
    let client = builder(&script).danger_allow_http("Mock").build().expect("it is allowed");
    client.ai_content().get_external_page("21").send().await.expect("it decodes");
    assert_eq!(script.seen()[0].request.url.as_str(), "http://mock:8080/ai/external_pages/21");
}

// The version

#[tokio::test]
async fn a_response_of_another_version_is_reported_whatever_the_policy() {
    for policy in [DecodePolicy::Strict, DecodePolicy::Coerce, DecodePolicy::Tolerant] {
        let response = Scripted::Status(200, vec![("intercom-version", "2.15".to_owned())], page().to_string());
        let client = Script::new(&[response]).configured(|builder| builder.decode_policy(policy));
        let other = client.ai_content().get_external_page("21").send().await.expect("it decodes");
        assert_eq!(other.api_version(), Some("2.15"));
        assert_eq!(
            repairs(&other),
            ["`Intercom-Version`: the response is of version `2.15`, where `2.16` was asked for"]
        );
        let asked = client.ai_content().get_external_page("21").with_api_version("2.15").send().await;
        assert_eq!(asked.expect("it decodes").mismatches(), []);
    }
}

#[tokio::test]
async fn an_error_response_of_another_version_says_so() {
    let error = |version: &str| Scripted::Status(404, vec![("intercom-version", version.to_owned())], String::new());
    for (found, expected) in
        [("2.15", Some("the response is of version `2.15`, where `2.16` was asked for")), ("2.16", None)]
    {
        let refused = Script::new(&[error(found)]).client().ai_content().get_external_page("21").send().await;
        let refused = refused.expect_err("it is refused");
        let refused = refused.api().expect("it is an error of the API");
        assert_eq!(refused.api_version(), Some(found));
        assert_eq!(refused.version_mismatch().map(|mismatch| mismatch.reason()), expected);
    }
    let older = Script::new(&[error("2.15")]).client().ai_content().get_external_page("21").with_api_version("2.15");
    let older = older.send().await.expect_err("it is refused");
    assert_eq!(older.api().expect("it is an error of the API").version_mismatch(), None);
}

#[tokio::test]
async fn one_version_has_several_names() {
    for (asked, found) in [("Preview", "preview"), ("Unstable", "Preview"), ("preview", "unstable")] {
        let response = Scripted::Status(200, vec![("intercom-version", found.to_owned())], page().to_string());
        let client = Script::new(&[response]).configured(|builder| builder.api_version(asked));
        let page = client.ai_content().get_external_page("21").send().await.expect("it decodes");
        assert_eq!((page.api_version(), page.mismatches()), (Some(found), [].as_slice()));
    }
}

const VARIABLES: [&str; 2] = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_API_KEY"];

/// Runs one of the tests below in a process of its own, with the token's variables set so.
#[track_caller]
fn in_environment(test: &str, tokens: [Option<&str>; 2]) {
    let mut command = Command::new(env::current_exe().expect("the test has a file"));
    command.args(["--exact", test, "--ignored"]);
    for (variable, token) in VARIABLES.into_iter().zip(tokens) {
        match token {
            Some(token) => command.env(variable, token),
            None => command.env_remove(variable),
        };
    }
    let output = command.output().expect("the test can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "it is run by `the_token_comes_from_the_environment`"]
fn with_a_token_in_the_environment() {
    assert_eq!(Client::from_env().expect("there is a token").base_url(), "https://api.intercom.io");
    let client = Client::builder().token_from_env().server(Server::Eu).build().expect("there is a token");
    assert_eq!(client.base_url(), "https://api.eu.intercom.io");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
    let sent = |builder: ClientBuilder| {
        let script = Script::new(&[memory::json(message())]);
        let client = builder.transport(script.clone()).build().expect("there is a token");
        runtime.block_on(client.messages().create(hello()).send()).expect("it decodes");
        script.seen()[0].request.headers["authorization"].to_str().expect("it is text").to_owned()
    };
    assert_eq!(sent(Client::builder().token_from_env()), "Bearer from the environment");
    assert_eq!(sent(Client::builder().token_from_env().token("given")), "Bearer given");
}

#[test]
#[ignore = "it is run by `the_token_comes_from_the_environment`"]
fn without_a_token_in_the_environment() {
    let error = Client::from_env().expect_err("there is no token");
    let expected = "no token for the Intercom API: pass one to `ClientBuilder::token`, for the scheme `bearerAuth` \
                    (it is customarily kept in the environment variable INTERCOM_ACCESS_TOKEN or INTERCOM_API_KEY)";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_token_comes_from_the_environment() {
    let token = Some("from the environment");
    in_environment("with_a_token_in_the_environment", [token, None]);
    in_environment("with_a_token_in_the_environment", [token, Some("of another SDK")]);
    in_environment("with_a_token_in_the_environment", [None, token]);
    in_environment("with_a_token_in_the_environment", [Some(""), token]);
    in_environment("without_a_token_in_the_environment", [None, None]);
    in_environment("without_a_token_in_the_environment", [Some(" "), Some("")]);
}
