//! `cargo xtask bench`: what codegen costs, the crate that it makes, and a call of the client, each beside something that
//! the same machine does in the same run. Seconds say little, ratios much.

mod callgrind;
mod contestant;
mod counts;
mod expand;
mod figures;
mod machine;
pub mod measure;
mod planted;
mod row;
mod samples;
mod session;
mod subject;
mod table;

use std::{num::NonZero, path::PathBuf};

use anyhow::{Context as _, Result};
use serde::Serialize;

use self::{
    contestant::Contestant,
    figures::{allocations, build, calls, check, codegen, drift, growth, markers, overlay, size},
    machine::Machine,
    row::{Row, Unit},
    session::Session,
    subject::Subject,
};
pub use self::{
    contestant::Peer,
    counts::{Comparison, Counts, compare},
    figures::{
        codegen::{ParseArguments, parse},
        overlay::{Arguments as OverlayArguments, run as apply_overlay},
    },
    planted::Planted,
};
use crate::{Outcome, print, project::Project};

/// What is measured, and how.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Arguments {
    /// Whole descriptions; without one, the project's own, and the vendor's whole one if it is here.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only these rows, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ROWS")]
    pub only: Vec<Rows>,
    /// Another generator, measured beside ours; `{spec}` and `{out}` in its command are the description and an empty folder.
    #[arg(long, value_name = "NAME=COMMAND")]
    pub peer: Vec<Peer>,
    /// How often each is run, by turns; without it, seven times what takes seconds, and thrice what is compiled.
    #[arg(long, value_name = "N")]
    pub pairs: Option<NonZero<usize>>,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
    /// Measure nothing; compare the counts that depend on no machine with tests/counts.toml, and exit with 1 if one has grown.
    #[arg(long, conflicts_with_all = ["paths", "only", "peer", "pairs", "json", "bless"])]
    pub check: bool,
    /// Measure nothing; write these counts to tests/counts.toml.
    #[arg(long, conflicts_with_all = ["paths", "only", "peer", "pairs", "json"])]
    pub bless: bool,
    /// Compare with a regression that is made on purpose; tests need it.
    #[arg(long, hide = true, requires = "check", value_enum)]
    pub planted: Option<Planted>,
    /// Measure this program as it is instead of one that is built for release: quick, and the figures mean nothing.
    #[arg(long, hide = true)]
    pub as_it_is: bool,
}

/// Rows that belong together.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Rows {
    /// Time and memory of codegen, beside the parse of the text.
    Codegen,
    /// Time and memory of a debug build of the crate alone.
    Build,
    /// Time of `cargo check` after a model has got a field, of the crate and of an app that uses all of it.
    Check,
    /// Files and lines.
    Size,
    /// The types that stand for required fields: how many there are, and what they cost alone.
    Markers,
    /// Time and memory of the comparison with an older description.
    Drift,
    /// Time and memory of an overlay that looks at every node, beside the parse and a library's located queries.
    Overlay,
    /// Instructions and allocations of calls through the project's client, beside calls by hand.
    Calls,
    /// Time and memory of codegen of made descriptions, each of ten times as many schemas.
    Growth,
}

/// All rows of a description, in the order of the table. Calls and growth are about no description.
const OF_A_DESCRIPTION: [Rows; 7] =
    [Rows::Codegen, Rows::Build, Rows::Check, Rows::Size, Rows::Markers, Rows::Drift, Rows::Overlay];

/// Rows about one thing.
#[derive(Debug, Serialize)]
struct Section {
    subject: String,
    rows: Vec<Row>,
}

/// All that is reported.
#[derive(Debug, Serialize)]
struct Report {
    machine: Machine,
    sections: Vec<Section>,
}

/// Runs the command.
///
/// # Errors
///
/// A description that can't be generated from, or no record of counts where they are to be compared.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let recorded = counts::recorded(project)?;
    let subjects = if arguments.check || arguments.bless { Vec::new() } else { subjects(project, arguments)? };
    // A count compares with itself alone, so that it needs no release build of the generator.
    let as_it_is = arguments.as_it_is || arguments.check || arguments.bless;
    let session = Session::new(project, arguments.pairs.map(NonZero::get), as_it_is)?;
    if arguments.check {
        let recorded = recorded.context("error: no counts are on record\nhelp: run `cargo xtask bench --bless`")?;
        return counts::check(&session, &recorded, arguments.planted);
    }
    if arguments.bless {
        return counts::bless(&session, recorded.as_ref());
    }
    let mut sections = Vec::new();
    for subject in &subjects {
        sections.push(section(&session, subject, arguments)?);
    }
    if arguments.paths.is_empty() && Subject::whole(project)?.is_none() {
        sections.push(section_that_is_missing(arguments));
    }
    if is_asked(arguments, Rows::Calls) {
        let subject = "the project's client".to_owned();
        let rows = [calls::rows(&session), allocations::rows(&session)].concat();
        session.tells(&subject, &rows);
        sections.push(Section { subject, rows });
    }
    if is_asked(arguments, Rows::Growth) {
        let rows = growth::rows(&session).unwrap_or_else(|error| missing(Rows::Growth, &format!("{error:#}")));
        session.tells("made descriptions", &rows);
        sections.push(Section { subject: "made descriptions".to_owned(), rows });
    }
    session.end();
    sections.retain(|section| !section.rows.is_empty());
    let report = Report { machine: Machine::here(), sections };
    print(&if arguments.json { serde_json::to_string_pretty(&report)? + "\n" } else { text(&report) });
    Ok(Outcome::Fine)
}

/// What is measured. A description that nothing can be generated from is told here, before hours are spent on the others.
fn subjects(project: &Project, arguments: &Arguments) -> Result<Vec<Subject>> {
    let subjects = match &arguments.paths[..] {
        [] => [Some(Subject::pinned(project)?), Subject::whole(project)?].into_iter().flatten().collect(),
        paths => Subject::files(paths)?,
    };
    for subject in &subjects {
        if OF_A_DESCRIPTION.into_iter().any(|rows| rows != Rows::Overlay && is_asked(arguments, rows)) {
            subject.api(project)?;
        } else if is_asked(arguments, Rows::Overlay) {
            // An overlay asks nothing of the document that it is applied to.
            overlay::applied(subject.text(), &[])?;
        }
    }
    Ok(subjects)
}

fn is_asked(arguments: &Arguments, rows: Rows) -> bool {
    arguments.only.is_empty() || arguments.only.contains(&rows)
}

/// The rows about a description. What cannot be had here is a row that says so.
fn section(session: &Session, subject: &Subject, arguments: &Arguments) -> Result<Section> {
    let ours = Contestant::ours(session, subject);
    let mut peers: Vec<Contestant> =
        arguments.peer.iter().map(|peer| Contestant::peer(session, subject, peer)).collect();
    let asked: Vec<Rows> = OF_A_DESCRIPTION.into_iter().filter(|rows| is_asked(arguments, *rows)).collect();
    if asked.iter().any(|rows| matches!(rows, Rows::Build | Rows::Check | Rows::Size)) {
        ours.generate_anew(session)?;
        // One that fails has no crate, and the rows say why.
        peers.iter_mut().for_each(|peer| peer.generate_or_fail(session));
    }
    let mut section = Section { subject: subject.name.clone(), rows: Vec::new() };
    for rows in asked {
        let made = match rows {
            Rows::Codegen => codegen::rows(session, subject, &peers),
            Rows::Build => build::rows(session, &ours, &peers),
            Rows::Check => check::rows(session, subject, &ours, &peers),
            Rows::Size => size::rows(session, subject, &ours, &peers),
            Rows::Markers => markers::rows(session, subject),
            Rows::Drift => drift::rows(session, subject),
            Rows::Overlay => overlay::rows(session, subject),
            Rows::Calls => Ok(calls::rows(session)),
            Rows::Growth => growth::rows(session),
        };
        let made = made.unwrap_or_else(|error| missing(rows, &format!("{error:#}")));
        session.tells(&subject.name, &made);
        section.rows.extend(made);
    }
    Ok(section)
}

/// All figures of ours that cannot be had, and why.
fn missing(rows: Rows, reason: &str) -> Vec<Row> {
    let figures: &[(&str, Unit)] = match rows {
        Rows::Codegen => &codegen::FIGURES,
        Rows::Build => &build::FIGURES,
        Rows::Check => &check::FIGURES,
        Rows::Size => &size::FIGURES,
        Rows::Markers => &markers::FIGURES,
        Rows::Drift => &drift::FIGURES,
        Rows::Overlay => &overlay::FIGURES,
        Rows::Calls => &[("calls", Unit::Instructions)],
        Rows::Growth => &growth::FIGURES,
    };
    figures.iter().map(|(figure, unit)| Row::missing(figure, *unit, reason)).collect()
}

/// The figures of the vendor's whole description where it is not here, so that nobody takes the rest for all.
fn section_that_is_missing(arguments: &Arguments) -> Section {
    let asked = OF_A_DESCRIPTION.into_iter().filter(|rows| is_asked(arguments, *rows));
    let rows = asked.flat_map(|rows| missing(rows, Subject::WHOLE_IS_MISSING)).collect();
    Section { subject: "the whole API".to_owned(), rows }
}

fn text(report: &Report) -> String {
    let mut text = format!("{}\n", report.machine.line());
    for Section { subject, rows } in &report.sections {
        text.push_str(&format!("\n{subject}\n{}", table::table(rows)));
    }
    text
}
