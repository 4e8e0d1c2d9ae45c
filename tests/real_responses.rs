//! Recorded responses of the real API: each is read by clients of whole descriptions; nothing that is described is lost, and
//! nothing is invented.

use std::{fs, path::Path, sync::OnceLock};

use codegen_tests::{project, shared};
use intercom_codegen::{Input, Settings, Source, Tags, generate};
use serde::Deserialize;
use serde_json::Value;
use xtask::corpus::recorded::{self, Recorded, Verdict};

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

/// The whole descriptions, each with its settings. Most responses of 2.11 lack what that description requires.
const DESCRIPTIONS: [(&str, &str); 3] = [("2.11", "required-in-responses = \"optional\""), ("2.15", ""), ("2.16", "")];

/// What became of each recorded exchange with each client, in the order of the descriptions.
struct Readings {
    exchanges: Vec<Exchange>,
    verdicts: Vec<Vec<Option<Verdict>>>,
}

/// Reads all of them once; nothing where the recordings are missing.
fn readings() -> Option<&'static Readings> {
    static READINGS: OnceLock<Option<Readings>> = OnceLock::new();
    READINGS.get_or_init(read_all).as_ref()
}

/// The whole description of a version.
fn whole(upstream: &Path, version: &str) -> Input {
    let file = format!("{version}.yaml");
    let text = fs::read_to_string(upstream.join(&file)).expect("the description can be read");
    Input { description: Source::new(&file, text), overlays: Vec::new(), tags: Tags::All, origin: file }
}

fn read_all() -> Option<Readings> {
    let (recordings, upstream) = (shared("cases/real/answers.json")?, shared("upstream")?);
    let text = fs::read_to_string(recordings).expect("the recordings can be read");
    let mut exchanges: Vec<Exchange> = serde_json::from_str(&text).expect("they are a list");
    exchanges.retain(|exchange| exchange.kind == "recorded exchange");
    let responses: Vec<Recorded<'_>> = exchanges.iter().map(Exchange::recorded).collect();
    let client = |version: &str| format!("whole-{}", version.replace('.', "-"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recorded");
    let read = |(version, settings): &(&str, &str)| {
        let input = whole(&upstream, version);
        let settings: Settings = toml::from_str(settings).expect("they are settings");
        recorded::decode((&project(), &folder), &client(version), &input, &settings, &responses)
            .expect("the client compiles")
    };
    let verdicts = DESCRIPTIONS.iter().map(read).collect();
    Some(Readings { exchanges, verdicts })
}

/// Says something of each exchange with each client, those of one client together.
#[track_caller]
fn check(tell: impl Fn(&Exchange, Option<&Verdict>) -> Vec<String>, expected: &[(&str, &[&str])]) {
    let Some(Readings { exchanges, verdicts }) = readings() else { return };
    assert_eq!(exchanges.len(), 43);
    for (((version, _), verdicts), (of, expected)) in DESCRIPTIONS.iter().zip(verdicts).zip(expected) {
        let told = exchanges.iter().zip(verdicts).flat_map(|(exchange, verdict)| {
            let told = tell(exchange, verdict.as_ref()).into_iter();
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
fn every_recorded_response_is_read() {
    let tell = |_: &Exchange, verdict: Option<&Verdict>| match verdict {
        None => vec!["there is no such operation".to_owned()],
        Some(Verdict { path, reason, .. }) => {
            let place = path.as_deref().unwrap_or_default();
            reason.iter().map(|reason| format!("{place}: {reason}")).collect()
        }
    };
    check(tell, &[("2.11", &[]), ("2.15", &[]), ("2.16", &[])]);
}

/// Where responses are not what any of the descriptions says: numbers in the place of texts, and an address of the next page in
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
fn every_repair_of_a_recorded_response_is_reported() {
    let tell =
        |_: &Exchange, verdict: Option<&Verdict>| verdict.map(|verdict| verdict.repaired.clone()).unwrap_or_default();
    check(tell, &[("2.11", REPAIRED), ("2.15", REPAIRED), ("2.16", REPAIRED)]);
}

/// What is written back stands in the response, at the same place, but for coercions.
#[test]
fn every_value_of_a_model_stands_in_the_response() {
    let tell = |exchange: &Exchange, verdict: Option<&Verdict>| {
        let mut invented = Vec::new();
        match verdict.and_then(|verdict| verdict.written.as_ref()) {
            Some(written @ Value::Object(_)) => compare(written, Some(&exchange.response), "", &mut invented),
            Some(_) | None => invented.push("there is no model".to_owned()),
        }
        invented
    };
    check(tell, &[("2.11", COERCED), ("2.15", COERCED), ("2.16", COERCED)]);
}

/// What is described of a response stands in the model, at the same place, but for what was repaired.
#[test]
fn every_described_value_of_a_response_stands_in_the_model() {
    let tell = |_: &Exchange, verdict: Option<&Verdict>| {
        verdict.map_or_else(|| vec!["there is no model".to_owned()], |verdict| verdict.differences.clone())
    };
    check(tell, &[("2.11", DIFFERENT), ("2.15", DIFFERENT), ("2.16", DIFFERENT)]);
}

/// What was read as absent, and the texts that came as numbers.
const DIFFERENT: &[&str] = &[
    "articles: GET /articles: /pages/next: it was lost",
    "close-conversation: POST /conversations/626105704619089/parts: /statistics/last_closed_by_id: 40822467 became \"40822467\"",
    "conversation-parts: POST /conversations/search: /conversations/1/statistics/last_closed_by_id: 40822467 became \"40822467\"",
    "conversation-parts: GET /conversations/626105704619089: /statistics/last_closed_by_id: 40822467 became \"40822467\"",
    "conversations: GET /conversations/626105704619089: /statistics/last_closed_by_id: 40822467 became \"40822467\"",
    "list-conversations: GET /conversations: /conversations/0/statistics/last_closed_by_id: 40822467 became \"40822467\"",
];

/// No response of this one was recorded: it is a redirect, to the file.
#[test]
fn the_recording_of_a_call_is_a_redirect_that_is_a_success() {
    let Some(upstream) = shared("upstream") else { return };
    let generated = generate(&whole(&upstream, "2.16"), &Settings::default()).expect("a client can be generated");
    let operations = generated.api.operations.iter();
    let found = operations.filter(|operation| operation.path == "/calls/{call_id}/recording");
    let redirects: Vec<(&str, &[u16])> =
        found.map(|operation| (operation.method.as_str(), operation.redirects.as_slice())).collect();
    assert_eq!(redirects, [("GET", [302].as_slice())]);
    let text = &generated.output.files()["operations/calls.rs"];
    assert_eq!(text.matches("const REDIRECTS: &'static [u16] = &[302];").count(), 1);
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
        Value::Array(items) if came.and_then(Value::as_array).is_some_and(|came| came.len() == items.len()) => {
            items.iter().enumerate().for_each(|(index, item)| {
                compare(item, came.and_then(|came| came.get(index)), &format!("{pointer}/{index}"), invented);
            });
        }
        Value::Array(_) => invented.push(pointer.to_owned()),
        Value::Object(_) => {
            if !came.is_some_and(Value::is_object) {
                invented.push(pointer.to_owned());
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            // A number with a fraction of zero may be written without it; whole ones are compared in all their digits.
            let is_fraction = || written.is_f64() || came.is_some_and(Value::is_f64);
            let is_same_number = || written.as_f64().is_some() && written.as_f64() == came.and_then(Value::as_f64);
            if came != Some(written) && !(is_fraction() && is_same_number()) {
                invented.push(format!("{pointer}: {}", came.map_or("nothing".to_owned(), Value::to_string)));
            }
        }
    }
}
