//! Reports of all versions: a page for each step, and all of them at a glance.

use std::collections::BTreeMap;

use anyhow::Result;
use intercom_codegen::{
    Settings,
    diff::{
        Report, Version,
        report::{matrix, render},
        table,
    },
};

use super::versions::version;
use crate::base::project::Project;

/// The pages of all steps, the tables of rules and versions: path below tests/golden/drift -> text.
///
/// # Errors
///
/// A description that can't be read.
pub fn pages(project: &Project) -> Result<BTreeMap<String, String>> {
    let versions = versions(project)?;
    let settings = project.settings()?;
    let mut pages = BTreeMap::new();
    for (from, to) in settings.steps() {
        let report = Report::new(&versions[from], &versions[to]);
        pages.insert(format!("{from}-{to}.md"), render::markdown(&report));
    }
    pages.insert("rules.md".to_owned(), format!("# The rules of a drift report\n\n{}", table()));
    pages.insert("matrix.md".to_owned(), format!("# All versions at a glance\n\n{}", matrix_of(&settings, &versions)));
    Ok(pages)
}

/// All versions at a glance.
///
/// # Errors
///
/// A description that can't be read.
pub fn matrix(project: &Project) -> Result<String> {
    Ok(matrix_of(&project.settings()?, &versions(project)?))
}

fn versions(project: &Project) -> Result<BTreeMap<String, Version>> {
    let settings = project.settings()?;
    let all = settings.api_versions.iter();
    all.map(|name| Ok((name.clone(), version(project, name, &settings)?))).collect()
}

fn matrix_of(settings: &Settings, versions: &BTreeMap<String, Version>) -> String {
    let step = |name: &str| settings.version_before(name).map(|before| Report::new(&versions[before], &versions[name]));
    let steps: Vec<Option<Report>> = settings.api_versions.iter().map(|name| step(name)).collect();
    let columns: Vec<matrix::Column<'_>> = settings
        .api_versions
        .iter()
        .zip(&steps)
        .map(|(name, step)| matrix::Column { name, api: versions[name].client(), step: step.as_ref() })
        .collect();
    matrix::matrix(&columns)
}
