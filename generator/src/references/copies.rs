//! How much references may copy.

use serde_json::Value;

use crate::error::Diagnostic;

/// How many values the copies of what references lead to may have. A description of ten references to what has ten references, and
/// so on, would have as many as there is no memory for; so would ten thousand paths that are all one long path item.
const MOST: usize = 1_000_000;

/// What has been copied.
#[derive(Debug, Default)]
pub(super) struct Copies {
    values: usize,
}

impl Copies {
    /// Counts a copy of a value.
    ///
    /// # Errors
    ///
    /// Of what is one too many: it is not to be copied.
    pub(super) fn add(&mut self, value: &Value) -> Result<(), Diagnostic> {
        self.values += size(value);
        if self.are_too_many() {
            let message = format!("the copies of what references lead to have more than {MOST} values");
            let help = "make components of what is referred to so often: responses, parameters, request bodies and headers can be one";
            return Err(Diagnostic::error(message).help(help));
        }
        Ok(())
    }

    pub(super) fn are_too_many(&self) -> bool {
        self.values > MOST
    }
}

/// How many values a value has in it, with itself.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(entries) => 1 + entries.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}
