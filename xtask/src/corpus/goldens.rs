//! `cargo xtask golden --compile`: whether rustc, clippy and rustdoc complain of a client.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use intercom_codegen::{Input, Settings};

use super::compile::check;
use crate::{
    Progress,
    golden::{case, case_folders},
    input,
    outcome::{Outcome, print},
    project::Project,
    workspace::{Workspace, package_of},
};

/// Compiles the clients of all goldens, each in a crate of its own.
///
/// # Errors
///
/// A client that can't be generated, or a workspace that can't be written.
pub(crate) fn run(project: &Project) -> Result<Outcome> {
    let clients = clients(project)?;
    let packages: Vec<&str> = clients.iter().map(|(package, ..)| package.as_str()).collect();
    let workspace = Workspace::new(project, &project.target()?.join("golden"), &packages)?;
    let progress = Progress::open();
    for (package, input, settings) in &clients {
        progress.begins(&format!("generating {package}"));
        workspace
            .add_client(package, input, settings)
            .with_context(|| format!("error: {package} can't be generated"))?;
    }
    drop(progress);
    let checked = check(&workspace, &packages)?;
    let complaints: Vec<&String> = checked.values().flat_map(|checked| &checked.complaints).collect();
    complaints.iter().for_each(|complaint| print(&format!("{complaint}\n\n")));
    if complaints.is_empty() {
        print(&format!("{} clients compile without a warning\n", packages.len()));
        return Ok(Outcome::Fine);
    }
    eprintln!(
        "error: {} complaints about {} clients\nhelp: they stand in {}",
        complaints.len(),
        packages.len(),
        workspace.folder().display()
    );
    Ok(Outcome::CheckFailed)
}

/// The clients of all goldens: package, description, settings.
fn clients(project: &Project) -> Result<Vec<(String, Input, Settings)>> {
    let settings = project.settings()?;
    let version = |version: &String| {
        let input = input::of_version(project, version, &settings)?;
        Ok((package_of(version), input, settings.clone()))
    };
    let case = |path: &PathBuf| {
        let (input, settings) = case(path)?;
        Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), input, settings))
    };
    let versions = settings.api_versions.iter().map(version);
    let cases = case_folders(project)?;
    versions.chain(cases.iter().map(case)).collect()
}
