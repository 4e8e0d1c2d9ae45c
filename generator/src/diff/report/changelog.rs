//! A section of a changelog: what an app must change, what it may use, and how far the client's version must go.

use std::collections::BTreeSet;

use super::{allow::STATE, drift::Report, entry::Entry, render::in_rust};
use crate::diff::{
    change::item::RustChange,
    rules::rule::{Effect, Severity},
};

/// How far a version goes (Semantic Versioning 2.0.0).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// `1.2.3` -> `2.0.0`, `0.2.3` -> `0.3.0`: an app may stop compiling.
    Breaking,
    /// `1.2.3` -> `1.3.0`, `0.2.3` -> `0.2.4`: there is something new.
    Feature,
    /// `1.2.3` -> `1.2.4`, `0.2.3` -> `0.2.4`: nothing that an app notices.
    Patch,
}

impl Step {
    /// What a report asks for.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        if report.breaks_rust() {
            Self::Breaking
        } else if report.entries().any(|entry| entry.change.rust.iter().any(|rust| rust.before.is_none())) {
            Self::Feature
        } else {
            Self::Patch
        }
    }

    /// The version that follows; nothing where the text is no version of three numbers.
    #[must_use]
    pub fn after(self, version: &str) -> Option<String> {
        let numbers: Vec<u64> = version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let [major, minor, patch] = numbers.as_slice() else { return None };
        Some(match (self, major) {
            // Below 1.0.0, the second number is the one that breaks.
            (Self::Breaking, 0) => format!("0.{}.0", minor + 1),
            (Self::Breaking, _) => format!("{}.0.0", major + 1),
            (Self::Feature, 1..) => format!("{major}.{}.0", minor + 1),
            (Self::Feature, 0) | (Self::Patch, _) => format!("{major}.{minor}.{}", patch + 1),
        })
    }
}

/// The first line of the section.
#[must_use]
pub fn heading(report: &Report) -> String {
    format!("### API version {} → {}", report.from, report.to)
}

/// The version that a client of `version` should have next, and why: `0.2.0 (an app may have to be changed; now 0.1.0)`.
#[must_use]
pub fn suggestion(report: &Report, version: &str) -> String {
    let step = Step::of(report);
    let why = match step {
        Step::Breaking => "an app may have to be changed",
        Step::Feature => "there is something new, and nothing to change",
        Step::Patch => "there is nothing to change",
    };
    let next = step.after(version).unwrap_or_else(|| "the next".to_owned());
    format!("{next} ({why}; now {version})")
}

/// The section. `version` is the one that the client has now.
#[must_use]
pub fn changelog(report: &Report, version: &str) -> String {
    let mut text = format!("{}\n\nSuggested version: {}.\n", heading(report), suggestion(report, version));
    let unsaid: Vec<String> = unsaid(report);
    if !unsaid.is_empty() {
        let (letter, lines) = ("Breaking only for code that reads these fields of what it sends:", unsaid.join("\n"));
        text.push_str(&format!("\n{letter}\n\n{lines}\n"));
    }
    for (severity, title) in
        [(Severity::Breaking, "To change"), (Severity::Risky, "To look at"), (Severity::Additive, "New")]
    {
        let entries: Vec<&Entry> = report
            .entries()
            .filter(|entry| entry.origin.reaches_client() && entry.change.severity == severity)
            .collect();
        if !entries.is_empty() {
            text.push_str(&format!("\n{title}:\n\n"));
            entries.into_iter().for_each(|entry| text.push_str(&line(entry)));
        }
    }
    text
}

/// The items whose signature has changed though no app that uses them as they are meant has to: by the letter of Semantic
/// Versioning that is a break, too.
fn unsaid(report: &Report) -> Vec<String> {
    let quiet =
        report.entries().filter(|entry| entry.origin.reaches_client() && entry.change.severity != Severity::Breaking);
    let items: BTreeSet<&RustChange> =
        quiet.flat_map(|entry| &entry.change.rust).filter(|change| change.breaks()).collect();
    items.into_iter().map(|change| format!("- {}", in_rust(change))).collect()
}

fn line(entry: &Entry) -> String {
    let change = &entry.change;
    let detail = if change.detail.is_empty() { String::new() } else { format!(": {}", change.detail) };
    let rust: Vec<String> = change.rust.iter().map(in_rust).collect();
    let does = match entry.effect() {
        Effect::Behaviour => format!(" ({})", change.reason),
        Effect::Compile | Effect::None => String::new(),
    };
    let shown = if rust.is_empty() { String::new() } else { format!(" — {}", rust.join("; ")) };
    format!("- `{}`: {}{detail}{does}{shown}\n", change.subject, change.rule.title)
}

/// A changelog with the section below its heading for what is not released yet. A section that stands there for the same step gives way,
/// also one that leads from the same state of a version to another state of the same one; releases stay as they are. Nothing where the
/// changelog has no such heading.
#[must_use]
pub fn insert(changelog: &str, report: &Report, version: &str) -> Option<String> {
    const UNRELEASED: &str = "## [Unreleased]\n";
    let start = changelog.find(UNRELEASED)? + UNRELEASED.len();
    let (before, after) = changelog.split_at(start);
    let release = if after.starts_with("## ") { Some(0) } else { after.find("\n## ").map(|end| end + 1) };
    let (unreleased, releases) = after.split_at(release.unwrap_or(after.len()));
    let (mut base, mut rest, mut gives_way) = (None, String::new(), false);
    for line in unreleased.split_inclusive('\n') {
        if line.starts_with("### ") {
            gives_way = is_of_step(line, report);
        }
        if !gives_way {
            rest.push_str(line);
        } else if let Some((_, now)) = line.split_once("; now ") {
            base = base.or_else(|| now.trim_end().strip_suffix(").").map(str::to_owned));
        }
    }
    // Once the version is set, it is not to be counted on from.
    let section = self::changelog(report, base.as_deref().unwrap_or(version));
    let rest = format!("{rest}{releases}");
    Some(format!("{before}\n{section}\n{}", rest.trim_start_matches('\n')))
}

/// Whether a heading is that of a report's step: from the same state, to any state of the same version.
fn is_of_step(heading: &str, report: &Report) -> bool {
    fn version(state: &str) -> Option<&str> {
        state.trim_end().split(STATE).next()
    }
    let from = format!("### API version {} → ", report.from);
    heading.strip_prefix(&from).is_some_and(|to| version(to) == version(&report.to))
}
