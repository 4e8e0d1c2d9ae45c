//! One call of every operation, with a response to it, for tests of what holds for all of them.

use std::{future::Future, pin::Pin};

use intercom_client::{
    Client, Error, Operation, Request, Value,
    models::{
        CreateContentImportSourceRequest, CreateExternalPageRequest, UpdateContentImportSourceRequest,
        UpdateContentImportSourceRequestSyncBehavior, UpdateExternalPageRequest,
    },
};
use serde::Serialize;
use serde_json::json;

use crate::wire::{hello, list, message, page, source, with};

/// A call of one operation.
pub(crate) struct Call {
    /// The operation's id.
    pub(crate) id: &'static str,
    /// What the server sees of it, as in `GET /pages?page=1`; no two calls have the same.
    pub(crate) line: &'static str,
    /// Whether it may be sent again where the server may have acted.
    pub(crate) idempotent: bool,
    /// The body of a successful response; [`None`] where it has none.
    pub(crate) response: Option<Value>,
    /// A place in the response, as a JSON pointer and as an error shows it. An object there is one too many.
    pub(crate) flaw: (&'static str, &'static str),
    send: Box<dyn Fn(&Client) -> Sending>,
}

type Sending = Pin<Box<dyn Future<Output = Result<Success, Error>>>>;

/// What came of a call that succeeded.
#[derive(Debug, PartialEq)]
pub(crate) struct Success {
    pub(crate) status: u16,
    /// What was decoded, written as JSON again.
    pub(crate) value: Option<Value>,
    /// How many places of the response had to be repaired.
    pub(crate) mismatches: usize,
}

impl Call {
    fn new<O>(
        line: &'static str,
        response: Option<Value>,
        flaw: (&'static str, &'static str),
        make: impl Fn(&Client) -> Request<O> + 'static,
    ) -> Self
    where
        O: Operation<Output: Serialize> + 'static,
    {
        let send = move |client: &Client| -> Sending {
            let request = make(client);
            Box::pin(async {
                let response = request.send().await?;
                let value = serde_json::to_value(&*response).expect("a model is JSON");
                let value = Some(value).filter(|value| !value.is_null());
                Ok(Success { status: response.status().as_u16(), value, mismatches: response.mismatches().len() })
            })
        };
        Self { id: O::ID, line, idempotent: O::IDEMPOTENT, response, flaw, send: Box::new(send) }
    }

    /// Makes the call.
    pub(crate) async fn send(&self, client: &Client) -> Result<Success, Error> {
        (self.send)(client).await
    }

    /// What comes of it where all is well.
    pub(crate) fn success(&self) -> Success {
        Success { status: self.status(), value: self.response.clone(), mismatches: 0 }
    }

    /// The status of a successful response.
    pub(crate) fn status(&self) -> u16 {
        if self.response.is_some() { 200 } else { 204 }
    }

    /// The body of a successful response, as text.
    pub(crate) fn body(&self) -> String {
        self.response.as_ref().map(Value::to_string).unwrap_or_default()
    }
}

/// A call of every operation. The texts in the responses are not all ASCII.
pub(crate) fn every_call() -> Vec<Call> {
    messages().into_iter().chain(sources()).chain(pages()).collect()
}

fn messages() -> [Call; 3] {
    let message = with(message(), json!({"body": "<p>Grüße, 世界.</p>"}));
    let status = json!({"conversation_id": "77", "status": "failed", "error": {"message": "Gerät nicht erreichbar"}});
    let event = json!({
        "id": "e1",
        "conversation_id": "77",
        "status": "delivered",
        "type": "broadcast_outbound",
        "created_at": 1_760_000_000,
        "updated_at": 1_760_000_009,
        "whatsapp_message_id": "wamid.HBg",
        "template_name": "réparation",
    });
    let statuses = json!({
        "type": "list",
        "ruleset_id": 30417,
        "pages": {"type": "pages", "per_page": 50, "total_pages": 1},
        "total_count": 1,
        "events": [event],
    });
    [
        Call::new("POST /messages", Some(message), ("/id", "id"), |client| client.messages().create(hello())),
        Call::new(
            "GET /messages/whatsapp/status?message_id=wamid.HBg",
            Some(status),
            ("/error/message", "error.message"),
            |client| client.messages().retrieve_whatsapp_message_status("wamid.HBg"),
        ),
        Call::new(
            "GET /messages/status?ruleset_id=30417",
            Some(statuses),
            ("/events/0/status", "events[0].status"),
            |client| client.messages().get_whatsapp_message_status(30417),
        ),
    ]
}

fn sources() -> [Call; 5] {
    let source = with(source(), json!({"url": "https://hilfe.example.com/öffnungszeiten"}));
    let sources = list(std::slice::from_ref(&source), Some("https://api.example.com/ai/content_import_sources?page=2"));
    let creation = CreateContentImportSourceRequest::builder().url("https://help.example.com").build();
    let change = UpdateContentImportSourceRequest::builder()
        .sync_behavior(UpdateContentImportSourceRequestSyncBehavior::Api)
        .url("https://help.example.com")
        .build();
    [
        Call::new("GET /ai/content_import_sources", Some(sources), ("/data/0/id", "data[0].id"), |client| {
            client.ai_content().list_content_import_sources()
        }),
        Call::new("POST /ai/content_import_sources", Some(source.clone()), ("/url", "url"), move |client| {
            client.ai_content().create_content_import_source(creation.clone())
        }),
        Call::new("GET /ai/content_import_sources/33", Some(source.clone()), ("/created_at", "created_at"), |client| {
            client.ai_content().get_content_import_source(33)
        }),
        Call::new(
            "PUT /ai/content_import_sources/33",
            Some(source),
            ("/audience_ids/1", "audience_ids[1]"),
            move |client| client.ai_content().update_content_import_source(33, change.clone()),
        ),
        Call::new("DELETE /ai/content_import_sources/33", None, ("", ""), |client| {
            client.ai_content().delete_content_import_source(33)
        }),
    ]
}

fn pages() -> [Call; 5] {
    let page = with(page(), json!({"title": "Öffnungszeiten"}));
    let pages = list(&[page.clone(), page.clone()], None);
    // What is null is not written again.
    let pages = with(pages, json!({"pages": {"type": "pages", "page": 3, "per_page": 2, "total_pages": 3}}));
    let creation = CreateExternalPageRequest::builder().title("t").html("h").source_id(33).external_id("hours").build();
    let change = UpdateExternalPageRequest::builder().title("t").html("h").url("u").source_id(33).build();
    [
        Call::new("GET /ai/external_pages", Some(pages), ("/data/1/title", "data[1].title"), |client| {
            client.ai_content().list_external_pages()
        }),
        Call::new("POST /ai/external_pages", Some(page.clone()), ("/external_id", "external_id"), move |client| {
            client.ai_content().create_external_page(creation.clone())
        }),
        Call::new("GET /ai/external_pages/21", Some(page.clone()), ("/locale", "locale"), |client| {
            client.ai_content().get_external_page("21")
        }),
        Call::new(
            "PUT /ai/external_pages/21",
            Some(page.clone()),
            ("/ai_agent_availability", "ai_agent_availability"),
            move |client| client.ai_content().update_external_page("21", change.clone()),
        ),
        Call::new("DELETE /ai/external_pages/21", Some(page), ("/id", "id"), |client| {
            client.ai_content().delete_external_page("21")
        }),
    ]
}
