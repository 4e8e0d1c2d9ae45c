//! What a user is told of a run: what was generated, in a line, and what was read generously; how it ended, and the command for another.

use std::io::Write as _;

use intercom_codegen::{Generated, error, quoted};

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// All is as it should be: exit code 0.
    Fine,
    /// A check failed, and what to do was printed: exit code 1.
    CheckFailed,
}

/// Prints to the standard output. A reader that has seen enough (`| head`) is no error.
pub fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// How many kinds of warnings are printed.
const WARNINGS: usize = 100;

/// What was generated, in a line.
#[must_use]
pub fn summary(generated: &Generated) -> String {
    format!(
        "{}: {}, {}, {}",
        quoted::visible(&generated.api.version),
        count(generated.api.operations.len(), "operation"),
        count(generated.output.compiled().count(), "file"),
        count(generated.output.lines(), "line"),
    )
}

/// `1 file`, `2 files`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The warnings as they are shown, the first of many.
#[must_use]
pub fn warnings(generated: &Generated) -> Vec<String> {
    let warnings = error::grouped(&generated.warnings);
    let shown = warnings.iter().take(WARNINGS).map(|(warning, places)| match places - 1 {
        0 => warning.to_string(),
        more => format!("{warning}\n  = the same at {}", count(more, "more place")),
    });
    let more = warnings.len().saturating_sub(WARNINGS);
    let more = (more > 0).then(|| format!("warning: and {more} more of other kinds"));
    shown.chain(more).collect()
}

/// Prints the warnings, each with an empty line behind it.
pub fn warn(generated: &Generated) {
    warnings(generated).iter().for_each(|warning| eprintln!("{warning}\n"));
}

/// A word as a shell takes it for one.
#[must_use]
pub fn word(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-./:@%+=,".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
