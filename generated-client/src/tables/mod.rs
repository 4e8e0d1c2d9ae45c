//! The macros that make types of generated tables, and what these types have in common.

pub(crate) mod enums;
pub(crate) mod objects;
pub(crate) mod samples;
pub(crate) mod servers;
pub(crate) mod tuples;
pub(crate) mod unions;
pub(crate) mod when;

#[cfg(test)]
#[allow(unreachable_pub, reason = "the tests make public enums")]
mod tests;
