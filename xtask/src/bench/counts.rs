//! What does not depend on the machine, as it was when somebody last agreed to it: `tests/counts.toml`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context as _, Result};
use intercom_codegen::error::reads;
use serde::{Deserialize, Serialize};

use super::{
    callgrind,
    contestant::Contestant,
    expand,
    figures::calls,
    machine::{host, toolchain},
    planted::Planted,
    session::Session,
    subject::Subject,
};
use crate::{Outcome, golden, print, project::Project};

/// The counts: what is counted -> how many.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Counts {
    /// The compiler, by its own word.
    pub toolchain: String,
    /// What it makes programs for.
    #[serde(default)]
    pub host: String,
    /// What counts instructions, by its own word; empty where it was not there.
    #[serde(default)]
    pub valgrind: String,
    /// Files and lines, which are the same everywhere.
    pub sizes: BTreeMap<String, u64>,
    /// Lines with all macros expanded, which are as the compiler prints them.
    #[serde(default)]
    pub expanded: BTreeMap<String, u64>,
    /// Instructions, which are the same where compiler, host and valgrind are.
    pub instructions: BTreeMap<String, u64>,
}

/// By how much a count may grow, in hundredths.
const PERCENT: u64 = 3;

const HEADER: &str = "\
# What the generator makes and how much work it is, as far as it does not depend on the machine. `cargo xtask ci` fails
# where a count grows by more than 3 %; `cargo xtask bench --bless` writes this file, and the commit says why.

";

/// What a comparison comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What has grown too much, or stands on no record.
    pub failures: Vec<String>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

/// Compares counts with what is on record. What was not counted now is only noted: it cannot be had everywhere.
#[must_use]
pub fn compare(recorded: &Counts, now: &Counts) -> Comparison {
    let mut comparison = Comparison::default();
    compare_each("", &recorded.sizes, &now.sizes, &mut comparison);
    if recorded.toolchain == now.toolchain {
        compare_each("", &recorded.expanded, &now.expanded, &mut comparison);
    } else {
        let (on_record, here) = (&recorded.toolchain, &now.toolchain);
        comparison.notes.push(format!(
            "lines with macros expanded are not compared: they are on record for {on_record}; here is {here}"
        ));
    }
    if of_instructions(recorded) == of_instructions(now) {
        compare_each(" instructions", &recorded.instructions, &now.instructions, &mut comparison);
    } else {
        let (on_record, here) = (of_instructions(recorded).join(", "), of_instructions(now).join(", "));
        comparison
            .notes
            .push(format!("instructions are not compared: they are on record for {on_record}; here is {here}"));
    }
    comparison
}

/// What instructions depend on.
fn of_instructions(counts: &Counts) -> [&str; 3] {
    [&counts.toolchain, &counts.host, &counts.valgrind]
}

/// No counts yet, and what they would be counted with.
fn here() -> Counts {
    Counts { toolchain: toolchain(), host: host(), valgrind: callgrind::version(), ..Counts::default() }
}

fn compare_each(
    unit: &str,
    recorded: &BTreeMap<String, u64>,
    now: &BTreeMap<String, u64>,
    comparison: &mut Comparison,
) {
    let Comparison { failures, notes } = comparison;
    for (what, &count) in now {
        match recorded.get(what) {
            None => failures.push(format!("{what}: {count}{unit}, and nothing is on record")),
            Some(&before) if exceeds(before, count) => {
                let percent = (count as f64 / before as f64 - 1.0) * 100.0;
                failures.push(format!("{what}: {before} -> {count}{unit}, {percent:.1} % more ({PERCENT} % may pass)"));
            }
            Some(&before) if exceeds(count, before) => {
                notes.push(format!("{what}: {before} -> {count}{unit}; `cargo xtask bench --bless` keeps it so"));
            }
            Some(_) => {}
        }
    }
    let uncounted: Vec<&str> = recorded.keys().filter(|what| !now.contains_key(*what)).map(String::as_str).collect();
    if !uncounted.is_empty() {
        notes.push(format!("not counted here: {}", uncounted.join("; ")));
    }
}

/// Whether `count` is more than `before` by more than may pass.
fn exceeds(before: u64, count: u64) -> bool {
    u128::from(count) * 100 > u128::from(before) * u128::from(100 + PERCENT)
}

/// Compares the counts of now with those on record.
///
/// # Errors
///
/// A client that does not compile, or a record that is missing or malformed.
pub(super) fn check(session: &Session, recorded: &Counts, planted: Option<Planted>) -> Result<Outcome> {
    let mut skipped = Vec::new();
    let now = count(session, Some(recorded), planted, &mut skipped)?;
    session.end();
    skipped.iter().for_each(|note| eprintln!("note: {note}"));
    Ok(tell(recorded, &now))
}

/// Reports how counts compare with those on record.
fn tell(recorded: &Counts, now: &Counts) -> Outcome {
    let Comparison { failures, notes } = compare(recorded, now);
    notes.iter().for_each(|note| eprintln!("note: {note}"));
    if failures.is_empty() {
        print(&format!("{} counts, none has grown\n", number(now)));
        return Outcome::Fine;
    }
    for failure in &failures {
        eprintln!("error: {failure}");
    }
    eprintln!("help: if this is on purpose, run `cargo xtask bench --bless` and say why in the commit");
    Outcome::CheckFailed
}

/// Writes the counts of now. What cannot be counted here stays as it is, unless it is of another compiler, host or valgrind.
///
/// # Errors
///
/// A client that does not compile, or a record that can't be written.
pub(super) fn bless(session: &Session, recorded: Option<&Counts>) -> Result<Outcome> {
    let mut skipped = Vec::new();
    let mut now = count(session, None, None, &mut skipped)?;
    session.end();
    skipped.iter().for_each(|note| eprintln!("note: {note}"));
    if let Some(recorded) = recorded {
        keep_all(recorded, &mut now);
    }
    let path = path(&session.project);
    fs::write(&path, format!("{HEADER}{}", toml::to_string(&now)?)).context("error: the counts can't be written")?;
    print(&format!("{} counts written to {}\n", number(&now), session.project.shown(&path)));
    Ok(Outcome::Fine)
}

fn number(counts: &Counts) -> usize {
    counts.sizes.len() + counts.expanded.len() + counts.instructions.len()
}

/// Adds to the counts of now what is on record and could not be counted, as far as it depends on nothing that is another here.
fn keep_all(recorded: &Counts, now: &mut Counts) {
    keep(&recorded.sizes, &mut now.sizes);
    if recorded.toolchain == now.toolchain {
        keep(&recorded.expanded, &mut now.expanded);
    }
    if of_instructions(recorded) == of_instructions(now) {
        keep(&recorded.instructions, &mut now.instructions);
    }
}

fn keep(recorded: &BTreeMap<String, u64>, now: &mut BTreeMap<String, u64>) {
    for (what, count) in recorded {
        now.entry(what.clone()).or_insert(*count);
    }
}

/// Counts all that can be counted here, and says what can't; what would not be compared with a record is left out. A
/// regression that is planted is in the client alone, and so is what is counted then: its tests take no longer than they must.
fn count(
    session: &Session,
    recorded: Option<&Counts>,
    planted: Option<Planted>,
    skipped: &mut Vec<String>,
) -> Result<Counts> {
    let mut counts = here();
    let with_expanded = recorded.is_none_or(|recorded| recorded.toolchain == counts.toolchain);
    let with_instructions = recorded.is_none_or(|recorded| of_instructions(recorded) == of_instructions(&counts));
    let pinned = Subject::pinned(&session.project)?;
    count_sizes(session, &pinned, ("the client", planted, with_expanded), &mut counts)?;
    if planted.is_none() {
        match Subject::whole(&session.project)? {
            Some(whole) => count_sizes(session, &whole, ("the whole API", None, with_expanded), &mut counts)?,
            None => skipped.push(format!("the whole API is not counted: {}", Subject::WHOLE_IS_MISSING)),
        }
        count_goldens(session, &mut counts.sizes)?;
    }
    if with_instructions {
        match callgrind::is_here().and_then(|()| callgrind::is_built_as_usual()) {
            Ok(()) => count_instructions(session, &pinned, planted, &mut counts.instructions)?,
            Err(reason) => skipped.push(format!("instructions are not counted: {reason}")),
        }
    }
    Ok(counts)
}

fn count_sizes(
    session: &Session,
    subject: &Subject,
    (of, planted, with_expanded): (&str, Option<Planted>, bool),
    counts: &mut Counts,
) -> Result<()> {
    let (generated, read) = reads::counted(|| subject.generate_as(&session.project, planted));
    let generated = generated?;
    let Counts { sizes, expanded, .. } = counts;
    sizes.insert(format!("{of}: generated files"), generated.output.compiled().count() as u64);
    sizes.insert(format!("{of}: generated lines"), generated.output.lines() as u64);
    if subject.is_pinned() {
        sizes.insert(format!("{of}: texts read by codegen"), read);
    }
    if with_expanded {
        let lines = expand::generated(session, &subject.package, &generated)?;
        expanded.insert(format!("{of}: generated lines, macros expanded"), lines.generated as u64);
        if subject.is_pinned() {
            expanded.insert(format!("{of}: lines of the runtime, macros expanded"), lines.runtime as u64);
        }
    }
    Ok(())
}

/// All cases and versions together, which are in the repository: growth is seen without the vendor's whole description.
fn count_goldens(session: &Session, sizes: &mut BTreeMap<String, u64>) -> Result<()> {
    session.says("generating all goldens");
    let goldens = golden::all(&session.project)?;
    let generated = goldens.iter().flat_map(|golden| golden.output.files()).filter(|(path, _)| path.ends_with(".rs"));
    let texts: Vec<&str> = generated.map(|(_, text)| text.as_str()).collect();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    sizes.insert("all goldens: generated files".to_owned(), texts.len() as u64);
    sizes.insert("all goldens: generated lines".to_owned(), lines as u64);
    Ok(())
}

fn count_instructions(
    session: &Session,
    pinned: &Subject,
    planted: Option<Planted>,
    instructions: &mut BTreeMap<String, u64>,
) -> Result<()> {
    if planted.is_none() {
        for (call, count) in calls::counts(session)? {
            instructions.insert(call.to_owned(), count);
        }
        instructions.insert("reading the client's description".to_owned(), reading(session, pinned)?);
    }
    let ours = Contestant::ours(session, pinned);
    let ours = match planted.and_then(Planted::word) {
        Some(word) => ours.told(word),
        None => ours,
    };
    instructions.insert("codegen of the client".to_owned(), ours.instructions(session)?);
    Ok(())
}

/// The instructions of reading a description as codegen does.
fn reading(session: &Session, subject: &Subject) -> Result<u64> {
    let text = subject.text().display().to_string();
    callgrind::instructions(session, &session.program, &["parse", "--as-codegen", &text])
}

/// What is on record; nothing where the file is missing.
pub(super) fn recorded(project: &Project) -> Result<Option<Counts>> {
    let path = path(project);
    if !path.exists() {
        return Ok(None);
    }
    project.toml(&project.shown(&path)).map(Some)
}

fn path(project: &Project) -> PathBuf {
    project.root().join("tests/counts.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOOLCHAIN: &str = "rustc 1.95.0 (59807616e 2026-04-14)";

    fn counts(toolchain: &str, sizes: &[(&str, u64)], instructions: &[(&str, u64)]) -> Counts {
        let map = |counts: &[(&str, u64)]| counts.iter().map(|(what, count)| ((*what).to_owned(), *count)).collect();
        let toolchain = toolchain.to_owned();
        Counts { toolchain, sizes: map(sizes), instructions: map(instructions), ..Counts::default() }
    }

    #[track_caller]
    fn check(recorded: &Counts, now: &Counts, failures: &[&str], notes: &[&str]) {
        let Comparison { failures: failed, notes: noted } = compare(recorded, now);
        assert_eq!(
            (failed, noted),
            (failures.iter().map(|&text| text.into()).collect(), notes.iter().map(|&text| text.into()).collect())
        );
    }

    #[test]
    fn three_percent_may_pass_and_more_fails() {
        let recorded = counts(TOOLCHAIN, &[("generated lines", 1000)], &[("codegen", 1_000_000)]);
        check(&recorded, &counts(TOOLCHAIN, &[("generated lines", 1030)], &[("codegen", 1_030_000)]), &[], &[]);
        check(
            &recorded,
            &counts(TOOLCHAIN, &[("generated lines", 1031)], &[("codegen", 1_250_000)]),
            &[
                "generated lines: 1000 -> 1031, 3.1 % more (3 % may pass)",
                "codegen: 1000000 -> 1250000 instructions, 25.0 % more (3 % may pass)",
            ],
            &[],
        );
    }

    #[test]
    fn instructions_of_another_toolchain_are_not_compared() {
        let recorded = counts(TOOLCHAIN, &[], &[("codegen", 1)]);
        let now = counts("rustc 1.96.0", &[], &[("codegen", 2)]);
        let said = "instructions are not compared: they are on record for";
        let Comparison { failures, notes } = compare(&recorded, &now);
        assert_eq!(failures, <[&str; 0]>::default());
        assert_eq!(notes[1], format!("{said} {TOOLCHAIN}, , ; here is rustc 1.96.0, , "));
    }

    #[test]
    fn instructions_of_another_host_or_valgrind_are_not_compared() {
        let of = |host: &str, valgrind: &str, count| Counts {
            host: host.to_owned(),
            valgrind: valgrind.to_owned(),
            ..counts(TOOLCHAIN, &[], &[("codegen", count)])
        };
        let recorded = of("x86_64-unknown-linux-gnu", "valgrind-3.19.0", 100);
        for (host, valgrind) in
            [("aarch64-unknown-linux-gnu", "valgrind-3.19.0"), ("x86_64-unknown-linux-gnu", "valgrind-3.24.0")]
        {
            let note = format!(
                "instructions are not compared: they are on record for {TOOLCHAIN}, x86_64-unknown-linux-gnu, \
                 valgrind-3.19.0; here is {TOOLCHAIN}, {host}, {valgrind}"
            );
            check(&recorded, &of(host, valgrind, 200), &[], &[&note]);
        }
        assert_eq!(compare(&recorded, &of("x86_64-unknown-linux-gnu", "valgrind-3.19.0", 200)).failures.len(), 1);
    }

    #[test]
    fn what_cannot_be_counted_here_is_noted_and_what_is_not_on_record_fails() {
        let recorded = counts(TOOLCHAIN, &[("files", 20), ("lines of the whole API", 40_000)], &[]);
        let now = counts(TOOLCHAIN, &[("files", 20), ("macros", 7)], &[]);
        let failure = "macros: 7, and nothing is on record";
        check(&recorded, &now, &[failure], &["not counted here: lines of the whole API"]);
    }

    #[test]
    fn what_has_shrunk_is_reported() {
        let (recorded, now) = (counts(TOOLCHAIN, &[("lines", 1000)], &[]), counts(TOOLCHAIN, &[("lines", 900)], &[]));
        check(&recorded, &now, &[], &["lines: 1000 -> 900; `cargo xtask bench --bless` keeps it so"]);
    }
    #[test]
    fn lines_with_macros_expanded_are_of_one_compiler() {
        let of = |toolchain: &str, count| Counts {
            expanded: counts(toolchain, &[("expanded", count)], &[]).sizes,
            ..counts(toolchain, &[], &[])
        };
        check(&of(TOOLCHAIN, 100), &of(TOOLCHAIN, 104), &["expanded: 100 -> 104, 4.0 % more (3 % may pass)"], &[]);
        let Comparison { failures, notes } = compare(&of(TOOLCHAIN, 100), &of("rustc 1.96.0", 200));
        assert_eq!(failures, <[&str; 0]>::default());
        let said = "lines with macros expanded are not compared: they are on record for";
        assert_eq!(notes[0], format!("{said} {TOOLCHAIN}; here is rustc 1.96.0"));
    }

    #[test]
    fn a_new_record_keeps_what_could_not_be_counted() {
        let (old, new) = ([("whole", 7), ("files", 20)], [("files", 21)]);
        let of = |toolchain: &str, kept: &[(&str, u64)]| Counts {
            expanded: counts(toolchain, kept, &[]).sizes,
            ..counts(toolchain, kept, kept)
        };
        let mut now = of(TOOLCHAIN, &new);
        keep_all(&of(TOOLCHAIN, &old), &mut now);
        assert_eq!(now, of(TOOLCHAIN, &[("whole", 7), ("files", 21)]));
    }

    #[test]
    fn a_new_record_keeps_nothing_that_another_compiler_or_valgrind_has_made() {
        let recorded = |toolchain: &str| Counts {
            expanded: counts(toolchain, &[("b", 1)], &[]).sizes,
            ..counts(toolchain, &[("a", 1)], &[("c", 1)])
        };
        let mut now = counts("rustc 1.96.0", &[], &[]);
        keep_all(&recorded(TOOLCHAIN), &mut now);
        assert_eq!(now, counts("rustc 1.96.0", &[("a", 1)], &[]));
        let mut now = Counts { valgrind: "valgrind-3.24.0".to_owned(), ..counts(TOOLCHAIN, &[], &[]) };
        keep_all(&recorded(TOOLCHAIN), &mut now);
        let expected = Counts { instructions: BTreeMap::new(), valgrind: now.valgrind.clone(), ..recorded(TOOLCHAIN) };
        assert_eq!(now, expected);
    }
}
