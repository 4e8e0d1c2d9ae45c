//! Reads JSON that is not quite what a type expects: a deserializer that knows what it is asked for, and gives that
//! where the value can be read so.
//!
//! A type asks serde for what it wants (`deserialize_i64`), so each repair is decided where both sides are known.
//! A union reads a plain [`Value`] first, to see which variant it is; serde has no room there for the state of a
//! repair, so it stands in a thread-local for the time of one [`read`], which is synchronous.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use self::deserializer::{Failure, Repair};
use crate::json::policy::Mismatch;

mod access;
mod deserializer;
mod numbers;
#[cfg(test)]
#[allow(unreachable_pub, reason = "the tables make public enums")]
mod tests;

/// How many times a value is read anew after something was found that is to be filled in (a field of a type that
/// lacks it) or to be left out.
const PASSES: usize = 200;

/// What is told of a value that is left out.
const LEFT_OUT: &str = "of another kind than is expected: left out";

/// A value that was read, with what was repaired; or where it cannot be read even so, and why.
pub(crate) type Outcome<T> = Result<(T, Vec<Mismatch>), Unrepaired>;

/// What could not be repaired.
#[derive(Debug)]
pub(crate) struct Unrepaired {
    pub(crate) path: String,
    pub(crate) reason: String,
}

/// Reads a value as a `T`. An optional field of another kind than is expected is read as absent; where `fills`, required
/// fields that are missing or null get a value, and what cannot be read is left out, with the nearest optional field
/// around it.
pub(crate) fn read<T: DeserializeOwned>(value: &Value, fills: bool) -> Outcome<T> {
    let state = Rc::new(State { fills, ..State::default() });
    for _ in 0..PASSES {
        let known = state.wanted.borrow().len();
        let outcome = state.during(|| T::deserialize(Repair::new(value, &state)));
        let mismatches = state.mismatches.take();
        let failure = match outcome {
            Ok(typed) => return Ok((typed, mismatches)),
            Err(failure) => failure,
        };
        state.path.take();
        state.other_kind.take();
        let (path, optional) = (state.failed_at.take(), state.failed_option.take());
        // A field turned out to be missing, or a value to be unreadable, and is known from now on: once more, with that.
        if state.wanted.borrow().len() == known && !state.gives_up(optional) {
            return Err(Unrepaired { path: path.unwrap_or_else(|| ".".to_owned()), reason: failure.to_string() });
        }
    }
    Err(Unrepaired { path: ".".to_owned(), reason: "too much of it is missing".to_owned() })
}

/// Goes on within a repair, if there is one: reads the value that stands at the present place.
pub(crate) fn resume<'de, T: Deserialize<'de>, E: Error>(value: &Value) -> Option<Result<T, E>> {
    let state = ACTIVE.with_borrow(Option::clone)?;
    Some(T::deserialize(Repair::new(value, &state)).map_err(E::custom))
}

/// Whether the field whose value has just failed is read as absent: that value, itself and not something inside it, is of
/// another kind than is expected. It is reported. Where a model `is_sent` by requests, too, what is written back would
/// delete the value: only a repair that fills does so.
pub(crate) fn leaves_out(is_sent: bool) -> bool {
    ACTIVE.with_borrow(|state| state.as_ref().is_some_and(|state| (state.fills || !is_sent) && state.leaves_out()))
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
enum Step {
    Field(String),
    Index(usize),
}

/// A type, by its name with its path.
type TypeName = &'static str;

/// What is known of the repair of one document.
#[derive(Default)]
struct State {
    fills: bool,
    path: RefCell<Vec<Step>>,
    mismatches: RefCell<Vec<Mismatch>>,
    /// Where the first failure was.
    failed_at: RefCell<Option<String>>,
    /// Where a value was of another kind than is expected, and how many steps lead there.
    other_kind: RefCell<Option<(usize, String)>>,
    /// Required fields that were found missing in a value of their type.
    wanted: RefCell<Vec<(TypeName, &'static str)>>,
    /// The innermost optional place in which the first failure was.
    failed_option: RefCell<Option<String>>,
    /// The optional places whose values cannot be read.
    given_up: RefCell<Vec<String>>,
    /// How deep it is in values that nobody sent.
    filled_depth: Cell<usize>,
}

impl State {
    fn during<T>(self: &Rc<Self>, work: impl FnOnce() -> T) -> T {
        let _restore = Restore(ACTIVE.replace(Some(Rc::clone(self))));
        work()
    }

    /// Does something one step further down.
    fn at<T>(&self, step: Step, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        self.path.borrow_mut().push(step);
        let result = work();
        if result.is_err() {
            self.failed_at.borrow_mut().get_or_insert_with(|| self.shown_path());
        }
        self.path.borrow_mut().pop();
        result
    }

    /// Puts down that a type requires a field, so that it is filled in the next time.
    fn wants(&self, ty: TypeName, field: &'static str) {
        let mut wanted = self.wanted.borrow_mut();
        if self.fills && !wanted.contains(&(ty, field)) {
            wanted.push((ty, field));
        }
    }

    /// Puts down that the value at the present place is of another kind than is expected.
    fn is_of_other_kind(&self) {
        *self.other_kind.borrow_mut() = Some((self.path.borrow().len(), self.shown_path()));
    }

    /// Goes on without the value that failed one step below the present place, if it is of another kind than is expected.
    fn leaves_out(&self) -> bool {
        let below = self.path.borrow().len() + 1;
        let Some((_, path)) = self.other_kind.take().filter(|(steps, _)| *steps == below) else { return false };
        self.failed_at.take();
        self.failed_option.take();
        self.mismatches.borrow_mut().push(Mismatch::new(path, LEFT_OUT));
        true
    }

    /// Puts down that the value at the present place, which is optional, cannot be read.
    fn failed_in_option(&self) {
        self.failed_option.borrow_mut().get_or_insert_with(|| self.shown_path());
    }

    /// Gives up the value at an optional place, so that it is left out the next time. Says whether that changes anything.
    fn gives_up(&self, place: Option<String>) -> bool {
        let mut given_up = self.given_up.borrow_mut();
        let Some(place) = place.filter(|place| self.fills && !given_up.contains(place)) else { return false };
        given_up.push(place);
        true
    }

    /// Whether the value at the present place was given up.
    fn is_given_up(&self) -> bool {
        let given_up = self.given_up.borrow();
        !given_up.is_empty() && given_up.contains(&self.shown_path())
    }

    fn repaired(&self, reason: &'static str) {
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
