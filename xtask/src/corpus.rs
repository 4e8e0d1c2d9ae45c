//! `cargo xtask corpus`: how the generator fares with whole descriptions, whoever wrote them: a row for each.

mod compile;
mod decode;
mod examples;
pub(crate) mod goldens;
pub mod listed;
mod lossless;
mod member;
pub mod reasons;
pub mod recorded;
mod requests;
mod required;
mod row;
mod table;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{Generated, Input, Settings, Tags, generate, naming::FeatureName};
use serde_json::{Map, Value};

use self::{
    listed::{Cached, List, cache_folder},
    member::Member,
    reasons::Reasons,
    row::Row,
};
use crate::{
    Progress,
    input::of_file,
    outcome::{Outcome, print},
    project::Project,
    workspace::Workspace,
};

/// Which descriptions, and what is done with each.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Arguments {
    /// Descriptions, or folders of them: files that end in `.yaml`, `.yml` or `.json`.
    #[arg(required_unless_present = "list", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The descriptions of tests/corpus.toml that are in the cache, too; what is missing is listed, and what the generator says of
    /// any description must have a reason in tests/corpus-reasons.toml.
    #[arg(long)]
    pub list: bool,
    /// The folder of the listed descriptions; without it, what the variable `CORPUS_CACHE` names, else `openapi-corpus` in the
    /// user's cache.
    #[arg(long, value_name = "DIR", requires = "list")]
    pub cache: Option<PathBuf>,
    /// Overlay documents that are applied to each description, in this order.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Compile each crate; count the errors, and the warnings of rustc, clippy and rustdoc.
    #[arg(long)]
    pub compile: bool,
    /// Compile each crate with the feature of each tag alone, and with none; count the errors and warnings of rustc.
    #[arg(long)]
    pub features: bool,
    /// Decode each JSON example of a response with the model of its operation and status, and write it back.
    #[arg(long)]
    pub examples: bool,
    /// Send each example of a request's body, by the builders, and compare what a server reads with it.
    #[arg(long)]
    pub requests: bool,
    /// Print the rows as JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
///
/// A path that can't be read, a listed description that is another one, or a workspace that can't be written.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let mut files = descriptions(&arguments.paths)?;
    let cached = cached(project, arguments)?;
    files.extend(cached.iter().flat_map(|cached| cached.files.clone()));
    if let Some(cached) = cached.as_ref().filter(|_| !arguments.json) {
        print(&cached.to_string());
    }
    ensure!(
        arguments.list || !files.is_empty(),
        "error: there is no description\nhelp: name a file, or a folder that has some"
    );
    let (mut rows, members) = generate_all(&files, &arguments.overlay)?;
    if arguments.compile || arguments.features || arguments.examples || arguments.requests {
        compile_all(project, arguments, &mut rows, &members)?;
    }
    let text = if arguments.json {
        format!("{}\n", serde_json::to_string_pretty(&rows).context("error: the rows are no JSON")?)
    } else {
        table::table(&rows)
    };
    print(&text);
    let is_fine = match &cached {
        Some(cached) => all_have_reasons(project, cached, &rows)?,
        None => rows.iter().all(Row::is_fine),
    };
    Ok(if is_fine { Outcome::Fine } else { Outcome::CheckFailed })
}

/// What the cache has of the list, where it is asked for.
fn cached(project: &Project, arguments: &Arguments) -> Result<Option<Cached>> {
    if !arguments.list {
        return Ok(None);
    }
    List::of(project)?.cached(&cache_folder(arguments.cache.as_deref())?).map(Some)
}

/// Whether all that is said of the rows has a reason, and each reason is needed; says what has none, and what is not.
fn all_have_reasons(project: &Project, cached: &Cached, rows: &[Row]) -> Result<bool> {
    let reasons = Reasons::of(project)?;
    let missing = reasons.missing(rows);
    // Only the whole list shows that a reason is no longer needed.
    let left_over = if cached.missing.is_empty() { reasons.left_over(rows) } else { Vec::new() };
    missing.iter().for_each(|kind| eprintln!("no reason is given for: {kind}"));
    left_over.iter().for_each(|kind| eprintln!("nothing needs the reason for: {kind}"));
    let is_allowed = |row: &Row| row.refused.as_ref().is_some_and(|told| reasons.allow(&row.description, told));
    Ok(missing.is_empty() && left_over.is_empty() && rows.iter().all(|row| row.is_fine() || is_allowed(row)))
}

/// The files that the paths name, those of a folder in the order of their names.
fn descriptions(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let unreadable = || format!("error: can't read {}", path.display());
        if !fs::metadata(path).with_context(unreadable)?.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).with_context(unreadable)?;
        let mut found: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        found.retain(|file| {
            file.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
        });
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// Generates from each description: neutral settings, all tags.
fn generate_all(files: &[PathBuf], overlays: &[PathBuf]) -> Result<(Vec<Row>, Vec<Member>)> {
    let progress = Progress::of(files.len());
    let mut rows = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    for file in files {
        progress.begins(&format!("generating from {}", file.display()));
        let (row, generated) = generate_one(file.display().to_string(), &of_file(file, overlays, Tags::All)?);
        if let Some((document, generated)) = generated {
            let package = package(file, &members);
            members.push(Member { row: rows.len(), package, document, generated });
        }
        rows.push(row);
        if let Some(member) = members.last().filter(|member| member.row + 1 == rows.len()) {
            rows[member.row].contradictions = required::contradictions(member);
        }
        rows.last().iter().for_each(|row| progress.done(&table::generated(row)));
    }
    Ok((rows, members))
}

/// Generates from a description, and fills the part of its row that is known then.
fn generate_one(description: String, input: &Input) -> (Row, Option<(Value, Generated)>) {
    let settings = Settings::default().of_whole_crate();
    let started = Instant::now();
    let generated = generate(input, &settings);
    let milliseconds = started.elapsed().as_millis();
    let mut row = Row { description, milliseconds, ..Row::default() };
    let document = intercom_codegen::document(input, &settings);
    if let Ok(document) = &document {
        row.operations = examples::count_operations(document);
        row.schemas = document.pointer("/components/schemas").and_then(Value::as_object).map_or(0, Map::len);
    }
    match (document, generated) {
        (Ok(document), Ok(generated)) => {
            row.left_out = row.operations.saturating_sub(generated.api.operations.len());
            row.files = generated.output.compiled().count();
            row.lines = generated.output.lines();
            row.warnings = generated.warnings.len();
            row.messages = generated.warnings.iter().map(|warning| warning.message.clone()).collect();
            (row, Some((document, generated)))
        }
        (Err(errors), _) | (_, Err(errors)) => {
            row.left_out = row.operations;
            row.refused = Some(errors.to_string());
            (row, None)
        }
    }
}

/// A package's name: after the file, with a number where two files have the same one.
fn package(file: &Path, others: &[Member]) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let plain: String = stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let name = format!("client-{plain}");
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = [name.clone()].into_iter().chain(numbered);
    names.find(|name| others.iter().all(|other| other.package != *name)).unwrap_or(name)
}

/// Compiles the clients, and with the examples the programs that decode them.
fn compile_all(project: &Project, arguments: &Arguments, rows: &mut [Row], members: &[Member]) -> Result<()> {
    let of_examples = members.iter().map(|member| decode::program_name(&member.package));
    let of_requests =
        members.iter().filter(|_| arguments.requests).map(|member| requests::program_name(&member.package));
    let programs: Vec<String> = of_examples.chain(of_requests).collect();
    let packages = members.iter().map(|member| member.package.as_str());
    let all: Vec<&str> = packages.clone().chain(programs.iter().map(String::as_str)).collect();
    let workspace = Workspace::new(project, &project.target()?.join("corpus"), &all)?;
    for member in members {
        workspace.add_generated(&member.package, &member.generated)?;
        decode::add_examples(&workspace, member)?;
        if arguments.requests {
            requests::add(&workspace, member)?;
        }
    }
    if arguments.compile {
        let packages: Vec<&str> = packages.collect();
        let mut checked = compile::check(&workspace, &packages)?;
        for member in members {
            rows[member.row].checked = Some(checked.remove(&member.package).unwrap_or_default());
        }
    }
    if arguments.features {
        for member in members {
            let features = member.generated.api.features().map(FeatureName::as_str);
            let alone = compile::check_alone(&workspace, &member.package, &features.collect::<Vec<_>>())?;
            rows[member.row].alone = Some(alone);
        }
    }
    if arguments.examples {
        let progress = Progress::of(members.len());
        for member in members {
            let row = &mut rows[member.row];
            progress.begins(&format!("decoding the examples of {}", row.description));
            row.decoded = Some(decode::decode(&workspace, member)?);
            progress.done(&table::decoded(row));
        }
    }
    if arguments.requests {
        let progress = Progress::of(members.len());
        for member in members {
            let row = &mut rows[member.row];
            progress.begins(&format!("sending the request examples of {}", row.description));
            row.requested = Some(requests::send(&workspace, member)?);
            progress.done(&table::requested(row));
        }
    }
    Ok(())
}
