//! Bodies that are read piece by piece as they come; the clock stands still while they are awaited.

use std::{collections::VecDeque, time::Duration};

use futures::StreamExt as _;
use intercom_client::{
    Bytes, Client, Error, HeaderMap, Method, Retry, StatusCode, Transport, TransportBody, TransportError,
    TransportFuture, TransportPieces, TransportRequest, TransportResponse,
};

use crate::memory::{Script, Scripted, status};
use crate::wire::chain;

/// What comes of a body, piece by piece.
#[derive(Clone)]
enum Comes {
    Piece(&'static str),
    After(u64, &'static str),
    Breaks,
}

/// A server whose only response has this body.
#[derive(Clone)]
struct Sends(Vec<Comes>);

impl Transport for Sends {
    fn send(&self, _: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let body = TransportBody::pieces(Pieces(self.0.iter().cloned().collect()));
        let headers = HeaderMap::from_iter([("content-length".parse().expect("a name"), 9.into())]);
        Box::pin(async move { Ok(TransportResponse::new(StatusCode::OK, body).with_headers(headers)) })
    }
}

struct Pieces(VecDeque<Comes>);

impl TransportPieces for Pieces {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        let next = self.0.pop_front();
        Box::pin(async move {
            match next {
                None => Ok(None),
                Some(Comes::Piece(piece)) => Ok(Some(piece.into())),
                Some(Comes::After(seconds, piece)) => {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                    Ok(Some(piece.into()))
                }
                Some(Comes::Breaks) => Err(TransportError::broken("it broke")),
            }
        })
    }
}

fn client(body: &[Comes]) -> Client {
    let builder = Client::builder().token("t").base_url("https://api.example.com").transport(Sends(body.to_vec()));
    builder.response_limit(4).timeout(Duration::from_secs(10)).build().expect("it is fine")
}

#[tokio::test(start_paused = true)]
async fn a_body_comes_piece_by_piece_whatever_its_length_and_however_long_all_of_it_takes() {
    let client = client(&[Comes::Piece("abc"), Comes::Piece(""), Comes::After(9, "def"), Comes::After(9, "ghi")]);
    let mut download = client.request::<()>(Method::GET, "/file").send_stream().await.expect("its head is there");
    assert_eq!((download.status(), download.length(), download.received()), (StatusCode::OK, Some(9), 0));
    let mut pieces = Vec::new();
    while let Some(piece) = download.try_next().await.expect("nothing breaks") {
        pieces.push(format!("{} of 9: {}", download.received(), String::from_utf8_lossy(&piece)));
    }
    assert_eq!(pieces, ["3 of 9: abc", "6 of 9: def", "9 of 9: ghi"]);
    assert!(download.try_next().await.expect("it has ended").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_off_is_a_call_that_succeeded() {
    for (last, reason) in [
        (Comes::Breaks, "the connection broke before the response was whole: the connection broke: it broke"),
        (Comes::After(11, "def"), "the response was not whole within 10s"),
    ] {
        let client = client(&[Comes::Piece("abc"), last, Comes::Piece("ghi")]);
        let request = client.request::<()>(Method::GET, "/file");
        let download = request.send_stream().await.expect("its head is there").into_inner();
        let pieces: Vec<_> = download.collect().await;
        let [Ok(first), Err(error)] = pieces.as_slice() else { panic!("a piece and an error come: {pieces:?}") };
        assert_eq!(first, "abc");
        assert!(matches!(error, Error::Decode(_)) && !error.is_retryable());
        assert_eq!(chain(error), format!("the call succeeded (200), but its response did not decode: {reason}"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_comes_before_the_body_is_as_with_any_call() {
    let script = Script::new(&[status(503), Scripted::Status(404, vec![], r#"{"message": "No."}"#.to_owned())]);
    let request = script.client().request::<()>(Method::GET, "/file");
    let error = request.send_stream().await.expect_err("it is not there");
    assert_eq!(error.to_string(), "the server responded with 404: No.");
    assert_eq!(script.seen().len(), 2);
    let request = Script::new(&[Scripted::Never]).client().request::<()>(Method::GET, "/file");
    let error = request.with_retry(Retry::none()).send_stream().await.expect_err("it does not come");
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    let whole = Script::new(&[Scripted::Status(200, vec![], "abc".to_owned())]).client();
    let mut download = whole.request::<()>(Method::GET, "/file").send_stream().await.expect("it is there");
    assert_eq!(download.length(), None);
    assert_eq!(download.try_next().await.expect("it is there").as_deref(), Some(b"abc".as_slice()));
    assert_eq!(format!("{:?}", download.into_inner()), "Download { received: 3, length: None, .. }");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_packed_is_streamed_to_whoever_asks_for_that() {
    let head = vec![("content-encoding", "gzip".to_owned())];
    let client = Script::new(&[
        Scripted::Status(200, head.clone(), "abc".to_owned()),
        Scripted::Status(200, head, "abc".to_owned()),
    ])
    .client();
    let request = || client.request::<()>(Method::GET, "/file");
    let error = request().send_stream().await.expect_err("nobody unpacks it");
    let expected = "the call succeeded (200), but its response did not decode: the body is packed in a way that nobody asked for, \
                    `gzip`: an HTTP client that unpacks it is set by `ClientBuilder::http_client`";
    assert_eq!(chain(&error), expected);
    let asked = request().with_header("accept-encoding", "gzip").send_stream().await;
    let mut download = asked.expect("it was asked for");
    assert_eq!(download.try_next().await.expect("it is there").as_deref(), Some(b"abc".as_slice()));
}
