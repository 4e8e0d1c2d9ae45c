//! What several test files need: running the generator on a text.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use intercom_codegen::{Generated, Input, Settings, Source, Tags, generate};

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
/// The vendor's whole descriptions, which are no part of the project: in the folder that `SHARED_DIR` names, else in
/// `shared` beside the project. None, and a line that says so, where they are missing.
///
/// # Panics
///
/// When the folder is there but can't be read.
#[must_use]
pub fn upstream() -> Vec<PathBuf> {
    let shared = env::var_os("SHARED_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = shared.join("upstream");
    if !folder.exists() {
        println!("skipped: {} is missing", folder.display());
        return Vec::new();
    }
    let entries = fs::read_dir(&folder).expect("the folder can be read");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("the entry can be read").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    files
}

/// Builds the command, and tells where it is. `temporary` is cargo's folder for the files of tests, which only a test knows.
///
/// # Panics
///
/// Where it can't be built.
#[must_use]
pub fn built_xtask(cargo: &str, temporary: &str) -> PathBuf {
    let target = Path::new(temporary).parent().expect("it is in the target folder");
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--offline", "--package", "xtask", "--target-dir"]).arg(target);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it stands in the workspace");
    let built = command.current_dir(root).status().expect("cargo is there");
    assert!(built.success(), "xtask can be built");
    target.join("debug/xtask")
}
