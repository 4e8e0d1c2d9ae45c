//! A server on loopback that has every byte of its responses in its own hands: it can be slow, break off, or never end.

#![allow(dead_code, reason = "each test file that includes this uses its own part of it")]

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// A request as the server read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Received {
    /// The first line and the headers, as they came.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// The method and the target, as in `GET /pages?page=1`.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().and_then(|line| line.strip_suffix(" HTTP/1.1")).expect("it is HTTP")
    }
}

/// What the server does after it has read a request: it writes some pieces, with a pause before each, and ends so.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pieces: Vec<Vec<u8>>,
    pause: Duration,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    /// The connection is there for the next request.
    KeepsOpen,
    /// The connection is closed in good order.
    Closes,
    /// The connection is reset, as by a server that was killed.
    Resets,
    /// So many bytes more are written, as long as somebody takes them.
    Floods(u64),
}

impl Reply {
    /// These bytes, whatever they are.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { pieces: vec![bytes.into()], pause: Duration::ZERO, end: End::KeepsOpen }
    }

    /// A whole response; `headers` are lines without their ends.
    pub(crate) fn new(status: u16, headers: &[&str], body: &str) -> Self {
        // A 204 has neither a body nor its length (RFC 9110, 8.6).
        let length = if status == 204 { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        Self::raw(format!("{}{length}\r\n{body}", head(status, headers)))
    }

    pub(crate) fn json(status: u16, body: impl ToString) -> Self {
        Self::new(status, &["content-type: application/json"], &body.to_string())
    }

    /// A whole response in chunks of so many bytes, each in a piece of its own.
    pub(crate) fn chunked(status: u16, body: &str, size: usize) -> Self {
        let mut reply = Self::raw(format!("{}transfer-encoding: chunked\r\n\r\n", head(status, &[])));
        let chunks = body.as_bytes().chunks(size).chain([[].as_slice()]);
        reply.pieces.extend(chunks.map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()));
        reply
    }

    /// The beginning of a response, which promises so many bytes; they come until nobody takes them any more.
    pub(crate) fn flood(status: u16, bytes: u64) -> Self {
        let head = format!("{}content-length: {bytes}\r\n\r\n", head(status, &[]));
        Self { end: End::Floods(bytes), ..Self::raw(head) }
    }

    /// The beginning of a header of so many bytes; they come until nobody takes them any more.
    pub(crate) fn endless_head(bytes: u64) -> Self {
        Self { end: End::Floods(bytes), ..Self::raw("HTTP/1.1 200 \r\nx-endless: ") }
    }

    /// Nothing: the connection is closed.
    pub(crate) fn hang_up() -> Self {
        Self { pieces: vec![], pause: Duration::ZERO, end: End::Closes }
    }

    /// Nothing: the connection is reset.
    pub(crate) fn reset() -> Self {
        Self { end: End::Resets, ..Self::hang_up() }
    }

    /// The same, with a pause before each piece.
    pub(crate) fn pausing(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// The same in pieces of so many bytes.
    pub(crate) fn in_pieces_of(self, size: usize) -> Self {
        let bytes = self.pieces.concat();
        Self { pieces: bytes.chunks(size).map(<[u8]>::to_vec).collect(), ..self }
    }

    /// The same in two pieces, of which the second begins at a byte.
    pub(crate) fn split_at(self, byte: usize) -> Self {
        let bytes = self.pieces.concat();
        let (first, second) = bytes.split_at(byte);
        Self { pieces: vec![first.to_vec(), second.to_vec()], ..self }
    }

    /// The first so many bytes of it; then the connection is closed.
    pub(crate) fn cut_off_at(self, byte: usize) -> Self {
        let mut bytes = self.pieces.concat();
        bytes.truncate(byte);
        Self { pieces: vec![bytes], end: End::Closes, ..self }
    }

    /// The bytes that are written.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.pieces.concat()
    }
}

fn head(status: u16, headers: &[&str]) -> String {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!("HTTP/1.1 {status} \r\n{headers}")
}

fn next(replies: &mut VecDeque<Reply>) -> Reply {
    match replies.len() {
        1 => replies[0].clone(),
        _ => replies.pop_front().expect("a script has a reply"),
    }
}

/// The server.
#[derive(Clone)]
pub(crate) struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    reply: Box<dyn Fn(&Received) -> Reply + Send + Sync>,
    received: Mutex<Vec<Received>>,
    connections: AtomicUsize,
    flooded: AtomicU64,
    flood_ended: AtomicBool,
}

impl Server {
    /// Replies to each request as a function says.
    pub(crate) async fn start(reply: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let state = Arc::new(State {
            reply: Box::new(reply),
            received: Mutex::default(),
            connections: AtomicUsize::new(0),
            flooded: AtomicU64::new(0),
            flood_ended: AtomicBool::new(false),
        });
        let server = Self { address, state: Arc::clone(&state) };
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("connections can be accepted");
                state.connections.fetch_add(1, SeqCst);
                // A client may hang up at any time.
                tokio::spawn(serve(stream, Arc::clone(&state)));
            }
        });
        server
    }

    /// Sends the replies one by one, the last one for ever.
    pub(crate) async fn with_script(replies: Vec<Reply>) -> Self {
        let replies = Mutex::new(VecDeque::from(replies));
        Self::start(move |_| next(&mut replies.lock().expect("nothing panicked"))).await
    }

    /// Sends each request the replies that are for its method and target, one by one, the last one for ever.
    pub(crate) async fn with_scripts(scripts: impl Iterator<Item = (&'static str, Vec<Reply>)>) -> Self {
        let scripts: BTreeMap<_, _> = scripts.map(|(line, replies)| (line, VecDeque::from(replies))).collect();
        let scripts = Mutex::new(scripts);
        Self::start(move |received| {
            let mut scripts = scripts.lock().expect("nothing panicked");
            next(scripts.get_mut(received.line()).expect("the request is expected"))
        })
        .await
    }

    pub(crate) fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests, in the order in which they came.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.received.lock().expect("nothing panicked").clone()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(SeqCst)
    }

    /// How many bytes of a flood were taken, by the client or by the buffers between, once it has ended.
    pub(crate) async fn flooded(&self) -> u64 {
        while !self.state.flood_ended.load(SeqCst) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.state.flooded.load(SeqCst)
    }
}

impl State {
    fn reply(&self, received: Received) -> Reply {
        let reply = (self.reply)(&received);
        self.received.lock().expect("nothing panicked").push(received);
        reply
    }
}

/// Serves one connection until one of the two ends it.
async fn serve(mut stream: TcpStream, state: Arc<State>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::new();
    while let Some(received) = read_request(&mut stream, &mut buffer).await? {
        let Reply { pieces, pause, end } = state.reply(received);
        for piece in pieces {
            match pause {
                Duration::ZERO => tokio::task::yield_now().await,
                pause => tokio::time::sleep(pause).await,
            }
            stream.write_all(&piece).await?;
        }
        match end {
            End::KeepsOpen => {}
            End::Closes => return Ok(()),
            End::Resets => return stream.set_zero_linger(),
            End::Floods(bytes) => {
                let flood = flood(&mut stream, bytes, &state.flooded).await;
                state.flood_ended.store(true, SeqCst);
                flood?;
            }
        }
    }
    Ok(())
}

/// Reads one request, of which a part may be in the buffer already; [`None`] where there is no more.
async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<Received>> {
    loop {
        if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().expect("it is a length"));
            let body = end + 4..end + 4 + length;
            if buffer.len() >= body.end {
                let received = Received { head, body: buffer[body.clone()].to_vec() };
                buffer.drain(..body.end);
                return Ok(Some(received));
            }
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

/// Writes so many bytes, or as many as are taken, and counts them.
async fn flood(stream: &mut TcpStream, bytes: u64, written: &AtomicU64) -> io::Result<()> {
    let piece = vec![b'x'; 64 * 1024];
    let mut left = bytes;
    while left > 0 {
        let most = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = stream.write(&piece[..most]).await? as u64;
        written.fetch_add(count, SeqCst);
        left -= count;
    }
    Ok(())
}
