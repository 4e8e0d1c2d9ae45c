//! `cargo xtask golden`: what the generator makes of every version and of every case, beside what it made when a person
//! last looked at it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{
    Api, Files, Generated, Input, Settings, Source, Tags, generate,
    ir::RateLimitHeaders,
    output::{self, MARKER},
};

pub use crate::files::on_disk;
use crate::{
    files::{description, files_below, read},
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
    Ok((goldens, failed))
}

/// A golden as it stands there: those of its files that are asked for.
fn as_it_is(project: &Project, folder: &Path, is_kept: impl Fn(&str) -> bool) -> Result<Golden> {
    let path = project.root().join(folder);
    let mut files = if path.exists() { on_disk(&path)? } else { BTreeMap::new() };
    files.retain(|name, _| is_kept(name));
    Ok(Golden { folder: folder.to_owned(), output: Files::new(files) })
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

/// A case's warnings and generated files, one below the other; without those that only list modules, where these are always
/// there, or facts where the description states none.
fn one_file(generated: &Generated) -> String {
    let mut text = format!("{MARKER} from spec.yaml. Do not edit; bless it.\n");
    for warning in &generated.warnings {
        text.push('\n');
        warning.to_string().lines().for_each(|line| text.push_str(&format!("// {line}\n")));
    }
    let Api { servers, client_headers, error, rate_limit, .. } = &generated.api;
    let no_facts = servers.is_empty()
        && generated.api.authentication().is_none()
        && client_headers.is_empty()
        && *rate_limit == RateLimitHeaders::default()
        && error.ty.is_none();
    let is_chosen = generated.api.features().next().is_some();
    let only_lists = |path: &str| path.ends_with("mod.rs") || path == "models/required.rs";
    let shows_nothing = |path: &str| (!is_chosen && only_lists(path)) || (path == "api.rs" && no_facts);
    let files = generated.output.files().iter().filter(|(path, _)| !shows_nothing(path));
    for (path, content) in files {
        let (_, content) = content.split_once('\n').unwrap_or_default();
        text.push_str(&format!("\n// ---- {path} ----\n{content}"));
    }
    text
}

/// The folders of the cases, in alphabetical order.
///
/// # Errors
///
/// A folder that can't be read.
pub fn case_folders(project: &Project) -> Result<Vec<PathBuf>> {
    let folder = project.golden().join("cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| format!("error: can't read {}", project.shown(&folder)))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders)
}

/// A case: `spec.yaml`, with `overlay.yaml` and `codegen.toml` where it has them.
///
/// # Errors
///
/// A file that is missing or malformed.
pub fn case(folder: &Path) -> Result<(Input, Settings)> {
    let description = description(&folder.join("spec.yaml"), "spec.yaml")?;
    let overlay = folder.join("overlay.yaml");
    let overlays = if overlay.exists() { vec![Source::new("overlay.yaml", read(&overlay)?)] } else { Vec::new() };
    let settings = folder.join("codegen.toml");
    let settings = match settings.exists() {
        true => Settings::read(&Source::new("codegen.toml", read(&settings)?))?,
        false => Settings::default(),
    };
    Ok((Input { description, overlays, tags: Tags::All, origin: "spec.yaml".to_owned() }, settings))
}
