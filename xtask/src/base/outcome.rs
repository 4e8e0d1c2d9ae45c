//! How a command ends, and how it prints.

use std::io::Write as _;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// All is as it should be: exit code 0.
    Fine,
    /// A check failed, and the command that fixes it was printed: exit code 1.
    CheckFailed,
    /// `update` has brought something new, and all that follows from it: exit code 3.
    Changed,
    /// `update` has brought something new, or found it, and only a person can do the rest: exit code 4.
    NeedsPerson,
}

/// Prints to the standard output. A reader that has seen enough (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
