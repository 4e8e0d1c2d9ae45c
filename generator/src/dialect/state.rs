//! What leading a document has found so far.

use std::sync::Arc;

use super::moved::Moved;
use crate::{
    error::{Diagnostic, Source},
    place::Pointer,
};

/// What leading a document has found.
#[derive(Clone, Debug, Default)]
pub struct Led {
    /// What has no word in 3.0.
    pub warnings: Vec<Diagnostic>,
    /// Where in the description things stand that stand elsewhere now.
    pub moved: Moved,
}

/// The state of leading.
pub(super) struct Leading<'a> {
    source: &'a Arc<Source>,
    pub(super) led: Led,
}

impl<'a> Leading<'a> {
    pub(super) fn new(source: &'a Arc<Source>) -> Self {
        Self { source, led: Led::default() }
    }

    /// Tells what 3.0 has no word for, and where it stands in the description.
    pub(super) fn warn(&mut self, message: impl Into<String>, place: &Pointer) {
        let place = self.led.moved.origin(place);
        self.led.warnings.push(Diagnostic::warning(message).at(self.source, &place));
    }

    /// Notes what has been taken from its places at once: where it stands, and where it stood.
    pub(super) fn take(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        self.led.moved.take(moves);
    }

    /// Notes that something has become a part of what held it.
    pub(super) fn merge(&mut self, to: Pointer, from: Pointer) {
        self.led.moved.merge(to, from);
    }

    /// Notes what has been left out.
    pub(super) fn leave_out(&mut self, places: impl IntoIterator<Item = Pointer>) {
        self.led.moved.leave_out(places);
    }

    /// Notes that a copy of something stands elsewhere.
    pub(super) fn note(&mut self, to: Pointer, from: Pointer) {
        self.led.moved.note(to, from);
    }
}
