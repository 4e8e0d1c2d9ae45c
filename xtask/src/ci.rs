//! `cargo xtask ci`: all that must pass before a change lands.

use std::process;

use anyhow::{Context as _, Result};
use toml::{Table, Value};

use crate::{
    Outcome,
    project::{Project, read},
};

/// The checks of the whole workspace, in the order in which they fail fastest. The client has all of its features there:
/// the tests ask for them.
const STEPS: [(&str, &[&str]); 7] = [
    ("fmt", &["fmt", "--all", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    ("codegen --check", &["xtask", "codegen", "--check"]),
    ("test", &["test", "--workspace", "--quiet"]),
    ("fuzz", &["xtask", "fuzz", "--seconds", "60", "--seed", "1", "--compile", "2"]),
    ("doc", &["doc", "--workspace", "--no-deps", "--quiet"]),
    ("counts", &["xtask", "bench", "--check"]),
];

/// A check: its name, and what cargo is given.
type Step = (String, Vec<String>);

/// Runs the steps and stops at the first that fails.
///
/// # Errors
///
/// A step that can't be started, or a client without a manifest.
pub fn run(project: &Project) -> Result<Outcome> {
    let step = |(name, arguments): (&str, &[&str])| -> Step {
        (name.to_owned(), arguments.iter().map(|&argument| argument.to_owned()).collect())
    };
    let steps: Vec<Step> = STEPS.into_iter().map(step).chain(feature_steps(project)?).collect();
    for (name, arguments) in &steps {
        println!("== {name}: cargo {}", arguments.join(" "));
        let mut command = process::Command::new("cargo");
        command.args(arguments).current_dir(project.root()).env("RUSTDOCFLAGS", "-D warnings");
        let status = command.status().with_context(|| format!("error: can't start cargo for `{name}`"))?;
        if !status.success() {
            eprintln!("error: `cargo {}` failed", arguments.join(" "));
            return Ok(Outcome::CheckFailed);
        }
    }
    println!("all {} steps passed", steps.len());
    Ok(Outcome::Fine)
}

/// The client with each of its features alone, and with none: an app may ask for any. Those that only turn on one of reqwest's have no
/// code here, and may want a library of the system. Of the documentation, that without features and that with all of ours can have links
/// that lead nowhere.
fn feature_steps(project: &Project) -> Result<Vec<Step>> {
    let manifest: Table = read(&project.client().join("Cargo.toml"))?.parse().context("error: a malformed manifest")?;
    let features = manifest.get("features").and_then(Value::as_table).context("error: the client has no features")?;
    let is_passed_on = |on: &Value| {
        let is_of_reqwest = |name: &Value| name.as_str().is_some_and(|name| name.starts_with("reqwest"));
        on.as_array().is_some_and(|on| !on.is_empty() && on.iter().all(is_of_reqwest))
    };
    let own = features.iter().filter(|(feature, on)| *feature != "default" && !is_passed_on(on));
    let alone: Vec<&str> = own.map(|(feature, _)| feature.as_str()).collect();
    let mut steps = vec![
        client_step("doc", "", &["--no-deps"]),
        client_step("doc", &alone.join(","), &["--no-deps"]),
        client_step("test", "", &[]),
        client_step("test", "reqwest", &[]),
    ];
    steps
        .extend([""].into_iter().chain(alone).map(|feature| client_step("clippy", feature, &["--", "-D", "warnings"])));
    Ok(steps)
}

/// A check of the client with one feature, or with none where it is empty.
fn client_step(command: &str, feature: &str, last: &[&str]) -> Step {
    let common = ["--package", "intercom-client", "--lib", "--quiet", "--no-default-features", "--features", feature];
    let arguments = [command].into_iter().chain(common).chain(last.iter().copied());
    let name = if feature.is_empty() { "no feature" } else { feature };
    (format!("{command}, {name}"), arguments.map(str::to_owned).collect())
}
