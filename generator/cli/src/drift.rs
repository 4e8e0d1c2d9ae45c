//! `drift`: what has changed between two descriptions, and what an app must change because of it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use intercom_codegen::{
    Input, Settings,
    diff::{
        Report, Severity, Version,
        report::{json::json, render},
    },
};

use crate::{
    files::description,
    input::{self, tags},
    told::{Outcome, print},
};

/// Which descriptions, and how to report.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The older description.
    #[arg(value_name = "OLDER")]
    pub from: PathBuf,
    /// The newer description.
    #[arg(value_name = "NEWER")]
    pub to: PathBuf,
    /// An OpenAPI Overlay document that the client is generated with, applied to both; can be given several times. The report tells what
    /// the vendor changed from what the client gets of it.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// The names and facts that the client is generated with; without it, neutral ones.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with 1 if there is a change of this severity, or a more severe one.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Only the operations with this tag; can be given several times.
    #[arg(long, value_name = "T")]
    pub tag: Vec<String>,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    Text,
    /// A page.
    Markdown,
    /// For programs; `drift.schema.json` of the generator says what is in it.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
}

impl Format {
    /// A report in this format.
    #[must_use]
    pub fn text(self, report: &Report) -> String {
        match self {
            Self::Text => render::text(report),
            Self::Markdown => render::markdown(report),
            Self::Json => json(report),
            Self::Github => render::github(report),
        }
    }
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
    /// The least severe change that still fails.
    fn threshold(self) -> Severity {
        match self {
            Self::Breaking => Severity::Breaking,
            Self::Risky => Severity::Risky,
            Self::Any => Severity::DocsOnly,
        }
    }

    /// Whether a report has a change that counts and is severe enough.
    #[must_use]
    pub fn fails(self, report: &Report) -> bool {
        report.most_severe().is_some_and(|severity| severity <= self.threshold())
    }
}

/// Runs the command.
///
/// # Errors
///
/// A description that can't be read.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let settings = input::settings(arguments.settings.as_deref())?;
    let side = |path: &Path| -> Result<Version> {
        let input = input::of_file(path, &arguments.overlay, tags(&arguments.tag))?;
        Ok(Version::read(path.display().to_string(), &input, &settings)?)
    };
    let report = Report::new(&side(&arguments.from)?, &side(&arguments.to)?);
    print(&arguments.format.text(&report));
    if arguments.fail_on.is_some_and(|fail_on| fail_on.fails(&report)) {
        eprintln!("error: from {} to {}: {}", report.from, report.to, render::failing(&report));
        return Ok(Outcome::CheckFailed);
    }
    Ok(Outcome::Fine)
}

/// A description as its vendor wrote it, read with neutral settings: the report calls it by `name`, messages by `shown`.
///
/// # Errors
///
/// A description that can't be read.
pub fn version(name: &str, path: &Path, shown: String, named: &[String]) -> Result<Version> {
    let description = description(path, shown)?;
    let input = Input { description, overlays: Vec::new(), tags: tags(named), origin: name.to_owned() };
    Ok(Version::read(name, &input, &Settings::default())?)
}
