//! Path -> text, and the only place that writes to the disk.
//!
//! A file whose text is already right is not touched. Others are written to a temporary file and renamed. What is left of
//! an earlier run is removed, but only if its first line says that it is ours; by that line, too, a file of somebody else's
//! is known before it would be overwritten.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use similar::TextDiff;

use crate::render::MARKER;

/// The files of a client: paths with forward slashes, relative to the folder that holds them all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Output {
    files: BTreeMap<String, String>,
}

/// A difference between an output and a folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// The folder lacks the file.
    Added(String),
    /// The file has another text.
    Changed(String),
    /// The file bears our mark, but the output has none of this name.
    Orphaned(String),
}

impl Change {
    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Added(path) | Self::Changed(path) | Self::Orphaned(path) => path,
        }
    }
}

impl Output {
    /// An output of these files.
    #[must_use]
    pub fn new(files: BTreeMap<String, String>) -> Self {
        Self { files }
    }

    /// The files: path -> text.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// How many lines all files have.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.files.values().map(|text| text.lines().count()).sum()
    }

    /// Compares with a folder, without writing.
    ///
    /// # Errors
    ///
    /// A folder or file that can't be read.
    pub fn changes(&self, folder: &Path) -> io::Result<Vec<Change>> {
        let mut changes = self.differences(folder)?;
        for path in marked_files(folder, folder)? {
            if !self.files.contains_key(&path) {
                changes.push(Change::Orphaned(path));
            }
        }
        Ok(changes)
    }

    /// The files of the output that the folder lacks or has otherwise.
    fn differences(&self, folder: &Path) -> io::Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (path, text) in &self.files {
            match fs::read(folder.join(path)) {
                Ok(current) if current == text.as_bytes() => {}
                Ok(_) => changes.push(Change::Changed(path.clone())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => changes.push(Change::Added(path.clone())),
                Err(error) => return Err(at(&folder.join(path), &error)),
            }
        }
        Ok(changes)
    }

    /// The files that [`apply`](Self::apply) would overwrite though no run has written them: those with another text whose
    /// first line does not say that they are ours, and what is no file at all.
    ///
    /// # Errors
    ///
    /// A folder or file that can't be read.
    pub fn foreign(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut foreign = Vec::new();
        for (name, text) in &self.files {
            let path = folder.join(name);
            let is_ours = match fs::read(&path) {
                Ok(current) => current == text.as_bytes() || current.starts_with(MARKER.as_bytes()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => true,
                Err(_) if path.is_dir() => false,
                Err(error) => return Err(at(&path, &error)),
            };
            if !is_ours {
                foreign.push(name.clone());
            }
        }
        Ok(foreign)
    }

    /// Makes a folder equal to the output, and tells what had to change.
    ///
    /// # Errors
    ///
    /// A folder or file that can't be read or written.
    pub fn apply(&self, folder: &Path) -> io::Result<Vec<Change>> {
        let changes = self.changes(folder)?;
        for change in &changes {
            let path = folder.join(change.path());
            match change {
                Change::Added(name) | Change::Changed(name) => write(&path, &self.files[name])?,
                Change::Orphaned(_) => fs::remove_file(&path)?,
            }
        }
        Ok(changes)
    }

    /// Writes the files that the folder lacks or has otherwise, and tells which; what else is there stays.
    ///
    /// # Errors
    ///
    /// A file that can't be read or written.
    pub fn apply_files(&self, folder: &Path) -> io::Result<Vec<Change>> {
        let changes = self.differences(folder)?;
        changes.iter().try_for_each(|change| write(&folder.join(change.path()), &self.files[change.path()]))?;
        Ok(changes)
    }

    /// Writes all files, whether they are there or not, and tells how many they are.
    ///
    /// # Errors
    ///
    /// A file that can't be written.
    pub fn create(&self, folder: &Path) -> io::Result<usize> {
        self.files.iter().try_for_each(|(path, text)| write(&folder.join(path), text))?;
        Ok(self.files.len())
    }

    /// The difference to a folder as a unified diff: what a run would change.
    ///
    /// # Errors
    ///
    /// A folder or file that can't be read.
    pub fn diff(&self, folder: &Path) -> io::Result<String> {
        let mut text = String::new();
        for change in self.changes(folder)? {
            let path = change.path();
            let before = match change {
                Change::Added(_) => Vec::new(),
                Change::Changed(_) | Change::Orphaned(_) => fs::read(folder.join(path))?,
            };
            let before = String::from_utf8_lossy(&before);
            let after = self.files.get(path).map_or("", String::as_str);
            let diff = TextDiff::from_lines(before.as_ref(), after);
            text.push_str(
                &diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string(),
            );
        }
        Ok(text)
    }
}

/// Removes files.
///
/// # Errors
///
/// A file that can't be removed.
pub fn remove(paths: &[PathBuf]) -> io::Result<()> {
    paths.iter().try_for_each(|path| fs::remove_file(path).map_err(|error| at(path, &error)))
}

/// An error with the path that it is about.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    replace(path, text).map_err(|error| at(path, &error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codegen-");
    #[cfg(unix)]
    builder.permissions(permissions(path));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Those of the file that is replaced; else what any new file gets.
#[cfg(unix)]
fn permissions(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o644), |metadata| metadata.permissions())
}

/// The files below a folder whose first line bears our mark, as relative paths; those of other crates are left out.
fn marked_files(root: &Path, folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(at(folder, &error)),
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let kind = fs::symlink_metadata(&path)?.file_type();
        // A folder with a manifest is a crate of its own, and none of our business.
        if kind.is_dir() && !path.join("Cargo.toml").exists() {
            found.extend(marked_files(root, &path)?);
        } else if kind.is_file()
            && path.extension().is_some_and(|extension| extension == "rs")
            && fs::read(&path)?.starts_with(MARKER.as_bytes())
        {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            found.push(
                relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
            );
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(files: &[(&str, &str)]) -> Output {
        Output::new(files.iter().map(|(path, text)| ((*path).to_owned(), format!("{MARKER}\n{text}\n"))).collect())
    }

    #[test]
    fn a_second_run_touches_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = output(&[("a.rs", "a"), ("b/c.rs", "c")]);
        assert_eq!(
            files.apply(folder.path()).expect("writable"),
            [Change::Added("a.rs".to_owned()), Change::Added("b/c.rs".to_owned())]
        );
        let before =
            fs::metadata(folder.path().join("a.rs")).and_then(|metadata| metadata.modified()).expect("written");
        assert_eq!(files.apply(folder.path()).expect("writable"), []);
        let after = fs::metadata(folder.path().join("a.rs")).and_then(|metadata| metadata.modified()).expect("written");
        assert_eq!(before, after);
    }

    #[test]
    fn orphans_go_only_if_they_are_ours() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        output(&[("a.rs", "a"), ("b.rs", "b")]).apply(folder.path()).expect("writable");
        fs::write(folder.path().join("mine.rs"), "// by hand\n").expect("writable");
        let changes = output(&[("a.rs", "a")]).apply(folder.path()).expect("writable");
        assert_eq!(changes, [Change::Orphaned("b.rs".to_owned())]);
        assert!(folder.path().join("mine.rs").exists());
    }

    #[test]
    fn what_is_not_ours_is_known_before_it_is_overwritten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        output(&[("a.rs", "old"), ("b.rs", "b")]).apply(folder.path()).expect("writable");
        fs::write(folder.path().join("mine.rs"), "// by hand\n").expect("writable");
        fs::write(folder.path().join("empty.rs"), "").expect("writable");
        fs::create_dir(folder.path().join("c.rs")).expect("writable");
        let files = output(&[
            ("a.rs", "new"),
            ("b.rs", "b"),
            ("c.rs", "c"),
            ("empty.rs", "e"),
            ("mine.rs", "m"),
            ("new.rs", "n"),
        ]);
        assert_eq!(files.foreign(folder.path()).expect("readable"), ["c.rs", "empty.rs", "mine.rs"]);
    }

    #[test]
    fn another_crate_inside_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        output(&[("a.rs", "a"), ("inner/src/b.rs", "b")]).apply(folder.path()).expect("writable");
        fs::write(folder.path().join("inner/Cargo.toml"), "").expect("writable");
        assert_eq!(output(&[("a.rs", "a")]).apply(folder.path()).expect("writable"), []);
    }

    #[test]
    fn the_diff_shows_what_a_run_would_change() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        output(&[("a.rs", "old")]).apply(folder.path()).expect("writable");
        let diff = output(&[("a.rs", "new")]).diff(folder.path()).expect("readable");
        assert_eq!(diff, format!("--- a/a.rs\n+++ b/a.rs\n@@ -1,2 +1,2 @@\n {MARKER}\n-old\n+new\n"));
    }
}
