//! What must hold whatever the generator makes of an input.

use std::{collections::BTreeSet, fmt::Display};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{
    Generated,
    diff::{Report, report::render},
    output::SAMPLES,
};

/// How many warnings of a trial are looked at: each looks for its place.
const WARNINGS: usize = 50;

/// What an input is refused with is told with its place, and is no fault of ours.
pub(super) fn refused(told: impl Display) -> Result<Option<String>> {
    let told = format!("{told:#}");
    ensure!(!told.contains("error: internal"), "a fault of the generator:\n{told}");
    is_told_well(std::slice::from_ref(&told))?;
    Ok(Some(told))
}

/// No message is without end, or steers a terminal.
pub(super) fn is_told_well(messages: &[String]) -> Result<()> {
    for message in messages {
        let steers = message.chars().find(|character| character.is_control() && *character != '\n');
        ensure!(steers.is_none(), "a message has the character {steers:?}:\n{message:?}");
        ensure!(message.len() < 200_000, "a message of {} bytes", message.len());
    }
    Ok(())
}

/// All that is made is Rust, in files of names that every system takes, and warnings are told as errors are.
pub(super) fn is_rust(generated: &Generated) -> Result<()> {
    is_told_well(&generated.warnings.iter().take(WARNINGS).map(ToString::to_string).collect::<Vec<_>>())?;
    let mut folded = BTreeSet::new();
    for (path, text) in generated.output.files() {
        let is_sample = path.starts_with(SAMPLES);
        let text = if is_sample { format!("async fn sample() {{\n{text}}}\n") } else { text.clone() };
        syn::parse_file(&text).with_context(|| format!("{path} is no Rust"))?;
        ensure!(path.split('/').all(|part| part.len() < 250), "the name of {path} is too long");
        ensure!(folded.insert(path.to_lowercase()), "two files are called {path}, but for capitals");
    }
    Ok(())
}

/// A report can be read, as whatever it is written.
pub(super) fn is_reported(report: &Report) -> Result<()> {
    is_told_well(&[render::text(report), render::markdown(report)])
}
