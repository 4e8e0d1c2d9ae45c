//! Responses that are streams of items: typed, resumed, limited, and broken off.

use std::{
    collections::VecDeque,
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use intercom_client::{
    Bytes, Client, Error, HeaderMap, Method, Operation, Request, Retry, StatusCode, Streamed, Transport, TransportBody,
    TransportError, TransportFuture, TransportPieces, TransportRequest, TransportResponse,
    formats::{EventData, EventFrame, EventText, Json, JsonLines, JsonSequence},
};
use serde::Deserialize;

use crate::wire::chain;

/// An operation whose items are numbered.
#[derive(Debug)]
struct Watch;

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    n: u64,
}

/// Describes an operation that streams.
macro_rules! streamed {
    ($name:ident, $item:ty, $framing:ty, $media_type:literal $(, [$text:literal])?) => {
        impl Operation for $name {
            const ID: &'static str = stringify!($name);
            const METHOD: Method = Method::GET;
            const PATH: &'static str = "/watch";
            type Output = serde_json::Value;
            type Format = Json;
        }

        impl Streamed for $name {
            type Item = $item;
            type Framing = $framing;
            const MEDIA_TYPE: &'static str = $media_type;

            $(fn is_text(event: &str) -> bool {
                event == $text
            })?
        }
    };
}

streamed!(Watch, Item, EventData, "text/event-stream");

#[derive(Debug)]
struct Texts;
streamed!(Texts, String, EventText, "text/event-stream");

#[derive(Debug)]
struct Lines;
streamed!(Lines, Item, JsonLines, "application/x-ndjson");

#[derive(Debug)]
struct Records;
streamed!(Records, u64, JsonSequence, "application/json-seq");

#[derive(Debug)]
struct Runs;
streamed!(Runs, Run, EventFrame, "text/event-stream", ["done"]);

/// An event as a whole.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Run {
    Started { data: Item, id: Option<String> },
    Done { data: String },
}

#[derive(Debug)]
struct Wrapped;
streamed!(Wrapped, InData, EventFrame, "text/event-stream");

/// An event of which only the data matters.
#[derive(Debug, Deserialize, PartialEq)]
struct InData {
    data: Item,
}

/// What comes of a body, piece by piece.
#[derive(Clone)]
enum Comes {
    Piece(&'static str),
    After(u64, &'static str),
    Breaks,
}

use Comes::{After, Breaks, Piece};

/// A server that responds with this body, and keeps what it was asked.
#[derive(Clone, Default)]
struct Sends {
    body: Vec<Comes>,
    media_type: &'static str,
    asked: Arc<Mutex<Vec<TransportRequest>>>,
    /// One of these is dropped with the body.
    open: Arc<()>,
}

impl Sends {
    fn new(body: &[Comes]) -> Self {
        Self { body: body.to_vec(), media_type: "text/event-stream; charset=utf-8", ..Self::default() }
    }

    fn client(&self) -> Client {
        let builder = Client::builder().token("t").base_url("https://api.example.com").transport(self.clone());
        builder.response_limit(40).timeout(Duration::from_secs(10)).build().expect("it is fine")
    }

    /// A header of the last request.
    fn header(&self, name: &str) -> Option<String> {
        let asked = self.asked.lock().expect("nobody panicked");
        Some(asked.last()?.headers.get(name)?.to_str().ok()?.to_owned())
    }
}

impl Transport for Sends {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        self.asked.lock().expect("nobody panicked").push(request);
        let pieces = Pieces(self.body.iter().cloned().collect(), Arc::clone(&self.open));
        let headers = HeaderMap::from_iter([(
            "content-type".parse().expect("a name"),
            self.media_type.parse().expect("a value"),
        )]);
        let response = TransportResponse::new(StatusCode::OK, TransportBody::pieces(pieces)).with_headers(headers);
        Box::pin(async move { Ok(response) })
    }
}

struct Pieces(VecDeque<Comes>, #[expect(dead_code, reason = "it is dropped with the body")] Arc<()>);

impl TransportPieces for Pieces {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        let next = self.0.pop_front();
        Box::pin(async move {
            match next {
                None => Ok(None),
                Some(Piece(piece)) => Ok(Some(piece.into())),
                Some(After(seconds, piece)) => {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                    Ok(Some(piece.into()))
                }
                Some(Breaks) => Err(TransportError::broken("it broke")),
            }
        })
    }
}

/// All that comes: each item, or why there is none.
async fn all<O: Streamed<Item: std::fmt::Debug>>(client: &Client) -> Vec<String> {
    let mut events = Request::<O>::new(client).send_events().await.expect("its head is there").into_inner();
    let mut found = Vec::new();
    loop {
        match events.try_next().await {
            Ok(Some(item)) => found.push(format!("{item:?}")),
            Ok(None) => break,
            Err(error) => {
                let is_of_item = matches!(&error, Error::Decode(failure) if failure.item().is_some());
                let chain = chain(&error);
                let why =
                    chain.strip_prefix("the call succeeded (200), but its response did not decode").unwrap_or(&chain);
                found.push(format!("{}{why}", if is_of_item { "an item" } else { "the end" }));
            }
        }
    }
    assert!(events.try_next().await.expect("it has ended").is_none());
    found
}

#[tokio::test(start_paused = true)]
async fn items_come_as_they_are_sent_and_a_stream_may_take_longer_than_a_call() {
    let server = Sends::new(&[
        Piece("data: {\"n\""),
        After(9, ": 1}\n\ndata: {\"n\": 2}\n\n"),
        After(9, "data: {\"n\": 3}\n\n"),
    ]);
    assert_eq!(all::<Watch>(&server.client()).await, ["Item { n: 1 }", "Item { n: 2 }", "Item { n: 3 }"]);
    assert_eq!(server.header("accept").as_deref(), Some("text/event-stream"));
}

#[tokio::test(start_paused = true)]
async fn what_breaks_off_within_an_event_goes_on_behind_the_last_whole_one() {
    let broken = Sends::new(&[
        Piece("retry: 2500\nid: 7\nevent: add\ndata: {\"n\": 1}\n\n"),
        Piece("data: {\"n\": 2}\n\nid: 8\n\nid: 9\ndata: {\"n\""),
        Breaks,
        Piece(": 3}\n\n"),
    ]);
    let mut events =
        Request::<Watch>::new(&broken.client()).send_events().await.expect("its head is there").into_inner();
    assert_eq!((events.last_event_id(), events.event_type(), events.retry()), (None, "message", None));
    assert_eq!(events.try_next().await.expect("it is whole"), Some(Item { n: 1 }));
    assert_eq!((events.last_event_id(), events.event_type()), (Some("7"), "add"));
    // The id holds until there is another one, the type for one event.
    assert_eq!(events.try_next().await.expect("it is whole"), Some(Item { n: 2 }));
    assert_eq!((events.last_event_id(), events.event_type()), (Some("7"), "message"));
    // An event without data is none, but what it says holds; one that is not whole says nothing.
    let error = events.try_next().await.expect_err("it broke");
    assert_eq!(events.last_event_id(), Some("8"));
    let expected = "the call succeeded (200), but its response did not decode: the connection broke before the response was whole: \
                    the connection broke: it broke";
    assert_eq!(chain(&error), expected);
    assert!(events.try_next().await.expect("it has ended").is_none());
    assert_eq!(events.retry(), Some(Duration::from_millis(2_500)));
    let again = events.into_request();
    assert!(again.send_events().await.is_ok());
    assert_eq!(broken.header("last-event-id").as_deref(), Some("8"));
    assert_eq!(broken.asked.lock().expect("nobody panicked").len(), 2, "nothing is sent again by itself");
}

#[tokio::test(start_paused = true)]
async fn what_goes_on_behind_an_event_keeps_its_id_until_the_server_says_another() {
    // HTML Living Standard, section 9.2.4: `Last-Event-ID` is sent where the last id is not empty. One goes on behind an event of before.
    for (body, expected) in [
        ("data: {\"n\": 1}\n\n", Some("41")),
        ("id: 42\ndata: {\"n\": 1}\n\n", Some("42")),
        ("id\ndata: {\"n\": 1}\n\n", None),
        ("id: 42\n\nid:\n\ndata: {\"n\": 1}\n\n", None),
    ] {
        let server = Sends::new(&[Piece(body)]);
        let request = Request::<Watch>::new(&server.client()).with_header("Last-Event-ID", "41");
        let mut events = request.send_events().await.expect("its head is there").into_inner();
        assert_eq!((server.header("last-event-id").as_deref(), events.last_event_id()), (Some("41"), Some("41")));
        assert_eq!(events.try_next().await.expect("it is whole"), Some(Item { n: 1 }));
        assert_eq!(events.last_event_id(), expected, "{body}");
        assert!(events.into_request().send_events().await.is_ok());
        assert_eq!(server.header("last-event-id").as_deref(), expected, "{body}");
    }
}

#[test]
fn without_a_runtime_a_stream_goes_on_behind_the_last_event_as_well() {
    let server = Sends::new(&[Piece("retry: 2500\nid: 7\ndata: {\"n\": 1}\n\n"), Breaks]);
    let response = Request::<Watch>::new(&server.client()).send_events_blocking().expect("its head is there");
    let mut events = response.into_inner().blocking();
    assert_eq!(events.next().expect("there is one").expect("it is whole"), Item { n: 1 });
    let said = (events.get_ref().last_event_id(), events.get_ref().retry());
    assert_eq!(said, (Some("7"), Some(Duration::from_millis(2_500))));
    assert!(events.next().expect("there is an error").is_err());
    assert!(events.next().is_none(), "it has ended");
    assert!(events.into_inner().into_request().send_events_blocking().is_ok());
    assert_eq!(server.header("last-event-id").as_deref(), Some("7"));
}

#[tokio::test(start_paused = true)]
async fn a_number_that_may_have_been_cut_off_is_no_item() {
    // RFC 7464, section 2.4.
    let records = [Piece("\u{1e}1\n\u{1e}2"), Piece("3\u{1e}4\n5\n\u{1e}6"), Breaks];
    let server = Sends { media_type: "application/json-seq", ..Sends::new(&records) };
    let expected = [
        "1",
        "an item: no white space follows the value, so it may have been cut off",
        "4",
        "an item: these bytes stand behind a value, where the next record is expected",
        "the end: the connection broke before the response was whole: the connection broke: it broke",
    ];
    assert_eq!(all::<Records>(&server.client()).await, expected);
}

#[tokio::test(start_paused = true)]
async fn each_kind_of_stream_has_its_end() {
    // An event without its empty line is none; a line is one without its end.
    let whole = [Piece("data: {\"n\": 1}\n\ndata: {\"n\": 2}\n")];
    assert_eq!(all::<Watch>(&Sends::new(&whole).client()).await, ["Item { n: 1 }"]);
    let lines = Sends { media_type: "application/x-ndjson", ..Sends::new(&[Piece("{\"n\": 1}\n{\"n\": 2}")]) };
    assert_eq!(all::<Lines>(&lines.client()).await, ["Item { n: 1 }", "Item { n: 2 }"]);
    let done = [Piece("data: {\"n\": 1}\n\ndata: [DONE]\n\ndata: {\"n\": 2}\n\n")];
    assert_eq!(all::<Watch>(&Sends::new(&done).client()).await, ["Item { n: 1 }"]);
    assert_eq!(all::<Texts>(&Sends::new(&done).client()).await, [r#""{\"n\": 1}""#, r#""[DONE]""#, r#""{\"n\": 2}""#]);
}

#[tokio::test(start_paused = true)]
async fn an_event_can_be_the_item_with_data_of_either_kind() {
    let body = [Piece("event: started\nid: a\ndata: {\"n\": 1}\n\nevent: done\ndata: 42\n\n")];
    let expected = [r#"Started { data: Item { n: 1 }, id: Some("a") }"#, r#"Done { data: "42" }"#];
    assert_eq!(all::<Runs>(&Sends::new(&body).client()).await, expected);
    // Some describe the event, some what stands in its data.
    let body = [Piece("data: {\"n\": 1}\n\ndata: {\"data\": {\"n\": 2}}\n\ndata: [DONE]\n\n"), Breaks];
    let expected = ["InData { data: Item { n: 1 } }", "InData { data: Item { n: 2 } }"];
    assert_eq!(all::<Wrapped>(&Sends::new(&body).client()).await, expected);
}

#[tokio::test(start_paused = true)]
async fn an_item_that_does_not_decode_ends_nothing_and_one_that_is_too_large_all() {
    let body = [Piece("data: {\"n\": \"x\"}\n\ndata: {\"n\": \"2\"}\n\n")];
    let expected = ["an item at `n`: invalid type: string \"x\", expected u64 at line 1 column 9", "Item { n: 2 }"];
    assert_eq!(all::<Watch>(&Sends::new(&body).client()).await, expected);
    let large = [
        Piece("data: {\"n\": 1}\n\ndata: 0123456789\n"),
        Piece("data: 0123456789\ndata: 0123456789\n"),
        Piece("data: 0123456789\n"),
        Piece("\n"),
    ];
    let expected = ["Item { n: 1 }", "the end: the body is larger than the limit of 40 bytes"];
    assert_eq!(all::<Watch>(&Sends::new(&large).client()).await, expected);
    // The same in one piece.
    let large =
        [Piece("data: {\"n\": 1}\n\ndata: {\"n\": 2, \"text\": \"0123456789012345678901\"}\n\ndata: {\"n\": 3}\n\n")];
    assert_eq!(all::<Watch>(&Sends::new(&large).client()).await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_piece_that_does_not_come_in_time_is_the_end_and_another_type_is_no_stream() {
    let late = [Piece("data: {\"n\": 1}\n\n"), After(11, "data: {\"n\": 2}\n\n")];
    let expected = ["Item { n: 1 }", "the end: the response was not whole within 10s"];
    assert_eq!(all::<Watch>(&Sends::new(&late).client()).await, expected);
    let json = Sends { media_type: "application/json", ..Sends::new(&[Piece("{}")]) };
    let error = Request::<Watch>::new(&json.client()).send_events().await.expect_err("it is no stream");
    let expected = "the call succeeded (200), but its response did not decode: `application/json` came, where `text/event-stream` is expected";
    assert_eq!(chain(&error), expected);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_dropped_closes_its_connection() {
    let server = Sends::new(&[Piece("data: {\"n\": 1}\n\n"), After(5, "data: {\"n\": 2}\n\n")]);
    let client = server.client();
    let before = Arc::strong_count(&server.open);
    let mut events = Request::<Watch>::new(&client).send_events().await.expect("its head is there");
    assert!(events.try_next().await.expect("it is whole").is_some());
    // A future that is dropped loses nothing.
    let waited = tokio::time::timeout(Duration::from_secs(1), events.try_next()).await;
    assert!(waited.is_err());
    assert_eq!(events.try_next().await.expect("it is whole"), Some(Item { n: 2 }));
    assert_eq!(Arc::strong_count(&server.open), before + 1);
    drop(events);
    assert_eq!(Arc::strong_count(&server.open), before);
}

#[tokio::test]
async fn a_server_that_hangs_up_within_an_event() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("it has an address");
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client comes");
        let mut asked = [0; 4_096];
        let read = stream.read(&mut asked).expect("it asks");
        let body = "1c\r\nid: 1\ndata: {\"n\": 1}\n\ndata: \r\n";
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(format!("{head}{body}").as_bytes()).expect("it listens");
        String::from_utf8_lossy(&asked[..read]).into_owned()
    });
    let builder = Client::builder().token("t").base_url(format!("http://{address}")).retry(Retry::none());
    let client = builder.build().expect("it is fine");
    let mut events = Request::<Watch>::new(&client).send_events().await.expect("its head is there").into_inner();
    assert_eq!(events.try_next().await.expect("it is whole"), Some(Item { n: 1 }));
    let error = events.try_next().await.expect_err("the connection is gone");
    assert!(chain(&error).contains("the connection broke before the response was whole"), "{}", chain(&error));
    assert_eq!(events.last_event_id(), Some("1"));
    assert!(server.join().expect("nobody panicked").contains("accept: text/event-stream\r\n"));
}
