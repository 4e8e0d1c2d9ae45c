//! Calls without an async runtime: from plain threads, many at once, and from all threads of a runtime that may wait.

#[path = "support/memory.rs"]
mod memory;
#[path = "support/wire.rs"]
mod wire;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use intercom_client::{
    Client, Error, Request, Retry, StatusCode, Transport, TransportFuture, TransportRequest, TransportResponse,
    operations::GetExternalPage,
};
use serde_json::json;
use tokio::{
    runtime::{Builder, Handle},
    sync::Barrier,
};

use wire::page;

/// Responds once so many requests are there; with none, never.
struct Together(Option<Arc<Barrier>>);

impl Transport for Together {
    fn send(&self, _request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async {
            let Some(barrier) = &self.0 else { return std::future::pending().await };
            barrier.wait().await;
            Ok(TransportResponse::new(StatusCode::OK, page().to_string()))
        })
    }
}

/// A call whose response comes once so many of them are there.
fn together(calls: usize) -> Request<GetExternalPage> {
    let barrier = (calls > 0).then(|| Arc::new(Barrier::new(calls)));
    let client = Client::builder().token("t").transport(Together(barrier)).build().expect("it is fine");
    client.ai_content().get_external_page("21").with_timeout(Duration::from_secs(20))
}

/// A server that keeps connections open, and the number of those that were made.
fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || respond(stream));
        }
    });
    (format!("http://{address}"), connections)
}

/// Responds to all requests of a connection; they have no body.
fn respond(stream: TcpStream) {
    let mut writer = stream.try_clone().expect("a stream has two ends");
    let body = page().to_string();
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        if line.is_empty() {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}", body.len());
            write!(writer, "{head}\r\n\r\n{body}").expect("the client is there");
        }
    }
}

#[test]
fn connections_outlive_the_call_and_the_thread_that_made_them() {
    const CALLS: usize = 20;
    let (base_url, connections) = server();
    let client = wire::client(&base_url);
    for _ in 0..CALLS {
        let client = client.clone();
        let call = move || client.ai_content().get_external_page("21").send_blocking();
        let page = thread::spawn(call).join().expect("nothing panicked").expect("it succeeds");
        assert_eq!((page.id.as_str(), page.status()), ("21", StatusCode::OK));
    }
    // A call that comes before the connection of the last one is free again opens another one.
    let connections = connections.load(Ordering::SeqCst);
    assert!(connections < CALLS / 2, "{connections} connections for {CALLS} calls");
}

#[test]
fn a_raw_call_returns_the_body_as_it_came() {
    let (base_url, _) = server();
    let raw = wire::client(&base_url).ai_content().get_external_page("21").send_raw_blocking().expect("it succeeds");
    let stream = wire::client(&base_url).ai_content().get_external_page("21").send_stream_blocking();
    let pieces = stream.expect("its head is there").into_inner().blocking();
    let pieces: Result<Vec<_>, Error> = pieces.collect();
    assert_eq!(pieces.expect("it comes to its end").concat(), *raw);
    assert_eq!(raw.raw(), page().to_string().as_bytes());
}

#[test]
fn calls_of_many_threads_run_at_once() {
    let request = together(8);
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let request = request.clone();
            thread::spawn(move || request.send_blocking())
        })
        .collect();
    for call in calls {
        call.join().expect("nothing panicked").expect("all of them are there");
    }
}

#[test]
fn time_limits_hold() {
    let request = together(0).with_timeout(Duration::from_millis(50)).with_retry(Retry::none());
    let error = request.send_blocking().expect_err("there is never a response");
    assert_eq!(error.to_string(), "no response within 50ms");
}

#[track_caller]
fn check_refused<T>(outcome: Result<T, Error>) {
    let Err(Error::InvalidRequest(problem)) = outcome else { panic!("it is refused") };
    assert_eq!(
        problem.to_string(),
        "invalid request: a blocking call within an async runtime would block its only thread: await `send` instead, or \
         make it in tokio's `spawn_blocking`"
    );
}

#[tokio::test]
async fn the_only_thread_of_a_runtime_is_not_blocked() {
    check_refused(together(1).send_blocking());
    check_refused(together(1).send_raw_blocking());
    tokio::spawn(async { check_refused(together(1).send_blocking()) }).await.expect("it is refused there too");
    // Asking whether it may wait has cost the task none of its time.
    let mut steps = 0;
    while tokio::task::coop::has_budget_remaining() && steps < 200 {
        tokio::task::coop::consume_budget().await;
        steps += 1;
        check_refused(together(1).send_blocking());
    }
    assert!(steps > 100, "{steps}");
}

#[tokio::test]
async fn beside_a_runtime_of_one_thread_a_blocking_call_is_made() {
    let blocking = tokio::task::spawn_blocking(|| together(1).send_blocking().map(|page| page.id.clone()));
    assert_eq!(blocking.await.expect("nothing panicked").expect("it succeeds"), "21");
    let nested = tokio::task::spawn_blocking(|| {
        Handle::current().block_on(async { check_refused(together(1).send_blocking()) })
    });
    nested.await.expect("nothing panicked");
}

/// A task that is not limited cannot be told from a thread that may wait: the call is made, by a thread of its own, and the
/// runtime rests until it has ended.
#[tokio::test]
async fn a_task_without_a_limit_of_steps_is_not_refused() {
    let other = tokio::spawn(async { thread::current().id() });
    let outcome = tokio::task::unconstrained(async { together(1).send_blocking() }).await;
    outcome.expect("it succeeds");
    assert!(!other.is_finished(), "the only thread waited");
    assert_eq!(other.await.expect("nothing panicked"), thread::current().id());
    // What is awaited within another one is limited again.
    tokio::task::unconstrained(tokio::spawn(async { check_refused(together(1).send_blocking()) }))
        .await
        .expect("nothing panicked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_thread_of_a_runtime_of_many_may_wait() {
    together(1).send_blocking().expect("it succeeds");
    let call = |_| {
        let request = together(1);
        request.send_raw_blocking().expect("it succeeds").status()
    };
    assert_eq!(tokio::spawn(async move { call(()) }).await.expect("nothing panicked"), StatusCode::OK);
    assert_eq!(tokio::task::spawn_blocking(move || call(())).await.expect("nothing panicked"), StatusCode::OK);
    let within = tokio::task::spawn_blocking(|| Handle::current().block_on(async { together(1).send_blocking() }));
    within.await.expect("nothing panicked").expect("it succeeds");
    let local = tokio::task::LocalSet::new();
    local.run_until(async { together(1).send_blocking().expect("it succeeds") }).await;
}

#[test]
fn a_thread_that_has_entered_a_runtime_may_wait() {
    for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime = builder.enable_all().build().expect("it can be made");
        let _entered = runtime.enter();
        together(1).send_blocking().expect("it succeeds");
    }
}

#[test]
fn the_panic_of_a_transport_is_that_of_the_call() {
    struct Panics;
    impl Transport for Panics {
        fn send(&self, _request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
            panic!("a fault of the transport")
        }
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).build().expect("it can be made");
    let _entered = runtime.enter();
    let client = Client::builder().token("t").transport(Panics).build().expect("it is fine");
    let call = || client.ai_content().get_external_page("21").send_blocking().map(drop);
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).expect_err("it panics");
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"a fault of the transport"));
}

/// A call that would wait for ever on a connection of another runtime ends with an error in time.
fn page_of(client: &Client) -> Request<GetExternalPage> {
    client.ai_content().get_external_page("21").with_timeout(Duration::from_secs(5)).with_retry(Retry::none())
}

#[test]
fn a_client_that_two_runtimes_use_does_not_hang() {
    let (base_url, connections) = server();
    let client = wire::client(&base_url);
    let runtimes = [1, 2].map(|_| Builder::new_current_thread().enable_all().build().expect("it can be made"));
    // Each of them rests while another one is at work.
    for _ in 0..3 {
        for runtime in &runtimes {
            let page = runtime.block_on(page_of(&client).send()).expect("the runtime has a connection of its own");
            assert_eq!(page.id, "21");
        }
        page_of(&client).send_blocking().expect("blocking calls have connections of their own");
    }
    assert!(connections.load(Ordering::SeqCst) <= 6, "connections are kept: {connections:?}");
}

/// A list of two pages, the second of which may be refused.
fn pages(second: memory::Scripted) -> memory::Script {
    let first = json!({"data": [page(), page()], "pages": {"page": 1, "total_pages": 2, "next": "x"}});
    memory::Script::new(&[memory::json(first), second])
}

#[test]
fn lists_are_iterators() {
    let last = memory::json(json!({"data": [page()], "pages": {"page": 2, "total_pages": 2, "next": null}}));
    let script = pages(last.clone());
    let items = script.client().ai_content().list_external_pages().items().blocking();
    let ids: Vec<String> = items.map(|item| item.expect("the list is fine").id).collect();
    assert_eq!(ids, ["21", "21", "21"]);
    let pages = pages(last).client().ai_content().list_external_pages().pages().blocking();
    assert_eq!(pages.map(|page| page.expect("the list is fine").status().as_u16()).collect::<Vec<_>>(), [200, 200]);
}

#[test]
fn a_list_that_has_failed_has_ended() {
    let script = pages(memory::status(403));
    let mut items = script.client().ai_content().list_external_pages().items().blocking();
    assert!(items.by_ref().take(2).all(|item| item.is_ok()));
    assert!(matches!(items.next(), Some(Err(Error::Api(_)))));
    assert!(items.next().is_none());
}

#[tokio::test]
async fn within_a_runtime_a_blocking_list_is_refused_and_ends() {
    let mut items = pages(memory::status(403)).client().ai_content().list_external_pages().items().blocking();
    assert!(matches!(items.next(), Some(Err(Error::InvalidRequest(_)))));
    assert!(items.next().is_none());
}

/// Makes another call, in a task of its own.
struct Nesting(Request<GetExternalPage>);

impl Transport for Nesting {
    fn send(&self, _request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let (here, there) = (self.0.clone(), self.0.clone());
        Box::pin(async {
            check_refused_within(here.send_blocking());
            tokio::spawn(async { check_refused_within(there.send_blocking()) }).await.expect("it is refused there too");
            Ok(TransportResponse::new(StatusCode::OK, page().to_string()))
        })
    }
}

#[track_caller]
fn check_refused_within<T>(outcome: Result<T, Error>) {
    let Err(Error::InvalidRequest(problem)) = outcome else { panic!("it is refused") };
    assert_eq!(
        problem.to_string(),
        "invalid request: a blocking call within another one would block the thread that all of them share: await `send` \
         instead, or make it in tokio's `spawn_blocking`"
    );
}

#[test]
fn the_thread_that_carries_blocking_calls_is_not_blocked() {
    let client = Client::builder().token("t").transport(Nesting(together(1))).build().expect("it is fine");
    client.ai_content().get_external_page("21").send_blocking().expect("it succeeds");
}
