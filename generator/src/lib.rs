//! Reads an OpenAPI 3.0, 3.1 or 3.2 description and writes a Rust client: models, request builders, docs.
//!
//! The pipeline is one straight line, and each step is one function of the module that has its name:
//!
//! ```text
//! text -load-> value -overlay-> value -dialect-> value -select-> value -typed-> openapiv3::OpenAPI -lower-> ir::Api -check-> ir::Api (frozen)
//!      -emit-> [(path, items)] -render-> Files -changes | apply-> diff | disk
//! ```
//!
//! 1. [`load`] reads YAML or JSON into an untyped document, with [`spelling`] for texts that are written like numbers. Positions
//!    are not kept: only a diagnostic looks them up. [`bundle`] brings in what stands in other files.
//! 2. [`overlay`] applies OpenAPI Overlay documents: corrections and descriptions that the vendor's text lacks.
//! 3. [`dialect`] leads what OpenAPI 3.1 and 3.2 write otherwise to the words of 3.0.
//! 4. [`references`] leads every `$ref` to a component, and [`select`] keeps the asked tags and what they reach.
//! 5. [`typed`] gives the document its types, or says which part of it has none.
//! 6. [`lower`] decides: which Rust type a schema becomes, what it is called, what an operation takes and returns.
//! 7. [`check`] proves what the emitters rely on. From here on the representation is read-only.
//! 8. [`emit`] prints the decisions as items, [`render`] lays them out as text.
//! 9. [`output`] compares with a folder, or writes.
//!
//! [`generate`] runs them. Beside the line, [`diff`] compares what two descriptions become: what has changed, and what an app
//! must change; and [`import`] makes a project's description out of a vendor's.
//!
//! Every step but the last is pure: the same input makes the same bytes.
//!
//! ```
//! use intercom_codegen::{Input, Settings, Source, Tags, generate};
//!
//! let text = r#"{
//!     "openapi": "3.0.3",
//!     "info": {"title": "Pets", "version": "1"},
//!     "paths": {"/pets": {"get": {
//!         "operationId": "listPets",
//!         "tags": ["Pets"],
//!         "responses": {"200": {"description": "All of them.", "content": {"application/json": {
//!             "schema": {"type": "array", "items": {"type": "string"}}
//!         }}}}
//!     }}}
//! }"#;
//! let input = Input { description: Source::new("pets.json", text), overlays: Vec::new(), tags: Tags::All, origin: "pets.json".to_owned() };
//! let client = generate(&input, &Settings::default())?;
//! // What was read generously: each with file, line and column, as rustc shows them.
//! assert_eq!(client.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
//! assert!(client.output.files()["groups/pets.rs"].contains("pub fn list(&self) -> Request<operations::ListPets>"));
//!
//! // Into a folder, whose files are touched only where they change; what an earlier run has left there goes.
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! assert_eq!(client.output.diff(folder)?.lines().next(), Some("--- a/api.rs"));
//! client.output.apply(folder)?;
//! assert!(client.output.changes(folder)?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is wrong with a description is a value, too: all errors of a step, each with its place and what to do.
//!
//! ```
//! # use intercom_codegen::{Input, Settings, Source, Tags, generate};
//! let description = Source::new("pets.yaml", "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n");
//! let wanted = Tags::Only(vec!["Pets".to_owned()]);
//! let input = Input { description, overlays: Vec::new(), tags: wanted, origin: "pets.yaml".to_owned() };
//! let errors = generate(&input, &Settings::default()).expect_err("no operation has that tag");
//! assert_eq!(errors.diagnostics()[0].message, "no operation has the tag `Pets`");
//! ```
//!
//! The output is the generated code alone, which stands beside a runtime in one crate; [`scaffold`] puts both together, with a manifest. A
//! description in several files comes with its [`Folder`] ([`Source::in_folder`]).

pub mod bundle;
pub mod check;
pub mod dialect;
pub mod diff;
pub mod emit;
pub mod error;
pub mod import;
pub mod ir;
pub mod load;
pub mod lower;
pub mod naming;
pub mod openings;
mod origin;
pub mod output;
pub mod overlay;
mod pipeline;
pub mod place;
pub mod quoted;
pub mod references;
pub mod render;
pub mod scaffold;
pub mod select;
pub mod settings;
pub mod spelling;
pub mod typed;
pub mod versions;
pub mod walk;
mod wrap;

pub use self::{
    error::{Diagnostic, Errors, Folder, Severity, Source},
    ir::Api,
    output::{Change, Files},
    overlay::Overlay,
    pipeline::{Generated, Input, document, generate, print, read},
    scaffold::{Package, Scaffold, Template},
    select::Tags,
    settings::Settings,
};

/// The code of the package's front page compiles, and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
