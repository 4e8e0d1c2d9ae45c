//! The allow-list.

use expect_test::{Expect, expect};
use intercom_codegen::{
    Source,
    diff::{
        Report,
        report::{allow::Allowances, render},
    },
};

use crate::step;

/// The allow-list applied to a step, on a day.
fn allow(list: &str) -> Result<Report, String> {
    let source = Source::new("drift-allow.toml", list);
    let mut report = step("2.13", "2.14");
    Allowances::read(&source)
        .and_then(|list| list.apply(&mut report, "2027-01-31", &source))
        .map_err(|errors| errors.to_string())?;
    Ok(report)
}

#[test]
fn an_allowed_change_does_not_count() {
    let report = allow(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"8681e9ea984f\"\nreason = 'the app was moved'\nexpires = '2027-01-31'\n",
    );
    let report = report.expect("the change is there");
    assert_eq!(report.gravest().map(|severity| severity.to_string()), Some("additive".to_owned()));
    assert!(render::text(&report).contains("  allowed: the app was moved (until 2027-01-31)\n"));
}

#[test]
fn an_allowance_for_other_versions_is_passed_over() {
    let list = "[[allow]]\nfrom = '2.7'\nto = '2.8'\nfingerprint = 'nothing'\nreason = 'r'\nexpires = '2027-01-01'\n";
    assert!(allow(list).is_ok());
}

#[track_caller]
fn check_allow_error(list: &str, expected: &Expect) {
    expected.assert_eq(&allow(list).map(drop).expect_err("the list is wrong"));
}

#[test]
fn an_allowance_that_matches_nothing_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"000000000000\"\nreason = 'r'\nexpires = '2027-06-01'\n",
        &expect![[r#"
            error: no change from 2.13 to 2.14 has the fingerprint `000000000000`
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "000000000000"
              |               ^^^^^^^^^^^^^^
              |
              = help: delete the entry, or correct its fingerprint: the report shows one for each change"#]],
    );
}

#[test]
fn an_allowance_that_has_expired_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"8681e9ea984f\"\nreason = 'r'\nexpires = '2027-01-30'\n",
        &expect![[r#"
            error: `8681e9ea984f` was allowed until 2027-01-30, and today is 2027-01-31
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "8681e9ea984f"
              |               ^^^^^^^^^^^^^^
              |
              = help: look at the change again: delete the entry, or give it another date"#]],
    );
}

#[test]
fn an_allowance_without_reason_or_date_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"8681e9ea984f\"\nreason = ''\nexpires = 'soon'\n",
        &expect![[r#"
            error: `8681e9ea984f` is allowed without a reason
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "8681e9ea984f"
              |               ^^^^^^^^^^^^^^
              |
              = help: say in `reason` why no app minds

            error: `soon` is no date
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "8681e9ea984f"
              |               ^^^^^^^^^^^^^^
              |
              = help: write it as `2027-01-31`"#]],
    );
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nbefore = 1\n",
        &expect![[r#"
        error: this is no allow-list: unknown field `before`, expected one of `from`, `to`, `fingerprint`, `reason`, `expires`
         --> drift-allow.toml:3:1
          |
        3 | before = 1
          | ^^^^^^"#]],
    );
}

#[test]
fn an_entry_can_be_appended_to_the_list_of_the_project() {
    let path = xtask::project::Project::here().spec().join("drift-allow.toml");
    let text = xtask::project::read(&path).expect("the list is there");
    let entry = "\n[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = 'f'\nreason = 'r'\nexpires = '2027-06-30'\n";
    let list = Allowances::read(&Source::new("drift-allow.toml", text + entry)).expect("the list is valid");
    assert_eq!(list.allow.last().map(|entry| entry.fingerprint.as_str()), Some("f"));
}
