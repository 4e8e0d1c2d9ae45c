//! `generate` and `check`: one description -> one crate.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

use anyhow::Result;
use intercom_codegen::{Template, generate};

use crate::{
    input,
    package::{Placed, package_name},
    told::{Outcome, print, summary, warn, word},
};

/// What to generate, from what, and where to.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
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

/// The crate and its folder, and what it is in a line.
fn placed(arguments: &Arguments, template: &Template) -> Result<(Placed, String)> {
    let settings = input::settings(arguments.settings.as_deref())?.of_whole_crate();
    let input = input::of_file(&arguments.spec, &arguments.overlay, input::tags(&arguments.tag))?;
    let generated = generate(&input, &settings)?;
    warn(&generated);
    let shown = |path: &Path| path.display().to_string();
    let placed = Placed::package(&arguments.out, shown, &generated, template, arguments.name.as_deref())?;
    Ok((placed.of_program(), summary(&generated)))
}

impl Arguments {
    /// The command that writes what these arguments ask for.
    fn command(&self) -> String {
        let mut words = vec![format!("intercom-codegen generate {}", word(&self.spec.display().to_string()))];
        let mut option = |name: &str, value: &dyn Display| words.push(format!("--{name} {}", word(&value.to_string())));
        self.settings.iter().for_each(|path| option("settings", &path.display()));
        self.overlay.iter().for_each(|path| option("overlay", &path.display()));
        self.tag.iter().for_each(|tag| option("tag", tag));
        self.name.iter().for_each(|name| option("name", name));
        option("out", &self.out.display());
        words.join(" ")
    }
}
