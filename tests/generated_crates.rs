//! What the generator makes compiles alone, without a warning of rustc, clippy or rustdoc.

use std::{collections::BTreeMap, path::Path};

use codegen_tests::crates::Workspace;
use intercom_codegen::{Input, Settings};
use xtask::{codegen, golden, project::Project};

/// Clippy with its defaults, and of pedantic what an app developer would see.
const CLIPPY: [&str; 13] = [
    "clippy",
    "--workspace",
    "--quiet",
    "--",
    "-D",
    "warnings",
    "-D",
    "missing-docs",
    "-D",
    "clippy::must-use-candidate",
    "-D",
    "clippy::return-self-not-must-use",
    "-D",
];

fn workspace(name: &str, members: &[(String, Input, Settings)]) -> Workspace {
    let names: Vec<&str> = members.iter().map(|(name, ..)| name.as_str()).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let workspace = Workspace::new(&folder, &names).expect("the workspace can be written");
    for (name, input, settings) in members {
        workspace.add_client(name, input, settings).expect("the client can be generated");
    }
    workspace
}

#[track_caller]
fn check(workspace: &Workspace, arguments: &[&str]) {
    let output = workspace.cargo(arguments).expect("cargo can be started");
    assert!(output.status.success(), "cargo {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
}

fn versions() -> Vec<(String, Input, Settings)> {
    let project = Project::here();
    let settings = project.settings().expect("the settings are valid");
    let input = |version: &String| {
        let arguments = codegen::Arguments { api_version: Some(version.clone()), ..codegen::Arguments::default() };
        codegen::input(&project, &arguments, &settings).expect("the version is there")
    };
    let name = |version: &String| format!("client-{}", version.replace('.', "-"));
    settings.api_versions.iter().map(|version| (name(version), input(version), settings.clone())).collect()
}

#[test]
fn every_version_compiles_without_a_warning() {
    let versions = versions();
    assert_eq!(versions.len(), 12);
    let workspace = workspace("versions", &versions);
    check(&workspace, &[&CLIPPY[..], &["clippy::missing-errors-doc"]].concat());
}

#[test]
fn every_case_compiles_without_a_warning() {
    let folders = golden::case_folders(&Project::here()).expect("the cases can be read");
    let cases: Vec<(String, Input, Settings)> = folders
        .iter()
        .map(|folder| {
            let (input, settings) = golden::case(folder).expect("the case is valid");
            (folder.file_name().expect("a case has a name").to_string_lossy().into_owned(), input, settings)
        })
        .collect();
    let workspace = workspace("cases", &cases);
    check(&workspace, &[&CLIPPY[..], &["clippy::missing-errors-doc"]].concat());
}

#[test]
fn the_documentation_of_the_newest_version_has_no_warning() {
    let versions: Vec<_> = versions().into_iter().filter(|(name, ..)| name == "client-preview").collect();
    let workspace = workspace("docs", &versions);
    check(&workspace, &["rustdoc", "--quiet", "--lib", "--", "-D", "warnings"]);
}

/// The wire tests of the pinned version, and those of what only the newest one has, against a client of the newest one.
#[test]
fn the_newest_version_speaks_on_the_wire() {
    let project = Project::here();
    let versions: Vec<_> = versions().into_iter().filter(|(name, ..)| name == "client-preview").collect();
    let members = ["client-preview", "wire"];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wire");
    let workspace = Workspace::new(&folder, &members).expect("the workspace can be written");
    for (name, input, settings) in &versions {
        workspace.add_client(name, input, settings).expect("the client can be generated");
    }
    let tests = project.root().join("tests");
    let manifest = format!(
        "[package]\nname = \"wire\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nintercom-client = {{ package = \
         \"client-preview\", path = \"../client-preview\" }}\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = \
         [\"macros\", \"rt-multi-thread\"] }}\nwiremock = \"0.6\"\n\n[[test]]\nname = \"wire\"\npath = {:?}\n\n[[test]]\nname = \
         \"wire_preview\"\npath = {:?}\n",
        tests.join("wire.rs"),
        tests.join("wire_preview.rs"),
    );
    let files = BTreeMap::from([("Cargo.toml", manifest), ("src/lib.rs", "//! Tests only.\n".to_owned())]);
    workspace.add_crate("wire", &files).expect("the crate can be written");
    check(&workspace, &["test", "--quiet", "--package", "wire"]);
}
