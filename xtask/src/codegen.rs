//! `cargo xtask codegen`: one description -> one client.

use std::{
    collections::BTreeMap,
    fmt::Display,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{Files, Generated, Input, Settings, diff::report::render, generate};
pub use intercom_codegen_cli::told::summary;
use intercom_codegen_cli::{
    Placed,
    generate::Listing,
    input::{of_file, settings as settings_of, tags},
    package_name,
    told::{warn, word},
};
use toml_edit::{DocumentMut, Item, Value};

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
#[command(group = clap::ArgGroup::new("target").args(["out", "report"]).multiple(true))]
pub struct Arguments {
    /// Another Intercom-Version: `spec/V.yaml` with the project's overlays.
    #[arg(long, value_name = "V", conflicts_with = "spec")]
    pub api_version: Option<String>,
    /// Set `api-version` in spec/codegen.toml to this version, too: without it, `--api-version` makes a crate of its own, by `--out`.
    #[arg(long, requires = "api_version", conflicts_with_all = ["out", "check"])]
    pub pin: bool,
    /// Any OpenAPI 3.0, 3.1 or 3.2 description, YAML or JSON; then no overlay is applied unless `--overlay` names it.
    #[arg(long, value_name = "FILE", requires = "target")]
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
    /// Write nothing; list what became untyped or is left to the caller, each with its place and reason, as text or as JSON.
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "text", conflicts_with_all = ["check", "force", "pin"])]
    pub report: Option<Listing>,
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

/// Runs the command.
///
/// # Errors
///
/// Bad input; nothing is written then.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let folder = arguments.out.as_ref().filter(|folder| !is_same(folder, &project.client()));
    let settings = settings(project, arguments)?;
    if folder.is_none() && arguments.report.is_none() {
        refuse_unpinned(project, arguments, &settings)?;
    }
    let settings = if folder.is_some() { settings.of_whole_crate() } else { settings };
    let input = input(project, arguments, &settings)?;
    let generated = generated(arguments, &input, &settings)?;
    if let Some(format) = arguments.report {
        print(&format.openings(&generated, &input));
        return Ok(Outcome::Fine);
    }
    warn(&generated);
    let template;
    let placed = match folder {
        Some(folder) => {
            template = project.template()?;
            Placed::package(folder, |path| project.shown(path), &generated, &template, arguments.name.as_deref())?
        }
        None => {
            let folder = project.client().join("src/generated");
            Placed::module(&folder, project.shown(&folder), &generated)
        }
    };
    let summary = summary(&generated);
    if arguments.check {
        return check(arguments, &placed, &summary);
    }
    let drift = drift_line(project, arguments, &settings)?;
    match placed.write(arguments.force)? {
        0 => print(&format!("{summary}, up to date\n")),
        count => print(&format!("{summary}, {count} written to {}\n", placed.shown())),
    }
    if let Some(version) = arguments.api_version.as_deref().filter(|_| arguments.pin) {
        pin(project, project.version(version, &settings)?)?;
    }
    drift.iter().for_each(|line| print(line));
    Ok(Outcome::Fine)
}

/// An error where the pinned client would be replaced by that of another version, and nobody has asked for that.
fn refuse_unpinned(project: &Project, arguments: &Arguments, settings: &Settings) -> Result<()> {
    let Some(version) = &arguments.api_version else { return Ok(()) };
    let (version, pinned) = (project.version(version, settings)?, &settings.api_version);
    ensure!(
        version == pinned || arguments.pin || arguments.check,
        "error: {} is the client of {pinned}, which spec/codegen.toml names; nothing is written\nhelp: `--pin` makes it that of {version}, \
         and says so in spec/codegen.toml; `--out DIR` makes a crate of its own",
        project.shown(&project.client())
    );
    Ok(())
}

/// Has spec/codegen.toml name a version; all else in it stays as it is.
fn pin(project: &Project, version: &str) -> Result<()> {
    let path = project.spec().join("codegen.toml");
    let malformed = || format!("error: {} is no TOML", project.shown(&path));
    let mut settings: DocumentMut = read(&path)?.parse().with_context(malformed)?;
    let pinned = settings.entry("api-version").or_insert(Item::None);
    let decor = pinned.as_value().map(|value| value.decor().clone()).unwrap_or_default();
    let mut value = Value::from(version);
    *value.decor_mut() = decor;
    *pinned = Item::Value(value);
    let file = Files::new(BTreeMap::from([("codegen.toml".to_owned(), settings.to_string())]));
    if !file.apply_files(&project.spec())?.is_empty() {
        print(&format!("{}: `api-version` is {version} now\n", project.shown(&path)));
    }
    Ok(())
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

/// The settings that the arguments ask for: the project's for its own descriptions; for any other the neutral ones,
/// unless a file is named.
///
/// # Errors
///
/// A file that is missing or malformed.
pub fn settings(project: &Project, arguments: &Arguments) -> Result<Settings> {
    match &arguments.spec {
        None => project.settings(),
        Some(_) => settings_of(arguments.settings.as_deref()),
    }
}

/// The description that the arguments ask for.
///
/// # Errors
///
/// A version that is not known, or a file that can't be read.
pub fn input(project: &Project, arguments: &Arguments, settings: &Settings) -> Result<Input> {
    let tags = tags(&arguments.tag);
    let version = arguments.api_version.as_deref().unwrap_or(&settings.api_version);
    match &arguments.spec {
        Some(path) => of_file(path, &arguments.overlay, tags),
        None if arguments.all_tags || !arguments.tag.is_empty() => project.input(version, tags, settings),
        None => input::of_version(project, version, settings),
    }
}

fn check(arguments: &Arguments, placed: &Placed, summary: &str) -> Result<Outcome> {
    let diff = placed.diff()?;
    if diff.is_empty() {
        print(&format!("{summary}, up to date\n"));
        return Ok(Outcome::Fine);
    }
    print(&diff);
    eprintln!("error: {} is not what the description says\nhelp: run `{}`", placed.shown(), mending(arguments));
    Ok(Outcome::CheckFailed)
}

/// The command that makes a failing check pass.
fn mending(arguments: &Arguments) -> String {
    let mut words = vec!["cargo xtask codegen".to_owned()];
    let mut option = |name: &str, value: &dyn Display| words.push(format!("--{name} {}", word(&value.to_string())));
    arguments.api_version.iter().for_each(|version| option("api-version", version));
    arguments.spec.iter().for_each(|path| option("spec", &path.display()));
    arguments.settings.iter().for_each(|path| option("settings", &path.display()));
    arguments.overlay.iter().for_each(|path| option("overlay", &path.display()));
    arguments.tag.iter().for_each(|tag| option("tag", tag));
    words.extend((arguments.api_version.is_some() && arguments.out.is_none()).then(|| "--pin".to_owned()));
    words.extend(arguments.all_tags.then(|| "--all-tags".to_owned()));
    words.extend(arguments.name.iter().map(|name| format!("--name {name}")));
    words.extend(arguments.out.iter().map(|path| format!("--out {}", word(&path.display().to_string()))));
    words.join(" ")
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
