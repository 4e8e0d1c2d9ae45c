//! Files as they are on the disk.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Folder, Source};

/// Reads a text file.
///
/// # Errors
///
/// A file that is not there, that can't be read, or that is no UTF-8.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("error: can't read {}", path.display()))
}

/// Reads a description, which messages call by a name. Its references may lead to the files below its folder.
///
/// # Errors
///
/// A file that can't be read.
pub fn description(path: &Path, name: impl Into<String>) -> Result<Arc<Source>> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Source::in_folder(name, read(path)?, Arc::new(OnDisk { folder })))
}

/// A folder of the disk, as the references of a description see it.
#[derive(Debug)]
struct OnDisk {
    folder: PathBuf,
}

impl Folder for OnDisk {
    fn text(&self, path: &str) -> Result<String, String> {
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => "is not there".to_owned(),
            _ => format!("can't be read: {error}"),
        };
        let folder = folder.canonicalize().map_err(unreadable)?;
        // Where it is by all symbolic links.
        let path = folder.join(path).canonicalize().map_err(unreadable)?;
        if !path.starts_with(&folder) {
            return Err("leads out of the folder of the description by a symbolic link".to_owned());
        }
        fs::read_to_string(path).map_err(unreadable)
    }
}

/// The files below a folder: path -> text.
///
/// # Errors
///
/// A folder that can't be read.
pub fn on_disk(folder: &Path) -> Result<BTreeMap<String, String>> {
    let files = files_below(folder)?.into_iter();
    files.map(|path| Ok((path.strip_prefix(folder)?.display().to_string(), read(&path)?))).collect()
}

/// All files below a folder, in alphabetical order.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(current) = pending.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
