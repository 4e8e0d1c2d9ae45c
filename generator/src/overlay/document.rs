//! An Overlay document as the specification's own schema has it: every field, its kind, and what must be there.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::{
    action::{Action, Modifier},
    merge::kind,
    target::{Query, Unreadable},
};
use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::Pointer,
    versions::Versions,
};

/// What a document holds.
#[derive(Debug)]
pub(super) struct Document {
    pub actions: Vec<Action>,
    pub extends: Option<String>,
}

/// An object of the specification: what messages call it, and its fields.
struct Object {
    name: &'static str,
    fields: &'static [Field],
}

/// A field: its name, the kinds that its value may have, and whether it must be there.
struct Field {
    name: &'static str,
    kinds: &'static [&'static str],
    is_required: bool,
}

const fn required(name: &'static str, kinds: &'static [&'static str]) -> Field {
    Field { name, kinds, is_required: true }
}

const fn optional(name: &'static str, kinds: &'static [&'static str]) -> Field {
    Field { name, kinds, is_required: false }
}

const STRING: &[&str] = &["a string"];
const ANY: &[&str] = &[];

const DOCUMENT: Object = Object {
    name: "an Overlay document",
    // A number is no version either, but there is more to say of it.
    fields: &[
        required("overlay", &["a string", "a number"]),
        required("info", &["an object"]),
        optional("extends", STRING),
        // It is null where there is no action.
        required("actions", &["an array", "null"]),
    ],
};

const INFO: Object = Object {
    name: "`info`",
    fields: &[required("title", STRING), required("version", STRING), optional("description", STRING)],
};

const ACTION: Object = Object {
    name: "an action",
    fields: &[
        required("target", STRING),
        optional("description", STRING),
        optional("update", ANY),
        optional("copy", STRING),
        optional("remove", &["a boolean"]),
        optional("x-api-versions", &["a string", "an array"]),
    ],
};

/// Reads a document.
///
/// # Errors
///
/// All that the specification's schema does not allow, and queries that can't be read.
pub(super) fn read(document: &Value, source: &Arc<Source>) -> Result<Document, Errors> {
    let mut faults = Faults { source, found: Diagnostics::default() };
    let root = Pointer::root();
    let Some(entries) = document.as_object().filter(|entries| entries.contains_key("overlay")) else {
        let found = if document.is_object() { "it has no `overlay` key" } else { kind(document) };
        let found = found.replace("an array", "it is a list").replace("null", "it is empty");
        faults.tell(&root, format!("this is no Overlay document: {found}"), "it begins with `overlay: 1.1.0`");
        return Err(faults.found.finish().expect_err("an error was reported"));
    };
    faults.check_object(entries, &DOCUMENT, &root);
    faults.check_version(&entries["overlay"]);
    if let Some(Value::Object(info)) = entries.get("info") {
        faults.check_object(info, &INFO, &root.child("info"));
    }
    let actions = faults.actions(entries.get("actions"));
    faults.found.finish()?;
    let extends = entries.get("extends").and_then(Value::as_str).map(str::to_owned);
    Ok(Document { actions, extends })
}

/// What is wrong with a document.
struct Faults<'a> {
    source: &'a Arc<Source>,
    found: Diagnostics,
}

impl Faults<'_> {
    fn tell(&mut self, pointer: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error(message).at(self.source, pointer).help(help));
    }

    /// Checks the fields of an object. Extensions may be there, but none that is nearly one of ours.
    fn check_object(&mut self, entries: &Map<String, Value>, object: &Object, pointer: &Pointer) {
        let Object { name, fields } = object;
        let field = |key: &str| fields.iter().find(|field| field.name == key);
        let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
        let has = format!("it has {}", names.join(", "));
        // A name that is nearly that of our extension is a mistake, where the extension may be.
        let is_ours = |key: &str| field("x-api-versions").is_some() && key.starts_with("x-api-version");
        let is_extension = |key: &str| key.starts_with("x-") && !is_ours(key);
        for (key, value) in entries {
            match field(key) {
                Some(field) => self.check_kind(value, field, &pointer.child(key)),
                None if is_extension(key) => {}
                None => self.tell(&pointer.child(key), format!("{name} has no field `{key}`"), &has),
            }
        }
        for field in fields.iter().filter(|field| field.is_required && !entries.contains_key(field.name)) {
            self.tell(pointer, format!("{name} lacks `{}`", field.name), &has);
        }
    }

    fn check_kind(&mut self, value: &Value, field: &Field, pointer: &Pointer) {
        let Field { name, kinds, .. } = field;
        if kinds.is_empty() || kinds.contains(&kind(value)) {
            return;
        }
        let help = match (value, kinds) {
            (Value::Number(number), [first, ..]) if *first == "a string" => {
                format!("write it in quotes: `\"{number}\"`")
            }
            (_, ["a boolean"]) => "write `true` or `false`".to_owned(),
            (_, kinds) => format!("write {}", kinds[0]),
        };
        self.tell(pointer, format!("`{name}` is {}, not {}", kind(value), kinds[0]), help);
    }

    /// Two numbers designate the features, the third one only words (Overlay 1.1, section "Versions").
    fn check_version(&mut self, version: &Value) {
        let text = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        let is_known = ["1.0.", "1.1."].iter().any(|features| {
            let patch = text.strip_prefix(features).unwrap_or_default();
            !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit())
        });
        if !is_known && (version.is_string() || version.is_number()) {
            let help = "write `overlay: 1.1.0` (1.0 and 1.1 are understood)";
            self.tell(&Pointer::root().child("overlay"), format!("Overlay version {text} is not supported"), help);
        }
    }

    /// Reads the actions, as far as they can be read.
    fn actions(&mut self, actions: Option<&Value>) -> Vec<Action> {
        let pointer = Pointer::root().child("actions");
        let items = match actions {
            Some(Value::Array(items)) => items.as_slice(),
            Some(Value::Null) => &[],
            Some(Value::Object(_) | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => return Vec::new(),
        };
        if items.is_empty() {
            self.tell(&pointer, "`actions` is empty", "write an action, or leave the whole document away");
        }
        self.check_unique(items, &pointer);
        let read = items.iter().enumerate().map(|(index, item)| self.action(item, &pointer.child(index)));
        read.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// Reports each action that is there before.
    fn check_unique(&mut self, items: &[Value], pointer: &Pointer) {
        let mut by_target: BTreeMap<&str, Vec<(usize, &Value)>> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            let Some(target) = item.get("target").and_then(Value::as_str) else { continue };
            let known = by_target.entry(target).or_default();
            match known.iter().find(|(_, other)| *other == item) {
                Some((first, _)) => {
                    let message = format!("the same action stands at {} already", pointer.child(first));
                    self.tell(&pointer.child(index), message, "delete one of them");
                }
                None => known.push((index, item)),
            }
        }
    }

    fn action(&mut self, item: &Value, pointer: &Pointer) -> Option<Action> {
        let Value::Object(entries) = item else {
            self.tell(pointer, format!("an action is an object, and this is {}", kind(item)), "write `target: …`");
            return None;
        };
        self.check_object(entries, &ACTION, pointer);
        let target = self.query(entries, "target", pointer);
        let versions = self.versions(entries, pointer);
        let modifier = self.modifier(entries, pointer)?;
        Some(Action { target: target?, modifier, versions })
    }

    fn modifier(&mut self, entries: &Map<String, Value>, pointer: &Pointer) -> Option<Modifier> {
        // Beside `remove`, the other two have no impact.
        if entries.get("remove") == Some(&Value::Bool(true)) {
            return Some(Modifier::Remove);
        }
        match (entries.get("update"), entries.get("copy")) {
            (Some(_), Some(_)) => {
                let message = "an action has both `update` and `copy`; the specification says of each that it yields to the other";
                self.tell(&pointer.child("copy"), message, "leave one of them out, or make two actions");
                None
            }
            (Some(update), None) => Some(Modifier::Update(update.clone())),
            (None, Some(_)) => self.query(entries, "copy", pointer).map(Modifier::Copy),
            (None, None) => Some(Modifier::Nothing),
        }
    }

    fn query(&mut self, entries: &Map<String, Value>, key: &str, pointer: &Pointer) -> Option<Query> {
        match Query::read(entries.get(key)?.as_str()?) {
            Ok(query) => Some(query),
            Err(Unreadable { message, help }) => {
                self.tell(&pointer.child(key), message, help);
                None
            }
        }
    }

    fn versions(&mut self, entries: &Map<String, Value>, pointer: &Pointer) -> Option<Versions> {
        let claim = entries.get("x-api-versions").filter(|claim| claim.is_string() || claim.is_array())?;
        let versions = Versions::deserialize(claim).ok();
        if versions.is_none() {
            let help = "write each in quotes: `[\"2.9\", \"2.11..\"]`";
            self.tell(&pointer.child("x-api-versions"), "`x-api-versions` lists what is no string", help);
        }
        versions
    }
}
