//! What a description is read with: overlays and settings.

use std::path::{Path, PathBuf};

use anyhow::Result;
use intercom_codegen::{Input, Settings, Source, Tags};

use crate::files::{Noted, description_noting, read};

/// A description, with these overlays. The first line of what is generated names the file.
///
/// # Errors
///
/// A file that can't be read.
pub fn of_file(path: &Path, overlays: &[PathBuf], tags: Tags) -> Result<Input> {
    of_file_noting(path, overlays, tags, &Noted::default())
}

/// The same, where somebody wants to know which files are read.
///
/// # Errors
///
/// A file that can't be read.
pub fn of_file_noting(path: &Path, overlays: &[PathBuf], tags: Tags, noted: &Noted) -> Result<Input> {
    let source = |path: &PathBuf| {
        noted.note(path);
        Ok(Source::new(path.display().to_string(), read(path)?))
    };
    let overlays = overlays.iter().map(source).collect::<Result<_>>()?;
    let origin = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Input { description: description_noting(path, path.display().to_string(), noted)?, overlays, tags, origin })
}

/// The settings of a file; neutral ones without one.
///
/// # Errors
///
/// A file that is missing or malformed.
pub fn settings(path: Option<&Path>) -> Result<Settings> {
    match path {
        Some(path) => Ok(Settings::read(&Source::new(path.display().to_string(), read(path)?))?),
        None => Ok(Settings::default()),
    }
}

/// These tags, or all where none is named.
#[must_use]
pub fn tags(named: &[String]) -> Tags {
    if named.is_empty() { Tags::All } else { Tags::Only(named.to_vec()) }
}
