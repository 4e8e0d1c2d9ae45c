//! A report as a section of CHANGELOG.md.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use intercom_codegen::{
    Files,
    diff::{Report, report::changelog},
};
use intercom_codegen_cli::files::read;

use crate::base::{outcome::print, project::Project};

/// Writes the section of a report into CHANGELOG.md.
///
/// # Errors
///
/// A changelog without its heading for what is not released, or a file that can't be read or written.
pub fn write_changelog(project: &Project, report: &Report) -> Result<()> {
    let path = project.root().join("CHANGELOG.md");
    let version = client_version(project)?;
    let text = changelog::insert(&read(&path)?, report, &version)
        .context("error: CHANGELOG.md has no heading `## [Unreleased]`\nhelp: write one above the releases")?;
    let output = Files::new(BTreeMap::from([("CHANGELOG.md".to_owned(), text)]));
    let changed = output.apply_files(project.root())?.len();
    let state = if changed == 0 { "up to date" } else { "written" };
    print(&format!("CHANGELOG.md: {}, {state}\n", changelog::heading(report).trim_start_matches("### ")));
    Ok(())
}

/// The version of the client crate.
///
/// # Errors
///
/// A manifest that can't be read, or that states none.
pub(crate) fn client_version(project: &Project) -> Result<String> {
    let manifest: toml::Table = toml::from_str(&read(&project.root().join("Cargo.toml"))?)?;
    let version = manifest.get("workspace").and_then(|workspace| workspace.get("package")?.get("version")?.as_str());
    Ok(version.context("error: Cargo.toml states no version of the workspace")?.to_owned())
}
