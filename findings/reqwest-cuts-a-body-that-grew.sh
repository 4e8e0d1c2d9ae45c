#!/usr/bin/env bash
# reqwest 0.13.5 on hyper 1.12.0, HTTP/1.1: a streamed body that is longer than its Content-Length, as a file that has grown since it was
# measured, is cut at that length, and the call succeeds. Neither the app nor the server learns of it. One that is shorter is an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --name body --vcs none
cat >>Cargo.toml <<'TOML'
futures-util = "=0.3.34"
hyper = "=1.12.0"
reqwest = { version = "=0.13.5", default-features = false, features = ["stream"] }
tokio = { version = "=1.54.1", features = ["macros", "rt"] }
TOML
cat >src/main.rs <<'RS'
use std::{io::{Read, Write}, net::TcpListener, thread};

/// Reads a request whose body has so many bytes, and responds with 204.
fn serve(listener: TcpListener, length: usize) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut read = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let end = read.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4);
        if end.is_some_and(|end| read.len() >= end + length) {
            stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return String::from_utf8(read.split_off(end.unwrap_or(0))).unwrap(),
            Ok(count) => read.extend(&piece[..count]),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for (name, pieces) in [("as long", vec!["abc", "def"]), ("longer", vec!["abc", "def", "ghi"]), ("longer, one piece", vec!["abcdefghi"]), ("shorter", vec!["abc"])] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = thread::spawn(move || serve(listener, 6));
        let stream = futures_util::stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let sent = client.post(url).header("content-length", 6).body(reqwest::Body::wrap_stream(stream)).send().await;
        drop(client);
        let read = server.join().unwrap();
        match sent {
            Ok(response) => println!("{name}: the app gets {}, the server {read:?}", response.status()),
            Err(_) => println!("{name}: the app gets an error"),
        }
    }
}
RS
export CARGO_TARGET_DIR=$folder/target
seen=$(cargo run --quiet)
expected='as long: the app gets 204 No Content, the server "abcdef"
longer: the app gets 204 No Content, the server "abcdef"
longer, one piece: the app gets 204 No Content, the server "abcdef"
shorter: the app gets an error'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "it has changed" >&2; exit 1; }
