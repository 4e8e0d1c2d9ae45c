//! What the client puts on the wire, and what it makes of the responses: every operation against a server on loopback.
//!
//! The same file is compiled against the client of another version, so that it uses nothing that only one version has.

#[path = "support/wire.rs"]
mod support;

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    thread,
    time::Duration,
};

use intercom_client::{
    Client, ClientBuilder, DecodeFailure, DecodePolicy, Error, Mismatch, Nullable, OneOrMany, Operation as _, Retry,
    Server, StringOrInteger, UnixTime, Value,
    models::{
        ContentImportSource, ContentImportSourceStatus, ContentImportSourceSyncBehavior,
        CreateContentImportSourceRequest, CreateContentImportSourceRequestStatus, CreateExternalPageRequest,
        CreateMessageRequest, CreateMessageRequestFrom, CreateMessageRequestInAppMessageType,
        CreateMessageRequestMessageType, ErrorResponse, ErrorResponseError, ExternalPage, ExternalPageLocale,
        IntercomVersion, Message, MessageMessageType, MessageOwner, Recipient, RecipientType,
        UpdateContentImportSourceRequest, UpdateContentImportSourceRequestStatus,
        UpdateContentImportSourceRequestSyncBehavior, UpdateExternalPageRequest, WhatsappMessageStatusListEventStatus,
        WhatsappMessageStatusStatus, builders::UpdateExternalPageRequestBuilder,
    },
    operations::GetExternalPage,
    reqwest,
};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use support::{
    Api, TOKEN, VERSION, admin, chain, client, hello, hello_json, lead, list, message, page, source, user, with,
    without,
};

// Messages

/// Sends a message, and checks the body that the server saw.
async fn check_message(request: CreateMessageRequest, expected: Value) {
    let api = Api::json(200, message()).await;
    api.client.messages().create(request).send().await.expect("it is sent");
    api.sent().await.check_json("POST /messages", &expected);
}

#[tokio::test]
async fn an_email_to_one_contact() {
    let request = CreateMessageRequest::email()
        .subject("Grüße")
        .body("<p>Hello, \"you\".</p>")
        .template("plain")
        .from(admin())
        .to(user("u1"));
    let expected = json!({
        "message_type": "email",
        "subject": "Grüße",
        "body": "<p>Hello, \"you\".</p>",
        "template": "plain",
        "from": {"type": "admin", "id": 394_051},
        "to": {"type": "user", "id": "u1"},
    });
    check_message(request.build(), expected).await;
}

#[tokio::test]
async fn an_email_to_several_contacts_with_copies() {
    let request = CreateMessageRequest::email()
        .to([user("u1"), lead("l1")])
        .cc(lead("l2"))
        .bcc(vec![user("u2"), user("u3")])
        .created_at(UnixTime::from_secs(1_760_000_000))
        .create_conversation_without_contact_reply(false)
        .from(admin())
        .template("personal")
        .body("b")
        .subject("s");
    let expected = json!({
        "message_type": "email",
        "subject": "s",
        "body": "b",
        "template": "personal",
        "from": {"type": "admin", "id": 394_051},
        "to": [{"type": "user", "id": "u1"}, {"type": "lead", "id": "l1"}],
        "cc": {"type": "lead", "id": "l2"},
        "bcc": [{"type": "user", "id": "u2"}, {"type": "user", "id": "u3"}],
        "created_at": 1_760_000_000,
        "create_conversation_without_contact_reply": false,
    });
    check_message(request.build(), expected).await;
}

#[tokio::test]
async fn an_in_app_message() {
    check_message(hello(), hello_json()).await;
    let request = CreateMessageRequest::in_app()
        .body("Hello.")
        .from(admin())
        .to([user("u1")])
        .cc([])
        .create_conversation_without_contact_reply(true);
    let expected = json!({
        "message_type": "inapp",
        "body": "Hello.",
        "from": {"type": "admin", "id": 394_051},
        "to": [{"type": "user", "id": "u1"}],
        "cc": [],
        "create_conversation_without_contact_reply": true,
    });
    check_message(request.build(), expected).await;
}

#[tokio::test]
async fn a_whatsapp_message() {
    let request = CreateMessageRequest::whatsapp()
        .template("repair_finished")
        .from(admin())
        .to(user("u1"))
        .components([json!({"type": "BODY", "parameters": [{"type": "text", "text": "12:30"}]})]);
    let expected = json!({
        "message_type": "whatsapp",
        "template": "repair_finished",
        "from": {"type": "admin", "id": 394_051},
        "to": {"type": "user", "id": "u1"},
        "components": [{"type": "BODY", "parameters": [{"type": "text", "text": "12:30"}]}],
    });
    check_message(request.build(), expected).await;
}

#[tokio::test]
async fn an_in_app_message_in_the_other_spelling() {
    let request = CreateMessageRequest::in_app()
        .body("Hello.")
        .from(admin())
        .to(user("u1"))
        .message_type(CreateMessageRequestInAppMessageType::InAppWithUnderscore)
        .build();
    check_message(request, with(hello_json(), json!({"message_type": "in_app"}))).await;
}

#[tokio::test]
async fn a_message_of_a_contact_has_no_kind_and_no_receiver() {
    const ID: &str = "66fd02669ffbe52cc8b3aaf8";
    for (from, role) in [
        (CreateMessageRequestFrom::user().id(ID).build(), "user"),
        (CreateMessageRequestFrom::lead().id(ID).build(), "lead"),
        (CreateMessageRequestFrom::any_contact().id(ID).build(), "contact"),
    ] {
        let request = CreateMessageRequest::from_contact().from(from).body("Hello.").referer("https://a.example");
        let from = json!({"type": role, "id": ID});
        check_message(request.build(), json!({"from": from, "body": "Hello.", "referer": "https://a.example"})).await;
    }
}

#[tokio::test]
async fn a_message_of_another_kind_asks_for_sender_and_receiver_alone() {
    let request = CreateMessageRequest::other().from(admin()).to(user("u1"));
    let bare = json!({"from": {"type": "admin", "id": 394_051}, "to": {"type": "user", "id": "u1"}});
    check_message(request.clone().build(), bare.clone()).await;
    let request = request.message_type(CreateMessageRequestMessageType::Conversation).build();
    check_message(request, with(bare, json!({"message_type": "conversation"}))).await;
}

#[tokio::test]
async fn a_receiver_by_external_id_and_one_of_any_role() {
    let to = [
        Recipient::by_user_id().r#type(RecipientType::User).user_id("70").build(),
        Recipient::by_user_id().r#type(RecipientType::Lead).user_id(70).build(),
        Recipient::builder().r#type(RecipientType::Contact).id("c1").build(),
    ];
    let request = CreateMessageRequest::in_app().body("Hello.").from(admin()).to(to).build();
    let to =
        json!([{"type": "user", "user_id": "70"}, {"type": "lead", "user_id": 70}, {"type": "contact", "id": "c1"}]);
    check_message(request, with(hello_json(), json!({"to": to}))).await;
}

#[tokio::test]
async fn a_whatsapp_message_to_a_phone_number() {
    let request = CreateMessageRequest::whatsapp()
        .template("repair_finished")
        .locale("fr")
        .components([])
        .from(admin())
        .to(Recipient::by_phone().phone("+33700900100").name("Ines Moreau").build());
    let expected = json!({
        "message_type": "whatsapp",
        "template": "repair_finished",
        "locale": "fr",
        "components": [],
        "from": {"type": "admin", "id": 394_051},
        "to": {"phone": "+33700900100", "name": "Ines Moreau"},
    });
    check_message(request.build(), expected).await;
}

#[tokio::test]
async fn an_id_is_sent_as_it_is_given() {
    for (id, expected) in [(StringOrInteger::from("394051"), json!("394051")), (394_051.into(), json!(394_051))] {
        let from = CreateMessageRequestFrom::builder().id(id.clone()).build();
        let request = CreateMessageRequest::in_app().body("Hello.").from(from).to(user("u1")).build();
        let from = json!({"type": "admin", "id": expected});
        check_message(request, with(hello_json(), json!({"from": from}))).await;

        let api = Api::json(200, page()).await;
        let request = CreateExternalPageRequest::builder().title("t").html("h").source_id(id).external_id("e").build();
        api.client.ai_content().create_external_page(request).send().await.expect("it decodes");
        let body = json!({"title": "t", "html": "h", "locale": "en", "source_id": expected, "external_id": "e"});
        api.sent().await.check_json("POST /ai/external_pages", &body);
    }
}

#[tokio::test]
async fn ids_are_read_as_text_and_as_numbers() {
    for id in [json!("7"), json!(7)] {
        // An id of another kind than described is read, and reported.
        let told = |text: &[&str], numbers: &[&str]| -> Vec<String> {
            let paths = if id.is_number() { text } else { numbers };
            paths.iter().map(|path| (*path).to_owned()).collect()
        };
        let api = Api::json(200, with(message(), json!({"id": id, "conversation_id": id, "owner": {"id": id}}))).await;
        let message = api.client.messages().create(hello()).send().await.expect("it decodes");
        assert_eq!((message.id.as_str(), message.conversation_id.as_deref()), ("7", Some("7")));
        assert_eq!(json!(message.owner.as_ref().and_then(|owner| owner.id.as_ref())), id);
        assert_eq!(paths(message.mismatches()), told(&["conversation_id", "id"], &[]));

        let api = Api::json(200, with(page(), json!({"id": id, "source_id": id, "external_id": id}))).await;
        let page = api.client.ai_content().get_external_page(&*message.id).send().await.expect("it decodes");
        assert_eq!((page.id.as_str(), page.source_id, page.external_id.as_str()), ("7", 7, "7"));
        assert_eq!(paths(page.mismatches()), told(&["external_id", "id"], &["source_id"]));

        let api = Api::json(200, with(source(), json!({"id": id}))).await;
        let source = api.client.ai_content().get_content_import_source(7).send().await.expect("it decodes");
        assert_eq!(source.id, 7);
        assert_eq!(paths(source.mismatches()), told(&[], &["id"]));
    }
}

/// The places of mismatches, in order.
fn paths(mismatches: &[Mismatch]) -> Vec<String> {
    let mut paths: Vec<String> = mismatches.iter().map(|mismatch| mismatch.path().to_owned()).collect();
    paths.sort();
    paths
}

#[tokio::test]
async fn ids_of_both_kinds_are_read_strictly() {
    for id in [json!("7"), json!(7), json!(u64::MAX)] {
        let api = Api::json(200, with(message(), json!({"owner": {"id": id}}))).await;
        let client = Client::builder().token(TOKEN).base_url(api.server.uri()).decode_policy(DecodePolicy::Strict);
        let client = client.build().expect("the base URL is fine");
        let message = client.messages().create(hello()).send().await.expect("it decodes");
        assert_eq!(message.mismatches(), []);
        assert_eq!(json!(message.owner.as_ref().and_then(|owner| owner.id.as_ref())), id);

        let api = Api::json(200, with(statuses(), json!({"ruleset_id": id}))).await;
        let client = Client::builder().token(TOKEN).base_url(api.server.uri()).decode_policy(DecodePolicy::Strict);
        let client = client.build().expect("the base URL is fine");
        let statuses = client.messages().get_whatsapp_message_status(7).send().await.expect("it decodes");
        assert_eq!(statuses.mismatches(), []);
        assert_eq!(json!(statuses.ruleset_id), id);
    }
}

#[tokio::test]
async fn what_is_neither_text_nor_number_is_no_id() {
    for id in [json!(null), json!({"id": 7}), json!(7.5)] {
        let api = Api::json(200, with(statuses(), json!({"ruleset_id": id}))).await;
        let request = api.client.messages().get_whatsapp_message_status(7);
        let error = request.send().await.expect_err("the list must have an id");
        assert!(matches!(error, Error::Decode(_)), "{id}: {error:?}");

        if id.is_number() {
            continue;
        }
        // Where it is optional, what is of another kind is absent, and reported.
        let api = Api::json(200, with(message(), json!({"owner": {"id": id, "name": "Ines"}}))).await;
        let message = api.client.messages().create(hello()).send().await.expect("it decodes");
        let owner = message.owner.as_ref().expect("there is one");
        assert_eq!((owner.id.as_ref(), owner.name.as_deref()), (None, Some("Ines")));
        let told = if id.is_null() { vec![] } else { vec!["owner.id"] };
        assert_eq!(paths(message.mismatches()), told, "{id}");
    }
}

/// An empty list of the statuses of a sending.
fn statuses() -> Value {
    json!({
        "type": "list",
        "ruleset_id": 30417,
        "pages": {"type": "pages", "per_page": 2, "total_pages": 2, "next": null},
        "total_count": 3,
        "events": [],
    })
}

#[tokio::test]
async fn a_sent_message_says_who_sent_it() {
    let owner = json!({"type": "admin", "id": "5510", "name": "Ines Moreau", "email": "ines@example.org"});
    let api = Api::json(200, with(message(), json!({"owner": owner}))).await;
    let message = api.client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!(message.mismatches(), []);
    let expected = MessageOwner::builder().r#type("admin").id("5510").name("Ines Moreau").email("ines@example.org");
    assert_eq!(message.owner, Some(expected.build()));
}

#[tokio::test]
async fn a_sent_message_decodes() {
    let response = with(message(), json!({"subject": "s", "message_type": "email", "conversation_id": "77"}));
    let api = Api::json(200, response).await;
    let response = api.client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!(response.status(), 200);
    let expected = Message::builder()
        .r#type("admin_message")
        .id("2001")
        .created_at(UnixTime::from_secs(1_760_000_000))
        .body("<p>Hello.</p>")
        .message_type(MessageMessageType::Email)
        .subject("s")
        .conversation_id("77");
    assert_eq!(response.into_inner(), expected.build());

    let api = Api::json(200, message()).await;
    let response = api.client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!(response.message_type, MessageMessageType::InApp);
    assert_eq!((&response.subject, &response.conversation_id), (&None, &None));
}

#[tokio::test]
async fn the_status_of_a_whatsapp_message() {
    let response = json!({
        "conversation_id": "77",
        "status": "failed",
        "type": "broadcast_outbound",
        "created_at": 1_760_000_000,
        "updated_at": 1_760_000_009,
        "template_name": "repair_finished",
        "message_id": "wamid.HBg",
        "error": {"message": "Undeliverable", "details": "No such number"},
    });
    let api = Api::json(200, response).await;
    let request = api.client.messages().retrieve_whatsapp_message_status("wamid.HBg+/= &");
    let status = request.send().await.expect("it decodes");
    api.sent().await.check("GET /messages/whatsapp/status?message_id=wamid.HBg%2B%2F%3D%20%26");
    assert_eq!(status.conversation_id.as_deref(), Some("77"));
    assert_eq!(status.status, Some(WhatsappMessageStatusStatus::Failed));
    assert_eq!(status.r#type.as_deref(), Some("broadcast_outbound"));
    assert_eq!(status.created_at, Some(UnixTime::from_secs(1_760_000_000)));
    assert_eq!(status.updated_at, Some(UnixTime::from_secs(1_760_000_009)));
    assert_eq!(status.template_name.as_deref(), Some("repair_finished"));
    assert_eq!(status.message_id.as_deref(), Some("wamid.HBg"));
    let error = status.error.as_ref().expect("the delivery failed");
    assert_eq!(error.message.as_deref(), Some("Undeliverable"));
    assert_eq!(error.details.as_deref(), Some("No such number"));
}

#[tokio::test]
async fn the_statuses_of_a_sending() {
    let event = json!({
        "id": "e1",
        "conversation_id": "77",
        "status": "delivered",
        "type": "broadcast_outbound",
        "created_at": 1_760_000_000,
        "updated_at": 1_760_000_009,
        "whatsapp_message_id": "wamid.HBg",
        "template_name": "repair_finished",
    });
    let last_event = without(with(event.clone(), json!({"id": "e2", "status": "read"})), "template_name");
    let response = json!({
        "type": "list",
        "ruleset_id": 30417,
        "pages": {"type": "pages", "per_page": 2, "total_pages": 2, "next": {"starting_after": "WzE="}},
        "total_count": 3,
        "events": [event, last_event],
    });
    let api = Api::json(200, response).await;
    let statuses = api.client.messages().get_whatsapp_message_status(30417).send().await.expect("it decodes");
    api.sent().await.check("GET /messages/status?ruleset_id=30417");
    assert_eq!(statuses.ruleset_id, 30417);
    assert_eq!(statuses.total_count, 3);
    assert_eq!((statuses.pages.per_page, statuses.pages.total_pages), (2, 2));
    let next = statuses.pages.next.as_ref().expect("the list goes on");
    assert_eq!(next.starting_after.as_deref(), Some("WzE="));
    let [first, last] = statuses.events.as_slice() else { panic!("there are two events") };
    assert_eq!((first.id.as_str(), &first.status), ("e1", &WhatsappMessageStatusListEventStatus::Delivered));
    assert_eq!((first.conversation_id.as_str(), first.whatsapp_message_id.as_str()), ("77", "wamid.HBg"));
    assert_eq!((first.created_at.as_secs(), first.updated_at.as_secs()), (1_760_000_000, 1_760_000_009));
    assert_eq!(first.template_name.as_deref(), Some("repair_finished"));
    assert_eq!((last.id.as_str(), &last.status), ("e2", &WhatsappMessageStatusListEventStatus::Read));
    assert_eq!(last.template_name, None);
}

#[tokio::test]
async fn the_last_statuses_of_a_sending() {
    let api = Api::json(200, with(statuses(), json!({"ruleset_id": "30417"}))).await;
    let request = api.client.messages().get_whatsapp_message_status("30417").starting_after("WzE=").per_page(2);
    let statuses = request.send().await.expect("it decodes");
    assert_eq!(statuses.ruleset_id, "30417");
    assert_eq!(statuses.mismatches(), []);
    api.sent().await.check("GET /messages/status?ruleset_id=30417&starting_after=WzE%3D&per_page=2");
    assert_eq!(statuses.pages.next, None);
    assert_eq!(statuses.events, []);
}

// AI Content: sources

#[tokio::test]
async fn sources_are_listed() {
    let second = with(source(), json!({"id": 34, "sync_behavior": "automatic", "audience_ids": null}));
    let next = "https://api.intercom.io/ai/content_import_sources?page=2";
    let api = Api::json(200, list(&[source(), second], Some(next))).await;
    let sources = api.client.ai_content().list_content_import_sources().send().await.expect("it decodes");
    api.sent().await.check("GET /ai/content_import_sources");
    assert_eq!(sources.total_count, Some(5));
    let pages = sources.pages.as_ref().expect("there are pages");
    assert_eq!((pages.page, pages.per_page, pages.total_pages), (Some(1), Some(2), Some(3)));
    assert_eq!(pages.next.as_deref(), Some(next));
    let [first, second] = sources.data.as_deref().expect("there is data") else { panic!("there are two sources") };
    assert_eq!((first.id, &first.audience_ids), (33, &Some(vec![5, 6])));
    assert_eq!((second.id, &second.audience_ids), (34, &None));
    assert_eq!(second.sync_behavior, ContentImportSourceSyncBehavior::Automatic);
}

#[tokio::test]
async fn a_page_of_sources_is_asked_for() {
    let api = Api::json(200, list(&[], None)).await;
    let request = api.client.ai_content().list_content_import_sources().page(2).per_page(50);
    let sources = request.send().await.expect("it decodes");
    api.sent().await.check("GET /ai/content_import_sources?page=2&per_page=50");
    assert_eq!(sources.pages.as_ref().and_then(|pages| pages.next.as_deref()), None);
    assert_eq!(sources.data.as_deref(), Some([].as_slice()));
}

#[tokio::test]
async fn a_source_is_created() {
    let api = Api::json(200, source()).await;
    let request = CreateContentImportSourceRequest::builder()
        .url("https://help.example.com")
        .status(CreateContentImportSourceRequestStatus::Deactivated)
        .audience_ids([5, 6]);
    let created = api.client.ai_content().create_content_import_source(request.build()).send().await;
    let expected = json!({
        "sync_behavior": "api",
        "url": "https://help.example.com",
        "status": "deactivated",
        "audience_ids": [5, 6],
    });
    api.sent().await.check_json("POST /ai/content_import_sources", &expected);
    let expected = ContentImportSource::builder()
        .id(33)
        .last_synced_at(UnixTime::from_secs(1_760_000_000))
        .sync_behavior(ContentImportSourceSyncBehavior::Api)
        .status(ContentImportSourceStatus::Active)
        .url("https://help.example.com")
        .created_at(UnixTime::from_secs(1_750_000_000))
        .updated_at(UnixTime::from_secs(1_755_000_000))
        .audience_ids(vec![5, 6]);
    assert_eq!(created.expect("it decodes").into_inner(), expected.build());
}

#[tokio::test]
async fn a_source_is_fetched() {
    let api = Api::json(200, with(source(), json!({"status": "deactivated", "sync_behavior": "manual"}))).await;
    let source = api.client.ai_content().get_content_import_source(33).send().await.expect("it decodes");
    api.sent().await.check("GET /ai/content_import_sources/33");
    assert_eq!((source.id, source.url.as_str()), (33, "https://help.example.com"));
    assert_eq!(source.status, ContentImportSourceStatus::Deactivated);
    assert_eq!(source.sync_behavior, ContentImportSourceSyncBehavior::Manual);
    assert_eq!(source.created_at.as_secs(), 1_750_000_000);
}

#[tokio::test]
async fn a_source_is_changed() {
    let api = Api::json(200, with(source(), json!({"sync_behavior": "automated"}))).await;
    let request = UpdateContentImportSourceRequest::builder()
        .sync_behavior(UpdateContentImportSourceRequestSyncBehavior::Automated)
        .url("https://help.example.com")
        .status(UpdateContentImportSourceRequestStatus::Active)
        .audience_ids(5)
        .apply_audience_to_existing_content(true);
    let request = api.client.ai_content().update_content_import_source("33", request.build());
    let source = request.send().await.expect("it decodes");
    let expected = json!({
        "sync_behavior": "automated",
        "url": "https://help.example.com",
        "status": "active",
        "audience_ids": 5,
        "apply_audience_to_existing_content": true,
    });
    api.sent().await.check_json("PUT /ai/content_import_sources/33", &expected);
    assert_eq!(source.sync_behavior, ContentImportSourceSyncBehavior::Automated);
}

#[tokio::test]
async fn a_source_is_deleted_without_a_body_in_the_response() {
    let api = Api::responding(ResponseTemplate::new(204)).await;
    let response = api.client.ai_content().delete_content_import_source(33).send().await.expect("it is deleted");
    api.sent().await.check("DELETE /ai/content_import_sources/33");
    assert_eq!(response.status(), 204);
    assert!(response.raw().is_empty());
    assert_eq!(response.pointer(""), None);
}

#[tokio::test]
async fn a_deletion_with_a_body_in_the_response_has_succeeded_too() {
    let api = Api::json(200, source()).await;
    let response = api.client.ai_content().delete_content_import_source(33).send().await.expect("it is deleted");
    assert_eq!(response.status(), 200);
    assert_eq!(response.pointer("/id"), Some(json!(33)));
}

/// Creates and changes a source with these audiences, and checks that both bodies have these fields beside the usual.
async fn check_audiences(audience_ids: Nullable<OneOrMany<i64>>, expected: Value) {
    let api = Api::json(200, source()).await;
    let request = CreateContentImportSourceRequest::builder().url("u").audience_ids(audience_ids.clone());
    api.client.ai_content().create_content_import_source(request.build()).send().await.expect("it decodes");
    let created = with(json!({"sync_behavior": "api", "url": "u"}), expected.clone());
    api.sent().await.check_json("POST /ai/content_import_sources", &created);

    let api = Api::json(200, source()).await;
    let request = UpdateContentImportSourceRequest::builder()
        .sync_behavior(UpdateContentImportSourceRequestSyncBehavior::Manual)
        .url("u")
        .audience_ids(audience_ids);
    api.client.ai_content().update_content_import_source(33, request.build()).send().await.expect("it decodes");
    let updated = with(json!({"sync_behavior": "manual", "url": "u"}), expected);
    api.sent().await.check_json("PUT /ai/content_import_sources/33", &updated);
}

#[tokio::test]
async fn audiences_are_left_out_cleared_or_set() {
    check_audiences(Nullable::Absent, json!({})).await;
    check_audiences(Nullable::Null, json!({"audience_ids": null})).await;
    check_audiences(None.into(), json!({"audience_ids": null})).await;
    check_audiences(5.into(), json!({"audience_ids": 5})).await;
    check_audiences([5, 6].into(), json!({"audience_ids": [5, 6]})).await;
    check_audiences(vec![5].into(), json!({"audience_ids": [5]})).await;
    check_audiences([].into(), json!({"audience_ids": []})).await;
}

#[tokio::test]
async fn audiences_that_no_setter_was_called_for_are_left_out() {
    let api = Api::json(200, source()).await;
    let request = CreateContentImportSourceRequest::builder().url("u").build();
    api.client.ai_content().create_content_import_source(request).send().await.expect("it decodes");
    let expected = json!({"sync_behavior": "api", "url": "u"});
    api.sent().await.check_json("POST /ai/content_import_sources", &expected);

    let api = Api::json(200, source()).await;
    let request = UpdateContentImportSourceRequest::builder()
        .sync_behavior(UpdateContentImportSourceRequestSyncBehavior::Manual)
        .url("u")
        .build();
    api.client.ai_content().update_content_import_source(33, request).send().await.expect("it decodes");
    let expected = json!({"sync_behavior": "manual", "url": "u"});
    api.sent().await.check_json("PUT /ai/content_import_sources/33", &expected);
}

// AI Content: pages

#[tokio::test]
async fn pages_are_listed() {
    let second = with(without(page(), "url"), json!({"id": "22", "ai_sales_agent_availability": true}));
    let api = Api::json(200, list(&[page(), second], Some("https://api.intercom.io/ai/external_pages?page=2"))).await;
    let pages = api.client.ai_content().list_external_pages().send().await.expect("it decodes");
    api.sent().await.check("GET /ai/external_pages");
    assert_eq!(pages.total_count, Some(5));
    let [first, second] = pages.data.as_deref().expect("there is data") else { panic!("there are two pages") };
    assert_eq!((first.id.as_str(), first.url.as_deref()), ("21", Some("https://help.example.com/hours")));
    assert_eq!((second.id.as_str(), second.url.as_deref()), ("22", None));
    assert_eq!((first.ai_sales_agent_availability, second.ai_sales_agent_availability), (None, Some(true)));
}

#[tokio::test]
async fn a_page_of_pages_is_asked_for() {
    let api = Api::json(200, list(&[], None)).await;
    api.client.ai_content().list_external_pages().per_page(10).page(3).send().await.expect("it decodes");
    api.sent().await.check("GET /ai/external_pages?per_page=10&page=3");
}

#[tokio::test]
async fn a_page_is_created() {
    let api = Api::json(200, page()).await;
    let request = CreateExternalPageRequest::builder()
        .title("Opening hours")
        .html("<p>Nine to five.</p>")
        .url("https://help.example.com/hours")
        .ai_agent_availability(true)
        .ai_copilot_availability(false)
        .source_id(33)
        .external_id("hours");
    let created = api.client.ai_content().create_external_page(request.build()).send().await.expect("it decodes");
    let expected = json!({
        "title": "Opening hours",
        "html": "<p>Nine to five.</p>",
        "url": "https://help.example.com/hours",
        "ai_agent_availability": true,
        "ai_copilot_availability": false,
        "locale": "en",
        "source_id": 33,
        "external_id": "hours",
    });
    api.sent().await.check_json("POST /ai/external_pages", &expected);
    let expected = ExternalPage::builder()
        .id("21")
        .title("Opening hours")
        .html("<p>Nine to five.</p>")
        .url("https://help.example.com/hours")
        .ai_agent_availability(true)
        .ai_copilot_availability(false)
        .fin_availability(true)
        .source_id(33)
        .external_id("hours")
        .created_at(UnixTime::from_secs(1_750_000_000))
        .updated_at(UnixTime::from_secs(1_755_000_000))
        .last_ingested_at(UnixTime::from_secs(1_760_000_000));
    assert_eq!(created.into_inner(), expected.build());
}

#[tokio::test]
async fn flags_of_a_page_are_not_sent_unless_they_are_set() {
    let api = Api::json(200, page()).await;
    let request = CreateExternalPageRequest::builder().title("t").html("h").source_id(33).external_id("e").build();
    api.client.ai_content().create_external_page(request).send().await.expect("it decodes");
    let expected = json!({"title": "t", "html": "h", "locale": "en", "source_id": 33, "external_id": "e"});
    api.sent().await.check_json("POST /ai/external_pages", &expected);

    let api = Api::json(200, page()).await;
    let request = UpdateExternalPageRequest::builder().title("t").html("h").url("u").source_id(33).build();
    api.client.ai_content().update_external_page(21, request).send().await.expect("it decodes");
    let expected = json!({"title": "t", "html": "h", "url": "u", "locale": "en", "source_id": 33});
    api.sent().await.check_json("PUT /ai/external_pages/21", &expected);
}

#[tokio::test]
async fn a_page_is_fetched() {
    let api = Api::json(200, page()).await;
    let page = api.client.ai_content().get_external_page("21").send().await.expect("it decodes");
    api.sent().await.check("GET /ai/external_pages/21");
    assert_eq!((page.title.as_str(), page.html.as_str()), ("Opening hours", "<p>Nine to five.</p>"));
    assert_eq!((page.ai_agent_availability, page.ai_copilot_availability), (true, false));
    assert_eq!((page.fin_availability, page.ai_sales_agent_availability), (Some(true), None));
    assert_eq!((page.source_id, page.external_id.as_str(), &page.locale), (33, "hours", &ExternalPageLocale::En));
    assert_eq!(page.last_ingested_at, UnixTime::from_secs(1_760_000_000));
}

#[tokio::test]
async fn a_page_is_changed() {
    let api = Api::json(200, with(page(), json!({"title": "t"}))).await;
    let request = UpdateExternalPageRequest::builder()
        .title("t")
        .html("h")
        .url("u")
        .fin_availability(false)
        .source_id(33)
        .external_id("e");
    let page = api.client.ai_content().update_external_page("21", request.build()).send().await.expect("it decodes");
    let expected = json!({
        "title": "t",
        "html": "h",
        "url": "u",
        "fin_availability": false,
        "locale": "en",
        "source_id": 33,
        "external_id": "e",
    });
    api.sent().await.check_json("PUT /ai/external_pages/21", &expected);
    assert_eq!(page.title, "t");
}

#[tokio::test]
async fn a_page_that_was_read_is_sent_back_with_a_change() {
    let api = Api::json(200, page()).await;
    let read = api.client.ai_content().get_external_page("21").send().await.expect("it decodes");
    let url = read.url.clone().expect("it has one");
    let mut request = UpdateExternalPageRequestBuilder::from(&*read).url(url).build();
    request.title = "Hours".to_owned();
    let api = Api::json(200, page()).await;
    api.client.ai_content().update_external_page("21", request).send().await.expect("it decodes");
    let expected = json!({
        "title": "Hours",
        "html": "<p>Nine to five.</p>",
        "url": "https://help.example.com/hours",
        "fin_availability": true,
        "locale": "en",
        "source_id": 33,
        "external_id": "hours",
    });
    // What this version's request has besides.
    let more = json!({"ai_agent_availability": true, "ai_copilot_availability": false});
    let expected = if VERSION == "Preview" { with(expected, more) } else { expected };
    api.sent().await.check_json("PUT /ai/external_pages/21", &expected);
}

#[tokio::test]
async fn a_page_is_deleted_and_comes_back_in_the_response() {
    let api = Api::json(200, with(page(), json!({"html": ""}))).await;
    let page = api.client.ai_content().delete_external_page("21").send().await.expect("it is deleted");
    api.sent().await.check("DELETE /ai/external_pages/21");
    assert_eq!((page.id.as_str(), page.html.as_str()), ("21", ""));
}

// What no description knows

#[tokio::test]
async fn unknown_enum_values_are_kept_and_written_back() {
    let response = with(source(), json!({"type": "feed", "sync_behavior": "hourly", "status": "Active"}));
    let api = Api::json(200, response.clone()).await;
    let source = api.client.ai_content().get_content_import_source(33).send().await.expect("it decodes");
    assert_eq!(source.r#type.as_str(), "feed");
    assert_eq!(source.sync_behavior, ContentImportSourceSyncBehavior::Unknown("hourly".to_owned()));
    assert_eq!(source.status, ContentImportSourceStatus::Unknown("Active".to_owned()));
    assert_eq!(serde_json::to_value(&*source).expect("it serialises"), response);

    let response = with(message(), json!({"message_type": "carrier_pigeon"}));
    let api = Api::json(200, response.clone()).await;
    let message = api.client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!(message.message_type, MessageMessageType::Unknown("carrier_pigeon".to_owned()));
    assert_eq!(serde_json::to_value(&*message).expect("it serialises"), response);
}

#[tokio::test]
async fn unknown_enum_values_can_be_sent() {
    let visitor = Recipient::builder().r#type("visitor").id("v1").build();
    let guest = Recipient::builder().r#type("guest".to_owned()).id("g1").build();
    let request = CreateMessageRequest::in_app().body("Hello.").from(admin()).to([visitor, guest]).build();
    let to = json!([{"type": "visitor", "id": "v1"}, {"type": "guest", "id": "g1"}]);
    let expected = with(hello_json(), json!({"to": to}));
    check_message(request, expected).await;
}

#[tokio::test]
async fn unknown_fields_are_kept() {
    let unknown = json!({"owner": {"name": "Ines", "tags": ["a", "b"]}, "word_count": 5});
    let api = Api::json(200, with(page(), unknown)).await;
    let page = api.client.ai_content().get_external_page("21").send().await.expect("it decodes");
    assert_eq!(page.pointer("/owner/name"), Some(json!("Ines")));
    assert_eq!(page.pointer("/owner/tags/1"), Some(json!("b")));
    assert_eq!(page.pointer("/word_count"), Some(json!(5)));
    assert_eq!(page.pointer("/owner/age"), None);
    assert_eq!(page.title, "Opening hours");
}

#[tokio::test]
async fn all_of_a_response_is_there() {
    let body = format!("\n {} ", message());
    let response = ResponseTemplate::new(202)
        .set_body_raw(body.clone(), "application/json")
        .insert_header("x-request-id", "r1")
        .insert_header("x-ratelimit-remaining", "99");
    let api = Api::responding(response).await;
    let response = api.client.messages().create(hello()).send().await.expect("it decodes");
    assert_eq!(response.status(), 202);
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.headers()["x-ratelimit-remaining"], "99");
    assert_eq!(response.raw(), body.as_bytes());
    assert_eq!(response.id, "2001");
}

// Errors that the server responds with

/// What can be read from an error without its body: code, message, id of the request.
type Summary<'s> = (Option<&'s str>, Option<&'s str>, Option<&'s str>);

/// Sends a message that the server refuses. It is sent once: nobody knows whether a second one would be one too many.
async fn refused(response: ResponseTemplate) -> Error {
    let api = Api::responding(response).await;
    let request = api.client.messages().create(hello()).with_retry(Retry::none());
    let error = request.send().await.expect_err("the server refuses");
    api.sent().await.check_json("POST /messages", &hello_json());
    error
}

async fn check_refused(status: u16, body: &str, text: &str, summary: Summary<'_>) -> Option<ErrorResponse> {
    let error = refused(ResponseTemplate::new(status).set_body_raw(body, "application/json")).await;
    assert_eq!(error.to_string(), text);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    let Error::Api(api_error) = &error else { panic!("it is no `Error::Api`: {error:?}") };
    assert_eq!((api_error.code(), api_error.message(), api_error.request_id()), summary);
    assert_eq!(error.request_id(), summary.2);
    assert_eq!(api_error.raw(), body.as_bytes());
    api_error.body()
}

#[tokio::test]
async fn every_declared_error_status_has_a_typed_body() {
    for (status, code) in [
        (400, "parameter_invalid"),
        (401, "unauthorized"),
        (403, "api_plan_restricted"),
        (404, "not_found"),
        (422, "parameter_not_found"),
    ] {
        let body = json!({
            "type": "error.list",
            "request_id": "f93ecfa8-d08a-4325-8694-89aeb89c8f85",
            "errors": [
                {"code": code, "message": "No.", "field": "to"},
                {"code": "other", "message": null, "data": {"limit": 50}},
            ],
        });
        let text = format!(
            "the server responded with {status} `{code}`: No. (request id f93ecfa8-d08a-4325-8694-89aeb89c8f85)"
        );
        let summary = (Some(code), Some("No."), Some("f93ecfa8-d08a-4325-8694-89aeb89c8f85"));
        let read = check_refused(status, &body.to_string(), &text, summary).await;
        let other =
            ErrorResponseError::builder().code("other").data(BTreeMap::from([("limit".to_owned(), json!(50))])).build();
        let expected = ErrorResponse::builder()
            .r#type("error.list")
            .request_id("f93ecfa8-d08a-4325-8694-89aeb89c8f85")
            .errors([ErrorResponseError::builder().code(code).message("No.").field("to").build(), other]);
        assert_eq!(read, Some(expected.build()));
    }
}

#[tokio::test]
async fn error_bodies_come_in_many_forms() {
    let read = check_refused(
        400,
        r#"{"type":"error","request_id":"req_1","message":"Send\na body"}"#,
        "the server responded with 400: Send a body (request id req_1)",
        (None, Some("Send\na body"), Some("req_1")),
    );
    let expected = ErrorResponse::builder().r#type("error").request_id("req_1").message("Send\na body").build();
    assert_eq!(read.await, Some(expected));

    let read = check_refused(
        429,
        r#"{"type":"error.list","request_id":null,"errors":[{"code":"rate_limit_exceeded","message":null}]}"#,
        "the server responded with 429 `rate_limit_exceeded`",
        (Some("rate_limit_exceeded"), None, None),
    );
    let reason = ErrorResponseError::builder().code("rate_limit_exceeded").build();
    assert_eq!(read.await, Some(ErrorResponse::builder().r#type("error.list").errors([reason]).build()));

    let read = check_refused(
        404,
        r#"{"type":"error.list","errors":[],"message":"Gone","trace":{"id":1}}"#,
        "the server responded with 404: Gone",
        (None, Some("Gone"), None),
    );
    assert_eq!(read.await, Some(ErrorResponse::builder().r#type("error.list").errors([]).message("Gone").build()));
}

#[tokio::test]
async fn error_bodies_of_another_shape_are_kept_as_they_came() {
    let none = (None, None, None);
    for body in ["", " ", "[]", "null", r#""no""#, "{", r#"{"error":"no"}"#, "<html><h1>Bad Gateway</h1></html>"] {
        assert_eq!(check_refused(500, body, "the server responded with 500", none).await, None, "{body}");
    }
    let read = check_refused(
        400,
        r#"{"errors":[{"code":7,"message":"No type"}],"request_id":12}"#,
        "the server responded with 400 `7`: No type (request id 12)",
        (Some("7"), Some("No type"), Some("12")),
    );
    assert_eq!(read.await, None);
}

#[tokio::test]
async fn undeclared_statuses_are_errors_of_the_api_too() {
    let none = (None, None, None);
    for status in [300, 304, 405, 406, 409, 418, 502, 503, 599] {
        let text = format!("the server responded with {status}");
        assert_eq!(check_refused(status, "", &text, none).await, None);
    }
    let body = r#"{"type":"error.list","errors":[{"code":"service_unavailable"}]}"#;
    let summary = (Some("service_unavailable"), None, None);
    let read = check_refused(503, body, "the server responded with 503 `service_unavailable`", summary).await;
    let reason = ErrorResponseError::builder().code("service_unavailable").build();
    assert_eq!(read, Some(ErrorResponse::builder().r#type("error.list").errors([reason]).build()));
}

#[tokio::test]
async fn all_of_an_error_is_there() {
    let body = json!({
        "type": "error.list",
        "request_id": "in the body",
        "errors": [{"code": "not_found", "hint": {"wait": 2}}],
    });
    let response = ResponseTemplate::new(404)
        .set_body_json(body)
        .insert_header("x-request-id", "in the header")
        .insert_header("x-ratelimit-remaining", "99");
    let error = refused(response).await;
    assert_eq!(error.request_id(), Some("in the header"));
    let error = error.api().expect("it is an error of the API");
    assert_eq!(error.status(), 404);
    assert_eq!(error.headers()["x-ratelimit-remaining"], "99");
    assert_eq!(error.pointer("/errors/0/hint/wait"), Some(json!(2)));
    assert_eq!(error.body().and_then(|body| body.request_id).as_deref(), Some("in the body"));
}

// Successes that do not decode

#[track_caller]
fn check_decode_failure(error: &Error, status: u16, raw: &[u8], path: Option<&str>, text: &str) {
    let Error::Decode(failure) = error else { panic!("it is no `Error::Decode`: {error:?}") };
    let failure: &DecodeFailure = failure;
    assert_eq!(failure.status(), status);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(failure.raw(), raw);
    assert_eq!(failure.path(), path);
    assert_eq!(chain(error), format!("the call succeeded ({status}), but its response did not decode{text}"));
}

async fn check_undecodable_message(status: u16, body: &str, path: Option<&str>, text: &str) {
    let api = Api::text(status, body).await;
    let error = api.client.messages().create(hello()).send().await.expect_err("it does not decode");
    check_decode_failure(&error, status, body.as_bytes(), path, text);
    api.sent().await.check_json("POST /messages", &hello_json());
}

#[tokio::test]
async fn a_success_that_does_not_decode_says_so_and_has_all_of_it() {
    check_undecodable_message(200, "", None, ": the body is empty, where JSON is expected").await;
    check_undecodable_message(204, "", None, ": the body is empty, where JSON is expected").await;
    // All of them come as HTML.
    check_undecodable_message(
        200,
        "<html>",
        Some("."),
        ": `text/html` came, where JSON is expected: expected value at line 1 column 1",
    )
    .await;
    check_undecodable_message(
        201,
        r#"{"type":"admin_message","id":["2001"]}"#,
        Some("id"),
        " at `id`: `text/html` came, where JSON is expected: invalid type: sequence, expected a string at line 1 column 29",
    )
    .await;
    check_undecodable_message(
        200,
        r#"{"type":"t","id":"i","created_at":"yesterday"}"#,
        Some("created_at"),
        " at `created_at`: `text/html` came, where JSON is expected: invalid type: string \"yesterday\", expected seconds \
         since 1970 as an integer at line 1 column 45",
    )
    .await;
    check_undecodable_message(
        200,
        r#"{"type":"t","id":"i","created_at":1,"body":"b","message_type":{}}"#,
        Some("message_type"),
        " at `message_type`: `text/html` came, where JSON is expected: invalid type: map, expected a string at line 1 column 62",
    )
    .await;
}

#[tokio::test]
async fn a_message_whose_response_does_not_decode_is_known_by_its_id() {
    let body = r#"{"type":"whatsapp_message","id":"2001","created_at":1,"body":null,"message_type":"whatsapp"}"#;
    let api = Api::text(200, body).await;
    let Err(Error::Decode(failure)) = api.client.messages().create(hello()).send().await else {
        panic!("it does not decode")
    };
    assert_eq!((failure.pointer("/id"), failure.item()), (Some(json!("2001")), None));
}

#[tokio::test]
async fn a_message_whose_response_breaks_off_or_is_too_long_is_known_by_its_request() {
    let server = MockServer::start().await;
    let whole = json!({"type": "admin_message", "id": "2001", "padding": "x".repeat(100)}).to_string();
    let cut = whole[..40].to_owned();
    for (number, body) in [whole, cut].into_iter().enumerate() {
        let response = ResponseTemplate::new(200).insert_header("x-request-id", format!("request-{number}"));
        let response = response.set_body_raw(body.clone(), "application/json");
        Mock::given(matchers::any()).respond_with(response).up_to_n_times(1).mount(&server).await;
        let client = Client::builder().token(TOKEN).base_url(server.uri()).response_limit(60).build();
        let client = client.expect("the settings are fine");
        let Err(Error::Decode(failure)) = client.messages().create(hello()).send().await else {
            panic!("it does not decode")
        };
        assert_eq!((failure.pointer("/id"), failure.request_id()), (None, Some(format!("request-{number}").as_str())));
        assert!(body.as_bytes().starts_with(failure.raw()) && failure.raw().len() >= 40, "what came is there");
    }
}

#[tokio::test]
async fn a_success_that_is_cut_off_does_not_decode() {
    let body = r#"{"type":"admin_message","id":"20"#;
    let api = Api::text(200, body).await;
    let error = api.client.messages().create(hello()).send().await.expect_err("it does not decode");
    let text = " at `id`: `text/html` came, where JSON is expected: EOF while parsing a string at line 1 column 32";
    check_decode_failure(&error, 200, body.as_bytes(), Some("id"), text);
}

#[tokio::test]
async fn a_mismatch_deep_in_a_response_is_found() {
    let body = r#"{"pages":{"page":1},"data":[{"type":"external_page","id":{"x":1}}]}"#;
    let response =
        ResponseTemplate::new(200).set_body_raw(body, "application/json").insert_header("x-request-id", "r1");
    let api = Api::responding(response).await;
    let error = api.client.ai_content().list_external_pages().send().await.expect_err("it does not decode");
    let text = " at `data[0].id`: invalid type: map, expected a string at line 1 column 57";
    check_decode_failure(&error, 200, body.as_bytes(), Some("data[0].id"), text);
    assert_eq!(error.request_id(), Some("r1"));
    let Error::Decode(failure) = error else { panic!("it was one above") };
    assert_eq!(failure.pointer("/data/0/id/x"), Some(json!(1)));
    assert_eq!(failure.headers()["content-type"], "application/json");
}

// Requests: path, query, headers, body

#[tokio::test]
async fn a_path_parameter_is_one_segment() {
    for (id, segment) in [
        ("21", "21"),
        ("a/b c", "a%2Fb%20c"),
        ("größe✓", "gr%C3%B6%C3%9Fe%E2%9C%93"),
        ("a?b=c&d#e", "a%3Fb%3Dc%26d%23e"),
        ("../messages", "..%2Fmessages"),
        ("%2e%2e", "%252e%252e"),
        ("..\\", "..%5C"),
        ("...", "..."),
        ("{id}", "%7Bid%7D"),
        ("a\r\nb\0", "a%0D%0Ab%00"),
        ("+~-_.", "%2B~-_."),
        (" ", "%20"),
    ] {
        let api = Api::json(200, page()).await;
        api.client.ai_content().get_external_page(id).send().await.expect("it decodes");
        api.sent().await.check(&format!("GET /ai/external_pages/{segment}"));
    }
}

#[tokio::test]
async fn a_path_parameter_that_would_change_the_path_is_never_sent() {
    let name = GetExternalPage::PATH.split(['{', '}']).nth(1).expect("the path has a parameter");
    for (id, problem) in
        [("", "is empty"), (".", "is `.`, which would change the path"), ("..", "is `..`, which would change the path")]
    {
        let api = Api::json(200, page()).await;
        let client = &api.client;
        let update = UpdateExternalPageRequest::builder().title("t").html("h").url("u").source_id(33).build();
        for error in [
            client.ai_content().get_external_page(id).send().await.err(),
            client.ai_content().update_external_page(id, update).send().await.err(),
            client.ai_content().delete_external_page(id).send().await.err(),
        ] {
            let error = error.expect("it is refused");
            assert_eq!(error.to_string(), format!("invalid request: the path parameter `{name}` {problem}"));
            assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
            assert_eq!(error.status(), None);
        }
        assert!(api.requests().await.is_empty());
    }
}

#[tokio::test]
async fn headers_can_be_added_and_overridden() {
    let api = Api::json(200, page()).await;
    let request = api.client.ai_content().get_external_page("21");
    let request = request.with_header("X-Trace", "a").with_header("x-trace", 7).with_header("User-Agent", "mine/1");
    request.send().await.expect("it decodes");
    let sent = api.sent().await;
    assert_eq!(sent.header("x-trace"), Some("7"));
    assert_eq!(sent.header("user-agent"), Some("mine/1"));
    assert_eq!(sent.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(sent.header("intercom-version"), Some(VERSION));
}

#[tokio::test]
async fn headers_of_the_client_go_with_every_request() {
    let api = Api::json(200, page()).await;
    let client = Client::builder()
        .token(TOKEN)
        .base_url(api.server.uri())
        .default_header("X-App", "first")
        .default_header("x-app", "grüße")
        .user_agent("mine/1")
        .build()
        .expect("it is fine");
    client.ai_content().get_external_page("21").send().await.expect("it decodes");
    client.ai_content().get_external_page("21").with_header("x-app", "own").send().await.expect("it decodes");
    let requests = api.requests().await;
    let [first, second] = requests.as_slice() else { panic!("there are two requests") };
    assert_eq!(first.headers["x-app"].as_bytes(), "grüße".as_bytes());
    assert_eq!(first.headers["user-agent"], "mine/1");
    assert_eq!(second.headers["x-app"], "own");
    assert_eq!(second.headers.get_all("x-app").iter().count(), 1);
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_an_invalid_request() {
    for (name, value, message) in [
        ("x-trace", "a\r\nx-evil: b", "invalid request: the header `x-trace` holds a control character"),
        ("x trace", "a", "invalid request: `x trace` is not a header name"),
        (
            "x-trace",
            " a",
            "invalid request: the header `x-trace` begins or ends with a blank, which would be lost (RFC 9110, section 5.5)",
        ),
        (
            "x-trace",
            "a\t",
            "invalid request: the header `x-trace` begins or ends with a blank, which would be lost (RFC 9110, section 5.5)",
        ),
        ("", "a", "invalid request: `` is not a header name"),
    ] {
        let api = Api::json(200, page()).await;
        let request = api.client.ai_content().get_external_page("21").with_header(name, value);
        let error = request.send().await.expect_err("it is refused");
        assert_eq!(error.to_string(), message);
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert!(api.requests().await.is_empty());
    }
}

#[tokio::test]
async fn query_parameters_can_be_added() {
    let api = Api::json(200, list(&[], None)).await;
    let request = api.client.ai_content().list_external_pages().page(2);
    let request = request.with_query("sort by", "a&b=ü/+").with_query("page", 3).with_query("empty", "");
    request.send().await.expect("it decodes");
    api.sent().await.check("GET /ai/external_pages?page=2&sort%20by=a%26b%3D%C3%BC%2F%2B&page=3&empty=");
}

#[tokio::test]
async fn body_fields_can_be_added_and_overridden() {
    let api = Api::json(200, message()).await;
    let request = api.client.messages().create(hello());
    let request = request
        .with_body_field("to", json!({"phone": "+15550100", "name": "Ines"}))
        .with_body_field("priority", 3)
        .with_body_field("tags", ["a", "b"])
        .with_body_field("subject", None::<String>);
    request.send().await.expect("it decodes");
    let more = json!({
        "to": {"phone": "+15550100", "name": "Ines"},
        "priority": 3,
        "tags": ["a", "b"],
        "subject": null,
    });
    api.sent().await.check_json("POST /messages", &with(hello_json(), more));
}

#[tokio::test]
async fn a_body_field_makes_a_body_where_there_is_none() {
    let api = Api::responding(ResponseTemplate::new(204)).await;
    let request = api.client.ai_content().delete_content_import_source(33).with_body_field("force", true);
    request.send().await.expect("it is deleted");
    api.sent().await.check_json("DELETE /ai/content_import_sources/33", &json!({"force": true}));
}

#[tokio::test]
async fn a_request_can_be_kept_cloned_and_sent_from_another_task() {
    let api = Api::json(200, message()).await;
    let request = api.client.messages().create(hello()).with_header("x-trace", "t");
    let first = tokio::spawn(request.clone().send());
    let second = tokio::spawn(request.send());
    first.await.expect("it ends").expect("it decodes");
    second.await.expect("it ends").expect("it decodes");
    let requests = api.requests().await;
    let [first, second] = requests.as_slice() else { panic!("there are two requests") };
    assert_eq!((&first.body, &first.headers), (&second.body, &second.headers));
}

#[tokio::test]
async fn the_version_can_be_set_for_a_client_and_for_a_request() {
    let api = Api::json(200, page()).await;
    let own = Client::builder().token(TOKEN).base_url(api.server.uri()).api_version(IntercomVersion::V2_14);
    let own = own.build().expect("it is fine");
    let other = Client::builder().token(TOKEN).base_url(api.server.uri()).api_version("Preview");
    let other = other.build().expect("it is fine");
    api.client.ai_content().get_external_page("1").send().await.expect("it decodes");
    own.ai_content().get_external_page("1").send().await.expect("it decodes");
    other.ai_content().get_external_page("1").send().await.expect("it decodes");
    let request = own.ai_content().get_external_page("1").with_api_version(IntercomVersion::V2_7);
    request.send().await.expect("it decodes");
    let request = own.ai_content().get_external_page("1").with_api_version("3.0-beta");
    request.send().await.expect("it decodes");
    let requests = api.requests().await;
    let versions: Vec<_> = requests.iter().map(|request| request.headers["intercom-version"].as_bytes()).collect();
    assert_eq!(versions, [VERSION.as_bytes(), b"2.14", b"Preview", b"2.7", b"3.0-beta"]);
}

// Where requests go

#[tokio::test]
async fn a_base_url_can_have_a_path() {
    for path in ["/proxy/intercom", "/proxy/intercom/"] {
        let api = Api::json(200, message()).await;
        let client = client(&format!("{}{path}", api.server.uri()));
        client.messages().create(hello()).send().await.expect("it decodes");
        api.sent().await.check_json("POST /proxy/intercom/messages", &hello_json());
    }
}

#[test]
fn a_client_goes_to_the_server_that_is_chosen() {
    #[track_caller]
    fn check(builder: ClientBuilder, expected: &str) {
        assert_eq!(builder.token(TOKEN).build().expect("it is fine").base_url(), expected);
    }
    check(Client::builder(), "https://api.intercom.io");
    check(Client::builder().server(Server::Production), "https://api.intercom.io");
    check(Client::builder().server(Server::Eu), "https://api.eu.intercom.io");
    check(Client::builder().server(Server::Au), "https://api.au.intercom.io");
    check(Client::builder().server(Server::Eu).base_url("http://localhost:1/x"), "http://localhost:1/x");
}

#[test]
fn a_client_that_cannot_be_made_says_why() {
    #[track_caller]
    fn check(builder: ClientBuilder, expected: &str) {
        let error = builder.build().expect_err("it is refused");
        assert_eq!(error.to_string(), expected);
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert_eq!(error.status(), None);
    }
    const NO_TOKEN: &str = "no token for the Intercom API: pass one to `ClientBuilder::token`, for the scheme `bearerAuth` \
                            (it is customarily kept in the environment variable INTERCOM_ACCESS_TOKEN or INTERCOM_API_KEY)";
    check(Client::builder(), NO_TOKEN);
    check(Client::builder().token(" "), NO_TOKEN);
    check(
        Client::builder().token("secret\n"),
        "the token holds a character that a header cannot carry, such as a line break",
    );
    check(
        Client::builder().token(TOKEN).base_url("http://api.intercom.io"),
        "the base URL must be https, since credentials go there (http is for localhost, and for the hosts that \
         `ClientBuilder::danger_allow_http` names)",
    );
    check(
        Client::builder().token(TOKEN).base_url("api.intercom.io"),
        "the base URL is not an absolute URL with a host, such as `https://api.example.com`: \
         relative URL without a base",
    );
    check(
        Client::builder().token(TOKEN).default_header("x-app", "a\nb"),
        "the header `x-app` is invalid: its value holds a control character",
    );
    check(
        Client::builder().token(TOKEN).user_agent("a\nb"),
        "the header `user-agent` is invalid: its value holds a control character",
    );
}

// Redirects

/// Makes a server respond to one path with a redirect.
async fn redirect(server: &MockServer, from: &str, status: u16, to: &str) {
    let response = ResponseTemplate::new(status).insert_header("location", to);
    Mock::given(matchers::path(from)).respond_with(response).mount(server).await;
}

/// The requests that a server saw, as in `GET /pages`.
async fn lines(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.expect("the server records requests");
    requests.iter().map(|request| format!("{} {}", request.method, request.url.path())).collect()
}

#[tokio::test]
async fn a_redirect_within_the_host_is_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        redirect(&server, "/ai/external_pages/1", status, "/ai/external_pages/2").await;
        let response = ResponseTemplate::new(200).set_body_json(page());
        Mock::given(matchers::path("/ai/external_pages/2")).respond_with(response).mount(&server).await;
        let response = client(&server.uri()).ai_content().get_external_page("1").send().await.expect("it decodes");
        assert_eq!(response.id, "21");
        assert_eq!(lines(&server).await, ["GET /ai/external_pages/1", "GET /ai/external_pages/2"]);
        let requests = server.received_requests().await.expect("the server records requests");
        assert_eq!(requests[0].headers, requests[1].headers);
    }
}

#[tokio::test]
async fn a_redirected_post_stays_a_post() {
    for status in [307, 308] {
        let server = MockServer::start().await;
        redirect(&server, "/messages", status, &format!("{}/v2/messages", server.uri())).await;
        let response = ResponseTemplate::new(200).set_body_json(message());
        Mock::given(matchers::path("/v2/messages")).respond_with(response).mount(&server).await;
        client(&server.uri()).messages().create(hello()).send().await.expect("it decodes");
        assert_eq!(lines(&server).await, ["POST /messages", "POST /v2/messages"]);
        let requests = server.received_requests().await.expect("the server records requests");
        assert_eq!((&requests[0].headers, &requests[0].body), (&requests[1].headers, &requests[1].body));
    }
}

#[tokio::test]
async fn a_post_that_would_become_a_get_is_not_redirected() {
    for status in [301, 302, 303] {
        let server = MockServer::start().await;
        redirect(&server, "/messages", status, "/elsewhere").await;
        let error = client(&server.uri()).messages().create(hello()).send().await;
        let error = error.expect_err("it is not followed");
        assert_eq!(error.to_string(), format!("the server responded with {status}"));
        assert_eq!(error.api().expect("it is an error of the API").headers()["location"], "/elsewhere");
        assert_eq!(lines(&server).await, ["POST /messages"]);
    }
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let other = MockServer::start().await;
    let by_name = |address: &SocketAddr| format!("http://localhost:{}/x", address.port());
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        let without_scheme = format!("//{}/x", other.address());
        let host_in_user = format!("http://{}@{}/x", server.address(), other.address());
        let other_scheme = format!("https://{}/x", server.address());
        let other_name = by_name(server.address());
        let port = server.address().port();
        let targets = [
            (format!("{}/x", other.uri()), other.uri()),
            (without_scheme, other.uri()),
            (host_in_user, other.uri()),
            (other_scheme, format!("https://127.0.0.1:{port}")),
            (other_name, format!("http://localhost:{port}")),
        ];
        for (number, (target, origin)) in targets.iter().enumerate() {
            redirect(&server, &format!("/ai/external_pages/{number}"), status, target).await;
            let error = client(&server.uri()).ai_content().get_external_page(number).send().await;
            let error = error.expect_err("it is not followed");
            let told = format!(
                "the server responded with {status}: it redirects to another origin, `{origin}`, which is not followed"
            );
            assert_eq!(error.to_string(), told, "{target}");
        }
        assert_eq!(lines(&server).await.len(), targets.len());
    }
    assert!(lines(&other).await.is_empty());
}

/// An address with a signature gives whoever has it what is there.
#[tokio::test]
async fn an_address_in_a_response_is_not_shown() {
    let signed = "https://files.example.com/a?signature=n0b0dy-may-see";
    let responses = [
        ResponseTemplate::new(200).set_body_json(page()),
        ResponseTemplate::new(200).set_body_json(json!({"title": [1]})),
        ResponseTemplate::new(302),
        ResponseTemplate::new(500),
    ];
    let mut had = Vec::new();
    for response in responses {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(response.insert_header("location", signed)).mount(&server).await;
        let result = client(&server.uri()).ai_content().get_external_page(1).with_retry(Retry::none()).send().await;
        let location = match &result {
            Ok(page) => page.location(),
            Err(Error::Decode(failure)) => failure.location(),
            Err(Error::Api(error)) => error.location(),
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!(location.map(ToString::to_string).as_deref(), Some(signed));
        let told = match &result {
            Ok(page) => format!("{page:?} {page:#?}"),
            Err(error) => format!("{error:?} {error:#?} {}", chain(error)),
        };
        assert!(!told.contains("n0b0dy") && !told.contains("/a?"), "{told}");
        had.push(result.map_err(|error| matches!(error, Error::Decode(_))).is_ok());
    }
    assert_eq!(had, [true, false, false, false]);
}

#[tokio::test]
async fn the_token_stays_at_home_even_with_a_http_client_that_follows_redirects() {
    let other = MockServer::start().await;
    let response = ResponseTemplate::new(200).set_body_json(page());
    Mock::given(matchers::any()).respond_with(response).mount(&other).await;
    let server = MockServer::start().await;
    redirect(&server, "/ai/external_pages/1", 307, &format!("{}/x", other.uri())).await;
    let client = Client::builder().token(TOKEN).base_url(server.uri()).http_client(reqwest::Client::new());
    let client = client.build().expect("it is fine");
    let error = client.ai_content().get_external_page("1").send().await.expect_err("the response is a stranger's");
    assert!(!error.is_retryable() && matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(
        chain(&error),
        "the response is that of another server: the HTTP client followed a redirect to another server: make it with `redirect::Policy::none`"
    );
    let requests = other.received_requests().await.expect("the server records requests");
    let [request] = requests.as_slice() else { panic!("one request is expected: {requests:#?}") };
    assert!(!format!("{} {:?}", request.url, request.headers).contains(TOKEN));
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn redirects_end() {
    let server = MockServer::start().await;
    redirect(&server, "/messages", 307, "/messages").await;
    let error = client(&server.uri()).messages().create(hello()).send().await;
    assert_eq!(error.expect_err("it ends").to_string(), "the server responded with 307");
    assert_eq!(lines(&server).await, ["POST /messages"; 6]);
}

// Time, size, connections

#[tokio::test]
async fn a_response_that_is_late_is_a_timeout() {
    let api = Api::slow().await;
    let request = api.client.messages().create(hello()).with_timeout(Duration::from_millis(500));
    let error = request.send().await.expect_err("it is late");
    assert_eq!(error.to_string(), "no response within 500ms");
    let Error::Timeout(timeout) = &error else { panic!("it is no `Error::Timeout`: {error:?}") };
    assert_eq!(timeout.after(), Duration::from_millis(500));
    assert_eq!(error.status(), None);
    assert_eq!(api.requests().await.len(), 1);
}

#[tokio::test]
async fn a_client_has_a_time_limit_that_a_request_overrides() {
    let api =
        Api::responding(ResponseTemplate::new(200).set_body_json(message()).set_delay(Duration::from_millis(200)))
            .await;
    let client = Client::builder().token(TOKEN).base_url(api.server.uri()).timeout(Duration::from_millis(60));
    let client = client.build().expect("it is fine");
    let error = client.messages().create(hello()).send().await.expect_err("it is late");
    assert_eq!(error.to_string(), "no response within 60ms");
    let request = client.messages().create(hello()).with_timeout(Duration::from_secs(30));
    request.send().await.expect("it is in time");
}

#[tokio::test]
async fn the_time_of_redirects_counts() {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(307).insert_header("location", "/messages");
    let response = response.set_delay(Duration::from_millis(80));
    Mock::given(matchers::any()).respond_with(response).mount(&server).await;
    let client = client(&server.uri());
    let request = client.messages().create(hello()).with_timeout(Duration::from_millis(200));
    assert_eq!(request.send().await.expect_err("it is late").to_string(), "no response within 200ms");
}

#[tokio::test]
async fn a_response_beyond_the_limit_is_read_no_further() {
    let body = message().to_string();
    let limited = |limit: usize, api: &Api| {
        let client = Client::builder().token(TOKEN).base_url(api.server.uri()).response_limit(limit);
        client.build().expect("it is fine")
    };
    let api = Api::text(200, &body).await;
    limited(body.len(), &api).messages().create(hello()).send().await.expect("it is within the limit");

    let api = Api::text(200, &body).await;
    let error = limited(20, &api).messages().create(hello()).send().await.expect_err("it is too large");
    let text = ": the body is larger than the limit of 20 bytes";
    check_decode_failure(&error, 200, &body.as_bytes()[..20], None, text);

    let api = Api::text(502, &body).await;
    let error = limited(20, &api).messages().create(hello()).send().await.expect_err("it is refused");
    assert_eq!(error.to_string(), "the server responded with 502");
    assert_eq!(error.api().expect("it is an error of the API").raw(), &body.as_bytes()[..20]);
}

/// The base URL of a server that reads a request, writes this, and hangs up.
fn hanging_up(response: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("there is a connection");
        let mut request = Vec::new();
        // The body of `hello` ends so, and nothing before it does.
        while !request.ends_with(b"}}") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("the request goes on");
            request.extend(byte);
        }
        stream.write_all(response.as_bytes()).expect("the connection is there");
    });
    format!("http://{address}")
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_transport_error() {
    // Nobody listens on the first port, and no other test will.
    let error = client("http://127.0.0.1:1").messages().create(hello()).send().await;
    let error = error.expect_err("nobody is there");
    assert_eq!(error.to_string(), "could not connect to the server");
    let Error::Transport(transport) = &error else { panic!("it is no `Error::Transport`: {error:?}") };
    assert!(transport.is_connect());
    assert_eq!((error.status(), error.request_id()), (None, None));
}

#[tokio::test]
async fn a_connection_that_breaks_says_whether_the_server_had_begun_to_respond() {
    let error = client(&hanging_up("")).messages().create(hello()).send().await.expect_err("it breaks");
    assert_eq!(error.to_string(), "the connection broke");
    let Error::Transport(transport) = &error else { panic!("it is no `Error::Transport`: {error:?}") };
    assert!(!transport.is_connect());
    assert_eq!(error.status(), None);

    let begun = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\nx-request-id: r7\r\n\r\n{";
    let error = client(&hanging_up(begun)).messages().create(hello()).send().await.expect_err("it breaks");
    assert_eq!(error.to_string(), "the call succeeded (200), but its response did not decode");
    assert_eq!(error.request_id(), Some("r7"));
    let Error::Decode(failure) = &error else { panic!("it is no `Error::Decode`: {error:?}") };
    assert_eq!((failure.status().as_u16(), failure.raw().as_ref()), (200, b"{".as_slice()));
}

// Secrets

#[track_caller]
fn check_hidden(what: &str, text: &str) {
    assert!(!text.is_empty());
    assert!(!text.contains(TOKEN), "the token is in {what}: {text}");
}

#[test]
fn the_token_is_in_no_client_and_no_request() {
    let builder = Client::builder().token(TOKEN).default_header("x-key", TOKEN).base_url("http://localhost:1");
    check_hidden("a builder", &format!("{builder:?} {builder:#?}"));
    let client = builder.build().expect("it is fine");
    check_hidden("a client", &format!("{client:?} {client:#?} {:?}", client.messages()));
    let request = client.ai_content().list_external_pages();
    let request = request.with_header("authorization", TOKEN).with_query("token", TOKEN).with_body_field("a", TOKEN);
    check_hidden("a request", &format!("{request:?} {request:#?}"));
    let list = client.ai_content().list_external_pages().with_query("key", TOKEN).with_header("x-key", TOKEN);
    check_hidden("a list", &format!("{:?} {:?}", list.clone().pages(), list.items()));
}

#[tokio::test]
async fn the_token_is_in_no_error_and_no_response() {
    let nobody = client("http://127.0.0.1:1");
    let slow = Api::slow().await;
    let late = slow.client.messages().create(hello()).with_timeout(Duration::from_millis(200));
    let late = late.with_query("token", TOKEN);
    let lost = nobody.messages().create(hello()).with_query("token", TOKEN);
    let odd = nobody.messages().create(hello()).with_header("authorization", format!("{TOKEN}\n"));
    let undecodable = Api::json(200, json!({"id": 1})).await;
    let errors = [
        ("Api", refused(ResponseTemplate::new(401)).await),
        ("Decode", undecodable.client.messages().create(hello()).send().await.expect_err("no message")),
        ("Transport", lost.send().await.expect_err("nobody is there")),
        ("Transport", client(&hanging_up("")).messages().create(hello()).send().await.expect_err("it breaks")),
        ("Timeout", late.send().await.expect_err("it is late")),
        ("InvalidRequest", odd.send().await.expect_err("it is no header")),
        ("Config", Client::builder().token(format!("{TOKEN}\n")).build().expect_err("it is no header")),
        ("Config", Client::builder().token(TOKEN).base_url("ftp://x").build().expect_err("it is no base URL")),
        ("Config", Client::builder().token("t").default_header("a", format!("{TOKEN}\n")).build().expect_err("no")),
    ];
    for (variant, error) in errors {
        assert!(format!("{error:?}").starts_with(variant), "{error:?} is no {variant}");
        check_hidden(variant, &format!("{error} {error:#} {error:?} {error:#?} {}", chain(&error)));
    }
    let api = Api::json(200, message()).await;
    let response = api.client.messages().create(hello()).send().await.expect("it decodes");
    check_hidden("a response", &format!("{response:?} {response:#?}"));
}

#[test]
fn what_tasks_share_can_be_shared() {
    fn check<T: Clone + Send + Sync + 'static>() {}
    check::<Client>();
    check::<ClientBuilder>();
    check::<intercom_client::Request<GetExternalPage>>();
    check::<intercom_client::Response<ExternalPage>>();
    fn check_error<T: std::error::Error + Send + Sync + 'static>() {}
    check_error::<Error>();
    assert!(size_of::<Error>() <= 16, "every result of a call has room for an error: {}", size_of::<Error>());
}
