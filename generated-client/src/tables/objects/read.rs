//! Reads objects. serde's derive writes out, for each struct, a type for its keys with three ways to read one, and a way to
//! read the struct from a list, which is no JSON of an object; rustc would spend half of its time on that. This is the
//! rest of it, once for all models, with the same errors.

#![allow(dead_code, reason = "a description may have no objects, or none with a map of all other properties")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};

use super::key::{Name, Names};
use super::object::{Object, without_value};

/// Reads a model.
pub(crate) fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::NAMES, ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<T, A::Error> {
        let mut names = Names::new(T::NAMES, T::HASHES, T::KEEPS_OTHERS);
        let mut parts = T::parts();
        while let Some(name) = values.next_key_seed(&names)? {
            match name {
                Name::Known(index) => {
                    names.found(index)?;
                    let read = T::read(&mut parts, index, &mut values);
                    read.map_err(|error| without_value(error, T::SENSITIVE.contains(&index)))?;
                }
                Name::Other(name) => {
                    T::read_other(&mut parts, name, &mut values)
                        .map_err(|error| without_value(error, T::HIDES_OTHERS))?;
                }
            }
        }
        names.has_all(T::REQUIRED)?;
        Ok(T::whole(parts))
    }
}
