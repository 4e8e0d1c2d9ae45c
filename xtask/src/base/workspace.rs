//! Crates that are written to be compiled: one workspace below the target folder, sharing its dependencies.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Generated, Input, Package, Settings, generate, scaffold};

use super::project::Project;

/// Clippy's lints that an app developer would see, beside its defaults: of pedantic those about documentation and `must_use`.
pub const LINTS: [&str; 4] =
    ["missing-docs", "clippy::must-use-candidate", "clippy::return-self-not-must-use", "clippy::missing-errors-doc"];

/// What the client of a version is called, in whatever workspace.
#[must_use]
pub fn package_of(version: &str) -> String {
    format!("client-{}", version.replace('.', "-"))
}

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
    pub fn new(project: &Project, folder: &Path, members: &[&str]) -> Result<Self> {
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
            return Ok(Self { folder: folder.to_owned(), project: project.clone() });
        }
        write(&folder.join("Cargo.lock"), &lock)?;
        write(&copied, &lock)?;
        Ok(Self { folder: folder.to_owned(), project: project.clone() })
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
        let generated = generate(input, &settings.clone().of_whole_crate())?;
        self.add_generated(name, &generated)?;
        Ok(generated)
    }

    /// Writes a member crate of what was generated.
    ///
    /// # Errors
    ///
    /// A file that can't be written.
    pub fn add_generated(&self, name: &str, generated: &Generated) -> Result<()> {
        let template = self.project.template()?;
        let package = Package { name: Some(name.to_owned()), in_workspace: true };
        let crate_files = scaffold::scaffold(&generated.api, &generated.output, &template, &package)?;
        let folder = self.folder.join(name);
        crate_files.managed.apply(&folder)?;
        for (path, text) in crate_files.initial.files() {
            write(&folder.join(path), text)?;
        }
        Ok(())
    }

    /// Writes a member crate of hand-written files.
    ///
    /// # Errors
    ///
    /// A file that can't be written.
    pub fn add_crate(&self, name: &str, files: &BTreeMap<&str, String>) -> Result<()> {
        files.iter().try_for_each(|(path, text)| write(&self.folder.join(name).join(path), text))
    }

    /// Where cargo puts what it makes.
    #[must_use]
    pub fn target(&self) -> PathBuf {
        target_folder(&self.folder)
    }

    /// A script that runs a tool of the toolchain with unstable options open to it alone: were cargo itself set so, it would build
    /// dependencies anew that ask for it.
    ///
    /// # Errors
    ///
    /// A file that can't be written.
    pub fn opened(&self, tool: &str) -> Result<PathBuf> {
        let path = self.folder.join(format!("{tool}-with-unstable-options"));
        write(&path, &format!("#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec {tool} \"$@\"\n"))?;
        make_executable(&path)?;
        Ok(path)
    }

    /// A cargo command in the workspace. Its lock is that of the project, so nothing is fetched but what the project has not built yet.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.folder).env_remove("RUSTFLAGS");
        // What is generated anew is compiled as a whole: what incremental compilation keeps would only take room.
        command.env("CARGO_TARGET_DIR", self.target()).env("CARGO_INCREMENTAL", "0");
        command
    }
}

/// The target folder that a folder is in; without one, a folder of its own.
fn target_folder(folder: &Path) -> PathBuf {
    folder
        .ancestors()
        .find(|path| path.join("CACHEDIR.TAG").exists())
        .map_or_else(|| folder.join("target"), Path::to_owned)
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    anyhow::bail!("error: unstable options are opened by a script of a shell")
}

/// Writes a file unless it has this text already.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(path, text).with_context(|| format!("can't write {}", path.display()))
}
