//! Slips of those who write descriptions, each with one obvious reading. They are looked for only where a document has no
//! types as it is: one slip would refuse the whole of it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::{
    dialect::parts::{Below, Part},
    error::{Diagnostic, Source},
    place::{Path, Pointer},
};

/// Corrects the slips of a document, and tells each of them.
pub(super) fn correct(document: &mut Value, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut slips = Slips { source, warnings: Vec::new() };
    slips.part(document, Part::Document, &Path::Root);
    slips.schemes(document);
    slips.info(document);
    slips.warnings
}

/// Whether this says nothing: `[]`, as PHP writes an empty object, or what YAML makes of a key with nothing below it.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// Whether this is a parameter of which nothing says where it is sent.
fn is_nowhere(value: &Value, part: Part) -> bool {
    let says = |keyword: &str| value.get(keyword).is_some();
    part == Part::Parameter && !says("$ref") && !says("in")
}

struct Slips<'a> {
    source: &'a Arc<Source>,
    warnings: Vec<Diagnostic>,
}

impl Slips<'_> {
    fn warn(&mut self, message: impl Into<String>, place: &Pointer) {
        self.warnings.push(Diagnostic::warning(message).at(self.source, place));
    }

    fn part(&mut self, value: &mut Value, part: Part, path: &Path<'_>) {
        let Value::Object(entries) = value else { return };
        for (key, value) in entries.iter_mut() {
            let path = Path::Key(path, key);
            match (part.below(key), value) {
                (Below::Names(_), value @ (Value::Array(_) | Value::Null)) if is_empty(value) => {
                    self.warn(format!("`{key}` has no names here; it is read as empty"), &path.pointer());
                    *value = json!({});
                }
                (Below::One(part), value) => self.part(value, part, &path),
                (Below::Names(part), Value::Object(names)) => {
                    names.iter_mut().for_each(|(name, value)| self.part(value, part, &Path::Key(&path, name)));
                    names.retain(|_, value| !is_nowhere(value, part));
                }
                (Below::List(part), Value::Array(items)) => {
                    for (index, item) in items.iter_mut().enumerate() {
                        self.part(item, part, &Path::Item(&path, index));
                    }
                    items.retain(|item| !is_nowhere(item, part));
                }
                (Below::Names(_) | Below::List(_) | Below::Nothing, _) => {}
            }
        }
        self.keywords(entries, part, path);
    }

    /// Leaves out the keywords of a part that are malformed, where no type depends on them; adds what can only be meant.
    fn keywords(&mut self, entries: &mut Map<String, Value>, part: Part, path: &Path<'_>) {
        for word in ["title", "summary", "description"] {
            if entries.get(word).is_some_and(Value::is_object) {
                self.leave_out(entries, word, "no text", path);
            }
        }
        if part == Part::Parameter && !entries.contains_key("$ref") && !entries.contains_key("in") {
            self.warn("nothing says where this parameter is sent; it is left out", &path.pointer());
            return;
        }
        match part {
            // It must have one.
            Part::Response if !entries.contains_key("$ref") => {
                entries.entry("description").or_insert_with(|| json!(""));
            }
            Part::Schema if entries.get("required").is_some_and(Value::is_boolean) => {
                self.leave_out(entries, "required", "no list of properties", path);
            }
            Part::Parameter | Part::Header
                if !["$ref", "schema", "content"].iter().any(|keyword| entries.contains_key(*keyword)) =>
            {
                self.warn("nothing says what this is; it is read as a text", &path.pointer());
                entries.insert("schema".to_owned(), json!({"type": "string"}));
            }
            _ => {}
        }
        if part == Part::Schema && entries.get("type").is_some_and(Value::is_object) {
            self.leave_out(entries, "type", "no type", path);
        }
    }

    fn leave_out(&mut self, entries: &mut Map<String, Value>, keyword: &str, fault: &str, path: &Path<'_>) {
        entries.shift_remove(keyword);
        self.warn(format!("`{keyword}` is {fault} here; it is left out"), &path.pointer().child(keyword));
    }

    /// Whoever states no version has one only.
    fn info(&mut self, document: &mut Value) {
        if let Some(Value::Object(info)) = document.get_mut("info")
            && !info.contains_key("version")
        {
            self.warn("the description states no version", &Pointer::root().child("info"));
            info.insert("version".to_owned(), json!(""));
        }
    }

    /// A key without a place is one in a header, as nearly all are.
    fn schemes(&mut self, document: &mut Value) {
        let schemes = document.pointer_mut("/components/securitySchemes").and_then(Value::as_object_mut);
        for (name, scheme) in schemes.into_iter().flatten() {
            let is_key = scheme.get("type").is_some_and(|ty| ty == "apiKey");
            if let Value::Object(scheme) = scheme
                && is_key
                && scheme.contains_key("name")
                && !scheme.contains_key("in")
            {
                let place = Pointer::root().descendant(["components", "securitySchemes", name]);
                self.warn("nothing says where the key is sent; it is sent in a header", &place);
                scheme.insert("in".to_owned(), json!("header"));
            }
        }
    }
}
