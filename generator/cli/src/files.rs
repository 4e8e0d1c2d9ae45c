//! Files as they are on the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    string::FromUtf8Error,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{Diagnostic, Errors, Folder, Source};

/// Reads a text file: UTF-8, or UTF-16 that begins with its mark, which YAML may be written in (YAML 1.2.2, section 5.2).
///
/// # Errors
///
/// A file that is not there, that can't be read, or that is neither.
pub fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("error: can't read {}", path.display()))?;
    text_of(path, bytes)
}

/// The text that a file of these bytes has, as [`read`] reads it.
///
/// # Errors
///
/// Bytes that are neither UTF-8 nor UTF-16; messages call the file by its path.
pub fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String> {
    let units =
        |unit: fn([u8; 2]) -> u16| bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect::<Vec<_>>();
    let units = match bytes.get(..2) {
        Some([0xff, 0xfe]) => units(u16::from_le_bytes),
        Some([0xfe, 0xff]) => units(u16::from_be_bytes),
        _ => return String::from_utf8(bytes).map_err(|error| no_utf8(path, &error).into()),
    };
    String::from_utf16(&units)
        .with_context(|| format!("error: {} begins as UTF-16, and goes on otherwise", path.display()))
}

/// Where a text is no UTF-8.
fn no_utf8(path: &Path, error: &FromUtf8Error) -> Errors {
    let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
    let (line, column) =
        (valid.matches('\n').count() + 1, valid.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
    let source = Source::new(path.display().to_string(), String::from_utf8_lossy(error.as_bytes()));
    let byte = error.as_bytes().get(error.utf8_error().valid_up_to()).copied().unwrap_or_default();
    let message = format!("the byte 0x{byte:02x} is no UTF-8");
    Diagnostic::error(message).at_position(&source, line, column).help("save the file as UTF-8").into()
}

/// Reads a description, which messages call by a name. Its references may lead to the files below its folder.
///
/// # Errors
///
/// A file that can't be read.
pub fn description(path: &Path, name: impl Into<String>) -> Result<Arc<Source>> {
    description_noting(path, name, &Noted::default())
}

/// The same, where somebody wants to know which files are read: the description now, and each that a reference leads to when it is
/// followed.
///
/// # Errors
///
/// A file that can't be read.
pub fn description_noting(path: &Path, name: impl Into<String>, noted: &Noted) -> Result<Arc<Source>> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    noted.note(path);
    Ok(Source::in_folder(name, read(path)?, Arc::new(OnDisk { folder, noted: noted.clone() })))
}

/// The files that were asked for, also those that are not there: when they come, the output is another one.
#[derive(Clone, Debug, Default)]
pub struct Noted(Arc<Mutex<BTreeSet<PathBuf>>>);

impl Noted {
    /// Adds a file.
    pub fn note(&self, path: &Path) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    }

    /// All of them, in alphabetical order.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// A folder of the disk, as the references of a description see it.
#[derive(Debug)]
struct OnDisk {
    folder: PathBuf,
    noted: Noted,
}

impl Folder for OnDisk {
    fn text(&self, path: &str) -> Result<String, String> {
        self.noted.note(&self.folder.join(path));
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
        let bytes = fs::read(&path).map_err(unreadable)?;
        text_of(&path, bytes).map_err(|_| "is neither UTF-8 nor UTF-16".to_owned())
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
///
/// # Errors
///
/// A folder that can't be read.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
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
