//! Which of its shapes a value of a union has.

#![allow(dead_code, reason = "a description may have no unions")]

use serde::de::{DeserializeOwned, Error};
use serde::{Serialize, Serializer, ser};
use serde_json::Value;

use super::scalars::Scalar;
use crate::json::explain::{explained, leaves};
use crate::json::repair;

/// Of the shapes in which a value decodes, keeps the one that explains most of it.
pub(crate) struct Choice<'v, T> {
    value: &'v Value,
    leaves: usize,
    best: Option<(usize, T)>,
}

impl<'v, T: Serialize> Choice<'v, T> {
    pub(crate) fn new(value: &'v Value) -> Self {
        Self { value, leaves: leaves(value), best: None }
    }

    /// Tries one shape. What decodes but explains nothing is no candidate; of equals the first wins.
    pub(crate) fn consider<E>(&mut self, decode: impl FnOnce(&'v Value) -> Result<T, E>) {
        // {"id": 1, "name": "x"}: a shape with an `id` explains 1 leaf, one with `id` and `name` explains 2, which wins
        let best = self.best.as_ref().map_or(0, |(explained, _)| *explained);
        if best < self.leaves
            && let Ok(candidate) = repair::suspended(|| decode(self.value))
        {
            let explained = explained(&candidate, self.value);
            if explained > best {
                self.best = Some((explained, candidate));
            }
        }
    }

    /// The shape that explains most of the value.
    pub(crate) fn best(self) -> Option<T> {
        self.best.map(|(_, candidate)| candidate)
    }
}

/// Writes a variant of a tagged union.
pub(crate) fn serialize_tagged<S: Serializer>(
    serializer: S,
    tag: &str,
    tag_values: &[&dyn Scalar],
    value: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let [tag_value] = tag_values else {
        return value.serialize(serializer);
    };
    let mut json = serde_json::to_value(value).map_err(ser::Error::custom)?;
    match &mut json {
        Value::Object(fields) if !fields.contains_key(tag) => {
            fields.insert(tag.to_owned(), tag_value.to_json());
            json.serialize(serializer)
        }
        _ => value.serialize(serializer),
    }
}

/// Reads a variant of a tagged union.
pub(crate) fn deserialize_tagged<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    if let Some(resumed) = repair::resume(&value) {
        return resumed;
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        if path == "." { E::custom(error) } else { E::custom(format_args!("at `{path}`: {error}")) }
    })
}
