//! The rows as a table for people.

use comfy_table::{CellAlignment, Table, presets};

use super::{
    row::{Beside, Row, Unit},
    samples::Summary,
};

const HEADER: [&str; 7] = ["figure", "median", "minimum", "beside", "median", "ratio", "goal"];

/// The rows about one subject, with what cannot be had below them.
pub(super) fn table(rows: &[Row]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(HEADER);
    for row in rows {
        table.add_row(cells(row));
    }
    for index in [1, 2, 4, 5] {
        table.column_mut(index).into_iter().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    }
    let mut text = format!("{}\n", table.trim_fmt());
    for row in rows {
        if let Some(note) = &row.note {
            text.push_str(&format!("  {}: {}\n", row.figure, note.trim_end().replace('\n', "\n    ")));
        }
    }
    text
}

/// A row in a line, for who follows the progress.
pub(super) fn line(row: &Row) -> String {
    let [figure, ours, _, beside, other, ratio, _] = cells(row);
    match (&row.ours, &row.beside) {
        (None, _) => format!("{figure}: cannot be had here"),
        (Some(_), None) => format!("{figure}: {ours}"),
        (Some(_), Some(_)) => format!("{figure}: {ours}, {beside} {other}, ratio {ratio}"),
    }
}

fn cells(row: &Row) -> [String; 7] {
    let number = |summary: Option<Summary>, part: fn(Summary) -> f64| {
        summary.map_or_else(|| "-".to_owned(), |summary| shown(part(summary), row.unit))
    };
    let Row { figure, ours, beside, goal, .. } = row;
    let beside_part = |part: fn(&Beside) -> String| beside.as_ref().map(part).unwrap_or_default();
    [
        figure.clone(),
        number(*ours, |summary| summary.median),
        number(*ours, |summary| summary.minimum),
        beside_part(|beside| beside.name.clone()),
        beside.as_ref().map(|beside| shown(beside.summary.median, row.unit)).unwrap_or_default(),
        beside_part(|beside| format!("{:.3}", beside.ratio)),
        goal.unwrap_or_default().to_owned(),
    ]
}

/// A number with its unit.
fn shown(number: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds => format!("{number:.3} s"),
        Unit::Bytes => format!("{:.1} MiB", number / (1024.0 * 1024.0)),
        Unit::Lines | Unit::Files | Unit::Types => format!("{number:.0}"),
        Unit::Allocations => format!("{number:.1}"),
        Unit::Instructions if number >= 1e7 => format!("{:.1} M", number / 1e6),
        Unit::Instructions => format!("{:.1} k", number / 1e3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::samples::Samples;

    #[test]
    fn a_table_tells_what_is_beside_and_what_is_missing() {
        let (ours, other) = (Samples::new(vec![0.5, 0.7]), Samples::new(vec![1.0, 1.0]));
        let rows = [
            Row::alone("codegen, CPU", Unit::Seconds, &ours).beside("parse", &ours, &other).goal("<= 3"),
            Row::alone("lines", Unit::Lines, &Samples::count(1994)),
            Row::missing("call, GET", Unit::Instructions, "valgrind is not here"),
        ];
        let lines: Vec<String> =
            table(&rows).lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            lines,
            [
                "figure median minimum beside median ratio goal",
                "codegen, CPU 0.600 s 0.500 s parse 1.000 s 0.600 <= 3",
                "lines 1994 1994",
                "call, GET - -",
                "call, GET: valgrind is not here",
            ]
        );
        assert_eq!(line(&rows[0]), "codegen, CPU: 0.600 s, parse 1.000 s, ratio 0.600");
        assert_eq!(line(&rows[2]), "call, GET: cannot be had here");
    }

    #[test]
    fn numbers_have_units() {
        assert_eq!(shown(46_661_632.0, Unit::Bytes), "44.5 MiB");
        assert_eq!(shown(75.0, Unit::Allocations), "75.0");
        assert_eq!(shown(90_800.0, Unit::Instructions), "90.8 k");
        assert_eq!(shown(412_345_678.0, Unit::Instructions), "412.3 M");
    }
}
