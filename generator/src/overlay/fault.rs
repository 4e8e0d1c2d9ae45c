//! Why an action could not be applied.

use crate::{error::Severity, place::Pointer};

/// Why an action could not be applied as it is meant, and which part of it says so.
#[derive(Debug)]
pub(super) struct Fault {
    pub severity: Severity,
    /// Below the action.
    pub place: Pointer,
    pub message: String,
    pub help: String,
    /// The places without which there would be no fault: if actions before were to make or remove each of them and failed, that
    /// is the fault.
    pub lacks: Vec<Pointer>,
    /// The place whose kind is the fault: what is copied to a node changes none.
    pub unlike: Option<Box<Pointer>>,
}

impl Fault {
    pub(super) fn new(place: Pointer, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { severity: Severity::Error, place, message, help, lacks: Vec::new(), unlike: None }
    }

    pub(super) fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    pub(super) fn lacks(self, places: impl IntoIterator<Item = Pointer>) -> Self {
        Self { lacks: places.into_iter().collect(), ..self }
    }

    pub(super) fn unlike(self, place: Pointer) -> Self {
        Self { unlike: Some(Box::new(place)), ..self }
    }

    pub(super) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
