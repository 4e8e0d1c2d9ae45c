//! What failed actions would have done, and which faults follow from that.

use super::fault::Fault;
use crate::place::Pointer;

/// The places where failed actions would have done something.
#[derive(Debug, Default)]
pub(super) struct Missed {
    /// What they would have made or removed.
    pub changed: Vec<Pointer>,
    /// Where they would have copied something to, which is not known.
    pub copied: Vec<Pointer>,
}

impl Missed {
    pub(super) fn extend(&mut self, more: Self) {
        self.changed.extend(more.changed);
        self.copied.extend(more.copied);
    }

    /// Whether a fault only follows from those: all that it lacks is at or below such places. A node is of another kind only
    /// where one would have been made or removed.
    pub(super) fn explain(&self, fault: &Fault) -> bool {
        let is_below = |place: &Pointer, above: &Pointer| place.below(above).is_some();
        let is_changed = |place: &Pointer| self.changed.iter().any(|above| is_below(place, above));
        let is_missed = |place: &Pointer| is_changed(place) || self.copied.iter().any(|above| is_below(place, above));
        let is_lacking = !fault.lacks.is_empty() && fault.lacks.iter().all(is_missed);
        is_lacking || fault.unlike.as_deref().is_some_and(is_changed)
    }
}
