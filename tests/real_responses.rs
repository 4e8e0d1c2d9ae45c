//! Recorded answers of the real API: each is read by clients of whole descriptions, and nothing in it is lost or invented.

use std::{fs, path::Path, sync::OnceLock};

use codegen_tests::shared;
use intercom_codegen::{Input, Settings, Source, Tags};
use serde::Deserialize;
use serde_json::Value;
use xtask::corpus::recorded::{self, Outcome, Recorded};

/// A row of the recordings.
#[derive(Debug, Deserialize)]
struct Exchange {
    path: String,
    kind: String,
    method: String,
    url: String,
    status: u16,
    response: Value,
}

impl Exchange {
    fn recorded(&self) -> Recorded<'_> {
        Recorded { method: &self.method, path: &self.url, status: self.status, body: &self.response }
    }

    /// The recording's file, and the request.
    fn name(&self) -> String {
        let file = self.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".test.json");
        format!("{file}: {} {}", self.method, self.url)
    }
}

/// The whole descriptions, each with its settings. Most answers of 2.11 lack what that description requires.
const DESCRIPTIONS: [(&str, &str); 3] = [("2.11", "required-in-responses = \"optional\""), ("2.15", ""), ("2.16", "")];

/// What became of each recorded exchange with each client, in the order of the descriptions.
struct Readings {
    exchanges: Vec<Exchange>,
    outcomes: Vec<Vec<Option<Outcome>>>,
}

/// Reads all of them once; nothing where the recordings are missing.
fn readings() -> Option<&'static Readings> {
    static READINGS: OnceLock<Option<Readings>> = OnceLock::new();
    READINGS.get_or_init(read_all).as_ref()
}

fn read_all() -> Option<Readings> {
    let (recordings, upstream) = (shared("cases/real/answers.json")?, shared("upstream")?);
    let text = fs::read_to_string(recordings).expect("the recordings can be read");
    let mut exchanges: Vec<Exchange> = serde_json::from_str(&text).expect("they are a list");
    exchanges.retain(|exchange| exchange.kind == "recorded exchange");
    let answers: Vec<Recorded<'_>> = exchanges.iter().map(Exchange::recorded).collect();
    let client = |version: &str| format!("whole-{}", version.replace('.', "-"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recorded");
    let read = |(version, settings): &(&str, &str)| {
        let file = format!("{version}.yaml");
        let text = fs::read_to_string(upstream.join(&file)).expect("the description can be read");
        let description = Source::new(&file, text);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: file };
        let settings: Settings = toml::from_str(settings).expect("they are settings");
        recorded::decode(&folder, &client(version), &input, &settings, &answers).expect("the client compiles")
    };
    let outcomes = DESCRIPTIONS.iter().map(read).collect();
    Some(Readings { exchanges, outcomes })
}

/// Tells something of each exchange with each client, those of one client together.
#[track_caller]
fn check(tell: impl Fn(&Exchange, Option<&Outcome>) -> Vec<String>, expected: &[(&str, &[&str])]) {
    let Some(Readings { exchanges, outcomes }) = readings() else { return };
    assert_eq!(exchanges.len(), 43);
    for (((version, _), outcomes), (of, expected)) in DESCRIPTIONS.iter().zip(outcomes).zip(expected) {
        let told = exchanges.iter().zip(outcomes).flat_map(|(exchange, outcome)| {
            let told = tell(exchange, outcome.as_ref()).into_iter();
            told.map(|told| format!("{}: {told}", exchange.name()))
        });
        assert_eq!(
            (*version, told.collect::<Vec<String>>()),
            (*of, expected.iter().map(|&text| text.to_owned()).collect())
        );
    }
}

/// The default policy reads every one, also by clients of versions that the server was not asked for.
#[test]
fn every_recorded_answer_is_read() {
    let tell = |_: &Exchange, outcome: Option<&Outcome>| match outcome {
        None => vec!["there is no such operation".to_owned()],
        Some(Outcome { path, reason, .. }) => {
            let place = path.as_deref().unwrap_or_default();
            reason.iter().map(|reason| format!("{place}: {reason}")).collect()
        }
    };
    check(tell, &[("2.11", &[]), ("2.15", &[]), ("2.16", &[])]);
}

/// Where answers are not what any of the descriptions says: numbers in the place of texts, and an address of the next page in
/// that of an object, which is read as absent.
const REPAIRED: &[&str] = &[
    "articles: GET /articles: pages.next",
    "close-conversation: POST /conversations/626105704619089/parts: statistics.last_closed_by_id",
    "conversation-parts: POST /conversations/search: conversations[1].statistics.last_closed_by_id",
    "conversation-parts: GET /conversations/626105704619089: statistics.last_closed_by_id",
    "conversations: GET /conversations/626105704619089: statistics.last_closed_by_id",
    "list-conversations: GET /conversations: conversations[0].statistics.last_closed_by_id",
];

#[test]
fn every_repair_of_a_recorded_answer_is_told() {
    let tell =
        |_: &Exchange, outcome: Option<&Outcome>| outcome.map(|outcome| outcome.repaired.clone()).unwrap_or_default();
    check(tell, &[("2.11", REPAIRED), ("2.15", REPAIRED), ("2.16", REPAIRED)]);
}

/// What is written back stands in the answer, at the same place, but for coercions.
#[test]
fn every_value_of_a_model_stands_in_the_answer() {
    let tell = |exchange: &Exchange, outcome: Option<&Outcome>| {
        let mut invented = Vec::new();
        match outcome.and_then(|outcome| outcome.written.as_ref()) {
            Some(written @ Value::Object(_)) => compare(written, Some(&exchange.response), "", &mut invented),
            Some(_) | None => invented.push("there is no model".to_owned()),
        }
        invented
    };
    check(tell, &[("2.11", COERCED), ("2.15", COERCED), ("2.16", COERCED)]);
}

/// The texts that came as numbers.
const COERCED: &[&str] = &[
    "close-conversation: POST /conversations/626105704619089/parts: /statistics/last_closed_by_id: 40822467",
    "conversation-parts: POST /conversations/search: /conversations/1/statistics/last_closed_by_id: 40822467",
    "conversation-parts: GET /conversations/626105704619089: /statistics/last_closed_by_id: 40822467",
    "conversations: GET /conversations/626105704619089: /statistics/last_closed_by_id: 40822467",
    "list-conversations: GET /conversations: /conversations/0/statistics/last_closed_by_id: 40822467",
];

/// Adds the JSON pointers of the leaves of what was `written` that do not stand in what `came`.
fn compare(written: &Value, came: Option<&Value>, pointer: &str, invented: &mut Vec<String>) {
    match written {
        Value::Object(fields) if !fields.is_empty() => fields.iter().for_each(|(name, value)| {
            let token = name.replace('~', "~0").replace('/', "~1");
            compare(value, came.and_then(|came| came.get(name)), &format!("{pointer}/{token}"), invented);
        }),
        Value::Array(items) if !items.is_empty() => items.iter().enumerate().for_each(|(index, item)| {
            compare(item, came.and_then(|came| came.get(index)), &format!("{pointer}/{index}"), invented);
        }),
        Value::Object(_) | Value::Array(_) => {
            let is_same_kind = came
                .is_some_and(|came| came.is_object() == written.is_object() && came.is_array() == written.is_array());
            if !is_same_kind {
                invented.push(pointer.to_owned());
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let is_same_number = || written.as_f64().is_some() && written.as_f64() == came.and_then(Value::as_f64);
            if came != Some(written) && !is_same_number() {
                invented.push(format!("{pointer}: {}", came.map_or("nothing".to_owned(), Value::to_string)));
            }
        }
    }
}
