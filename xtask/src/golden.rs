//! `cargo xtask golden`: what the generator makes of every version and of every case, beside what it made when a person
//! last looked at it.

mod cases;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use clap::CommandFactory as _;
use intercom_codegen::{Files, Settings, generate, output};
use intercom_codegen_cli::{Invocation, shell};

use self::cases::one_file;
pub use self::cases::{case, case_folders};
pub use crate::files::on_disk;
use crate::{
    files::files_below,
    import, input,
    outcome::{Outcome, print},
    project::Project,
    reports,
};

/// Compare or rewrite.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Arguments {
    /// Rewrite the goldens instead of comparing.
    #[arg(long)]
    pub bless: bool,
    /// Compile the client of each version and each case instead, and report what rustc, clippy and rustdoc say.
    #[arg(long, conflicts_with = "bless")]
    pub compile: bool,
}

/// A golden: a folder, and what should stand in it.
#[derive(Clone, Debug)]
pub struct Golden {
    /// The folder, relative to the project.
    pub folder: PathBuf,
    /// What the generator makes now.
    pub output: Files,
}

/// What `--bless` has done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Blessed {
    /// How many files were written.
    pub written: usize,
    /// How many were removed, since nothing makes them any more.
    pub removed: usize,
}

/// Runs the command.
///
/// # Errors
///
/// A description that can't be generated from, or a folder that can't be read or written.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let goldens = all(project)?;
    reports::check_allowances(project, &import::states(project, &project.settings()?)?)?;
    let all = goldens.len();
    if arguments.bless {
        let said = match bless(project, &goldens)? {
            Blessed { written: 0, removed: 0 } => "up to date".to_owned(),
            Blessed { written, removed: 0 } => format!("{written} files written"),
            Blessed { written, removed } => format!("{written} files written, {removed} removed"),
        };
        print(&format!("{all} goldens, {said}\n"));
        return Ok(Outcome::Fine);
    }
    compare(project, &goldens)
}

/// Rewrites goldens, and removes what none of them has any more.
///
/// # Errors
///
/// A folder that can't be read or written.
pub(crate) fn bless(project: &Project, goldens: &[Golden]) -> Result<Blessed> {
    let left_over = left_over(project, goldens)?;
    left_over.iter().for_each(|path| print(&format!("{}: made by nothing\n", project.shown(path))));
    output::remove(&left_over)?;
    let mut written = 0;
    for Golden { folder, output } in goldens {
        written += output.apply(&project.root().join(folder))?.len();
    }
    Ok(Blessed { written, removed: left_over.len() })
}

fn compare(project: &Project, goldens: &[Golden]) -> Result<Outcome> {
    let left_over = left_over(project, goldens)?;
    left_over.iter().for_each(|path| print(&format!("{}: made by nothing\n", project.shown(path))));
    let mut stale = 0;
    for Golden { folder, output } in goldens {
        let diff = output.diff(&project.root().join(folder))?;
        stale += usize::from(!diff.is_empty());
        print(&diff);
    }
    let all = goldens.len();
    let said = match (stale, left_over.len()) {
        (0, 0) => {
            print(&format!("{all} goldens, up to date\n"));
            return Ok(Outcome::Fine);
        }
        (count, 0) => format!("{count} of {all} goldens are not what the generator makes"),
        (0, removed) => format!("{removed} files among {all} goldens are made by nothing"),
        (count, removed) => {
            format!(
                "{count} of {all} goldens are not what the generator makes, and {removed} files are made by nothing"
            )
        }
    };
    eprintln!("error: {said}\nhelp: read the diff, then run `cargo xtask golden --bless`");
    Ok(Outcome::CheckFailed)
}

/// What a case is made from.
const INPUTS: [&str; 3] = ["spec.yaml", "overlay.yaml", "codegen.toml"];

/// The files among the goldens that nothing makes any more: of a version or a step that is gone, or that somebody left there.
///
/// # Errors
///
/// A folder that can't be read.
pub fn left_over(project: &Project, goldens: &[Golden]) -> Result<Vec<PathBuf>> {
    let root = project.root();
    let made = goldens.iter().flat_map(|Golden { folder, output }| output.files().keys().map(|path| folder.join(path)));
    let made: BTreeSet<PathBuf> = made.map(|path| root.join(path)).collect();
    let cases = project.golden().join("cases");
    let is_input = |path: &Path| {
        let is_named = path.file_name().is_some_and(|name| INPUTS.iter().any(|input| name == *input));
        // `<case>/spec.yaml`, and what it refers to in a folder of its case: `<case>/parts/pet.yaml`.
        let depth = path.strip_prefix(&cases).map_or(0, |within| within.components().count());
        depth == 2 && is_named || depth > 2
    };
    let mut files = files_below(&project.golden())?;
    files.retain(|path| !made.contains(path) && !is_input(path));
    Ok(files)
}

/// Every golden of the project.
///
/// # Errors
///
/// A description that can't be generated from.
pub fn all(project: &Project) -> Result<Vec<Golden>> {
    let mut goldens = versions(project)?;
    goldens.extend(cases(project)?);
    goldens.push(drift(project)?);
    goldens.push(shell()?);
    Ok(goldens)
}

/// Every golden of the project that can be made, and why a version can't be: what stands there of such a version is what it
/// should be, as far as anybody knows.
///
/// # Errors
///
/// A case that can't be generated from, or a folder that can't be read.
pub(crate) fn possible(project: &Project) -> Result<(Vec<Golden>, BTreeMap<String, anyhow::Error>)> {
    let settings = project.settings()?;
    let (mut goldens, mut failed) = (Vec::new(), BTreeMap::new());
    for name in &settings.api_versions {
        match version(project, name, &settings) {
            Ok(golden) => goldens.push(golden),
            Err(error) => {
                goldens.push(as_it_is(project, &versions_folder().join(name), |_| true)?);
                failed.insert(name.clone(), error);
            }
        }
    }
    goldens.extend(cases(project)?);
    let pages = reports::possible_pages(project, &failed.keys().cloned().collect())?;
    let kept = as_it_is(project, &drift_folder(), |name| pages.get(name).is_some_and(Option::is_none))?;
    let mut output = kept.output.files().clone();
    output.extend(pages.into_iter().filter_map(|(name, page)| Some((name, page?))));
    goldens.push(Golden { output: Files::new(output), ..kept });
    goldens.push(shell()?);
    Ok((goldens, failed))
}

/// A golden as it stands there: those of its files that are asked for.
fn as_it_is(project: &Project, folder: &Path, is_kept: impl Fn(&str) -> bool) -> Result<Golden> {
    let path = project.root().join(folder);
    let mut files = if path.exists() { on_disk(&path)? } else { BTreeMap::new() };
    files.retain(|name, _| is_kept(name));
    Ok(Golden { folder: folder.to_owned(), output: Files::new(files) })
}

/// What shells and `man` know of the program `intercom-codegen`.
///
/// # Errors
///
/// Never: texts can be written into memory.
pub fn shell() -> Result<Golden> {
    let files = shell::files(&Invocation::command())?;
    Ok(Golden { folder: PathBuf::from("tests/golden/shell"), output: Files::new(files) })
}

/// The generated code of every version.
///
/// # Errors
///
/// A description that can't be generated from.
pub fn versions(project: &Project) -> Result<Vec<Golden>> {
    let settings = project.settings()?;
    settings.api_versions.iter().map(|name| version(project, name, &settings)).collect()
}

/// The generated code of a version.
fn version(project: &Project, name: &str, settings: &Settings) -> Result<Golden> {
    let input = input::of_version(project, name, settings)?;
    let failed = || format!("error: version {name} can't be generated");
    Ok(Golden { folder: versions_folder().join(name), output: generate(&input, settings).with_context(failed)?.output })
}

fn versions_folder() -> PathBuf {
    PathBuf::from("tests/golden/versions")
}

fn drift_folder() -> PathBuf {
    PathBuf::from("tests/golden/drift")
}

/// The generated code of every case: the smallest description that shows one thing.
///
/// # Errors
///
/// A description that can't be generated from.
pub fn cases(project: &Project) -> Result<Vec<Golden>> {
    let mut goldens = Vec::new();
    for path in case_folders(project)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (input, settings) = case(&path)?;
        let generated =
            generate(&input, &settings).with_context(|| format!("error: the case {name} can't be generated"))?;
        let output = Files::new(BTreeMap::from([("expected.rs".to_owned(), one_file(&generated))]));
        goldens.push(Golden { folder: Path::new("tests/golden/cases").join(name), output });
    }
    Ok(goldens)
}

/// The drift report of every step from version to version, and the tables of rules and versions.
///
/// # Errors
///
/// A description that can't be read.
pub fn drift(project: &Project) -> Result<Golden> {
    Ok(Golden { folder: drift_folder(), output: Files::new(reports::pages(project)?) })
}
