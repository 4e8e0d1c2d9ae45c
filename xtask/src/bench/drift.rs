//! Rows: what the comparison of two descriptions costs, beside the parse of both.

use std::{path::Path, process::Command};

use anyhow::Result;

use super::{
    codegen::parsing,
    measure::Usage,
    row::{CPU, PEAK, Row, Unit},
    session::Session,
    subject::Subject,
};

/// The rows.
pub(super) fn rows(session: &Session, subject: &Subject) -> Result<Vec<Row>> {
    let Some((older, text)) = &subject.older else {
        let reason = "there is no older description to compare with; name two";
        return Ok(vec![Row::missing("drift, CPU", Unit::Seconds, reason)]);
    };
    let mut drift = Command::new(&session.program);
    drift.args(["drift", older, &subject.word()]);
    let texts: [&Path; 2] = [text, subject.text()];
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
