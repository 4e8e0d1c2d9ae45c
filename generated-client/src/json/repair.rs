//! Reads JSON that is not quite what a type expects: a deserializer that knows what it is asked for, and gives that
//! where the value can be read so.
//!
//! A type asks serde for what it wants (`deserialize_i64`), so each repair is decided where both sides are known.
//! A union reads a plain [`Value`] first, to see which variant it is; serde has no room there for the state of a
//! repair, so it stands in a thread-local for the time of one [`read`], which is synchronous.

use std::rc::Rc;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use self::deserializer::Repair;
use self::state::State;
pub(crate) use self::state::{is_going_on, leave_out, suspended};
use super::policy::Mismatch;

mod access;
mod deserializer;
mod failure;
mod numbers;
mod state;

/// How many times a value is read anew after something was found that is to be filled in (a field of a type that
/// lacks it) or to be left out.
const PASSES: usize = 200;

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
    // {"id": 7, "note": []}, where `id` is a text and `note` an optional number -> id "7", no note, a mismatch for each
    let state = Rc::new(State::new(fills));
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
        // A field turned out to be missing, or a value to be unreadable, and is known from now on: read once more, with that.
        if state.wanted.borrow().len() == known && !state.gives_up(optional) {
            return Err(Unrepaired { path: path.unwrap_or_else(|| ".".to_owned()), reason: failure.to_string() });
        }
    }
    Err(Unrepaired { path: ".".to_owned(), reason: "too much of it is missing".to_owned() })
}

/// Goes on within a repair, if there is one: reads the value that stands at the present place.
pub(crate) fn resume<'de, T: Deserialize<'de>, E: Error>(value: &Value) -> Option<Result<T, E>> {
    let state = state::active()?;
    Some(T::deserialize(Repair::new(value, &state)).map_err(E::custom))
}
