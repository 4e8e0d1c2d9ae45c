//! Who extends whom by `allOf`, and which values of a discriminator mean whom.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value, json};

use super::places::escaped;
use crate::select::schema_of_mapping;

/// How many levels of parts in parts are followed.
const DEPTH: usize = 32;

/// What beside an `allOf` of one reference leaves it that reference.
const ANNOTATIONS: [&str; 9] =
    ["allOf", "description", "title", "nullable", "deprecated", "readOnly", "writeOnly", "default", "example"];

/// What becomes of a schema that others extend.
pub(super) struct Unfolded {
    /// The union of what extends it and of itself.
    pub union: Value,
    /// What it is called by itself.
    pub base: String,
    /// What extends it and has no value of the discriminator left, with those that mean others already.
    pub lost: Vec<(String, Vec<String>)>,
    /// The schemas that nothing extends and one value of the discriminator means: the value is a constant of theirs.
    pub constants: Vec<Constant>,
}

/// The only value that a property of a schema has.
pub(super) struct Constant {
    pub schema: String,
    pub property: String,
    pub value: Value,
}

/// Who extends whom.
pub(super) struct Family<'a> {
    schemas: &'a Map<String, Value>,
    /// By each schema, those that have it as a part, in the alphabetical order.
    pub(super) heirs: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Family<'a> {
    /// Nothing, where no schema has a discriminator.
    pub(super) fn of(document: &'a Value) -> Option<Self> {
        let schemas = document.pointer("/components/schemas")?.as_object()?;
        if !schemas.values().any(is_told) {
            return None;
        }
        let mut heirs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, schema) in schemas {
            for base in parts(schema, DEPTH).filter_map(|part| schemas.get_key_value(part.as_str())) {
                heirs.entry(base.0).or_default().insert(name);
            }
        }
        Some(Self { schemas, heirs })
    }

    /// The schemas that others extend and that have a discriminator, their own or that of what they extend, and no alternatives.
    pub(super) fn bases(&self) -> BTreeSet<&'a str> {
        let told = self.schemas.iter().filter(|(_, schema)| is_told(schema));
        let mut pending: Vec<&'a str> = told.map(|(name, _)| name.as_str()).collect();
        let mut bases: BTreeSet<&'a str> = BTreeSet::new();
        while let Some(name) = pending.pop() {
            if self.heirs.contains_key(name) && bases.insert(name) {
                pending.extend(self.heirs(name));
            }
        }
        bases.retain(|name| ["oneOf", "anyOf"].iter().all(|keyword| self.schemas[*name].get(keyword).is_none()));
        bases.retain(|name| self.discriminator(name).is_some());
        bases
    }

    /// The discriminator of a schema: its own, else that of the nearest part.
    fn discriminator(&self, name: &str) -> Option<&'a Value> {
        let own = self.lineage(name).into_iter().filter_map(|part| part.get("discriminator"));
        own.into_iter().find(|own| own.get("propertyName").is_some_and(Value::is_string))
    }

    /// All that a schema is made of, by way of its `allOf`, the nearest first.
    fn lineage(&self, name: &str) -> Vec<&'a Value> {
        let mut names: Vec<String> = vec![name.to_owned()];
        let mut known: HashSet<String> = names.iter().cloned().collect();
        let mut lineage = Vec::new();
        let mut next = 0;
        while let Some(schema) = names.get(next).and_then(|name| self.schemas.get(name)) {
            next += 1;
            lineage.extend(own_parts(schema, DEPTH));
            names.extend(
                parts(schema, DEPTH).filter(|name| self.schemas.contains_key(name) && known.insert(name.clone())),
            );
        }
        lineage
    }

    fn heirs(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.heirs.get(name).into_iter().flatten().copied()
    }

    pub(super) fn descendants(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut pending: Vec<&str> = self.heirs(name).collect();
        while let Some(next) = pending.pop() {
            if found.insert(next.to_owned()) {
                pending.extend(self.heirs(next));
            }
        }
        found
    }

    /// The union of what extends a schema and of itself.
    pub(super) fn unfolded(&self, name: &str) -> Option<Unfolded> {
        let (name, schema) = self.schemas.get_key_value(name)?;
        let values = Values::of(self, name)?;
        let mut alternatives: Vec<Value> = Vec::new();
        let mut mapping: Map<String, Value> = Map::new();
        let mut add = |target: &str, own: &[String]| {
            let free: Vec<&String> = own.iter().filter(|value| !mapping.contains_key(*value)).collect();
            let has_free = !free.is_empty();
            if has_free {
                let reference = format!("#/components/schemas/{}", escaped(target));
                mapping.extend(free.into_iter().map(|value| (value.clone(), Value::from(reference.clone()))));
                alternatives.push(json!({ "$ref": reference }));
            }
            has_free
        };
        let mut lost = Vec::new();
        for heir in self.heirs(name) {
            let own = values.below(heir);
            // What extends another heir is one of those.
            let is_among = || self.heirs(name).any(|other| other != heir && self.descendants(other).contains(heir));
            if !add(heir, &own) && !is_among() {
                lost.push((heir.to_owned(), own));
            }
        }
        // A mapping may lead to what extends nothing. One that is inherited leads to what extends the ancestor, too.
        let descendants = self.descendants(name);
        let is_other = |target: &&String| is_told(schema) && *target != name && !descendants.contains(*target);
        let others: Vec<&String> = values.mapped.keys().filter(is_other).collect();
        for other in others {
            add(other, &values.own(other));
        }
        let numbered = (2..).map(|number| format!("{name}Base{number}"));
        let mut free = [format!("{name}Base")].into_iter().chain(numbered);
        let base = free.find(|base| !self.schemas.contains_key(base))?;
        add(&base, &values.of_base(name));
        let mut union = json!({
            "oneOf": alternatives,
            "discriminator": { "propertyName": values.property, "mapping": mapping },
        });
        for annotation in ["title", "description", "nullable", "deprecated"] {
            if let (Some(text), Value::Object(union)) = (schema.get(annotation), &mut union) {
                union.insert(annotation.to_owned(), text.clone());
            }
        }
        let constants = descendants.iter().filter_map(|heir| values.constant(heir)).collect();
        Some(Unfolded { union, base, lost, constants })
    }
}

/// Which values of a discriminator mean which schema.
struct Values<'f, 'a> {
    family: &'f Family<'a>,
    property: &'a str,
    /// Those of the mapping, by the schema that each leads to.
    mapped: BTreeMap<String, Vec<String>>,
    /// Those that the schema that is extended lists.
    known: Vec<String>,
}

impl<'f, 'a> Values<'f, 'a> {
    /// Nothing, where the schema has no discriminator.
    fn of(family: &'f Family<'a>, name: &str) -> Option<Self> {
        let discriminator = family.discriminator(name)?;
        let property = discriminator.get("propertyName")?.as_str()?;
        let mut mapped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (value, target) in discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten() {
            let target = target.as_str().and_then(component).filter(|target| family.schemas.contains_key(target));
            mapped.entry(target.unwrap_or_default()).or_default().push(value.clone());
        }
        mapped.remove("");
        let known = family.lineage(name).into_iter().flat_map(|part| listed(part, property)).collect();
        Some(Self { family, property, mapped, known })
    }

    /// The values of a schema alone: by the mapping, else by what it lists itself, else by its name. Where that is listed
    /// in other letters (`cat` of `Cat`), it is meant so.
    fn own(&self, name: &str) -> Vec<String> {
        if let Some(mapped) = self.mapped.get(name) {
            return mapped.clone();
        }
        let own = own_parts(&self.family.schemas[name], DEPTH).flat_map(|part| listed(part, self.property));
        let own: Vec<String> = own.collect();
        if !own.is_empty() {
            return own;
        }
        let is_known = self.known.iter().any(|known| known == name);
        let spelled = self.known.iter().find(|known| known.eq_ignore_ascii_case(name)).filter(|_| !is_known);
        vec![spelled.cloned().unwrap_or_else(|| name.to_owned())]
    }

    /// The values of the schema that is extended: where it lists some, and the mapping has none, all that are nobody else's.
    fn of_base(&self, name: &str) -> Vec<String> {
        if self.known.is_empty() || self.mapped.contains_key(name) { self.own(name) } else { self.known.clone() }
    }

    /// What the discriminator is of a schema that nothing extends, where only one value means it, and it says nothing of that itself.
    /// A value that is none of those which what it extends lists can't be it.
    fn constant(&self, name: &str) -> Option<Constant> {
        let own = self.own(name);
        let (value, is_leaf) = (own.first().filter(|_| own.len() == 1)?, !self.family.heirs.contains_key(name));
        let lineage = self.family.lineage(name);
        let is_listed =
            lineage.iter().map(|part| listed(part, self.property)).all(|all| all.is_empty() || all.contains(value));
        let described = lineage.iter().filter_map(|part| part.get("properties")?.get(self.property));
        let types: BTreeSet<&str> = described.filter_map(|property| property.get("type")?.as_str()).collect();
        let value = match types.into_iter().collect::<Vec<_>>().as_slice() {
            ["string"] => Value::from(value.clone()),
            ["integer"] => Value::from(value.parse::<i64>().ok()?),
            _ => return None,
        };
        let is_silent = own_parts(&self.family.schemas[name], DEPTH).all(|part| listed(part, self.property).is_empty());
        let (schema, property) = (name.to_owned(), self.property.to_owned());
        (is_leaf && is_silent && is_listed).then_some(Constant { schema, property, value })
    }

    /// The values of a schema, and of all that extend it.
    fn below(&self, name: &str) -> Vec<String> {
        let below = self.family.descendants(name);
        below.iter().map(String::as_str).chain([name]).flat_map(|name| self.own(name)).collect()
    }
}

/// The scalars that a schema lists of a property, as texts.
fn listed(schema: &Value, property: &str) -> Vec<String> {
    let values = schema.get("properties").and_then(|properties| properties.get(property)?.get("enum")?.as_array());
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    values.into_iter().flatten().filter_map(text).collect()
}

/// Whether a schema has a discriminator of its own.
fn is_told(schema: &Value) -> bool {
    own_parts(schema, DEPTH).any(|part| part.get("discriminator").is_some())
}

/// A schema, and the parts of its `allOf` that stand in it.
fn own_parts(schema: &Value, depth: usize) -> Box<dyn Iterator<Item = &Value> + '_> {
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().filter(move |_| depth > 0);
    let inline = parts.filter(|part| part.get("$ref").is_none());
    Box::new([schema].into_iter().chain(inline.flat_map(move |part| own_parts(part, depth - 1))))
}

/// The components that a schema extends: those that are parts of its `allOf`, unless it is nothing but one of them.
fn parts(schema: &Value, depth: usize) -> impl Iterator<Item = String> {
    let is_alone = is_alone(schema);
    let parts = own_parts(schema, depth).filter_map(|part| part.get("allOf")?.as_array()).flatten();
    parts.filter(move |_| !is_alone).filter_map(|part| component(part.get("$ref")?.as_str()?))
}

/// Whether a schema is nothing but a reference, with annotations beside it.
pub(super) fn is_alone(schema: &Value) -> bool {
    let is_annotation = |(key, _): (&String, &Value)| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-");
    let annotates = |schema: &Value| schema.as_object().is_some_and(|entries| entries.iter().all(is_annotation));
    let parts = schema.get("allOf").and_then(Value::as_array);
    let others = || parts.into_iter().flatten().filter(|part| part.get("$ref").is_none());
    let references = parts.map_or(0, |parts| parts.len() - others().count());
    references == 1 && annotates(schema) && others().all(|part| annotates(part) && part.get("allOf").is_none())
}

/// The component that a reference names.
pub(super) fn component(reference: &str) -> Option<String> {
    let reference = schema_of_mapping(reference);
    let name = reference.strip_prefix("#/components/schemas/")?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}
