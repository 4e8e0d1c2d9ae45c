//! A description in several files -> one document, as if somebody had written it so.
//!
//! A `$ref` may lead to another file (OpenAPI 3.0.4, section 4.8.23; RFC 3986, section 5): one below the folder that the
//! description stands in. What has components, a schema or a parameter, becomes one, or stands in the component that is only
//! such a reference; anything else stands where the reference stood. The other files are asked of [`Folder`](crate::error::Folder).
//!
//! ```yaml
//! paths: {/pets: {$ref: paths/pets.yaml}}              # -> paths: {/pets: {get: …}}
//! components: {schemas: {Pet: {$ref: pet.yaml}}}       # -> components: {schemas: {Pet: {type: object, …}}}
//! schema: {$ref: "common.yaml#/Error"}                 # -> schema: {$ref: "#/components/schemas/Error"}
//! ```

mod bundled;
mod files;
mod names;
mod slots;

use std::{mem, sync::Arc};

use serde_json::{Map, Value};

pub use self::bundled::Bundled;
use self::{
    files::{Fault, Files},
    slots::{Slots, Spot},
};
use crate::{
    dialect::parts::{Below, Part},
    error::{Diagnostic, Diagnostics, Errors, Source},
    load,
    place::Pointer,
    walk::Keys,
};

/// A description as one document.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The document.
    pub document: Value,
    /// What of it is from other files.
    pub bundled: Bundled,
    /// What had to be read generously.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a description with the files that it refers to, as far as its source says in which folder it stands. A reference that
/// leads to no file (`https://…`) stays as it is.
///
/// # Errors
///
/// A text that is no YAML and no JSON, and each reference to a file that is not there, is outside of the folder, or lacks what is
/// asked for.
pub fn load(source: &Arc<Source>) -> Result<Loaded, Errors> {
    let (mut document, mut warnings) = load::read(source)?;
    let Some(folder) =
        source.folder.as_deref().filter(|_| may_leave(&source.text) || maps_to_files(&source.text, &document))
    else {
        return Ok(Loaded { document, bundled: Bundled::default(), warnings });
    };
    let files = Files::new(source, folder, &document);
    let mut bundling = Bundling { files, slots: Slots::default(), diagnostics: Diagnostics::default() };
    bundling.part(&mut document, Part::Document, &Here::default());
    // What stands in components refers to more of them.
    while let Some((slot, target, below)) = bundling.slots.pending() {
        let mut content = bundling.files.node(&target).cloned().unwrap_or_default();
        let here = Here { file: target.file, place: target.pointer, spot: Spot::of(slot) };
        bundling.below(&mut content, below, &here);
        bundling.slots.fill(slot, content);
    }
    let Bundling { files, slots, diagnostics } = bundling;
    warnings.extend(diagnostics.finish()?);
    let bundled = slots.finish(&mut document, &files);
    warnings.extend(files.warnings);
    Ok(Loaded { document, bundled, warnings })
}

/// Whether some `$ref` of a text may lead out of it: all of them are looked at where one seems to, so it need not be certain.
fn may_leave(text: &str) -> bool {
    // `$ref: '#/components/…'` and `"$ref": "#/…"` do not.
    let is_between = |character: char| character == '"' || character == '\'' || character == ':' || character == ' ';
    text.split("$ref").skip(1).any(|behind| !behind.trim_start_matches(is_between).starts_with('#'))
}

/// Whether a mapping, which may be that of a discriminator, leads to a file.
fn maps_to_files(text: &str, document: &Value) -> bool {
    text.contains("mapping") && maps_to_file(document)
}

fn maps_to_file(value: &Value) -> bool {
    match value {
        Value::Object(entries) => {
            let mapping = entries.get("mapping").and_then(Value::as_object);
            mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str).any(is_file)
                || entries.values().any(maps_to_file)
        }
        Value::Array(items) => items.iter().any(maps_to_file),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether a value of a mapping leads to a file, and is no name of a schema.
fn is_file(target: &str) -> bool {
    let file = target.split('#').next().unwrap_or_default().to_lowercase();
    [".yaml", ".yml", ".json"].iter().any(|ending| file.ends_with(ending))
}

/// Where a walk is.
#[derive(Clone, Debug, Default)]
struct Here {
    /// The file, from the folder of the description on.
    file: String,
    /// Where in the file.
    place: Pointer,
    /// Where in the document that is made of it.
    spot: Spot,
}

impl Here {
    fn child(&self, key: impl ToString) -> Self {
        let key = key.to_string();
        Self { file: self.file.clone(), place: self.place.child(&key), spot: self.spot.child(&key) }
    }
}

/// The state of bundling.
struct Bundling<'a> {
    files: Files<'a>,
    slots: Slots,
    diagnostics: Diagnostics,
}

impl Bundling<'_> {
    /// Leads the references of a part.
    fn part(&mut self, value: &mut Value, part: Part, here: &Here) {
        if !self.reference(value, Below::One(part), here) {
            self.entries(value, part, here);
        }
    }

    fn entries(&mut self, value: &mut Value, part: Part, here: &Here) {
        let Value::Object(entries) = value else { return };
        for (key, value) in entries.iter_mut() {
            let here = here.child(key);
            match (part.below(key), key.as_str()) {
                (Below::Nothing, "discriminator") if part == Part::Schema => self.mapping(value, &here),
                (Below::Nothing, key) => {
                    if let Some(keys) = Keys::Keywords.below(key) {
                        self.other(value, keys, &here);
                    }
                }
                (below, _) => self.below(value, below, &here),
            }
        }
    }

    fn below(&mut self, value: &mut Value, below: Below, here: &Here) {
        // A whole collection may be in a file of its own: the value of a name is no text.
        let is_collection = matches!(below, Below::Names(_) | Below::List(_));
        if is_collection && self.reference(value, below, here) {
            return;
        }
        match (below, value) {
            (Below::One(part), value) => self.part(value, part, here),
            (Below::Nothing, value) => self.other(value, Keys::Keywords, here),
            (Below::Names(part), Value::Object(entries)) => {
                entries.iter_mut().for_each(|(name, value)| self.part(value, part, &here.child(name)));
            }
            (Below::List(part), Value::Array(items)) => {
                items.iter_mut().enumerate().for_each(|(index, item)| self.part(item, part, &here.child(index)));
            }
            (Below::Names(_) | Below::List(_), _) => {}
        }
    }

    /// What has no schema in it.
    fn other(&mut self, value: &mut Value, keys: Keys, here: &Here) {
        if keys == Keys::Keywords && self.reference(value, Below::Nothing, here) {
            return;
        }
        match value {
            Value::Object(entries) => {
                for (key, value) in entries.iter_mut() {
                    if let Some(below) = keys.below(key) {
                        self.other(value, below, &here.child(key));
                    }
                }
            }
            Value::Array(items) => {
                let items = items.iter_mut().enumerate();
                items.for_each(|(index, item)| self.other(item, Keys::Keywords, &here.child(index)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The values of a discriminator: names of schemas, or references to them (OpenAPI 3.0.4, section 4.8.25).
    fn mapping(&mut self, value: &mut Value, here: &Here) {
        let Some(Value::Object(mapping)) = value.get_mut("mapping") else { return };
        let here = here.child("mapping");
        for (name, value) in mapping.iter_mut() {
            let Value::String(text) = value else { continue };
            if text.is_empty() || text.starts_with('#') || is_file(text) {
                let here = here.child(name);
                // Tools that make one file of several leave the mapping as it was.
                if let Err(Fault::Wrong(fault)) = self.files.target(text, &here.file) {
                    let warning = Diagnostic::warning(format!("{}; the mapping is left as it is", fault.message));
                    let warning = Diagnostic { help: fault.help, ..warning };
                    self.diagnostics.push(warning.at(self.files.source(&here.file), &here.place));
                    continue;
                }
                self.lead(text, Below::One(Part::Schema), &here, here.place.clone(), here.spot.clone());
            }
        }
    }

    /// Leads the reference that a value is, if it is one; says whether what it leads to has taken its place.
    fn reference(&mut self, value: &mut Value, below: Below, here: &Here) -> bool {
        let Value::Object(entries) = value else { return false };
        let is_alone = here.spot.is_component(below) && entries.len() == 1;
        let Some(Value::String(reference)) = entries.get_mut("$ref") else { return false };
        let at = here.child("$ref");
        let Some(slot) = self.lead(reference, below, here, at.place, at.spot) else { return false };
        let may_replace = is_alone || slots::kind(below).is_none();
        if !(may_replace && self.slots.settle(slot, &here.spot)) {
            return false;
        }
        let target = self.slots.target(slot).clone();
        let mut content = self.files.node(&target).cloned().unwrap_or_default();
        let there = Here { file: target.file, place: target.pointer, spot: here.spot.clone() };
        self.below(&mut content, below, &there);
        self.keep_siblings(value, &mut content, below, here);
        *value = content;
        true
    }

    /// What stands beside a reference counts more than what takes its place.
    fn keep_siblings(&mut self, value: &mut Value, content: &mut Value, below: Below, here: &Here) {
        let (Value::Object(siblings), Value::Object(content)) = (value, content) else { return };
        siblings.shift_remove("$ref");
        let mut siblings = Value::Object(mem::take(siblings));
        self.below(&mut siblings, below, here);
        for (key, sibling) in siblings.as_object_mut().into_iter().flat_map(mem::take) {
            let here = here.child(&key);
            self.slots.keep(here.spot, (here.file, here.place));
            content.insert(key, sibling);
        }
    }

    /// Leads a reference: to the document itself, or to a slot, which is returned, for what it leads to in another file.
    fn lead(&mut self, text: &mut String, below: Below, here: &Here, place: Pointer, spot: Spot) -> Option<usize> {
        if here.file.is_empty() && (text.starts_with('#') || text.is_empty()) {
            return None;
        }
        match self.files.target(text, &here.file) {
            Ok(target) if target.file.is_empty() => {
                *text = slots::reference(&target.pointer);
                None
            }
            Ok(target) => {
                let slot = self.slots.slot(target, below, (here.file.clone(), place));
                self.slots.patch(spot, slot);
                Some(slot)
            }
            Err(Fault::Foreign) => None,
            Err(Fault::Wrong(fault)) => {
                self.diagnostics.push(fault.at(self.files.source(&here.file), &place));
                None
            }
            Err(Fault::Unreadable(errors)) => {
                self.diagnostics.extend_once(errors);
                None
            }
        }
    }
}
