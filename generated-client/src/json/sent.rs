//! Whether a value is written for a request. A field that only the server sets (`readOnly`) is not sent back, at whatever depth
//! it stands, and is there wherever else the value is written: in a mock's response, in what an app stores.
//!
//! serde has no way to hand a field what its value is written for, so a thread says it while it writes a request.

use std::cell::Cell;

thread_local! {
    static IS_SENT: Cell<bool> = const { Cell::new(false) };
}

/// Writes what a request carries.
pub(crate) fn sending<T>(write: impl FnOnce() -> T) -> T {
    /// Sets back what was before, even where writing panics.
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            IS_SENT.set(self.0);
        }
    }
    let _before = Before(IS_SENT.replace(true));
    write()
}

/// Whether a field that only the server sets is left out: it is not there, or would be sent.
#[allow(dead_code, reason = "a description may have no such field")]
pub(crate) fn is_withheld<T>(field: &Option<T>) -> bool {
    field.is_none() || IS_SENT.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_withheld_from_requests_alone() {
        assert!(is_withheld::<i64>(&None));
        assert!(!is_withheld(&Some(1)));
        assert!(sending(|| is_withheld(&Some(1))));
        assert!(!is_withheld(&Some(1)));
        let panicked = std::panic::catch_unwind(|| sending(|| panic!("writing fails")));
        assert!(panicked.is_err());
        assert!(!is_withheld(&Some(1)));
    }
}
