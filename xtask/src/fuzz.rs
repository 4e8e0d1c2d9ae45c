//! `cargo xtask fuzz`: descriptions, overlays, settings and pairs of versions that nobody has written, as many as the time allows, and
//! what must hold whatever the generator makes of them.
//!
//! A stack that overflows and a trial without end stop a whole program. So trials run in a program of their own, which says which one
//! it begins; this one watches it, and starts another where it ends too early.

mod credentials;
mod fields;
mod maker;
mod mutation;
mod objects;
mod schemas;
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
    fields::Object,
    maker::Counts,
    objects::OBJECTS,
    trial::{Came, Real, Trial},
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

/// How often a run makes each field of the specification's tables, at least. A shorter one than [`COUNTED`] has not the time.
const LEAST: u64 = 100;

/// The seconds from which on it is an error that a field was made less often.
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
    let mut sum = Sum::default();
    let mut first = 0;
    while let Some(left) = time_left(arguments.seconds, clock.start.elapsed(), &sum) {
        let shows = |ended: &Ended| {
            clock.shows(sum.accepted + sum.refused + ended.accepted + ended.refused, sum.findings.len())
        };
        let Ended { next, counts, accepted, refused, fault } = watch(project, (seed, first), left, shows)?;
        if let Some(fault) = fault.as_ref().filter(|_| next == first) {
            bail!("error: no trial can begin: {fault}");
        }
        first = next;
        counts.into_iter().for_each(|(field, count)| *sum.counts.entry(field).or_default() += count);
        sum.accepted += accepted;
        sum.refused += refused;
        if let Some(fault) = fault {
            let number = next - 1;
            clock.progress.tells(&format!(
                "error: trial {number}: {fault}\nhelp: run `cargo xtask fuzz --seed {seed} --trial {number}`\n"
            ));
            sum.findings.push(number);
        }
    }
    drop(clock);
    print(&format!(
        "{} trials: {} accepted, {} refused with a reason, {} findings\n",
        sum.accepted + sum.refused + sum.findings.len() as u64,
        sum.accepted,
        sum.refused,
        sum.findings.len()
    ));
    let rare = rare(&sum.counts);
    if arguments.seconds >= COUNTED && !rare.is_empty() {
        eprintln!("error: made less than {LEAST} times: {}", rare.join(", "));
        return Ok(Outcome::CheckFailed);
    }
    if arguments.compile > 0 {
        compile(project, seed, arguments.compile, &real)?;
    }
    Ok(if sum.findings.is_empty() { Outcome::Fine } else { Outcome::CheckFailed })
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

    fn shows(&mut self, trials: u64, findings: usize) {
        let passed = self.start.elapsed();
        let said = format!("{} s: {trials} trials, {findings} findings", passed.as_secs());
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
fn time_left(asked: u64, passed: Duration, sum: &Sum) -> Option<Duration> {
    let asked_time = Duration::from_secs(asked);
    let is_counted = asked < COUNTED || rare(&sum.counts).is_empty();
    let time = if passed < asked_time || is_counted { asked_time } else { 3 * asked_time };
    let left = time.checked_sub(passed).filter(|left| !left.is_zero() && sum.findings.len() < FINDINGS)?;
    Some(if passed < asked_time { left } else { left.min(EXTRA) })
}

/// What came of all trials.
#[derive(Default)]
struct Sum {
    counts: Counts,
    accepted: u64,
    refused: u64,
    findings: Vec<u64>,
}

/// The fields that were made less often than they should be, with how often.
fn rare(counts: &Counts) -> Vec<String> {
    let made = |field: &String| counts.get(field).copied().unwrap_or_default();
    let fields = OBJECTS.iter().flat_map(|object| object.fields.iter().map(|field| key(object, field.name)));
    let mut rare: Vec<String> = fields.filter(|field| made(field) < LEAST).collect();
    rare.dedup();
    rare.into_iter().map(|field| format!("{field} ({})", made(&field))).collect()
}

/// What a field is counted as.
fn key(object: &Object, field: &str) -> String {
    format!("{}: {field}", object.name)
}

/// Runs the trial of one number here, with its input in the target folder.
fn alone(project: &Project, seed: u64, number: u64, real: &Real) -> Result<Outcome> {
    let trial = Trial::new(seed, number, real, &mut Counts::new())?;
    let folder = project.target()?.join(format!("fuzz/{seed}-{number}"));
    trial.write(&folder)?;
    print(&format!("{}\n", folder.display()));
    let came = trial.run()?;
    print(&format!("{came:?}\n"));
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
        let came = Trial::new(arguments.seed, number, &real, &mut made)?.run()?;
        writeln!(
            out,
            "{} {}",
            if came == Came::Accepted { "accepted" } else { "refused" },
            serde_json::to_string(&made)?
        )?;
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
        assert_eq!(rare(&counts), [""; 0]);
    }

    #[test]
    fn the_same_choices_make_the_same() {
        assert_eq!(made(7, &mut Counts::new()), made(7, &mut Counts::new()));
        assert_ne!(made(7, &mut Counts::new()), made(8, &mut Counts::new()));
    }

    #[test]
    fn a_run_that_counts_goes_on_until_it_has_counted() {
        let seconds = |passed| Duration::from_secs(passed);
        let none = Sum::default();
        assert_eq!(time_left(20, seconds(5), &none), Some(seconds(15)));
        assert_eq!(time_left(20, seconds(20), &none), None);
        assert_eq!(time_left(60, seconds(50), &none), Some(seconds(10)));
        assert_eq!(time_left(60, seconds(61), &none), Some(seconds(10)));
        assert_eq!(time_left(60, seconds(175), &none), Some(seconds(5)));
        assert_eq!(time_left(60, seconds(180), &none), None);
        let fields = OBJECTS.iter().flat_map(|object| object.fields.iter().map(|field| key(object, field.name)));
        let counted = Sum { counts: fields.map(|field| (field, LEAST)).collect(), ..Sum::default() };
        assert_eq!(time_left(60, seconds(60), &counted), None);
        assert_eq!(time_left(60, seconds(5), &Sum { findings: (0..10).collect(), ..Sum::default() }), None);
    }

    #[test]
    fn a_field_that_no_description_has_is_named() {
        let rare = rare(&Counts::new());
        assert!(rare.contains(&"Schema Object: minLength (0)".to_owned()), "{rare:?}");
        assert!(rare.contains(&"OAuth Flow Object: tokenUrl (0)".to_owned()), "{rare:?}");
    }
}
