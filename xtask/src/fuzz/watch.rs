//! Watches the program that runs the trials.

#[cfg(unix)]
use std::os::unix::process::ExitStatusExt as _;
use std::{
    env,
    io::{BufRead as _, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};

use super::tally::Done;
use crate::project::Project;

/// How many seconds of a processor a trial may take before it counts as one without end.
#[cfg(unix)]
const SECONDS: u64 = 20;

/// How long it may take, whatever else runs beside it.
const LONGEST: Duration = Duration::from_secs(600);

/// How much memory the program may have, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 4 << 30;

/// How many bytes of what a program said last are told.
const TOLD: usize = 2_000;

/// How a program ended.
#[derive(Debug, Default)]
pub(super) struct Ended {
    /// The number behind that of the last trial which it began.
    pub(super) next: u64,
    /// Why it ended too early.
    pub(super) fault: Option<String>,
}

/// Starts the program for the trials from a number on, and waits for its end. `adds` is told of each that is over.
///
/// # Errors
///
/// A program that can't be started, or that says what it should not.
pub(super) fn watch(
    project: &Project,
    (seed, first): (u64, u64),
    left: Duration,
    mut adds: impl FnMut(Done),
) -> Result<Ended> {
    let program = env::current_exe().context("error: the command can't find itself")?;
    let arguments = [seed, first, left.as_secs().max(1)].map(|number| number.to_string());
    let mut command = Command::new(program);
    command.arg("--project").arg(project.root()).arg("trials").args(arguments);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("error: can't start the trials")?;
    let said = child.stdout.take().context("error: the trials say nothing")?;
    let told = child.stderr.take().context("error: the trials tell nothing")?;
    let told = thread::spawn(move || last_of(told));
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let lines = BufReader::new(said).lines().map_while(Result::ok);
        lines.map(|line| sender.send(line)).take_while(Result::is_ok).for_each(drop);
    });
    let mut ended = Ended { next: first, fault: None };
    let mut begun = Instant::now();
    loop {
        match receiver.recv_timeout(LONGEST.saturating_sub(begun.elapsed())) {
            Ok(line) => {
                let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
                match word {
                    "begin" => (ended.next, begun) = (rest.parse::<u64>()? + 1, Instant::now()),
                    _ => adds(serde_json::from_str(rest)?),
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                child.kill()?;
                child.wait()?;
                ended.fault = Some(format!("no end after {} s", LONGEST.as_secs()));
                return Ok(ended);
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let told = told.join().unwrap_or_default();
    ended.fault = fault(&mut child, &told)?;
    Ok(ended)
}

/// Why a program ended too early, if it did.
fn fault(child: &mut Child, told: &str) -> Result<Option<String>> {
    let status = child.wait()?;
    #[cfg(unix)]
    if status.signal() == Some(nix::libc::SIGXCPU) {
        return Ok(Some(format!("no end after {SECONDS} s of a processor")));
    }
    Ok((!status.success()).then(|| format!("{status}: {told}")))
}

/// What a program said last.
fn last_of(mut stream: impl Read) -> String {
    let mut bytes = Vec::new();
    // What could be read before an error is what there is to tell.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let start = text.char_indices().rev().take(TOLD).last().map_or(0, |(at, _)| at);
    text[start..].trim().to_owned()
}

/// Takes care that a trial that begins now ends. How long it takes by the clock depends on what else the machine does.
///
/// # Errors
///
/// A system that refuses.
pub(super) fn limit_time() -> Result<()> {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit};
        let usage = getrusage(UsageWho::RUSAGE_SELF).context("error: can't see the time that was taken")?;
        let used = usage.user_time().tv_sec() + usage.system_time().tv_sec();
        let (_, most) = getrlimit(Resource::RLIMIT_CPU).context("error: can't see the limit of time")?;
        let limit = u64::try_from(used).unwrap_or_default() + SECONDS;
        setrlimit(Resource::RLIMIT_CPU, limit.min(most), most).context("error: can't limit the time")?;
    }
    Ok(())
}

/// Takes care that what grows without end ends, and not the machine.
///
/// # Errors
///
/// A system that refuses.
pub(super) fn limit_memory() -> Result<()> {
    #[cfg(unix)]
    nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_AS, MEMORY, MEMORY)
        .context("error: can't limit the memory")?;
    Ok(())
}
