//! Objects with properties: the macro that makes models of generated tables, and what reads, writes and builds them.

pub(crate) mod builder;
pub(crate) mod choice;
pub(crate) mod field_name;
pub(crate) mod key;
pub(crate) mod model;
pub(crate) mod object;
pub(crate) mod property;
pub(crate) mod read;
pub(crate) mod required;
pub(crate) mod setters;
pub(crate) mod usual_builder;
pub(crate) mod write;

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the tests make public models, and use of each what they ask")]
mod tests;
