//! Formats that settings give a type: what is read, what is sent, and what is refused.
//!
//! Compiled against the client of a golden case by `generated_crates.rs`.

use formats_that_settings_give_a_type::{
    Client, Error, chrono,
    chrono::{DateTime, Utc},
    jiff,
    jiff::civil::{Date, date},
    models::{Span, Visit, VisitEnded},
    uuid::Uuid,
};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

/// A server that responds to everything so.
async fn serve(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(response).mount(&server).await;
    server
}

fn client(server: &MockServer) -> Client {
    Client::builder().base_url(server.uri()).build().expect("the base URL is fine")
}

async fn sent(server: &MockServer) -> Request {
    server.received_requests().await.expect("they are recorded").remove(0)
}

const ID: Uuid = Uuid::from_u128(0x536e_564f_316c_8310_4c00_0020_aabb_ccdd);

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("it is a time")
}

fn day() -> Date {
    date(2026, 1, 2)
}

#[tokio::test]
async fn parameters_are_written_as_their_standards_have_them() {
    let server = serve(ResponseTemplate::new(200).set_body_json(json!([]))).await;
    let (whole, parts) = (time("2026-01-02T03:04:05Z"), time("2026-01-02T03:04:05.678+02:00"));
    let request = client(&server).pets().list_visits(ID, day()).since(whole).at([whole, parts]).vets([ID]);
    let request = request.born(Span::builder().from(parts).to(day()).build()).x_seen(parts);
    assert_eq!(*request.send().await.expect("it is a list"), Vec::<Visit>::new());
    let sent = sent(&server).await;
    let id = ID.to_string();
    assert_eq!(sent.url.path(), format!("/pets/{id}/visits/2026-01-02"));
    let query: Vec<(String, String)> = sent.url.query_pairs().into_owned().collect();
    let pairs = [
        ("since", "2026-01-02T03:04:05Z"),
        ("at", "2026-01-02T03:04:05Z,2026-01-02T01:04:05.678Z"),
        ("vets", &id),
        ("born[from]", "2026-01-02T01:04:05.678Z"),
        ("born[to]", "2026-01-02"),
    ];
    assert_eq!(query, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(sent.headers["x-seen"], "2026-01-02T01:04:05.678Z");
}

#[tokio::test]
async fn parts_and_a_response_of_one_word_have_their_types() {
    let server = serve(ResponseTemplate::new(201).set_body_json(json!(ID.to_string().to_uppercase()))).await;
    let born = time("2026-01-02T03:04:05Z");
    let id = client(&server).pets().add(born).owner(ID).send().await.expect("it is an id");
    assert_eq!(*id, ID);
    let body = String::from_utf8(sent(&server).await.body).expect("it is text");
    assert!(body.contains("name=\"born\"\r\n\r\n2026-01-02T03:04:05Z\r\n"), "{body}");
    assert!(body.contains(&format!("name=\"owner\"\r\n\r\n{ID}\r\n")), "{body}");
}

#[tokio::test]
async fn models_are_read_and_written_in_the_form_of_the_standards() {
    let visit = json!({
        "id": ID, "at": "2026-01-02T03:04:05Z", "next": null, "vets": [ID], "days": {"first": "2026-01-02"},
        "ended": "2026-01-02", "seconds": 7, "home": "no address", "kind": "another day",
    });
    let server = serve(ResponseTemplate::new(200).set_body_json(json!([visit]))).await;
    let client = client(&server);
    let visits = client.pets().list_visits(ID, day()).send().await.expect("it is a list");
    let [read] = visits.as_slice() else { panic!("one is") };
    assert_eq!((read.id, read.at, read.vets.as_deref()), (ID, time("2026-01-02T03:04:05Z"), Some([ID].as_slice())));
    assert_eq!(read.days.as_ref().map(|days| days["first"]), Some(day()));
    assert_eq!(read.ended, Some(VisitEnded::Date(day())));
    client.pets().put_visit(read.clone()).send().await.expect("it is kept");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(serde_json::from_slice::<Value>(&requests[1].body).expect("it is JSON"), visit);
}

/// What a library writes otherwise is the same value; in a union it is kept as it came, since nothing says that it is one.
#[test]
fn another_spelling_of_a_value_is_that_value() {
    let read = |ended: Value| {
        let visit = json!({"id": ID.simple().to_string(), "at": "2026-01-02t03:04:05.5+02:00", "ended": ended});
        serde_json::from_value::<Visit>(visit).expect("it is one")
    };
    let visit = read(json!("2026-01-02T03:04:05Z"));
    assert_eq!((visit.id, visit.at), (ID, time("2026-01-02T01:04:05.5Z")));
    assert_eq!(visit.ended, Some(VisitEnded::DateTime(time("2026-01-02T03:04:05Z"))));
    assert_eq!(read(json!(true)).ended, Some(VisitEnded::Boolean(true)));
    let other = json!("2026-01-02T03:04:05+02:00");
    assert_eq!(read(other.clone()).ended, Some(VisitEnded::Unknown(other)));
    let written = serde_json::to_value(&visit).expect("it is written");
    assert_eq!((&written["id"], &written["at"]), (&json!(ID.to_string()), &json!("2026-01-02T01:04:05.500Z")));
}

#[tokio::test]
async fn a_text_that_does_not_keep_to_its_format_is_an_error_with_its_place() {
    for (field, text) in [("id", "7"), ("at", "yesterday"), ("at", "2026-01-02"), ("next", "2026-02-30")] {
        let mut visit = json!({"id": ID, "at": "2026-01-02T03:04:05Z"});
        visit[field] = json!(text);
        let server = serve(ResponseTemplate::new(200).set_body_json(json!([visit]))).await;
        let error = client(&server).pets().list_visits(ID, day()).send().await.expect_err("it is none");
        let Error::Decode(failure) = &error else { panic!("{error}") };
        assert_eq!(failure.path(), Some(format!("[0].{field}").as_str()), "{error}");
    }
}

#[test]
fn the_libraries_are_those_of_the_client() {
    assert_eq!(chrono::NaiveDate::from_ymd_opt(2026, 1, 2).map(|day| day.to_string()).as_deref(), Some("2026-01-02"));
    assert!(Utc::now() > time("2026-01-02T03:04:05Z") && jiff::Timestamp::now().as_second() > 0);
}
