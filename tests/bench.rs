//! `cargo xtask bench` as a user runs it. What it measures here is a debug build, so that no test looks at how fast it is.

#[path = "support/program.rs"]
mod program;

use std::{path::PathBuf, process::Command};

use codegen_tests::project;
use intercom_codegen::error::reads;
use serde_json::Value;

use crate::program::XTASK;

/// `cargo xtask bench …` with one round and without a release build: what it prints, as JSON, and what it says meanwhile.
fn bench(arguments: &[&str]) -> (Value, String) {
    let mut command = Command::new(&*XTASK);
    command.args(["bench", "--as-it-is", "--pairs", "1", "--json"]).args(arguments);
    let output = command.current_dir(project().root()).output().expect("the command can be started");
    let told = String::from_utf8(output.stderr).expect("what it says is UTF-8");
    assert_eq!(output.status.code(), Some(0), "{told}");
    (serde_json::from_slice(&output.stdout).expect("it prints JSON"), told)
}

fn case(name: &str) -> String {
    let path: PathBuf = project().golden().join("cases").join(name).join("spec.yaml");
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
    let absent = "absent=no-program-of-this-name {spec} {out}";
    let spec = case("accept-content-type-and-authorization-headers-are-ignored");
    let peers = ["--peer", &same, "--peer", &broken, "--peer", absent];
    let (report, told) = bench(&[&[&*spec, "--only", "codegen,drift"], &peers[..]].concat());

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
            ["codegen, CPU", ""],
            ["codegen, peak memory", "same"],
            ["codegen, peak memory", ""],
            ["codegen, peak memory", ""],
            ["drift, CPU", ""],
            ["drift, peak memory", ""],
        ]
    );
    assert_eq!(of("broken: error: can't read missing.yaml"), 2, "{rows:#?}");
    assert_eq!(of("absent: error: can't start no-program-of-this-name: "), 2, "{rows:#?}");
    assert_eq!(of("there is no older description to compare with"), 2, "{rows:#?}");
    assert_eq!(of("were written again"), 0, "{rows:#?}");

    let row = &report["sections"][0]["rows"][4];
    let (ours, same) = (&row["ours"]["median"], &row["beside"]["median"]);
    assert!(ours.as_f64() > Some(0.0) && same.as_f64() > Some(0.0), "{row:#}");
    let peak = report["sections"][0]["rows"][7]["ours"]["minimum"].as_f64();
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
fn a_peer_without_a_crate_says_why() {
    let fails = "fails=sh -c 'echo a reason >&2; exit 3 # {out}'";
    let spec = case("accept-content-type-and-authorization-headers-are-ignored");
    let (report, _) = bench(&[&spec, "--only", "size", "--peer", fails, "--peer", "idle=true {out}"]);
    let rows = rows(&report);
    let notes: Vec<&str> = rows.iter().map(|[_, _, note]| note.as_str()).filter(|note| !note.is_empty()).collect();
    let [fails, idle] = notes[..] else { panic!("{rows:#?}") };
    assert_eq!(
        fails,
        "fails: there is no crate, since the command failed: a reason\nerror: sh ended with exit status: 3"
    );
    assert!(idle.starts_with("idle: there is no Cargo.toml in "), "{idle}");
}

#[test]
fn markers_stand_beside_an_empty_crate() {
    let (report, _) = bench(&["spec/2.16.yaml", "--only", "markers"]);
    let rows = rows(&report);
    let figures: Vec<[&str; 2]> = rows.iter().map(|[figure, beside, _]| [figure.as_str(), beside.as_str()]).collect();
    assert_eq!(figures, [["markers of required fields", ""], ["markers of required fields, CPU", "an empty crate"]]);
    // Each is a name: `id` of many models is one.
    let count = report["sections"][0]["rows"][0]["ours"]["median"].as_f64();
    assert!(count > Some(20.0) && count < Some(60.0), "{count:?}");
}

#[test]
fn an_overlay_stands_beside_the_parse_and_located_queries() {
    let (report, _) = bench(&["spec/2.16.yaml", "--only", "overlay"]);
    let rows = rows(&report);
    let figures: Vec<[&str; 2]> = rows.iter().map(|[figure, beside, _]| [figure.as_str(), beside.as_str()]).collect();
    assert_eq!(
        figures,
        [["overlay, CPU", "parse"], ["overlay, CPU", "located queries"], ["overlay, peak memory", "parse"]]
    );
    assert!(rows[0][2].starts_with("an action for each of 11 targets, which select "), "{rows:#?}");
}

/// `cargo xtask bench` with a description that it cannot measure: what it says.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let mut command = Command::new(&*XTASK);
    command.args(["bench", "--as-it-is"]).args(arguments).current_dir(project().root());
    let output = command.output().expect("the command can be started");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    String::from_utf8(output.stderr).expect("what it says is UTF-8")
}

#[test]
fn a_description_that_cannot_be_measured_is_refused() {
    let folder = tempfile::tempdir().expect("there is a folder for what is temporary");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("it can be written");
        path.display().to_string()
    };
    let newer = file("newer.yaml", "openapi: 4.0.0\ninfo: {title: T, version: '1'}\npaths: {}\n");
    let malformed = file("malformed.yaml", "not: [a\n");

    assert!(refused(&["missing.yaml"]).starts_with("error: can't read missing.yaml: "));
    let told = refused(&["spec/2.16.yaml", &newer, "--only", "codegen,overlay"]);
    assert!(told.starts_with("error: this is OpenAPI 4.0.0\n"), "{told}");
    assert!(told.contains("= help: convert it to OpenAPI 3.0, 3.1 or 3.2, for example `openapi: 3.1.1`"), "{told}");
    let told = refused(&[&malformed, "--only", "overlay"]);
    assert!(told.starts_with("error: this is no valid YAML: "), "{told}");
    // An overlay asks nothing of the version.
    let (report, _) = bench(&[&newer, "--only", "overlay"]);
    assert_eq!(rows(&report).len(), 3);
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
    assert!(printed.contains("\n  allocations of a call, GET: error: "), "{printed}");
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
    command.args(["bench", "--check", "--planted", planted]).current_dir(project().root());
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    let output = command.output().expect("the command can be started");
    (output.status.code(), String::from_utf8(output.stderr).expect("what it says is UTF-8"))
}

/// The counts that have grown too much, as they are called; each failure ends as it must.
#[track_caller]
fn grown(told: &str) -> Vec<&str> {
    let failures = told.lines().filter_map(|line| line.strip_prefix("error: "));
    let name = |failure: &'_ str| -> usize {
        assert!(failure.ends_with(" % more (3 % may pass)"), "{told}");
        failure.rfind(": ").expect("a name stands before its figures")
    };
    failures.map(|failure| &failure[..name(failure)]).collect()
}

/// The figures that this machine cannot compare, of those that a regression changes.
fn is_counted(told: &str, figure: &str) -> bool {
    let not_here = match figure {
        "codegen of the client" => "instructions are not",
        _ if figure.ends_with(", macros expanded") => "lines with macros expanded are not compared",
        _ => return true,
    };
    !told.contains(not_here)
}

#[test]
fn regressions_that_are_planted_fail_the_check() {
    let (code, told) = check_with("nothing");
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(grown(&told), <[&str; 0]>::default());
    const CODEGEN: &str = "codegen of the client";
    for (planted, figures, about) in [
        // To emit a field costs so little that twice as many are about the 3 % of codegen from which on it is told.
        ("fields", &["the client: generated lines", "the client: generated lines, macros expanded"][..], Some(CODEGEN)),
        // How often a text is read is counted everywhere, with valgrind and without.
        ("reading", &["the client: texts read by codegen", CODEGEN], None),
    ] {
        let (code, told) = check_with(planted);
        assert_eq!(code, Some(1), "{told}");
        let expected: Vec<&str> = figures.iter().copied().filter(|figure| is_counted(&told, figure)).collect();
        let grown: Vec<&str> = grown(&told).into_iter().filter(|figure| Some(*figure) != about).collect();
        assert_eq!(grown, expected, "{told}");
        assert!(
            told.contains("help: if this is on purpose, run `cargo xtask bench --bless` and say why in the commit")
        );
    }
}

#[test]
fn codegen_reads_each_text_once() {
    let project = project();
    let arguments = xtask::codegen::Arguments::default();
    let settings = xtask::codegen::settings(&project, &arguments).expect("they are well-formed");
    let input = xtask::codegen::input(&project, &arguments, &settings).expect("it can be read");
    let texts = 1 + input.overlays.len() as u64;
    let read = |arguments| {
        let (generated, read) = reads::counted(|| xtask::codegen::generated(&arguments, &input, &settings));
        generated.expect("it can be generated");
        read
    };
    assert_eq!(read(arguments), texts);
    assert_eq!(read(xtask::codegen::Arguments { each_text_twice: true, ..Default::default() }), 2 * texts);
}

#[test]
fn the_whole_api_that_is_not_here_is_said_to_be_missing() {
    let mut command = Command::new(&*XTASK);
    command.args(["bench", "--as-it-is", "--pairs", "1", "--only", "drift"]).env("SHARED_DIR", "nowhere");
    let output = command.current_dir(project().root()).output().expect("the command can be started");
    assert_eq!(output.status.code(), Some(0));
    let printed = String::from_utf8(output.stdout).expect("what it prints is UTF-8");
    assert!(printed.contains("\nthe whole API\n"), "{printed}");
    assert!(printed.contains("drift, CPU: the vendor's whole description is not here: name its file"), "{printed}");
    assert!(printed.contains("or set SHARED_DIR to a folder with"), "{printed}");
}
