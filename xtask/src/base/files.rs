//! Files as they are on the disk.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

/// Reads a text file.
///
/// # Errors
///
/// A file that is not there, that can't be read, or that is no UTF-8.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("error: can't read {}", path.display()))
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
