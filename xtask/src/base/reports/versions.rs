//! The report of two versions of spec/, or of two files.

use std::path::Path;

use anyhow::Result;
use intercom_codegen::{
    Settings,
    diff::{Report, Version},
};
use intercom_codegen_cli::drift;

use crate::base::{input, project::Project};

/// The report of two versions, or of a version and a file.
///
/// # Errors
///
/// A version that is not known, or a description that can't be read.
pub fn report(project: &Project, (from, to): (&str, &str), tags: &[String]) -> Result<Report> {
    let settings = project.settings()?;
    if is_corrected((from, to), tags) {
        return Ok(Report::new(&version(project, from, &settings)?, &version(project, to, &settings)?));
    }
    let side = |name: &str| {
        if is_file(name) {
            return drift::version(name, Path::new(name), name.to_owned(), tags);
        }
        let path = project.spec().join(format!("{}.yaml", project.version(name, &settings)?));
        drift::version(name, &path, project.shown(&path), tags)
    };
    Ok(Report::new(&side(from)?, &side(to)?))
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

/// Whether the project's overlays count.
pub(crate) fn is_corrected((from, to): (&str, &str), tags: &[String]) -> bool {
    !is_file(from) && !is_file(to) && tags.is_empty()
}

/// Whether a name is that of a file, not of a version.
pub(crate) fn is_file(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("yaml" | "yml" | "json")) || name.contains(std::path::MAIN_SEPARATOR)
}
