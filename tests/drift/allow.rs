//! The allow-list.

use std::collections::BTreeSet;

use codegen_tests::project;
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
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"16d1aa65ebe2\"\nreason = 'the app was moved'\nexpires = '2027-01-31'\n",
    );
    let report = report.expect("the change is there");
    assert_eq!(report.most_severe().map(|severity| severity.to_string()), Some("additive".to_owned()));
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
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"16d1aa65ebe2\"\nreason = 'r'\nexpires = '2027-01-30'\n",
        &expect![[r#"
            error: `16d1aa65ebe2` was allowed until 2027-01-30, and today is 2027-01-31
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "16d1aa65ebe2"
              |               ^^^^^^^^^^^^^^
              |
              = help: look at the change again: delete the entry, or give it another date"#]],
    );
}

#[test]
fn an_allowance_without_reason_or_date_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"16d1aa65ebe2\"\nreason = ''\nexpires = 'soon'\n",
        &expect![[r#"
            error: `16d1aa65ebe2` is allowed without a reason
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "16d1aa65ebe2"
              |               ^^^^^^^^^^^^^^
              |
              = help: say in `reason` why no app minds

            error: `soon` is no date
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "16d1aa65ebe2"
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
    let path = project().spec().join("drift-allow.toml");
    let text = xtask::project::read(&path).expect("the list is there");
    let entry = "\n[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = 'f'\nreason = 'r'\nexpires = '2027-06-30'\n";
    let list = Allowances::read(&Source::new("drift-allow.toml", text + entry)).expect("the list is valid");
    assert_eq!(list.allow.last().map(|entry| entry.fingerprint.as_str()), Some("f"));
}

#[test]
fn a_day_that_no_calendar_has_is_no_date() {
    use intercom_codegen::ir::is_date;
    for date in ["2027-02-31", "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "27-04-01", "soon"]
    {
        assert!(!is_date(date), "{date}");
    }
    for date in ["2027-02-28", "2028-02-29", "2000-02-29", "2027-12-31"] {
        assert!(is_date(date), "{date}");
    }
}

#[test]
fn an_allowance_for_a_version_that_there_is_not_is_an_error() {
    let list = "[[allow]]\nfrom = '2.13'\nto = '9.9'\nfingerprint = \"f\"\nreason = 'r'\nexpires = '2027-06-01'\n";
    let source = Source::new("drift-allow.toml", list);
    let list = Allowances::read(&source).expect("the list is valid");
    let known = ["2.13".to_owned(), "2.14".to_owned()];
    expect![[r#"
        error: `f` is allowed for `9.9`, which is no version
         --> drift-allow.toml:4:15
          |
        4 | fingerprint = "f"
          |               ^^^
          |
          = help: the versions are: 2.13, 2.14"#]]
    .assert_eq(&list.check_versions(&known, &source).expect_err("9.9 is no version").to_string());
}

#[test]
fn what_is_allowed_for_an_import_ends_with_it() {
    let entry = |from: &str, until: &str| {
        format!(
            "[[allow]]\nfrom = '{from}'\nto = '2.14@0ddba11'\nfingerprint = \"fcae9e66a13c\"\nreason = 'r'\nexpires = '{until}'\n"
        )
    };
    let check = |list: &str| -> Result<(), String> {
        let source = Source::new("drift-allow.toml", list);
        let list = Allowances::read(&source).map_err(|errors| errors.to_string())?;
        list.check_versions(&["2.14".to_owned()], &source).map_err(|errors| errors.to_string())?;
        let states = BTreeSet::from(["2.14@8889625".to_owned()]);
        list.check_states(&states, "2027-01-31", &source).map_err(|errors| errors.to_string())
    };
    let first = |list: &str| check(list).expect_err("it is wrong").lines().next().unwrap_or_default().to_owned();
    assert_eq!(check(&entry("2.14@8889625", "2027-01-31")), Ok(()));
    assert_eq!(
        first(&entry("2.14@8889625", "2027-01-30")),
        "error: `fcae9e66a13c` was allowed until 2027-01-30, and today is 2027-01-31"
    );
    assert_eq!(
        first(&entry("2.14@before", "2027-01-31")),
        "error: `fcae9e66a13c` is allowed from 2.14@before to 2.14@0ddba11, and the version is no longer that of 2.14@before"
    );
    assert_eq!(
        first(&entry("3@before", "2027-01-31")),
        "error: `fcae9e66a13c` is allowed for `3@before`, which is no version"
    );
}
