//! A report as text, as Markdown, and as annotations of a workflow.

use super::{
    drift::Report,
    entry::{Entry, Location, Origin},
};
use crate::diff::{
    change::item::{Item, RustChange},
    rules::rule::{Direction, Effect, Severity},
};

/// How many operations a line names; the rest is counted.
const NAMED: usize = 6;

/// The severities that a report shows, each under its heading.
const SHOWN: [(Severity, &str); 4] = [
    (Severity::Breaking, "Breaking"),
    (Severity::Risky, "Risky"),
    (Severity::Additive, "Additive"),
    (Severity::DocsOnly, "Documentation only"),
];

/// How many changes there are, in a line: `1 breaking, 0 risky, 4 additive, 1 docs-only`, and of how many parts only the
/// documentation has changed.
#[must_use]
pub fn summary(report: &Report) -> String {
    let mut counts = SHOWN.map(|(severity, _)| format!("{} {severity}", report.count(severity))).to_vec();
    match documented_subjects(&report.documentation).len() {
        0 => {}
        1 => counts.push("documentation of 1 part".to_owned()),
        count => counts.push(format!("documentation of {count} parts")),
    }
    counts.join(", ")
}

/// How many changes count when a run is to fail, in a line like that of [`summary`].
#[must_use]
pub fn failing(report: &Report) -> String {
    let counts = SHOWN.map(|(severity, _)| format!("{} {severity}", report.counting(severity)));
    counts.join(", ")
}

/// The report for a terminal.
#[must_use]
pub fn text(report: &Report) -> String {
    let Report { from, to, vendor, corrections, documentation } = report;
    let mut text = format!("{from} → {to}: {}\n", summary(report));
    for entry in vendor {
        text.push_str(&text_entry(entry));
    }
    if !corrections.is_empty() {
        text.push_str("\nby our corrections:\n");
        corrections.iter().for_each(|entry| text.push_str(&text_entry(entry)));
    }
    if !documentation.is_empty() {
        text.push_str(&format!("\n{}\n", documented(documentation)));
    }
    text
}

fn text_entry(entry: &Entry) -> String {
    let Entry { change, .. } = entry;
    let mut lines =
        vec![format!("\n{} {} `{}` [{}]", change.severity, change.rule.id, change.subject, change.fingerprint)];
    lines.push(format!("  {}", what(entry)));
    lines.extend(effect(entry).map(|effect| format!("  {effect}")));
    lines.extend(change.rust.iter().map(|rust| format!("    {}", in_rust(rust))));
    lines.push(format!("  {}", reached(entry)));
    lines.extend(places(entry).map(|places| format!("  {places}")));
    lines.extend(entry.allowed.iter().map(|reason| format!("  allowed: {reason}")));
    lines.join("\n") + "\n"
}

/// The report as a page: what an app must change when it moves from one version to the other.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let Report { from, to, vendor, corrections, documentation } = report;
    let mut text = format!("# From {from} to {to}\n\n{}.\n", summary(report));
    let of = |origin: Origin| vendor.iter().filter(move |entry| entry.origin == origin);
    let reaching: Vec<&Entry> = vendor.iter().filter(|entry| entry.origin.reaches_client()).collect();
    for (severity, title) in SHOWN {
        section(&mut text, title, "", reaching.iter().copied().filter(|entry| entry.change.severity == severity));
    }
    let ours = "These lines come from our overlays; the vendor's description has no such change.\n";
    section(&mut text, "By our corrections", ours, corrections);
    let absorbed = "The vendor changed this; with our overlays, the client is the same before and after.\n";
    section(&mut text, "No change in the client", absorbed, of(Origin::Absorbed));
    let reshaped =
        "The vendor changed this, and with our overlays the client changes otherwise: that has an entry above.\n";
    section(&mut text, "Changed otherwise by our corrections", reshaped, of(Origin::Reshaped));
    if !documentation.is_empty() {
        text.push_str(&format!("\n## Documentation\n\n{}.\n", documented(documentation)));
    }
    text
}

/// A heading with its entries, if there are any.
fn section<'e>(text: &mut String, title: &str, says: &str, entries: impl IntoIterator<Item = &'e Entry>) {
    let entries: String = entries.into_iter().map(markdown_entry).collect();
    if !entries.is_empty() {
        let says = if says.is_empty() { String::new() } else { format!("\n{says}") };
        text.push_str(&format!("\n## {title}\n{says}{entries}"));
    }
}

fn markdown_entry(entry: &Entry) -> String {
    let Entry { change, .. } = entry;
    let mut lines = vec![format!("\n### `{}`: {}\n", change.subject, change.rule.title)];
    lines.push(format!("- {} · {} · `{}` · `{}`", change.severity, side(entry), change.rule.id, change.fingerprint));
    if !change.detail.is_empty() {
        lines.push(format!("- {}", change.detail));
    }
    lines.extend(effect(entry).map(|effect| format!("- {effect}")));
    lines.extend(change.rust.iter().map(|rust| format!("  - {}", in_rust(rust))));
    lines.push(format!("- {}", reached(entry)));
    lines.extend(places(entry).map(|places| format!("- {places}")));
    lines.extend(entry.allowed.iter().map(|reason| format!("- allowed: {reason}")));
    lines.join("\n") + "\n"
}

/// Annotations for a GitHub workflow, one line each: warnings for what counts, notices for the rest.
#[must_use]
pub fn github(report: &Report) -> String {
    report.entries().map(annotation).collect()
}

fn annotation(entry: &Entry) -> String {
    let Entry { change, before, after, .. } = entry;
    let level = match change.severity {
        Severity::Breaking | Severity::Risky if entry.counts() => "warning",
        Severity::Breaking | Severity::Risky | Severity::Additive | Severity::DocsOnly => "notice",
    };
    let mut properties = Vec::new();
    if let Some(Location { file, line, column, .. }) = after.as_ref().or(before.as_ref()) {
        properties.push(format!("file={}", property(file)));
        properties.push(format!("line={line}"));
        properties.push(format!("col={column}"));
    }
    properties.push(format!("title={}", property(&format!("{} {}", change.severity, change.rule.id))));
    let rust = change.rust.iter().map(in_rust);
    let lines: Vec<String> = [format!("{}: {}", change.subject, what(entry))]
        .into_iter()
        .chain(effect(entry))
        .chain(rust)
        .chain([format!("fingerprint {}", change.fingerprint)])
        .collect();
    format!("::{level} {}::{}\n", properties.join(","), message(&lines.join("\n")))
}

/// A workflow command's message, in one line.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// What has happened: the rule's words, and from what to what.
fn what(entry: &Entry) -> String {
    let title = entry.change.rule.title;
    if entry.change.detail.is_empty() { title.to_owned() } else { format!("{title}: {}", entry.change.detail) }
}

/// What an app notices.
fn effect(entry: &Entry) -> Option<String> {
    match entry.origin {
        Origin::Absorbed => {
            return Some("no change in Rust: with our overlays, the client is the same before and after".to_owned());
        }
        Origin::Reshaped => {
            return Some(
                "not so in Rust: an overlay makes another change of it, which has an entry of its own".to_owned(),
            );
        }
        Origin::Vendor | Origin::Correction => {}
    }
    Some(match entry.effect() {
        Effect::Compile => format!("compile: {}", entry.change.reason),
        Effect::Behaviour => format!("behaviour: {}", entry.change.reason),
        Effect::None if otherwise_used(entry).is_some_and(Item::is_for_building) => format!(
            "{}; code that builds one, as a test may, has to be changed",
            nothing_to_do(" for code that only reads it", &entry.change.reason)
        ),
        Effect::None if otherwise_used(entry).is_some() => format!(
            "{}; code that reads the field has to be changed",
            nothing_to_do(" for code that only builds and sends it", &entry.change.reason)
        ),
        Effect::None => nothing_to_do("", &entry.change.reason),
    })
}

/// That an app goes on as before, and why; behind a colon, a reason says what there may be to do all the same.
fn nothing_to_do(who: &str, reason: &str) -> String {
    let leads_on = if reason.contains(": ") { ", but" } else { ":" };
    format!("nothing to do{who}{leads_on} {reason}")
}

/// An item that breaks what uses it, though not as it is meant to be used: an app builds what it sends, and reads what it
/// receives.
fn otherwise_used(entry: &Entry) -> Option<&Item> {
    entry.change.rust.iter().find(|change| change.breaks()).and_then(|change| change.before.as_ref())
}

/// An item of Rust, before and after.
pub(super) fn in_rust(change: &RustChange) -> String {
    let shown = |item: &Item| match item.signature.as_str() {
        "" => format!("`{}`", item.path),
        signature if signature.starts_with('(') => format!("`{}{signature}`", item.path),
        signature => format!("`{}: {signature}`", item.path),
    };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before == after => shown(before),
        (Some(before), Some(after)) if before.path == after.path => {
            format!("`{}`: `{}` → `{}`", before.path, before.signature, after.signature)
        }
        (Some(before), Some(after)) => format!("{} → {}", shown(before), shown(after)),
        (Some(before), None) => format!("{} is gone", shown(before)),
        (None, Some(after)) => format!("{} is new", shown(after)),
        (None, None) => String::new(),
    }
}

fn side(entry: &Entry) -> &'static str {
    match entry.change.direction {
        Direction::Request => "request",
        Direction::Response => "response",
        Direction::Both => "request and response",
    }
}

/// Which operations it is about.
fn reached(entry: &Entry) -> String {
    let operations = &entry.change.operations;
    let named: Vec<String> = operations.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    match (operations.len(), operations.len().saturating_sub(NAMED)) {
        (0, _) if entry.change.schema.is_some() => "no operation reaches it".to_owned(),
        (0, _) => "the client as a whole".to_owned(),
        (1, _) => format!("operation {}", named.join(", ")),
        (_, 0) => format!("operations {}", named.join(", ")),
        (_, more) => format!("operations {} and {more} more", named.join(", ")),
    }
}

fn places(entry: &Entry) -> Option<String> {
    let shown = |place: &Location| {
        format!(
            "{}:{}:{} `{}`",
            place.file,
            place.line,
            place.column,
            if place.pointer.is_empty() { "/" } else { &place.pointer }
        )
    };
    match (&entry.before, &entry.after) {
        (Some(before), Some(after)) => Some(format!("{} → {}", shown(before), shown(after))),
        (Some(place), None) | (None, Some(place)) => Some(shown(place)),
        (None, None) => None,
    }
}

/// Whose documentation says something else.
fn documented(documentation: &[Entry]) -> String {
    let subjects = documented_subjects(documentation);
    let named = subjects.join(", ");
    match subjects.len() {
        1 => format!("The documentation of {named} has changed"),
        count => format!("The documentation of {count} parts has changed: {named}"),
    }
}

/// What only the documentation says otherwise of, each once.
fn documented_subjects(documentation: &[Entry]) -> Vec<String> {
    let mut subjects: Vec<String> = documentation.iter().map(|entry| format!("`{}`", entry.change.subject)).collect();
    subjects.sort();
    subjects.dedup();
    subjects
}
