//! What is known of a repair that is going on: where it is, what it has repaired, and what has failed.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;

use serde::de::Error;

use crate::json::policy::Mismatch;

/// How deep a value that nobody sent may be: a type that requires itself would have no end.
const FILLED_DEPTH: usize = 64;

/// What is reported of a value that is left out.
pub(super) const LEFT_OUT: &str = "of another kind than is expected: left out";

/// What is reported of a tuple that nobody sent, and of one that is null.
pub(super) const WITHOUT_ITEMS: [&str; 2] =
    ["missing: read as a list without content", "null where a list is expected: read as one without content"];

/// Goes on without the value of a field that has just failed, where that value, itself and not something inside it, is of
/// another kind than is expected: reports it, and says whether it did. Where a model `is_sent` by requests, too, what is
/// written back would delete the value: only a repair that fills does so.
pub(crate) fn leave_out(is_sent: bool) -> bool {
    ACTIVE.with_borrow(|state| state.as_ref().is_some_and(|state| (state.fills || !is_sent) && state.leave_out()))
}

/// The repair that is going on, if there is one.
pub(super) fn active() -> Option<Rc<State>> {
    ACTIVE.with_borrow(Option::clone)
}

/// Whether a repair is going on.
pub(crate) fn is_going_on() -> bool {
    ACTIVE.with_borrow(Option::is_some)
}

/// Does something outside of any repair: a variant of a union that is only tried out.
pub(crate) fn suspended<T>(work: impl FnOnce() -> T) -> T {
    let _restore = Restore(ACTIVE.take());
    work()
}

thread_local! {
    /// The repair that is going on in this thread.
    static ACTIVE: RefCell<Option<Rc<State>>> = const { RefCell::new(None) };
}

/// Puts back what was active, also when unwinding.
struct Restore(Option<Rc<State>>);

impl Drop for Restore {
    fn drop(&mut self) {
        ACTIVE.set(self.0.take());
    }
}

/// A step from a value to one that stands in it.
#[derive(Debug)]
pub(super) enum Step {
    Field(String),
    Index(usize),
}

/// A type, by its name with its path.
pub(super) type TypeName = &'static str;

/// What is known of the repair of one document.
#[derive(Default)]
pub(super) struct State {
    pub(super) fills: bool,
    pub(super) path: RefCell<Vec<Step>>,
    pub(super) mismatches: RefCell<Vec<Mismatch>>,
    /// Where the first failure was.
    pub(super) failed_at: RefCell<Option<String>>,
    /// Where a value was of another kind than is expected, and how many steps lead there.
    pub(super) other_kind: RefCell<Option<(usize, String)>>,
    /// Required fields that were found missing in a value of their type.
    pub(super) wanted: RefCell<Vec<(TypeName, &'static str)>>,
    /// The innermost optional place in which the first failure was.
    pub(super) failed_option: RefCell<Option<String>>,
    /// The optional places whose values cannot be read.
    given_up: RefCell<Vec<String>>,
    /// How deep it is in values that nobody sent.
    filled_depth: Cell<usize>,
}

impl State {
    pub(super) fn new(fills: bool) -> Self {
        Self { fills, ..Self::default() }
    }

    /// Reads a value without content in a value that nobody sent; the depth of those has an end.
    pub(super) fn filled<T, E: Error>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let depth = self.filled_depth.get();
        if depth >= FILLED_DEPTH {
            return Err(E::custom("the type requires itself, so that it cannot be filled in"));
        }
        self.filled_depth.set(depth + 1);
        let result = work();
        self.filled_depth.set(depth);
        result
    }

    pub(super) fn during<T>(self: &Rc<Self>, work: impl FnOnce() -> T) -> T {
        let _restore = Restore(ACTIVE.replace(Some(Rc::clone(self))));
        work()
    }

    /// Does something one step further down.
    pub(super) fn at<T, E>(&self, step: Step, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.path.borrow_mut().push(step);
        let result = work();
        if result.is_err() {
            self.failed_at.borrow_mut().get_or_insert_with(|| self.shown_path());
        }
        self.path.borrow_mut().pop();
        result
    }

    /// Puts down that a type requires a field, so that it is filled in the next time.
    pub(super) fn wants(&self, ty: TypeName, field: &'static str) {
        let mut wanted = self.wanted.borrow_mut();
        if self.fills && !wanted.contains(&(ty, field)) {
            wanted.push((ty, field));
        }
    }

    /// Puts down that the value at the present place is of another kind than is expected.
    pub(super) fn put_down_other_kind(&self) {
        *self.other_kind.borrow_mut() = Some((self.path.borrow().len(), self.shown_path()));
    }

    /// Goes on without the value that failed one step below the present place, if it is of another kind than is expected.
    /// Says whether it does.
    fn leave_out(&self) -> bool {
        let below = self.path.borrow().len() + 1;
        let Some((_, path)) = self.other_kind.take().filter(|(steps, _)| *steps == below) else { return false };
        self.failed_at.take();
        self.failed_option.take();
        self.mismatches.borrow_mut().push(Mismatch::new(path, LEFT_OUT));
        true
    }

    /// Puts down that the value at the present place, which is optional, cannot be read.
    pub(super) fn failed_in_option(&self) {
        self.failed_option.borrow_mut().get_or_insert_with(|| self.shown_path());
    }

    /// Gives up the value at an optional place, so that it is left out the next time. Says whether that changes anything.
    pub(super) fn gives_up(&self, place: Option<String>) -> bool {
        let mut given_up = self.given_up.borrow_mut();
        let Some(place) = place.filter(|place| self.fills && !given_up.contains(place)) else { return false };
        given_up.push(place);
        true
    }

    /// Whether the value at the present place was given up.
    pub(super) fn is_given_up(&self) -> bool {
        let given_up = self.given_up.borrow();
        !given_up.is_empty() && given_up.contains(&self.shown_path())
    }

    pub(super) fn repaired(&self, reason: &'static str) {
        let mismatch = Mismatch::new(self.shown_path(), reason);
        let mut mismatches = self.mismatches.borrow_mut();
        // A value that is read twice, first to see what it is, is reported once.
        if mismatches.last().is_some_and(|last| last.path() == mismatch.path()) {
            mismatches.pop();
        }
        mismatches.push(mismatch);
    }

    /// The path as the crate `serde_path_to_error` shows it: `data[0].id`.
    fn shown_path(&self) -> String {
        let mut text = String::new();
        for step in &*self.path.borrow() {
            let written = match step {
                Step::Field(name) if text.is_empty() => write!(text, "{name}"),
                Step::Field(name) => write!(text, ".{name}"),
                Step::Index(index) => write!(text, "[{index}]"),
            };
            written.expect("a text can be written to");
        }
        if text.is_empty() { ".".to_owned() } else { text }
    }
}
