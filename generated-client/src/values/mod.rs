//! The types that models of many descriptions share, and values as words.

pub(crate) mod nullable;
pub(crate) mod one_or_many;
pub(crate) mod string_or_integer;
pub(crate) mod time;
pub(crate) mod words;
