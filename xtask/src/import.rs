//! `cargo xtask import`: the vendor's full description -> `spec/<version>.yaml`.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context as _, Result};
use intercom_codegen::{
    Input, Output, Settings, Source,
    diff::{Report, Version, report::render},
    import::{Content, import},
};
use sha2::{Digest as _, Sha256};

use crate::{
    Outcome, codegen, drift, print,
    project::{Project, read},
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
}

/// Runs the command.
///
/// # Errors
///
/// A version that spec/codegen.toml does not list, or a file that is no description of it; nothing is written then.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let settings = project.settings()?;
    let wanted = &arguments.api_version;
    let known = settings.api_versions.iter().find(|known| known.eq_ignore_ascii_case(wanted));
    let version = known.with_context(|| {
        format!(
            "error: spec/codegen.toml lists no API version `{wanted}`\nhelp: add it to `api-versions`, at its place in the order"
        )
    })?;
    let text = read(&arguments.file)?;
    let source = Source::new(arguments.file.display().to_string(), text);
    let content = if arguments.structure_only { Content::Structure } else { Content::All };
    let tags = codegen::tags_of(version, &settings)?;
    let imported = import(&source, version, &tags, content)?;
    let header = if arguments.structure_only { String::new() } else { header(arguments, &source) };
    let name = format!("{version}.yaml");
    let mut files = BTreeMap::from([(name.clone(), format!("{header}{imported}"))]);
    if arguments.structure_only {
        let mut sources = sources(project)?;
        sources.insert(version.clone(), origin(arguments, &source));
        files.insert(SOURCES.to_owned(), sources_text(project, &settings, &sources)?);
    }
    let output = Output::new(files);
    let changed = output.apply_files(&project.spec())?.len();
    print(&format!("spec/{name}: {}\n", if changed == 0 { "up to date" } else { "written" }));
    let unknown = unknown(project, &settings, &sources(project)?)?;
    if !unknown.is_empty() {
        print(&format!("\nnobody knows where these are from: {}; spec/{SOURCES} says so\n", unknown.join(", ")));
    }
    print(&follow_up(project, version, &settings)?);
    Ok(Outcome::Fine)
}

/// Where a description is from.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The name of the file.
    pub file: String,
    /// The commit of the vendor's repository, if it was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

const SOURCES: &str = "sources.toml";

const SOURCES_HEADER: &str = "\
# Where the descriptions are from that say so in no comment: written by `cargo xtask import --structure-only`.\n";

const UNKNOWN_HEADER: &str = "\
# Of these, nobody has kept the source, so there is no digest to compare with; the next import of one adds it:\n";

/// How the comment begins that says where a file is from.
const HEADER: &str = "# Imported by cargo xtask import from ";

/// The list of sources as its file has it, with the versions whose source nobody knows.
///
/// # Errors
///
/// A description that can't be read.
pub fn sources_text(project: &Project, settings: &Settings, sources: &BTreeMap<String, Origin>) -> Result<String> {
    let unknown = unknown(project, settings, sources)?;
    let note = match unknown.as_slice() {
        [] => String::new(),
        unknown => format!("{UNKNOWN_HEADER}#   {}\n", unknown.join(", ")),
    };
    Ok(format!("{SOURCES_HEADER}{note}\n{}", toml::to_string(sources)?))
}

/// The versions of which neither the list nor a comment says where they are from.
fn unknown(project: &Project, settings: &Settings, sources: &BTreeMap<String, Origin>) -> Result<Vec<String>> {
    let mut unknown = Vec::new();
    for version in settings.api_versions.iter().filter(|version| !sources.contains_key(*version)) {
        let path = project.spec().join(format!("{version}.yaml"));
        if path.exists() && !read(&path)?.starts_with(HEADER) {
            unknown.push(version.clone());
        }
    }
    Ok(unknown)
}

/// Where the versions are from that were imported without prose: version -> origin.
///
/// # Errors
///
/// A file that can't be read, or that is malformed.
pub fn sources(project: &Project) -> Result<BTreeMap<String, Origin>> {
    let path = project.spec().join(SOURCES);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    toml::from_str(&read(&path)?).with_context(|| format!("error: {} is malformed", project.shown(&path)))
}

fn origin(arguments: &Arguments, source: &Source) -> Origin {
    let file = arguments.file.file_name().unwrap_or(arguments.file.as_os_str()).to_string_lossy().into_owned();
    Origin { file, commit: arguments.source_commit.clone(), sha256: digest(&source.text) }
}

/// The SHA-256 of a text, in hexadecimal digits.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The comment that says where a file is from.
fn header(arguments: &Arguments, source: &Source) -> String {
    let Origin { file, commit, sha256 } = origin(arguments, source);
    let commit = commit.map(|commit| format!(", commit {commit}")).unwrap_or_default();
    format!("{HEADER}{file}{commit}, sha256 {sha256}.\n# Do not edit: corrections are overlays.\n")
}

/// What has changed since the version before, which actions no longer apply, and what to do next.
fn follow_up(project: &Project, version: &str, settings: &Settings) -> Result<String> {
    let mut text = String::new();
    let corrected = drift::version(project, version, settings);
    if let Err(error) = &corrected {
        text.push_str(&format!("\n{error:#}\n"));
    }
    let before = settings.version_before(version);
    if let Some(before) = before {
        let older = drift::version(project, before, settings)?;
        let report = match corrected {
            Ok(newer) => Report::new(&older, &newer),
            // Without our corrections there is still what the vendor changed.
            Err(_) => Report::new(&Version { client: None, ..older }, &raw(project, version, settings)?),
        };
        text.push_str(&format!("\n{}", render::text(&report)));
    }
    text.push_str(&format!("\nnext:\n  cargo xtask codegen --api-version {version} --out target/{version}\n"));
    text.push_str("  cargo xtask golden --bless\n");
    Ok(text)
}

fn raw(project: &Project, version: &str, settings: &Settings) -> Result<Version> {
    let input = project.input(version, codegen::tags_of(version, settings)?, settings)?;
    Ok(Version::read(version, &Input { overlays: Vec::new(), ..input }, settings)?)
}
