//! Regressions that are made on purpose, so that tests see `bench --check` find them.

use anyhow::Result;

use super::{
    callgrind,
    counts::{Counts, READING, here, reading, tell},
    session::Session,
    subject::Subject,
};
use crate::Outcome;

/// What is planted. Only what it changes is counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Planted {
    /// The code of each field is emitted twice.
    Fields,
    /// The text of the description is read twice.
    Reading,
    /// Nothing: what is counted for `fields` is as it is.
    Nothing,
}

/// Counts with the regression, and compares.
///
/// # Errors
///
/// A description that can't be generated from, or no valgrind where instructions are counted.
pub(super) fn check(session: &Session, recorded: &Counts, planted: Planted) -> Result<Outcome> {
    let pinned = Subject::pinned(&session.project)?;
    let mut now = here();
    let what = "the client: generated lines".to_owned();
    let lines = || -> Result<Vec<String>> {
        let output = pinned.generate(&session.project)?.output;
        Ok(output.files().values().flat_map(|text| text.lines().map(str::to_owned)).collect())
    };
    match planted {
        Planted::Nothing => drop(now.sizes.insert(what, lines()?.len() as u64)),
        Planted::Fields => {
            let emitted = lines()?.into_iter().flat_map(|line| vec![line.clone(); if is_field(&line) { 2 } else { 1 }]);
            now.sizes.insert(what, emitted.count() as u64);
        }
        Planted::Reading => {
            callgrind::is_here()?;
            now.instructions.insert(READING.to_owned(), reading(session, &pinned, 2)?);
        }
    }
    session.end();
    Ok(tell(recorded, &now))
}

/// `    pub title: String,`
fn is_field(line: &str) -> bool {
    line.starts_with("    pub ") && line.ends_with(',') && line.contains(": ")
}
