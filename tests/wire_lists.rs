//! Lists of descriptions of our own, whose generated client is the dependency: addresses, and pages that the body asks for.
//!
//! Compiled against the clients of two golden cases by `generated_crates.rs`.

use in_the_body_and_deep::{Client as Pets, models::SearchPetsBody};
use of_what_may_be_null::{Client as Names, Error};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

/// A server that responds to each request with the next of these bodies; `{}` in them is its address.
async fn serve(bodies: &[Value]) -> MockServer {
    let server = MockServer::start().await;
    for (index, body) in bodies.iter().enumerate() {
        let body = body.to_string().replace("{}", &server.uri());
        let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let priority = u8::try_from(index + 1).expect("the list is short");
        let mock = Mock::given(matchers::any()).respond_with(response).up_to_n_times(1).with_priority(priority);
        mock.mount(&server).await;
    }
    server
}

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("the server records requests")
}

async fn bodies(server: &MockServer) -> Vec<Value> {
    let bodies = requests(server).await.into_iter();
    bodies.map(|request| serde_json::from_slice(&request.body).expect("it is JSON")).collect()
}

fn pets(server: &MockServer) -> Pets {
    Pets::builder().base_url(server.uri()).build().expect("the base URL is fine")
}

fn names(server: &MockServer) -> Names {
    Names::builder().base_url(server.uri()).build().expect("the base URL is fine")
}

#[tokio::test]
async fn a_cursor_goes_into_the_body_beside_what_is_there() {
    let server = serve(&[
        json!({"result": {"pets": [{"name": "a"}]}, "paging": {"next": {"after": "x"}}}),
        json!({"result": {"pets": [{"name": "b"}]}, "paging": {"next": null}}),
    ])
    .await;
    let request = SearchPetsBody::builder().name("*").build();
    let mut items = pets(&server).pets().search(request).items();
    let mut found = Vec::new();
    while let Some(pet) = items.try_next().await.expect("the list is fine") {
        found.push(pet.name);
    }
    assert_eq!(found, ["a", "b"]);
    let expected = [json!({"name": "*"}), json!({"name": "*", "paging": {"after": "x"}})];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn a_number_goes_into_a_body_that_was_not_there() {
    let server = serve(&[json!({"pets": [{"name": "a"}]}), json!({"pets": []})]).await;
    let mut pages = pets(&server).pets().query().pages();
    let mut counts = Vec::new();
    while let Some(page) = pages.try_next().await.expect("the list is fine") {
        counts.push(page.pets.len());
    }
    assert_eq!(counts, [1, 0]);
    let requests = requests(&server).await;
    assert!(requests[0].body.is_empty());
    assert_eq!(requests[1].body, br#"{"page":2}"#);
    assert_eq!(requests[1].headers.get("content-type").map(|value| value.as_bytes()), Some(&b"application/json"[..]));
}

#[tokio::test]
async fn an_address_is_followed_with_what_the_request_has() {
    let server = serve(&[
        json!({"pets": ["a", null], "links": {"next": "{}/pets?page=2&size=9"}}),
        json!({"pets": [], "links": {"next": "/pets?page=3"}}),
        Value::Null,
    ])
    .await;
    let request = names(&server).pets().list().with_header("x-trace", "7").with_query("size", 1);
    let mut items = request.items();
    let mut found = Vec::new();
    while let Some(name) = items.try_next().await.expect("the list is fine") {
        found.push(name);
    }
    assert_eq!(found, [Some("a".to_owned()), None]);
    let requests = requests(&server).await;
    let lines: Vec<&str> = requests.iter().map(|request| request.url.query().unwrap_or_default()).collect();
    assert_eq!(lines, ["size=1", "page=2&size=9", "page=3"]);
    assert!(requests.iter().all(|request| request.headers.contains_key("x-trace")));
}

#[tokio::test]
async fn an_address_on_another_server_gets_no_request() {
    let other = serve(&[json!({"pets": ["b"]})]).await;
    let server = serve(&[json!({"pets": ["a"], "links": {"next": other.uri()}})]).await;
    let mut items = names(&server).pets().list().items();
    assert_eq!(items.try_next().await.expect("it is on the first page"), Some(Some("a".to_owned())));
    let error = items.try_next().await.expect_err("it would lead away");
    assert!(matches!(&error, Error::Pagination(error) if error.pages() == 1), "{error:?}");
    assert!(requests(&other).await.is_empty());
}

#[tokio::test]
async fn an_item_that_does_not_decode_is_reported_though_the_next_page_is_on_another_server() {
    let server = serve(&[json!({"pets": ["a", {"no": "text"}], "links": {"next": "https://other.example/pets"}})]).await;
    let (sender, unreadable) = std::sync::mpsc::channel();
    let mut pages = names(&server).pets().list().pages().on_unreadable(move |failure| drop(sender.send(failure)));
    assert!(pages.try_next().await.is_ok_and(|page| page.is_some()));
    assert!(matches!(pages.try_next().await, Err(Error::Pagination(_))));
    let told: Vec<Option<Value>> =
        unreadable.try_iter().map(|failure| failure.item().and_then(|item| item.pointer("/no"))).collect();
    assert_eq!(told, [Some(json!("text"))]);
}

#[tokio::test]
async fn a_list_that_is_all_of_the_response_ends_with_an_empty_page() {
    let server = serve(&[json!(["a", "b"]), json!(["c"]), json!([])]).await;
    let mut items = names(&server).pets().list_names().items();
    let mut found = Vec::new();
    while let Some(name) = items.try_next().await.expect("the list is fine") {
        found.push(name);
    }
    assert_eq!(found, ["a", "b", "c"]);
    let queries: Vec<String> =
        requests(&server).await.iter().map(|request| request.url.query().unwrap_or_default().to_owned()).collect();
    assert_eq!(queries, ["", "page=2", "page=3"]);
}
