//! What models are made of: types that many of them share, and the macros that make types of generated tables.

pub(crate) mod builder;
pub(crate) mod choice;
pub(crate) mod deserialize;
pub(crate) mod enums;
pub(crate) mod field_name;
pub(crate) mod nullable;
pub(crate) mod one_or_many;
pub(crate) mod servers;
pub(crate) mod shape;
pub(crate) mod string_or_integer;
pub(crate) mod time;
pub(crate) mod unions;
pub(crate) mod when;
