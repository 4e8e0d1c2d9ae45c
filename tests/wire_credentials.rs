//! Which credential each request of a description carries, and where, as it comes over the wire: four servers on loopback, each of
//! them an origin of its own, and the client's own HTTP client before them.
//!
//! Compiled by `generated_crates.rs` against the client of the golden case that `wire_security.rs` is about, with its servers
//! on this machine.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use request_without_a_body::{Client as Open, TokenError as OpenTokenError, token_source::from_fn as from_open_fn};
use security_on_loopback::{Client, ClientBuilder, Error, Retry, TokenError, TokenSource, token_source::from_fn};

/// The servers of the description: what they are called here, and their ports.
const SERVERS: [(&str, u16); 4] = [("home", 21_871), ("uploads", 21_872), ("files", 21_873), ("storage", 21_874)];

/// What the servers saw, in the order in which it came, and what they respond with next; with nothing left, 204.
#[derive(Clone, Default)]
struct Seen {
    requests: Arc<Mutex<Vec<String>>>,
    responses: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

impl Seen {
    fn start() -> Self {
        let seen = Self::default();
        for (name, port) in SERVERS {
            seen.listen(name, listener(port));
        }
        seen
    }

    fn listen(&self, name: &'static str, listener: TcpListener) {
        let seen = self.clone();
        thread::spawn(move || listener.incoming().flatten().for_each(|stream| seen.serve(name, &stream)));
    }

    /// Responds to one request, and closes the connection.
    fn serve(&self, name: &str, mut stream: &TcpStream) {
        let mut lines = BufReader::new(stream).lines().map(|line| line.expect("it is text"));
        let first = lines.next().expect("there is a request");
        let mut noted = format!("{name} {}", first.strip_suffix(" HTTP/1.1").expect("it is HTTP"));
        for header in lines.take_while(|line| !line.is_empty()) {
            let (name, _) = header.split_once(':').expect("it is a header");
            if !matches!(name, "user-agent" | "accept" | "content-length" | "host") {
                noted.push_str(&format!(" | {header}"));
            }
        }
        self.requests.lock().expect("nothing panicked").push(noted);
        let (status, location) = self.responses.lock().expect("nothing panicked").pop_front().unwrap_or((204, ""));
        let location = if location.is_empty() { String::new() } else { format!("location: {location}\r\n") };
        let length = if status == 204 { "" } else { "content-length: 0\r\n" };
        let response = format!("HTTP/1.1 {status} X\r\n{length}connection: close\r\n{location}\r\n");
        stream.write_all(response.as_bytes()).expect("the client is there");
    }
}

/// Listens at a port, as soon as nobody else does: another run of this test may.
fn listener(port: u16) -> TcpListener {
    for _ in 0..600 {
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return listener;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("the port {port} is in use");
}

/// A call: of which operation, what the servers respond with, what they see, and what comes of it: nothing for a success, the
/// status of an error response, or why it was not sent.
struct Row {
    operation: &'static str,
    responses: &'static [(u16, &'static str)],
    seen: &'static [&'static str],
    outcome: &'static str,
}

const fn row(operation: &'static str, seen: &'static [&'static str]) -> Row {
    Row { operation, responses: &[], seen, outcome: "" }
}

const fn refused(operation: &'static str, outcome: &'static str) -> Row {
    Row { operation, responses: &[], seen: &[], outcome }
}

const FOREIGN: &str = "invalid request: `upload` asks for a credential and goes to http://127.0.0.1:21872, but the client's \
                       credentials go to http://127.0.0.1:21871: where http://127.0.0.1:21872 may have them, say so with \
                       `ClientBuilder::credentials_for(\"http://127.0.0.1:21872\")`, or for all apps with \
                       `credential-origins = [\"http://127.0.0.1:21872\"]` under `[client]` of codegen.toml";

/// Of a client that has a credential for each scheme.
const WITH_ALL: &[Row] = &[
    row("login", &["home POST /login"]),
    row("inherited", &["home GET /inherited | authorization: Bearer tok"]),
    row("change", &["home POST /inherited | authorization: Bearer tok"]),
    row("basic", &["home GET /basic | authorization: Basic bWU6cHc="]),
    row("header", &["home GET /header | x-key: kkk"]),
    row("query", &["home GET /query?key=qqq%26"]),
    row("cookie", &["home GET /cookie | cookie: sid=ccc"]),
    row("several", &["home GET /several | authorization: Bearer tok | x-key: kkk | cookie: sid=ccc"]),
    row("choice", &["home GET /choice | authorization: Basic bWU6cHc="]),
    row("optional", &["home GET /optional | authorization: Bearer ggg"]),
    row("identified", &["home GET /identified | authorization: Bearer iii"]),
    // Servers of their own: one that is not named, one that `credential-origins` names, one for which nothing is asked, and
    // another path of the client's own.
    refused("upload", FOREIGN),
    row("trusted", &["files PUT /v1/trusted | authorization: Basic bWU6cHc="]),
    row("public", &["storage GET /public"]),
    row("below", &["home GET /v2/below | authorization: Bearer tok"]),
    // Redirects within the origin.
    Row {
        operation: "query",
        responses: &[(307, "/there?x=1&key=old"), (308, "http://127.0.0.1:21871/twice")],
        seen: &["home GET /query?key=qqq%26", "home GET /there?x=1&key=qqq%26", "home GET /twice?key=qqq%26"],
        outcome: "",
    },
    Row {
        operation: "several",
        responses: &[(302, "there")],
        seen: &[
            "home GET /several | authorization: Bearer tok | x-key: kkk | cookie: sid=ccc",
            "home GET /there | authorization: Bearer tok | x-key: kkk | cookie: sid=ccc",
        ],
        outcome: "",
    },
    Row {
        operation: "trusted",
        responses: &[(307, "/v2/trusted")],
        seen: &[
            "files PUT /v1/trusted | authorization: Basic bWU6cHc=",
            "files PUT /v2/trusted | authorization: Basic bWU6cHc=",
        ],
        outcome: "",
    },
    Row {
        operation: "login",
        responses: &[(307, "/login2")],
        seen: &["home POST /login", "home POST /login2"],
        outcome: "",
    },
    // To another one, whoever that is: a stranger, one that is named, the client's own from there, the same by another name.
    Row {
        operation: "several",
        responses: &[(307, "http://127.0.0.1:21872/x")],
        seen: &["home GET /several | authorization: Bearer tok | x-key: kkk | cookie: sid=ccc"],
        outcome: "307",
    },
    Row {
        operation: "query",
        responses: &[(307, "http://127.0.0.1:21873/v1/x")],
        seen: &["home GET /query?key=qqq%26"],
        outcome: "307",
    },
    Row {
        operation: "trusted",
        responses: &[(308, "http://127.0.0.1:21871/x")],
        seen: &["files PUT /v1/trusted | authorization: Basic bWU6cHc="],
        outcome: "308",
    },
    Row {
        operation: "cookie",
        responses: &[(302, "http://localhost:21871/x")],
        seen: &["home GET /cookie | cookie: sid=ccc"],
        outcome: "302",
    },
    Row {
        operation: "public",
        responses: &[(302, "http://127.0.0.1:21871/x")],
        seen: &["storage GET /public"],
        outcome: "302",
    },
    // Tries.
    Row {
        operation: "several",
        responses: &[(503, ""), (429, "")],
        seen: &["home GET /several | authorization: Bearer tok | x-key: kkk | cookie: sid=ccc"; 3],
        outcome: "",
    },
    Row {
        operation: "query",
        responses: &[(503, ""), (307, "/there"), (503, "")],
        seen: &[
            "home GET /query?key=qqq%26",
            "home GET /query?key=qqq%26",
            "home GET /there?key=qqq%26",
            "home GET /query?key=qqq%26",
        ],
        outcome: "",
    },
    Row {
        operation: "change",
        responses: &[(503, "")],
        seen: &["home POST /inherited | authorization: Bearer tok"],
        outcome: "503",
    },
    // A token that does not change is not sent again.
    Row {
        operation: "inherited",
        responses: &[(401, "")],
        seen: &["home GET /inherited | authorization: Bearer tok"],
        outcome: "401",
    },
];

/// Of a client that has none.
const WITH_NONE: &[Row] = &[
    row("login", &["home POST /login"]),
    row("public", &["storage GET /public"]),
    row("optional", &["home GET /optional"]),
    refused(
        "inherited",
        "invalid request: `inherited` asks for a credential that the client does not have, of the scheme `session` \
         (`ClientBuilder::token`)",
    ),
    refused(
        "query",
        "invalid request: `query` asks for a credential that the client does not have, of the scheme `in-query` \
         (`ClientBuilder::in_query`)",
    ),
    refused(
        "choice",
        "invalid request: `choice` asks for a credential that the client does not have, of the scheme `staff` \
         (`ClientBuilder::staff(user, password)`), or of `in header` (`ClientBuilder::in_header`) and `in-query` (`ClientBuilder::in_query`)",
    ),
    refused(
        "upload",
        "invalid request: `upload` asks for a credential that the client does not have, of the scheme `session` \
         (`ClientBuilder::token`)",
    ),
];

/// Of a client whose credentials go to the foreign server, too.
const WITH_UPLOADS: &[Row] = &[
    row("upload", &["uploads PUT /upload | authorization: Bearer tok"]),
    row("inherited", &["home GET /inherited | authorization: Bearer tok"]),
    row("public", &["storage GET /public"]),
    // The app names where an operation may carry it, and not where a redirect may lead.
    Row {
        operation: "inherited",
        responses: &[(307, "http://127.0.0.1:21872/upload")],
        seen: &["home GET /inherited | authorization: Bearer tok"],
        outcome: "307",
    },
];

/// Of a client whose token comes from a source that gives `tok1`, `tok2`, …; with how often it is asked.
const WITH_SOURCE: &[(usize, Row)] = &[
    (1, row("inherited", &["home GET /inherited | authorization: Bearer tok1"])),
    (1, row("several", &["home GET /several | authorization: Bearer tok1 | x-key: kkk | cookie: sid=ccc"])),
    (1, row("below", &["home GET /v2/below | authorization: Bearer tok1"])),
    (0, row("login", &["home POST /login"])),
    (0, row("basic", &["home GET /basic | authorization: Basic bWU6cHc="])),
    (0, row("optional", &["home GET /optional | authorization: Bearer ggg"])),
    (0, row("public", &["storage GET /public"])),
    (0, refused("upload", FOREIGN)),
    // It is asked at each try, after a redirect not again, and after a 401 once more, whatever the method.
    (
        3,
        Row {
            operation: "several",
            responses: &[(503, ""), (401, "")],
            seen: &[
                "home GET /several | authorization: Bearer tok1 | x-key: kkk | cookie: sid=ccc",
                "home GET /several | authorization: Bearer tok2 | x-key: kkk | cookie: sid=ccc",
                "home GET /several | authorization: Bearer tok3 | x-key: kkk | cookie: sid=ccc",
            ],
            outcome: "",
        },
    ),
    (
        1,
        Row {
            operation: "inherited",
            responses: &[(307, "/v2/inherited")],
            seen: &[
                "home GET /inherited | authorization: Bearer tok1",
                "home GET /v2/inherited | authorization: Bearer tok1",
            ],
            outcome: "",
        },
    ),
    (
        2,
        Row {
            operation: "change",
            responses: &[(401, ""), (401, "")],
            seen: &[
                "home POST /inherited | authorization: Bearer tok1",
                "home POST /inherited | authorization: Bearer tok2",
            ],
            outcome: "401",
        },
    ),
    (
        1,
        Row {
            operation: "inherited",
            responses: &[(307, "http://127.0.0.1:21874/x")],
            seen: &["home GET /inherited | authorization: Bearer tok1"],
            outcome: "307",
        },
    ),
];

/// Of a client that has a source for each scheme, which gives its own name, a letter of it three times, and how often it was
/// asked.
const WITH_SOURCES: &[Row] = &[
    row("login", &["home POST /login"]),
    row("inherited", &["home GET /inherited | authorization: Bearer sss1"]),
    row("basic", &["home GET /basic | authorization: Basic bWU6cHcx"]),
    row("header", &["home GET /header | x-key: kkk1"]),
    row("query", &["home GET /query?key=qqq1"]),
    row("cookie", &["home GET /cookie | cookie: sid=ccc1"]),
    row("optional", &["home GET /optional | authorization: Bearer ggg1"]),
    row("identified", &["home GET /identified | authorization: Bearer iii1"]),
    refused("upload", FOREIGN),
    // Each of those that a request carries is asked at each try, and once more where one of them may have been refused.
    Row {
        operation: "several",
        responses: &[(503, ""), (401, "")],
        seen: &[
            "home GET /several | authorization: Bearer sss1 | x-key: kkk1 | cookie: sid=ccc1",
            "home GET /several | authorization: Bearer sss2 | x-key: kkk2 | cookie: sid=ccc2",
            "home GET /several | authorization: Bearer sss3 | x-key: kkk3 | cookie: sid=ccc3",
        ],
        outcome: "",
    },
    Row {
        operation: "query",
        responses: &[(401, "")],
        seen: &["home GET /query?key=qqq1", "home GET /query?key=qqq2"],
        outcome: "",
    },
];

/// Of a client with an HTTP client that follows redirects.
const STRAYS: Row = Row {
    operation: "header",
    responses: &[(307, "http://127.0.0.1:21872/x")],
    // It says where it comes from, too.
    seen: &["home GET /header | x-key: kkk", "uploads GET /x | x-key: kkk | referer: http://127.0.0.1:21871/header"],
    outcome: "the response is that of another server",
};

#[tokio::test]
async fn each_request_carries_its_credential_where_the_description_says_and_nowhere_else() {
    let seen = Seen::start();
    for (builder, rows) in [
        (with_all(), WITH_ALL),
        (Client::builder(), WITH_NONE),
        (with_all().credentials_for("http://127.0.0.1:21872"), WITH_UPLOADS),
    ] {
        let client = builder.retry(at_once()).build().expect("the settings are fine");
        for row in rows {
            check(&client, row, &seen).await;
        }
    }
    for (times, row) in WITH_SOURCE {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let source = from_fn(move || Ok::<_, TokenError>(format!("tok{}", counted.fetch_add(1, Ordering::SeqCst) + 1)));
        let client = with_all().token_source(source).retry(at_once()).build().expect("the settings are fine");
        check(&client, row, &seen).await;
        assert_eq!(asked.load(Ordering::SeqCst), *times, "how often the source is asked for `{}`", row.operation);
    }
    for row in WITH_SOURCES {
        let client = with_sources().retry(at_once()).build().expect("the settings are fine");
        check(&client, row, &seen).await;
    }
    // An HTTP client of the app's that follows redirects takes a key in a header along, once.
    let http = security_on_loopback::reqwest::Client::new();
    let client = with_all().http_client(http).retry(at_once()).build().expect("the settings are fine");
    check(&client, &STRAYS, &seen).await;
    // One that fails: nothing is sent.
    let source = from_fn(|| Err::<String, _>(TokenError::new("no luck")));
    let client = with_all().token_source(source).retry(at_once()).build().expect("the settings are fine");
    check(&client, &refused("inherited", "there is no token, and nothing was sent"), &seen).await;
}

fn with_all() -> ClientBuilder {
    let builder = Client::builder().session("tok").staff("me", "pw").in_header("kkk").in_query("qqq&").in_cookie("ccc");
    builder.granted("ggg").identity("iii")
}

/// A source that gives a text, and how often it was asked.
fn counting(text: &'static str) -> impl TokenSource {
    let asked = AtomicUsize::new(0);
    from_fn(move || Ok::<_, TokenError>(format!("{text}{}", asked.fetch_add(1, Ordering::SeqCst) + 1)))
}

fn with_sources() -> ClientBuilder {
    let builder = Client::builder().session_source(counting("sss")).staff_source(counting("me:pw"));
    let builder = builder.in_header_source(counting("kkk")).in_query_source(counting("qqq"));
    let builder = builder.in_cookie_source(counting("ccc")).granted_source(counting("ggg"));
    builder.identity_source(counting("iii"))
}

/// Tries without a wait between them.
fn at_once() -> Retry {
    Retry::default().min_delay(Duration::ZERO).max_delay(Duration::ZERO)
}

async fn check(client: &Client, row: &Row, seen: &Seen) {
    let Row { operation, responses, .. } = *row;
    *seen.responses.lock().expect("nothing panicked") = responses.iter().copied().collect();
    let outcome = match call(client, operation).await {
        Ok(()) => String::new(),
        Err(Error::Api(error)) => error.status().as_u16().to_string(),
        Err(error) => error.to_string(),
    };
    let requests = std::mem::take(&mut *seen.requests.lock().expect("nothing panicked"));
    assert_eq!(requests, row.seen, "`{operation}`, with the responses {responses:?}");
    assert_eq!(outcome, row.outcome, "`{operation}`, with the responses {responses:?}");
}

async fn call(client: &Client, operation: &str) -> Result<(), Error> {
    let pets = client.pets();
    match operation {
        "login" => pets.login().send().await.map(drop),
        "inherited" => pets.inherited().send().await.map(drop),
        "change" => pets.change().send().await.map(drop),
        "basic" => pets.basic().send().await.map(drop),
        "header" => pets.header().send().await.map(drop),
        "query" => pets.query().send().await.map(drop),
        "cookie" => pets.cookie().send().await.map(drop),
        "several" => pets.several().send().await.map(drop),
        "choice" => pets.choice().send().await.map(drop),
        "optional" => pets.optional().send().await.map(drop),
        "identified" => pets.identified().send().await.map(drop),
        "upload" => pets.upload().send().await.map(drop),
        "trusted" => pets.trusted().send().await.map(drop),
        "public" => pets.public().send().await.map(drop),
        "below" => pets.below().send().await.map(drop),
        other => panic!("there is no operation `{other}`"),
    }
}

/// A description without a scheme: the setters of a token are there, since an app may be written for several clients.
#[tokio::test]
async fn a_token_goes_nowhere_where_the_description_knows_no_credential() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let base_url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let seen = Seen::default();
    seen.listen("open", listener);
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let source = from_open_fn(move || Ok::<_, OpenTokenError>(format!("tok{}", counted.fetch_add(1, Ordering::SeqCst))));
    let with_token = Open::builder().token("tok").base_url(&base_url).build().expect("a token does no harm");
    let without = Open::builder().base_url(&base_url).build().expect("none is needed");
    let with_source = Open::builder().token_source(source).base_url(&base_url).build().expect("it does no harm");
    for client in [&with_token, &without, &without.with_token("tok"), &with_source] {
        client.things().get("1").send().await.expect("it succeeds");
        client.things().get("1").with_token("tok").send().await.expect("it succeeds");
        let requests = std::mem::take(&mut *seen.requests.lock().expect("nothing panicked"));
        assert_eq!(requests, ["open GET /things/1"; 2], "{client:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    // Nor is one refused that could not be sent.
    for unfit in ["", "Bearer tok", "a\nb"] {
        Open::builder().token(unfit).build().expect("nobody looks at it");
    }
    let error = Open::from_env().expect_err("no variable is known");
    assert_eq!(error.to_string(), "no environment variable is known for the token: pass one to `ClientBuilder::token`");
}
