//! `cargo xtask ci`: all that must pass before a change lands.

use std::process;

use anyhow::{Context as _, Result};
use toml::Table;

use crate::{
    Outcome,
    project::{Project, read},
};

/// The checks of the whole workspace, in the order in which they fail fastest. The client has all of its features there,
/// since the tests ask for them.
const STEPS: [(&str, &[&str]); 5] = [
    ("fmt", &["fmt", "--all", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "-D", "warnings"]),
    ("codegen --check", &["xtask", "codegen", "--check"]),
    ("test", &["test", "--workspace", "--quiet"]),
    ("doc", &["doc", "--workspace", "--no-deps", "--quiet"]),
];

/// A check: its name, and what cargo is given.
type Step = (String, Vec<String>);

/// Runs the steps and stops at the first that fails.
///
/// # Errors
///
/// A step that can't be started, or a client without a manifest.
pub fn run(project: &Project) -> Result<Outcome> {
    let owned = |arguments: &[&str]| arguments.iter().map(|&argument| argument.to_owned()).collect();
    let workspace = STEPS.iter().map(|(name, arguments)| ((*name).to_owned(), owned(arguments)));
    let steps: Vec<Step> = workspace.chain(feature_steps(project)?).collect();
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

/// The client with each of its features alone, and with none: an app may ask for any.
fn feature_steps(project: &Project) -> Result<Vec<Step>> {
    let manifest: Table = read(&project.client().join("Cargo.toml"))?.parse().context("error: a malformed manifest")?;
    let known = manifest.get("features").and_then(|features| features.as_table()).context("error: no features")?;
    let alone = known.keys().map(String::as_str).filter(|feature| *feature != "default");
    let step = |command: &str, feature: &str, last: &[&str]| {
        let shown = if feature.is_empty() { "no feature" } else { feature };
        let arguments = [command, "--package", "intercom-client", "--lib", "--no-default-features", "--quiet"];
        let features = ["--features", feature];
        let arguments = arguments.iter().chain(if feature.is_empty() { &[][..] } else { &features }).chain(last);
        (format!("{command} with {shown}"), arguments.map(|&argument| argument.to_owned()).collect())
    };
    let features = || [""].into_iter().chain(alone.clone());
    let clippy = features().map(|feature| step("clippy", feature, &["--", "-D", "warnings"]));
    Ok(clippy.chain(features().map(|feature| step("doc", feature, &["--no-deps"]))).collect())
}
