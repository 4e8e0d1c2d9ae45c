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

/// Runs the command.
///
/// # Errors
///
/// A description that can't be generated from, or a folder that can't be read or written.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let goldens = all(project)?;
    reports::check_allowances(project, &import::states(project, &project.settings()?)?)?;
    let left_over = left_over(project, &goldens)?;
    left_over.iter().for_each(|path| print(&format!("{}: made by nothing\n", project.shown(path))));
    if arguments.bless {
        output::remove(&left_over)?;
    }
    let mut stale = 0;
    for Golden { folder, output } in &goldens {
        let path = project.root().join(folder);
        if arguments.bless {
            stale += output.apply(&path)?.len();
        } else {
            let diff = output.diff(&path)?;
            stale += usize::from(!diff.is_empty());
            print(&diff);
        }
    }
    let (all, removed) = (goldens.len(), left_over.len());
    match (stale, removed, arguments.bless) {
        (0, 0, _) => print(&format!("{all} goldens, up to date\n")),
        (count, 0, true) => print(&format!("{all} goldens, {count} files written\n")),
        (count, removed, true) => print(&format!("{all} goldens, {count} files written, {removed} removed\n")),
        (count, removed, false) => {
            let said = match (count, removed) {
                (count, 0) => format!("{count} of {all} goldens are not what the generator makes"),
                (0, removed) => format!("{removed} files among {all} goldens are made by nothing"),
                (count, removed) => {
                    format!(
                        "{count} of {all} goldens are not what the generator makes, and {removed} files are made by nothing"
                    )
                }
            };
            eprintln!("error: {said}\nhelp: read the diff, then run `cargo xtask golden --bless`");
            return Ok(Outcome::CheckFailed);
        }
    }
    Ok(Outcome::Fine)
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

/// The generated code of every version.
///
/// # Errors
///
/// A description that can't be generated from.
pub fn versions(project: &Project) -> Result<Vec<Golden>> {
    let settings = project.settings()?;
    let versions = settings.api_versions.iter().map(|version| {
        let input = input::of_version(project, version, &settings)?;
        let output =
            generate(&input, &settings).with_context(|| format!("error: version {version} can't be generated"))?.output;
        Ok(Golden { folder: Path::new("tests/golden/versions").join(version), output })
    });
    versions.collect()
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
    Ok(Golden { folder: PathBuf::from("tests/golden/drift"), output: Files::new(reports::pages(project)?) })
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
