//! Schemas with a discriminator that others extend by `allOf`: a value of one may be a value of any of these.
//!
//! Such a schema is two things (OpenAPI 3.0.4, section 4.8.25.1). As a part of an `allOf` it is the properties that all share.
//! Wherever else it is asked for, it is a union of those that extend it and of itself. So here it becomes two components: the
//! union under its own name, and what it says itself under a name beside it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::{Map, Value, json};

use super::{
    family::{Constant, Family, Unfolded, component, is_alone},
    places::escaped,
};
use crate::{
    dialect::Moved,
    error::{Diagnostic, Source},
    place::Pointer,
    walk::{Keys, structure},
};

/// Makes two components of each schema that is asked for and extended. Notes where what the schema says itself is written, and warns
/// of what no value of the discriminator means.
pub(crate) fn unfold(document: &mut Value, moved: &mut Moved, source: &Arc<Source>) -> Vec<Diagnostic> {
    // `Pet` with a discriminator, `Cat: {allOf: [Pet, …]}` -> `Pet: {oneOf: [Cat, PetBase]}`, `Cat: {allOf: [PetBase, …]}`
    extend_by_mapping(document);
    let Some(plan) = plan(document) else { return Vec::new() };
    if !plan.unfolded.is_empty() {
        rewire(document, Keys::Keywords, &plan);
    }
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else { return Vec::new() };
    // A discriminator of what stands for itself alone, among what extends it, tells nothing.
    for name in plan.descendants.keys().filter(|name| !plan.unfolded.contains_key(*name)) {
        if let Some(Value::Object(schema)) = schemas.get_mut(name) {
            schema.shift_remove("discriminator");
        }
    }
    let place = Pointer::root().child("components").child("schemas");
    let mut warnings = Vec::new();
    for (name, unfolded) in plan.unfolded {
        for (heir, values) in unfolded.lost {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let message = format!(
                "`{heir}` extends `{name}`, and {} of the discriminator means another schema: no value is read as one",
                values.join(", ")
            );
            let help = format!("give it a value of its own in the `mapping` of `{name}`");
            let place = place.child(&name).child("discriminator");
            warnings.push(Diagnostic::warning(message).at(source, &place).help(help));
        }
        for constant in unfolded.constants {
            fix(schemas, constant);
        }
        let Some(base) = schemas.insert(name.clone(), unfolded.union) else { continue };
        let mut base = base;
        if let Value::Object(base) = &mut base {
            base.shift_remove("discriminator");
            let mut words = format!("What the schema `{name}` says itself, without what extends it.");
            if let Some(own) = base.get("description").and_then(Value::as_str) {
                words = format!("{words}\n\n{own}");
            }
            base.insert("description".to_owned(), Value::from(words));
        }
        moved.note(place.child(&unfolded.base), place.child(&name));
        schemas.insert(unfolded.base, base);
    }
    warnings
}

/// Has what a mapping leads to extend the schema with the mapping where it is nothing but a reference to that: it is a kind of that
/// schema, and not the same under another name.
fn extend_by_mapping(document: &mut Value) {
    // `Pet` with a mapping to `Cat`, `Cat: {allOf: [Pet]}` -> `Cat: {allOf: [Pet], type: object}`
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else { return };
    let is_kind = |heir: &str, of: &str| {
        let heir = schemas.get(heir).filter(|heir| is_alone(heir));
        let parts = heir.and_then(|heir| heir.get("allOf")?.as_array()).into_iter().flatten();
        parts.filter_map(|part| component(part.get("$ref")?.as_str()?)).any(|base| base == of)
    };
    let mut kinds = Vec::new();
    for (name, schema) in schemas.iter() {
        let mapping = schema.pointer("/discriminator/mapping").and_then(Value::as_object);
        let targets = mapping.into_iter().flat_map(Map::values).filter_map(|target| component(target.as_str()?));
        kinds.extend(targets.filter(|target| is_kind(target, name)));
    }
    for kind in kinds {
        if let Some(Value::Object(schema)) = schemas.get_mut(&kind) {
            schema.insert("type".to_owned(), Value::from("object"));
        }
    }
}

/// Makes a property of a schema a constant, beside what it says of it, or inherits.
fn fix(schemas: &mut Map<String, Value>, constant: Constant) {
    let Some(Value::Object(schema)) = schemas.get_mut(&constant.schema) else { return };
    let Value::Object(properties) = schema.entry("properties").or_insert_with(|| json!({})) else { return };
    if let Value::Object(property) = properties.entry(constant.property).or_insert_with(|| json!({})) {
        property.insert("enum".to_owned(), json!([constant.value]));
    }
}

/// What becomes of the schemas that are unfolded, by their names.
struct Plan {
    unfolded: BTreeMap<String, Unfolded>,
    /// For each of them, all that extend it, over any number of steps.
    descendants: BTreeMap<String, BTreeSet<String>>,
}

/// What has to be done; nothing, where no schema with a discriminator is extended.
fn plan(document: &Value) -> Option<Plan> {
    let family = Family::of(document)?;
    let bases = family.bases();
    if bases.is_empty() {
        return None;
    }
    let descendants: BTreeMap<String, BTreeSet<String>> =
        bases.iter().map(|base| ((*base).to_owned(), family.descendants(base))).collect();
    let mut asked = BTreeSet::new();
    find_asked(document, Keys::Keywords, &descendants, &mut asked);
    // What extends what is asked for may be what is there.
    let below: BTreeSet<String> = asked.iter().flat_map(|name| descendants[name].clone()).collect();
    asked.extend(below.into_iter().filter(|name| bases.contains(name.as_str())));
    let unfolded: BTreeMap<String, Unfolded> =
        asked.iter().filter_map(|name| Some((name.clone(), family.unfolded(name)?))).collect();
    Some(Plan { unfolded, descendants })
}

/// How a reference to a schema stands where it is.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Role {
    /// It is what stands there.
    Asked,
    /// It is a part, or one alternative beside some that extend it: itself alone.
    Itself,
}

/// The lists in an object whose items are references in some role, each item with it.
fn roles<'v>(
    entries: &'v Map<String, Value>,
    key: &str,
    value: &'v Value,
    descendants: &BTreeMap<String, BTreeSet<String>>,
) -> Option<Vec<(&'v Value, Role)>> {
    let items = value.as_array().filter(|_| matches!(key, "allOf" | "oneOf" | "anyOf"))?;
    let names: Vec<Option<String>> =
        items.iter().map(|item| item.get("$ref").and_then(Value::as_str).and_then(component)).collect();
    let is_alone = key == "allOf" && is_alone(&Value::Object(entries.clone()));
    let role = |name: &Option<String>| {
        let below = name.as_ref().and_then(|name| descendants.get(name));
        let has_below = below.is_some_and(|below| names.iter().flatten().any(|name| below.contains(name)));
        let is_itself = if key == "allOf" { !is_alone } else { has_below };
        if is_itself { Role::Itself } else { Role::Asked }
    };
    Some(items.iter().zip(names.iter().map(role)).collect())
}

/// Finds the schemas that are asked for and extended.
fn find_asked(
    value: &Value,
    keys: Keys,
    descendants: &BTreeMap<String, BTreeSet<String>>,
    asked: &mut BTreeSet<String>,
) {
    match value {
        Value::Object(entries) => {
            let name = keys.reference(entries).and_then(component);
            asked.extend(name.filter(|name| descendants.contains_key(name)));
            for (key, value, below) in structure(entries, keys) {
                let Some(items) = roles(entries, key, value, descendants).filter(|_| keys == Keys::Keywords) else {
                    find_asked(value, below, descendants, asked);
                    continue;
                };
                let asking =
                    items.into_iter().filter(|(item, role)| *role == Role::Asked || item.get("$ref").is_none());
                asking.for_each(|(item, _)| find_asked(item, Keys::Keywords, descendants, asked));
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| find_asked(item, Keys::Keywords, descendants, asked));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Leads references to what an unfolded schema says itself where they mean that.
fn rewire(value: &mut Value, keys: Keys, plan: &Plan) {
    let base = |name: &str| {
        let unfolded = plan.unfolded.get(name)?;
        Some(format!("#/components/schemas/{}", escaped(&unfolded.base)))
    };
    match value {
        Value::Object(entries) => {
            let mut itself: Vec<(String, usize, String)> = Vec::new();
            for (key, value, _) in structure(entries, keys).filter(|_| keys == Keys::Keywords) {
                let items = roles(entries, key, value, &plan.descendants).into_iter().flatten().enumerate();
                let alone = items.filter(|(_, (_, role))| *role == Role::Itself);
                itself.extend(alone.filter_map(|(index, (item, _))| {
                    let name =
                        component(item.get("$ref")?.as_str()?).filter(|name| plan.unfolded.contains_key(name))?;
                    Some((key.clone(), index, name))
                }));
            }
            for (key, index, name) in itself {
                let Some(base) = base(&name) else { continue };
                entries[&key][index]["$ref"] = Value::from(base.clone());
                if key != "allOf" {
                    lead_mapping(entries, &name, &base);
                }
            }
            for (key, value) in entries.iter_mut() {
                if let Some(below) = keys.below(key) {
                    rewire(value, below, plan);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewire(item, Keys::Keywords, plan)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Leads the values of a discriminator that mean a schema to what it says itself.
fn lead_mapping(entries: &mut Map<String, Value>, name: &str, base: &str) {
    let Some(Value::Object(discriminator)) = entries.get_mut("discriminator") else { return };
    let mapping = discriminator.entry("mapping").or_insert_with(|| json!({}));
    let Value::Object(mapping) = mapping else { return };
    let mut is_mapped = false;
    for target in mapping.values_mut() {
        if target.as_str().and_then(component).as_deref() == Some(name) {
            *target = Value::from(base);
            is_mapped = true;
        }
    }
    if !is_mapped {
        mapping.entry(name).or_insert_with(|| Value::from(base));
    }
}
