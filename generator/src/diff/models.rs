//! Models: schemas, and what each is made of.

mod asking;
mod branches;
pub(crate) mod constants;
mod definitions;
pub(crate) mod enums;
pub(crate) mod fields;
pub(crate) mod limits;
pub(crate) mod nulls;
mod objects;
mod presence;
pub(crate) mod schemas;
pub(crate) mod types;
mod unions;
