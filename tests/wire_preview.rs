//! What the client of the preview version puts on the wire beyond the pinned version, which is in `wire.rs`.
//!
//! It is compiled against the client of that version only, with `WIRE_VERSION=Preview`.

#[path = "support/wire.rs"]
mod support;

use intercom_client::{
    Value,
    models::{
        CreateExternalPageRequest, CreateMessageRequest, CreateMessageRequestMessageType, IntercomVersion,
        MessageMessageType, UpdateExternalPageRequest,
    },
};
use serde_json::json;

use support::{Api, VERSION, admin, hello, lead, message, page, user, with};

#[test]
fn the_tests_are_compiled_for_preview() {
    assert_eq!(VERSION, "Preview");
    assert_eq!(IntercomVersion::Preview.as_str(), "Preview");
}

async fn check_message(request: CreateMessageRequest, expected: Value) {
    let api = Api::json(200, message()).await;
    api.client.messages().create(request).send().await.expect("it is sent");
    api.sent().await.check_json("POST /messages", &expected);
}

#[tokio::test]
async fn a_text_message_to_one_contact() {
    let request = CreateMessageRequest::sms().body("Your bicycle is ready.").from(admin()).to(user("u1")).build();
    assert_eq!(request.message_type, Some(CreateMessageRequestMessageType::Sms));
    let expected = json!({
        "message_type": "sms",
        "body": "Your bicycle is ready.",
        "from": {"type": "admin", "id": 394_051},
        "to": {"type": "user", "id": "u1"},
    });
    check_message(request, expected).await;
}

#[tokio::test]
async fn a_text_message_to_several_contacts() {
    let request = CreateMessageRequest::sms()
        .to([user("u1"), lead("l1")])
        .from(admin())
        .body("b")
        .create_conversation_without_contact_reply(true);
    let expected = json!({
        "message_type": "sms",
        "body": "b",
        "from": {"type": "admin", "id": 394_051},
        "to": [{"type": "user", "id": "u1"}, {"type": "lead", "id": "l1"}],
        "create_conversation_without_contact_reply": true,
    });
    check_message(request.build(), expected).await;
}

#[tokio::test]
async fn the_new_channels_are_known_in_responses() {
    for (text, message_type) in [
        ("sms", MessageMessageType::Sms),
        ("whatsapp", MessageMessageType::Whatsapp),
        ("fax", MessageMessageType::Unknown("fax".to_owned())),
    ] {
        let response = with(message(), json!({"message_type": text}));
        let api = Api::json(200, response.clone()).await;
        let message = api.client.messages().create(hello()).send().await.expect("it decodes");
        assert_eq!(message.message_type, message_type);
        assert_eq!(serde_json::to_value(&*message).expect("it serialises"), response);
    }
}

#[tokio::test]
async fn the_flag_of_the_sales_agent_can_be_set_for_a_new_page() {
    let api = Api::json(200, with(page(), json!({"ai_sales_agent_availability": true}))).await;
    let request = CreateExternalPageRequest::builder()
        .title("t")
        .html("h")
        .source_id(33)
        .external_id("e")
        .ai_sales_agent_availability(true)
        .build();
    let created = api.client.ai_content().create_external_page(request).send().await.expect("it decodes");
    let expected = json!({
        "title": "t",
        "html": "h",
        "ai_sales_agent_availability": true,
        "locale": "en",
        "source_id": 33,
        "external_id": "e",
    });
    api.sent().await.check_json("POST /ai/external_pages", &expected);
    assert_eq!(created.ai_sales_agent_availability, Some(true));
}

/// Changes a page, and checks that the body has these fields beside the required ones.
async fn check_update(change: impl FnOnce(UpdateExternalPageRequest) -> UpdateExternalPageRequest, expected: Value) {
    let api = Api::json(200, page()).await;
    let request = UpdateExternalPageRequest::builder().title("t").html("h").url("u").source_id(33).build();
    api.client.ai_content().update_external_page(21, change(request)).send().await.expect("it decodes");
    let required = json!({"title": "t", "html": "h", "url": "u", "locale": "en", "source_id": 33});
    api.sent().await.check_json("PUT /ai/external_pages/21", &with(required, expected));
}

#[tokio::test]
async fn flags_of_an_update_are_sent_one_by_one_and_only_if_they_are_set() {
    check_update(|request| request, json!({})).await;
    check_update(
        |mut request| {
            request.ai_agent_availability = Some(false);
            request
        },
        json!({"ai_agent_availability": false}),
    )
    .await;
    check_update(
        |mut request| {
            request.ai_copilot_availability = Some(true);
            request
        },
        json!({"ai_copilot_availability": true}),
    )
    .await;
    check_update(
        |mut request| {
            request.ai_sales_agent_availability = Some(false);
            request
        },
        json!({"ai_sales_agent_availability": false}),
    )
    .await;
}

#[tokio::test]
async fn all_flags_of_an_update_at_once() {
    let api = Api::json(200, page()).await;
    let request = UpdateExternalPageRequest::builder()
        .title("t")
        .html("h")
        .url("u")
        .source_id(33)
        .external_id("e")
        .ai_agent_availability(true)
        .ai_copilot_availability(false)
        .ai_sales_agent_availability(true)
        .fin_availability(false)
        .build();
    api.client.ai_content().update_external_page(21, request).send().await.expect("it decodes");
    let expected = json!({
        "title": "t",
        "html": "h",
        "url": "u",
        "ai_agent_availability": true,
        "ai_copilot_availability": false,
        "ai_sales_agent_availability": true,
        "fin_availability": false,
        "locale": "en",
        "source_id": 33,
        "external_id": "e",
    });
    api.sent().await.check_json("PUT /ai/external_pages/21", &expected);
}
