//! What an import changes, reported before anything is written: beside the same version where it was there, else beside the version
//! before.

use anyhow::Result;
use intercom_codegen::{
    Errors, Input, Settings, Source,
    diff::{Report, Version},
};

use super::{
    missing::{Missing, missing},
    sources::{Origin, sources, state},
};
use crate::{
    files::read,
    input::{of_version, tags_of},
    project::Project,
};

/// What an import changes.
pub(crate) struct Step {
    /// The drift; none where there is nothing to compare with.
    pub report: Option<Report>,
    /// Whether the drift is that of the descriptions with our corrections.
    pub is_corrected: bool,
    /// Why the overlays do not fit the new description.
    pub unfit: Option<Errors>,
    /// What no overlay writes yet.
    pub missing: Missing,
    /// Whether the version is there with this very text: nothing is to be written.
    pub is_same: bool,
    /// Whether the version is new: the base does not have it, or nobody has looked at what is generated from it.
    pub is_new: bool,
}

/// Compares the text of a version with what the base has, by the base's own overlays and settings. A version that it does not have is
/// compared with the version before, as that is now.
///
/// # Errors
///
/// A description that can't be read without its overlays, or a file that can't be read.
pub(super) fn step(
    (project, base): (&Project, &Project),
    settings: &Settings,
    version: &str,
    text: &str,
    origin: &Origin,
) -> Result<Step> {
    let newer = input(project, settings, version, text)?;
    let of = |project: &Project| {
        let path = project.spec().join(format!("{version}.yaml"));
        if path.exists() { read(&path).map(Some) } else { Ok(None) }
    };
    let is_same = of(project)?.as_deref() == Some(text);
    let was = of(base)?;
    let is_unchanged = was.as_deref() == Some(text);
    let is_in_place = was.is_some() && !is_unchanged;
    let is_new = was.is_none() || !project.golden().join("versions").join(version).exists();
    let older_settings = base.settings()?;
    let older = match (was.filter(|_| !is_unchanged), settings.version_before(version)) {
        (Some(was), _) => {
            let state = state(version, &sources(base)?);
            Some((state, input(base, &older_settings, version, &was)?, &older_settings))
        }
        (None, Some(before)) if !is_unchanged => Some((before.to_owned(), own(project, settings, before)?, settings)),
        (None, Some(_) | None) => None,
    };
    let name = if is_in_place { format!("{version}@{}", origin.name()) } else { version.to_owned() };
    let corrected = Version::read(&name, &newer, settings);
    let lacking = missing(&newer, settings).unwrap_or_default();
    let Some((older_name, older, older_settings)) = older else {
        let before = settings.version_before(version).map(|before| own(project, settings, before)).transpose()?;
        let lacked = before.and_then(|before| missing(&before, settings).ok()).unwrap_or_default();
        let lacking = lacking.since(&lacked);
        let unfit = corrected.err();
        return Ok(Step { report: None, is_corrected: unfit.is_none(), unfit, missing: lacking, is_same, is_new });
    };
    let lacked = missing(&older, older_settings).unwrap_or_default();
    let (report, is_corrected, unfit) = match (Version::read(&older_name, &older, older_settings), corrected) {
        (Ok(older), Ok(newer)) => (Report::new(&older, &newer), true, None),
        // Without our corrections there is still what the vendor changed.
        (_, newer_corrected) => {
            let raw = |name: &str, input: Input, settings: &Settings| {
                Version::read(name, &Input { overlays: Vec::new(), ..input }, settings)
            };
            let (older, newer) = (raw(&older_name, older, older_settings)?, raw(&name, newer, settings)?);
            (Report::new(&older, &newer), false, newer_corrected.err())
        }
    };
    Ok(Step { report: Some(report), is_corrected, unfit, missing: lacking.since(&lacked), is_same, is_new })
}

/// A text of a version, which need not be that on the disk, with the project's overlays.
fn input(project: &Project, settings: &Settings, version: &str, text: &str) -> Result<Input> {
    let name = format!("spec/{version}.yaml");
    Ok(Input {
        description: Source::new(&name, text),
        overlays: project.overlays(settings)?,
        tags: tags_of(version, settings)?,
        origin: name,
    })
}

fn own(project: &Project, settings: &Settings, version: &str) -> Result<Input> {
    of_version(project, version, settings)
}
