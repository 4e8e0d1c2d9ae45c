//! How the generator fared with one description.

use serde::Serialize;

use super::{
    compile::{Alone, Checked},
    decode::Decoded,
    requests::Requested,
    required::Contradictions,
};

/// How the generator fared with a description.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Row {
    /// The description's file.
    pub description: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many of them the client lacks.
    pub left_out: usize,
    /// How many schemas its components have.
    pub schemas: usize,
    /// How many files were generated.
    pub files: usize,
    /// How many lines these have.
    pub lines: usize,
    /// How long that took, from reading the text to the last file in memory.
    pub milliseconds: u128,
    /// What the generator had to read generously.
    pub warnings: usize,
    /// What it says of them.
    #[serde(skip)]
    pub messages: Vec<String>,
    /// How many of its examples lack what their schemas require.
    #[serde(flatten)]
    pub contradictions: Contradictions,
    /// Why nothing was generated.
    pub refused: Option<String>,
    /// What the compiler and its tools say of it.
    #[serde(flatten)]
    pub checked: Option<Checked>,
    /// What the compiler says of single tags.
    #[serde(flatten)]
    pub alone: Option<Alone>,
    /// What became of the examples.
    #[serde(flatten)]
    pub decoded: Option<Decoded>,
    /// What became of the request examples.
    #[serde(flatten)]
    pub requested: Option<Requested>,
}

impl Row {
    /// Whether nothing is left out, and nobody complains.
    pub(super) fn is_fine(&self) -> bool {
        self.left_out == 0
            && self.refused.is_none()
            && self.checked.as_ref().is_none_or(Checked::is_fine)
            && self.alone.as_ref().is_none_or(Alone::is_fine)
            && self.decoded.as_ref().is_none_or(Decoded::is_fine)
            && self.requested.as_ref().is_none_or(Requested::is_fine)
    }
}
