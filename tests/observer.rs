//! What an app's observer is told of calls, and the headers of a trace that it sends on with them.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use intercom_client::{
    Client, Method, ObservedCall, Observer, Operation, Outcome, Request, Retry, Server, TraceContext, formats::Empty,
};

use crate::memory::{Script, Scripted, json, status, with_header};
use crate::wire::{chain, page};

/// Puts down what it is told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn put(&self, what: &str, call: &ObservedCall, outcome: Option<&Outcome<'_>>) {
        let ObservedCall { operation, method, tries, .. } = call;
        let ended = outcome.map(|Outcome { status, error_type, request_id, elapsed, .. }| {
            let status = status.map(|status| status.as_u16());
            format!(": {status:?} {error_type:?} {request_id:?} after {}s", elapsed.as_secs())
        });
        let line = format!("{what} {method} {} {tries}{}", operation.path, ended.unwrap_or_default());
        self.0.lock().expect("nothing panicked").push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("nothing panicked").clone()
    }
}

impl Observer for Told {
    fn call_begins(&self, call: &ObservedCall) {
        self.put("call", call, None);
    }

    fn try_begins(&self, call: &ObservedCall, context: &mut TraceContext) {
        context.set("traceparent", &format!("00-{:032x}-{:016x}-01", 7, call.tries));
        context.set("not a name", "x");
        self.put("try", call, None);
    }

    fn try_ends(&self, call: &ObservedCall, outcome: &Outcome<'_>) {
        self.put("tried", call, Some(outcome));
    }

    fn call_ends(&self, call: &ObservedCall, outcome: &Outcome<'_>) {
        self.put("ended", call, Some(outcome));
    }
}

fn observed(script: &Script, told: &Told) -> Client {
    script.configured(|builder| builder.observer(told.clone()).retry(Retry::default().max_retries(1)))
}

#[tokio::test(start_paused = true)]
async fn an_observer_is_told_of_a_call_and_each_of_its_tries() {
    let (told, script) = (Told::default(), Script::new(&[with_header(503, "retry-after", "7"), json(page())]));
    observed(&script, &told).ai_content().get_external_page("s3cret").send().await.expect("it comes the second time");
    let expected = [
        "call GET /ai/external_pages/{page_id} 0",
        "try GET /ai/external_pages/{page_id} 1",
        "tried GET /ai/external_pages/{page_id} 1: Some(503) None None after 0s",
        "try GET /ai/external_pages/{page_id} 2",
        "tried GET /ai/external_pages/{page_id} 2: Some(200) None None after 0s",
        "ended GET /ai/external_pages/{page_id} 2: Some(200) None None after 7s",
    ];
    assert_eq!(told.lines(), expected);
    let sent: Vec<_> = script.seen().iter().map(|seen| seen.request.headers["traceparent"].clone()).collect();
    let id = "00-00000000000000000000000000000007-000000000000000";
    assert_eq!(sent, [format!("{id}1-01"), format!("{id}2-01")]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_one_word() {
    for (response, tried, ended) in [
        (Scripted::Connect, r#"None Some("connect") None"#, r#"None Some("connect") None"#),
        (Scripted::Broken, r#"None Some("broken") None"#, r#"None Some("broken") None"#),
        (Scripted::GivesUp, r#"None Some("timeout") None"#, r#"None Some("timeout") None"#),
        (with_header(404, "x-request-id", "r1"), r#"Some(404) None Some("r1")"#, r#"Some(404) Some("404") Some("r1")"#),
        (json("[]"), "Some(200) None None", r#"Some(200) Some("decode") None"#),
        (Scripted::BrokenWithin(200), r#"Some(200) Some("broken") None"#, r#"Some(200) Some("decode") None"#),
    ] {
        let (told, script) = (Told::default(), Script::new(&[response]));
        let request = observed(&script, &told).ai_content().get_external_page("21").with_retry(Retry::none());
        request.send().await.expect_err("it fails");
        let lines = told.lines();
        assert!(lines[2].ends_with(&format!(": {tried} after 0s")), "{lines:?}");
        assert!(lines[3].ends_with(&format!(": {ended} after 0s")), "{lines:?}");
    }
}

#[tokio::test]
async fn what_is_not_sent_begins_and_ends_without_a_try() {
    let (told, script) = (Told::default(), Script::new(&[status(204)]));
    let error = observed(&script, &told).request::<()>(Method::GET, "/{id}").send().await.expect_err("it is not set");
    assert_eq!(chain(&error), "invalid request: the path parameter `id` is not set");
    let expected = [r#"call GET /{id} 0"#, r#"ended GET /{id} 0: None Some("invalid_request") None after 0s"#];
    assert_eq!(told.lines(), expected);
}

#[tokio::test]
async fn calls_have_different_numbers() {
    #[derive(Clone, Default)]
    struct Ids(Arc<Mutex<Vec<u64>>>);

    impl Observer for Ids {
        fn call_ends(&self, call: &ObservedCall, outcome: &Outcome<'_>) {
            assert!(outcome.elapsed < Duration::from_secs(60));
            self.0.lock().expect("nothing panicked").push(call.id);
        }
    }

    let (ids, script) = (Ids::default(), Script::new(&[status(204)]));
    let client = script.configured(|builder| builder.observer(ids.clone()));
    for _ in 0..2 {
        client.request::<()>(Method::GET, "/a").send().await.expect("it is sent");
    }
    let ids = ids.0.lock().expect("nothing panicked").clone();
    assert!(ids.len() == 2 && ids[0] != ids[1], "{ids:?}");
}

/// An operation with a server of its own, which asks for nothing.
enum Elsewhere {}

impl Operation for Elsewhere {
    const ID: &'static str = "elsewhere";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/a";
    const SERVER: Option<&'static str> = Some("https://files.example.com");
    const SECURITY: &'static [&'static [&'static str]] = &[];
    type Output = ();
    type Format = Empty;
}

#[tokio::test]
async fn the_context_of_a_trace_does_not_go_to_another_origin_unasked() {
    for (origin, goes) in [(None, false), (Some("https://files.example.com"), true)] {
        let (told, script) = (Told::default(), Script::new(&[status(204)]));
        let builder = Client::builder().token("t").server(Server::Eu).observer(told.clone()).transport(script.clone());
        let client = origin.into_iter().fold(builder, |builder, origin| builder.credentials_for(origin)).build();
        Request::<Elsewhere>::new(&client.expect("it is fine")).send().await.expect("it is sent");
        let sent = script.seen()[0].request.clone();
        assert_eq!(sent.url.as_str(), "https://files.example.com/a");
        assert_eq!(sent.headers.contains_key("traceparent"), goes);
    }
}
