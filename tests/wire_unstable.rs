//! What the client of the unstable version puts on the wire that no other does: a message that a contact writes.
//!
//! It is compiled against the client of that version only.

use intercom_client::{Client, Error, Request, Response, Value, models::{
        CreateMessageRequest, CreateMessageRequestFrom, CreateMessageRequestTo, CreateMessageRequestToType,
        IntercomVersion, Message, MessageMessageType,
    }, operations::CreateMessage};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

/// A message of a user, as a response has it.
fn message() -> Value {
    json!({
        "type": "user_message",
        "id": "2001",
        "created_at": 1_760_000_000,
        "body": "heyy",
        "message_type": "inapp",
        "conversation_id": "77",
    })
}

/// Sends a message, and returns its response with the body and the version that the server saw.
async fn send(
    make: impl FnOnce(&Client) -> Request<CreateMessage>,
) -> (Result<Response<Message>, Error>, Value, Option<String>) {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(200).set_body_json(message());
    Mock::given(matchers::method("POST")).and(matchers::path("/messages")).respond_with(response).mount(&server).await;
    let client = Client::builder().token("t").base_url(server.uri()).build().expect("it is fine");
    let response = make(&client).send().await;
    let requests = server.received_requests().await.expect("the server records requests");
    let [request] = requests.as_slice() else { panic!("one request is expected: {requests:#?}") };
    let version = request.headers.get("intercom-version").map(|value| value.to_str().expect("it is text").to_owned());
    (response, serde_json::from_slice(&request.body).expect("the body is JSON"), version)
}

#[tokio::test]
async fn the_sample_of_the_reference_can_be_sent() {
    let from = CreateMessageRequestFrom::user().id("66fd02669ffbe52cc8b3aaf8").build();
    let request =
        CreateMessageRequest::from_contact().from(from).body("heyy").referer("https://twitter.com/bob").build();
    let (response, body, version) = send(|client| client.messages().create(request)).await;
    let expected = json!({
        "from": {"type": "user", "id": "66fd02669ffbe52cc8b3aaf8"},
        "body": "heyy",
        "referer": "https://twitter.com/bob",
    });
    assert_eq!(body, expected);
    assert_eq!(version.as_deref(), Some("Unstable"));
    assert_eq!(IntercomVersion::Unstable.as_str(), "Unstable");
    let response = response.expect("it decodes");
    assert_eq!((response.r#type.as_str(), response.body.as_str()), ("user_message", "heyy"));
    assert_eq!((&response.message_type, response.conversation_id.as_deref()), (&MessageMessageType::InApp, Some("77")));
}

#[tokio::test]
async fn a_message_of_an_admin_still_asks_for_a_receiver() {
    let to = CreateMessageRequestTo::builder().r#type(CreateMessageRequestToType::Lead).id("l1").build();
    let from = CreateMessageRequestFrom::builder().id("394051").build();
    let request = CreateMessageRequest::in_app().body("Hello.").from(from).to(to).build();
    let (response, body, _) = send(|client| client.messages().create(request)).await;
    let expected = json!({
        "message_type": "inapp",
        "body": "Hello.",
        "from": {"type": "admin", "id": "394051"},
        "to": {"type": "lead", "id": "l1"},
    });
    assert_eq!(body, expected);
    response.expect("it decodes");
}
