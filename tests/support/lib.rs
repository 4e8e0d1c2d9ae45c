//! What several test files need: running the generator on a text.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use intercom_codegen::{Folder, Generated, Input, Settings, Source, Tags, generate};
use xtask::project::Project;

/// The project that the tests are of.
///
/// # Panics
///
/// Never: this package stands in a folder of the project.
#[must_use]
pub fn project() -> Project {
    Project::around(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the tests stand in the project")
}

/// Generates from a description and overlays, all tags.
///
/// # Errors
///
/// What the generator says, as the user sees it.
pub fn generate_from(description: &str, overlays: &[&str]) -> Result<Generated, String> {
    let settings = Settings { api_versions: vec!["1".to_owned(), "2".to_owned()], ..Settings::default() };
    generate_with(&settings, "spec.yaml", description, overlays, Tags::All)
}

/// Generates with everything given.
///
/// # Errors
///
/// What the generator says, as the user sees it.
pub fn generate_with(
    settings: &Settings,
    name: &str,
    description: &str,
    overlays: &[&str],
    tags: Tags,
) -> Result<Generated, String> {
    let input = Input {
        description: Source::new(name, description),
        overlays: overlays.iter().map(|text| Source::new("overlay.yaml", *text)).collect(),
        tags,
        origin: name.to_owned(),
    };
    generate(&input, settings).map_err(|errors| errors.to_string())
}

/// A description in several files, the first of which is the description itself: path -> text.
#[must_use]
pub fn several_files(files: &[(&str, &str)]) -> Arc<Source> {
    let folder = InMemory(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect());
    let (name, text) = files[0];
    Source::in_folder(name, text, Arc::new(folder))
}

/// A folder that is on no disk.
#[derive(Debug)]
struct InMemory(BTreeMap<String, String>);

impl Folder for InMemory {
    fn text(&self, path: &str) -> Result<String, String> {
        self.0.get(path).cloned().ok_or_else(|| "is not there".to_owned())
    }
}

/// A description with these paths and components, both as YAML flow or indented block text.
#[must_use]
pub fn description(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n{}\ncomponents:\n  schemas:\n{}\n",
        indent(paths, 2),
        indent(schemas, 4)
    )
}

fn indent(text: &str, by: usize) -> String {
    text.trim_matches('\n').lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}

/// The code of the project's front page compiles, and runs where it needs no server.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

/// What stands beside the project and is no part of it, as [`Project::shared`]. None, and a line that says so, where it is
/// missing.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = project().shared(path);
    if found.is_none() {
        println!("skipped: {path}, which stands beside the project, is missing");
    }
    found
}

/// The vendor's whole descriptions. None, and a line that says so, where they are missing.
///
/// # Panics
///
/// When the folder is there but can't be read.
#[must_use]
pub fn upstream() -> Vec<PathBuf> {
    let Some(folder) = shared("upstream") else { return Vec::new() };
    let entries = fs::read_dir(&folder).expect("the folder can be read");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("the entry can be read").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    files
}
