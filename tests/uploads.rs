//! Bodies that are read as they are sent: from files, readers and streams.

use std::{
    collections::VecDeque,
    fs,
    io::{self, Read},
    sync::{Arc, Mutex},
};

use futures::{StreamExt as _, TryStreamExt as _, stream};
use intercom_client::{
    Bytes, Client, Error, File, Method, Request, Retry, StatusCode, Transport, TransportError, TransportFuture,
    TransportRequest, TransportResponse, Untyped, Upload,
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::memory::{Script, status};
use crate::wire::chain;

/// What a server does with one request.
#[derive(Clone, Copy)]
enum Does {
    /// It is not there: nothing of the request is read.
    Nothing,
    /// It reads all of it, and responds with a status.
    Responds(u16),
}

/// A server in memory, with what it has read.
#[derive(Clone, Default)]
struct Server {
    does: Arc<Mutex<VecDeque<Does>>>,
    read: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(does: &[Does]) -> Self {
        Self { does: Arc::new(Mutex::new(does.iter().copied().collect())), ..Self::default() }
    }

    fn read(&self) -> Vec<String> {
        self.read.lock().expect("nothing panicked").clone()
    }

    fn client(&self) -> Client {
        let builder = Client::builder().token("t").base_url("https://api.example.com").transport(self.clone());
        builder.retry(at_once()).build().expect("it is fine")
    }
}

fn at_once() -> Retry {
    Retry::default().min_delay(std::time::Duration::ZERO).max_delay(std::time::Duration::ZERO)
}

impl Transport for Server {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let does = self.does.lock().expect("nothing panicked").pop_front().expect("no more is sent");
        Box::pin(async move {
            let Does::Responds(status) = does else { return Err(TransportError::connect("nobody is there")) };
            let upload = request.upload.expect("it is one");
            let pieces: Vec<Bytes> = upload.pieces().try_collect().await.map_err(TransportError::broken)?;
            let body = String::from_utf8(pieces.concat()).expect("it is text");
            self.read.lock().expect("nothing panicked").push(body);
            Ok(TransportResponse::new(StatusCode::from_u16(status).expect("it is one"), ""))
        })
    }

    fn sends_uploads(&self) -> bool {
        true
    }
}

fn put(client: &Client, upload: Upload) -> Request<Untyped<()>> {
    client.request(Method::PUT, "/files").with_upload(upload, "text/plain")
}

/// What is read once: `abc`, in two pieces.
fn once() -> Upload {
    Upload::stream(stream::iter(["ab", "c"].map(Ok::<_, io::Error>)))
}

/// What is told of an upload's progress.
fn watched(upload: Upload) -> (Upload, Arc<Mutex<Vec<u64>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    (upload.with_progress(move |sent| tell.lock().expect("nothing panicked").push(sent)), told)
}

fn all(told: &Mutex<Vec<u64>>) -> Vec<u64> {
    told.lock().expect("nothing panicked").clone()
}

#[tokio::test]
async fn whatever_can_be_read_is_sent_and_its_progress_told() {
    let path = std::env::temp_dir().join(format!("upload-{}.txt", std::process::id()));
    fs::write(&path, "abc").expect("it can be written");
    let opened = fs::File::open(&path).expect("it is there");
    for (upload, length, progress) in [
        (Upload::from("abc"), Some(3), vec![3]),
        (Upload::file(&path).expect("it is there"), Some(3), vec![3]),
        (Upload::reader(opened), None, vec![3]),
        (Upload::async_reader(b"abc".as_slice()), None, vec![3]),
        (once(), None, vec![2, 3]),
        (Upload::again(|| Ok(once())).with_length(3), Some(3), vec![2, 3]),
        (Upload::from(vec![b'x'; 70_000]), Some(70_000), vec![65_536, 70_000]),
    ] {
        assert_eq!(upload.length(), length);
        let (upload, told) = watched(upload);
        let server = Server::new(&[Does::Responds(204)]);
        put(&server.client(), upload).send().await.expect("it is sent");
        let read = server.read();
        assert!(read == ["abc"] || read == ["x".repeat(70_000)], "{read:?}");
        assert_eq!(all(&told), progress);
    }
    fs::remove_file(&path).expect("it is there");
    let error = Upload::file(&path).expect_err("it is gone");
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

#[tokio::test]
async fn what_is_read_once_is_sent_once() {
    for failed in [503, 429, 401] {
        let server = Server::new(&[Does::Responds(failed)]);
        let request = put(&server.client(), once());
        let error = request.clone().send().await.expect_err("the server says no");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(failed), "{error}");
        assert_eq!(server.read(), ["abc"]);
        let error = request.send().await.expect_err("it was sent");
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        assert!(error.to_string().contains("`Upload::again`"), "{error}");
    }
}

#[tokio::test]
async fn what_nobody_has_read_can_still_be_sent() {
    let server = Server::new(&[Does::Nothing, Does::Responds(204)]);
    let (upload, told) = watched(once());
    put(&server.client(), upload).send().await.expect("the second try is");
    assert_eq!((server.read(), all(&told)), (vec!["abc".to_owned()], vec![2, 3]));
}

#[tokio::test]
async fn what_is_made_again_is_sent_again_from_its_beginning() {
    let server = Server::new(&[Does::Responds(503), Does::Responds(204)]);
    let (upload, told) = watched(Upload::again(|| Ok(once())));
    put(&server.client(), upload).send().await.expect("the second try is");
    assert_eq!((server.read(), all(&told)), (vec!["abc".to_owned(); 2], vec![2, 3, 2, 3]));
}

#[tokio::test]
async fn what_is_made_tells_its_progress_and_keeps_to_its_length() {
    let (made, of_made) = watched(once().with_length(3));
    let (upload, told) = watched(Upload::again(move || Ok(made.clone())));
    // Nobody knows the length before it is made.
    assert_eq!(upload.length(), None);
    let server = Server::new(&[Does::Responds(204)]);
    put(&server.client(), upload).send().await.expect("it is sent");
    assert_eq!((all(&of_made), all(&told)), (vec![2, 3], vec![2, 3]));
    // One in the other tells each try, as a file does.
    let path = std::env::temp_dir().join(format!("made-again-{}.txt", std::process::id()));
    fs::write(&path, "abc").expect("it can be written");
    let (file, of_file) = watched(Upload::file(&path).expect("it is there"));
    let (upload, told) = watched(Upload::again(move || Ok(file.clone())).with_length(3));
    let server = Server::new(&[Does::Responds(503), Does::Responds(204)]);
    put(&server.client(), upload).send().await.expect("the second try is");
    assert_eq!((server.read(), all(&of_file), all(&told)), (vec!["abc".to_owned(); 2], vec![3, 3], vec![3, 3]));
    fs::remove_file(&path).expect("it is there");
    for (made, said, expected) in [
        (2, None, "there is more to send than its length says"),
        (4, None, "there is less to send than its length says"),
        (4, Some(3), "4 bytes were made for an upload whose length is 3"),
    ] {
        let (upload, told) = watched(Upload::again(move || Ok(once().with_length(made))));
        let upload = said.into_iter().fold(upload, Upload::with_length);
        let server = Server::new(&[Does::Responds(204)]);
        let request = put(&server.client(), upload).with_retry(Retry::none());
        let error = request.send().await.expect_err("the lengths differ");
        assert_eq!(chain(&error).split(": ").last(), Some(expected));
        assert!(all(&told).iter().all(|sent| *sent < made), "{:?}", all(&told));
    }
}

#[tokio::test]
async fn a_stream_that_fails_breaks_the_call() {
    let server = Server::new(&[Does::Responds(204)]);
    let pieces = [Ok(Bytes::from("ab")), Err(io::Error::other("the disk is gone")), Ok(Bytes::from("c"))];
    let error = put(&server.client(), Upload::stream(stream::iter(pieces))).send().await.expect_err("it broke");
    assert!(matches!(error, Error::Transport(_)) && chain(&error).contains("the disk is gone"), "{}", chain(&error));
    assert_eq!(server.read(), Vec::<String>::new());
}

#[tokio::test]
async fn a_transport_that_knows_no_uploads_is_not_given_one() {
    let script = Script::new(&[status(204)]);
    let error = put(&script.client(), once()).send().await.expect_err("it is refused");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
    assert!(error.to_string().contains("`Transport::sends_uploads`"), "{error}");
    assert_eq!(script.seen().len(), 0);
    put(&script.client(), Upload::from("abc")).send().await.expect("that is in memory");
    assert_eq!(script.seen()[0].request.body.as_deref(), Some(b"abc".as_slice()));
}

#[tokio::test]
async fn a_dry_run_reads_nothing_and_says_what_would_be_read() {
    let server = Server::new(&[Does::Responds(204)]);
    let request = put(&server.client(), once());
    let shown = request.dry_run().expect("it is fine").to_string();
    assert!(shown.ends_with("\n\n(bytes that are read as they are sent)"), "{shown}");
    let known = put(&server.client(), once().with_length(3)).dry_run().expect("it is fine");
    assert!(known.to_string().ends_with("\n\n(3 bytes, read as they are sent)"), "{known}");
    assert_eq!((known.body(), known.upload().and_then(|upload| upload.length())), (b"".as_slice(), Some(3)));
    let error = request.to_http().await.expect_err("there are no bytes to return");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
    let error = put(&server.client(), once()).with_body_field("a", 1).send().await.expect_err("it is no JSON");
    assert!(error.to_string().contains("so it has no field `a`"), "{error}");
    request.send().await.expect("nothing of it was read");
    assert_eq!(server.read(), ["abc"]);
}

/// A part of a form keeps its place between the others.
#[tokio::test]
async fn a_form_has_parts_in_memory_and_parts_that_are_read() {
    let server = Server::new(&[Does::Responds(204)]);
    let request = server.client().request::<()>(Method::POST, "/files").with_part("a", 1);
    let request = request.with_file("b", File::new("b.txt", once())).with_file("c", File::new("c.txt", "def"));
    request.send().await.expect("it is sent");
    let body = server.read().remove(0);
    let boundary = body.lines().next().expect("it begins with its boundary").to_owned();
    let parts: Vec<&str> = body.split(&boundary).collect();
    let heads = ["a\"\r\n\r\n1", "b\"; filename=\"b.txt\"", "c\"; filename=\"c.txt\""];
    assert_eq!((parts.len(), parts[0], parts[4]), (5, "", "--\r\n"), "{body}");
    for (part, head) in parts[1..].iter().zip(heads) {
        assert!(part.starts_with(&format!("\r\nContent-Disposition: form-data; name=\"{head}")), "{part}");
    }
    assert!(parts[2].ends_with("\r\n\r\nabc\r\n") && parts[3].ends_with("\r\n\r\ndef\r\n"), "{body}");
}

/// Through reqwest and a socket: with its length where that is known, else in chunks.
#[tokio::test]
async fn a_server_gets_the_length_or_chunks() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let client = Client::builder().token("t").base_url(server.uri()).build().expect("it is fine");
    put(&client, once().with_length(3)).send().await.expect("it is sent");
    put(&client, once()).send().await.expect("it is sent");
    let large = stream::iter(0..100_u8).map(|byte| Ok::<_, io::Error>(vec![byte; 10_000]));
    put(&client, Upload::stream(large)).send().await.expect("it is sent");
    let requests = server.received_requests().await.expect("they are recorded");
    let header = |index: usize, name: &str| {
        requests[index].headers.get(name).map(|value| value.to_str().expect("it is text").to_owned())
    };
    assert_eq!((header(0, "content-length").as_deref(), header(0, "transfer-encoding")), (Some("3"), None));
    assert_eq!((header(1, "content-length"), header(1, "transfer-encoding").as_deref()), (None, Some("chunked")));
    assert_eq!((requests[0].body.as_slice(), requests[1].body.as_slice()), (b"abc".as_slice(), b"abc".as_slice()));
    assert_eq!((requests[2].body.len(), requests[2].body[999_999]), (1_000_000, 99));
    assert_eq!(header(0, "content-type").as_deref(), Some("text/plain"));
    // What breaks its word about its length breaks the connection, and nothing more is sent.
    for wrong in [4, 2] {
        let error = put(&client, once().with_length(wrong)).send().await.expect_err("it is of another length");
        assert!(matches!(error, Error::Transport(_)), "{wrong}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file_with_a_length() {
    let error = Upload::file("/dev/null").expect_err("it has no length");
    assert_eq!(error.to_string(), "/dev/null is no regular file: send it by `Upload::reader`");
}

#[test]
fn a_blocking_program_sends_what_a_reader_reads() {
    let server = Server::new(&[Does::Responds(204)]);
    let reader = io::Cursor::new("ab").chain(io::Cursor::new("c"));
    put(&server.client(), Upload::reader(reader)).send_blocking().expect("it is sent");
    assert_eq!(server.read(), ["abc"]);
}

#[test]
fn what_is_read_is_shown_nowhere() {
    let upload = Upload::from("secret");
    assert_eq!(format!("{upload:?}"), "Upload { length: Some(6), .. }");
    let request = put(&Server::default().client(), once());
    assert!(format!("{request:?}").contains("upload: Some(UploadBody { length: None, .. })"), "{request:?}");
}
