//! `generate`, `check` and `report`: one description -> one crate, and what it leaves open.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

use anyhow::Result;
use intercom_codegen::{Generated, Input, Template, generate, openings};

use crate::{
    input,
    package::{Placed, package_name},
    told::{Outcome, print, summary, warn, word},
};

/// What a client is generated from.
#[derive(Clone, Debug, clap::Args)]
pub struct Reading {
    /// An OpenAPI 3.0, 3.1 or 3.2 description, YAML or JSON. Its references may lead to files below its folder.
    #[arg(value_name = "FILE")]
    pub spec: PathBuf,
    /// An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error
    /// where the settings say `strict-overlays = true`.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Names and facts that the description does not have; without it, neutral ones.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Only the operations with this tag; can be given several times.
    #[arg(long, value_name = "T")]
    pub tag: Vec<String>,
}

/// What to generate, and where to.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// What it is generated from.
    #[command(flatten)]
    pub read: Reading,
    /// The crate to write; a new or empty folder becomes a complete one.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// What a new crate is called; by default after the API and its version, such as `pets-client-1`.
    #[arg(long, value_name = "NAME", value_parser = package_name)]
    pub name: Option<String>,
}

/// Writes the crate. `force` overwrites what no run has written, too.
///
/// # Errors
///
/// Bad input; nothing is written then.
pub fn run(arguments: &Arguments, template: &Template, force: bool) -> Result<Outcome> {
    let (placed, summary) = placed(arguments, template)?;
    match placed.write(force)? {
        0 => print(&format!("{summary}, up to date\n")),
        written => print(&format!("{summary}, {written} written to {}\n", placed.shown())),
    }
    Ok(Outcome::Fine)
}

/// Compares the crate with what would be written, and writes nothing.
///
/// # Errors
///
/// Bad input.
pub fn check(arguments: &Arguments, template: &Template) -> Result<Outcome> {
    let (placed, summary) = placed(arguments, template)?;
    let diff = placed.diff()?;
    if diff.is_empty() {
        print(&format!("{summary}, up to date\n"));
        return Ok(Outcome::Fine);
    }
    print(&diff);
    eprintln!("error: {} is not what the description says\nhelp: run `{}`", placed.shown(), arguments.command());
    Ok(Outcome::CheckFailed)
}

/// The format of what is listed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Listing {
    /// A line for each place.
    Text,
    /// For programs; `openings.schema.json` of the generator says what is in it.
    Json,
}

impl Listing {
    /// What a client leaves open, in this format.
    #[must_use]
    pub fn openings(self, generated: &Generated, input: &Input) -> String {
        let rows = openings::rows(&generated.api, &input.description);
        match self {
            Self::Text => openings::text(&rows),
            Self::Json => openings::json(&rows),
        }
    }
}

/// Lists what the client of a description leaves open, and writes nothing.
///
/// # Errors
///
/// Bad input.
pub fn report(read: &Reading, format: Listing) -> Result<Outcome> {
    let (input, generated) = generated(read)?;
    print(&format.openings(&generated, &input));
    Ok(Outcome::Fine)
}

/// The crate and its folder, and what it is in a line.
fn placed(arguments: &Arguments, template: &Template) -> Result<(Placed, String)> {
    let (_, generated) = generated(&arguments.read)?;
    warn(&generated);
    let shown = |path: &Path| path.display().to_string();
    let placed = Placed::package(&arguments.out, shown, &generated, template, arguments.name.as_deref())?;
    Ok((placed.of_program(), summary(&generated)))
}

/// What is read, and the client that comes of it.
fn generated(read: &Reading) -> Result<(Input, Generated)> {
    let settings = input::settings(read.settings.as_deref())?.of_whole_crate();
    let input = input::of_file(&read.spec, &read.overlay, input::tags(&read.tag))?;
    let generated = generate(&input, &settings)?;
    Ok((input, generated))
}

impl Arguments {
    /// The command that writes what these arguments ask for.
    fn command(&self) -> String {
        let Reading { spec, overlay, settings, tag } = &self.read;
        let mut words = vec![format!("intercom-codegen generate {}", word(&spec.display().to_string()))];
        let mut option = |name: &str, value: &dyn Display| words.push(format!("--{name} {}", word(&value.to_string())));
        settings.iter().for_each(|path| option("settings", &path.display()));
        overlay.iter().for_each(|path| option("overlay", &path.display()));
        tag.iter().for_each(|tag| option("tag", tag));
        self.name.iter().for_each(|name| option("name", name));
        option("out", &self.out.display());
        words.join(" ")
    }
}
