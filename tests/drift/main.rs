//! Drift reports: what has changed between two versions, and what an app must change because of it.

mod allow;
mod corrections;
mod declared;
mod details;
mod dialects;
mod directions;
mod fingerprints;
mod impact;
mod kinds;
mod matrix;
mod mutations;
mod reports;
mod rules;
mod sameness;
mod signatures;
mod steps;
mod twins;
mod wire;

use codegen_tests::{description, project};
use expect_test::Expect;
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{Change, Report, Version, diff},
};
use xtask::reports::report;

/// The report of a step of the project.
fn step(from: &str, to: &str) -> Report {
    report(&project(), (from, to), &[]).expect("both versions can be read")
}

/// Reads a description without corrections.
fn read(text: &str) -> Version {
    read_with(text, &Settings::default())
}

fn read_with(text: &str, settings: &Settings) -> Version {
    let input = Input {
        description: Source::new("spec.yaml", text),
        overlays: Vec::new(),
        tags: Tags::All,
        origin: "spec.yaml".to_owned(),
    };
    Version::read("spec.yaml", &input, settings).expect("the description can be read")
}

fn changes(before: &str, after: &str) -> Vec<Change> {
    diff(&read(before).vendor, &read(after).vendor)
}

/// Each change: severity, rule, subject, Rust before and after.
#[track_caller]
fn check(before: &str, after: &str, expected: &Expect) {
    let mut text = String::new();
    for change in changes(before, after) {
        let Change { rule, severity, effect, subject, detail, direction, .. } = &change;
        text.push_str(&format!("{severity} {} {subject} ({direction}, {effect}) {detail}\n", rule.id));
        for rust in &change.rust {
            let shown = |item: &Option<intercom_codegen::diff::Item>| {
                item.as_ref().map_or("-".to_owned(), |item| format!("{} {}", item.path, item.signature))
            };
            text.push_str(&format!("  {} => {}\n", shown(&rust.before), shown(&rust.after)));
        }
    }
    expected.assert_eq(&text);
}

/// A description whose schema `thing` is sent by `put` and received by `get`, as far as either is asked for.
fn thing(sides: &str, schema: &str) -> String {
    let get = r#"
    get:
      operationId: getThing
      tags: [Things]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}}"#;
    let put = r#"
    put:
      operationId: putThing
      tags: [Things]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
      responses: {'204': {}}"#;
    let operations = [("response", get), ("request", put)]
        .into_iter()
        .filter(|(side, _)| sides.contains(side))
        .map(|(_, text)| text);
    description(&format!("/things:{}", operations.collect::<String>()), &format!("thing: {schema}"))
}

/// A description with one operation, `POST /a`; each part is written as YAML's flow style.
fn post(operation: &str, schemas: &str) -> String {
    whole("", &format!("/a: {{post: {{operationId: postA, tags: [T], {operation}}}}}"), schemas)
}

fn whole(top: &str, paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{top}\npaths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}, \
         securitySchemes: {{token: {{type: http, scheme: bearer}}, basic: {{type: http, scheme: basic}}}}}}\n"
    )
}

/// A description with these webhooks, each with the schema of its payload: `Pet`, which is as told, or `Cat`.
fn webhooks(webhooks: &str, pet: &str) -> String {
    let webhook = |(name, schema): (&str, &str)| {
        let payload = format!("{{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}");
        format!("{name}: {{post: {{requestBody: {{content: {payload}}}}}}}")
    };
    let items: Vec<String> = webhooks.split(", ").filter_map(|pair| pair.split_once(": ")).map(webhook).collect();
    let schemas = format!("Pet: {{{pet}}}, Cat: {{type: object, properties: {{purrs: {{type: boolean}}}}}}");
    whole(&format!("x-webhooks: {{{}}}", items.join(", ")), "", &schemas)
}

/// Three operations that have a header in common, so that it belongs to the client.
fn header(schema: &str) -> String {
    let operation = |name: &str| {
        format!(
            "/{name}: {{get: {{operationId: {name}, tags: [T], parameters: [{{name: X-Kind, in: header, schema: {schema}}}], \
             responses: {{'204': {{}}}}}}}}"
        )
    };
    whole("", &["a", "b", "c"].map(operation).join(", "), "")
}

/// Two operations with these tags and responses.
fn two(tags: [&str; 2], more: &str) -> String {
    let operation =
        |name: &str, tags: &str| format!("/{name}: {{get: {{operationId: {name}, tags: [{tags}], {more}}}}}");
    whole("", &[operation("a", tags[0]), operation("b", tags[1])].join(", "), "")
}
