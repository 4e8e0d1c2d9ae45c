//! `cargo xtask drift`: what has changed between two versions, and what an app must change because of it.

pub mod prove;

use anyhow::{Result, ensure};
use intercom_codegen::diff::report::render;
use intercom_codegen_cli::drift::{self, Format};

use crate::{
    outcome::{Outcome, print},
    project::Project,
    reports::{self, FailOn, is_corrected, is_file},
};

/// Which versions, and how to report.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The older version of spec/, or any OpenAPI description; of files, nothing is corrected.
    #[arg(required_unless_present_any = ["matrix", "prove"])]
    pub from: Option<String>,
    /// The newer version of spec/, or any OpenAPI description.
    #[arg(required_unless_present_any = ["matrix", "prove"])]
    pub to: Option<String>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with 1 if there is a change of this severity, or a more severe one.
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
    #[arg(long, value_name = "DAY", value_parser = reports::day)]
    pub today: Option<String>,
}

impl Arguments {
    /// Both sides, where both are files: then nothing of a project counts.
    pub(crate) fn files(&self) -> Option<(&str, &str)> {
        let (from, to) = (self.from.as_deref()?, self.to.as_deref()?);
        (is_file(from) && is_file(to)).then_some((from, to))
    }
}

/// Runs the command on two files, wherever they are.
///
/// # Errors
///
/// A description that can't be read, or a section of a changelog that is asked for: there is none.
pub(crate) fn run_on_files((from, to): (&str, &str), arguments: &Arguments) -> Result<Outcome> {
    ensure!(!arguments.changelog, no_changelog(from, to));
    let Arguments { format, fail_on, tag, .. } = arguments.clone();
    // Nothing is corrected of a file.
    let files = drift::Arguments {
        from: from.into(),
        to: to.into(),
        overlay: Vec::new(),
        settings: None,
        format,
        fail_on,
        tag,
    };
    Ok(drift::run(&files)?.into())
}

/// Why a comparison is no section of CHANGELOG.md.
fn no_changelog(from: &str, to: &str) -> String {
    format!(
        "error: CHANGELOG.md has the steps of this client, from one version of spec/ to another; {from} → {to} is none\n\
         help: leave out `--changelog`; `--format markdown` prints a page"
    )
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
        print(&reports::matrix(project)?);
        return Ok(Outcome::Fine);
    };
    ensure!(!arguments.changelog || is_corrected((from, to), &arguments.tag), no_changelog(from, to));
    let mut report = reports::report(project, (from, to), &arguments.tag)?;
    reports::allow(project, arguments.today.as_deref(), &mut report)?;
    if !is_corrected((from, to), &arguments.tag) && [from, to].into_iter().any(|name| !is_file(name)) {
        eprintln!("note: compared without corrections: of a file, or of single tags, there are none");
    }
    if arguments.changelog {
        reports::write_changelog(project, &report)?;
    } else {
        print(&arguments.format.text(&report));
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
