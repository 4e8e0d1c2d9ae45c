//! How a command ends, and how it prints.

pub(crate) use intercom_codegen_cli::print;

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

impl From<intercom_codegen_cli::Outcome> for Outcome {
    fn from(outcome: intercom_codegen_cli::Outcome) -> Self {
        match outcome {
            intercom_codegen_cli::Outcome::Fine => Self::Fine,
            intercom_codegen_cli::Outcome::CheckFailed => Self::CheckFailed,
        }
    }
}
