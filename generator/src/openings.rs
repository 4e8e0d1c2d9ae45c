//! What a client leaves open, for people and for programs: each place with its file, line and column, and the reason.

use std::sync::Arc;

use serde::Serialize;

use crate::{
    error::Source,
    ir::{Api, Opening, OpeningKind},
    quoted::shown,
};

/// How many characters of a reason are shown.
const LONGEST: usize = 300;

/// A place that is left open; `schema/openings.schema.json` says what is in it as JSON.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Row {
    /// Who fills it in.
    pub kind: OpeningKind,
    /// The file, as messages call it.
    pub file: String,
    /// The line, counted from 1; nothing where only an overlay has the place.
    pub line: Option<usize>,
    /// The column in characters, counted from 1.
    pub column: Option<usize>,
    /// The place in that file, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// Why it is left open.
    pub reason: String,
}

/// All places of a client, in the order in which they stand in their files.
#[must_use]
pub fn rows(api: &Api, description: &Arc<Source>) -> Vec<Row> {
    let row = |opening: &Opening| {
        let (source, pointer) = api.moved.place(description, &opening.place);
        let position = source.positions().find(&source.text, &pointer);
        Row {
            kind: opening.kind,
            file: source.name.clone(),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            pointer: pointer.to_string(),
            reason: opening.reason.clone(),
        }
    };
    let mut rows: Vec<Row> = api.openings.iter().map(row).collect();
    rows.sort_by(|one, other| {
        (&one.file, one.line, one.column, &one.pointer).cmp(&(&other.file, other.line, other.column, &other.pointer))
    });
    // What a reference brings to several places is written in one.
    rows.dedup();
    rows
}

/// What people call it.
fn words(kind: OpeningKind) -> &'static str {
    match kind {
        OpeningKind::Untyped => "untyped",
        OpeningKind::LeftToCaller => "left to the caller",
    }
}

/// A line for each place, and their sum.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    // pets.yaml:12:7: untyped: the schema says no type (#/components/schemas/Pet/properties/tag)
    let line = |row: &Row| {
        let position = row.line.zip(row.column).map_or(String::new(), |(line, column)| format!("{line}:{column}:"));
        let (pointer, reason) = (shown(&row.pointer, LONGEST), shown(&row.reason, LONGEST));
        format!("{}:{position} {}: {reason} (#{pointer})\n", row.file, words(row.kind))
    };
    let lines: String = rows.iter().map(line).collect();
    let (untyped, left) = (count(rows, OpeningKind::Untyped), count(rows, OpeningKind::LeftToCaller));
    format!("{lines}{untyped} untyped, {left} left to the caller\n")
}

/// The same for programs.
///
/// # Panics
///
/// Never: texts and numbers are JSON.
#[must_use]
pub fn json(rows: &[Row]) -> String {
    let (untyped, left_to_caller) = (count(rows, OpeningKind::Untyped), count(rows, OpeningKind::LeftToCaller));
    let document = Document { untyped, left_to_caller, openings: rows };
    serde_json::to_string_pretty(&document).expect("texts and numbers are JSON") + "\n"
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document<'r> {
    untyped: usize,
    left_to_caller: usize,
    openings: &'r [Row],
}

fn count(rows: &[Row], kind: OpeningKind) -> usize {
    rows.iter().filter(|row| row.kind == kind).count()
}
