//! The command, and what its subcommands are.

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;
use intercom_codegen::Template;

use crate::{
    drift, generate, shell,
    told::{Outcome, print},
};

/// Generates a Rust client from an OpenAPI description.
#[derive(Debug, clap::Parser)]
#[command(
    name = "intercom-codegen",
    version,
    after_help = "Exit code 0: all is well; 1: a check has failed; 2: bad usage or bad input."
)]
pub struct Invocation {
    #[command(subcommand)]
    command: Command,
}

/// The subcommands.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Writes a crate that is a client of a described API, or brings it up to date.
    Generate {
        #[command(flatten)]
        arguments: generate::Arguments,
        /// Overwrite files that no run has written, too.
        #[arg(long)]
        force: bool,
    },
    /// Writes nothing; shows what `generate` would change, and exits with 1 if it would.
    Check(generate::Arguments),
    /// Writes nothing; lists what became untyped or is left to the caller, with its place and reason.
    Report {
        #[command(flatten)]
        read: generate::Reading,
        /// How to list it.
        #[arg(long, value_enum, default_value_t = generate::Listing::Text)]
        format: generate::Listing,
    },
    /// Reports what has changed between two descriptions, and what an app must change because of it.
    Drift(drift::Arguments),
    /// Prints the completions of a shell.
    Completions {
        /// Which one.
        shell: Shell,
    },
    /// Prints the manual page, for `man -l -`.
    Man {
        /// That of a subcommand.
        subcommand: Option<String>,
    },
}

impl Invocation {
    /// Runs the command; a new crate is made of what `template` returns.
    ///
    /// # Errors
    ///
    /// Bad usage or bad input; nothing was written then: exit code 2.
    pub fn run(&self, template: fn() -> Template) -> Result<Outcome> {
        match &self.command {
            Command::Generate { arguments, force } => generate::run(arguments, &template(), *force),
            Command::Check(arguments) => generate::check(arguments, &template()),
            Command::Report { read, format } => generate::report(read, *format),
            Command::Drift(arguments) => drift::run(arguments),
            Command::Completions { shell } => {
                print(&shell::completions(&Self::command(), *shell));
                Ok(Outcome::Fine)
            }
            Command::Man { subcommand } => {
                print(&shell::page(&Self::command(), subcommand.as_deref())?);
                Ok(Outcome::Fine)
            }
        }
    }
}
