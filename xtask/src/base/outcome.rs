//! How a command ends, and how it prints.

use std::io::Write as _;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// All is as it should be: exit code 0.
    Fine,
    /// A check failed, and what mends it was printed: exit code 1.
    CheckFailed,
}

/// Prints to the standard output. A reader that has seen enough (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
