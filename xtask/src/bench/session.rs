//! What all rows need: the program that is measured, room on the disk, and how often.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use super::{
    measure::{Usage, last_lines, measure},
    row::Row,
    table,
};
use crate::{Progress, project::Project};

/// A run of the command.
pub(super) struct Session {
    pub project: Project,
    /// The build of this command that is measured.
    pub program: PathBuf,
    /// How often each is run, where somebody has said so.
    pub pairs: Option<usize>,
    target: PathBuf,
    progress: Progress,
}

impl Session {
    /// Builds what is measured, unless this very program is to be.
    pub(super) fn new(project: &Project, pairs: Option<usize>, as_it_is: bool) -> Result<Self> {
        let progress = Progress::open();
        let program = env::current_exe().context("error: the command can't find itself")?;
        let mut session = Self { project: project.clone(), program, pairs, target: project.target()?, progress };
        if !as_it_is {
            session.program = session.release("xtask")?;
        }
        Ok(session)
    }

    /// A folder of ours below the target folder.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        self.target.join("bench").join(name)
    }

    /// The project's target folder.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Builds a package of the workspace for release, and gives the program of the same name.
    pub(super) fn release(&self, package: &str) -> Result<PathBuf> {
        self.release_of(package, package)
    }

    /// Builds a package of the workspace for release, and gives one of its programs.
    pub(super) fn release_of(&self, package: &str, program: &str) -> Result<PathBuf> {
        self.says(&format!("building {package} for release"));
        let arguments = ["build", "--release", "--quiet", "--package", package, "--bin", program];
        let mut cargo = self.cargo(&arguments, &self.target);
        run(cargo.current_dir(self.project.root()))?;
        Ok(self.target.join("release").join(program).with_extension(env::consts::EXE_EXTENSION))
    }

    /// A cargo command that shares nothing with the surroundings but the registry.
    pub(super) fn cargo(&self, arguments: &[&str], target: &Path) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
        for name in surroundings() {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command and returns what it cost.
    pub(super) fn measure(&self, command: &Command) -> Result<Usage> {
        measure(&self.program, command)
    }

    /// How often what takes seconds is run.
    pub(super) fn pairs(&self) -> usize {
        self.pairs.unwrap_or(7)
    }

    /// How often what takes a minute is run.
    pub(super) fn long_pairs(&self) -> usize {
        self.pairs.unwrap_or(3)
    }

    /// Shows on a terminal what is under way.
    pub(super) fn says(&self, what: &str) {
        self.progress.begins(what);
    }

    /// Reports rows that are done.
    pub(super) fn tells(&self, subject: &str, rows: &[Row]) {
        rows.iter().for_each(|row| self.progress.tells(&format!("{subject}: {}", table::line(row))));
    }

    /// Ends what the terminal shows.
    pub(super) fn end(&self) {
        self.progress.ends();
    }
}

/// The variables of this process that would make cargo build otherwise.
pub(super) fn surroundings() -> Vec<String> {
    env::vars_os().filter_map(|(name, _)| name.into_string().ok()).filter(|name| changes_builds(name)).collect()
}

/// Whether a variable changes what cargo or rustc make of the same sources.
fn changes_builds(name: &str) -> bool {
    let is_of_a_target =
        name.starts_with("CARGO_TARGET_") && name != "CARGO_TARGET_DIR" && name != "CARGO_TARGET_TMPDIR";
    let is_one = [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "RUSTC_WRAPPER",
        "CARGO_BUILD_RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER",
    ];
    is_of_a_target || is_one.contains(&name) || name.starts_with("CARGO_PROFILE_")
}

/// Runs a command, and returns its standard output.
///
/// # Errors
///
/// A command that can't be started or fails, with what it says.
pub(super) fn run(command: &mut Command) -> Result<String> {
    let shown = command.get_program().display().to_string();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("error: can't start {shown}"))?;
    if !output.status.success() {
        bail!("error: {shown} ended with {}\n{}", output.status, last_lines(&String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_builds_is_known() {
        let names = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_PROFILE_DEV_OPT_LEVEL", "CARGO_TARGET_DIR", "PATH"];
        let known: Vec<&str> = names.into_iter().filter(|name| changes_builds(name)).collect();
        assert_eq!(known, ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_PROFILE_DEV_OPT_LEVEL"]);
    }
}
