//! All versions at a glance: which operations and schemas each has, and how much has changed since the one before.

use std::collections::BTreeMap;

use super::{Origin, Report};
use crate::{
    diff::{
        Severity,
        index::{Index, operation_key},
    },
    ir::Api,
};

/// A version, and the report of the step that leads to it.
#[derive(Clone, Copy, Debug)]
pub struct Column<'r> {
    /// What the column is called.
    pub name: &'r str,
    /// What the client is generated from.
    pub api: &'r Api,
    /// What has changed since the version before; nothing where there is none.
    pub step: Option<&'r Report>,
}

/// Two tables in Markdown: operations × versions, and schemas × versions.
#[must_use]
pub fn matrix(columns: &[Column<'_>]) -> String {
    let operations = rows(columns, |column| {
        let operations = column.api.operations.iter();
        operations.map(|operation| (operation_key(operation), operation.id.clone())).collect()
    });
    let schemas = rows(columns, |column| {
        let components = Index::new(column.api).components().into_keys();
        components.map(|name| (name.to_owned(), name.to_owned())).collect()
    });
    let changed =
        |report: &Report, id: &str| gravest(report, |operations, _| operations.iter().any(|known| known == id));
    let changed_schema = |report: &Report, name: &str| gravest(report, |_, schema| schema == Some(name));
    format!(
        "| operation |{}\n{}\n| schema |{}\n{}\n{LEGEND}\n",
        head(columns),
        table(columns, &operations, &changed),
        head(columns),
        table(columns, &schemas, &changed_schema)
    )
}

const LEGEND: &str = "`+` new, `B` breaking, `R` risky, `A` additive, `D` documentation only, `=` as in the version before, or in the first one, `−` removed, empty: not there";

/// What a row is called in each version that has it: key -> (column -> name).
type Rows = BTreeMap<String, BTreeMap<usize, String>>;

fn rows(columns: &[Column<'_>], names: impl Fn(&Column<'_>) -> Vec<(String, String)>) -> Rows {
    let mut rows = Rows::new();
    for (position, column) in columns.iter().enumerate() {
        for (key, name) in names(column) {
            rows.entry(key).or_default().insert(position, name);
        }
    }
    rows
}

fn head(columns: &[Column<'_>]) -> String {
    let names: String = columns.iter().map(|column| format!(" {} |", column.name)).collect();
    format!("{names}\n|---|{}", ":-:|".repeat(columns.len()))
}

fn table(columns: &[Column<'_>], rows: &Rows, changed: &dyn Fn(&Report, &str) -> Option<Severity>) -> String {
    let mut lines: Vec<String> = rows
        .values()
        .map(|names| {
            let shown = names.values().last().map_or("", String::as_str);
            let cells: String = columns
                .iter()
                .enumerate()
                .map(|(position, column)| {
                    let was_there = position.checked_sub(1).is_some_and(|before| names.contains_key(&before));
                    format!(" {} |", cell(names.get(&position), was_there, column.step, changed))
                })
                .collect();
            format!("| `{shown}` |{cells}\n")
        })
        .collect();
    lines.sort();
    lines.concat()
}

fn cell(
    name: Option<&String>,
    was_there: bool,
    step: Option<&Report>,
    changed: &dyn Fn(&Report, &str) -> Option<Severity>,
) -> &'static str {
    let (name, step) = match (name, step) {
        (Some(name), Some(step)) => (name, step),
        // There is no version before the first that it could be new in.
        (Some(_), None) => return "=",
        (None, Some(_)) if was_there => return "−",
        (None, _) => return "",
    };
    let is_new = step.vendor.iter().any(|entry| {
        matches!(entry.change.rule.id, "operation-added" | "schema-added") && entry.change.subject == *name
    });
    match (is_new, changed(step, name)) {
        (true, _) => "+",
        (false, None) => "=",
        (false, Some(Severity::Breaking)) => "B",
        (false, Some(Severity::Risky)) => "R",
        (false, Some(Severity::Additive)) => "A",
        (false, Some(Severity::DocsOnly)) => "D",
    }
}

/// The gravest change of those that are meant and reach the client.
fn gravest(report: &Report, is_meant: impl Fn(&[String], Option<&str>) -> bool) -> Option<Severity> {
    report
        .entries()
        .filter(|entry| entry.origin != Origin::Absorbed)
        .filter(|entry| is_meant(&entry.change.operations, entry.change.schema.as_deref()))
        .map(|entry| entry.change.severity)
        .min()
}
