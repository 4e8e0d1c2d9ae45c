//! What the vendor publishes: `spec/vendor.toml` says where in a folder the descriptions stand, each says which version it is of.

use std::{collections::BTreeMap, fs, io, path::Path};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::import::version_of;

use crate::{
    files::{description, read},
    project::{Project, toml_of},
};

/// How the vendor's repository is laid out.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vendor {
    /// Where it is on the web.
    pub repository: String,
    /// Where the description of a version stands, from the folder of the repository on; `*` is any part of a name.
    descriptions: String,
}

/// The descriptions in a folder.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// Version, as the description says it -> the names of its files, from the folder on. It should be one.
    pub versions: BTreeMap<String, Vec<String>>,
    /// Files that are no description of a version, with what is wrong.
    pub unreadable: Vec<(String, anyhow::Error)>,
}

impl Vendor {
    /// Reads `spec/vendor.toml`.
    ///
    /// # Errors
    ///
    /// A file that is missing or malformed.
    pub(super) fn read(project: &Project) -> Result<Self> {
        Self::of(&read(&project.spec().join("vendor.toml"))?)
    }

    /// Reads the text of that file.
    ///
    /// # Errors
    ///
    /// A text that is malformed.
    pub(crate) fn of(text: &str) -> Result<Self> {
        toml_of("spec/vendor.toml", text)
    }

    /// Looks for the descriptions in a folder.
    ///
    /// # Errors
    ///
    /// A folder that can't be read, or in which there is none.
    pub(super) fn published(&self, folder: &Path) -> Result<Published> {
        ensure!(
            folder.is_dir(),
            "error: {} is not there\nhelp: `--from` takes a checkout of {}",
            folder.display(),
            self.repository
        );
        let unreadable = || format!("error: can't read {}", folder.display());
        let names = matching(folder, &self.descriptions).with_context(unreadable)?;
        ensure!(
            !names.is_empty(),
            "error: {} has no `{}`\nhelp: `--from` takes a checkout of {}; spec/vendor.toml says how it is laid out",
            folder.display(),
            self.descriptions,
            self.repository
        );
        let mut published = Published::default();
        for name in names {
            let source = description(&folder.join(&name), &name);
            match source.and_then(|source| Ok(version_of(&source)?)) {
                Ok(version) => published.versions.entry(version).or_default().push(name),
                Err(error) => published.unreadable.push((name, error)),
            }
        }
        Ok(published)
    }
}

/// The files below a folder that a pattern leads to, in the order of their names.
fn matching(folder: &Path, pattern: &str) -> io::Result<Vec<String>> {
    let mut names = vec![String::new()];
    for part in pattern.split('/') {
        let mut longer = Vec::new();
        for name in names {
            longer.extend(children(folder, &name, part)?);
        }
        names = longer;
    }
    names.retain(|name| folder.join(name).is_file());
    Ok(names)
}

/// `descriptions`, `2.*` -> `descriptions/2.15`, `descriptions/2.16`
fn children(folder: &Path, name: &str, part: &str) -> io::Result<Vec<String>> {
    let below = |child: &str| if name.is_empty() { child.to_owned() } else { format!("{name}/{child}") };
    let Some((start, end)) = part.split_once('*') else { return Ok(vec![below(part)]) };
    let path = folder.join(name);
    let mut children = Vec::new();
    if !path.is_dir() {
        return Ok(children);
    }
    for entry in fs::read_dir(path)? {
        let child = entry?.file_name().to_string_lossy().into_owned();
        if child.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)) {
            children.push(below(&child));
        }
    }
    children.sort();
    Ok(children)
}
