//! `cargo xtask drift`: what has changed between two versions, and what an app must change because of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{
    Input, Output, Settings, Source, Tags,
    diff::{
        Report, Severity, Version,
        report::{
            allow::{Allowances, STATE, is_date},
            changelog,
            json::json,
            matrix, render,
        },
        table,
    },
};

use crate::{
    Outcome, codegen, print,
    project::{Project, read},
    prove,
};

/// Which versions, and how to tell.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The older version of spec/, or any OpenAPI 3.0 description; of files, nothing is corrected.
    #[arg(required_unless_present_any = ["matrix", "prove"])]
    pub from: Option<String>,
    /// The newer version of spec/, or any OpenAPI 3.0 description.
    #[arg(required_unless_present_any = ["matrix", "prove"])]
    pub to: Option<String>,
    /// How to tell.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with 1 if there is a change of this severity, or a graver one.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Of files: only the operations with this tag; can be given several times.
    #[arg(long, value_name = "T")]
    pub tag: Vec<String>,
    /// Writes the section for CHANGELOG.md, below the heading for what is not released yet.
    #[arg(long, conflicts_with = "matrix")]
    pub changelog: bool,
    /// All versions at a glance instead: operations × versions, and schemas × versions.
    #[arg(long, conflicts_with_all = ["from", "to", "fail_on", "format", "tag", "today"])]
    pub matrix: bool,
    /// Proves the rules instead: compiles an app that uses everything before and after each change of a table, and asks
    /// cargo-semver-checks of the same crates, where it is installed.
    #[arg(long, conflicts_with_all = ["from", "to", "fail_on", "format", "tag", "today", "matrix", "changelog"])]
    pub prove: bool,
    /// The day that allowances are checked against, as `2027-01-31`; without it, today.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<String>,
}

/// How a report is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    Text,
    /// A page.
    Markdown,
    /// For programs; generator/schema/drift.schema.json says what is in it.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum FailOn {
    /// A breaking change.
    Breaking,
    /// A breaking or a risky one.
    Risky,
    /// Any that reaches the client; a sentence of the documentation that has changed does not.
    Any,
}

impl FailOn {
    /// The least grave change that still fails.
    fn threshold(self) -> Severity {
        match self {
            Self::Breaking => Severity::Breaking,
            Self::Risky => Severity::Risky,
            Self::Any => Severity::DocsOnly,
        }
    }

    /// Whether a report has a change that counts and is grave enough.
    #[must_use]
    pub fn fails(self, report: &Report) -> bool {
        report.gravest().is_some_and(|gravest| gravest <= self.threshold())
    }
}

/// Runs the command.
///
/// # Errors
///
/// A version that is not known, a description that can't be read, or an allowance that matches nothing or has expired.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    if arguments.prove {
        return prove::run(project);
    }
    let (Some(from), Some(to)) = (&arguments.from, &arguments.to) else {
        print(&matrix(project)?);
        return Ok(Outcome::Fine);
    };
    ensure!(
        !arguments.changelog || is_corrected((from, to), &arguments.tag),
        "error: CHANGELOG.md tells the steps of this client, from one version of spec/ to another; {from} → {to} is none\n\
         help: leave out `--changelog`; `--format markdown` prints a page"
    );
    let mut report = report(project, (from, to), &arguments.tag)?;
    allow(project, &mut report, arguments.today.clone())?;
    if !is_corrected((from, to), &arguments.tag) && [from, to].into_iter().any(|name| !is_file(name)) {
        eprintln!("note: compared without corrections: of a file, or of single tags, there are none");
    }
    if arguments.changelog {
        write_changelog(project, &report)?;
    } else {
        print(&told(arguments.format, &report));
    }
    if arguments.fail_on.is_some_and(|fail_on| fail_on.fails(&report)) {
        eprintln!(
            "error: from {from} to {to}: {}\nhelp: what may pass goes to spec/drift-allow.toml, by its fingerprint",
            render::failing(&report)
        );
        return Ok(Outcome::CheckFailed);
    }
    Ok(Outcome::Fine)
}

fn told(format: Format, report: &Report) -> String {
    match format {
        Format::Text => render::text(report),
        Format::Markdown => render::markdown(report),
        Format::Json => json(report),
        Format::Github => render::github(report),
    }
}

/// The report of two versions or files.
///
/// # Errors
///
/// A version that is not known, or a description that can't be read.
pub fn report(project: &Project, (from, to): (&str, &str), tags: &[String]) -> Result<Report> {
    if is_corrected((from, to), tags) {
        let settings = project.settings()?;
        return Ok(Report::new(&version(project, from, &settings)?, &version(project, to, &settings)?));
    }
    Ok(Report::new(&file(project, from, tags)?, &file(project, to, tags)?))
}

/// A version of spec/, as the vendor wrote it and with the project's overlays.
///
/// # Errors
///
/// A version that is not known, or a description that can't be read.
pub fn version(project: &Project, name: &str, settings: &Settings) -> Result<Version> {
    let name = project.version(name, settings)?;
    let arguments = codegen::Arguments { api_version: Some(name.to_owned()), ..codegen::Arguments::default() };
    Ok(Version::read(name, &codegen::input(project, &arguments, settings)?, settings)?)
}

/// A description beside spec/, or a version of it as the vendor wrote it, read with neutral settings.
fn file(project: &Project, name: &str, tags: &[String]) -> Result<Version> {
    let path = if is_file(name) {
        PathBuf::from(name)
    } else {
        let settings = project.settings()?;
        project.spec().join(format!("{}.yaml", project.version(name, &settings)?))
    };
    let description = Source::new(project.shown(&path), read(&path)?);
    let tags = if tags.is_empty() { Tags::All } else { Tags::Only(tags.to_vec()) };
    let input = Input { description, overlays: Vec::new(), tags, origin: name.to_owned() };
    Ok(Version::read(name, &input, &Settings::default())?)
}

/// Whether the project's overlays count.
fn is_corrected((from, to): (&str, &str), tags: &[String]) -> bool {
    !is_file(from) && !is_file(to) && tags.is_empty()
}

fn is_file(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("yaml" | "yml" | "json")) || name.contains(std::path::MAIN_SEPARATOR)
}

/// Marks what `spec/drift-allow.toml` lets pass on a day, or today.
///
/// # Errors
///
/// An allowance that matches nothing, or that has expired.
pub fn allow(project: &Project, report: &mut Report, day: Option<String>) -> Result<()> {
    if let Some((list, source)) = allowances(project)? {
        list.apply(report, &day.unwrap_or_else(today), &source)?;
    }
    Ok(())
}

/// The allow-list, if there is one, with its text.
fn allowances(project: &Project) -> Result<Option<(Allowances, Arc<Source>)>> {
    let path = project.spec().join("drift-allow.toml");
    if !path.exists() {
        return Ok(None);
    }
    let source = Source::new(project.shown(&path), read(&path)?);
    let list = Allowances::read(&source)?;
    list.check_versions(&project.settings()?.api_versions, &source)?;
    Ok(Some((list, source)))
}

/// Checks the whole allow-list, of whatever versions its entries are. What is allowed for an import that changes a version in
/// place is checked by that import, and has to be deleted when it is made: `states` are those that the versions are in.
///
/// # Errors
///
/// An entry that matches nothing, or that has expired today, or whose import is made.
pub fn check_allowances(project: &Project, states: &BTreeSet<String>) -> Result<()> {
    let Some((list, source)) = allowances(project)? else { return Ok(()) };
    list.check_states(states, &today(), &source)?;
    let steps: BTreeSet<(&str, &str)> =
        list.allow.iter().map(|entry| (entry.from.as_str(), entry.to.as_str())).collect();
    for (from, to) in steps.into_iter().filter(|(from, _)| !from.contains(STATE)) {
        list.apply(&mut report(project, (from, to), &[])?, &today(), &source)?;
    }
    Ok(())
}

/// The day that is checked against.
fn day(text: &str) -> Result<String, String> {
    if is_date(text) { Ok(text.to_owned()) } else { Err("a day is written as `2027-01-31`".to_owned()) }
}

/// The day, in UTC, as `2027-01-31`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    // Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes the section of a report into CHANGELOG.md.
///
/// # Errors
///
/// A changelog without its heading for what is not released, or a file that can't be read or written.
pub fn write_changelog(project: &Project, report: &Report) -> Result<()> {
    let path = project.root().join("CHANGELOG.md");
    let version = client_version(project)?;
    let text = changelog::insert(&read(&path)?, report, &version)
        .context("error: CHANGELOG.md has no heading `## [Unreleased]`\nhelp: write one above the releases")?;
    let output = Output::new(BTreeMap::from([("CHANGELOG.md".to_owned(), text)]));
    let changed = output.apply_files(project.root())?.len();
    let state = if changed == 0 { "up to date" } else { "written" };
    print(&format!("CHANGELOG.md: {}, {state}\n", changelog::heading(report).trim_start_matches("### ")));
    Ok(())
}

/// The version of the client crate.
fn client_version(project: &Project) -> Result<String> {
    let manifest: toml::Table = toml::from_str(&read(&project.root().join("Cargo.toml"))?)?;
    let version = manifest.get("workspace").and_then(|workspace| workspace.get("package")?.get("version")?.as_str());
    Ok(version.context("error: Cargo.toml states no version of the workspace")?.to_owned())
}

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

fn matrix(project: &Project) -> Result<String> {
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
