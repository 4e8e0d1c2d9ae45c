//! `cargo xtask codegen`: one description -> one client.

mod package;

use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::{
    Files, Generated, Input, Package, Settings, Source, Tags, diff::report::render, error, generate, quoted, scaffold,
};

use self::package::{advice, missing, package_name, workspace_above};
use crate::{
    fields,
    files::read,
    input,
    outcome::{Outcome, print},
    project::Project,
    reports,
};

/// What to generate, from what, and where to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Arguments {
    /// Another Intercom-Version: `spec/V.yaml` with the project's overlays.
    #[arg(long, value_name = "V", conflicts_with = "spec")]
    pub api_version: Option<String>,
    /// Any OpenAPI 3.0, 3.1 or 3.2 description, YAML or JSON; then no overlay is applied unless `--overlay` names it.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,
    /// An OpenAPI Overlay document to apply to `--spec`; can be given several times. An action that selects nothing is a warning
    /// then, and an error where the settings say `strict-overlays = true`, as the project's own do.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub overlay: Vec<PathBuf>,
    /// Names and facts for `--spec`, in the form of spec/codegen.toml; without it, neutral ones.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub settings: Option<PathBuf>,
    /// Only the operations with this tag; can be given several times.
    #[arg(long, value_name = "T", conflicts_with = "all_tags")]
    pub tag: Vec<String>,
    /// The operations of every tag.
    #[arg(long)]
    pub all_tags: bool,
    /// The crate to write; a new or empty folder becomes a complete one.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What a new crate is called; by default after the API and its version, such as `intercom-client-preview`.
    #[arg(long, value_name = "NAME", requires = "out", value_parser = package_name)]
    pub name: Option<String>,
    /// Overwrite files that no run has written, too.
    #[arg(long, conflicts_with = "check")]
    pub force: bool,
    /// Write nothing; show what would change, and exit with 1 if something would.
    #[arg(long)]
    pub check: bool,
    /// Emit the code of each field twice: a regression that is made on purpose, for `bench --check --planted fields`.
    #[arg(long, hide = true, requires = "out")]
    pub each_field_twice: bool,
    /// Read each text twice: the same, for `--planted reading`.
    #[arg(long, hide = true, requires = "out")]
    pub each_text_twice: bool,
}

/// How many kinds of warnings are printed.
const WARNINGS: usize = 100;

/// Runs the command.
///
/// # Errors
///
/// Bad input; nothing is written then.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let folder = arguments.out.as_ref().filter(|folder| !is_same(folder, &project.client()));
    let settings = settings(project, arguments)?;
    let settings = if folder.is_some() { settings.of_whole_crate() } else { settings };
    let input = input(project, arguments, &settings)?;
    let generated = generated(arguments, &input, &settings)?;
    warn(&generated);
    let (folder, output, missing) = match folder {
        Some(folder) => {
            let root = workspace_above(folder)?;
            let package = Package { name: arguments.name.clone(), in_workspace: root.is_some() };
            let scaffold = scaffold::scaffold(&generated.api, &generated.output, &project.template()?, &package)?;
            if !folder.join("Cargo.toml").exists() {
                root.iter().for_each(|root| eprintln!("{}", advice(project, folder, root)));
            }
            let missing = missing(&scaffold, folder)?;
            (folder.clone(), scaffold.managed, missing)
        }
        None => (project.client().join("src/generated"), generated.output.clone(), Files::default()),
    };
    let summary = summary(&generated);
    if arguments.check {
        return check(project, arguments, &folder, &[output, missing], &summary);
    }
    if !arguments.force {
        refuse_foreign(project, &folder, &output)?;
    }
    let drift = drift_line(project, arguments, &settings)?;
    let failed = || format!("error: can't write {}", folder.display());
    let changes = output.apply(&folder).with_context(failed)?;
    let created = missing.create(&folder).with_context(failed)?;
    match changes.len() + created {
        0 => print(&format!("{summary}, up to date\n")),
        count => print(&format!("{summary}, {count} written to {}\n", project.shown(&folder))),
    }
    drift.iter().for_each(|line| print(line));
    Ok(Outcome::Fine)
}

/// Prints the warnings, the first of many.
fn warn(generated: &Generated) {
    let warnings = error::grouped(&generated.warnings);
    for (warning, places) in warnings.iter().take(WARNINGS) {
        let more = match places - 1 {
            0 => String::new(),
            1 => "\n  = the same at 1 more place".to_owned(),
            more => format!("\n  = the same at {more} more places"),
        };
        eprintln!("{warning}{more}\n");
    }
    if let more @ 1.. = warnings.len().saturating_sub(WARNINGS) {
        eprintln!("warning: and {more} more of other kinds\n");
    }
}

/// What the arguments ask for.
///
/// # Errors
///
/// A description that can't be generated from.
pub fn generated(arguments: &Arguments, input: &Input, settings: &Settings) -> Result<Generated> {
    if arguments.each_text_twice {
        drop(intercom_codegen::document(input, settings)?);
    }
    if !arguments.each_field_twice {
        return Ok(generate(input, settings)?);
    }
    let (mut api, warnings) = intercom_codegen::read(input, settings)?;
    fields::each_twice(&mut api);
    let output = intercom_codegen::print(&api, &input.origin);
    Ok(Generated { api, output, warnings })
}

/// An error that names each file that would be overwritten though no run has written it.
fn refuse_foreign(project: &Project, folder: &Path, output: &Files) -> Result<()> {
    let foreign = output.foreign(folder).with_context(|| format!("error: can't read {}", folder.display()))?;
    if foreign.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = foreign.iter().map(|name| project.shown(&folder.join(name))).collect();
    anyhow::bail!(
        "error: these files are not of `codegen`'s making, and would be overwritten; nothing is written:\n  {}\nhelp: choose \
         another folder, move them away, or give `--force` if nobody needs them",
        names.join("\n  ")
    )
}

/// What has changed for an app, where a run moves from one version to another.
fn drift_line(project: &Project, arguments: &Arguments, settings: &Settings) -> Result<Option<String>> {
    let Some((from, to)) = moved(project, arguments, settings)? else { return Ok(None) };
    let counts = render::summary(&reports::report(project, (&from, &to), &[])?);
    Ok(Some(format!(
        "{from} → {to}: {counts}\nhelp: `cargo xtask drift {from} {to}` reports what an app must change\n"
    )))
}

/// From which version to which the run moves, if it does: from the pinned one to the one that is asked for, or from the one
/// that the client was generated from to the one that is pinned now.
fn moved(project: &Project, arguments: &Arguments, settings: &Settings) -> Result<Option<(String, String)>> {
    if arguments.spec.is_some() {
        return Ok(None);
    }
    let (from, to) = match &arguments.api_version {
        Some(version) => (settings.api_version.clone(), project.version(version, settings)?.to_owned()),
        None => match generated_from(project) {
            Some(version) => (version, settings.api_version.clone()),
            None => return Ok(None),
        },
    };
    let is_move = from != to && settings.api_versions.contains(&from);
    Ok(is_move.then_some((from, to)))
}

/// The version that the client was generated from, by the first line of its first file.
fn generated_from(project: &Project) -> Option<String> {
    let text = read(&project.client().join("src/generated/mod.rs")).ok()?;
    let (_, rest) = text.lines().next()?.split_once("from spec/")?;
    rest.split_once(".yaml").map(|(version, _)| version.to_owned())
}

/// What was generated, in a line.
#[must_use]
pub fn summary(generated: &Generated) -> String {
    format!(
        "{}: {} operations, {} files, {} lines",
        quoted::visible(&generated.api.version),
        generated.api.operations.len(),
        generated.output.files().len(),
        generated.output.lines()
    )
}

/// The settings that the arguments ask for: the project's for its own descriptions; for any other the neutral ones,
/// unless a file is named.
///
/// # Errors
///
/// A file that is missing or malformed.
pub fn settings(project: &Project, arguments: &Arguments) -> Result<Settings> {
    match (&arguments.spec, &arguments.settings) {
        (None, _) => project.settings(),
        (Some(_), None) => Ok(Settings::default()),
        (Some(_), Some(path)) => Ok(Settings::read(&Source::new(path.display().to_string(), read(path)?))?),
    }
}

/// The description that the arguments ask for.
///
/// # Errors
///
/// A version that is not known, or a file that can't be read.
pub fn input(project: &Project, arguments: &Arguments, settings: &Settings) -> Result<Input> {
    let tags = if arguments.tag.is_empty() { Tags::All } else { Tags::Only(arguments.tag.clone()) };
    let version = arguments.api_version.as_deref().unwrap_or(&settings.api_version);
    match &arguments.spec {
        Some(path) => input::of_file(path, &arguments.overlay, tags),
        None if arguments.all_tags || !arguments.tag.is_empty() => project.input(version, tags, settings),
        None => input::of_version(project, version, settings),
    }
}

fn check(project: &Project, arguments: &Arguments, folder: &Path, outputs: &[Files], summary: &str) -> Result<Outcome> {
    let whole = Files::new(outputs.iter().flat_map(|output| output.files().clone()).collect());
    let diff = whole.diff(folder).with_context(|| format!("error: can't read {}", folder.display()))?;
    if diff.is_empty() {
        print(&format!("{summary}, up to date\n"));
        return Ok(Outcome::Fine);
    }
    print(&diff);
    eprintln!("error: {} is not what the description says\nhelp: run `{}`", project.shown(folder), mending(arguments));
    Ok(Outcome::CheckFailed)
}

/// The command that makes a failing check pass.
fn mending(arguments: &Arguments) -> String {
    let mut words = vec!["cargo xtask codegen".to_owned()];
    let mut option = |name: &str, value: &dyn Display| words.push(format!("--{name} {}", quoted(&value.to_string())));
    arguments.api_version.iter().for_each(|version| option("api-version", version));
    arguments.spec.iter().for_each(|path| option("spec", &path.display()));
    arguments.settings.iter().for_each(|path| option("settings", &path.display()));
    arguments.overlay.iter().for_each(|path| option("overlay", &path.display()));
    arguments.tag.iter().for_each(|tag| option("tag", tag));
    words.extend(arguments.all_tags.then(|| "--all-tags".to_owned()));
    words.extend(arguments.name.iter().map(|name| format!("--name {name}")));
    words.extend(arguments.out.iter().map(|path| format!("--out {}", quoted(&path.display().to_string()))));
    words.join(" ")
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-./:@%+=,".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
