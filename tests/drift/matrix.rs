//! Who uses a schema, and what of its property changes: each cell of the table in `matrix.toml`; and each row of `pairs.toml`.

use codegen_tests::project;
use intercom_codegen::diff::{Change, Effect, RustChange};
use xtask::drift::prove::{
    cases::{Case, OTHERWISE, Part, cases, description},
    semver::{Reason, Reasons, judge},
};

use crate::changes;

#[test]
fn each_cell_and_row_is_told() {
    let mut wrong = String::new();
    for case in cases(&project()).expect("the table can be read") {
        let [before, after] = [&case.before, &case.after].map(|part| description([part]));
        let told: Vec<String> = changes(&before, &after)
            .iter()
            .map(|Change { severity, rule, direction, effect, rust, .. }| {
                let breaks_otherwise = *effect != Effect::Compile && rust.iter().any(RustChange::breaks);
                let more = if breaks_otherwise { format!(", {OTHERWISE}") } else { String::new() };
                format!("{severity} {} ({direction}, {effect}{more})", rule.id)
            })
            .collect();
        if told.join("; ") != case.told {
            wrong.push_str(&format!("{}: {}\n  but it has to be: {}\n", case.name, told.join("; "), case.told));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn what_another_tool_says_otherwise_is_told_unless_there_is_a_reason() {
    let case = |told: &str| Case {
        name: told.split(' ').nth(1).unwrap_or_default().to_owned(),
        before: Part::default(),
        after: Part::default(),
        told: told.to_owned(),
    };
    let cases = [
        case("breaking property-removed (both, stops compiling)"),
        case("breaking type-changed (both, stops compiling)"),
        case("breaking required-added (both, stops compiling)"),
        case("additive became-optional (both, nothing to do)"),
        case("additive added (both, nothing to do)"),
    ];
    let report = "--- failure struct_pub_field_missing: pub struct's pub field removed or renamed ---\n\nDescription:\nA field.\n\n\
                  Failed in:\n  field a of struct Thing0, previously in file src/thing0.rs:9\n  field a of struct Thing4, previously in \
                  file src/thing4.rs:9\n\n--- failure inherent_method_missing: pub method removed or renamed ---\n\nFailed in:\n  \
                  Thing3Builder::a, previously in file src/thing3.rs:9\n  Client::known, previously in file src/client.rs:9\n\n--- failure \
                  struct_missing: pub struct removed or renamed ---\n\nFailed in:\n  Client::gone, previously in file src/client.rs:9\n";
    let reason = |name: &str| vec![Reason { names: vec![name.to_owned()], reason: "it is so".to_owned() }];
    let reasons = Reasons { unseen: reason("type-changed"), harmless: reason("inherent_method_missing") };
    assert_eq!(
        judge(&cases, report, &reasons),
        [
            "struct_missing is of no change: Client::gone, previously in file src/client.rs:9",
            "required-added: required-added, but no lint reports it",
            "added: additive added (both, nothing to do), but struct_pub_field_missing",
        ]
    );
}
