//! What an update is compared with: the descriptions, overlays and settings of a commit, so that what is told does not depend on how many
//! runs have led here.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use crate::project::Project;

/// Where the branch that others work on is, where a clone says so (git-remote, `set-head`).
const OTHERS: &str = "origin/HEAD";

/// The project as it was.
pub(super) struct Base {
    pub project: Project,
    /// The commit; nothing where the project is in no repository, and is compared with what stands there when the command begins.
    pub commit: Option<String>,
    /// Where the files of the commit are.
    _folder: Option<TempDir>,
}

impl Base {
    /// The commit that is asked for, or else the newest that the current branch shares with the one that others work on, or else the last.
    ///
    /// # Errors
    ///
    /// A commit that is asked for and not there, or one that git can't read.
    pub(super) fn of(project: &Project, wanted: Option<&str>) -> Result<Self> {
        let Some(commit) = commit(project, wanted)? else {
            return Ok(Self { project: project.clone(), commit: None, _folder: None });
        };
        let names = git(project, &["ls-tree", "-r", "-z", "--name-only", &commit, "--", "spec"])?;
        let names: Vec<&str> = names.split('\0').filter(|name| !name.is_empty()).collect();
        if wanted.is_none() && !names.contains(&"spec/codegen.toml") {
            return Ok(Self { project: project.clone(), commit: None, _folder: None });
        }
        let folder = tempfile::tempdir().context("error: there is no temporary folder")?;
        for name in names {
            write(&folder.path().join(name), &git(project, &["show", &format!("{commit}:./{name}")])?)?;
        }
        Ok(Self { project: Project::at(folder.path()), commit: Some(commit), _folder: Some(folder) })
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let written = fs::create_dir_all(path.parent().unwrap_or(path)).and_then(|()| fs::write(path, text));
    written.with_context(|| format!("error: can't write {}", path.display()))
}

/// The whole name of the commit; nothing without a repository.
fn commit(project: &Project, wanted: Option<&str>) -> Result<Option<String>> {
    if let Some(wanted) = wanted {
        let found = git(project, &["rev-parse", "--verify", "--end-of-options", &format!("{wanted}^{{commit}}")]);
        return found.map(|name| Some(name.trim_end().to_owned()));
    }
    let arguments: [&[&str]; 2] = [&["merge-base", "HEAD", OTHERS], &["rev-parse", "--verify", "HEAD"]];
    let found = arguments.iter().find_map(|arguments| git(project, arguments).ok());
    Ok(found.map(|name| name.trim_end().to_owned()))
}

/// What git prints.
fn git(project: &Project, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(project.root()).args(arguments).output();
    let Output { status, stdout, stderr } = output.context("error: can't start git")?;
    let told = String::from_utf8_lossy(&stderr);
    ensure!(status.success(), "error: git {} fails\n{}", arguments.join(" "), told.trim_end());
    String::from_utf8(stdout).with_context(|| format!("error: what `git {}` prints is no UTF-8", arguments.join(" ")))
}
