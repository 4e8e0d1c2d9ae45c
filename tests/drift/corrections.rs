//! What our corrections make of the vendor's changes: taken back, brought, or told as they are.

use codegen_tests::description;
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{Report, Version, report::Origin},
};

/// A description of one schema that `sides` use, with an overlay.
fn read(schema: &str, actions: &str) -> Version {
    let paths = "/pets: {post: {operationId: makePet, tags: [Pets], requestBody: {required: true, content: {application/json: \
                 {schema: {$ref: '#/components/schemas/pet'}}}}, responses: {'204': {}}}}";
    let overlay = format!("overlay: 1.1.0\ninfo: {{title: t, version: '1'}}\nactions: [{actions}]");
    let input = Input {
        description: Source::new("spec.yaml", description(paths, &format!("pet: {schema}"))),
        overlays: vec![Source::new("overlay.yaml", overlay)],
        tags: Tags::All,
        origin: "spec.yaml".to_owned(),
    };
    Version::read("spec.yaml", &input, &Settings::default()).expect("the description can be read")
}

/// What is told: origin, rule, subject, and the signatures in Rust.
#[track_caller]
fn check(before: (&str, &str), after: (&str, &str), expected: &[&str]) {
    let report = Report::new(&read(before.0, before.1), &read(after.0, after.1));
    let told = report.entries().map(|entry| {
        let origin = match entry.origin {
            Origin::Vendor => "vendor",
            Origin::Absorbed => "absorbed",
            Origin::Correction => "correction",
        };
        let rust = entry.change.rust.iter().map(|rust| {
            let signature = |item: &Option<intercom_codegen::diff::Item>| {
                item.as_ref().map_or_else(|| "-".to_owned(), |item| item.signature.clone())
            };
            format!(", {} -> {}", signature(&rust.before), signature(&rust.after))
        });
        format!("{origin}: {} {}{}", entry.change.rule.id, entry.change.subject, rust.collect::<String>())
    });
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

fn pet(properties: &str) -> String {
    format!("{{type: object, properties: {{{properties}}}}}")
}

const NOTHING: &str = "{target: $, update: {}}";

#[test]
fn what_leaves_the_rust_as_it_was_is_absorbed() {
    let is_text = "{target: $.components.schemas.pet.properties.age, update: {type: string}}";
    check(
        (&pet("age: {type: string}"), NOTHING),
        (&pet("age: {type: integer}"), is_text),
        &["absorbed: request-property-type-changed pet.age"],
    );
}

#[test]
fn what_the_client_changes_otherwise_is_neither_absorbed_nor_ours_alone() {
    // The vendor makes a text of it; with our correction, it stays a number and may be null.
    let update = "{target: $.components.schemas.pet.properties.age, update: {type: integer, nullable: true}}";
    check(
        (&pet("age: {type: integer}"), NOTHING),
        (&pet("age: {type: string}"), update),
        &["vendor: request-property-became-nullable pet.age, Option<i64> -> Nullable<i64>"],
    );
}

#[test]
fn a_property_that_our_overlays_keep_alive_is_not_said_to_stay() {
    // The vendor has renamed it, and an overlay adds the old name again, as anything.
    let keeps = "{target: $.components.schemas.pet.properties, update: {born_at: {}}}";
    let report = Report::new(
        &read(&pet("born_at: {type: integer}, name: {type: string}"), NOTHING),
        &read(&pet("birth_at: {type: integer}, name: {type: string}"), keeps),
    );
    let origins: Vec<Origin> = report.entries().map(|entry| entry.origin).collect();
    assert!(!origins.is_empty() && origins.iter().all(|origin| *origin == Origin::Vendor), "{origins:?}");
}

#[test]
fn what_only_an_overlay_changes_is_a_correction() {
    let adds = "{target: $.components.schemas.pet.properties, update: {chip: {type: string}}}";
    let same = pet("name: {type: string}");
    check(
        (&same, NOTHING),
        (&same, adds),
        &["correction: request-optional-property-added pet.chip, - -> Option<String>"],
    );
}
