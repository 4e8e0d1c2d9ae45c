//! Responses that are unlike others: redirects that are successes, fields of another kind, tuples, events, and what a description
//! requires in vain.
//!
//! Compiled against the clients of golden cases by `generated_crates.rs`.

use std::collections::BTreeMap;

use optional_fields_of_models_that_are_sent_too::{Client as Sent, models as sent};
use redirect_beside_a_success::Client as Beside;
use redirect_is_the_only_success::{Client as Redirects, Error};
use required_in_responses_is_optional::{Client as Optional, models as optional};
use required_in_responses_of_named_schemas::Client as Named;
use sensitive_fields::Client as Sensitive;
use serde_json::{Value, json};
use streams_of_items::{Client as Streams, models as streamed};
use tuples::{Client as Tuples, models as tuple};
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

#[tokio::test]
async fn json_in_the_text_of_an_event_is_what_its_schema_says() {
    let server = serve_events("id: a\ndata: {\"id\": 7}\n\n").await;
    let change = streamed::Change::builder().data(streamed::Run::builder().id(7).build()).id("a").build();
    assert_eq!(items!(client!(Streams, server).t().watch_changes()), [change]);
    let server = serve_events("event: added\nid: 1\ndata: {\"to\": 3}\n\nevent: moved\ndata: {\"to\": 3}\n\n").await;
    let added = streamed::WatchUpdatesEventVariant1::builder().id("1").data("{\"to\": 3}").build();
    let to = streamed::WatchUpdatesEventVariant2Data::builder().to(3).build();
    let moved = streamed::WatchUpdatesEventVariant2::builder().data(to).build();
    assert_eq!(items!(client!(Streams, server).t().watch_updates()), [added.into(), moved.into()]);
}

#[tokio::test]
async fn a_tuple_is_read_and_written() {
    let body = json!({
        "position": [1.5, "mile", "here"],
        "home": null,
        "route": [[2.5, "metre", null]],
        "names": {"old": ["a", true]},
        "span": [3, {"metres": 0.5}, "round"],
        "shape": ["square", 7.5],
        "tree": ["root", [["leaf", [], null]], ["next", [], null]],
    });
    let position = tuple::Position(1.5, tuple::Unit::Mile, Some("here".to_owned()));
    let leaf = |name: &str| tuple::Tree(name.to_owned(), Vec::new(), None);
    let place = tuple::Place::builder()
        .position(position)
        .home(None)
        .route([tuple::Position(2.5, tuple::Unit::Metre, None)])
        .names(BTreeMap::from([("old".to_owned(), tuple::PlaceNamesValue("a".to_owned(), true))]))
        .span(tuple::PlaceSpan(
            3,
            tuple::PlaceSpanSecond::builder().metres(0.5).build(),
            tuple::PlaceSpanThird::Round,
        ))
        .shape(tuple::ShapeTuple2(tuple::ShapeTupleFirst2::Square, 7.5))
        .tree(tuple::Tree("root".to_owned(), vec![leaf("leaf")], Some(Box::new(leaf("next")))))
        .build();
    let server = serve_json(body.clone()).await;
    let response = client!(Tuples, server).places().create(place.clone()).send().await.expect("it is read");
    assert_eq!(*response, place);
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(serde_json::from_slice::<Value>(&requests[0].body).expect("it is JSON"), body);
}

/// What comes behind the items of a tuple is passed over, and what is said of its shape by constants holds.
#[tokio::test]
async fn a_tuple_that_is_not_as_described_is_read_as_far_as_it_can_be() {
    let server = serve_json(json!([[1.5, "mile", null, "new"], ["2.5", "league", null]])).await;
    let list = || client!(Tuples, server).places().list(tuple::ListPlacesNear(0.5, tuple::Unit::Mile));
    let places = list().send().await.expect("it is read");
    let league = tuple::Position(2.5, tuple::Unit::Unknown("league".to_owned()), None);
    assert_eq!(*places, [tuple::Position(1.5, tuple::Unit::Mile, None), league]);
    let mismatches: Vec<String> = places.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, ["`[1][0]`: a string where a number is expected"]);
    let shape: tuple::Shape = serde_json::from_value(json!(["circle", 1])).expect("a union takes anything");
    assert_eq!(shape, tuple::ShapeTuple(tuple::ShapeTupleFirst::Circle, 1.0).into());
    let kept: tuple::Shape = serde_json::from_value(json!(["triangle", 1])).expect("a union takes anything");
    assert_eq!(kept, tuple::Shape::Unknown(json!(["triangle", 1])));
}

#[tokio::test]
async fn a_tuple_of_words_is_a_list_in_a_query_a_header_and_a_form() {
    let server = serve_json(json!([])).await;
    let client = client!(Tuples, server);
    let near = tuple::ListPlacesNear(-3.0, tuple::Unit::Mile);
    let between = tuple::ListPlacesBetween(7, "a&b".to_owned());
    let origin = tuple::ListPlacesXOrigin(true, "home".to_owned());
    client.places().list(near).between(between).x_origin(origin).send().await.expect("it is sent");
    let near = tuple::ListPlacesNear(f64::NAN, tuple::Unit::Mile);
    let refused = client.places().list(near).send().await.expect_err("no query has such a number");
    assert!(refused.to_string().contains("near"), "{refused}");
    let range = tuple::ImportPlacesBodyRange(7, "b".to_owned());
    let position = tuple::Position(1.5, tuple::Unit::Mile, None);
    client.places().import(range).origin(position).send().await.expect("it is sent");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests[0].url.query(), Some("near=-3,mile&between=7&between=a%26b"));
    assert_eq!(requests[0].headers["x-origin"], "true,home");
    let body = String::from_utf8_lossy(&requests[1].body).into_owned();
    for part in ["name=\"range\"\r\n\r\n7\r\n", "name=\"range\"\r\n\r\nb\r\n", "[1.5,\"mile\",null]"] {
        assert!(body.contains(part), "{body}");
    }
}

#[test]
fn what_is_sensitive_in_a_tuple_is_not_shown() {
    let owner = tuple::PlaceOwner(7, "secret".to_owned());
    assert_eq!(format!("{owner:?}"), "PlaceOwner(7, ***)");
}

#[tokio::test]
async fn what_is_sensitive_is_in_no_debug_of_a_union_or_an_error() {
    let server = serve_json(json!("+1 555 0100")).await;
    let found = client!(Sensitive, server).t().find_contact("jane@example.com").send().await.expect("it is known");
    assert_eq!(format!("{:?}", *found), "Found(***)");
    let server = serve(ResponseTemplate::new(422).set_body_json(json!({"code": "x", "value": "+1 555 0100"}))).await;
    let error = client!(Sensitive, server).t().find_contact("jane@example.com").send().await.expect_err("it is wrong");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("555") && !shown.contains("jane"), "{shown}");
    let body = error.api().and_then(|error| error.body()).expect("there is one");
    assert_eq!(format!("{body:?}"), r#"Refusal { code: Some("x"), message: ***, errors: None, value: *** }"#);
}

/// What has no model is hidden by what holds it.
#[tokio::test]
async fn what_is_sensitive_and_has_no_model_is_shown_nowhere() {
    let shown = |what: &dyn std::fmt::Debug| {
        let shown = format!("{what:?}");
        assert!(!shown.contains("555") && !shown.contains("jane"), "{shown}");
        shown
    };
    let told = |error: &dyn std::error::Error| {
        let chain: Vec<String> = std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect();
        let told = format!("{} {}", chain.join(": "), shown(&error));
        assert!(!told.contains("555") && !told.contains("jane"), "{told}");
        told
    };
    // An alias of a map of lists: the response, where it is read, repaired, or not read.
    let server = serve_json(json!({"jane": [5550100]})).await;
    let response = client!(Sensitive, server).t().list_phones().send().await.expect("it is read");
    assert!(shown(&response).starts_with("Response { value: ***, raw: RawResponse {"));
    assert_eq!(response["jane"], [5550100]);
    let server = serve_json(json!({"jane": ["5550100"]})).await;
    let response = client!(Sensitive, server).t().list_phones().send().await.expect("it is repaired");
    let mismatches: Vec<String> = response.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, ["`.`: a string where a number is expected"]);
    let server = serve_json(json!({"jane": ["+1 555 0100"]})).await;
    let error = client!(Sensitive, server).t().list_phones().send().await.expect_err("it is not read");
    assert!(told(&error).contains("a value that is not as described, and not shown"));
    let raw = client!(Sensitive, server).t().list_phones().send_raw().await.expect("it is raw");
    assert!(shown(&raw).starts_with("Response { value: ***,"));
    // Errors of one operation: by the enum of them, the body as a whole, its code and its message.
    let refused = ResponseTemplate::new(409).set_body_json(json!([5550100]));
    let error = client!(Sensitive, serve(refused).await).t().list_phones().send().await.expect_err("they are taken");
    told(&error);
    let body = error.api().expect("it is one").by_status::<sensitive_fields::operations::ListPhonesError>();
    assert_eq!(shown(&body.expect("it is read")), "Conflict(***)");
    let body = json!({"code": "taken", "message": "jane@example.com", "errors": [{"text": "so it is"}]});
    let refused = ResponseTemplate::new(404).set_body_json(body);
    let error = client!(Sensitive, serve(refused).await).t().list_phones().send().await.expect_err("there are none");
    assert_eq!(error.to_string(), "the server responded with 404 `taken`: so it is");
    told(&error);
    // Who asks for it has it, as a field of a model.
    assert_eq!(error.api().expect("it is one").message(), Some("jane@example.com"));
    let body = error.api().expect("it is one").by_status::<sensitive_fields::operations::ListPhonesError>();
    assert!(shown(&body.expect("it is read")).starts_with("NotFound(Refusal { code: Some(\"taken\"), message: ***,"));
    let refused = ResponseTemplate::new(409).set_body_json(json!(["+1 555 0100"]));
    let error = client!(Sensitive, serve(refused).await).t().list_phones().send().await.expect_err("they are taken");
    let unread = error.api().expect("it is one").by_status::<sensitive_fields::operations::ListPhonesError>();
    told(&unread.expect_err("it is not as described"));
    // Successes by their status.
    let server = serve(ResponseTemplate::new(201).set_body_json(json!([5550100]))).await;
    let found = client!(Sensitive, server).t().find_phone().send().await.expect("it is a list");
    assert_eq!(shown(&found.into_inner()), "Created(***)");
    let server = serve(ResponseTemplate::new(204)).await;
    let found = client!(Sensitive, server).t().find_phone().send().await.expect("it is nothing");
    assert_eq!(shown(&found.into_inner()), "NoContent");
    let server = serve_json(json!({"city": "Rome", "street": "555"})).await;
    let found = client!(Sensitive, server).t().find_phone().send().await.expect("it is a place");
    assert_eq!(shown(&found.into_inner()), r#"Ok(Place { city: Some("Rome"), street: *** })"#);
    // A text.
    let server = serve(ResponseTemplate::new(200).set_body_raw("+1 555 0100", "text/plain")).await;
    let text = client!(Sensitive, server).t().read_phone().send().await.expect("it is a text");
    assert!(shown(&text).starts_with("Response { value: ***,"));
    // An item of a page, and one of a stream.
    let server = serve_json(json!({"phones": [5550100, "+1 555 0100"]})).await;
    let mut items = client!(Sensitive, server).t().list_contacts().items();
    assert_eq!(items.try_next().await.expect("it is read"), Some(5550100));
    told(&items.try_next().await.expect_err("it is no number"));
    let lines = ResponseTemplate::new(200).set_body_raw("5550100\n\"+1 555 0100\"\n", "application/jsonl");
    let mut events = client!(Sensitive, serve(lines).await).t().watch_phones().send_events().await.expect("it begins");
    assert_eq!(events.try_next().await.expect("it is read"), Some(5550100));
    told(&events.try_next().await.expect_err("it is no number"));
    let lines = ResponseTemplate::new(200).set_body_raw("{\"jane\": \"7\"}\n", "application/jsonl");
    let mut events = client!(Sensitive, serve(lines).await).t().watch_scores().send_events().await.expect("it begins").into_inner();
    assert_eq!(events.try_next().await.expect("it is repaired").expect("there is one")["jane"], 7);
    let mismatches: Vec<String> = events.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, ["`.`: a string where a number is expected"]);
    // A payload, and a variant of a union.
    let webhook = sensitive_fields::webhooks::Webhook::read("phoneCame", b"[5550100]").expect("it is read");
    assert_eq!(shown(&webhook), "Webhook(***)");
    let error = sensitive_fields::webhooks::Webhook::read("phoneCame", br#"["+1 555 0100"]"#);
    told(&error.expect_err("it is no number"));
    let tagged = serde_json::from_value::<sensitive_fields::models::Tagged>(json!({"kind": "labels", "jane": 5550100}));
    told(&tagged.expect_err("it is no text"));
}
