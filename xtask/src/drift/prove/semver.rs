//! What `cargo-semver-checks` says of the same crates, where it is installed.
//!
//! It compares items, one by one: what is gone, and what has another kind. What a builder asks for and the types of fields it
//! does not compare. `tests/drift/semver.toml` lists where it differs for such a reason; all else is reported.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
};

use anyhow::{Result, ensure};
use serde::Deserialize;

use super::cases::Case;
use crate::{
    project::{Project, read},
    workspace::Workspace,
};

/// Where it may say otherwise than the table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// Rules that stop an app from compiling, which no lint reports.
    #[serde(default)]
    pub unseen: Vec<Reason>,
    /// Lints that report what stops no app.
    #[serde(default)]
    pub harmless: Vec<Reason>,
}

/// Why it says otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The ids of rules, or the names of lints.
    pub names: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Where it says otherwise than the table and the list gives no reason, a line each; nothing where it is not installed. `clients` are
/// the packages of the older and the newer client.
///
/// # Errors
///
/// A list that can't be read, or crates that can't be documented or that it can't read.
pub fn differences(
    project: &Project,
    cases: &[Case],
    workspace: &Workspace,
    clients: [&str; 2],
) -> Result<Option<Vec<String>>> {
    let version = Command::new("cargo").args(["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        return Ok(None);
    }
    let reasons: Reasons = project.toml("tests/drift/semver.toml")?;
    let [before, after] = [documented(workspace, clients[0])?, documented(workspace, clients[1])?];
    let output = Command::new("cargo")
        .args(["semver-checks", "--color", "never", "--release-type", "patch", "--baseline-rustdoc"])
        .arg(&before)
        .arg("--current-rustdoc")
        .arg(&after)
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let has_ended = output.status.success() || told.contains("--- failure ");
    ensure!(has_ended, "error: cargo semver-checks failed:\n{}", String::from_utf8_lossy(&output.stderr));
    Ok(Some(judge(cases, &told, &reasons)))
}

/// What rustdoc says of a client, as JSON. Left to itself, `cargo semver-checks` compiles all dependencies once more for either
/// side; beside the app, they are there already.
fn documented(workspace: &Workspace, client: &str) -> Result<PathBuf> {
    let script = workspace.opened("rustdoc")?;
    let options = ["-Zunstable-options", "--output-format", "json", "--document-hidden-items", "--cap-lints", "allow"];
    let arguments = [&["rustdoc", "--quiet", "--lib", "--package", client, "--"], options.as_slice()].concat();
    let output = workspace.cargo(&arguments).env("RUSTDOC", script).output()?;
    ensure!(output.status.success(), "error: cargo rustdoc failed:\n{}", String::from_utf8_lossy(&output.stderr));
    let library = client.replace('-', "_");
    let text = read(&workspace.target().join(format!("doc/{library}.json")))?;
    // Items are the same one by their paths, which begin with the name of the crate.
    let path = workspace.folder().join(format!("{library}.json"));
    fs::write(&path, text.replace(&format!("\"{library}\""), "\"client\""))?;
    Ok(path)
}

/// Where a report of it says otherwise than the table, without a reason.
#[must_use]
pub fn judge(cases: &[Case], report: &str, reasons: &Reasons) -> Vec<String> {
    let (found, elsewhere) = lints(report);
    let is_listed =
        |list: &[Reason], name: &str| list.iter().any(|reason| reason.names.iter().any(|known| known == name));
    let unlisted = elsewhere.into_iter().filter(|(lint, _)| !is_listed(&reasons.harmless, lint));
    let mut lines: Vec<String> = unlisted.map(|(lint, item)| format!("{lint} is of no change: {item}")).collect();
    for (index, case) in cases.iter().enumerate() {
        let lints = found.get(&index).cloned().unwrap_or_default();
        if case.breaks() && lints.is_empty() {
            let rules = case.breaking_rules();
            let unlisted = rules.into_iter().filter(|rule| !is_listed(&reasons.unseen, rule));
            lines.extend(unlisted.map(|rule| format!("{}: {rule}, but no lint reports it", case.name)));
        }
        // What stops code that uses a thing otherwise than it is meant is told as such.
        if !case.breaks() && !case.breaks_otherwise() {
            let unlisted = lints.iter().filter(|lint| !is_listed(&reasons.harmless, lint));
            lines.extend(unlisted.map(|lint| format!("{}: {}, but {lint}", case.name, case.told)));
        }
    }
    lines
}

/// The names of lints that have found something in each cell.
type Lints = BTreeMap<usize, BTreeSet<String>>;

/// The lints that have found something in each cell, and each that has found something elsewhere, with the place.
fn lints(report: &str) -> (Lints, BTreeSet<(String, String)>) {
    let mut found = Lints::new();
    let mut elsewhere = BTreeSet::new();
    let (mut lint, mut is_list) = ("", false);
    for line in report.lines() {
        if let Some(title) = line.strip_prefix("--- failure ") {
            (lint, is_list) = (title.split(':').next().unwrap_or_default(), false);
        } else if line.starts_with("Failed in:") {
            is_list = true;
        } else if is_list && line.starts_with("  ") {
            match cell(line) {
                Some(index) => drop(found.entry(index).or_default().insert(lint.to_owned())),
                None => drop(elsewhere.insert((lint.to_owned(), line.trim().to_owned()))),
            }
        } else {
            is_list = false;
        }
    }
    (found, elsewhere)
}

/// The case of an item: `Thing12A::a`, `put12`, `x_head12`.
fn cell(line: &str) -> Option<usize> {
    let lower = line.to_lowercase();
    ["thing", "put", "get", "send", "del", "limit", "head", "tag", "label"].into_iter().find_map(|name| {
        lower.match_indices(name).find_map(|(start, _)| {
            let rest = &lower[start + name.len()..];
            let length = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
            rest[..length].parse().ok()
        })
    })
}
