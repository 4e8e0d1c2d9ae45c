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
            Origin::Reshaped => "reshaped",
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
fn what_the_client_changes_otherwise_is_told_with_what_the_vendor_changed() {
    // The vendor makes a text of it; with our correction, it stays a number and may be null.
    let update = "{target: $.components.schemas.pet.properties.age, update: {type: integer, nullable: true}}";
    check(
        (&pet("age: {type: integer}"), NOTHING),
        (&pet("age: {type: string}"), update),
        &[
            "reshaped: request-property-type-changed pet.age",
            "vendor: request-property-became-nullable pet.age, Option<i64> -> Nullable<i64>",
        ],
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
    assert_eq!(origins, [Origin::Reshaped, Origin::Vendor, Origin::Vendor]);
}

#[test]
fn two_fields_of_a_struct_are_two_changes() {
    // What the vendor asks for is taken back; another correction asks for another field, in the same builder.
    let update = "{target: $.components.schemas.pet, update: {required: [b]}}";
    let takes_back = "{target: $.components.schemas.pet.required, remove: true}";
    let properties = "type: object, properties: {a: {type: string}, b: {type: string}}";
    check(
        (&format!("{{{properties}}}"), NOTHING),
        (&format!("{{{properties}, required: [a]}}"), &format!("{takes_back}, {update}")),
        &[
            "absorbed: request-property-became-required pet.a",
            "correction: request-property-became-required pet.b, Option<String> -> String, does not ask for b -> asks for b",
        ],
    );
    // The vendor asks for both; one of them is taken back.
    check(
        (&format!("{{{properties}}}"), NOTHING),
        (&format!("{{{properties}, required: [a, b]}}"), &format!("{takes_back}, {update}")),
        &[
            "absorbed: request-property-became-required pet.a",
            "vendor: request-property-became-required pet.b, Option<String> -> String, does not ask for b -> asks for b",
        ],
    );
}

#[test]
fn what_only_the_documentation_says_hides_no_change() {
    // The vendor's type is taken back at a place whose documentation a correction changes.
    let update =
        |more: &str| format!("{{target: $.components.schemas.pet.properties.age, update: {{type: string, {more}}}}}");
    let told = |more: &str| {
        let before = read(&pet("age: {type: string}"), NOTHING);
        let report = Report::new(&before, &read(&pet("age: {type: integer}"), &update(more)));
        let entries = report.entries().chain(&report.documentation);
        entries.map(|entry| (entry.origin, entry.change.rule.id)).collect::<Vec<_>>()
    };
    let taken_back = (Origin::Absorbed, "request-property-type-changed");
    assert_eq!(told("description: d"), [taken_back, (Origin::Correction, "documentation-changed")]);
    // What the server makes of a missing value is no other form of a type.
    assert_eq!(told("default: x"), [taken_back, (Origin::Correction, "request-default-changed")]);
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
