//! What OpenAPI 3.1 and 3.2 write otherwise than 3.0, led to the words of 3.0: the later steps know these alone.
//!
//! A description is of a dialect by its words, not by its number: many call themselves 3.1 and write `nullable`, others 3.0 and
//! write `const`. So every schema of every description is looked at, once, and one that has no such word costs no more than
//! that look. What 3.0 has no word for, and no type depends on, is told and left out.
//!
//! ```yaml
//! type: [string, "null"]                                   # -> type: string, nullable: true
//! anyOf: [{$ref: "#/components/schemas/Pet"}, {type: "null"}]  # -> $ref: …, nullable: true
//! const: cat                                               # -> type: string, enum: [cat]
//! ```

mod callbacks;
mod described;
mod events;
mod identifiers;
mod moved;
mod operations;
pub(crate) mod parts;
mod schema;
mod security;
mod state;
pub(crate) mod streams;
mod webhooks;

use std::sync::Arc;

use serde_json::{Value, json};

pub(crate) use self::schema::TUPLE;
pub use self::{
    moved::{Moved, Now, Where},
    operations::path_and_method,
    state::Led,
};
use self::{
    parts::{Below, Part},
    state::Leading,
};
use crate::{
    error::Source,
    place::{Path, Pointer},
};

/// Leads a document to the words of OpenAPI 3.0, in its place.
#[must_use]
pub fn lead(document: &mut Value, source: &Arc<Source>) -> Led {
    let mut leading = Leading::new(source);
    if is_later(document) {
        if let Value::Object(root) = document {
            // A description may have webhooks or components alone (OpenAPI 3.1.1, section 4.8.1).
            root.entry("paths").or_insert_with(|| json!({}));
        }
        warn_of_dialect(document, &mut leading);
        identifiers::resolve(document, &mut leading);
        operations::lead(document, &mut leading);
        described::lead(document, &mut leading);
        events::lead(document, &mut leading);
    }
    security::lead(document, &mut leading);
    lead_part(document, Part::Document, &Path::Root, &mut leading);
    webhooks::lead(document, &mut leading);
    callbacks::lead(document, &mut leading);
    leading.led
}

/// Whether a description says that it is OpenAPI 3.1 or 3.2. Nobody means anything by a patch level.
#[must_use]
pub fn is_later(document: &Value) -> bool {
    let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
    ["3.1", "3.2"]
        .iter()
        .any(|later| version.strip_prefix(later).is_some_and(|patch| patch.is_empty() || patch.starts_with(['.', '-'])))
}

/// Warns of schemas that say to be of another dialect than OpenAPI's, which is that of JSON Schema 2020-12 and a few keywords.
fn warn_of_dialect(document: &Value, leading: &mut Leading<'_>) {
    let key = "jsonSchemaDialect";
    let dialect = document.get(key).and_then(Value::as_str).unwrap_or("https://spec.openapis.org/oas/3.1/dialect/base");
    let is_known = dialect.starts_with("https://spec.openapis.org/oas/3.") || dialect.contains("/draft/2020-12/");
    if !is_known {
        let message = format!("the schemas say to be of the dialect `{dialect}`; they are read as those of OpenAPI");
        leading.warn(message, &Pointer::root().child(key));
    }
}

/// Leads what stands in a part, then the part itself.
fn lead_part(value: &mut Value, part: Part, path: &Path<'_>, leading: &mut Leading<'_>) {
    let Value::Object(entries) = value else { return };
    let mut has_words = false;
    for (key, value) in entries.iter_mut() {
        has_words |= part == Part::Schema && schema::is_word(key, value);
        let below = part.below(key);
        if part != Part::Schema {
            schema::lead_booleans(value, below);
        }
        lead_below(value, below, &Path::Key(path, key), leading);
    }
    match part {
        Part::Schema if has_words => schema::lead(entries, path, leading),
        Part::MediaType => operations::lead_media_type(entries, path, leading),
        Part::Parameter => operations::lead_parameter(entries, path, leading),
        _ => {}
    }
}

fn lead_below(value: &mut Value, below: Below, path: &Path<'_>, leading: &mut Leading<'_>) {
    match (below, value) {
        (Below::One(part), value) => lead_part(value, part, path, leading),
        (Below::Names(part), Value::Object(entries)) => {
            entries.iter_mut().for_each(|(name, value)| lead_part(value, part, &Path::Key(path, name), leading));
        }
        (Below::List(part), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                lead_part(item, part, &Path::Item(path, index), leading);
            }
        }
        (Below::Names(_) | Below::List(_) | Below::Nothing, _) => {}
    }
}
