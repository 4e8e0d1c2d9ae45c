//! A server on loopback that knows three responses, and writes each in one piece.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// Starts a server that ends with the process, and returns its base URL.
///
/// # Errors
///
/// No port on loopback.
pub fn start() -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("error: there is no port on loopback")?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let responses = Arc::new(Responses::new());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let responses = Arc::clone(&responses);
            // A connection that breaks is one that its client has left.
            thread::spawn(move || serve(stream, &responses));
        }
    });
    Ok(base_url)
}

/// The responses as they go over the wire.
struct Responses {
    page: Vec<u8>,
    pages: Vec<u8>,
    message: Vec<u8>,
}

impl Responses {
    fn new() -> Self {
        let (page, message) = (page(), message());
        let pages = json!({
            "type": "list",
            "pages": {"type": "pages", "page": 1, "next": null, "per_page": 50, "total_pages": 1},
            "total_count": 50,
            "data": vec![page.clone(); 50],
        });
        Self { page: response(&page), pages: response(&pages), message: response(&message) }
    }

    /// The response to a request by its first line.
    fn to(&self, line: &str) -> &[u8] {
        if line.starts_with("POST ") {
            &self.message
        } else if line.starts_with("GET /ai/external_pages/") {
            &self.page
        } else {
            &self.pages
        }
    }
}

/// An external page.
pub(crate) fn page() -> Value {
    json!({
        "type": "external_page",
        "id": "21",
        "title": "Opening hours",
        "html": "<p>Nine to five.</p><p>On holidays we are closed, and a message waits until the next day.</p>",
        "url": "https://help.example.com/hours",
        "ai_agent_availability": true,
        "ai_copilot_availability": false,
        "fin_availability": true,
        "locale": "en",
        "source_id": 33,
        "external_id": "hours",
        "created_at": 1_750_000_000,
        "updated_at": 1_755_000_000,
        "last_ingested_at": 1_760_000_000,
    })
}

/// A message that was sent.
pub(crate) fn message() -> Value {
    json!({
        "type": "admin_message",
        "id": "2001",
        "created_at": 1_760_000_000,
        "body": "<p>Hello.</p>",
        "message_type": "inapp",
    })
}

fn response(body: &Value) -> Vec<u8> {
    let body = body.to_string();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// Responds to the requests of a connection until it is closed.
fn serve(mut stream: TcpStream, responses: &Responses) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut requests = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        if requests.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            requests.read_line(&mut header)?;
            match header.trim_end().split_once(':') {
                None => break,
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().unwrap_or(0);
                }
                Some(_) => {}
            }
        }
        requests.read_exact(&mut vec![0; length])?;
        stream.write_all(responses.to(&line))?;
    }
}
