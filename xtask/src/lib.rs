//! Thin: parses arguments, calls the generator, prints. The tests call the same functions.

mod base;
pub mod bench;
pub mod ci;
pub mod codegen;
pub mod contract;
pub mod corpus;
pub mod drift;
pub mod fuzz;
pub mod golden;
pub mod import;
pub mod update;

use std::path::PathBuf;

use anyhow::Result;

pub use self::base::{app, document, fields, files, input, outcome::Outcome, project, reports, workspace};
pub(crate) use self::base::{
    outcome::{self, print},
    pattern,
    progress::Progress,
    spelled,
};
use self::project::Project;

/// A command, and the project that it is for.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about = "The project's commands")]
pub struct Invocation {
    #[command(subcommand)]
    command: Command,
    /// The project's folder; without it, the one that the current folder is in.
    #[arg(long, global = true, value_name = "DIR")]
    project: Option<PathBuf>,
}

/// The project's commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Generates the client from its OpenAPI description.
    Codegen(codegen::Arguments),
    /// Compares every golden with what the generator makes now, or rewrites them.
    Golden(golden::Arguments),
    /// Makes spec/V.yaml out of the vendor's full description of version V.
    Import(import::Arguments),
    /// Brings the project up to date with what the vendor publishes, and writes the text of the pull request.
    Update(update::Arguments),
    /// Reports what has changed between two versions, and what an app must change because of it.
    Drift(drift::Arguments),
    /// Generates from descriptions, whatever they are, and reports how it went in a table.
    Corpus(corpus::Arguments),
    /// Makes the calls that descriptions have examples of, and has others read the requests.
    Contract(contract::Arguments),
    /// Measures codegen, the crate that it makes, and the calls of the client, beside others, and reports all in a table.
    Bench(bench::Arguments),
    /// Runs a command and prints what it cost; `bench` needs it.
    #[command(hide = true)]
    Measure(bench::measure::Arguments),
    /// Parses texts and does nothing with them; `bench` compares with it.
    #[command(hide = true)]
    Parse(bench::ParseArguments),
    /// Applies an overlay, and does nothing with the outcome; `bench` measures it.
    #[command(hide = true)]
    Overlay(bench::OverlayArguments),
    /// Has the generator read what nobody has written, and checks what must hold whatever comes of it.
    Fuzz(fuzz::Arguments),
    /// Runs trials and says which; `fuzz` watches it.
    #[command(hide = true)]
    Trials(fuzz::TrialsArguments),
    /// Runs all that the continuous integration runs.
    Ci,
}

impl Invocation {
    /// Runs the command. What is about the project finds it first; the rest runs anywhere.
    ///
    /// # Errors
    ///
    /// Bad usage or bad input; nothing was written then: exit code 2.
    pub fn run(&self) -> Result<Outcome> {
        match &self.command {
            Command::Codegen(arguments) => codegen::run(&self.project()?, arguments),
            Command::Golden(arguments) if arguments.compile => corpus::goldens::run(&self.project()?),
            Command::Golden(arguments) => golden::run(&self.project()?, arguments),
            Command::Import(arguments) => import::run(&self.project()?, arguments),
            Command::Update(arguments) => update::run(&self.project()?, arguments),
            Command::Drift(arguments) => match arguments.files() {
                Some(files) => drift::run_on_files(files, arguments),
                None => drift::run(&self.project()?, arguments),
            },
            Command::Corpus(arguments) => corpus::run(&self.project()?, arguments),
            Command::Contract(arguments) => contract::run(&self.project()?, arguments),
            Command::Bench(arguments) => bench::run(&self.project()?, arguments),
            Command::Measure(arguments) => bench::measure::run(arguments),
            Command::Parse(arguments) => bench::parse(arguments),
            Command::Overlay(arguments) => bench::apply_overlay(arguments),
            Command::Fuzz(arguments) => fuzz::run(&self.project()?, arguments),
            Command::Trials(arguments) => fuzz::trials(&self.project()?, arguments),
            Command::Ci => ci::run(&self.project()?),
        }
    }

    /// The project that is named, or else the one that the current folder is in.
    fn project(&self) -> Result<Project> {
        self.project.as_ref().map_or_else(Project::here, |folder| Ok(Project::at(folder)))
    }
}
