//! The rows as a table for people, and what is not as it should be below it.

use comfy_table::{CellAlignment, Table, presets};

use super::{decode::Failure, row::Row};

/// How many complaints about one description are worth reading at once.
const SHOWN: usize = 100;

/// A column: its name, and what stands in it.
type Column = (&'static str, fn(&Row) -> String);

/// What every row says.
const GENERATED: [Column; 9] = [
    ("description", |row| row.description.clone()),
    ("operations", |row| row.operations.to_string()),
    ("left out", |row| row.left_out.to_string()),
    ("schemas", |row| row.schemas.to_string()),
    ("files", |row| row.files.to_string()),
    ("lines", |row| row.lines.to_string()),
    ("ms", |row| row.milliseconds.to_string()),
    ("warnings", |row| row.warnings.to_string()),
    ("not as required", |row| row.contradictions.to_string()),
];

/// What compiling adds.
const CHECKED: [Column; 4] = [
    ("errors", |row| of(&row.checked, |checked| checked.errors)),
    ("rustc", |row| of(&row.checked, |checked| checked.rustc)),
    ("clippy", |row| of(&row.checked, |checked| checked.clippy)),
    ("rustdoc", |row| of(&row.checked, |checked| checked.rustdoc)),
];

/// What compiling single tags adds.
const ALONE: [Column; 2] = [
    ("selections", |row| of(&row.alone, |alone| alone.selections)),
    ("incomplete", |row| of(&row.alone, |alone| alone.incomplete)),
];

/// What decoding the examples adds.
const DECODED: [Column; 4] = [
    ("examples", |row| of(&row.decoded, |decoded| decoded.examples)),
    ("default", |row| of(&row.decoded, |decoded| decoded.accepted)),
    ("tolerant", |row| of(&row.decoded, |decoded| decoded.tolerated)),
    ("lossless", |row| of(&row.decoded, |decoded| decoded.lossless)),
];

/// What sending the request examples adds.
const REQUESTED: [Column; 2] = [
    ("requests", |row| of(&row.requested, |requested| requested.requests)),
    ("equal", |row| of(&row.requested, |requested| requested.equal)),
];

/// A figure, or a dash where it is not known.
fn of<T>(part: &Option<T>, figure: impl Fn(&T) -> usize) -> String {
    part.as_ref().map_or_else(|| "-".to_owned(), |part| figure(part).to_string())
}

/// What came of generating, in a line, for who does not wait for the table.
pub(super) fn generated(row: &Row) -> String {
    let refused = if row.refused.is_some() { "refused; " } else { "" };
    line(row, refused, &GENERATED[1..])
}

/// What came of decoding the examples, in a line.
pub(super) fn decoded(row: &Row) -> String {
    line(row, "", &DECODED)
}

/// What came of sending the request examples, in a line.
pub(super) fn requested(row: &Row) -> String {
    line(row, "", &REQUESTED)
}

/// `pets.yaml: 3 operations, 0 left out`
fn line(row: &Row, said: &str, columns: &[Column]) -> String {
    let figures: Vec<String> = columns.iter().map(|(name, figure)| format!("{} {name}", figure(row))).collect();
    format!("{}: {said}{}", row.description, figures.join(", "))
}

/// The table, with what went wrong below it.
pub(super) fn table(rows: &[Row]) -> String {
    let mut columns = GENERATED.to_vec();
    if rows.iter().any(|row| row.checked.is_some()) {
        columns.extend(CHECKED);
    }
    if rows.iter().any(|row| row.alone.is_some()) {
        columns.extend(ALONE);
    }
    if rows.iter().any(|row| row.decoded.is_some()) {
        columns.extend(DECODED);
    }
    if rows.iter().any(|row| row.requested.is_some()) {
        columns.extend(REQUESTED);
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(columns.iter().map(|(name, _)| *name));
    for row in rows {
        table.add_row(columns.iter().map(|(_, text)| text(row)));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("{}\n", table.trim_fmt());
    rows.iter().for_each(|row| complain(row, &mut text));
    text
}

/// What went wrong with a description, below its name.
fn complain(row: &Row, text: &mut String) {
    let mut complaints: Vec<String> = row.refused.iter().cloned().chain(row.contradictions.proposal()).collect();
    complaints.extend(row.checked.iter().flat_map(|checked| checked.complaints.clone()));
    complaints.extend(row.alone.iter().flat_map(|alone| alone.complaints_alone.clone()));
    if let Some(decoded) = &row.decoded {
        complaints.extend(decoded.broken.clone());
        complaints.extend(decoded.failures.iter().map(Failure::to_string));
    }
    if let Some(requested) = &row.requested {
        complaints.extend(requested.unsent.clone());
        complaints.extend(requested.differences.clone());
    }
    if complaints.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}:\n", row.description));
    complaints.iter().take(SHOWN).for_each(|complaint| text.push_str(&format!("{complaint}\n")));
    if let Some(more @ 1..) = complaints.len().checked_sub(SHOWN) {
        text.push_str(&format!("and {more} more; `--json` has them all\n"));
    }
}
