//! Schemas -> types and definitions.

pub(crate) mod branches;
pub(crate) mod enums;
pub(crate) mod objects;
pub(crate) mod schemas;
pub(crate) mod unions;
