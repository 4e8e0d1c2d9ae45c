//! Where a client is written: into a module, or as a crate of its own. What a crate may be called, where it stands, and what a run
//! adds to it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Files, Generated, Package, Scaffold, Template, scaffold, scaffold::Manifest};
use toml::Table;

use crate::files::read;

/// A client, and the folder that it is written to.
#[derive(Clone, Debug)]
pub struct Placed {
    folder: PathBuf,
    /// How messages call the folder.
    shown: String,
    /// What every run brings up to date.
    managed: Files,
    /// What belongs to the user, and is not there yet.
    missing: Files,
}

impl Placed {
    /// Generated code alone, in a folder beside a runtime.
    #[must_use]
    pub fn module(folder: &Path, shown: String, generated: &Generated) -> Self {
        Self { folder: folder.to_owned(), shown, managed: generated.output.clone(), missing: Files::default() }
    }

    /// A crate of its own, of this name or of one after the API and its version. What cargo asks of it is reported.
    ///
    /// # Errors
    ///
    /// A folder whose manifest can't be read, or one above it.
    pub fn package(
        folder: &Path,
        shown: impl Fn(&Path) -> String,
        generated: &Generated,
        template: &Template,
        name: Option<&str>,
    ) -> Result<Self> {
        let root = workspace_above(folder)?;
        let package = Package { name: name.map(str::to_owned), in_workspace: root.is_some() };
        let scaffold = scaffold::scaffold(&generated.api, &generated.output, template, &package)?;
        if !folder.join("Cargo.toml").exists() {
            root.iter().for_each(|root| eprintln!("{}", advice(&shown(folder), &shown(root))));
        }
        let missing = missing(&scaffold, folder)?;
        Ok(Self { folder: folder.to_owned(), shown: shown(folder), managed: scaffold.managed, missing })
    }

    /// The same, as the work of the program `intercom-codegen`.
    #[must_use]
    pub fn of_program(self) -> Self {
        Self { managed: self.managed.of_program(), ..self }
    }

    /// How messages call the folder.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// What a run would change, as a unified diff; empty where all is up to date.
    ///
    /// # Errors
    ///
    /// A folder that can't be read.
    pub fn diff(&self) -> Result<String> {
        let whole = [&self.managed, &self.missing].into_iter().flat_map(|files| files.files().clone()).collect();
        Files::new(whole).diff(&self.folder).with_context(|| format!("error: can't read {}", self.folder.display()))
    }

    /// Writes what is not there yet, and returns how many files that were. `force` overwrites what no run has written, too.
    ///
    /// # Errors
    ///
    /// Files that no run has written and that would be overwritten, all of them: nothing is written then; or a folder that can't be
    /// read or written.
    pub fn write(&self, force: bool) -> Result<usize> {
        if !force {
            self.refuse_foreign()?;
        }
        let failed = || format!("error: can't write {}", self.folder.display());
        let changed = self.managed.apply(&self.folder).with_context(failed)?.len();
        Ok(changed + self.missing.create(&self.folder).with_context(failed)?)
    }

    fn refuse_foreign(&self) -> Result<()> {
        let unreadable = || format!("error: can't read {}", self.folder.display());
        let foreign = self.managed.foreign(&self.folder).with_context(unreadable)?;
        if foreign.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = foreign.iter().map(|name| format!("{}/{name}", self.shown)).collect();
        anyhow::bail!(
            "error: these files are not of `codegen`'s making, and would be overwritten; nothing is written:\n  {}\nhelp: choose \
             another folder, move them away, or give `--force` if nobody needs them",
            names.join("\n  ")
        )
    }
}

/// A name that cargo takes for a package.
///
/// # Errors
///
/// What is none.
pub fn package_name(text: &str) -> Result<String, String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(is_part) {
        return Ok(text.to_owned());
    }
    Err("a package begins with a letter, and has letters, digits, `-` and `_`".to_owned())
}

/// The manifest of the workspace that a folder stands in: the first above it that begins one.
fn workspace_above(folder: &Path) -> Result<Option<PathBuf>> {
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
fn advice(folder: &str, root: &str) -> String {
    format!(
        "note: {folder} stands in the workspace of {root}: cargo builds it as a member, or as a dependency of one; else list it in \
         `exclude`, and end its Cargo.toml with `[workspace]`"
    )
}

/// What belongs to the user from the first run on, as far as it is not there yet, and the manifest if it lacks the
/// feature of a tag. Features that no tag carries any more are reported.
fn missing(scaffold: &Scaffold, folder: &Path) -> Result<Files> {
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
