//! The generator at the prompt and in build scripts. [`intercom_codegen`] makes texts of texts; what is here reads and writes files.
//!
//! A build script generates a client with [`BuildScript`]; the program `intercom-codegen` writes a crate:
//!
//! ```console
//! $ intercom-codegen generate petstore.yaml --out petstore
//! 1.0.0: 2 operations, 10 files, 221 lines, 164 written to petstore
//! $ intercom-codegen check petstore.yaml --out petstore
//! $ intercom-codegen drift petstore.yaml petstore-2.yaml --fail-on breaking
//! ```
//!
//! Exit code 0: all is well; 1: a check has failed; 2: bad usage or bad input, and nothing was written.

#[cfg(feature = "runtime")]
mod build_script;
mod command;
pub mod drift;
pub mod files;
pub mod generate;
pub mod input;
mod package;
mod runtime;
pub mod shell;
pub mod told;

#[cfg(feature = "runtime")]
pub use self::{build_script::BuildScript, runtime::template};
pub use self::{
    command::Invocation,
    drift::FailOn,
    package::{Placed, package_name},
    runtime::template_of,
    told::{Outcome, print},
};
