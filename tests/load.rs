//! Ten thousand calls, many at a time, of which one in twenty meets a fault: nothing is lost, and nothing done twice.

#[path = "support/faulty.rs"]
mod faulty;
#[path = "support/wire.rs"]
mod wire;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::{StreamExt as _, stream};
use intercom_client::{
    Client, Error, Retry, Value,
    models::{CreateExternalPageRequest, CreateMessageRequest},
};
use serde_json::json;

use faulty::{Received, Reply, Server};
use wire::{TOKEN, admin, message, page, user, with};

const CALLS: u64 = 10_000;

/// What stands in for chance: with another number, other calls meet other faults.
const SEED: u64 = 2_016;

/// How often a call is sent at most.
const TRIES: u32 = 6;

/// What happens to one try of a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fault {
    /// The limit of calls is reached, until a number of seconds has passed.
    RateLimit { seconds: u64 },
    /// The server is overloaded, and has not acted.
    Overload,
    /// The connection is reset before the server acts.
    ResetBefore,
    /// The connection is reset after the server has acted.
    ResetAfter,
}

/// What happens to the `nth` try of a call, counted from 1; nothing, nineteen times of twenty.
///
/// It depends on nothing but its arguments: neither on time nor on the order in which requests arrive.
fn fault(call: u64, nth: u32) -> Option<Fault> {
    // SplitMix64 (Steele, Lea and Flood, 2014).
    let mut bits = (SEED ^ (call << 8 | u64::from(nth))).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    match bits % 500 {
        0..6 => Some(Fault::RateLimit { seconds: 0 }),
        6 => Some(Fault::RateLimit { seconds: 1 }),
        7..13 => Some(Fault::Overload),
        13..19 => Some(Fault::ResetBefore),
        19..25 => Some(Fault::ResetAfter),
        _ => None,
    }
}

/// The kinds of calls: of five, three are upserts, one a fetch, one a message.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    Upsert,
    Fetch,
    Message,
}

fn kind(call: u64) -> Kind {
    match call % 5 {
        0..3 => Kind::Upsert,
        3 => Kind::Fetch,
        _ => Kind::Message,
    }
}

/// What the server has seen and done of each call.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Log {
    /// How often the call came.
    tries: BTreeMap<u64, u32>,
    /// How often the server acted on it.
    acts: BTreeMap<u64, u32>,
    /// The pages that are stored: external id -> title.
    pages: BTreeMap<String, String>,
}

impl Log {
    fn reply(&mut self, received: &Received) -> Reply {
        let call = call_of(received);
        let tries = self.tries.entry(call).or_default();
        *tries += 1;
        match fault(call, *tries) {
            Some(Fault::RateLimit { seconds: 0 }) => Reply::new(429, &["retry-after: 0"], ""),
            Some(Fault::RateLimit { seconds }) => {
                let reset = format!("x-ratelimit-reset: {}", 1_760_000_000 + seconds);
                Reply::new(429, &["date: Thu, 09 Oct 2025 08:53:20 GMT", &reset], "")
            }
            Some(Fault::Overload) => Reply::new(503, &[], "<p>Later, please.</p>"),
            Some(Fault::ResetBefore) => Reply::reset(),
            Some(Fault::ResetAfter) => {
                self.act(call, received);
                Reply::reset()
            }
            None => Reply::json(200, self.act(call, received)),
        }
    }

    /// Does what the call asks for, and returns the body of the response.
    fn act(&mut self, call: u64, received: &Received) -> Value {
        *self.acts.entry(call).or_default() += 1;
        match kind(call) {
            Kind::Upsert => {
                let sent: Value = serde_json::from_slice(&received.body).expect("it is JSON");
                let text = |name: &str| sent[name].as_str().expect("it is text").to_owned();
                self.pages.insert(text("external_id"), text("title"));
                with(page(), json!({"external_id": sent["external_id"]}))
            }
            Kind::Fetch => with(page(), json!({"id": call.to_string()})),
            Kind::Message => with(message(), json!({"id": call.to_string()})),
        }
    }
}

/// The number of the call that a request belongs to, which every call carries somewhere.
fn call_of(received: &Received) -> u64 {
    let sent = || serde_json::from_slice::<Value>(&received.body).expect("it is JSON");
    let mark = match received.line() {
        "POST /ai/external_pages" => sent()["external_id"].as_str().expect("it is text").to_owned(),
        "POST /messages" => sent()["body"].as_str().expect("it is text").to_owned(),
        line => line.strip_prefix("GET /ai/external_pages/").expect("no other call is made").to_owned(),
    };
    mark.parse().expect("the mark is the number of the call")
}

/// What came of a call, as far as it concerns the caller.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Outcome {
    /// The response is the one to this call.
    Done,
    /// Refused with this status.
    Refused(u16),
    /// The connection broke before there was a response.
    Broken,
}

async fn outcome(client: &Client, call: u64) -> Outcome {
    let mark = call.to_string();
    let found = match kind(call) {
        Kind::Upsert => {
            let page = CreateExternalPageRequest::builder()
                .title(format!("Page {call}"))
                .html("<p>Nine to five.</p>")
                .source_id(33)
                .external_id(mark.as_str());
            let page = client.ai_content().create_external_page(page.build()).send().await;
            page.map(|page| page.external_id.clone())
        }
        Kind::Fetch => client.ai_content().get_external_page(&mark).send().await.map(|page| page.id.clone()),
        Kind::Message => {
            let message = CreateMessageRequest::in_app().body(mark.as_str()).from(admin()).to(user("u1")).build();
            client.messages().create(message).send().await.map(|message| message.id.clone())
        }
    };
    match found {
        Ok(found) => {
            assert_eq!(found, mark, "this is the response to another call");
            Outcome::Done
        }
        Err(Error::Api(error)) => Outcome::Refused(error.status().as_u16()),
        Err(Error::Transport(error)) if !error.is_connect() => Outcome::Broken,
        Err(error) => panic!("call {call}: {}", wire::chain(&error)),
    }
}

/// What must come of a call, by the faults that it meets: how often it is sent, how often acted on, and the outcome.
fn expected(call: u64) -> (u32, u32, Outcome) {
    let mut acts = 0;
    for nth in 1..=TRIES {
        let (acted, outcome) = match fault(call, nth) {
            None => (1, Some(Outcome::Done)),
            Some(Fault::RateLimit { .. }) => (0, None),
            Some(Fault::Overload) => (0, Some(Outcome::Refused(503))),
            Some(Fault::ResetBefore) => (0, Some(Outcome::Broken)),
            Some(Fault::ResetAfter) => (1, Some(Outcome::Broken)),
        };
        acts += acted;
        match outcome {
            Some(outcome) if outcome == Outcome::Done || kind(call) == Kind::Message => return (nth, acts, outcome),
            Some(_) | None => {}
        }
    }
    panic!("call {call} meets a fault {TRIES} times in a row: choose another seed")
}

/// Makes all calls, so many at a time: what came of each, and what the server has seen.
async fn run(calls: u64, at_once: usize) -> (BTreeMap<u64, Outcome>, Log) {
    let log = Arc::new(Mutex::new(Log::default()));
    let server = Server::start({
        let log = Arc::clone(&log);
        move |received| log.lock().expect("nothing panicked").reply(received)
    })
    .await;
    let retry = Retry::default().max_retries(TRIES - 1).min_delay(Duration::from_millis(1));
    let client = Client::builder().token(TOKEN).base_url(server.uri()).retry(retry).build().expect("it is fine");
    let outcomes = stream::iter(0..calls)
        .map(|call| {
            let client = client.clone();
            let task = tokio::spawn(async move { outcome(&client, call).await });
            async move { (call, task.await.expect("nothing panicked")) }
        })
        .buffer_unordered(at_once)
        .collect()
        .await;
    let log = log.lock().expect("nothing panicked").clone();
    (outcomes, log)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_no_message_sent_twice() {
    let (outcomes, log) = run(CALLS, 64).await;
    assert_eq!(outcomes.len(), 10_000);
    for (call, outcome) in &outcomes {
        let (tries, acts, expected) = expected(*call);
        assert_eq!((outcome, log.tries[call]), (&expected, tries), "call {call}");
        assert_eq!(log.acts.get(call).copied().unwrap_or_default(), acts, "call {call}");
    }

    let calls = |of: Kind| outcomes.iter().filter(move |(call, _)| kind(**call) == of);
    // Whatever can be done twice without harm has succeeded, ...
    for of in [Kind::Upsert, Kind::Fetch] {
        assert!(calls(of).all(|(_, outcome)| *outcome == Outcome::Done));
    }
    // ... every page is there, ...
    let pages: BTreeMap<_, _> =
        calls(Kind::Upsert).map(|(call, _)| (call.to_string(), format!("Page {call}"))).collect();
    assert_eq!(log.pages, pages);
    assert_eq!(pages.len(), 6_000);
    // ... and of the messages none was sent twice, those included whose sender can't know.
    let messages: Vec<_> = calls(Kind::Message).collect();
    assert!(messages.iter().all(|(call, _)| log.acts.get(call).is_none_or(|acts| *acts == 1)));
    let count = |outcome: Outcome, acted: bool| {
        messages.iter().filter(|(call, of)| **of == outcome && log.acts.contains_key(call) == acted).count()
    };
    let counts = [
        count(Outcome::Done, true),
        count(Outcome::Done, false),
        count(Outcome::Refused(503), true),
        count(Outcome::Refused(503), false),
        count(Outcome::Broken, true),
        count(Outcome::Broken, false),
    ];
    // Chance has no part in it: on every machine these are the numbers.
    assert_eq!(counts, [1_915, 0, 0, 31, 34, 20]);
    let requests: u32 = log.tries.values().sum();
    assert_eq!((requests, log.tries.values().max()), (10_435, Some(&3)));
}

#[tokio::test]
async fn how_many_calls_are_made_at_once_changes_nothing() {
    let runs = [run(500, 1).await, run(500, 7).await, run(500, 200).await];
    assert_eq!(runs[0], runs[1]);
    assert_eq!(runs[0], runs[2]);
}
