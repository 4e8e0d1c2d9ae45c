//! `cargo xtask ci`: all that must pass before a change lands.

use std::process;

use anyhow::{Context as _, Result};

use crate::{Outcome, project::Project};

/// The checks, in the order in which they fail fastest.
const STEPS: [(&str, &[&str]); 5] = [
    ("fmt", &["fmt", "--all", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "-D", "warnings"]),
    ("codegen --check", &["xtask", "codegen", "--check"]),
    ("test", &["test", "--workspace", "--quiet"]),
    ("doc", &["doc", "--workspace", "--no-deps", "--quiet"]),
];

/// Runs the steps and stops at the first that fails.
///
/// # Errors
///
/// A step that can't be started.
pub fn run(project: &Project) -> Result<Outcome> {
    for (name, arguments) in STEPS {
        println!("== {name}: cargo {}", arguments.join(" "));
        let mut command = process::Command::new("cargo");
        command.args(arguments).current_dir(project.root()).env("RUSTDOCFLAGS", "-D warnings");
        let status = command.status().with_context(|| format!("error: can't start cargo for `{name}`"))?;
        if !status.success() {
            eprintln!("error: `cargo {}` failed", arguments.join(" "));
            return Ok(Outcome::CheckFailed);
        }
    }
    println!("all {} steps passed", STEPS.len());
    Ok(Outcome::Fine)
}
