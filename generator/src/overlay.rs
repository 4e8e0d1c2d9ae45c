//! Applies OpenAPI Overlay documents, versions 1.0 and 1.1 of the specification, with RFC 9535 JSONPath targets.
//!
//! Two rules are ours. In a project's own overlays, an action that selects nothing is an error, since it corrects what is no
//! longer there, and so is an update that would bring something to life by describing it; in others, both are warnings. And the
//! extension `x-api-versions` beside a target says for which versions the action holds: a version or an inclusive range
//! (`2.12..2.14`, `2.12..`, `..2.11`), or a list of them, in the order that the caller gives.

mod action;
mod additions;
mod advice;
mod document;
mod fault;
mod merge;
mod missed;
mod target;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;

pub use self::action::Description;
use self::{action::Action, document::Document, fault::Fault, missed::Missed};
use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    load::load,
    place::Pointer,
};

/// An Overlay document, read and ready to be applied.
#[derive(Debug)]
pub struct Overlay {
    source: Arc<Source>,
    document: Document,
}

/// Reads Overlay documents, YAML or JSON.
///
/// # Errors
///
/// All texts that are neither, or that the schema of Overlay 1.0 or 1.1 does not allow.
pub fn read(sources: &[Arc<Source>]) -> Result<Vec<Overlay>, Errors> {
    let mut diagnostics = Diagnostics::default();
    let mut overlays = Vec::new();
    for source in sources {
        match load(source).and_then(|document| document::read(&document, source)) {
            Ok(document) => overlays.push(Overlay { source: Arc::clone(source), document }),
            Err(errors) => diagnostics.extend(errors),
        }
    }
    diagnostics.finish()?;
    Ok(overlays)
}

/// Applies overlays to a document: those of their actions that hold for its version, in their order. Returns the warnings.
///
/// # Errors
///
/// All actions that could not be applied; what would have been possible but for one of them is not reported.
pub fn apply(
    overlays: &[Overlay],
    document: &mut Value,
    description: &Description<'_>,
) -> Result<Vec<Diagnostic>, Errors> {
    let mut diagnostics = Diagnostics::default();
    let mut missed = Missed::default();
    for Overlay { source, document: overlay } in overlays {
        if let Some(extends) = overlay.extends.as_deref().filter(|extends| !is_about(extends, description.name)) {
            let message = format!("the overlay is for `{extends}`, and is applied to `{}`", description.name);
            let place = Pointer::root().child("extends");
            diagnostics.push(
                Diagnostic::warning(message)
                    .at(source, &place)
                    .help("see that this is what you want; only the names of the files are compared"),
            );
        }
        for (index, action) in overlay.actions.iter().enumerate() {
            let pointer = Pointer::root().child("actions").child(index);
            let faults = apply_action(action, document, description);
            let is_failed = faults.iter().any(Fault::is_error);
            for fault in faults.into_iter().filter(|fault| !missed.explain(fault)) {
                diagnostics.push(diagnostic(fault, source, &pointer));
            }
            if is_failed {
                missed.extend(action.missed(document));
            }
        }
    }
    diagnostics.finish()
}

fn apply_action(action: &Action, document: &mut Value, description: &Description<'_>) -> Vec<Fault> {
    match action.holds_for(description) {
        Ok(true) => action.apply(document, description),
        Ok(false) => Vec::new(),
        Err(fault) => vec![fault],
    }
}

fn diagnostic(fault: Fault, source: &Arc<Source>, action: &Pointer) -> Diagnostic {
    let Fault { severity, place, message, help, .. } = fault;
    let place = action.descendant(place.tokens());
    Diagnostic { severity, ..Diagnostic::error(message) }.at(source, &place).help(help)
}

/// Whether a reference to a document may mean a description: by the name of the file, since nothing is fetched.
fn is_about(reference: &str, description: &str) -> bool {
    let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    file(&decoded) == file(description)
}
