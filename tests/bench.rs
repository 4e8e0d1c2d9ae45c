//! `cargo xtask bench` as a user runs it. What it measures here is a debug build, so that no test looks at how fast it is.

#[path = "support/program.rs"]
mod program;

use std::{path::PathBuf, process::Command};

use serde_json::Value;
use xtask::project::Project;

use crate::program::XTASK;

/// `cargo xtask bench …` with one round and without a release build: what it prints, as JSON, and what it says meanwhile.
fn bench(arguments: &[&str]) -> (Value, String) {
    let mut command = Command::new(&*XTASK);
    command.args(["bench", "--as-it-is", "--pairs", "1", "--json"]).args(arguments);
    let output = command.current_dir(Project::here().root()).output().expect("the command can be started");
    let told = String::from_utf8(output.stderr).expect("what it says is UTF-8");
    assert_eq!(output.status.code(), Some(0), "{told}");
    (serde_json::from_slice(&output.stdout).expect("it prints JSON"), told)
}

fn case(name: &str) -> String {
    let path: PathBuf = Project::here().golden().join("cases").join(name).join("spec.yaml");
    path.display().to_string()
}

/// The rows of the only section: what is measured, what stands beside it, and what is noted.
fn rows(report: &Value) -> Vec<[String; 3]> {
    let [section] = &report["sections"].as_array().expect("there are sections")[..] else { panic!("{report:#}") };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = section["rows"].as_array().expect("there are rows").iter();
    rows.map(|row| [&row["figure"], &row["beside"]["name"], &row["note"]].map(text)).collect()
}

#[test]
fn codegen_stands_beside_the_parse_and_each_peer() {
    let program = XTASK.display();
    let same = format!("same='{program}' codegen --spec {{spec}} --out {{out}}");
    let broken = format!("broken='{program}' codegen --spec missing.yaml --out {{out}}");
    let spec = case("accept-content-type-and-authorization-headers-are-ignored");
    let (report, told) = bench(&[&spec, "--only", "codegen,drift", "--peer", &same, "--peer", &broken]);

    let rows = rows(&report);
    let of = |note: &str| rows.iter().filter(|[_, _, noted]| noted.contains(note)).count();
    let figures: Vec<[&str; 2]> = rows.iter().map(|[figure, beside, _]| [figure.as_str(), beside.as_str()]).collect();
    assert_eq!(
        figures,
        [
            ["codegen, CPU", "parse"],
            ["codegen, wall", "parse"],
            ["codegen, peak memory", "parse"],
            ["codegen, nothing changed, CPU", "all new"],
            ["codegen, CPU", "same"],
            ["codegen, CPU", ""],
            ["codegen, peak memory", "same"],
            ["codegen, peak memory", ""],
            ["drift, CPU", ""],
            ["drift, peak memory", ""],
        ]
    );
    assert_eq!(of("broken: error: can't read missing.yaml"), 2, "{rows:#?}");
    assert_eq!(of("there is no older description to compare with"), 2, "{rows:#?}");
    assert_eq!(of("were written again"), 0, "{rows:#?}");

    let row = &report["sections"][0]["rows"][4];
    let (ours, same) = (&row["ours"]["median"], &row["beside"]["median"]);
    assert!(ours.as_f64() > Some(0.0) && same.as_f64() > Some(0.0), "{row:#}");
    let peak = report["sections"][0]["rows"][6]["ours"]["minimum"].as_f64();
    assert!(peak > Some(1e6) && peak < Some(1e9), "{peak:?} bytes");
    assert!(report["machine"]["toolchain"].as_str().is_some_and(|text| text.starts_with("rustc ")), "{report:#}");
    assert!(told.lines().any(|line| line.starts_with("spec.yaml, whole: codegen, CPU: ")), "{told}");
}

#[test]
fn two_descriptions_are_compared() {
    let (report, _) = bench(&["spec/2.15.yaml", "spec/2.16.yaml", "--only", "drift"]);
    let subjects: Vec<&str> =
        report["sections"].as_array().into_iter().flatten().filter_map(|section| section["subject"].as_str()).collect();
    assert_eq!(subjects, ["2.15.yaml, whole", "2.16.yaml, whole"]);
    let rows = report["sections"][1]["rows"].as_array().expect("there are rows");
    let beside: Vec<&str> = rows.iter().filter_map(|row| row["beside"]["name"].as_str()).collect();
    assert_eq!(beside, ["parse of both", "parse of both"]);
}

#[test]
fn a_row_that_cannot_be_had_says_so_and_fails_nothing() {
    let mut command = Command::new(&*XTASK);
    // Neither valgrind nor a compiler is found.
    let output = command.args(["bench", "--as-it-is", "--only", "calls"]).env("PATH", "").output();
    let output = output.expect("the command can be started");
    assert_eq!(output.status.code(), Some(0));
    let printed = String::from_utf8(output.stdout).expect("what it prints is UTF-8");
    assert!(printed.contains("\n  call, GET: valgrind is not here\n"), "{printed}");
}

#[test]
fn what_is_no_peer_is_refused() {
    let output = Command::new(&*XTASK).args(["bench", "--peer", "other=other {spec}"]).output();
    let output = output.expect("the command can be started");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("what it says is UTF-8");
    assert!(told.contains("the command does not say where `{out}` is, the folder that it writes"), "{told}");
}

/// `cargo xtask bench --check` with a regression that is made on purpose: how it ends, and what it says.
fn check_with(planted: &str) -> (Option<i32>, String) {
    let mut command = Command::new(&*XTASK);
    command.args(["bench", "--check", "--planted", planted]).current_dir(Project::here().root());
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    let output = command.output().expect("the command can be started");
    (output.status.code(), String::from_utf8(output.stderr).expect("what it says is UTF-8"))
}

#[test]
fn code_of_fields_that_is_emitted_twice_fails_the_check() {
    let (code, told) = check_with("nothing");
    assert_eq!(code, Some(0), "{told}");
    let (code, told) = check_with("fields");
    assert_eq!(code, Some(1), "{told}");
    let failure = told.lines().find(|line| line.starts_with("error: "));
    let failure = failure.expect("it says what has grown");
    assert!(failure.starts_with("error: the client: generated lines: "), "{told}");
    assert!(failure.ends_with(" % more (3 % may pass)"), "{told}");
    assert!(told.contains("help: if this is on purpose, run `cargo xtask bench --bless` and say why in the commit"));
}

#[test]
fn a_description_that_is_read_twice_fails_the_check() {
    let (code, told) = check_with("reading");
    if told.contains("valgrind is not here") || told.contains("instructions are not compared") {
        println!("skipped: {told}");
        return;
    }
    assert_eq!(code, Some(1), "{told}");
    let failure = told.lines().find(|line| line.starts_with("error: reading the client's description: "));
    assert!(failure.is_some_and(|line| line.ends_with(" % more (3 % may pass)")), "{told}");
}

#[test]
fn the_whole_api_that_is_not_here_is_said_to_be_missing() {
    let mut command = Command::new(&*XTASK);
    command.args(["bench", "--as-it-is", "--pairs", "1", "--only", "drift"]).env("SHARED_DIR", "nowhere");
    let output = command.current_dir(Project::here().root()).output().expect("the command can be started");
    assert_eq!(output.status.code(), Some(0));
    let printed = String::from_utf8(output.stdout).expect("what it prints is UTF-8");
    assert!(printed.contains("\nthe whole API\n"), "{printed}");
    assert!(printed.contains("drift, CPU: the vendor's whole description is not here: name its file"), "{printed}");
    assert!(printed.contains("or set SHARED_DIR to a folder with"), "{printed}");
}
