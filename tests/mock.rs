//! The mock of an app's own tests: what it responds with, what it refuses, and what it says.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use intercom_client::{
    DecodePolicy, Error, ErrorBody, Method, Retry, StatusCode, UnixTime, Value,
    mock::{Mock, MockResponse},
    models::{
        CreateExternalPageRequest, CreateMessageRequest, CreateMessageRequestFrom, ErrorResponseError, ExternalPage,
        ExternalPagesList, Message, MessageMessageType, PagesLink, Recipient, RecipientType,
    },
    reqwest,
};
use serde_json::json;

fn hello(body: &str) -> CreateMessageRequest {
    CreateMessageRequest::in_app()
        .body(body)
        .from(CreateMessageRequestFrom::builder().id(1).build())
        .to(Recipient::builder().r#type(RecipientType::User).id("u1").build())
        .build()
}

fn message(id: &str) -> Message {
    Message::builder()
        .r#type("admin_message")
        .id(id)
        .created_at(UnixTime::from_secs(1_760_000_000))
        .body("Hello.")
        .message_type(MessageMessageType::InApp)
        .build()
}

fn page(id: &str) -> ExternalPage {
    let then = UnixTime::from_secs(1_760_000_000);
    ExternalPage::builder()
        .id(id)
        .title("Hours")
        .html("<p>Nine to five.</p>")
        .ai_agent_availability(true)
        .ai_copilot_availability(false)
        .source_id(33)
        .external_id("hours")
        .created_at(then)
        .updated_at(then)
        .last_ingested_at(then)
        .build()
}

fn not_found() -> ErrorBody {
    let error = ErrorResponseError::builder().code("not_found").message("no such page").build();
    ErrorBody::builder().r#type("error.list").errors(vec![error]).build()
}

/// What `verify` says; an empty text where it is satisfied.
fn verdict(mock: &Mock) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| mock.verify())).err();
    panic.and_then(|panic| panic.downcast::<String>().ok()).map(|text| *text).unwrap_or_default()
}

#[tokio::test]
async fn what_is_read_as_it_is_sent_comes_whole() {
    let mock = Mock::new();
    mock.request::<()>(Method::PUT, "/files").when("it is all there", |call| call.body() == b"abc").returns(());
    let upload = intercom_client::Upload::reader(b"abc".as_slice());
    mock.client().request::<()>(Method::PUT, "/files").with_upload(upload, "text/plain").send().await.expect("it is");
    mock.verify();
}

#[tokio::test]
async fn a_typed_value_comes_back_as_it_was_given() {
    let mock = Mock::new();
    mock.create_message().returns(message("7"));
    let response = mock.client().messages().create(hello("a")).send().await.expect("it is expected");
    assert_eq!(*response, message("7"));
    assert_eq!(response.status(), 200);
    mock.verify();
}

#[tokio::test]
async fn a_response_without_a_body_is_one() {
    let mock = Mock::new();
    mock.delete_content_import_source().returns(());
    let response = mock.client().ai_content().delete_content_import_source(33).send().await.expect("it is expected");
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn what_was_sent_can_be_looked_at() {
    let mock = Mock::new();
    let expected = mock.create_message().returns(message("7"));
    let client = mock.client();
    client.messages().create(hello("a")).with_header("x-trace", "t1").send().await.expect("it is expected");
    client.messages().create(hello("b")).send().await.expect("it is expected");
    let calls = expected.calls();
    let sent: Vec<CreateMessageRequest> = calls.iter().map(|call| call.json().expect("it is a message")).collect();
    assert_eq!(sent, [hello("a"), hello("b")]);
    assert_eq!(calls[0].header("x-trace"), Some("t1"));
    assert_eq!(calls[0].operation().id, "createMessage");
    assert_eq!(calls[0].path(), "/messages");
    assert_eq!(
        calls[1].to_string(),
        r#"POST /messages {"message_type":"inapp","body":"b","from":{"type":"admin","id":1},"to":{"type":"user","id":"u1"}}"#
    );
    assert_eq!(mock.calls().len(), 2);
}

#[tokio::test]
async fn conditions_tell_calls_apart() {
    let mock = Mock::new();
    mock.get_external_page().with_path("page_id", 21).returns(page("21"));
    mock.get_external_page().with_path("page_id", "a/b").returns(page("a/b"));
    mock.get_external_page().returns_error(404, not_found());
    let client = mock.client();
    let get = |id: &'static str| client.ai_content().get_external_page(id).send();
    assert_eq!(get("21").await.expect("it is there").id, "21");
    assert_eq!(get("a/b").await.expect("it is there").id, "a/b");
    let Err(Error::Api(error)) = get("22").await else { panic!("there is no such page") };
    assert_eq!((error.status(), error.code()), (StatusCode::NOT_FOUND, Some("not_found")));
    mock.verify();

    let mock = Mock::new();
    let second = mock.list_external_pages().with_query("page", 2).with_query("per_page", 5);
    second.returns(ExternalPagesList::builder().total_count(2).build());
    mock.list_external_pages().with_header("x-who", "me").returns(ExternalPagesList::builder().total_count(9).build());
    mock.list_external_pages()
        .when("it asks for nothing", |call| call.query("page").is_empty())
        .returns(ExternalPagesList::builder().total_count(1).build());
    let client = mock.client();
    let list = || client.ai_content().list_external_pages();
    assert_eq!(list().send().await.expect("it is there").total_count, Some(1));
    assert_eq!(list().page(2).per_page(5).send().await.expect("it is there").total_count, Some(2));
    assert_eq!(list().page(3).with_header("x-who", "me").send().await.expect("it is there").total_count, Some(9));
    mock.verify();
}

#[tokio::test]
async fn a_body_has_at_least_what_is_asked_for() {
    let mock = Mock::new();
    mock.create_message().with_body(json!({"from": {"id": 1}, "body": "a"})).returns(message("1"));
    mock.create_message().with_body(json!({"body": "b", "cc": null})).times(0).returns(message("2"));
    mock.create_message().with_body(json!({"body": "b"})).returns(message("3"));
    let client = mock.client();
    let response = client.messages().create(hello("b")).send().await.expect("it is expected");
    assert_eq!(response.id, "3");
    let response = client.messages().create(hello("a")).send().await.expect("it is expected");
    assert_eq!(response.id, "1");
    let call = &mock.calls()[0];
    assert_eq!(call.json::<Value>().expect("it is JSON")["body"], "b");
}

#[tokio::test]
async fn expectations_take_turns() {
    let mock = Mock::new();
    mock.get_external_page().times(2).returns(page("first"));
    mock.get_external_page().times(..=1).returns(page("then"));
    let client = mock.client();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(client.ai_content().get_external_page(1).send().await.expect("it is expected").into_inner().id);
    }
    assert_eq!(ids, ["first", "first", "then"]);
    mock.verify();
    let error = client.ai_content().get_external_page(1).send().await.expect_err("nothing is left");
    assert_eq!(
        error.to_string(),
        "invalid request: the transport refused it: unexpected call of `getExternalPage`: GET /ai/external_pages/1:\
         \n  - `getExternalPage` 2 times: it has had its calls\
         \n  - `getExternalPage` 0 to 1 times: it has had its calls"
    );
    assert!(!verdict(&mock).is_empty());
}

#[test]
fn a_mock_that_is_dropped_is_verified() {
    let mock = Mock::new();
    mock.create_message().returns(message("7"));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mock))).expect_err("the message never came");
    let text = *panic.downcast::<String>().expect("it is a text");
    assert_eq!(text, "the mock is not satisfied:\n`createMessage` at least once: 0 came");
    // A test that fails already says why.
    let panic = catch_unwind(|| {
        let mock = Mock::new();
        mock.create_message().returns(message("7"));
        panic!("the test failed");
    });
    assert_eq!(*panic.expect_err("it failed").downcast::<&str>().expect("it is a text"), "the test failed");
}

#[tokio::test]
async fn a_client_is_configured_as_the_app_does() {
    let mock = Mock::new();
    mock.create_message().returns(message("7"));
    let builder = mock.client_builder().connect_timeout(Duration::from_secs(1)).http_client(reqwest::Client::new());
    let client = builder.build().expect("what is for the network has no effect");
    client.messages().create(hello("a")).send().await.expect("it is expected");
}

#[tokio::test]
async fn what_is_not_expected_is_refused_and_reported() {
    let mock = Mock::new();
    let error = mock.client().messages().create(hello("a")).send().await.expect_err("nothing is expected");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    mock.get_external_page().with_path("page_id", 21).returns(page("21"));
    mock.client().ai_content().get_external_page(22).send().await.expect_err("another one is expected");
    assert_eq!(
        verdict(&mock),
        "the mock is not satisfied:\n\
         `getExternalPage` at least once, where `page_id` is `21` in the path: 0 came\n\
         unexpected call of `createMessage`: POST /messages {\"message_type\":\"inapp\",\"body\":\"a\",\"from\":{\"type\":\
         \"admin\",\"id\":1},\"to\":{\"type\":\"user\",\"id\":\"u1\"}}: no expectation of that operation\n\
         unexpected call of `getExternalPage`: GET /ai/external_pages/22:\n  - `getExternalPage` at least once, where \
         `page_id` is `21` in the path: it does not hold that `page_id` is `21` in the path"
    );
}

#[tokio::test]
async fn the_network_can_fail() {
    let mock = Mock::new();
    mock.get_external_page().times(1).responds(MockResponse::breaks_off());
    mock.get_external_page().times(1).responds(MockResponse::new(429).with_header("retry-after", 0));
    mock.get_external_page().returns(page("21"));
    let response = mock.client().ai_content().get_external_page(21).send().await.expect("the third time");
    assert_eq!(response.id, "21");
    assert_eq!(mock.calls().len(), 3);
    mock.verify();

    let mock = Mock::new();
    mock.create_message().times(1).responds(MockResponse::breaks_off());
    let error = mock.client().messages().create(hello("a")).send().await.expect_err("it may have been sent");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    mock.verify();

    let mock = Mock::new();
    mock.create_message().times(3).responds(MockResponse::cannot_connect());
    let error = mock.client().messages().create(hello("a")).send().await.expect_err("nobody is there");
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
    mock.verify();

    let mock = Mock::new();
    mock.create_message().responds(MockResponse::never());
    let request = mock.client().messages().create(hello("a")).with_timeout(Duration::from_millis(20));
    let error = request.send().await.expect_err("there is never a response");
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
}

#[tokio::test]
async fn a_response_can_be_made_of_the_call() {
    let mock = Mock::new();
    mock.create_external_page().responds_with(|call| {
        let request: CreateExternalPageRequest = call.json().expect("it is a page");
        let mut page = page("21");
        page.title = request.title;
        MockResponse::new(200).with_json(page)
    });
    let request =
        CreateExternalPageRequest::builder().title("Prices").html("<p>").source_id(33).external_id("p").build();
    let response = mock.client().ai_content().create_external_page(request).send().await.expect("it is expected");
    assert_eq!(response.title, "Prices");
}

#[tokio::test]
async fn lists_and_policies_work_as_with_a_server() {
    let mock = Mock::new();
    let list = |ids: &[&str], next: Option<&str>| {
        let pages = PagesLink::builder().total_pages(2);
        let pages = next.map_or_else(|| pages.clone().build(), |next| pages.clone().next(next).build());
        ExternalPagesList::builder().data(ids.iter().map(|id| page(id)).collect::<Vec<_>>()).pages(pages).build()
    };
    mock.list_external_pages().with_query("page", 2).returns(list(&["3"], None));
    mock.list_external_pages().times(1).returns(list(&["1", "2"], Some("x")));
    let mut items = mock.client().ai_content().list_external_pages().items();
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await.expect("the list is fine") {
        ids.push(item.id);
    }
    assert_eq!(ids, ["1", "2", "3"]);
    mock.verify();

    let mock = Mock::new();
    mock.get_external_page().responds(MockResponse::new(200).with_body("<html>"));
    let client = mock.client_builder().decode_policy(DecodePolicy::Tolerant).retry(Retry::none()).build();
    let error = client.expect("it is fine").ai_content().get_external_page(1).send().await.expect_err("it is no JSON");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[test]
fn a_parameter_that_the_path_lacks_is_a_mistake_of_the_test() {
    let mock = Mock::new();
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mock.get_external_page().with_path("id", 1))));
    let text = *panic.expect_err("there is no `id`").downcast::<String>().expect("it is a text");
    assert_eq!(text, "`id` is no parameter of the path `/ai/external_pages/{page_id}`");
}

#[tokio::test]
async fn debug_output_shows_no_token() {
    let mock = Mock::new();
    let expected = mock.create_message().returns(message("1"));
    let client = mock.client_builder().token("dG9rZW4").build().expect("it is fine");
    client.messages().create(hello("a")).send().await.expect("it is expected");
    assert!(!format!("{mock:?} {expected:?} {:?}", mock.calls()).contains("dG9rZW4"));
}

#[tokio::test]
async fn a_call_by_its_path_is_expected_by_method_and_path() {
    let mock = Mock::new();
    mock.request(Method::GET, "/contacts/{id}").with_path("id", 7).times(1).returns(json!({"name": "Ada"}));
    mock.request::<()>(Method::DELETE, "/contacts/{id}").returns(());
    mock.request::<()>(Method::GET, "/contacts/{id}").returns_error(404, not_found());
    let client = mock.client();
    let contact = |method, id| client.request::<Option<Value>>(method, "/contacts/{id}").with_path("id", id);
    assert_eq!(*contact(Method::GET, 7).send().await.expect("it is there"), Some(json!({"name": "Ada"})));
    assert_eq!(*contact(Method::DELETE, 7).send().await.expect("it is gone"), None);
    let error = contact(Method::GET, 8).send().await.expect_err("it is not there");
    assert_eq!(error.api().and_then(|error| error.code()), Some("not_found"));
    mock.verify();
    contact(Method::PUT, 7).send().await.expect_err("nobody expects it");
    assert_eq!(
        verdict(&mock),
        "the mock is not satisfied:\nunexpected call of `/contacts/{id}`: PUT /contacts/7: no expectation of that operation"
    );
}
