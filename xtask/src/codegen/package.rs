//! A crate of its own: what it may be called, where it stands, and what a run adds to it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Files, Scaffold, scaffold::Manifest};
use toml::Table;

use crate::{files::read, project::Project};

/// A name that cargo takes for a package.
pub(super) fn package_name(text: &str) -> Result<String, String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(is_part) {
        return Ok(text.to_owned());
    }
    Err("a package begins with a letter, and has letters, digits, `-` and `_`".to_owned())
}

/// The manifest of the workspace that a folder stands in: the first above it that begins one.
pub(super) fn workspace_above(folder: &Path) -> Result<Option<PathBuf>> {
    let folder = std::path::absolute(folder).with_context(|| format!("error: can't find {}", folder.display()))?;
    for manifest in folder.ancestors().skip(1).map(|above| above.join("Cargo.toml")).filter(|path| path.is_file()) {
        let is_malformed = || format!("error: {} is no manifest", manifest.display());
        if read(&manifest)?.parse::<Table>().with_context(is_malformed)?.contains_key("workspace") {
            return Ok(Some(manifest));
        }
    }
    Ok(None)
}

/// What cargo asks of a crate that stands in a workspace.
pub(super) fn advice(project: &Project, folder: &Path, root: &Path) -> String {
    let (folder, root) = (project.shown(folder), project.shown(root));
    format!(
        "note: {folder} stands in the workspace of {root}: cargo builds it as a member, or as a dependency of one; else list it in \
         `exclude`, and end its Cargo.toml with `[workspace]`"
    )
}

/// What belongs to the user from the first run on, as far as it is not there yet, and the manifest if it lacks the
/// feature of a tag. Features that no tag carries any more are reported.
pub(super) fn missing(scaffold: &Scaffold, folder: &Path) -> Result<Files> {
    let missing = scaffold.initial.files().iter().filter(|(path, _)| !folder.join(path).exists());
    let mut missing: BTreeMap<String, String> = missing.map(|(path, text)| (path.clone(), text.clone())).collect();
    let path = folder.join("Cargo.toml");
    if !missing.contains_key("Cargo.toml") {
        let current = read(&path)?;
        let Manifest { text, left_over } = scaffold.manifest(&current)?;
        if !left_over.is_empty() {
            eprintln!("note: {} has features that no tag carries: {}", path.display(), left_over.join(", "));
        }
        if text != current {
            missing.insert("Cargo.toml".to_owned(), text);
        }
    }
    Ok(Files::new(missing))
}
