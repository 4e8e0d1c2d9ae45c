//! `spec/sources.toml`: where the descriptions are from that say so in no comment.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use anyhow::Result;
use intercom_codegen::{Settings, Source, diff::report::allow::STATE};
use sha2::{Digest as _, Sha256};

use crate::project::{Project, read, toml_of};

/// The name of the file below `spec/`.
pub(super) const SOURCES: &str = "sources.toml";

/// Where a description is from.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The name of the file, with its folders where it is from a repository whose layout is known.
    pub file: String,
    /// The commit of the vendor's repository, where it is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Why there is no commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The SHA-256 of its bytes, in hexadecimal digits; of a description in several files, of the bytes of all of them: behind those of
    /// the first, those of the others in the order of their names.
    pub sha256: String,
}

/// How many digits of a commit or a digest tell it from others.
const SHOWN: usize = 7;

impl Origin {
    /// A short name of this very text: the beginning of its commit, or of its digest.
    #[must_use]
    pub fn name(&self) -> &str {
        let whole = self.commit.as_deref().unwrap_or(&self.sha256);
        whole.get(..SHOWN).unwrap_or(whole)
    }
}

/// What the state is called that a version is in: `2.14@8889625`.
pub(super) fn state(version: &str, sources: &BTreeMap<String, Origin>) -> String {
    format!("{version}{STATE}{}", sources.get(version).map_or("before", Origin::name))
}

/// The states that the versions are in.
///
/// # Errors
///
/// A list of sources that can't be read.
pub fn states(project: &Project, settings: &Settings) -> Result<BTreeSet<String>> {
    let sources = sources(project)?;
    Ok(settings.api_versions.iter().map(|version| state(version, &sources)).collect())
}

const SOURCES_HEADER: &str = "\
# Where the descriptions are from that say so in no comment: written by `cargo xtask import --structure-only`.\n";

const UNKNOWN_HEADER: &str = "\
# Of these, nobody has kept the source, so there is no digest to compare with; the next import of one adds it:\n";

/// Why there is no commit, where nobody has said why.
const UNSAID: &str = "the import named no commit";

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
pub(super) fn unknown(
    project: &Project,
    settings: &Settings,
    sources: &BTreeMap<String, Origin>,
) -> Result<Vec<String>> {
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
    sources_of(&read(&path)?)
}

/// The same, from the text of the list.
///
/// # Errors
///
/// A text that is malformed.
pub(crate) fn sources_of(text: &str) -> Result<BTreeMap<String, Origin>> {
    toml_of(&format!("spec/{SOURCES}"), text)
}

/// Where the file is from that is imported, with the other files that it refers to.
pub(super) fn origin(
    file: &str,
    commit: Option<String>,
    reason: Option<String>,
    (source, others): (&Source, &[Arc<Source>]),
) -> Origin {
    let file = file.to_owned();
    let said = || reason.unwrap_or_else(|| UNSAID.to_owned());
    let reason = if commit.is_none() { Some(said()) } else { None };
    let texts = others.iter().map(|other| other.text.as_str());
    let whole: String = [source.text.as_str()].into_iter().chain(texts).collect();
    Origin { file, commit, reason, sha256: digest(&whole) }
}

/// The SHA-256 of a text, in hexadecimal digits.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The comment that says where a file is from.
pub(super) fn header(origin: &Origin) -> String {
    let Origin { file, commit, sha256, .. } = origin;
    let commit = commit.as_ref().map(|commit| format!(", commit {commit}")).unwrap_or_default();
    format!("{HEADER}{file}{commit}, sha256 {sha256}.\n# Do not edit: corrections are overlays.\n")
}
