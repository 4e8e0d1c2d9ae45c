//! A vendor's full description -> the description that a project keeps: the asked tags and what they reach, in one order.
//!
//! The order is the project's own, so that two versions can be compared line by line: the parts of the document as the
//! specification lists them, with paths and operations as the vendor has them, and components as they are reached.

use std::sync::Arc;

use indexmap::IndexSet;
use serde_json::{Map, Value};

use crate::{
    bundle::{self, Loaded},
    dialect::Moved,
    error::{Diagnostic, Errors, Source},
    load::write,
    place::Pointer,
    references::unfold,
    select::{METHODS, Tags, reference_of, select},
    walk::{Keys, structure},
};

/// The parts of a document, in the order in which they are written (OpenAPI 3.0.4, section 4.8.1); others follow.
const PARTS: [&str; 8] = ["openapi", "info", "externalDocs", "servers", "tags", "paths", "components", "security"];

/// The keywords that only people read.
const PROSE: [&str; 5] = ["description", "summary", "example", "examples", "externalDocs"];

/// What is kept of a description.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Content {
    /// Everything.
    All,
    /// What decides what a client is: no description, summary or example, and no list of tags.
    Structure,
}

/// A description that was imported.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its text.
    pub text: String,
    /// The other files that have become part of it, in the order of their names.
    pub files: Vec<Arc<Source>>,
}

/// Imports a description. What it has in other files becomes part of it.
///
/// # Errors
///
/// A text that is no description, one of another version than `version` (capitals don't count), or a tag that no
/// operation carries.
pub fn import(source: &Arc<Source>, version: &str, tags: &Tags, content: Content) -> Result<Imported, Errors> {
    let Loaded { document, bundled, .. } = bundle::load(source)?;
    let text =
        imported(&document, source, version, tags, content).map_err(|errors| bundled.errors_at_origin(&errors))?;
    Ok(Imported { text, files: bundled.sources().into_iter().cloned().collect() })
}

fn imported(
    document: &Value,
    source: &Arc<Source>,
    version: &str,
    tags: &Tags,
    content: Content,
) -> Result<String, Errors> {
    check_version(document, version, source)?;
    let mut selected = select(document.clone(), tags, source)?;
    keep_heirs(&mut selected, document, tags, source)?;
    restore_tags(&mut selected, document);
    let order = reached(&selected);
    sort_components(&mut selected, &order);
    let mut parts = Map::new();
    if let Value::Object(mut found) = selected {
        for part in PARTS {
            parts.extend(found.shift_remove(part).map(|value| (part.to_owned(), value)));
        }
        parts.extend(found);
    }
    if content == Content::Structure {
        parts.shift_remove("tags");
        strip(&mut parts, Keys::Keywords);
    }
    Ok(write(&Value::Object(parts)))
}

fn check_version(document: &Value, version: &str, source: &Arc<Source>) -> Result<(), Errors> {
    match version_in(document) {
        Some(found) if found.eq_ignore_ascii_case(version) => Ok(()),
        Some(found) => Err(Diagnostic::error(format!("this describes version {found}, not {version}"))
            .at(source, &Pointer::parse("/info/version"))
            .help("name the version that the description says, or take another description")
            .into()),
        None => Err(no_version(source)),
    }
}

/// The version that a description says it is of.
///
/// # Errors
///
/// A text that is no description, or one that names no version.
pub fn version_of(source: &Arc<Source>) -> Result<String, Errors> {
    version_in(&bundle::load(source)?.document).ok_or_else(|| no_version(source))
}

fn version_in(document: &Value) -> Option<String> {
    let version = document.pointer("/info/version")?;
    Some(version.as_str().map_or_else(|| version.to_string(), str::to_owned))
}

fn no_version(source: &Arc<Source>) -> Errors {
    Diagnostic::error("this is no OpenAPI description: it has no `info.version`")
        .at(source, &Pointer::root())
        .help("import the whole description, as the vendor publishes it")
        .into()
}

/// A schema that is asked for may be any of those that extend it, though it refers to none of them.
fn keep_heirs(selected: &mut Value, document: &Value, tags: &Tags, source: &Arc<Source>) -> Result<(), Errors> {
    let mut unfolded = document.clone();
    // What is to be said of it, generating says.
    unfold(&mut unfolded, &mut Moved::default(), source);
    let reached = select(unfolded, tags, source)?;
    let all = document.pointer("/components/schemas").and_then(Value::as_object);
    let Some(Value::Object(kept)) = selected.pointer_mut("/components/schemas") else { return Ok(()) };
    for name in reached.pointer("/components/schemas").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        if let Some(schema) = all.and_then(|all| all.get(name)).filter(|_| !kept.contains_key(name)) {
            kept.insert(name.clone(), schema.clone());
        }
    }
    Ok(())
}

/// An operation that stays keeps all of its tags, also those that were not asked for: the vendor wrote them.
fn restore_tags(selected: &mut Value, document: &Value) {
    let Some(paths) = selected.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        for method in METHODS {
            let given = document["paths"].get(path).and_then(|item| item.get(method)?.get("tags"));
            if let (Some(operation), Some(given)) = (item.get_mut(method).and_then(Value::as_object_mut), given) {
                operation.insert("tags".to_owned(), given.clone());
            }
        }
    }
}

/// The references that the paths reach, each before what it reaches itself.
fn reached(document: &Value) -> IndexSet<String> {
    let mut reached = IndexSet::new();
    // What is found first is followed first; the stack holds what is still to be looked at, the next one last.
    let mut pending = references(&document["paths"], Keys::Names);
    pending.reverse();
    while let Some(reference) = pending.pop() {
        if reached.insert(reference.clone())
            && let Some(component) = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer))
        {
            pending.extend(references(component, Keys::Keywords).into_iter().rev());
        }
    }
    reached
}

/// The references below a value, in their order.
fn references(value: &Value, keys: Keys) -> Vec<String> {
    match value {
        Value::Object(entries) => {
            let own = keys.reference(entries).map(reference_of);
            let below = structure(entries, keys).flat_map(|(_, value, keys)| references(value, keys));
            own.into_iter().chain(below).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| references(item, Keys::Keywords)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Sorts the components of each kind as they are reached; kinds of which none is left are dropped.
fn sort_components(document: &mut Value, order: &IndexSet<String>) {
    let Some(Value::Object(components)) = document.get_mut("components") else { return };
    for (kind, entries) in components.iter_mut() {
        if let Value::Object(entries) = entries {
            let position =
                |name: &str| order.get_index_of(&format!("#/components/{kind}/{name}")).unwrap_or(usize::MAX);
            let mut sorted: Vec<(String, Value)> = std::mem::take(entries).into_iter().collect();
            sorted.sort_by_key(|(name, _)| position(name));
            entries.extend(sorted);
        }
    }
    components.retain(|_, entries| entries.as_object().is_none_or(|entries| !entries.is_empty()));
}

/// Removes what only people read. What is named `description` by somebody stays.
fn strip(entries: &mut Map<String, Value>, keys: Keys) {
    if keys == Keys::Keywords {
        entries.retain(|key, _| !PROSE.contains(&key.as_str()));
    }
    for (key, value) in entries.iter_mut() {
        if let Some(keys) = keys.below(key) {
            strip_value(value, keys);
        }
    }
}

fn strip_value(value: &mut Value, keys: Keys) {
    match value {
        Value::Object(entries) => strip(entries, keys),
        Value::Array(items) => items.iter_mut().for_each(|item| strip_value(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
paths:
  /b:
    get:
      tags: [A, B]
      summary: gone
      responses: {200: {description: gone, content: {application/json: {schema: {$ref: '#/components/schemas/two'}}}}}
  /c:
    get: {tags: [C], responses: {}}
openapi: 3.0.1
info: {title: T, version: '2.10', description: gone}
components:
  schemas:
    one: {type: object, properties: {description: {type: string, description: gone, example: gone}}, default: {description: stays}}
    two: {type: array, items: {$ref: '#/components/schemas/one'}}
    three: {type: string}
tags: [{name: A, description: gone}]
";

    fn imported(version: &str, content: Content) -> Result<String, String> {
        let tags = Tags::Only(vec!["A".to_owned()]);
        import(&Source::new("full.yaml", TEXT), version, &tags, content)
            .map(|imported| imported.text)
            .map_err(|errors| errors.to_string())
    }

    #[test]
    fn the_structure_is_what_the_asked_tags_reach_in_our_order() {
        let expected = "\
openapi: 3.0.1
info:
  title: T
  version: '2.10'
paths:
  /b:
    get:
      tags:
      - A
      - B
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/two'
components:
  schemas:
    two:
      type: array
      items:
        $ref: '#/components/schemas/one'
    one:
      type: object
      properties:
        description:
          type: string
      default:
        description: stays
";
        assert_eq!(imported("2.10", Content::Structure).as_deref(), Ok(expected));
    }

    #[test]
    fn what_extends_a_schema_that_is_asked_for_stays() {
        let text = "\
paths:
  /pets: {get: {tags: [A], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
info: {title: T, version: '1'}
components:
  schemas:
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {bone: {$ref: '#/components/schemas/Bone'}}}]}
    Bone: {type: object}
    Cat: {type: object}
    Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
";
        let tags = Tags::Only(vec!["A".to_owned()]);
        let text = import(&Source::new("full.yaml", text), "1", &tags, Content::All).expect("it can be imported").text;
        let names = ["Dog", "Bone", "Cat", "Pet"].map(|name| text.contains(&format!("    {name}:\n")));
        assert_eq!(names, [true, true, false, true], "{text}");
        assert!(text.contains("discriminator:\n        propertyName: kind\n"), "{text}");
    }

    #[test]
    fn prose_stays_where_it_is_asked_for() {
        let text = imported("2.10", Content::All).expect("it can be imported");
        assert_eq!(text.matches("gone").count(), 6);
    }

    #[test]
    fn a_version_that_is_written_like_a_number_keeps_its_zero() {
        let text =
            TEXT.replace("'2.10'", "2.10").replace("three: {type: string}", "three: {type: string, enum: [2.1, 2.10]}");
        let text = text.replace(
            "two: {type: array",
            "two: {x-three: 1, allOf: [{$ref: '#/components/schemas/three'}], type: array",
        );
        let source = Source::new("full.yaml", text);
        let imported = |version: &str| import(&source, version, &Tags::All, Content::Structure);
        let text = imported("2.10").expect("it is this version").text;
        assert!(text.contains("version: '2.10'\n") && text.contains("- '2.1'\n      - '2.10'\n"), "{text}");
        let error = imported("2.1").expect_err("it is another version").to_string();
        assert!(error.starts_with("error: this describes version 2.10, not 2.1\n"), "{error}");
    }

    #[test]
    fn a_description_says_its_version() {
        let of = |text: &str| version_of(&Source::new("full.yaml", text)).map_err(|errors| errors.to_string());
        assert_eq!(of(TEXT).as_deref(), Ok("2.10"));
        assert_eq!(of(&TEXT.replace("'2.10'", "2.10")).as_deref(), Ok("2.10"));
        let error = of("openapi: 3.0.1\npaths: {}\n").expect_err("it names none");
        assert!(error.starts_with("error: this is no OpenAPI description: it has no `info.version`\n"), "{error}");
    }

    #[test]
    fn a_description_of_another_version_is_refused() {
        let message = imported("2.11", Content::All).expect_err("it is another version");
        assert!(message.starts_with("error: this describes version 2.10, not 2.11\n"), "{message}");
    }
}
