//! All versions at a glance: which operations and schemas each has, and how much has changed since the one before.

use std::collections::BTreeMap;

use super::drift::Report;
use crate::{
    diff::{change::Change, rules::rule::Severity, sameness::index::Index},
    ir::Api,
    place::Pointer,
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
    let operations =
        rows(columns, |api| api.operations.iter().map(|operation| operation.id.clone()).collect(), operation);
    let schemas = rows(columns, |api| Index::new(api).components.into_keys().map(str::to_owned).collect(), schema);
    let changed = |report: &Report, names: [&str; 2]| {
        most_severe(report, |change| change.operations.iter().any(|known| names.contains(&known.as_str())))
    };
    let changed_schema = |report: &Report, names: [&str; 2]| {
        // What a header of the client takes stands in a schema, though it is told of the header.
        let stands_there =
            |place: &Option<Pointer>| place.as_ref().and_then(component).is_some_and(|known| names.contains(&known));
        most_severe(report, |change| match &change.schema {
            Some(known) => names.contains(&known.as_str()),
            None => stands_there(&change.before) || stands_there(&change.after),
        })
    };
    format!(
        "| operation |{}\n{}\n| schema |{}\n{}\n{LEGEND}\n{}",
        head(columns),
        table(columns, &operations, &changed),
        head(columns),
        table(columns, &schemas, &changed_schema),
        compared(columns)
    )
}

const LEGEND: &str = "`+` new, `B` breaking, `R` risky, `A` additive, `D` documentation only, `=` as before, `−` removed, `·` there, in a version that is compared with none before it, empty: not there";

/// Which versions the columns compare.
fn compared(columns: &[Column<'_>]) -> String {
    let steps = columns.iter().filter_map(|column| column.step);
    let steps: Vec<String> = steps.map(|step| format!("{} → {}", step.from, step.to)).collect();
    if steps.is_empty() { String::new() } else { format!("\nCompared: {}\n", steps.join(", ")) }
}

/// What a row is called in each version that has it.
type Row = BTreeMap<usize, String>;

/// One row for each thing, whatever it is called in a version. `name` finds what stands at a place.
fn rows(
    columns: &[Column<'_>],
    names: impl Fn(&Api) -> Vec<String>,
    name: impl Fn(&Api, &Pointer) -> Option<String>,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut older: Option<&Api> = None;
    for (position, column) in columns.iter().enumerate() {
        let renamed: BTreeMap<String, String> = match (older, column.step) {
            (Some(older), Some(step)) => step
                .vendor
                .iter()
                .filter(|entry| matches!(entry.change.rule.id, "operation-renamed" | "schema-renamed"))
                .filter_map(|entry| {
                    let Change { before, after, .. } = &entry.change;
                    Some((name(column.api, after.as_ref()?)?, name(older, before.as_ref()?)?))
                })
                .collect(),
            (_, _) => BTreeMap::new(),
        };
        for wire in names(column.api) {
            let before = renamed.get(&wire).unwrap_or(&wire);
            let is_it = |row: &&mut Row| row.last_key_value().is_some_and(|(_, last)| last == before);
            match rows.iter_mut().find(is_it) {
                Some(row) => drop(row.insert(position, wire)),
                None => rows.push(BTreeMap::from([(position, wire)])),
            }
        }
        older = Some(column.api);
    }
    rows
}

/// The operation at a place.
fn operation(api: &Api, place: &Pointer) -> Option<String> {
    api.operations.iter().find(|operation| operation.place == *place).map(|operation| operation.id.clone())
}

/// The component schema at a place.
fn schema(_: &Api, place: &Pointer) -> Option<String> {
    place.component("schemas").filter(|(_, inside)| *inside == 0).map(|(name, _)| name.to_owned())
}

/// The component schema that a place is in.
fn component(place: &Pointer) -> Option<&str> {
    place.component("schemas").map(|(name, _)| name)
}

fn head(columns: &[Column<'_>]) -> String {
    let names: String = columns.iter().map(|column| format!(" {} |", column.name)).collect();
    format!("{names}\n|---|{}", ":-:|".repeat(columns.len()))
}

/// Whether a report has a change of what has one of these names, and how severe it is.
type Changed<'c> = &'c dyn Fn(&Report, [&str; 2]) -> Option<Severity>;

fn table(columns: &[Column<'_>], rows: &[Row], changed: Changed<'_>) -> String {
    let mut lines: Vec<(String, String)> = rows
        .iter()
        .map(|names| {
            let mut shown: Vec<String> = names.values().map(|name| format!("`{name}`")).collect();
            shown.dedup();
            let cells: String = columns
                .iter()
                .enumerate()
                .map(|(position, column)| {
                    let before = position.checked_sub(1).and_then(|before| names.get(&before));
                    format!(" {} |", cell(names.get(&position), before, column.step, changed))
                })
                .collect();
            // By the alphabet of the names: the marks around them would sort `a_b` before `a`.
            let name = names.values().next().cloned().unwrap_or_default();
            (name, format!("| {} |{cells}\n", shown.join(" → ")))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn cell(name: Option<&String>, before: Option<&String>, step: Option<&Report>, changed: Changed<'_>) -> &'static str {
    let (name, step) = match (name, step) {
        (Some(name), Some(step)) => (name, step),
        // There is no version before that it could be new in.
        (Some(_), None) => return "·",
        (None, Some(_)) if before.is_some() => return "−",
        (None, _) => return "",
    };
    let is_new = step.vendor.iter().any(|entry| {
        matches!(entry.change.rule.id, "operation-added" | "schema-added" | "schema-type-added")
            && entry.change.subject == *name
    });
    match (is_new, changed(step, [name, before.unwrap_or(name)])) {
        (true, _) => "+",
        (false, None) => "=",
        (false, Some(Severity::Breaking)) => "B",
        (false, Some(Severity::Risky)) => "R",
        (false, Some(Severity::Additive)) => "A",
        (false, Some(Severity::DocsOnly)) => "D",
    }
}

/// The most severe change of those that are meant and reach the client.
fn most_severe(report: &Report, is_meant: impl Fn(&Change) -> bool) -> Option<Severity> {
    report
        .entries()
        .filter(|entry| entry.origin.reaches_client())
        .filter(|entry| is_meant(&entry.change))
        .map(|entry| entry.change.severity)
        .min()
}
