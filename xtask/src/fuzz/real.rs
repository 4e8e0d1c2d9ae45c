//! Texts that exist, to be changed: those of the project, and of its golden cases.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use arbitrary::Unstructured;
use intercom_codegen::{Folder, Source};

use super::{
    kinds::{List, Text, Way},
    mutation::{self, Syntax},
};
use crate::{
    files::{files_below, on_disk, read, text_of},
    golden::case_folders,
    project::Project,
};

/// What exists.
pub(super) struct Real {
    /// The project's descriptions, each with all of its overlays and its settings.
    project: Vec<Existing>,
    cases: Vec<Existing>,
    allowances: String,
    vendor: String,
    sources: String,
}

/// A description that exists, with all that is read beside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Existing {
    pub(super) description: String,
    /// The files that its references lead to, by their paths.
    pub(super) others: BTreeMap<String, String>,
    pub(super) overlays: Vec<String>,
    pub(super) settings: String,
}

impl Real {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// A file that can't be read.
    pub(super) fn of(project: &Project) -> Result<Self> {
        let spec = |name: &str| read(&project.spec().join(name));
        let settings = spec("codegen.toml")?;
        let named = project.settings()?;
        let overlays: Vec<String> = named.overlays.iter().map(|name| spec(name)).collect::<Result<_>>()?;
        let version = |version: &String| {
            let (overlays, settings) = (overlays.clone(), settings.clone());
            Ok(Existing { description: spec(&format!("{version}.yaml"))?, others: BTreeMap::new(), overlays, settings })
        };
        let mut versions: Vec<Existing> = named.api_versions.iter().map(version).collect::<Result<_>>()?;
        // An overlay that is for the vendor's whole description fits none of the versions: where it does not, that is a warning.
        for path in files_below(&project.spec().join("overlays"))? {
            let overlay = read(&path)?;
            if !overlays.contains(&overlay) {
                let description = spec(&format!("{}.yaml", named.api_version))?;
                versions.push(Existing { description, overlays: vec![overlay], ..Existing::default() });
            }
        }
        Ok(Self {
            project: versions,
            cases: case_folders(project)?.iter().map(|folder| Existing::of_case(folder)).collect::<Result<_>>()?,
            allowances: spec("drift-allow.toml")?,
            vendor: spec("vendor.toml")?,
            sources: spec("sources.toml")?,
        })
    }

    /// An input that has a text: of the project, which has most, or of a case.
    pub(super) fn one<'r>(&'r self, bytes: &mut Unstructured<'_>, with: Text) -> Result<&'r Existing> {
        let has = |existing: &&Existing| match with {
            Text::Description => true,
            Text::Other => !existing.others.is_empty(),
            Text::Overlay => !existing.overlays.is_empty(),
            Text::Settings => !existing.settings.is_empty(),
        };
        let is_of_the_project = bytes.ratio(1_u8, 3)?;
        let found = |from: &'r [Existing]| from.iter().filter(has).collect::<Vec<_>>();
        let few = if is_of_the_project { found(&self.project) } else { Vec::new() };
        let candidates = if few.is_empty() { found(&self.cases) } else { few };
        bytes.choose_iter(candidates).context("error: no golden case has such a text")
    }

    /// One of the project's descriptions.
    pub(super) fn version<'r>(&'r self, bytes: &mut Unstructured<'_>) -> Result<&'r Existing> {
        bytes.choose(&self.project).context("error: the project has no descriptions")
    }

    /// The text of a list.
    pub(super) fn list(&self, list: List) -> &str {
        match list {
            List::Allowances => &self.allowances,
            List::Vendor => &self.vendor,
            List::Sources => &self.sources,
        }
    }

    /// The settings of the project.
    pub(super) fn settings(&self) -> &str {
        self.project.first().map_or("", |existing| &existing.settings)
    }
}

impl Existing {
    /// What a golden case has: all files that are none of its own are those that its references lead to.
    fn of_case(folder: &Path) -> Result<Self> {
        let mut files = on_disk(folder)?;
        files.remove("expected.rs");
        Ok(Self {
            description: files.remove("spec.yaml").with_context(|| format!("{} is no case", folder.display()))?,
            overlays: files.remove("overlay.yaml").into_iter().collect(),
            settings: files.remove("codegen.toml").unwrap_or_default(),
            others: files,
        })
    }
}

/// A file with these bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl File {
    pub(super) fn new(name: &str, text: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), bytes: text.into() }
    }

    pub(super) fn changed(&mut self, bytes: &mut Unstructured<'_>, way: Way) -> Result<()> {
        let syntax = if self.name.ends_with(".toml") { Syntax::Toml } else { Syntax::Yaml };
        self.bytes = mutation::changed(bytes, way, syntax, &String::from_utf8_lossy(&self.bytes))?;
        Ok(())
    }

    /// Its text, as a command reads it.
    pub(super) fn text(&self) -> Result<String> {
        text_of(Path::new(&self.name), self.bytes.clone())
    }

    pub(super) fn source(&self) -> Result<Arc<Source>> {
        Ok(Source::new(&self.name, self.text()?))
    }
}

/// The files beside a description.
#[derive(Clone, Debug, Default)]
pub(super) struct Others(pub(super) Vec<File>);

impl Folder for Others {
    fn text(&self, path: &str) -> Result<String, String> {
        let file = self.0.iter().find(|file| file.name == path).ok_or("is not there")?;
        file.text().map_err(|_| "is neither UTF-8 nor UTF-16".to_owned())
    }
}
