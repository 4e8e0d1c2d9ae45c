//! `cargo xtask fuzz`: descriptions, overlays, settings and pairs of versions that nobody has written, as many as the time allows, and
//! what must hold whatever the generator makes of them.
//!
//! A stack that overflows and a trial without end stop a whole program. So trials run in a program of their own, which says which one
//! it begins; this one watches it, and starts another where it ends too early.

mod checks;
mod credentials;
mod fields;
mod kinds;
mod maker;
mod mutation;
mod objects;
mod real;
mod schemas;
mod tally;
mod trial;
mod watch;
mod words;

use std::{
    collections::BTreeMap,
    io::Write as _,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};

use self::{
    maker::Counts,
    real::Real,
    tally::{Done, LEAST, Tally},
    trial::Trial,
    watch::{Ended, watch},
};
use crate::{
    Progress,
    outcome::{Outcome, print},
    project::Project,
    workspace::Workspace,
};

/// For how long, and from where.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// For how many seconds.
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub seconds: u64,
    /// The same trials as in another run with this seed; without it, others each time.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Only the trial of this number, whose input is written to the target folder.
    #[arg(long, value_name = "N", requires = "seed")]
    pub trial: Option<u64>,
    /// Compile the first N clients that came of descriptions, too.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub compile: usize,
}

/// Which trials are run in a program of their own.
#[derive(Clone, Debug, clap::Args)]
pub struct TrialsArguments {
    seed: u64,
    first: u64,
    seconds: u64,
}

/// The seconds from which on it is an error that a field was made too rarely, or a kind of trial never. A shorter run has not the time.
const COUNTED: u64 = 60;

/// For how long trials go on at once where a field is made too rarely.
const EXTRA: Duration = Duration::from_secs(10);

/// How often a run says how far it is, where no terminal shows it.
const LINE: Duration = Duration::from_secs(10);

/// How many findings are enough.
const FINDINGS: usize = 10;

/// Runs the command.
///
/// # Errors
///
/// A project that can't be read, or a program that can't be started.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    let real = Real::of(project)?;
    if let Some(number) = arguments.trial {
        return alone(project, seed, number, &real);
    }
    print(&format!("seed {seed}\n"));
    let mut clock = Clock::start(arguments.seconds);
    let mut tally = Tally::default();
    let mut first = 0;
    while let Some(left) = time_left(arguments.seconds, clock.start.elapsed(), &tally) {
        let adds = |done: Done| {
            tally.add(done);
            clock.shows(&tally);
        };
        let Ended { next, fault } = watch(project, (seed, first), left, adds)?;
        if let Some(fault) = fault.as_ref().filter(|_| next == first) {
            bail!("error: no trial can begin: {fault}");
        }
        first = next;
        if let Some(fault) = fault {
            let number = next - 1;
            clock.progress.tells(&format!(
                "error: trial {number}: {fault}\nhelp: run `cargo xtask fuzz --seed {seed} --trial {number}`\n"
            ));
            tally.findings.push(number);
        }
    }
    drop(clock);
    print(&tally.table());
    let rare = tally.rare();
    if arguments.seconds >= COUNTED && !rare.is_empty() {
        eprintln!("error: fields made less than {LEAST} times, or kinds of trials never: {}", rare.join("; "));
        return Ok(Outcome::CheckFailed);
    }
    if arguments.compile > 0 {
        compile(project, seed, arguments.compile, &real)?;
    }
    Ok(if tally.findings.is_empty() { Outcome::Fine } else { Outcome::CheckFailed })
}

/// Shows how far a run is: on a terminal at each trial, elsewhere by a line from time to time.
struct Clock {
    start: Instant,
    progress: Progress,
    /// How many lines there were.
    lines: u32,
}

impl Clock {
    fn start(seconds: u64) -> Self {
        Self { start: Instant::now(), progress: Progress::of(usize::try_from(seconds).unwrap_or(usize::MAX)), lines: 0 }
    }

    fn shows(&mut self, tally: &Tally) {
        let passed = self.start.elapsed();
        let said = format!("{} s: {} trials, {} findings", passed.as_secs(), tally.trials(), tally.findings.len());
        self.progress.reaches(usize::try_from(passed.as_secs()).unwrap_or(usize::MAX));
        self.progress.begins(&said);
        if !self.progress.is_seen() && passed >= LINE * (self.lines + 1) {
            self.lines += 1;
            self.progress.tells(&said);
        }
    }
}

/// For how long trials go on: until the time is over, or there are findings enough. A busy machine has up to twice the time more
/// for the fields that a run counts.
fn time_left(asked: u64, passed: Duration, tally: &Tally) -> Option<Duration> {
    let asked_time = Duration::from_secs(asked);
    let is_counted = asked < COUNTED || tally.rare().is_empty();
    let time = if passed < asked_time || is_counted { asked_time } else { 3 * asked_time };
    let left = time.checked_sub(passed).filter(|left| !left.is_zero() && tally.findings.len() < FINDINGS)?;
    Some(if passed < asked_time { left } else { left.min(EXTRA) })
}

/// Runs the trial of one number here, with its input in the target folder.
fn alone(project: &Project, seed: u64, number: u64, real: &Real) -> Result<Outcome> {
    let trial = Trial::new(seed, number, real, &mut Counts::new())?;
    let folder = project.target()?.join(format!("fuzz/{seed}-{number}"));
    trial.write(&folder)?;
    print(&format!("{}: {}\n", trial.kind.name(), folder.display()));
    match trial.run()? {
        None => print("accepted\n"),
        Some(told) => print(&format!("refused:\n{told}\n")),
    }
    Ok(Outcome::Fine)
}

/// Runs trials until the time is up, and says which: `begin 7`, and at the end what was made.
///
/// # Errors
///
/// What the last one that it said has found.
pub fn trials(project: &Project, arguments: &TrialsArguments) -> Result<Outcome> {
    watch::limit_memory()?;
    let real = Real::of(project)?;
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut out = std::io::stdout().lock();
    for number in arguments.first.. {
        if Instant::now() >= end {
            break;
        }
        watch::limit_time()?;
        writeln!(out, "begin {number}")?;
        out.flush()?;
        let mut made = Counts::new();
        let trial = Trial::new(arguments.seed, number, &real, &mut made)?;
        let is_refused = trial.run()?.is_some();
        writeln!(out, "done {}", serde_json::to_string(&Done { kind: trial.kind.name(), is_refused, made })?)?;
    }
    Ok(Outcome::Fine)
}

/// Compiles the first clients that come of descriptions alone.
fn compile(project: &Project, seed: u64, count: usize, real: &Real) -> Result<()> {
    let trials = (0..).map(|number| (number, Trial::new(seed, number, real, &mut Counts::new())));
    let clients: Result<BTreeMap<String, _>> = trials
        .filter_map(|(number, trial)| match trial {
            Ok(trial) => trial.compilable().map(|client| Ok((format!("fuzz-{number}"), client))),
            Err(error) => Some(Err(error)),
        })
        .take(count)
        .collect();
    let clients = clients?;
    let names: Vec<&str> = clients.keys().map(String::as_str).collect();
    let workspace = Workspace::new(project, &project.target()?.join("fuzz/compiled"), &names)?;
    for (name, (input, settings)) in &clients {
        workspace.add_client(name, input, settings)?;
    }
    let progress = Progress::open();
    progress.begins(&format!("compiling {count} clients"));
    let status = workspace.cargo(&["check", "--quiet", "--workspace"]).status().context("error: can't start cargo")?;
    ensure!(status.success(), "error: a client does not compile: see {}", workspace.folder().display());
    print(&format!("{count} clients compiled\n"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use arbitrary::Unstructured;

    use super::*;

    /// A description of the choices that follow from a number.
    fn made(number: u64, counts: &mut Counts) -> serde_json::Value {
        let mut random = fastrand::Rng::with_seed(number);
        let chosen: Vec<u8> = (0..6_000).map(|_| random.u8(..)).collect();
        maker::description(&mut Unstructured::new(&chosen), counts).expect("bytes that run out are zeros")
    }

    #[test]
    fn each_field_of_the_tables_is_made() {
        let mut counts = Counts::new();
        (0..800).for_each(|number| drop(made(number, &mut counts)));
        assert_eq!(Tally::of(counts).rare(), [""; 0]);
    }

    #[test]
    fn the_same_choices_make_the_same() {
        assert_eq!(made(7, &mut Counts::new()), made(7, &mut Counts::new()));
        assert_ne!(made(7, &mut Counts::new()), made(8, &mut Counts::new()));
    }

    #[test]
    fn a_run_that_counts_goes_on_until_it_has_counted() {
        let seconds = |passed| Duration::from_secs(passed);
        let none = Tally::default();
        assert_eq!(time_left(20, seconds(5), &none), Some(seconds(15)));
        assert_eq!(time_left(20, seconds(20), &none), None);
        assert_eq!(time_left(60, seconds(50), &none), Some(seconds(10)));
        assert_eq!(time_left(60, seconds(61), &none), Some(seconds(10)));
        assert_eq!(time_left(60, seconds(175), &none), Some(seconds(5)));
        assert_eq!(time_left(60, seconds(180), &none), None);
        let counted = Tally::whole();
        assert_eq!(time_left(60, seconds(60), &counted), None);
        assert_eq!(time_left(60, seconds(5), &Tally::with_findings(10)), None);
    }
}
