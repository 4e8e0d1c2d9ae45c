//! A row of the table: a figure of ours, what it is compared with, and the project's goal.

use anyhow::Result;
use serde::Serialize;

use super::{
    measure::Usage,
    samples::{Samples, Summary},
};

/// What a number counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Seconds,
    Bytes,
    Lines,
    Files,
    Types,
    Instructions,
    Allocations,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    /// What is measured.
    pub figure: String,
    pub unit: Unit,
    /// Ours.
    pub ours: Option<Summary>,
    /// What stands beside it.
    pub beside: Option<Beside>,
    /// What the project wants the ratio to be, or the number where nothing stands beside it.
    pub goal: Option<&'static str>,
    /// Why the figure, or what it is compared with, cannot be had; or what else is to be known of it.
    pub note: Option<String>,
}

/// A figure that ours is compared with.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Beside {
    /// Whose it is.
    pub name: String,
    #[serde(flatten)]
    pub summary: Summary,
    /// Ours by this one, the median of all rounds.
    pub ratio: f64,
}

/// A number of a run: what it is called, its unit, and where it stands.
pub(super) type Measure = (&'static str, Unit, fn(&Usage) -> f64);

pub(super) const CPU: Measure = ("CPU", Unit::Seconds, |usage| usage.cpu);
pub(super) const WALL: Measure = ("wall", Unit::Seconds, |usage| usage.wall);
pub(super) const PEAK: Measure = ("peak memory", Unit::Bytes, |usage| usage.peak);

impl Row {
    /// A figure that nothing stands beside.
    pub(super) fn alone(figure: &str, unit: Unit, ours: &Samples) -> Self {
        let ours = Some(ours.summary());
        Self { figure: figure.to_owned(), unit, ours, beside: None, goal: None, note: None }
    }

    /// One number of all runs: `build, CPU`.
    pub(super) fn of_runs(what: &str, (name, unit, number): Measure, runs: &[Usage]) -> Self {
        Self::alone(&format!("{what}, {name}"), unit, &Samples::of(runs, number))
    }

    /// A figure that cannot be had here, and why.
    pub(super) fn missing(figure: &str, unit: Unit, reason: &str) -> Self {
        let note = Some(reason.to_owned());
        Self { figure: figure.to_owned(), unit, ours: None, beside: None, goal: None, note }
    }

    /// The figure beside another one, of the same rounds.
    pub(super) fn beside(self, name: &str, ours: &Samples, other: &Samples) -> Self {
        let beside = Beside { name: name.to_owned(), summary: other.summary(), ratio: ours.ratio_to(other) };
        Self { beside: Some(beside), ..self }
    }

    /// The same number of other runs beside that of ours.
    pub(super) fn compared(what: &str, measure: Measure, ours: &[Usage], name: &str, other: &[Usage]) -> Self {
        let (ours_of, other_of) = (Samples::of(ours, measure.2), Samples::of(other, measure.2));
        Self::of_runs(what, measure, ours).beside(name, &ours_of, &other_of)
    }

    /// The same number beside that of a peer, or why the peer has none.
    pub(super) fn beside_peer(what: &str, measure: Measure, ours: &[Usage], name: &str, peer: &PeerRuns) -> Self {
        match peer {
            Ok(runs) => Self::compared(what, measure, ours, name, runs),
            Err(reason) => Self::of_runs(what, measure, ours).note(format!("{name}: {reason}")),
        }
    }

    /// A row beside each peer; the goal is that of the fastest, or smallest, alone.
    pub(super) fn beside_peers(
        what: &str,
        measure: Measure,
        ours: &[Usage],
        peers: &[&str],
        runs: &[PeerRuns],
        goal: Option<&'static str>,
    ) -> Vec<Self> {
        let rows = peers.iter().zip(runs).map(|(peer, runs)| Self::beside_peer(what, measure, ours, peer, runs));
        let mut rows: Vec<Self> = rows.collect();
        let best = |row: &&mut Self| row.beside.is_some();
        let median = |row: &&mut Self| row.beside.as_ref().map_or(f64::NAN, |beside| beside.summary.median);
        if let Some(row) = rows.iter_mut().filter(best).min_by(|one, other| median(one).total_cmp(&median(other))) {
            row.goal = goal;
        }
        rows
    }

    pub(super) fn goal(self, goal: &'static str) -> Self {
        Self { goal: Some(goal), ..self }
    }

    pub(super) fn note(self, note: String) -> Self {
        Self { note: Some(note), ..self }
    }
}

/// The runs of a peer, or why it could not be run.
pub(super) type PeerRuns = Result<Vec<Usage>, String>;

/// Adds a run of each peer, unless it could not be prepared or an earlier run has failed already.
pub(super) fn add_runs<T>(prepared: &[Result<T>], runs: &mut [PeerRuns], run: impl Fn(&T) -> Result<Usage>) {
    for (prepared, runs) in prepared.iter().zip(runs) {
        if let (Ok(prepared), Ok(earlier)) = (prepared, &mut *runs) {
            match run(prepared) {
                Ok(usage) => earlier.push(usage),
                Err(error) => *runs = Err(format!("{error:#}")),
            }
        }
    }
}

/// No runs yet of what could be prepared, and of the rest why it could not.
pub(super) fn no_runs<T>(prepared: &[Result<T>]) -> Vec<PeerRuns> {
    let told = |prepared: &Result<T>| prepared.as_ref().map(|_| Vec::new()).map_err(|error| format!("{error:#}"));
    prepared.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use anyhow::{anyhow, bail};

    use super::*;

    fn seconds(cpu: f64) -> Usage {
        Usage { cpu, wall: cpu, peak: 1.0 }
    }

    #[test]
    fn a_peer_that_fails_once_has_no_figure_and_says_why() {
        let prepared = [Ok(1.0), Err(anyhow!("there is no Cargo.toml")), Ok(2.0)];
        let mut runs = no_runs(&prepared);
        add_runs(&prepared, &mut runs, |cpu| Ok(seconds(*cpu)));
        add_runs(&prepared, &mut runs, |cpu| if *cpu > 1.0 { bail!("no room") } else { Ok(seconds(*cpu)) });
        add_runs(&prepared, &mut runs, |cpu| Ok(seconds(*cpu)));
        let expected = [Ok(vec![seconds(1.0); 3]), Err("there is no Cargo.toml".to_owned()), Err("no room".to_owned())];
        assert_eq!(runs, expected);
    }

    #[test]
    fn the_goal_stands_beside_the_fastest_peer_alone() {
        let peers = ["slow", "broken", "fast"];
        let runs = [Ok(vec![seconds(4.0)]), Err("it fails".to_owned()), Ok(vec![seconds(2.0)])];
        let rows = Row::beside_peers("codegen", CPU, &[seconds(1.0)], &peers, &runs, Some("<= 0.40"));
        let goals: Vec<Option<&str>> = rows.iter().map(|row| row.goal).collect();
        assert_eq!(goals, [None, None, Some("<= 0.40")]);
        assert_eq!(rows[1].note.as_deref(), Some("broken: it fails"));
    }
}
