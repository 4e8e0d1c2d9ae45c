//! Regressions that are made on purpose, so that tests see `bench --check` find them.

use anyhow::Result;

use super::{
    callgrind,
    contestant::Contestant,
    counts::{
        CLIENT, CODEGEN, Counts, EXPANDED, LINES, READING, here, is_built_as_usual, is_comparable, reading, tell,
    },
    expand,
    session::Session,
    subject::Subject,
};
use crate::Outcome;

/// What is planted. Only what it changes is counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Planted {
    /// The code of each field is emitted twice: the emitters get a client whose structs have each field once more.
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
    match planted {
        Planted::Nothing => of_fields(session, recorded, &pinned, false, &mut now)?,
        Planted::Fields => of_fields(session, recorded, &pinned, true, &mut now)?,
        Planted::Reading => {
            callgrind::is_here()?;
            now.instructions.insert(READING.to_owned(), reading(session, &pinned, 2)?);
        }
    }
    session.end();
    Ok(tell(recorded, &now))
}

/// All that the code of fields changes: what is generated, what rustc reads of it, and the work of writing it.
fn of_fields(session: &Session, recorded: &Counts, pinned: &Subject, each_twice: bool, now: &mut Counts) -> Result<()> {
    let generated = pinned.generate_as(&session.project, each_twice)?;
    now.sizes.insert(format!("{CLIENT}: {LINES}"), generated.output.lines() as u64);
    let expanded = expand::generated(session, "client-planted", &generated)?;
    now.sizes.insert(format!("{CLIENT}: {EXPANDED}"), expanded.generated as u64);
    if !is_comparable(recorded) {
        return Ok(());
    }
    if let Err(reason) = callgrind::is_here().and_then(|()| is_built_as_usual()) {
        eprintln!("note: instructions are not counted: {reason}");
        return Ok(());
    }
    let ours = Contestant::ours(session, pinned);
    let ours = if each_twice { ours.told("--each-field-twice") } else { ours };
    now.instructions.insert(CODEGEN.to_owned(), ours.instructions(session)?);
    Ok(())
}
