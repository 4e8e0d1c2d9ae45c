//! Where things are in this project.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Input, Settings, Source, Tags, Template};

pub use super::files::read;
use super::files::{description, on_disk};

/// The project's folders.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project that this command was built from.
    ///
    /// # Panics
    ///
    /// Never: this package stands in a folder of the workspace.
    #[must_use]
    pub fn here() -> Self {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package stands in a folder of the workspace");
        Self { root: root.to_owned() }
    }

    /// The project in another folder.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The workspace.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The descriptions, overlays and settings.
    #[must_use]
    pub fn spec(&self) -> PathBuf {
        self.root.join("spec")
    }

    /// The crate that apps use.
    #[must_use]
    pub fn client(&self) -> PathBuf {
        self.root.join("generated-client")
    }

    /// The goldens.
    #[must_use]
    pub fn golden(&self) -> PathBuf {
        self.root.join("tests/golden")
    }

    /// `spec/codegen.toml`.
    ///
    /// # Errors
    ///
    /// A file that is missing or malformed.
    pub fn settings(&self) -> Result<Settings> {
        let path = self.spec().join("codegen.toml");
        Ok(Settings::read(&Source::new(self.shown(&path), read(&path)?))?)
    }

    /// The name of a version as the project writes it.
    ///
    /// # Errors
    ///
    /// A version that there is no description of.
    pub fn version<'s>(&self, version: &str, settings: &'s Settings) -> Result<&'s str> {
        let known = &settings.api_versions;
        match known.iter().find(|known| known.eq_ignore_ascii_case(version)) {
            Some(version) => Ok(version),
            None => {
                let known = known.join(", ");
                anyhow::bail!("error: there is no API version `{version}`\nhelp: the versions are: {known}")
            }
        }
    }

    /// The description of a version with the project's overlays.
    ///
    /// # Errors
    ///
    /// A version that there is no description of, or a file that can't be read.
    pub fn input(&self, version: &str, tags: Tags, settings: &Settings) -> Result<Input> {
        let version = self.version(version, settings)?;
        let name = format!("spec/{version}.yaml");
        let description = description(&self.root.join(&name), &name)?;
        Ok(Input { description, overlays: self.overlays(settings)?, tags, origin: name })
    }

    /// The project's overlays.
    ///
    /// # Errors
    ///
    /// A file that can't be read.
    pub fn overlays(&self, settings: &Settings) -> Result<Vec<Arc<Source>>> {
        let overlays = settings.overlays.iter().map(|overlay| {
            let name = format!("spec/{overlay}");
            Ok(Source::new(&name, read(&self.root.join(&name))?))
        });
        overlays.collect()
    }

    /// What stands beside the project and is no part of it, such as the vendor's whole descriptions: a file or folder in the
    /// folder that `SHARED_DIR` names, else in `shared` beside the project. Nothing where it is missing.
    #[must_use]
    pub fn shared(&self, path: &str) -> Option<PathBuf> {
        let shared = env::var_os("SHARED_DIR").map_or_else(|| self.root.join("../shared"), PathBuf::from);
        Some(shared.join(path)).filter(|found| found.exists())
    }

    /// What a new crate is made of.
    ///
    /// # Errors
    ///
    /// A file that can't be read.
    pub fn template(&self) -> Result<Template> {
        let source = self.client().join("src");
        let mut runtime = on_disk(&source)?;
        runtime.retain(|path, _| !path.starts_with("generated/"));
        let manifest = read(&self.client().join("Cargo.toml"))?;
        Ok(Template { runtime, manifest, workspace: read(&self.root.join("Cargo.toml"))? })
    }

    /// A path as messages show it: relative to the project where it is inside.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// The target folder that this command was built into.
///
/// # Errors
///
/// A command that was moved elsewhere.
pub fn target_folder() -> Result<PathBuf> {
    let program = env::current_exe().context("error: the command can't find itself")?;
    let target = program.ancestors().find(|path| path.join("CACHEDIR.TAG").exists());
    target.map(Path::to_owned).with_context(|| format!("error: {} is in no target folder", program.display()))
}
