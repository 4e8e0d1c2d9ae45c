//! Rows: what the comparison of two descriptions costs, beside the parse of both.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use super::codegen::parsing;
use crate::bench::{
    measure::Usage,
    row::{CPU, PEAK, Row, Unit},
    session::Session,
    subject::Subject,
};

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 2] = [("drift, CPU", Unit::Seconds), ("drift, peak memory", Unit::Bytes)];

/// The rows.
pub(crate) fn rows(session: &Session, subject: &Subject) -> Result<Vec<Row>> {
    let Some((older, older_texts)) = &subject.older else {
        let reason = "there is no older description to compare with; name two";
        return Ok(FIGURES.map(|(figure, unit)| Row::missing(figure, unit, reason)).to_vec());
    };
    let mut drift = Command::new(&session.program);
    drift.arg("--project").arg(session.project.root()).args(["drift", older, &subject.word()]);
    // All that the command reads: overlays once for each side, as it applies them to each.
    let texts: Vec<&Path> = older_texts.iter().chain(&subject.texts).map(PathBuf::as_path).collect();
    let (mut own, mut parse): (Vec<Usage>, Vec<Usage>) = (Vec::new(), Vec::new());
    for _ in 0..session.long_pairs() {
        session.says("comparing with an older description");
        own.push(session.measure(&drift)?);
        session.says("parsing");
        parse.push(session.measure(&parsing(session, &texts))?);
    }
    Ok(vec![
        Row::compared("drift", CPU, &own, "parse of both", &parse).goal("<= 2"),
        Row::compared("drift", PEAK, &own, "parse of both", &parse).goal("<= 4"),
    ])
}
