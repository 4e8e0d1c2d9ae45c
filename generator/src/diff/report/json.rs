//! A report as JSON; `schema/drift.schema.json` says what is in it.

use serde::Serialize;

use super::{
    drift::Report,
    entry::{Entry, Location, Origin},
};
use crate::diff::{
    change::item::RustChange,
    rules::rule::{Direction, Effect, Severity},
};

#[derive(Serialize)]
struct Document<'r> {
    from: &'r str,
    to: &'r str,
    summary: Counts,
    changes: Vec<Change<'r>>,
}

/// How many changes reach the client; those of the documentation that no rule but the last one reports count apart.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    breaking: usize,
    risky: usize,
    additive: usize,
    docs_only: usize,
    absorbed: usize,
    documentation: usize,
}

#[derive(Serialize)]
struct Change<'r> {
    rule: &'r str,
    severity: Severity,
    direction: Direction,
    effect: Effect,
    origin: Origin,
    fingerprint: &'r str,
    subject: &'r str,
    schema: Option<&'r str>,
    operations: &'r [String],
    title: &'r str,
    detail: &'r str,
    reason: &'r str,
    before: Option<&'r Location>,
    after: Option<&'r Location>,
    rust: &'r [RustChange],
    allowed: Option<&'r str>,
}

/// The report as JSON, one change after the other, the documentation's last.
///
/// # Panics
///
/// Never: a report is made of text, numbers and lists.
#[must_use]
pub fn json(report: &Report) -> String {
    let document = Document {
        from: &report.from,
        to: &report.to,
        summary: Counts {
            breaking: report.count(Severity::Breaking),
            risky: report.count(Severity::Risky),
            additive: report.count(Severity::Additive),
            docs_only: report.count(Severity::DocsOnly),
            absorbed: report.vendor.iter().filter(|entry| entry.origin == Origin::Absorbed).count(),
            documentation: report.documentation.len(),
        },
        changes: report.entries().chain(&report.documentation).map(change).collect(),
    };
    serde_json::to_string_pretty(&document).expect("text, numbers and lists are JSON") + "\n"
}

fn change(entry: &Entry) -> Change<'_> {
    let Entry { change, origin, before, after, allowed } = entry;
    Change {
        rule: change.rule.id,
        severity: change.severity,
        direction: change.direction,
        effect: entry.effect(),
        origin: *origin,
        fingerprint: &change.fingerprint,
        subject: &change.subject,
        schema: change.schema.as_deref(),
        operations: &change.operations,
        title: change.rule.title,
        detail: &change.detail,
        reason: &change.reason,
        before: before.as_ref(),
        after: after.as_ref(),
        rust: &change.rust,
        allowed: allowed.as_deref(),
    }
}
