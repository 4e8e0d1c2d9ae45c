//! How parameters and bodies of descriptions of our own are written: in each style that OpenAPI knows.
//!
//! Compiled against the clients of golden cases by `generated_crates.rs`.

use std::sync::{Arc, Mutex};

use body_form_with_deep_objects::{
    Client as Fields,
    models::{CreatePetBody, CreatePetBodyOwner as FieldOwner},
};
use body_multipart::{
    Client as Multipart, Error, File,
    models::{CreatePetBodyKind, CreatePetBodyOwner},
};
use body_multipart_of_a_component::{Client as Forms, File as OtherFile, FormData};
use body_multipart_of_parts_of_all_kinds::{
    Client as Parts, File as Photo,
    models::CreatePetBodyOwner as PartOwner,
};
use operation_with_servers_of_its_own::{
    Client as Servers, Server, StatusCode, Transport, TransportFuture, TransportRequest, TransportResponse,
};
use parameter_with_content_of_json::{Client as Documents, models::ListPetsFilter as Document};
use path_with_a_query::Client as Fixed;
use query_arrays_are_repeated_or_joined::{Client as Lists, models::ListPetsKind};
use query_object_without_explode::{Client as Joined, models::ListPetsPage};
use query_objects_are_deep_or_form::{Client as Objects, models};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

async fn serve() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    server
}

async fn last(server: &MockServer) -> Request {
    server.received_requests().await.expect("the server records requests").pop().expect("something was sent")
}

/// The path and the query of the last request.
async fn target(server: &MockServer) -> String {
    let url = last(server).await.url;
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

macro_rules! client {
    ($client:ident, $server:expr) => {
        $client::builder().base_url($server.uri()).build().expect("the base URL is fine")
    };
}

#[tokio::test]
async fn lists_in_a_query() {
    let server = serve().await;
    let request = client!(Lists, server).pets().list_pets([ListPetsKind::Cat, ListPetsKind::Dog]);
    request.ids([1, 2]).names(["a,b", "c"]).tags(["d", "e f"]).toys(["g", "h"]).send().await.expect("a success");
    let expected = "/pets?kinds=cat&kinds=dog&ids=1&ids=2&names=a%2Cb,c&tags=d%20e%20f&toys=g%7Ch";
    assert_eq!(target(&server).await, expected);
}

#[tokio::test]
async fn objects_in_a_query() {
    let server = serve().await;
    let filter = models::ListPetsFilter::builder().name("a b").build();
    let page = models::ListPetsPage::builder().number(2).build();
    client!(Objects, server).pets().list_pets().filter(filter).page(page).send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?filter%5Bname%5D=a%20b&number=2");
    let page = ListPetsPage::builder().number(2).build();
    client!(Joined, server).pets().list_pets().page(page).send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?page=number,2");
    let filter = Document::builder().name("a&b").build();
    client!(Documents, server).pets().list_pets().filter(filter).send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?filter=%7B%22name%22%3A%22a%26b%22%7D");
}

#[tokio::test]
async fn a_query_that_the_path_has() {
    let server = serve().await;
    let client = client!(Fixed, server);
    client.pets().list_cats().send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?kind=cat&with%20toys");
    client.pets().find_pet("a/b", 1.5, 2.0, "m").send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets/a%2Fb?lat=1.5&lon=2&unit=m");
}

#[tokio::test]
async fn a_form_of_fields() {
    let server = serve().await;
    let owner = FieldOwner::builder().name("Ann").build();
    let meta = [("a", "1"), ("b", "x y")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let body = CreatePetBody::builder().name("Tom").owner(owner).meta(meta).expand(["a".to_owned(), "b".to_owned()]);
    client!(Fields, server).pets().create_pet(body.build()).send().await.expect("a success");
    let request = last(&server).await;
    let body = String::from_utf8(request.body).expect("it is text");
    let mut fields: Vec<&str> = body.split('&').collect();
    fields.sort_unstable();
    let owner = "owner=%7B%22name%22%3A%22Ann%22%7D";
    let expected =
        ["expand%5B0%5D=a", "expand%5B1%5D=b", "meta%5Ba%5D=1", "meta%5Bb%5D=x%20y", "name=Tom", owner];
    assert_eq!(fields, expected);
}

/// The parts of the last request, each as its head and its content.
async fn parts(server: &MockServer) -> Vec<(String, String)> {
    let request = last(server).await;
    let content_type = request.headers["content-type"].to_str().expect("it is ASCII");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("it is a form").to_owned();
    let body = String::from_utf8(request.body).expect("it is text");
    let body = body.strip_suffix(&format!("--{boundary}--\r\n")).expect("the form ends");
    let delimiter = format!("--{boundary}\r\n");
    let parts = body.split(delimiter.as_str()).skip(1);
    let part = |part: &str| {
        let (head, content) = part.split_once("\r\n\r\n").expect("a part has a head");
        (head.replace("Content-Disposition: form-data; ", ""), content.trim_end_matches("\r\n").to_owned())
    };
    parts.map(part).collect()
}

#[tokio::test]
async fn a_form_of_parts() {
    let server = serve().await;
    let paper = |name: &str| File::new(name, "%PDF").with_content_type("application/pdf");
    let request = client!(Multipart, server).pets().create_pet("Tom", File::new("tom.png", "PNG"));
    let request = request.papers([paper("a.pdf"), paper("b\".pdf")]).age(3).age(4).kind(CreatePetBodyKind::Cat);
    let owner = CreatePetBodyOwner::builder().name("Ann").build();
    request.toys(["ball", "mouse"]).owner(owner).note("n".to_owned()).send().await.expect("a success");
    let expected = [
        ("name=\"name\"", "Tom"),
        ("name=\"photo\"; filename=\"tom.png\"\r\nContent-Type: image/png", "PNG"),
        ("name=\"papers\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf", "%PDF"),
        ("name=\"papers\"; filename=\"b%22.pdf\"\r\nContent-Type: application/pdf", "%PDF"),
        ("name=\"age\"", "4"),
        ("name=\"kind\"", "cat"),
        ("name=\"toys\"", "ball"),
        ("name=\"toys\"", "mouse"),
        ("name=\"owner\"\r\nContent-Type: application/json", r#"{"name":"Ann"}"#),
        ("name=\"note\"\r\nContent-Type: application/json", "\"n\""),
    ];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| (head.to_owned(), content.to_owned())));
}

#[tokio::test]
async fn parts_of_all_kinds() {
    let server = serve().await;
    let request = client!(Parts, server).pets().create_pet();
    request.clone().send().await.expect("a success");
    assert_eq!(parts(&server).await, []);
    let owner = |name: &str| PartOwner::builder().name(name).build();
    let request = request.photos([Photo::new("a", "1")]).owners(vec![owner("A"), owner("B")]).table("x,y");
    request.scan(Photo::new("b", "2")).paper("<a/>").lives(9).with_part("more", 1).send().await.expect("a success");
    let json = "name=\"owners\"\r\nContent-Type: application/json";
    let expected = [
        ("name=\"photos\"; filename=\"a\"\r\nContent-Type: application/octet-stream", "1"),
        (json, r#"{"name":"A"}"#),
        (json, r#"{"name":"B"}"#),
        ("name=\"table\"\r\nContent-Type: text/csv", "x,y"),
        ("name=\"scan\"; filename=\"b\"\r\nContent-Type: image/png", "2"),
        ("name=\"paper\"\r\nContent-Type: application/xml", "<a/>"),
        ("name=\"lives\"", "9"),
        ("name=\"more\"", "1"),
    ];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| (head.to_owned(), content.to_owned())));
    let sent = client!(Parts, server).pets().create_pet().with_body_field("more", 1).send().await;
    assert!(sent.is_err(), "{sent:?}");
}

#[tokio::test]
async fn a_form_that_nobody_describes() {
    let server = serve().await;
    let form = FormData::new().text("a", 1).file("b", OtherFile::new("c", "d"));
    client!(Forms, server).pets().add_pet(form).send().await.expect("a success");
    let file = "name=\"b\"; filename=\"c\"\r\nContent-Type: application/octet-stream";
    let expected = [("name=\"a\"", "1"), (file, "d")];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| (head.to_owned(), content.to_owned())));
}

#[tokio::test]
async fn a_part_can_not_end_its_header() {
    let server = serve().await;
    let photo = File::new("a", "b").with_content_type("image/png\r\nX: 1");
    let sent = client!(Multipart, server).pets().create_pet("Tom", photo).send().await;
    assert!(matches!(sent, Err(Error::InvalidRequest(_))), "{sent:?}");
    assert!(server.received_requests().await.expect("the server records requests").is_empty());
}

/// A transport that notes where requests go.
#[derive(Clone, Default)]
struct Noting(Arc<Mutex<Vec<String>>>);

impl Transport for Noting {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        self.0.lock().expect("nobody panicked").push(request.url.to_string());
        Box::pin(async { Ok(TransportResponse::new(StatusCode::NO_CONTENT, "")) })
    }
}

#[tokio::test]
async fn an_operation_with_a_server_of_its_own_is_sent_there_unless_the_client_has_a_base_url() {
    let noting = Noting::default();
    let client = || Servers::builder().transport(noting.clone());
    for builder in [client(), client().base_url("https://other.example.com/v1"), client().server(Server::Production)] {
        builder.build().expect("the settings are fine").pets().list_pets().send().await.expect("a success");
    }
    let sent = noting.0.lock().expect("nobody panicked").clone();
    let expected =
        ["https://files.example.com/pets", "https://other.example.com/v1/pets", "https://files.example.com/pets"];
    assert_eq!(sent, expected);
}
