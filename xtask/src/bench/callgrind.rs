//! Instructions, which do not depend on what else the machine does.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context as _, Result, bail, ensure};

use super::session::{Session, run, surroundings};
use crate::project::read;

/// Whether valgrind is here, and why not.
pub(super) fn is_here() -> Result<()> {
    if run(Command::new("valgrind").arg("--version")).is_err() {
        bail!("valgrind is not here");
    }
    Ok(())
}

/// valgrind by its own word; empty where it is not here.
pub(super) fn version() -> String {
    run(Command::new("valgrind").arg("--version")).map(|told| told.trim().to_owned()).unwrap_or_default()
}

/// The instructions of a program, from its start to its end; what it starts is not counted.
pub(super) fn instructions(session: &Session, program: &Path, arguments: &[&str]) -> Result<u64> {
    session.says(&format!("counting the instructions of {}", arguments.join(" ")));
    // Of this process, so that no other one that counts at the same time takes it away.
    let profile = session.folder(&format!("callgrind-{}.out", process::id()));
    fs::create_dir_all(profile.parent().unwrap_or(Path::new(".")))?;
    let mut command = Command::new("valgrind");
    let option = |name: &str, value: PathBuf| format!("--{name}={}", value.display());
    command.arg("--tool=callgrind").arg(option("callgrind-out-file", profile.clone()));
    let log = session.folder(&format!("callgrind-{}.log", process::id()));
    command.arg(option("log-file", log.clone())).arg(program).args(arguments);
    run(&mut command)?;
    let told = read(&log)?;
    for file in [profile, log] {
        fs::remove_file(file)?;
    }
    collected(&told).context("error: valgrind does not say how many instructions there were")
}

/// `==1== Collected : 123` -> 123
fn collected(told: &str) -> Option<u64> {
    told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
}

/// Codegen is counted as `cargo xtask` builds it, which spares a build; another build has other instructions.
pub(super) fn is_built_as_usual() -> Result<()> {
    ensure!(cfg!(debug_assertions), "this is a release build, and they are on record for `cargo xtask`'s own");
    if let Some(name) = surroundings().first() {
        bail!("{name} is set, and they are on record for a build without it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_read() {
        assert_eq!(collected("==7== Events    : Ir\n==7== Collected : 123456\n==7==\n"), Some(123_456));
        assert_eq!(collected("==7== Events    : Ir\n"), None);
    }
}
