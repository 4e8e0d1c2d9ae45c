//! Regressions that are made on purpose, so that tests see `bench --check` find them.

/// What is planted in the codegen of the project's client.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Planted {
    /// The code of each field is emitted twice: the emitters get a client whose structs have each field once more.
    Fields,
    /// Each text is read twice.
    Reading,
    /// Nothing: all is as it is.
    Nothing,
}

impl Planted {
    /// The word by which `cargo xtask codegen` does so.
    pub(super) const fn word(self) -> Option<&'static str> {
        match self {
            Self::Fields => Some("--each-field-twice"),
            Self::Reading => Some("--each-text-twice"),
            Self::Nothing => None,
        }
    }
}
