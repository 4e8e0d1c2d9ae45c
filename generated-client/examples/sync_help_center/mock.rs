//! What stands in for the real API: it keeps the pages that it is sent, and is busy when the first one comes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path},
};

/// The only source that there is.
pub(crate) const SOURCE_ID: i64 = 44;

/// The pages by their external ids.
type Pages = Arc<Mutex<BTreeMap<String, Value>>>;

pub(crate) async fn start() -> MockServer {
    let server = MockServer::start().await;
    let pages = Pages::default();
    let source = path(format!("/ai/content_import_sources/{SOURCE_ID}"));
    Mock::given(method("GET"))
        .and(source)
        .respond_with(ResponseTemplate::new(200).set_body_json(self::source()))
        .mount(&server)
        .await;
    let of = Arc::clone(&pages);
    Mock::given(method("GET"))
        .and(path("/ai/external_pages"))
        .respond_with(move |_: &Request| list(&of))
        .mount(&server)
        .await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let push = || Mock::given(method("POST")).and(path("/ai/external_pages"));
    push().respond_with(busy).up_to_n_times(1).mount(&server).await;
    push().respond_with(move |request: &Request| keep(&pages, request)).mount(&server).await;
    server
}

/// What the mock saw of the upload.
pub(crate) async fn report(server: &MockServer) -> String {
    let requests = server.received_requests().await.unwrap_or_default();
    match requests.iter().filter(|request| request.method == "POST").count() {
        0 => "the mock server got no page".to_owned(),
        uploads => {
            format!("the mock server got {uploads} uploads: it responded with 429 to the first, which came again later")
        }
    }
}

fn keep(pages: &Pages, request: &Request) -> ResponseTemplate {
    let Ok(sent) = request.body_json::<Value>() else { return ResponseTemplate::new(400) };
    let Some(external_id) = sent["external_id"].as_str() else { return ResponseTemplate::new(400) };
    let mut pages = pages.lock().expect("nobody panicked");
    let id = pages.len() + 1;
    let page = pages.entry(external_id.to_owned()).or_insert_with(|| json!({"id": id.to_string()}));
    let page = page.as_object_mut().expect("a page is an object");
    for (field, default) in [
        ("type", json!("external_page")),
        ("ai_agent_availability", json!(false)),
        ("ai_copilot_availability", json!(false)),
        ("created_at", json!(1_760_518_861)),
        ("updated_at", json!(1_760_518_861)),
        ("last_ingested_at", json!(1_760_518_861)),
    ] {
        page.entry(field).or_insert(default);
    }
    page.extend(sent.as_object().cloned().unwrap_or_default());
    ResponseTemplate::new(200).set_body_json(page)
}

fn list(pages: &Pages) -> ResponseTemplate {
    let pages: Vec<Value> = pages.lock().expect("nobody panicked").values().cloned().collect();
    ResponseTemplate::new(200).set_body_json(json!({
        "type": "list",
        "pages": {"type": "pages", "page": 1, "per_page": 50, "total_pages": 1, "next": null},
        "total_count": pages.len(),
        "data": pages,
    }))
}

fn source() -> Value {
    json!({
        "type": "content_import_source",
        "id": SOURCE_ID,
        "last_synced_at": 1_760_518_861,
        "sync_behavior": "api",
        "status": "active",
        "url": "https://help.example.com",
        "created_at": 1_750_000_000,
        "updated_at": 1_755_000_000,
        "audience_ids": [],
    })
}
