//! Crates that tests write and compile: one workspace below the target folder, sharing the target folder's dependencies.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Generated, Input, Settings, generate, scaffold};
use xtask::project::Project;

/// A workspace of generated crates.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    project: Project,
}

impl Workspace {
    /// Makes the workspace, or brings the one of an earlier run up to date. Files that are right are not touched, so
    /// that cargo does not compile again what it has compiled.
    ///
    /// # Errors
    ///
    /// A file that can't be read or written.
    pub fn new(folder: &Path, members: &[&str]) -> Result<Self> {
        let project = Project::here();
        let root: toml::Table = fs::read_to_string(project.root().join("Cargo.toml"))?.parse()?;
        let mut manifest = toml::Table::new();
        let members: Vec<toml::Value> = members.iter().map(|member| (*member).into()).collect();
        let workspace =
            toml::Table::from_iter([("members".to_owned(), members.into()), ("resolver".to_owned(), "3".into())]);
        manifest.insert("workspace".to_owned(), workspace.into());
        // The same profile, so that the dependencies are the same.
        manifest.insert("profile".to_owned(), root.get("profile").cloned().context("the workspace has profiles")?);
        write(&folder.join("Cargo.toml"), &toml::to_string(&manifest)?)?;
        // Cargo adds the members to the lock; it starts anew where the project's own has changed.
        let lock = fs::read_to_string(project.root().join("Cargo.lock"))?;
        let copied = folder.join("Cargo.lock.project");
        if fs::read_to_string(&copied).is_ok_and(|copied| copied == lock) {
            return Ok(Self { folder: folder.to_owned(), project });
        }
        write(&folder.join("Cargo.lock"), &lock)?;
        write(&copied, &lock)?;
        Ok(Self { folder: folder.to_owned(), project })
    }

    /// Where the workspace is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Generates a member crate.
    ///
    /// # Errors
    ///
    /// A description that can't be generated from, or a file that can't be written.
    pub fn add_client(&self, name: &str, input: &Input, settings: &Settings) -> Result<Generated> {
        let generated = generate(input, settings)?;
        let template = self.project.template()?;
        let crate_files = scaffold::scaffold(&generated.api, &generated.output, &template, Some(name))?;
        let folder = self.folder.join(name);
        crate_files.managed.apply(&folder)?;
        for (path, text) in crate_files.initial.files() {
            // A member of this workspace has no workspace of its own.
            write(&folder.join(path), &text.replace("\n[workspace]\n", "\n"))?;
        }
        Ok(generated)
    }

    /// Writes a member crate of hand-written files.
    ///
    /// # Errors
    ///
    /// A file that can't be written.
    pub fn add_crate(&self, name: &str, files: &BTreeMap<&str, String>) -> Result<()> {
        files.iter().try_for_each(|(path, text)| write(&self.folder.join(name).join(path), text))
    }

    /// Runs cargo in the workspace, without the network: all dependencies are there already.
    ///
    /// # Errors
    ///
    /// Cargo can't be started.
    pub fn cargo(&self, arguments: &[&str]) -> Result<Output> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(arguments)
            .env("CARGO_NET_OFFLINE", "true")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("WIRE_VERSION", "Preview")
            .env("WIRE_USER_AGENT", "client-preview/0.1.0")
            .current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", target_folder(&self.folder)).env_remove("RUSTFLAGS");
        command.output().context("cargo can't be started")
    }
}

/// The target folder of this project: the test's temporary folder is in it.
fn target_folder(folder: &Path) -> PathBuf {
    folder
        .ancestors()
        .find(|path| path.join("CACHEDIR.TAG").exists())
        .map_or_else(|| folder.join("target"), Path::to_owned)
}

/// Writes a file unless it has this text already.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(path, text).with_context(|| format!("can't write {}", path.display()))
}
