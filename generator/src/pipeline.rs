//! The steps in the order in which they run: text in, files in memory out.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    bundle::{self, Loaded},
    check,
    dialect::{self, Led, Moved},
    emit::{self, Context},
    error::{Diagnostic, Errors, Place, Source},
    ir::Api,
    lower,
    output::Files,
    overlay, references, render,
    select::{self, Tags},
    settings::Settings,
    spelling, typed,
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
    pub output: Files,
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
    understand(bundle::load(&input.description)?, input, settings)
}

/// [`read`], of a description whose text is read already.
pub(crate) fn understand(loaded: Loaded, input: &Input, settings: &Settings) -> Result<(Api, Vec<Diagnostic>), Errors> {
    let Loaded { mut document, bundled, mut warnings } = overlaid(loaded, input, settings)?;
    let Led { warnings: led, moved } = dialect::lead(&mut document, &input.description);
    warnings.extend(led.into_iter().map(|warning| bundled.at_origin(warning)));
    let mut moved = moved.of_files(bundled);
    let lowered = lowered(document, &mut moved, input, settings);
    let (api, more) = lowered.map_err(|errors| moved.errors_at_origin(&errors))?;
    warnings.extend(more.into_iter().map(|warning| moved.at_origin(warning)));
    Ok((api, warnings))
}

/// What the client is, of a document in the words of OpenAPI 3.0, and what of it was read generously.
fn lowered(
    mut document: Value,
    moved: &mut Moved,
    input: &Input,
    settings: &Settings,
) -> Result<(Api, Vec<Diagnostic>), Errors> {
    let source = &input.description;
    let mut unified = references::unify(&mut document, moved, source)?;
    let described = select::schemas(&document);
    let dropped = select::dropped(&document, &input.tags, source);
    let unknown = typed::unknown(&document, settings, source);
    let document = select::select(document, &input.tags, source)?;
    unified.retain(|warning| stands_in(&document, warning));
    let (document, mut warnings) = typed::typed(document, source)?;
    warnings.extend(unified.into_iter().chain(dropped).chain(unknown));
    let (api, more) = lower::lower(&document, settings, source)?;
    warnings.extend(more);
    // What is lowered is what is asked for; the comparison asks what is described besides, and where.
    let api = Api { described, moved: moved.clone(), ..api };
    Ok((check::check(api, source)?, warnings))
}

/// Whether what a diagnostic is about is among the schemas of a document.
fn stands_in(document: &Value, diagnostic: &Diagnostic) -> bool {
    let schemas = document.pointer("/components/schemas");
    let Some((_, Place::Pointer(place))) = &diagnostic.place else { return true };
    place.component("schemas").is_none_or(|(name, _)| schemas.is_some_and(|schemas| schemas.get(name).is_some()))
}

/// The second half of [`generate`]: the Rust of a client. `origin` is what the first line of each file says that it is from.
#[must_use]
pub fn print(api: &Api, origin: &str) -> Files {
    Files::new(render::render(&emit::emit(&Context::new(api)), origin))
}

/// The description with its overlays applied.
///
/// # Errors
///
/// A description or an overlay that is malformed, or an action that does not fit.
pub fn document(input: &Input, settings: &Settings) -> Result<Value, Errors> {
    overlaid(bundle::load(&input.description)?, input, settings).map(|overlaid| overlaid.document)
}

/// A description with its overlays applied.
fn overlaid(loaded: Loaded, input: &Input, settings: &Settings) -> Result<Loaded, Errors> {
    let Loaded { mut document, bundled, mut warnings } = loaded;
    let overlays = overlay::read(&input.overlays)?;
    let version = document.pointer("/info/version").and_then(Value::as_str).unwrap_or_default().to_owned();
    let description = overlay::Description {
        name: &input.description.name,
        version: &version,
        versions: &settings.api_versions,
        is_strict: settings.strict_overlays,
    };
    warnings.extend(overlay::apply(&overlays, &mut document, &description)?);
    if !input.overlays.is_empty() {
        // What they have added may be written like a number, too.
        let spelled = spelling::spell(&mut document, &input.description);
        let spelled = spelled.map_err(|errors| bundled.errors_at_origin(&errors))?;
        warnings.extend(spelled.into_iter().map(|warning| bundled.at_origin(warning)));
    }
    Ok(Loaded { document, bundled, warnings })
}
