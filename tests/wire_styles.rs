//! How parameters and bodies of descriptions of our own are written: in each style that OpenAPI knows.
//!
//! Compiled against the clients of golden cases by `generated_crates.rs`.

use std::sync::{Arc, Mutex};

use bodies_of_every_kind::{
    Client as Bodies, Error as BodyError, File as Paper,
    models::Thing,
    operations::MakeOutput,
};
use body_form_with_deep_objects::{
    Client as Fields,
    models::{CreatePetBody, CreatePetBodyOwner as FieldOwner},
};
use body_multipart_with_encodings::{Client as EncodedParts, File as Scan, models::Color as Rgb};
use body_of_form_with_encodings::{
    Client as Encodings,
    models::{FormBody, Size},
};
use cookies_beside_a_credential::{Client as Cookies, Error as CookiesError, models::ListPetsTheme};
use parameters_in_every_style::{Client as Styles, Error as StylesError, models::Color};
use path_parameter_that_stands_twice::Client as Twice;
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
    let request = client!(Lists, server).pets().list([ListPetsKind::Cat, ListPetsKind::Dog]);
    request.ids([1, 2]).names(["a,b", "c"]).tags(["d", "e"]).toys(["g", "h"]).send().await.expect("a success");
    let expected = "/pets?kinds=cat&kinds=dog&ids=1&ids=2&names=a%2Cb,c&tags=d%20e&toys=g%7Ch";
    assert_eq!(target(&server).await, expected);
}

#[tokio::test]
async fn objects_in_a_query() {
    let server = serve().await;
    let filter = models::ListPetsFilter::builder().name("a b").build();
    let page = models::ListPetsPage::builder().number(2).build();
    client!(Objects, server).pets().list().filter(filter).page(page).send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?filter%5Bname%5D=a%20b&number=2");
    let page = ListPetsPage::builder().number(2).build();
    client!(Joined, server).pets().list().page(page).send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?page=number,2");
    let filter = Document::builder().name("a&b").build();
    client!(Documents, server).pets().list().filter(filter).send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?filter=%7B%22name%22%3A%22a%26b%22%7D");
}

/// The rows of the table "Style Examples" of OpenAPI 3.0.4 that are about paths, each value in a segment of its own.
#[tokio::test]
async fn paths_in_every_style() {
    let server = serve().await;
    let client = client!(Styles, server);
    let list = || ["blue", "black", "brown"];
    let color = || Color::builder().r(100).g(200).b(150).build();
    let styles = client.styles();
    let flat = "R,100,G,200,B,150";
    styles.simple("blue", list(), color()).send().await.expect("a success");
    assert_eq!(target(&server).await, format!("/Simple/blue/blue,black,brown/{flat}?"));
    styles.simple_exploded("blue", list(), color()).send().await.expect("a success");
    assert_eq!(target(&server).await, "/SimpleExploded/blue/blue,black,brown/R=100,G=200,B=150?");
    styles.label("blue", list(), color()).send().await.expect("a success");
    assert_eq!(target(&server).await, format!("/Label/.blue/.blue,black,brown/.{flat}?"));
    styles.label_exploded("blue", list(), color()).send().await.expect("a success");
    assert_eq!(target(&server).await, "/LabelExploded/.blue/.blue.black.brown/.R=100.G=200.B=150?");
    styles.matrix("blue", list(), color()).send().await.expect("a success");
    assert_eq!(target(&server).await, format!("/Matrix/;word=blue/;list=blue,black,brown/;object={flat}?"));
    styles.matrix_exploded("blue", list(), color()).send().await.expect("a success");
    let exploded = "/MatrixExploded/;word=blue/;list=blue;list=black;list=brown/;R=100;G=200;B=150?";
    assert_eq!(target(&server).await, exploded);
}

/// The rows of the same table that are about queries.
#[tokio::test]
async fn queries_in_every_style() {
    let server = serve().await;
    let client = client!(Styles, server);
    let list = || ["blue", "black", "brown"];
    let color = || Color::builder().r(100).g(200).b(150).build();
    let fields = || [("x".to_owned(), "a b".into())].into();
    let query = client.styles().query();
    let flat = |delimiter: &str| ["R", "100", "G", "200", "B", "150"].join(delimiter);
    for (request, expected) in [
        (query.clone().word("blue"), "word=blue".to_owned()),
        (query.clone().list(list()), "list=blue&list=black&list=brown".to_owned()),
        (query.clone().list_joined(list()), "list_joined=blue,black,brown".to_owned()),
        (query.clone().list_by_space(list()), "list_by_space=blue%20black%20brown".to_owned()),
        (query.clone().list_by_pipe(list()), "list_by_pipe=blue%7Cblack%7Cbrown".to_owned()),
        (query.clone().object(color()), "R=100&G=200&B=150".to_owned()),
        (query.clone().object_joined(color()), format!("object_joined={}", flat(","))),
        (query.clone().object_by_space(color()), format!("object_by_space={}", flat("%20"))),
        (query.clone().object_by_pipe(color()), format!("object_by_pipe={}", flat("%7C"))),
        (
            query.clone().object_deep(color()),
            "object_deep%5BR%5D=100&object_deep%5BG%5D=200&object_deep%5BB%5D=150".to_owned(),
        ),
        (query.clone().free_form(fields()), "x=a%20b".to_owned()),
        (query.clone().free_form_deep(fields()), "free_form_deep%5Bx%5D=a%20b".to_owned()),
        (query.clone().number(1.5).numbers([0.5, 2.0]), "number=1.5&numbers=0.5,2".to_owned()),
        (query.clone().reserved("50%25 a/b:c&d"), "reserved=50%25%20a/b:c%26d".to_owned()),
        (query.clone().reserved_list(["a/b", "c:d"]), "reserved_list=a/b,c:d".to_owned()),
        (query.clone().reserved_object([("x".to_owned(), "a/b".into())].into()), "x=a/b".to_owned()),
        // Set twice, the last value counts.
        (query.clone().object(color()).count(1).object(Color::builder().r(1).build()).count(2), "R=1&count=2".to_owned()),
    ] {
        request.send().await.expect("a success");
        assert_eq!(target(&server).await, format!("/query?{expected}"));
    }
    // A word that holds what stands between two would be two.
    let split = [query.clone().list_by_space(["a", "b c"]), query.clone().list_by_pipe(["a", "b|c"])];
    for request in [query.clone().number(f64::NAN), query.clone().numbers([1.0, f64::INFINITY])].into_iter().chain(split) {
        let sent = request.send().await;
        assert!(matches!(sent, Err(StylesError::InvalidRequest(_))), "{sent:?}");
    }
}

#[tokio::test]
async fn headers_in_every_style() {
    let server = serve().await;
    let color = || Color::builder().r(100).g(200).b(150).build();
    let headers = client!(Styles, server).styles().headers();
    let request = headers.clone().x_word("blue").x_list(["blue", "black"]).x_object(color()).x_object_exploded(color());
    request.x_json(vec!["é".to_owned()]).send().await.expect("a success");
    let sent = last(&server).await.headers;
    for (name, value) in [
        ("x-word", "blue"),
        ("x-list", "blue,black"),
        ("x-object", "R,100,G,200,B,150"),
        ("x-object-exploded", "R=100,G=200,B=150"),
        ("x-json", r#"["\u00e9"]"#),
    ] {
        assert_eq!(sent[name], value);
    }
    for request in [headers.clone().x_word(" blue"), headers.x_list(["a", "b,c"])] {
        let sent = request.send().await;
        assert!(matches!(sent, Err(StylesError::InvalidRequest(_))), "{sent:?}");
    }
}

#[tokio::test]
async fn cookies_go_in_one_header() {
    let server = serve().await;
    let client = Cookies::builder().base_url(server.uri()).token("secret").default_header("cookie", "own=1; theme=old");
    let client = client.build().expect("the settings are fine");
    let request = client.pets().list(ListPetsTheme::Dark).visits(3).visits(4);
    request.clone().send().await.expect("a success");
    let sent = last(&server).await.headers;
    assert_eq!(sent.get_all("cookie").iter().collect::<Vec<_>>(), ["own=1; theme=dark; visits=4; sid=secret"]);
    request.clone().with_header("cookie", "by=hand").send().await.expect("a success");
    assert_eq!(last(&server).await.headers["cookie"], "by=hand; theme=dark; visits=4; sid=secret");
    let sent = request.seen("a; b").send().await;
    assert!(matches!(sent, Err(CookiesError::InvalidRequest(_))), "{sent:?}");
}

#[tokio::test]
async fn a_placeholder_that_stands_twice_is_filled_twice() {
    let server = serve().await;
    client!(Twice, server).pets().get_toy("a/b", "ball").send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets/a%2Fb/toys/ball/of/a%2Fb?");
}

#[tokio::test]
async fn a_query_that_the_path_has() {
    let server = serve().await;
    let client = client!(Fixed, server);
    client.pets().list_cats().send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets?kind=cat&with%20toys");
    client.pets().find("a/b", 1.5, 2.0, "m").send().await.expect("a success");
    assert_eq!(target(&server).await, "/pets/a%2Fb?lat=1.5&lon=2&unit=m");
}

#[tokio::test]
async fn a_form_of_fields() {
    let server = serve().await;
    let owner = FieldOwner::builder().name("Ann").build();
    let meta = [("a", "1"), ("b", "x y")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let body = CreatePetBody::builder().name("Tom").owner(owner).meta(meta).expand(["a".to_owned(), "b".to_owned()]);
    client!(Fields, server).pets().create(body.build()).send().await.expect("a success");
    let request = last(&server).await;
    let body = String::from_utf8(request.body).expect("it is text");
    let expected = "name=Tom&owner=%7B%22name%22%3A%22Ann%22%7D&meta%5Ba%5D=1&meta%5Bb%5D=x%20y&expand%5B0%5D=a&expand%5B1%5D=b";
    assert_eq!(body, expected);
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
    let request = client!(Multipart, server).pets().create("Tom", File::new("tom.png", "PNG"));
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
    let request = client!(Parts, server).pets().create();
    request.clone().send().await.expect("a success");
    assert_eq!(parts(&server).await, []);
    let owner = |name: &str| PartOwner::builder().name(name).build();
    let request = request.photos([Photo::new("a", "1")]).owners(vec![owner("A"), owner("B")]).table("x,y");
    let request = request.scan_x_scan("s1");
    request.scan(Photo::new("b", "2")).paper("<a/>").lives(9).with_part("more", 1).send().await.expect("a success");
    let json = "name=\"owners\"\r\nContent-Type: application/json";
    let expected = [
        ("name=\"photos\"; filename=\"a\"\r\nContent-Type: application/octet-stream", "1"),
        (json, r#"{"name":"A"}"#),
        (json, r#"{"name":"B"}"#),
        ("name=\"table\"\r\nContent-Type: text/csv", "x,y"),
        ("name=\"scan\"; filename=\"b\"\r\nContent-Type: image/png\r\nX-Scan: s1", "2"),
        ("name=\"paper\"\r\nContent-Type: application/xml", "<a/>"),
        ("name=\"lives\"", "9"),
        ("name=\"more\"", "1"),
    ];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| (head.to_owned(), content.to_owned())));
    let sent = client!(Parts, server).pets().create().with_body_field("more", 1).send().await;
    assert!(sent.is_err(), "{sent:?}");
}

/// The content type and the body of the last request.
async fn content(server: &MockServer) -> (String, String) {
    let request = last(server).await;
    let content_type = request.headers["content-type"].to_str().expect("it is ASCII").to_owned();
    (content_type, String::from_utf8(request.body).expect("it is text"))
}

#[tokio::test]
async fn a_body_of_each_kind_has_a_method_of_its_own() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(202)).mount(&server).await;
    let client = client!(Bodies, server);
    let things = client.things();
    let thing = || Thing::builder().x("y").build();
    let of = |content_type: &str, body: &str| (content_type.to_owned(), body.to_owned());
    let made = things.make("7", thing()).lang("en").send().await.expect("a success");
    assert_eq!(*made, MakeOutput::Accepted);
    assert_eq!(content(&server).await, of("application/json", r#"{"x":"y"}"#));
    things.make_as_text("7", "hä").lang("en").send().await.expect("a success");
    assert_eq!(content(&server).await, of("text/plain; charset=utf-8", "hä"));
    assert_eq!(target(&server).await, "/documents/7?lang=en");
    things.make_as_bytes("7", "abc").send().await.expect("a success");
    assert_eq!(content(&server).await, of("application/octet-stream", "abc"));
    things.make_as_multipart("7", Paper::new("a", "abc")).name("n").send().await.expect("a success");
    let file = "name=\"file\"; filename=\"a\"\r\nContent-Type: application/octet-stream";
    let expected = [(file, "abc"), ("name=\"name\"", "n")];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| of(head, content)));
}

#[tokio::test]
async fn a_body_has_one_media_type() {
    let server = serve().await;
    let client = client!(Bodies, server);
    let things = client.things();
    let thing = || Thing::builder().x("y").build();
    let of = |content_type: &str, body: &str| (content_type.to_owned(), body.to_owned());
    things.picture("PNG", "image/png").send().await.expect("a success");
    assert_eq!(content(&server).await, of("image/png", "PNG"));
    things.add_picture().body("PDF", "application/pdf").send().await.expect("a success");
    assert_eq!(content(&server).await, of("application/pdf", "PDF"));
    things.note("# a", "text/markdown").send().await.expect("a success");
    assert_eq!(content(&server).await, of("text/markdown", "# a"));
    things.plain("a").send().await.expect("a success");
    assert_eq!(content(&server).await, of("text/plain", "a"));
    things.any_json(thing()).send().await.expect("a success");
    assert_eq!(content(&server).await, of("application/json", r#"{"x":"y"}"#));
    things.versioned(thing()).send().await.expect("a success");
    assert_eq!(content(&server).await, of("application/json; version=2", r#"{"x":"y"}"#));
    things.charset(thing()).send().await.expect("a success");
    assert_eq!(content(&server).await, of("application/x-www-form-urlencoded; charset=utf-8", "x=y"));
    let sent = things.picture("PNG", "image/*").send().await;
    assert!(matches!(sent, Err(BodyError::InvalidRequest(_))), "{sent:?}");
}

#[tokio::test]
async fn what_only_the_server_sets_is_not_sent_back() {
    let server = serve().await;
    let client = client!(Bodies, server);
    let json = r#"{"x":"y","id":"1","child":{"x":"z","id":"2"}}"#;
    let thing: Thing = serde_json::from_str(json).expect("it is a thing");
    client.things().versioned(thing.clone()).send().await.expect("a success");
    assert_eq!(content(&server).await.1, r#"{"x":"y","child":{"x":"z"}}"#);
    assert_eq!(serde_json::to_value(&thing).expect("it is JSON")["child"]["id"], "2");
    let heavy = Thing::builder().x("y").child(Thing::builder().x("z").weight(f64::NAN).build()).build();
    let error = client.things().versioned(heavy).send().await.expect_err("it is no JSON");
    let expected = "the body has NaN or an infinity at `/child/weight`, which JSON has no number for";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn fields_of_a_form_follow_their_encoding() {
    let server = serve().await;
    let size = || Size::builder().w(1).h(2).build();
    let list = || ["a".to_owned(), "b,c".to_owned()];
    let form = FormBody::builder().none(size()).style(size()).exploded(size()).joined(size()).deep(size());
    let form = form.list(list()).list_style(list()).list_joined(list()).list_by_pipe(list());
    client!(Encodings, server).forms().form(form.reserved("a/b").json("x").build()).send().await.expect("a success");
    let expected = "none=%7B%22w%22%3A1%2C%22h%22%3A2%7D&w=1&h=2&w=1&h=2&joined=w,1,h,2&deep%5Bw%5D=1&deep%5Bh%5D=2\
                    &list=a&list=b%2Cc&list_style=a&list_style=b%2Cc&list_joined=a,b%2Cc&list_by_pipe=a%7Cb%2Cc\
                    &reserved=a/b&json=%22x%22";
    assert_eq!(content(&server).await, ("application/x-www-form-urlencoded".to_owned(), expected.to_owned()));
}

#[tokio::test]
async fn parts_follow_their_encoding() {
    let server = serve().await;
    let client = client!(EncodedParts, server);
    let request = client.forms().parts(Scan::new("a.jpg", "JPG"), "s1").file_x_pages(2);
    let colors = vec![Rgb::builder().r(1).build(), Rgb::builder().r(2).build()];
    let free = serde_json::json!({"a": 1});
    let free: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_value(free).expect("it is a map");
    let frees = vec![serde_json::json!({"b": 2})];
    let request = request.colors(colors).free(free).frees(frees).base64("YQ==").note("n").weight(1.5);
    let request = request.photo(Scan::new("c.png", "3").with_content_type("image/png")).chart(Scan::new("d.svg", "<svg/>"));
    let request = request.label("l").table(Rgb::builder().r(3).build());
    request.clone().with_file("more", Scan::new("b", "2")).send().await.expect("a success");
    let (json, bytes) = ("Content-Type: application/json", "Content-Type: application/octet-stream");
    let expected = [
        ("name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\nX-Scan: s1\r\nX-Pages: 2", "JPG"),
        (&format!("name=\"colors\"\r\n{json}"), r#"{"R":1}"#),
        (&format!("name=\"colors\"\r\n{json}"), r#"{"R":2}"#),
        (&format!("name=\"free\"\r\n{json}"), r#"{"a":1}"#),
        (&format!("name=\"frees\"\r\n{json}"), r#"{"b":2}"#),
        (&format!("name=\"base64\"\r\n{bytes}"), "YQ=="),
        ("name=\"note\"\r\nContent-Type: text/plain; charset=utf-8", "n"),
        ("name=\"weight\"", "1.5"),
        ("name=\"photo\"; filename=\"c.png\"\r\nContent-Type: image/png", "3"),
        ("name=\"chart\"; filename=\"d.svg\"\r\nContent-Type: image/svg+xml", "<svg/>"),
        ("name=\"label\"", "l"),
        (&format!("name=\"table\"\r\n{json}"), r#"{"R":3}"#),
        (&format!("name=\"more\"; filename=\"b\"\r\n{bytes}"), "2"),
    ];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| (head.to_owned(), content.to_owned())));
    let error = request.scans([Scan::new("e", "4")]).send().await.expect_err("nobody knows what it is");
    let reason = "the file of the part `scans` has to say which of `image/*, video/*` it is: `File::with_content_type`";
    assert!(error.to_string().contains(reason), "{error}");
}

#[tokio::test]
async fn a_form_that_nobody_describes() {
    let server = serve().await;
    let form = FormData::new().text("a", 1).file("b", OtherFile::new("c", "d"));
    client!(Forms, server).pets().add(form).send().await.expect("a success");
    let file = "name=\"b\"; filename=\"c\"\r\nContent-Type: application/octet-stream";
    let expected = [("name=\"a\"", "1"), (file, "d")];
    assert_eq!(parts(&server).await, expected.map(|(head, content)| (head.to_owned(), content.to_owned())));
}

#[tokio::test]
async fn a_part_can_not_end_its_header() {
    let server = serve().await;
    let photo = File::new("a", "b").with_content_type("image/png\r\nX: 1");
    let sent = client!(Multipart, server).pets().create("Tom", photo).send().await;
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
        builder.build().expect("the settings are fine").pets().list().send().await.expect("a success");
    }
    let sent = noting.0.lock().expect("nobody panicked").clone();
    let expected =
        ["https://files.example.com/pets", "https://other.example.com/v1/pets", "https://files.example.com/pets"];
    assert_eq!(sent, expected);
}
