//! Responses that are unlike others: redirects that are successes, fields of another kind, and what a description requires in vain.
//!
//! Compiled against the clients of golden cases by `generated_crates.rs`.

use std::collections::BTreeMap;

use optional_fields_of_models_that_are_sent_too::{Client as Sent, models as sent};
use redirect_beside_a_success::Client as Beside;
use redirect_is_the_only_success::{Client as Redirects, Error};
use required_in_responses_is_optional::{Client as Optional, models as optional};
use required_in_responses_of_named_schemas::Client as Named;
use serde_json::{Value, json};
use streams_of_items::{Client as Streams, models as streamed};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

/// A server that responds to everything so.
async fn serve(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(response).mount(&server).await;
    server
}

async fn serve_json(body: Value) -> MockServer {
    serve(ResponseTemplate::new(200).set_body_json(body)).await
}

macro_rules! client {
    ($client:ident, $server:expr) => {
        $client::builder().base_url($server.uri()).build().expect("the base URL is fine")
    };
}

#[tokio::test]
async fn a_described_redirect_is_a_success_and_never_followed() {
    for (to, expected) in [
        ("https://files.example.com/a?signature=b", "https://files.example.com/a?signature=b".to_owned()),
        ("/elsewhere", "{}/elsewhere".to_owned()),
    ] {
        let server = serve(ResponseTemplate::new(302).insert_header("location", to)).await;
        let response = client!(Redirects, server).pets().list().send().await.expect("it is a success");
        assert_eq!(response.status(), 302);
        assert_eq!(response.location().map(ToString::to_string), Some(expected.replace("{}", &server.uri())));
        assert_eq!(server.received_requests().await.map(|sent| sent.len()), Some(1));
    }
    let server = serve(ResponseTemplate::new(302)).await;
    let response = client!(Redirects, server).pets().list().send().await.expect("it is a success");
    assert_eq!(response.location(), None);
}

#[tokio::test]
async fn a_redirect_that_is_not_described_is_no_success() {
    let server = serve(ResponseTemplate::new(307).insert_header("location", "https://files.example.com/a")).await;
    let Err(Error::Api(error)) = client!(Redirects, server).pets().list().send().await else {
        panic!("it is an error")
    };
    assert_eq!(error.status(), 307);
    assert_eq!(error.location().map(ToString::to_string).as_deref(), Some("https://files.example.com/a"));
}

#[tokio::test]
async fn a_redirect_beside_a_success_leads_to_it() {
    let server = MockServer::start().await;
    let redirect = ResponseTemplate::new(302).insert_header("location", "/photo.png");
    Mock::given(matchers::path("/pets/1/photo")).respond_with(redirect).mount(&server).await;
    let photo = ResponseTemplate::new(200).set_body_bytes("png");
    Mock::given(matchers::path("/photo.png")).respond_with(photo).mount(&server).await;
    let found = client!(Beside, server).pets().get_photo("1").send().await.expect("it is followed");
    assert_eq!(found.raw(), "png");
    let server = serve(ResponseTemplate::new(302).insert_header("location", "https://files.example.com/a")).await;
    let error = client!(Beside, server).pets().get_photo("1").send().await.expect_err("another host gets nothing");
    assert!(error.to_string().contains("302"), "{error}");
}

fn pet() -> sent::Pet {
    sent::Pet::builder().name("Rex").build()
}

/// Where reading a response with this change fails; nothing where it is read.
async fn fails_at(change: impl FnOnce(&mut Value)) -> Option<String> {
    let mut body = json!({
        "pets": [{"name": "Rex", "note": "n", "home": {"street": "s"}}],
        "next": null,
        "first": {"name": "Ida"},
        "vet": {"name": "v"},
        "more": {"text": "t"},
    });
    change(&mut body);
    let server = serve_json(body).await;
    match client!(Sent, server).pets().create(pet()).send().await {
        Ok(_) => None,
        Err(optional_fields_of_models_that_are_sent_too::Error::Decode(failure)) => failure.path().map(str::to_owned),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn what_requests_send_too_is_never_read_as_absent() {
    assert_eq!(fails_at(|_| {}).await, None);
    assert_eq!(fails_at(|body| body["pets"][0]["note"] = json!({})).await.as_deref(), Some("pets[0].note"));
    assert_eq!(fails_at(|body| body["pets"][0]["home"] = json!("h")).await.as_deref(), Some("pets[0].home"));
    assert_eq!(fails_at(|body| body["first"]["home"] = json!({"street": []})).await.as_deref(), Some("first.home.street"));
    // What must be there is not optional, though it can be null.
    assert_eq!(fails_at(|body| body["next"] = json!({})).await.as_deref(), Some("next"));
    assert_eq!(fails_at(|body| body["more"] = json!("m")).await.as_deref(), Some("more"));
    // What only responses have is.
    assert_eq!(fails_at(|body| body["first"] = json!("f")).await, None);
    assert_eq!(fails_at(|body| body["vet"] = json!([])).await, None);
    assert_eq!(fails_at(|body| body["vet"]["name"] = json!({})).await, None);
    assert_eq!(fails_at(|body| body["more"]["text"] = json!({})).await, None);
}

#[tokio::test]
async fn what_is_read_as_absent_is_reported_and_still_there() {
    let server = serve_json(json!({"pets": [], "next": null, "vet": "v", "more": {"text": []}})).await;
    let read = client!(Sent, server).pets().create(pet()).send().await.expect("it is read");
    let mut told: Vec<&str> = read.mismatches().iter().map(|mismatch| mismatch.path()).collect();
    told.sort_unstable();
    assert_eq!(told, ["more.text", "vet"]);
    assert_eq!(read.pointer("/vet"), Some(json!("v")));
    let more = read.additional_properties.keys().cloned().collect::<Vec<_>>();
    assert_eq!((&read.vet, more), (&None, vec!["more".to_owned()]));
    let empty: BTreeMap<String, Value> = BTreeMap::new();
    assert_eq!(serde_json::to_value(&read.additional_properties["more"]).ok(), Some(json!(empty)));
}

#[tokio::test]
async fn what_responses_do_not_keep_to_is_optional_in_them_and_asked_of_requests() {
    let server = serve_json(json!({"pet": {"age": 3}})).await;
    let pet = optional::Pet::builder().name("Rex").owner(None).build();
    assert_eq!(serde_json::to_value(&pet).ok(), Some(json!({"type": "pet", "name": "Rex", "owner": null})));
    let visit = client!(Optional, server).pets().create(pet).send().await.expect("it is read");
    assert_eq!(visit.pet.as_ref().map(|pet| (pet.age, pet.name.clone())), Some((Some(3), None)));
    assert!(visit.vet.is_none() && visit.mismatches().is_empty());
}

#[tokio::test]
async fn of_named_schemas_alone_it_is_optional() {
    let server = serve_json(json!({"vet": {}})).await;
    let visit = client!(Named, server).visits().get().send().await.expect("it is read");
    assert!(visit.pet.is_none() && visit.vet.as_ref().is_some_and(|vet| vet.name.is_none()));
    let server = serve_json(json!({"pet": {}})).await;
    assert!(client!(Named, server).visits().get().send().await.is_err());
}

#[tokio::test]
async fn what_such_a_schema_requires_is_optional_wherever_it_is_a_part() {
    let read = |body: Value| async move {
        let server = serve_json(body).await;
        let checkup = client!(Named, server).visits().get_checkup().send().await;
        checkup.map(|checkup| (checkup.pet.name.clone(), checkup.vet.is_some(), checkup.price)).ok()
    };
    assert_eq!(read(json!({"pet": {"name": "Rex"}, "price": 3})).await, Some(("Rex".to_owned(), false, 3)));
    // What another part requires that responses keep to is there.
    assert_eq!(read(json!({"price": 3})).await, None);
    assert_eq!(read(json!({"pet": {"name": "Rex"}})).await, None);
}

/// A server that sends events.
async fn serve_events(body: &str) -> MockServer {
    serve(ResponseTemplate::new(200).set_body_raw(body, "text/event-stream")).await
}

/// All items of a stream that has no fault.
macro_rules! items {
    ($request:expr) => {{
        let mut events = $request.send_events().await.expect("its head is there").into_inner();
        let mut items = Vec::new();
        while let Some(item) = events.try_next().await.expect("it is an item") {
            items.push(item);
        }
        items
    }};
}

#[tokio::test]
async fn the_description_says_whether_an_event_carries_text_or_json() {
    let run = || streamed::WatchRunsEventVariant1::builder().data(streamed::Run::builder().id(1).build());
    let done = |data: &str| streamed::WatchRunsEventVariant2::builder().data(data).build().into();
    let body = "event: run.started\nid: a\ndata: {\"id\": 1}\n\nevent: done\ndata: 42\n\nevent: done\ndata: \"quoted\"\n\n\
                event: done\ndata: [DONE]\n\ndata: [DONE]\n\nevent: done\ndata: behind the end\n\n";
    let server = serve_events(body).await;
    let expected = [run().id("a").build().into(), done("42"), done("\"quoted\""), done("[DONE]")];
    assert_eq!(items!(client!(Streams, server).t().watch_runs()), expected);
    // The event may stand in its data, as a whole; and what nobody knows is kept.
    let body = "data: {\"event\": \"run.started\", \"data\": {\"id\": 1}}\n\nevent: paused\ndata: {\"data\": 7}\n\n";
    let server = serve_events(body).await;
    let unknown = streamed::WatchRunsEvent::Unknown(json!({"event": "paused", "data": {"data": 7}}));
    assert_eq!(items!(client!(Streams, server).t().watch_runs()), [run().build().into(), unknown]);
}

#[tokio::test]
async fn events_of_any_other_type_carry_text() {
    let server = serve_events("event: note\ndata: \"a\"\n\ndata: {\"data\": \"b\"}\n\nevent: other\ndata: 1\n\n").await;
    let notes = items!(client!(Streams, server).t().watch_notes());
    let texts: Vec<&str> = notes.iter().map(|note| note.data.as_str()).collect();
    assert_eq!(texts, ["\"a\"", "{\"data\": \"b\"}", "1"]);
    let server = serve_events("event: step\ndata: {\"id\": 1}\n\nevent: result\ndata: 2\n\nevent: log\ndata: 3\n\ndata: 4\n\n").await;
    let steps = items!(client!(Streams, server).t().watch_steps());
    let data: Vec<&Value> = steps.iter().map(|step| &step.data).collect();
    assert_eq!(data, [&json!({"id": 1}), &json!(2), &json!("3"), &json!("4")]);
}
