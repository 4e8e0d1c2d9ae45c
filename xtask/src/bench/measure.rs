//! What a process and its children cost: CPU seconds, wall seconds, peak memory.
//!
//! A process of our own stands between and starts nothing else, so that what the system says of "all children" is of that
//! one. It is small, too: on Linux, the peak of a process begins with that of the process that started it.

use std::{
    ffi::OsString,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::{Outcome, print};

/// Runs a command and prints what it cost, as JSON.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The command.
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub command: Vec<OsString>,
}

/// What a run cost.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Usage {
    /// CPU seconds of the process and of all that it has started, user and system.
    pub cpu: f64,
    /// Seconds from its start to its end.
    pub wall: f64,
    /// Bytes of memory at the peak of the largest process.
    pub peak: f64,
}

/// Runs the command that stands between; what the command prints is dropped, but for its errors.
///
/// # Errors
///
/// A command that can't be started or fails.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let (program, rest) = arguments.command.split_first().context("error: there is no command")?;
    let started = Instant::now();
    let mut command = Command::new(program);
    let status = command.args(rest).stdout(Stdio::null()).status();
    let status = status.with_context(|| format!("error: can't start {}", program.display()))?;
    let wall = started.elapsed().as_secs_f64();
    ensure!(status.success(), "error: {} ended with {status}", program.display());
    let (cpu, peak) = of_children()?;
    print(&serde_json::to_string(&Usage { cpu, wall, peak })?);
    Ok(Outcome::Fine)
}

/// CPU seconds and peak memory of the children that have ended.
#[cfg(unix)]
fn of_children() -> Result<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    // Seconds and microseconds on any Unix; memory in bytes on Apple's, in KiB on the others.
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("error: the system does not say what children cost")?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok((seconds(usage.user_time()) + seconds(usage.system_time()), usage.max_rss() as f64 * unit))
}

#[cfg(not(unix))]
fn of_children() -> Result<(f64, f64)> {
    bail!("error: CPU time and memory of children can be measured on Unix only")
}

/// Measures a command, with its folder and its environment, by means of `program`, which is this one or another build of it.
///
/// # Errors
///
/// A command that can't be started or fails, with what it says.
pub(super) fn measure(program: &Path, command: &Command) -> Result<Usage> {
    let mut between = Command::new(program);
    between.args(["measure", "--"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => between.env(name, value),
            None => between.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        between.current_dir(folder);
    }
    let output = between.output().with_context(|| format!("error: can't start {}", program.display()))?;
    if !output.status.success() {
        bail!("{}", last_lines(&String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).context("error: what a run cost is not reported")
}

/// The end of what a command says, where the reason stands.
pub(super) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn children_cost_time_and_memory() {
        let status = Command::new("sh").args(["-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"]).status();
        assert!(status.expect("there is a shell").success());
        let (cpu, peak) = of_children().expect("the system says it");
        assert!(cpu > 0.0, "{cpu}");
        assert!(peak > 100_000.0, "{peak}");
    }

    #[test]
    fn the_end_of_a_message_is_kept() {
        let long: String = (1..=20).map(|line| format!("line {line}\n\n")).collect();
        assert!(last_lines(&long).starts_with("line 9\n"));
        assert_eq!(last_lines("error: no\n"), "error: no");
    }
}
