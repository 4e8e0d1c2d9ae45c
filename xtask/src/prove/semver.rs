//! What `cargo-semver-checks` says of the same crates, where it is installed.
//!
//! It compares items, one by one: what is gone, and what has another kind. What a builder asks for and the types of fields it
//! does not compare. `tests/drift/semver.toml` lists where it differs for such a reason; all else is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::Settings;
use serde::Deserialize;

use super::cases::{Case, inputs};
use crate::{
    project::{Project, read},
    workspace::Workspace,
};

/// Where it may say otherwise than the table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// Rules that stop an app from compiling, of which no lint tells.
    #[serde(default)]
    pub unseen: Vec<Reason>,
    /// Lints that tell of what stops no app.
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

/// Where it says otherwise than the table and the list gives no reason, a line each; nothing where it is not installed.
///
/// # Errors
///
/// A list that can't be read, or crates that can't be written or that it can't read.
pub fn differences(project: &Project, cases: &[Case], folder: &Path) -> Result<Option<Vec<String>>> {
    let version = Command::new("cargo").args(["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        return Ok(None);
    }
    let path = project.root().join("tests/drift/semver.toml");
    let reasons: Reasons = toml::from_str(&read(&path)?).with_context(|| format!("error: {}", path.display()))?;
    // It finds the older crate by the name of the newer: each stands in a workspace of its own.
    let folders = ["before", "after"].map(|side| folder.join(side));
    for (folder, input) in folders.iter().zip(inputs(cases)) {
        Workspace::new(folder, &["client"])?.add_client("client", &input, &Settings::default())?;
    }
    let [before, after] = folders;
    let output = Command::new("cargo")
        .args(["semver-checks", "--color", "never", "--release-type", "patch", "--baseline-root"])
        .arg(&before)
        .arg("--manifest-path")
        .arg(after.join("client/Cargo.toml"))
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let has_ended = output.status.success() || told.contains("--- failure ");
    ensure!(has_ended, "error: cargo semver-checks failed:\n{}", String::from_utf8_lossy(&output.stderr));
    Ok(Some(judge(cases, &told, &reasons)))
}

/// Where a report of it says otherwise than the table, without a reason.
#[must_use]
pub fn judge(cases: &[Case], report: &str, reasons: &Reasons) -> Vec<String> {
    let (found, mut lines) = lints(report);
    let is_listed =
        |list: &[Reason], name: &str| list.iter().any(|reason| reason.names.iter().any(|known| known == name));
    for (index, case) in cases.iter().enumerate() {
        let lints = found.get(&index).cloned().unwrap_or_default();
        if case.breaks() && lints.is_empty() {
            let rules = case.breaking_rules();
            let unlisted = rules.into_iter().filter(|rule| !is_listed(&reasons.unseen, rule));
            lines.extend(unlisted.map(|rule| format!("{}: {rule}, but no lint tells of it", case.name)));
        }
        if !case.breaks() {
            let unlisted = lints.iter().filter(|lint| !is_listed(&reasons.harmless, lint));
            lines.extend(unlisted.map(|lint| format!("{}: {}, but {lint}", case.name, case.told)));
        }
    }
    lines
}

/// The lints that have found something in each cell, and what they have found elsewhere.
fn lints(report: &str) -> (BTreeMap<usize, BTreeSet<String>>, Vec<String>) {
    let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    let (mut lint, mut is_list) = ("", false);
    for line in report.lines() {
        if let Some(title) = line.strip_prefix("--- failure ") {
            (lint, is_list) = (title.split(':').next().unwrap_or_default(), false);
        } else if line.starts_with("Failed in:") {
            is_list = true;
        } else if is_list && line.starts_with("  ") {
            match cell(line) {
                Some(index) => drop(found.entry(index).or_default().insert(lint.to_owned())),
                None => elsewhere.push(format!("{lint} is of no cell: {}", line.trim())),
            }
        } else {
            is_list = false;
        }
    }
    (found, elsewhere)
}

/// The cell of an item: `Thing12A::a`, `put12`.
fn cell(line: &str) -> Option<usize> {
    let lower = line.to_lowercase();
    ["thing", "put", "get"].into_iter().find_map(|name| {
        lower.match_indices(name).find_map(|(start, _)| {
            let rest = &lower[start + name.len()..];
            let length = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
            rest[..length].parse().ok()
        })
    })
}
