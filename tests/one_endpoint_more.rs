//! Calls of what the client has no operation for: by a path, and by an operation that the app describes.

use std::time::Duration;

use intercom_client::{
    Client, Error, Method, Operation, PageParameter, Paginated, Pagination, Request, StatusCode, Value,
    formats::{Empty, Json},
};
use serde::Deserialize;
use serde_json::json;

use crate::memory::{self, Script, status};

/// The method and the URL of each request that came.
fn lines(script: &Script) -> Vec<String> {
    script.seen().iter().map(|seen| format!("{} {}", seen.request.method, seen.request.url)).collect()
}

#[derive(Debug, Deserialize, PartialEq)]
struct Contact {
    id: String,
}

#[tokio::test]
async fn a_request_to_a_path_has_all_that_a_call_of_an_operation_has() {
    let script = Script::new(&[memory::json(json!({"id": 7}))]);
    let request = script.client().request::<Contact>(Method::PUT, "/contacts/{id}/tags/{tag}");
    let request = request.with_path("tag", "a b").with_path("id", 7).with_query("x", "1&2").with_json(json!({"a": 1}));
    let contact = request.send().await.expect("there is one");
    assert_eq!(*contact, Contact { id: "7".to_owned() });
    assert_eq!(contact.mismatches()[0].to_string(), "`id`: a number where a string is expected");
    assert_eq!(lines(&script), ["PUT https://api.example.com/contacts/7/tags/a%20b?x=1%262"]);
    let sent = &script.seen()[0].request;
    let header = |name: &str| sent.headers.get(name).and_then(|value| value.to_str().ok());
    assert_eq!(header("authorization"), Some("Bearer t"));
    assert_eq!(header("intercom-version"), Some("2.16"));
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(sent.body.as_deref(), Some(br#"{"a":1}"#.as_slice()));
    assert_eq!((sent.operation.id, sent.operation.path), ("/contacts/{id}/tags/{tag}", "/contacts/{id}/tags/{tag}"));
}

#[tokio::test]
async fn what_other_libraries_have_as_a_type_is_a_value() {
    let id = uuid::Uuid::from_u128(0x536e_564f_316c_8310_4c00_0020_aabb_ccdd);
    let script = Script::new(&[status(204)]);
    let request = script.client().request::<()>(Method::POST, "/contacts/{id}").with_path("id", id);
    request.with_query("other", id).with_json(json!({"id": id})).send().await.expect("it is sent");
    let text = "536e564f-316c-8310-4c00-0020aabbccdd";
    assert_eq!(lines(&script), [format!("POST https://api.example.com/contacts/{text}?other={text}")]);
    assert_eq!(script.seen()[0].request.body.as_deref(), Some(format!("{{\"id\":\"{text}\"}}").as_bytes()));
}

/// Who calls what is told by the template of a path, which says nothing of whom.
#[tokio::test]
async fn what_fills_a_path_is_shown_nowhere() {
    let script = Script::new(&[status(404)]);
    let request = script.client().request::<()>(Method::GET, "/contacts/{id}").with_path("id", "jane@example.com");
    let dry = request.dry_run().expect("it is fine");
    let mut shown = format!("{request:?} {request:#?} {dry:?}");
    let error = request.send().await.expect_err("there is none");
    shown.push_str(&format!("{error} {error:?} {:?}", script.seen()[0].request));
    assert!(shown.contains("/contacts/{id}") && !shown.contains("jane"), "{shown}");
    assert!(dry.to_string().contains("/contacts/jane%40example.com"), "it is there to be read: {dry}");
}

#[tokio::test]
async fn no_value_leads_to_another_path_or_host() {
    for (id, expected) in [
        ("../admins", "..%2Fadmins"),
        ("a/b", "a%2Fb"),
        ("?x=1", "%3Fx%3D1"),
        ("#x", "%23x"),
        ("https://evil.example/a", "https%3A%2F%2Fevil.example%2Fa"),
        ("//evil.example", "%2F%2Fevil.example"),
        ("%2e%2e", "%252e%252e"),
        ("..\\admins", "..%5Cadmins"),
        ("\t..", "%09.."),
        ("{id}", "%7Bid%7D"),
    ] {
        let script = Script::new(&[status(204)]);
        let request = script.client().request::<()>(Method::GET, "/contacts/{id}/notes").with_path("id", id);
        request.send().await.expect("it is sent");
        let url = script.seen()[0].request.url.clone();
        assert_eq!(url.as_str(), format!("https://api.example.com/contacts/{expected}/notes"), "{id}");
    }
}

/// Why nothing is sent.
async fn refused<T>(request: impl Future<Output = Result<T, Error>>, script: &Script) -> String {
    let Err(Error::InvalidRequest(problem)) = request.await else { panic!("it is no `Error::InvalidRequest`") };
    assert_eq!(script.seen().len(), 0, "nothing was sent");
    problem.reason().to_owned()
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_not_sent() {
    let script = Script::new(&[status(204)]);
    let client = script.client();
    for path in [
        "https://evil.example/",
        "//evil.example/",
        "contacts",
        "@evil.example",
        "/a/../b",
        "/%2e%2E/b",
        "/a?x=1",
        "/a#b",
    ] {
        let problem = refused(client.request::<()>(Method::GET, path).send(), &script).await;
        assert!(problem.starts_with(&format!("the path `{path}` ")), "{problem}");
    }
    let contact = |name: &'static str, value: &'static str| {
        client.request::<()>(Method::GET, "/contacts/{id}").with_path(name, value).send()
    };
    let problem = refused(contact("id", ".."), &script).await;
    assert_eq!(problem, "the path parameter `id` is `..`, which would change the path");
    assert_eq!(refused(contact("id", ""), &script).await, "the path parameter `id` is empty");
    let problem = refused(contact("ids", "1"), &script).await;
    assert_eq!(problem, "the path `/contacts/{id}` has no parameter `ids`, or it is set already");
    let twice = client.request::<()>(Method::GET, "/{id}").with_path("id", 1).with_path("id", 2);
    let problem = refused(twice.send(), &script).await;
    assert_eq!(problem, "the path `/{id}` has no parameter `id`, or it is set already");
    let problem = refused(client.request::<()>(Method::GET, "/{id}").send(), &script).await;
    assert_eq!(problem, "the path parameter `id` is not set");
    let problem = refused(client.request::<()>(Method::CONNECT, "/a").send(), &script).await;
    assert_eq!(problem, "`CONNECT` goes to no path, but makes a tunnel (RFC 9110, 9.3.6)");
    let problem = refused(client.request::<()>(Method::POST, "/a").with_json(f64::NAN).send(), &script).await;
    assert!(problem.contains("NaN"), "{problem}");
    let last = client.request::<()>(Method::POST, "/a").with_json("a").with_json([(1, 2)]);
    assert!(last.send().await.is_ok(), "the last body counts");
}

#[tokio::test]
async fn an_empty_body_is_null_and_any_other_is_what_it_is() {
    let client = |body: &str| Script::new(&[memory::json(body)]).client();
    let read = |client: Client| async move { client.request::<Value>(Method::GET, "/a").send().await };
    assert_eq!(*read(client("")).await.expect("it is null"), Value::Null);
    assert_eq!(*read(client(" [1]")).await.expect("it is JSON"), json!([1]));
    assert!(matches!(read(client("<p>")).await, Err(Error::Decode(_))));
    let contact = client("").request::<Option<Contact>>(Method::GET, "/a").send().await.expect("it is none");
    assert_eq!(*contact, None);
    let error = client("").request::<Contact>(Method::GET, "/a").send().await.expect_err("it is none");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let bytes = client("<p>").request::<Contact>(Method::GET, "/a").send_raw().await.expect("nothing is decoded");
    assert_eq!(*bytes, "<p>");
}

#[tokio::test]
async fn an_error_response_is_read_as_that_of_an_operation() {
    let body = json!({"type": "error.list", "errors": [{"code": "not_found", "message": "No."}]});
    let script = Script::new(&[memory::Scripted::Status(404, vec![], body.to_string())]);
    let error = script.client().request::<Contact>(Method::GET, "/contacts/1").send().await.expect_err("it is none");
    assert_eq!(error.to_string(), "the server responded with 404 `not_found`: No.");
}

#[tokio::test(start_paused = true)]
async fn a_post_is_sent_once_unless_it_does_no_harm_twice() {
    for (method, times) in [
        (Method::GET, 3),
        (Method::PUT, 3),
        (Method::DELETE, 3),
        (Method::POST, 1),
        (Method::PATCH, 1),
        (Method::from_bytes(b"LINK").expect("it is a method"), 1),
    ] {
        let script = Script::new(&[status(503)]);
        let request = script.client().request::<()>(method.clone(), "/a");
        assert_eq!(request.clone().send().await.expect_err("it fails").status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(script.seen().len(), times, "{method}");
        drop(request.with_idempotent().with_timeout(Duration::from_secs(60)).send().await);
        assert_eq!(script.seen().len(), times + 3, "{method}, said to be idempotent");
    }
}

#[test]
fn what_a_request_shows_is_no_value() {
    let client = Script::new(&[status(204)]).client();
    let request = client.request::<()>(Method::GET, "/a/{id}").with_query("email", "s3cret").with_json("s3cret");
    let shown = format!("{request:?}");
    assert!(shown.starts_with("Request { operation: \"/a/{id}\", method: GET, path: \"/a/{id}\""), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

/// An operation that an app describes itself, with pages.
enum SearchContacts {}

#[derive(Debug, Deserialize)]
struct Contacts {
    data: Vec<Contact>,
}

impl Operation for SearchContacts {
    const ID: &'static str = "searchContacts";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/contacts/{kind}/search";
    const IDEMPOTENT: bool = true;
    type Output = Contacts;
    type Format = Json;
}

impl Paginated for SearchContacts {
    type Item = Contact;
    const ITEMS: &'static str = "/data";
    const PAGINATION: Pagination = Pagination::Cursor {
        parameter: PageParameter::Body("/pagination/starting_after"),
        next: "/pages/next/starting_after",
        total_pages: Some("/total"),
    };

    fn items(page: &mut Contacts) -> Option<&mut Vec<Contact>> {
        Some(&mut page.data)
    }
}

#[tokio::test]
async fn an_app_describes_an_operation_and_walks_its_list() {
    let first = json!({"data": [{"id": "1"}], "total": 2, "pages": {"next": {"starting_after": "c1"}}});
    let script = Script::new(&[memory::json(first), memory::json(json!({"data": [{"id": "2"}]}))]);
    let request = Request::<SearchContacts>::new(&script.client()).with_path("kind", "leads");
    let mut contacts = request.with_json(json!({"query": {}, "pagination": {"per_page": 1}})).items();
    let mut ids = Vec::new();
    while let Some(contact) = contacts.try_next().await.expect("it is one") {
        ids.push(format!("{} on {}", contact.id, contacts.progress()));
    }
    assert_eq!(ids, ["1 on page 1 of 2", "2 on page 2 of 2"]);
    assert_eq!(lines(&script), ["POST https://api.example.com/contacts/leads/search"; 2]);
    let second = script.seen()[1].request.body.clone().expect("there is one");
    let second: Value = serde_json::from_slice(&second).expect("it is JSON");
    assert_eq!(second, json!({"query": {}, "pagination": {"per_page": 1, "starting_after": "c1"}}));
}

/// One without a credential.
enum Ping {}

impl Operation for Ping {
    const ID: &'static str = "ping";
    const METHOD: Method = Method::HEAD;
    const PATH: &'static str = "/ping";
    const SECURITY: &'static [&'static [&'static str]] = &[];
    type Output = ();
    type Format = Empty;
}

#[tokio::test]
async fn an_operation_of_an_app_asks_for_the_credentials_that_it_says() {
    let script = Script::new(&[status(200)]);
    Request::<Ping>::new(&script.client()).send().await.expect("it is there");
    assert!(!script.seen()[0].request.headers.contains_key("authorization"));
}
