//! Reads an OpenAPI 3.0 description and writes a Rust client: models, request builders, docs.
//!
//! The pipeline is one straight line, and each step is one function of the module that bears its name:
//!
//! ```text
//! text -load-> value -overlay-> value -select-> value -typed-> openapiv3::OpenAPI -lower-> ir::Api -check-> ir::Api (frozen)
//!      -emit-> [(path, tokens)] -render-> Output -changes | apply-> diff | disk
//! ```
//!
//! 1. [`load`] reads YAML or JSON into an untyped document, with [`spelling`] for texts that are written like numbers. Positions
//!    are not kept: only a diagnostic looks them up.
//! 2. [`overlay`] applies OpenAPI Overlay documents: corrections and descriptions that the vendor's text lacks.
//! 3. [`references`] leads every `$ref` to a component, and [`select`] keeps the asked tags and what they reach.
//! 4. [`typed`] gives the document its types, or says which part of it has none.
//! 5. [`lower`] decides: which Rust type a schema becomes, what it is called, what an operation takes and gives.
//! 6. [`check`] proves what the emitters rely on. From here on the representation is read-only.
//! 7. [`emit`] prints the decisions as tokens, [`render`] lays them out as text.
//! 8. [`output`] compares with a folder, or writes.
//!
//! Beside the line, [`diff`] compares what two descriptions become: what has changed, and what an app must change; and
//! [`import`] makes a project's description out of a vendor's.
//!
//! Every step but the last is pure: the same input gives the same bytes.
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
//! assert!(client.output.files()["pets.rs"].contains("pub fn list_pets(&self) -> Request<ListPets>"));
//! # Ok::<(), intercom_codegen::Errors>(())
//! ```

pub mod check;
pub mod diff;
pub mod emit;
pub mod error;
pub mod import;
pub mod ir;
pub mod load;
pub mod lower;
pub mod naming;
mod origin;
pub mod output;
pub mod overlay;
pub mod place;
pub mod references;
pub mod render;
pub mod scaffold;
pub mod select;
pub mod settings;
pub mod spelling;
pub mod typed;
pub mod versions;
pub mod walk;

use std::sync::Arc;

pub use self::{
    error::{Diagnostic, Errors, Severity, Source},
    ir::Api,
    output::{Change, Output},
    overlay::Overlay,
    scaffold::{Scaffold, Template},
    select::Tags,
    settings::Settings,
};

/// What a client is generated from.
#[derive(Clone, Debug)]
pub struct Input {
    /// The OpenAPI description.
    pub description: Arc<Source>,
    /// Overlay documents, in the order in which they are applied.
    pub overlays: Vec<Arc<Source>>,
    /// The operations that are wanted.
    pub tags: Tags,
    /// How the first line of each file calls the description.
    pub origin: String,
}

/// A generated client.
#[derive(Clone, Debug)]
pub struct Generated {
    /// What it is.
    pub api: Api,
    /// Its files, relative to the folder of generated code.
    pub output: Output,
    /// What had to be read generously.
    pub warnings: Vec<Diagnostic>,
}

/// Generates a client.
///
/// # Errors
///
/// All errors of the first step that has one.
pub fn generate(input: &Input, settings: &Settings) -> Result<Generated, Errors> {
    let (api, warnings) = read(input, settings)?;
    let output = print(&api, &input.origin);
    Ok(Generated { api, output, warnings })
}

/// The first half of [`generate`]: what the client is, without its Rust.
///
/// # Errors
///
/// All errors of the first step that has one.
pub fn read(input: &Input, settings: &Settings) -> Result<(Api, Vec<Diagnostic>), Errors> {
    let source = &input.description;
    let (mut document, mut warnings) = overlaid(input, settings)?;
    references::unify(&mut document, source)?;
    let document = select::select(document, &input.tags, source)?;
    let document = typed::typed(document, source)?;
    let (api, more) = lower::lower(&document, settings, source)?;
    warnings.extend(more);
    let api = check::check(api, source)?;
    Ok((api, warnings))
}

/// The second half of [`generate`]: the Rust of a client. `origin` is what the first line of each file says that it is from.
#[must_use]
pub fn print(api: &Api, origin: &str) -> Output {
    Output::new(render::render(&emit::emit(&emit::Context::new(api)), origin))
}

/// The description with its overlays applied.
///
/// # Errors
///
/// A description or an overlay that is malformed, or an action that does not fit.
pub fn document(input: &Input, settings: &Settings) -> Result<serde_json::Value, Errors> {
    overlaid(input, settings).map(|(document, _)| document)
}

/// The description with its overlays applied, and what was read generously on the way.
fn overlaid(input: &Input, settings: &Settings) -> Result<(serde_json::Value, Vec<Diagnostic>), Errors> {
    let mut document = load::load(&input.description)?;
    let overlays = overlay::read(&input.overlays)?;
    let version = document.pointer("/info/version").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let description = overlay::Description {
        name: &input.description.name,
        version: &version,
        versions: &settings.api_versions,
        is_strict: settings.strict_overlays,
    };
    let warnings = overlay::apply(&overlays, &mut document, &description)?;
    if !input.overlays.is_empty() {
        // What they have added may be written like a number, too.
        spelling::spell(&mut document, &input.description)?;
    }
    Ok((document, warnings))
}
