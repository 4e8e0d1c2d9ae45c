//! How often a text is read: what tests and counts ask, since a reading too many changes nothing but the time.

use std::cell::Cell;

thread_local! {
    static READS: Cell<u64> = const { Cell::new(0) };
}

/// Notes that a parser goes through a text.
pub(crate) fn note() {
    READS.set(READS.get() + 1);
}

/// Does some work, and counts the texts that are read for it on this thread: one that is read twice counts twice.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = READS.get();
    let made = work();
    (made, READS.get() - before)
}
