//! `cargo xtask import`: the vendor's full description -> `spec/<version>.yaml`.

mod missing;
mod sources;
mod step;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{
    Files, Settings,
    diff::report::render,
    import::{Content, import},
};

pub use self::{
    missing::{Missing, missing},
    sources::{Origin, digest, sources, sources_text, states},
};
pub(crate) use self::{sources::sources_of, step::Step};
use self::{
    sources::{SOURCES, header, origin, unknown},
    step::step,
};
use crate::{
    files::description,
    input,
    outcome::{Outcome, print},
    project::Project,
    reports::{self, FailOn},
};

/// What to import.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The vendor's description, YAML or JSON, with all tags.
    pub file: PathBuf,
    /// The version that it describes, as spec/codegen.toml lists it.
    #[arg(long, value_name = "V")]
    pub api_version: String,
    /// Leaves descriptions, summaries and examples out, and the comment that says where the file is from: spec/sources.toml
    /// says it.
    #[arg(long)]
    pub structure_only: bool,
    /// The commit of the vendor's repository that the file is from.
    #[arg(long, value_name = "COMMIT")]
    pub source_commit: Option<String>,
    /// Why there is no commit to name: the file is not public, or was sent by somebody.
    #[arg(long, value_name = "TEXT", conflicts_with = "source_commit")]
    pub source_reason: Option<String>,
    /// Write nothing, and exit with 1, if there is a change of this severity, or a more severe one, that spec/drift-allow.toml does not
    /// let pass: since the version as it is there, or, where it is not there yet, since the version before.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Also writes the section for CHANGELOG.md.
    #[arg(long)]
    pub changelog: bool,
}

/// Runs the command.
///
/// # Errors
///
/// A version that spec/codegen.toml does not list, or a file that is no description of it; nothing is written then.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let settings = project.settings()?;
    let version = listed(&settings, &arguments.api_version)?;
    let Arguments { file, structure_only, source_commit, source_reason, .. } = arguments;
    let mut import = prepare(
        project,
        project,
        &settings,
        &Request {
            file,
            shown: file.display().to_string(),
            name: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
            version,
            content: if *structure_only { Content::Structure } else { Content::All },
            commit: source_commit.clone(),
            reason: source_reason.clone(),
        },
    )?;
    if let Some(report) = &mut import.step.report {
        reports::allow(project, None, report)?;
    }
    let Import { step, .. } = &import;
    tell(step, version);
    let failing = step.report.as_ref().zip(arguments.fail_on).filter(|(report, fail_on)| fail_on.fails(report));
    if let Some((report, _)) = failing {
        let (from, to) = (&report.from, &report.to);
        eprintln!(
            "error: from {from} to {to}: {}\nhelp: nothing was written; what may pass goes to spec/drift-allow.toml, from `{from}` to \
             `{to}`, by its fingerprint; without `--fail-on`, all of it is imported",
            render::failing(report)
        );
        return Ok(Outcome::CheckFailed);
    }
    let changed = import.write(project, &settings)?;
    print(&format!("\nspec/{version}.yaml: {}\n", if changed { "written" } else { "up to date" }));
    let unknown = unknown(project, &settings, &sources(project)?)?;
    if !unknown.is_empty() {
        print(&format!("\nnobody knows where these are from: {}; spec/{SOURCES} says so\n", unknown.join(", ")));
    }
    if let Some(report) = step.report.as_ref().filter(|_| arguments.changelog) {
        reports::write_changelog(project, report)?;
    }
    print(&next(step, version, &settings));
    Ok(Outcome::Fine)
}

/// A description to import.
pub(crate) struct Request<'r> {
    pub file: &'r Path,
    /// What messages call it.
    pub shown: String,
    /// What the file is called where it is from.
    pub name: String,
    pub version: &'r str,
    pub content: Content,
    /// The commit of the vendor's repository, or why there is none.
    pub commit: Option<String>,
    pub reason: Option<String>,
}

/// A description as it will stand in spec/, and what changes with it.
pub(crate) struct Import {
    version: String,
    text: String,
    /// Where it is from, if no comment in it says so.
    listed: Option<Origin>,
    pub step: Step,
}

/// Reads a description and compares it with what the base has, which is what is there or what was; nothing is written.
///
/// # Errors
///
/// A file that is no description of the version.
pub(crate) fn prepare(project: &Project, base: &Project, settings: &Settings, request: &Request<'_>) -> Result<Import> {
    let Request { file, shown, name, version, content, commit, reason } = request;
    let source = description(file, shown)?;
    let imported = import(&source, version, &input::tags_of(version, settings)?, *content)?;
    let origin = origin(name, commit.clone(), reason.clone(), (&source, &imported.files));
    let (listed, header) = match content {
        Content::Structure => (Some(origin.clone()), String::new()),
        Content::All => (None, header(&origin)),
    };
    let text = format!("{header}{}", imported.text);
    let step = step((project, base), settings, version, &text, &origin)?;
    Ok(Import { version: (*version).to_owned(), text, listed, step })
}

impl Import {
    /// Writes the description, and where it is from; returns whether a file has changed.
    ///
    /// # Errors
    ///
    /// A file that can't be read or written.
    pub(crate) fn write(&self, project: &Project, settings: &Settings) -> Result<bool> {
        let mut files = BTreeMap::from([(format!("{}.yaml", self.version), self.text.clone())]);
        if let Some(origin) = &self.listed {
            let mut sources = sources(project)?;
            sources.insert(self.version.clone(), origin.clone());
            files.insert(SOURCES.to_owned(), sources_text(project, settings, &sources)?);
        }
        Ok(!Files::new(files).apply_files(&project.spec())?.is_empty())
    }
}

/// A version as the settings write it.
fn listed<'s>(settings: &'s Settings, wanted: &str) -> Result<&'s str> {
    let known = settings.api_versions.iter().find(|known| known.eq_ignore_ascii_case(wanted));
    known.map(String::as_str).with_context(|| {
        format!(
            "error: spec/codegen.toml lists no API version `{wanted}`\nhelp: add it to `api-versions`, at its place in the order"
        )
    })
}

/// Tells which overlay actions no longer apply, and what has changed. That overlays do not fit is no error of the import: it is
/// what has to be done next.
fn tell(step: &Step, version: &str) {
    if let Some(errors) = &step.unfit {
        eprintln!(
            "{errors}\n\nnote: the project's overlays do not fit this description of {version}, as told above; it can be imported all \
             the same, and fixing them comes next\n"
        );
    }
    if step.is_same {
        print(&format!("{version}: no change\n"));
    }
    if let Some(report) = &step.report {
        if !step.is_corrected {
            print("compared without our corrections, which do not fit:\n\n");
        }
        print(&render::text(report));
    }
}

/// What is left to do, as CONTRIBUTING.md has it.
fn next(step: &Step, version: &str, settings: &Settings) -> String {
    let mut text = "\nnext:\n".to_owned();
    let mut line = |what: &str| text.push_str(&format!("  {what}\n"));
    if step.unfit.is_some() {
        line(
            "fix the overlay actions that are reported on stderr, then run this import again: it reports what they leave undescribed",
        );
    }
    step.missing.to_write().iter().for_each(|what| line(what));
    let is_pinned = settings.api_version.eq_ignore_ascii_case(version);
    if step.is_new && !is_pinned && settings.version_before(version) == Some(settings.api_version.as_str()) {
        line(&format!("set `api-version = \"{version}\"` in spec/codegen.toml"));
    }
    if step.is_new || is_pinned {
        line("cargo xtask codegen");
    }
    line("cargo xtask golden --bless");
    if let Some(before) = settings.version_before(version).filter(|_| step.is_new) {
        line(&format!("cargo xtask drift {before} {version} --changelog"));
    }
    line("cargo xtask ci");
    text
}
