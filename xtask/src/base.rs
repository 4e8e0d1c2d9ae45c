//! What commands share.

pub mod app;
pub mod fields;
pub mod files;
pub mod input;
pub(crate) mod outcome;
pub mod project;
pub mod reports;
pub mod workspace;
