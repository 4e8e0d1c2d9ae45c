//! What commands share.

pub mod app;
mod app_calls;
mod app_types;
pub mod document;
pub mod fields;
pub mod input;
pub(crate) mod outcome;
pub(crate) mod pattern;
pub(crate) mod progress;
pub mod project;
pub mod reports;
pub(crate) mod spelled;
pub mod workspace;

pub use intercom_codegen_cli::files;
