//! Rows: what `cargo xtask codegen` costs, beside the parse of the same text and beside peers.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::{
    contestant::Contestant,
    measure::Usage,
    row::{CPU, PEAK, PeerRuns, Row, WALL},
    session::Session,
    subject::Subject,
};
use crate::{Outcome, project::read};

/// Reads each text into an untyped value, and does nothing with it.
#[derive(Clone, Debug, clap::Args)]
pub struct ParseArguments {
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
    let value = |path: &PathBuf| -> Result<serde_yaml::Value> {
        serde_yaml::from_str(&read(path)?).with_context(|| format!("error: {} is no YAML", path.display()))
    };
    let values: Vec<serde_yaml::Value> = arguments.files.iter().map(value).collect::<Result<_>>()?;
    drop(values);
    Ok(Outcome::Fine)
}

/// The command that parses texts.
pub(super) fn parsing(session: &Session, texts: &[&Path]) -> Command {
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
    /// How many files the second run has written anew.
    touched: usize,
}

/// The rows.
pub(super) fn rows(session: &Session, subject: &Subject, peers: &[Contestant]) -> Result<Vec<Row>> {
    let ours = Contestant::ours(session, subject);
    let mut rounds = Rounds::default();
    let mut peer_runs: Vec<PeerRuns> = peers.iter().map(|_| Ok(Vec::new())).collect();
    for _ in 0..session.pairs() {
        round(session, subject, &ours, &mut rounds)?;
        for (peer, runs) in peers.iter().zip(&mut peer_runs) {
            add(runs, || peer.generate_anew(session));
        }
    }
    let Rounds { anew, again, parse, touched } = &rounds;
    let mut rows = vec![
        Row::compared("codegen", CPU, anew, "parse", parse).goal("<= 3"),
        Row::compared("codegen", WALL, anew, "parse", parse).goal("<= 2"),
        Row::compared("codegen", PEAK, anew, "parse", parse).goal("<= 1.5"),
        unchanged(Row::compared("codegen, nothing changed", CPU, again, "all new", anew).goal("<= 1"), *touched),
    ];
    for (peer, runs) in peers.iter().zip(&peer_runs) {
        rows.push(Row::beside_peer("codegen", CPU, anew, &peer.name, runs).goal("<= 0.40 of the fastest"));
        rows.push(Row::beside_peer("codegen", PEAK, anew, &peer.name, runs));
    }
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
    rounds.touched = after.iter().filter(|(path, time)| before.get(*path) != Some(time)).count();
    Ok(())
}

/// Adds a run, unless an earlier one has failed already.
pub(super) fn add(runs: &mut PeerRuns, run: impl FnOnce() -> Result<Usage>) {
    if let Ok(earlier) = runs {
        match run() {
            Ok(usage) => earlier.push(usage),
            Err(error) => *runs = Err(format!("{error:#}")),
        }
    }
}
