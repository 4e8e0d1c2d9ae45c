//! The report of two versions of spec/, or of two files.

use std::path::{Path, PathBuf};

use anyhow::Result;
use intercom_codegen::{
    Input, Settings, Tags,
    diff::{Report, Version},
};

use crate::base::{files::description, input, project::Project};

/// The report of two versions or files.
///
/// # Errors
///
/// A version that is not known, or a description that can't be read.
pub fn report(project: &Project, (from, to): (&str, &str), tags: &[String]) -> Result<Report> {
    if is_corrected((from, to), tags) {
        let settings = project.settings()?;
        return Ok(Report::new(&version(project, from, &settings)?, &version(project, to, &settings)?));
    }
    Ok(Report::new(&file(project, from, tags)?, &file(project, to, tags)?))
}

/// A version of spec/, as the vendor wrote it and with the project's overlays.
///
/// # Errors
///
/// A version that is not known, or a description that can't be read.
pub fn version(project: &Project, name: &str, settings: &Settings) -> Result<Version> {
    let name = project.version(name, settings)?;
    Ok(Version::read(name, &input::of_version(project, name, settings)?, settings)?)
}

/// A description beside spec/, or a version of it as the vendor wrote it, read with neutral settings.
fn file(project: &Project, name: &str, tags: &[String]) -> Result<Version> {
    let path = if is_file(name) {
        PathBuf::from(name)
    } else {
        let settings = project.settings()?;
        project.spec().join(format!("{}.yaml", project.version(name, &settings)?))
    };
    let description = description(&path, project.shown(&path))?;
    let tags = if tags.is_empty() { Tags::All } else { Tags::Only(tags.to_vec()) };
    let input = Input { description, overlays: Vec::new(), tags, origin: name.to_owned() };
    Ok(Version::read(name, &input, &Settings::default())?)
}

/// Whether the project's overlays count.
pub(crate) fn is_corrected((from, to): (&str, &str), tags: &[String]) -> bool {
    !is_file(from) && !is_file(to) && tags.is_empty()
}

/// Whether a name is that of a file, not of a version.
pub(crate) fn is_file(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("yaml" | "yml" | "json")) || name.contains(std::path::MAIN_SEPARATOR)
}
