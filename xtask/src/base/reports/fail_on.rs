//! Which reports make a run fail.

use intercom_codegen::diff::{Report, Severity};

/// What makes a run fail.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum FailOn {
    /// A breaking change.
    Breaking,
    /// A breaking or a risky one.
    Risky,
    /// Any that reaches the client; a sentence of the documentation that has changed does not.
    Any,
}

impl FailOn {
    /// The least severe change that still fails.
    fn threshold(self) -> Severity {
        match self {
            Self::Breaking => Severity::Breaking,
            Self::Risky => Severity::Risky,
            Self::Any => Severity::DocsOnly,
        }
    }

    /// Whether a report has a change that counts and is severe enough.
    #[must_use]
    pub fn fails(self, report: &Report) -> bool {
        report.most_severe().is_some_and(|severity| severity <= self.threshold())
    }
}
