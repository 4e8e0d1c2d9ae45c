//! Rows: what `cargo xtask codegen` costs, beside the parse of the same text and beside peers.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Input, Settings, Tags, document};

use crate::bench::{
    contestant::Contestant,
    measure::Usage,
    row::{CPU, PEAK, Row, Unit, WALL, add_runs, no_runs},
    session::Session,
    subject::Subject,
};
use crate::{
    Outcome,
    files::{description, read},
};

/// Reads each text into an untyped value, and does nothing with it.
#[derive(Clone, Debug, clap::Args)]
pub struct ParseArguments {
    /// Read them as codegen reads a description, with the places of all that stands in it.
    #[arg(long)]
    pub as_codegen: bool,
    /// The texts.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// Runs the process that codegen is compared with. All values are kept to the end, as codegen keeps them.
///
/// # Errors
///
/// A text that can't be read.
pub fn parse(arguments: &ParseArguments) -> Result<Outcome> {
    if arguments.as_codegen {
        for path in &arguments.files {
            let description = description(path, path.display().to_string())?;
            let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() };
            document(&input, &Settings::default())?;
        }
        return Ok(Outcome::Fine);
    }
    let value = |path: &PathBuf| -> Result<serde_yaml::Value> {
        serde_yaml::from_str(&read(path)?).with_context(|| format!("error: {} is no YAML", path.display()))
    };
    let values: Vec<serde_yaml::Value> = arguments.files.iter().map(value).collect::<Result<_>>()?;
    drop(values);
    Ok(Outcome::Fine)
}

/// The command that parses texts.
pub(crate) fn parsing(session: &Session, texts: &[&Path]) -> Command {
    let mut command = Command::new(&session.program);
    command.arg("parse").args(texts);
    command
}

/// What was measured, a round after the other.
#[derive(Default)]
struct Rounds {
    anew: Vec<Usage>,
    again: Vec<Usage>,
    parse: Vec<Usage>,
    /// How many files the second run has written anew, in the round in which it was most.
    touched: usize,
}

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 4] = [
    ("codegen, CPU", Unit::Seconds),
    ("codegen, wall", Unit::Seconds),
    ("codegen, peak memory", Unit::Bytes),
    ("codegen, nothing changed, CPU", Unit::Seconds),
];

/// The rows.
pub(crate) fn rows(session: &Session, subject: &Subject, peers: &[Contestant]) -> Result<Vec<Row>> {
    let ours = Contestant::ours(session, subject);
    let mut rounds = Rounds::default();
    let prepared: Vec<Result<&Contestant>> = peers.iter().map(Ok).collect();
    let mut peer_runs = no_runs(&prepared);
    for _ in 0..session.pairs() {
        round(session, subject, &ours, &mut rounds)?;
        add_runs(&prepared, &mut peer_runs, |peer| peer.generate_anew(session));
    }
    let Rounds { anew, again, parse, touched } = &rounds;
    let mut rows = vec![
        Row::compared("codegen", CPU, anew, "parse", parse).goal("<= 3"),
        Row::compared("codegen", WALL, anew, "parse", parse).goal("<= 2"),
        Row::compared("codegen", PEAK, anew, "parse", parse).goal("<= 1.5"),
        unchanged(Row::compared("codegen, nothing changed", CPU, again, "all new", anew).goal("<= 1"), *touched),
    ];
    let peers: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
    rows.extend(Row::beside_peers("codegen", CPU, anew, &peers, &peer_runs, Some("<= 0.40")));
    rows.extend(Row::beside_peers("codegen", PEAK, anew, &peers, &peer_runs, None));
    Ok(rows)
}

fn unchanged(row: Row, touched: usize) -> Row {
    if touched == 0 { row } else { row.note(format!("{touched} files were written again, though nothing had changed")) }
}

fn round(session: &Session, subject: &Subject, ours: &Contestant, rounds: &mut Rounds) -> Result<()> {
    rounds.anew.push(ours.generate_anew(session)?);
    session.says("parsing");
    let texts: Vec<&Path> = subject.texts.iter().map(PathBuf::as_path).collect();
    rounds.parse.push(session.measure(&parsing(session, &texts))?);
    let before = ours.times()?;
    rounds.again.push(ours.generate(session)?);
    let after = ours.times()?;
    let touched = after.iter().filter(|(path, time)| before.get(*path) != Some(time)).count();
    rounds.touched = rounds.touched.max(touched);
    Ok(())
}
