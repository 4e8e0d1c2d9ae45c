//! Cases: each the smallest description that shows one thing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Api, Generated, Input, Settings, Source, Tags, ir::RateLimitHeaders, output::MARKER};

use crate::{
    files::{description, read},
    project::Project,
};

/// A case's warnings and generated files, one below the other; without those that only list modules, where these are always
/// there, or facts where the description states none.
pub(super) fn one_file(generated: &Generated) -> String {
    let mut text = format!("{MARKER} from spec.yaml. Do not edit; bless it.\n");
    for warning in &generated.warnings {
        text.push('\n');
        warning.to_string().lines().for_each(|line| text.push_str(&format!("// {line}\n")));
    }
    let Api { servers, client_headers, error, rate_limit, .. } = &generated.api;
    let no_facts = servers.is_empty()
        && generated.api.authentication().is_none()
        && client_headers.is_empty()
        && *rate_limit == RateLimitHeaders::default()
        && error.ty.is_none()
        && !error.is_sensitive;
    let is_chosen = generated.api.features().next().is_some();
    let only_lists = |path: &str| path.ends_with("mod.rs") || path == "models/required.rs";
    let shows_nothing = |path: &str| (!is_chosen && only_lists(path)) || (path == "api.rs" && no_facts);
    let files = generated.output.files().iter().filter(|(path, _)| !shows_nothing(path));
    for (path, content) in files {
        let (_, content) = content.split_once('\n').unwrap_or_default();
        text.push_str(&format!("\n// ---- {path} ----\n{content}"));
    }
    text
}

/// The folders of the cases, in alphabetical order.
///
/// # Errors
///
/// A folder that can't be read.
pub fn case_folders(project: &Project) -> Result<Vec<PathBuf>> {
    let folder = project.golden().join("cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| format!("error: can't read {}", project.shown(&folder)))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders)
}

/// A case: `spec.yaml`, with `overlay.yaml` and `codegen.toml` where it has them.
///
/// # Errors
///
/// A file that is missing or malformed.
pub fn case(folder: &Path) -> Result<(Input, Settings)> {
    let description = description(&folder.join("spec.yaml"), "spec.yaml")?;
    let overlay = folder.join("overlay.yaml");
    let overlays = if overlay.exists() { vec![Source::new("overlay.yaml", read(&overlay)?)] } else { Vec::new() };
    let settings = folder.join("codegen.toml");
    let settings = match settings.exists() {
        true => Settings::read(&Source::new("codegen.toml", read(&settings)?))?,
        false => Settings::default(),
    };
    Ok((Input { description, overlays, tags: Tags::All, origin: "spec.yaml".to_owned() }, settings))
}
