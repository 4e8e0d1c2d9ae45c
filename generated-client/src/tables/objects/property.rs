//! Reads the value of one property.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "a description may have no objects, or none with a map of all other properties"
)]

use std::collections::BTreeMap;

use serde::de::{Deserialize, IgnoredAny, MapAccess};

use crate::json::repair;

/// Reads the value of a field that may be left out. One that is of another kind than is expected may stay absent; that is
/// for a repair to say, and where `is_sent`, requests send the model, too.
pub(crate) fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    values: &mut A,
    field: &mut T,
    is_sent: bool,
) -> Result<(), A::Error> {
    match values.next_value() {
        Ok(value) => *field = value,
        Err(_) if repair::leave_out(is_sent) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Reads the value of a field that must be there.
pub(crate) fn read_required<'de, T: Deserialize<'de>, F: From<T>, A: MapAccess<'de>>(
    values: &mut A,
    field: &mut F,
) -> Result<(), A::Error> {
    *field = F::from(values.next_value()?);
    Ok(())
}

/// Reads the value of a property that no field has into the map that keeps those.
pub(crate) fn read_other<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    values: &mut A,
    name: String,
    others: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    others.insert(name, values.next_value()?);
    Ok(())
}

/// Passes over the value of a property that no field has.
pub(crate) fn pass<'de, A: MapAccess<'de>>(values: &mut A) -> Result<(), A::Error> {
    values.next_value::<IgnoredAny>().map(drop)
}

/// What is never called: whoever makes a model of its parts has seen that all that is required is there.
pub(crate) fn incomplete() -> ! {
    unreachable!("a complete model has all required fields")
}

/// The index of a field; its type only says that it is one of those that are listed.
macro_rules! index {
    ($fields:ident $field:ident $ty:ty) => {
        $fields::$field as usize
    };
}
pub(crate) use index;

/// Whether something stands there.
macro_rules! is_there {
    () => {
        false
    };
    ($name:ident) => {
        true
    };
}
pub(crate) use is_there;
