//! Reports of all versions: a page for each step, and all of them at a glance.

use std::collections::{BTreeMap, BTreeSet};

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
    let pages = possible_pages(project, &BTreeSet::new())?.into_iter();
    Ok(pages.filter_map(|(path, text)| Some((path, text?))).collect())
}

/// The same, where some versions can't be read: nothing stands for a page that is about one of them.
///
/// # Errors
///
/// Another description that can't be read.
pub(crate) fn possible_pages(
    project: &Project,
    unreadable: &BTreeSet<String>,
) -> Result<BTreeMap<String, Option<String>>> {
    let settings = project.settings()?;
    let versions = versions(project, &settings, unreadable)?;
    let mut pages = BTreeMap::new();
    for (from, to) in settings.steps() {
        let both = versions.get(from).zip(versions.get(to));
        let text = both.map(|(from, to)| page(&render::markdown(&Report::new(from, to))));
        pages.insert(format!("{from}-{to}.md"), text);
    }
    let rules = format!("# The rules of a drift report\n\n{RULES}\n\n{}", table());
    pages.insert("rules.md".to_owned(), Some(rules));
    let matrix = || format!("# All versions at a glance\n\n{}", matrix_of(&settings, &versions));
    pages.insert("matrix.md".to_owned(), unreadable.is_empty().then(matrix));
    Ok(pages)
}

/// What the page of rules begins with.
const RULES: &str = "Each rule has one severity and one reason. The items of Rust before and after may raise or lower the severity of a \
                     change, and then it has a reason of its own.";

/// What the page of a step says below its counts.
const FINGERPRINTS: &str = "The twelve digits at a change are its fingerprint: an entry of [spec/drift-allow.toml](../../../spec/drift-allow.toml) \
                            names it to let the change pass. What the words of a rule mean stands in [rules.md](rules.md).";

/// The page of a step: its report, and how to read it.
fn page(report: &str) -> String {
    // `# From … to …`, the counts, then the changes.
    let blocks: Vec<&str> = report.splitn(3, "\n\n").collect();
    match blocks.as_slice() {
        [title, counts, rest] => format!("{title}\n\n{counts}\n\n{FINGERPRINTS}\n\n{rest}"),
        _ => report.to_owned(),
    }
}

/// All versions at a glance.
///
/// # Errors
///
/// A description that can't be read.
pub fn matrix(project: &Project) -> Result<String> {
    let settings = project.settings()?;
    Ok(matrix_of(&settings, &versions(project, &settings, &BTreeSet::new())?))
}

fn versions(
    project: &Project,
    settings: &Settings,
    unreadable: &BTreeSet<String>,
) -> Result<BTreeMap<String, Version>> {
    let readable = settings.api_versions.iter().filter(|name| !unreadable.contains(*name));
    readable.map(|name| Ok((name.clone(), version(project, name, settings)?))).collect()
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
