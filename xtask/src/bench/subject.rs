//! What is measured: the project's own description, or whole ones.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{Api, Generated, read};

use super::planted::Planted;
use crate::{
    codegen::{self, Arguments},
    project::Project,
};

/// A description, with the arguments of `cargo xtask codegen` and `cargo xtask drift` for it.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// What the table calls it.
    pub name: String,
    /// What its crates and folders are called.
    pub package: String,
    /// Which one it is.
    pub origin: Origin,
    /// The texts that are read for it, the description first.
    pub texts: Vec<PathBuf>,
    /// An older version, where there is one: the arguments of `drift`, and the texts that are read for it.
    pub older: Option<(String, Vec<PathBuf>)>,
    /// Whether it is the vendor's whole description of the pinned version.
    is_the_whole_api: bool,
}

/// Where a description is from.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// A version of the project, with its overlays and its tags.
    Version(String),
    /// A file, with all of its tags.
    File(PathBuf),
}

impl Subject {
    /// Why the vendor's whole description is not measured, and what would bring it.
    pub(super) const WHOLE_IS_MISSING: &str = "the vendor's whole description is not here: name its file (`cargo xtask bench \
        PATH`), or set SHARED_DIR to a folder with `upstream/<version>.yaml`";

    /// The description that the client is generated from, with the project's overlays.
    pub(super) fn pinned(project: &Project) -> Result<Self> {
        let settings = project.settings()?;
        let version = settings.api_version.clone();
        let file = |version: &str| project.spec().join(format!("{version}.yaml"));
        let overlays = || settings.overlays.iter().map(|overlay| project.spec().join(overlay));
        let texts = |version: &str| -> Vec<PathBuf> { [file(version)].into_iter().chain(overlays()).collect() };
        let index = settings.api_versions.iter().position(|known| *known == version);
        let older = index.and_then(|index| settings.api_versions.get(index.checked_sub(1)?));
        Ok(Self {
            name: format!("{version}, the project's tags"),
            package: "client-of-the-project".to_owned(),
            origin: Origin::Version(version.clone()),
            texts: texts(&version),
            older: older.map(|older| (older.clone(), texts(older))),
            is_the_whole_api: false,
        })
    }

    /// A whole description, whoever wrote it.
    fn file(path: &Path, older: Option<&Path>) -> Result<Self> {
        let path = path.canonicalize().with_context(|| format!("error: can't read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let plain: String =
            stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
        Ok(Self {
            name: format!("{name}, whole"),
            package: format!("client-{plain}"),
            origin: Origin::File(path.clone()),
            texts: vec![path.clone()],
            older: older.map(|older| (older.display().to_string(), vec![older.to_owned()])),
            is_the_whole_api: false,
        })
    }

    /// Whole descriptions; each but the first is compared with the one before it, too.
    pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<Self>> {
        let older = [None].into_iter().chain(paths.iter().map(|path| Some(path.as_path())));
        let subjects: Vec<Self> =
            paths.iter().zip(older).map(|(path, older)| Self::file(path, older)).collect::<Result<_>>()?;
        for (index, subject) in subjects.iter().enumerate() {
            let is_twice = subjects[..index].iter().any(|other| other.package == subject.package);
            ensure!(!is_twice, "error: two descriptions are called {}\nhelp: measure them one by one", subject.name);
        }
        Ok(subjects)
    }

    /// The vendor's whole description of the pinned version, where its file is here.
    pub(super) fn whole(project: &Project) -> Result<Option<Self>> {
        let Some(folder) = project.shared("upstream") else { return Ok(None) };
        let settings = project.settings()?;
        let file = |version: &String| Some(folder.join(format!("{version}.yaml"))).filter(|file| file.exists());
        let Some(path) = file(&settings.api_version) else { return Ok(None) };
        let before = settings.api_versions.iter().take_while(|version| **version != settings.api_version);
        let older = before.filter_map(file).last();
        let subject = Self::file(&path, older.as_deref())?;
        Ok(Some(Self { is_the_whole_api: true, ..subject }))
    }

    /// Whether it is the vendor's whole description of the pinned version, which the goals in absolute numbers are about.
    pub(super) fn is_the_whole_api(&self) -> bool {
        self.is_the_whole_api
    }

    /// Whether it is the project's own.
    pub(super) fn is_pinned(&self) -> bool {
        matches!(self.origin, Origin::Version(_))
    }

    /// The arguments of `codegen` that choose it.
    pub(super) fn arguments(&self) -> [String; 2] {
        match &self.origin {
            Origin::Version(version) => ["--api-version".to_owned(), version.clone()],
            Origin::File(path) => ["--spec".to_owned(), path.display().to_string()],
        }
    }

    /// What `drift` calls it.
    pub(super) fn word(&self) -> String {
        match &self.origin {
            Origin::Version(version) => version.clone(),
            Origin::File(path) => path.display().to_string(),
        }
    }

    /// Generates its client: of a file as a crate of its own, of a version as the project's.
    pub(super) fn generate(&self, project: &Project) -> Result<Generated> {
        self.generate_as(project, None)
    }

    /// The same, with a regression that is made on purpose.
    pub(super) fn generate_as(&self, project: &Project, planted: Option<Planted>) -> Result<Generated> {
        let arguments = Arguments {
            each_field_twice: planted == Some(Planted::Fields),
            each_text_twice: planted == Some(Planted::Reading),
            ..self.asked()
        };
        let settings = codegen::settings(project, &arguments)?;
        let settings = if self.is_pinned() { settings } else { settings.of_whole_crate() };
        codegen::generated(&arguments, &codegen::input(project, &arguments, &settings)?, &settings)
    }

    /// What its client is, generated as a crate of its own, and what the files' first lines say that it is from.
    pub(super) fn api(&self, project: &Project) -> Result<(Api, String)> {
        let arguments = self.asked();
        let settings = codegen::settings(project, &arguments)?.of_whole_crate();
        let input = codegen::input(project, &arguments, &settings)?;
        let (api, _) = read(&input, &settings)?;
        Ok((api, input.origin))
    }

    fn asked(&self) -> Arguments {
        match &self.origin {
            Origin::Version(version) => Arguments { api_version: Some(version.clone()), ..Arguments::default() },
            Origin::File(path) => Arguments { spec: Some(path.clone()), ..Arguments::default() },
        }
    }

    /// The text of the description itself.
    pub(super) fn text(&self) -> &Path {
        &self.texts[0]
    }
}
