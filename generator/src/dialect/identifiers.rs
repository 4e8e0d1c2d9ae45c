//! References by `$id` and `$anchor`, and those into the `$defs` of a schema: each becomes one by a JSON pointer.
//!
//! In 3.1 a schema may be a resource of its own, with an address that references are relative to (JSON Schema 2020-12, core,
//! section 8.2). Many take such a schema out of its document and leave its references as they were: `#/$defs/pet` then means
//! the nearest schema around it that has this definition.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;

use super::{
    parts::{Below, Part},
    state::Leading,
};
use crate::place::{Path, Pointer};

/// What a description without an address of its own is taken to stand at. No reference leads there.
const NOWHERE: &str = "https://description.invalid/";

/// Makes every reference by an identifier one by a pointer. One that leads nowhere stays as it is.
pub(super) fn resolve(document: &mut Value, leading: &mut Leading<'_>) {
    let address = document.get("$self").and_then(Value::as_str);
    let nowhere = Url::parse(NOWHERE).expect("it is an address");
    let base = address.and_then(|address| nowhere.join(address).ok()).unwrap_or(nowhere);
    let mut known = Known::default();
    known.resources.insert(without_fragment(&base), Pointer::root());
    let around = Around { base: &base, resource: Pointer::root(), definitions: Vec::new() };
    known.collect(document, Part::Document, &Path::Root, &around);
    for Reference { place, keyword, text, base, resource, definitions } in std::mem::take(&mut known.references) {
        let found = known.target(document, &text, &base, &resource, &definitions);
        let recursive = if keyword == "$recursiveRef" { Some(component_of(&resource, &place)) } else { None };
        let Some(target) = recursive.or(found) else { continue };
        if let Some(Value::Object(entries)) = document.pointer_mut(&place.to_string()) {
            if keyword != "$ref" {
                leading.warn(format!("`{keyword}` is read as a `$ref`"), &place.child(keyword));
                entries.shift_remove(keyword);
            }
            entries.insert("$ref".to_owned(), Value::String(format!("#{target}").replace('%', "%25")));
        }
    }
}

/// A reference that is none by a pointer into the components, and where it stands.
struct Reference {
    place: Pointer,
    keyword: &'static str,
    text: String,
    base: Url,
    /// The schema that has the nearest `$id` around it.
    resource: Pointer,
    /// The schemas around it that have `$defs`, the innermost last.
    definitions: Vec<Pointer>,
}

/// What stands around a schema.
#[derive(Clone)]
struct Around<'a> {
    base: &'a Url,
    resource: Pointer,
    definitions: Vec<Pointer>,
}

/// What identifiers lead to, and who refers to them.
#[derive(Default)]
struct Known {
    /// Addresses, with where the schema is that has it.
    resources: HashMap<String, Pointer>,
    /// Addresses with an anchor behind `#`.
    anchors: HashMap<String, Pointer>,
    references: Vec<Reference>,
}

impl Known {
    fn collect(&mut self, value: &Value, part: Part, path: &Path<'_>, around: &Around<'_>) {
        let Value::Object(entries) = value else { return };
        if part != Part::Schema {
            self.collect_below(entries, part, path, around);
            return;
        }
        let has_definitions = entries.contains_key("$defs") || entries.contains_key("definitions");
        let own = text(entries, "$id").and_then(|id| around.base.join(id).ok());
        if own.is_none() && !has_definitions {
            self.note(entries, path, around);
            self.collect_below(entries, part, path, around);
            return;
        }
        let place = path.pointer();
        let mut around = around.clone();
        if has_definitions {
            around.definitions.push(place.clone());
        }
        if let Some(address) = &own {
            self.resources.insert(without_fragment(address), place.clone());
            around = Around { base: address, resource: place, ..around };
        }
        self.note(entries, path, &around);
        self.collect_below(entries, part, path, &around);
    }

    /// Notes the anchor and the reference of a schema.
    fn note(&mut self, entries: &Map<String, Value>, path: &Path<'_>, around: &Around<'_>) {
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = text(entries, keyword) {
                self.anchors.insert(format!("{}#{anchor}", without_fragment(around.base)), path.pointer());
            }
        }
        for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
            let Some(reference) = text(entries, keyword).filter(|reference| !reference.starts_with("#/components/"))
            else {
                continue;
            };
            self.references.push(Reference {
                place: path.pointer(),
                keyword,
                text: reference.to_owned(),
                base: around.base.clone(),
                resource: around.resource.clone(),
                definitions: around.definitions.clone(),
            });
        }
    }

    fn collect_below(&mut self, entries: &Map<String, Value>, part: Part, path: &Path<'_>, around: &Around<'_>) {
        for (key, value) in entries {
            let path = Path::Key(path, key);
            match (part.below(key), value) {
                (Below::One(part), value) => self.collect(value, part, &path, around),
                (Below::Names(part), Value::Object(entries)) => {
                    for (name, value) in entries {
                        self.collect(value, part, &Path::Key(&path, name), around);
                    }
                }
                (Below::List(part), Value::Array(items)) => {
                    for (index, item) in items.iter().enumerate() {
                        self.collect(item, part, &Path::Item(&path, index), around);
                    }
                }
                (Below::Names(_) | Below::List(_) | Below::Nothing, _) => {}
            }
        }
    }

    /// Where a reference leads, if it leads anywhere in this document.
    fn target(
        &self,
        document: &Value,
        reference: &str,
        base: &Url,
        resource: &Pointer,
        definitions: &[Pointer],
    ) -> Option<Pointer> {
        let is_there = |place: &Pointer| document.pointer(&place.to_string()).is_some();
        if let Some(pointer) = reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/')) {
            // The schema with the address, then the description, then the schemas around.
            let pointer = Pointer::parse(pointer);
            let bases = [resource.clone(), Pointer::root()].into_iter().chain(definitions.iter().rev().cloned());
            return bases.map(|base| base.descendant(pointer.tokens())).find(is_there);
        }
        let address = base.join(reference).ok()?;
        let fragment = address.fragment().unwrap_or_default();
        let target = self.resources.get(&without_fragment(&address));
        if fragment.is_empty() {
            // A `#` alone is the schema with the address; the description is no schema.
            return target.filter(|place| place.depth() > 0).cloned();
        }
        if fragment.starts_with('/') {
            return target.map(|place| place.descendant(Pointer::parse(fragment).tokens())).filter(is_there);
        }
        let anchor = format!("{}#{fragment}", without_fragment(&address));
        self.anchors.get(&anchor).cloned()
    }
}

fn text<'a>(entries: &'a Map<String, Value>, keyword: &str) -> Option<&'a str> {
    entries.get(keyword).and_then(Value::as_str)
}

fn without_fragment(address: &Url) -> String {
    let mut address = address.clone();
    address.set_fragment(None);
    address.into()
}

/// What `$recursiveRef: "#"` of an older JSON Schema means: the schema with an address around it, else the component.
fn component_of(resource: &Pointer, place: &Pointer) -> Pointer {
    match resource.depth() {
        0 => Pointer::root().descendant(place.tokens().into_iter().take(3)),
        _ => resource.clone(),
    }
}
