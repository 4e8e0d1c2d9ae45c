//! Writes objects, as serde's derive does: what is left out is not written, and does not count.

#![allow(dead_code, reason = "a description may have no objects, or none with a map of all other properties")]

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::object::{Object, Write};

/// Writes a model: as a struct, or as a map where it has further properties.
pub(crate) fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    if T::KEEPS_OTHERS {
        let mut entries = Entries { map: serializer.serialize_map(None)?, outcome: Ok(()) };
        object.write(&mut entries);
        return entries.outcome.and_then(|()| entries.map.end());
    }
    let mut count = Count(0);
    object.write(&mut count);
    let mut fields = Fields { fields: serializer.serialize_struct(T::NAME, count.0)?, outcome: Ok(()) };
    object.write(&mut fields);
    fields.outcome.and_then(|()| fields.fields.end())
}

/// Counts what would be written: some formats write the number before that.
pub(super) struct Count(pub(super) usize);

impl Write for Count {
    fn property<T: Serialize>(&mut self, _name: &'static str, _value: &T) {
        self.0 += 1;
    }

    fn others<T: Serialize>(&mut self, _others: &BTreeMap<String, T>) {}
}

struct Fields<S: SerializeStruct> {
    fields: S,
    outcome: Result<(), S::Error>,
}

impl<S: SerializeStruct> Write for Fields<S> {
    fn property<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.fields.serialize_field(name, value);
        }
    }

    fn others<T: Serialize>(&mut self, _others: &BTreeMap<String, T>) {}
}

struct Entries<S: SerializeMap> {
    map: S,
    outcome: Result<(), S::Error>,
}

impl<S: SerializeMap> Write for Entries<S> {
    fn property<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(name, value);
        }
    }

    fn others<T: Serialize>(&mut self, others: &BTreeMap<String, T>) {
        for (name, value) in others {
            if self.outcome.is_ok() {
                self.outcome = self.map.serialize_entry(name, value);
            }
        }
    }
}
