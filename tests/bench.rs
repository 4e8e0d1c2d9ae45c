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
            ["codegen, peak memory", "same"],
            ["codegen, CPU", ""],
            ["codegen, peak memory", ""],
            ["drift, CPU", ""],
        ]
    );
    assert_eq!(of("broken: error: can't read missing.yaml"), 2, "{rows:#?}");
    assert_eq!(of("there is no older description to compare with"), 1, "{rows:#?}");
    assert_eq!(of("were written again"), 0, "{rows:#?}");

    let row = &report["sections"][0]["rows"][4];
    let (ours, same) = (&row["ours"]["median"], &row["beside"]["median"]);
    assert!(ours.as_f64() > Some(0.0) && same.as_f64() > Some(0.0), "{row:#}");
    let peak = report["sections"][0]["rows"][5]["ours"]["minimum"].as_f64();
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
