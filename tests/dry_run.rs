//! Requests that are shown and not sent, and responses that no server has sent.

use intercom_client::{
    ApiError, Client, Error, HeaderMap, Method, Response, StatusCode, TokenError, UnixTime, Value,
    models::{ErrorResponse, Message, MessageMessageType},
    token_source,
};
use serde_json::json;

use crate::memory::{Script, status};
use crate::wire::{hello, hello_json};

#[test]
fn a_dry_run_shows_all_but_the_credentials() {
    let script = Script::new(&[status(200)]);
    let client = script.configured(|builder| builder.user_agent("app/1").default_header("X-Api-Key", "s3cret"));
    let dry = client.messages().create(hello()).with_query("x", "1 2").dry_run().expect("it can be sent");
    let expected = [
        "POST https://api.example.com/messages?x=1%202",
        "user-agent: app/1",
        "intercom-version: 2.16",
        "x-api-key: ***",
        "authorization: ***",
        "accept: application/json",
        "content-type: application/json",
    ];
    let shown = dry.to_string();
    let (head, body) = shown.split_once("\n\n").expect("an empty line stands between");
    assert_eq!(head.lines().collect::<Vec<_>>(), expected);
    assert!(body.starts_with("{\n  \"") && body.ends_with("\n}"), "{body}");
    assert_eq!(serde_json::from_str::<Value>(body).expect("it is JSON"), hello_json());
    assert_eq!(format!("{dry:?}"), "DryRun(POST /messages)");
    assert_eq!((dry.method(), dry.asks_for_token()), (&Method::POST, false));
    assert_eq!(serde_json::from_slice::<Value>(dry.body()).expect("it is JSON"), hello_json());
    assert_eq!(script.seen().len(), 0);
}

#[test]
fn a_dry_run_shows_a_body_that_is_no_json_as_it_is() {
    let client = Script::new(&[status(200)]).client();
    let dry = client.request::<()>(Method::POST, "/a").with_part("name", "x").dry_run().expect("it can be sent");
    assert!(dry.to_string().contains("Content-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n"), "{dry}");
    let without = client.request::<()>(Method::DELETE, "/a").dry_run().expect("it can be sent").to_string();
    assert!(without.ends_with("\naccept: application/json"), "{without}");
}

#[test]
fn what_cannot_be_sent_has_no_dry_run() {
    let client = Script::new(&[status(200)]).client();
    let error = client.ai_content().get_external_page("").dry_run().expect_err("the id is empty");
    assert_eq!(error.to_string(), "invalid request: the path parameter `page_id` is empty");
}

#[tokio::test]
async fn a_token_source_is_asked_for_the_request_alone() {
    let source = token_source::from_fn(|| Ok::<_, TokenError>("fresh"));
    let client = Client::builder().token_source(source).base_url("https://api.example.com");
    let client = client.transport(Script::new(&[status(200)])).build().expect("it is fine");
    let request = client.messages().create(hello());
    let dry = request.dry_run().expect("it can be sent");
    assert!(dry.asks_for_token() && !dry.headers().contains_key("authorization"));
    assert!(dry.to_string().contains("\n(and a token, for which its source is asked)\n"), "{dry}");
    let sent = request.to_http().await.expect("there is a token");
    assert_eq!(sent.headers()["authorization"], "Bearer fresh");
}

#[tokio::test]
async fn a_request_is_http_as_it_would_be_sent() {
    let script = Script::new(&[status(204)]);
    let request = script.client().request::<()>(Method::PUT, "/a/{id}").with_path("id", "b c").with_json(json!([1]));
    let http = request.to_http().await.expect("it can be sent");
    assert_eq!(script.seen().len(), 0);
    request.send().await.expect("it is sent");
    let sent = script.seen()[0].request.clone();
    assert_eq!((http.method(), http.uri().to_string()), (&sent.method, sent.url.to_string()));
    assert_eq!((http.headers(), Some(http.body())), (&sent.headers, sent.body.as_ref()));
    assert!(http.headers()["authorization"].is_sensitive());
}

/// What an app calls its notifier: with the client behind it, or a fake.
trait Notifies {
    fn notify(&self) -> Result<Response<Message>, Error>;
}

struct Fake(StatusCode);

impl Notifies for Fake {
    fn notify(&self) -> Result<Response<Message>, Error> {
        if !self.0.is_success() {
            let body = json!({"type": "error.list", "errors": [{"code": "not_found", "message": "No."}]});
            return Err(ApiError::from_parts(self.0, HeaderMap::new(), body.to_string()).into());
        }
        let message = Message::builder()
            .r#type("admin_message")
            .id("7")
            .created_at(UnixTime::from_secs(0))
            .body("Hello.")
            .message_type(MessageMessageType::InApp)
            .build();
        let headers =
            HeaderMap::from_iter([("X-RateLimit-Remaining".parse().expect("a name"), "3".parse().expect("a value"))]);
        Ok(Response::from_parts(message, self.0, headers, r#"{"owner": {"id": 1}}"#))
    }
}

#[test]
fn a_fake_responds_as_the_client_does() {
    let message = Fake(StatusCode::OK).notify().expect("it succeeds");
    assert_eq!((message.id.as_str(), message.status(), message.mismatches()), ("7", StatusCode::OK, [].as_slice()));
    assert_eq!(message.pointer("/owner/id"), Some(json!(1)));
    assert_eq!(message.rate_limit().and_then(|limit| limit.remaining), Some(3));
    let error = Fake(StatusCode::NOT_FOUND).notify().expect_err("it fails");
    assert_eq!(error.to_string(), "the server responded with 404 `not_found`: No.");
    let body: Option<ErrorResponse> = error.api().and_then(ApiError::body);
    assert_eq!(body.map(|body| body.r#type), Some("error.list".to_owned()));
}
