//! A client among those of a run.

use intercom_codegen::Generated;
use serde_json::Value;

/// A description that a client was generated from.
pub(super) struct Member {
    /// The index of its row.
    pub row: usize,
    /// The package of its client.
    pub package: String,
    /// The description as it was read.
    pub document: Value,
    /// The client.
    pub generated: Generated,
}
