//! What a shell and `man` know of the command.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use clap::{Command, ValueEnum as _};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

/// The completions of a shell.
#[must_use]
pub fn completions(command: &Command, shell: Shell) -> String {
    let mut text = Vec::new();
    generate(shell, &mut command.clone(), command.get_name(), &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// The page of the command, or of one of its subcommands.
///
/// # Errors
///
/// A subcommand that there is none of.
pub fn page(command: &Command, subcommand: Option<&str>) -> Result<String> {
    // A subcommand knows what it is a part of once the whole is built.
    let mut command = command.clone();
    command.build();
    let version = command.render_version().trim_end().to_owned();
    let page = match subcommand {
        None => Man::new(command),
        Some(wanted) => {
            let found = command.find_subcommand(wanted);
            Man::new(found.with_context(|| format!("error: there is no subcommand `{wanted}`"))?.clone())
        }
    };
    let mut text = Vec::new();
    let page = page.source(version);
    page.render(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// All that there is, by the names that it is installed under: `intercom-codegen.bash`, `intercom-codegen-drift.1`.
///
/// # Errors
///
/// Never: a text can be written into memory.
pub fn files(command: &Command) -> Result<BTreeMap<String, String>> {
    let name = command.get_name();
    let shells = Shell::value_variants().iter();
    let mut files: BTreeMap<String, String> =
        shells.map(|shell| (file_name(*shell, name), completions(command, *shell))).collect();
    files.insert(format!("{name}.1"), page(command, None)?);
    for subcommand in command.get_subcommands().map(Command::get_name) {
        files.insert(format!("{name}-{subcommand}.1"), page(command, Some(subcommand))?);
    }
    Ok(files)
}

/// The name under which a shell looks for completions.
fn file_name(shell: Shell, name: &str) -> String {
    clap_complete::Generator::file_name(&shell, name)
}
