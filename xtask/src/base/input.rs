//! What a command reads: a version of spec/ with the project's overlays and tags, or any other description.

use anyhow::{Context as _, Result};
use intercom_codegen::{Input, Settings, Tags};
pub use intercom_codegen_cli::input::of_file;

use super::project::Project;

/// A version of spec/ with the project's overlays, and the project's tags as far as it has them.
///
/// # Errors
///
/// A version that is not known, or a file that can't be read.
pub fn of_version(project: &Project, version: &str, settings: &Settings) -> Result<Input> {
    let version = project.version(version, settings)?;
    project.input(version, tags_of(version, settings)?, settings)
}

/// The project's tags, as far as a version has them by the settings' own word.
///
/// # Errors
///
/// A tag whose versions are malformed.
pub fn tags_of(version: &str, settings: &Settings) -> Result<Tags> {
    let mut tags = Vec::new();
    for (tag, versions) in &settings.tags {
        let holds = versions.contain(version, &settings.api_versions);
        if holds.with_context(|| format!("error: codegen.toml, tag `{tag}`"))? {
            tags.push(tag.clone());
        }
    }
    Ok(Tags::Only(tags))
}
