//! The files of a description: what a reference leads to, and their texts, each read once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::{
    error::{Diagnostic, Errors, Folder, Source},
    load,
    place::Pointer,
};

/// A node of a file: where a reference leads.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Target {
    /// The path of the file, from the folder of the description on; its own is `""`.
    pub(super) file: String,
    /// The node.
    pub(super) pointer: Pointer,
}

/// Why a reference leads nowhere.
pub(super) enum Fault {
    /// It is not about a file of the folder: what it means, others may know.
    Foreign,
    /// What is wrong with it, and what to do.
    Wrong(Box<Diagnostic>),
    /// What is wrong with the file that it leads to.
    Unreadable(Errors),
}

/// The files that were read.
pub(super) struct Files<'a> {
    folder: &'a dyn Folder,
    description: &'a Arc<Source>,
    /// Path -> text and document.
    read: BTreeMap<String, (Arc<Source>, Value)>,
    /// What the schemas of the description are called by an `$id`: the last segments.
    identifiers: BTreeSet<String>,
    /// What of them was read generously.
    pub(super) warnings: Vec<Diagnostic>,
}

impl<'a> Files<'a> {
    pub(super) fn new(description: &'a Arc<Source>, folder: &'a dyn Folder, document: &Value) -> Self {
        let read = BTreeMap::from([(String::new(), (Arc::clone(description), document.clone()))]);
        let mut identifiers = BTreeSet::new();
        if description.text.contains("$id") {
            add_identifiers(document, &mut identifiers);
        }
        Self { folder, description, read, identifiers, warnings: Vec::new() }
    }

    /// The text of a file that was read.
    pub(super) fn source(&self, file: &str) -> &Arc<Source> {
        self.read.get(file).map_or(self.description, |(source, _)| source)
    }

    /// What stands at a target, if its file was read.
    pub(super) fn node(&self, target: &Target) -> Option<&Value> {
        self.read.get(&target.file)?.1.pointer(&target.pointer.to_string())
    }

    /// Where a reference leads that stands in a file. Its file is read if it was not.
    pub(super) fn target(&mut self, reference: &str, within: &str) -> Result<Target, Fault> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() { within.to_owned() } else { self.file(path, within)? };
        self.read(&file)?;
        let fragment = decoded(fragment);
        let document = &self.read[&file].1;
        let pointer = if fragment.is_empty() || fragment.starts_with('/') {
            Pointer::parse(&fragment)
        } else {
            anchored(document, &fragment, &Pointer::root()).ok_or_else(|| lacks(&file, &fragment))?
        };
        // The description itself may have what only an overlay, or another step, brings.
        match document.pointer(&pointer.to_string()) {
            None if !file.is_empty() => Err(lacks(&file, &fragment)),
            Some(_) | None => Ok(Target { file, pointer }),
        }
    }

    /// The path of a file, from the folder of the description on, that a file refers to by a relative path.
    fn file(&self, path: &str, within: &str) -> Result<String, Fault> {
        // `../common.yaml` within `schemas/pet.yaml` -> `common.yaml`
        if has_scheme(path) || path.starts_with("//") || self.is_identifier(path) {
            return Err(Fault::Foreign);
        }
        let decoded = decoded(path).replace('\\', "/");
        let mut parts: Vec<&str> =
            within.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default();
        for part in decoded.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.pop().is_none() => return Err(outside(path)),
                ".." => {}
                part => parts.push(part),
            }
        }
        if decoded.starts_with('/') {
            return Err(outside(path));
        }
        let file = parts.join("/");
        let own = self.description.name.rsplit(['/', '\\']).next().unwrap_or_default();
        Ok(if file == own { String::new() } else { file })
    }

    /// Whether a schema of the description may be called so: a reference means its `$id` then (JSON Schema 2020-12, core, section 8.2.1).
    fn is_identifier(&self, path: &str) -> bool {
        self.identifiers.contains(last_segment(path))
    }

    fn read(&mut self, file: &str) -> Result<(), Fault> {
        if self.read.contains_key(file) {
            return Ok(());
        }
        let text = self.folder.text(file).map_err(|reason| {
            wrong(
                format!("the file `{file}` {reason}"),
                "correct the path, which counts from the file that it stands in",
            )
        })?;
        let source = Source::new(self.name(file), text);
        let is_text =
            !["yaml", "yml", "json"].iter().any(|ending| file.to_lowercase().ends_with(&format!(".{ending}")));
        let (document, warnings) = if is_text {
            (Value::String(source.text.clone()), Vec::new())
        } else {
            load::read(&source).map_err(Fault::Unreadable)?
        };
        self.warnings.extend(warnings);
        self.read.insert(file.to_owned(), (source, document));
        Ok(())
    }

    /// How messages call a file: beside the description, as the user gave that.
    fn name(&self, file: &str) -> String {
        let name = &self.description.name;
        let end = name.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
        format!("{}{file}", &name[..end])
    }
}

fn outside(path: &str) -> Fault {
    wrong(
        format!("the file `{path}` is outside of the folder that the description stands in"),
        "move it below that folder; nothing else is read",
    )
}

fn lacks(file: &str, fragment: &str) -> Fault {
    wrong(format!("there is no `{fragment}` in the file `{file}`"), "correct the reference, or add what it leads to")
}

fn wrong(message: String, help: &str) -> Fault {
    Fault::Wrong(Box::new(Diagnostic::error(message).help(help)))
}

/// Whether a reference begins with a scheme (RFC 3986, section 3.1).
fn has_scheme(path: &str) -> bool {
    let Some((scheme, _)) = path.split_once(':') else { return false };
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    scheme.starts_with(|letter: char| letter.is_ascii_alphabetic()) && scheme.chars().all(is_of_scheme)
}

/// Adds the last segment of each `$id` in a value.
fn add_identifiers(value: &Value, identifiers: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            identifiers.extend(entries.get("$id").and_then(Value::as_str).map(|id| last_segment(id).to_owned()));
            entries.values().for_each(|value| add_identifiers(value, identifiers));
        }
        Value::Array(items) => items.iter().for_each(|item| add_identifiers(item, identifiers)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A reference is a URI: its characters may be percent-encoded.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}

/// The schema that has an `$anchor` (JSON Schema 2020-12, core, section 8.2.2).
fn anchored(value: &Value, anchor: &str, at: &Pointer) -> Option<Pointer> {
    match value {
        Value::Object(entries) if entries.get("$anchor").and_then(Value::as_str) == Some(anchor) => Some(at.clone()),
        Value::Object(entries) => entries.iter().find_map(|(key, value)| anchored(value, anchor, &at.child(key))),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| anchored(item, anchor, &at.child(index)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
