//! Enums: a string or an integer of which the description lists values.

use std::{collections::HashSet, hash::Hash};

use serde_json::Value;

use super::{descriptions::definition_docs, state::Types};
use crate::{
    ir::{EnumValue, IntegerEnum, Kind, StringEnum, Type},
    lower::{
        shapes::Shape,
        state::{Site, State},
        text,
    },
    naming::{Naming, Scope, VariantName},
};

/// An enum of texts.
pub(super) fn try_string_enum<'a>(types: &mut Types<'a>, shape: &Shape<'a>, site: &Site) -> Option<Type> {
    // `{type: string, enum: [cat, dog]}` -> an enum of `Cat`, `Dog` and `Unknown`
    // Values that lack their quotes in YAML are no strings there, but are meant as such.
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) if shape.ty == Some("string") => Some(value.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let wires: Vec<String> = shape.enumeration.iter().map(text).collect::<Option<_>>()?;
    if wires.is_empty() || !matches!(shape.ty, None | Some("string")) {
        return None;
    }
    warn_of_names(&mut types.state, shape);
    let (values, unknown) = enum_values(&types.state.naming, wires, shape, site);
    Some(define_enum(types, shape, site, Kind::StringEnum(StringEnum { values, unknown })))
}

/// An enum of whole numbers.
pub(super) fn try_integer_enum<'a>(types: &mut Types<'a>, shape: &Shape<'a>, site: &Site) -> Option<Type> {
    // `{type: integer, enum: [1, 2]}` -> an enum of `V1`, `V2` and `Unknown`
    let wires: Vec<i64> = shape.enumeration.iter().map(Value::as_i64).collect::<Option<_>>()?;
    if wires.is_empty() || !matches!(shape.ty, None | Some("integer" | "number")) {
        return None;
    }
    warn_of_names(&mut types.state, shape);
    let (values, unknown) = enum_values(&types.state.naming, wires, shape, site);
    Some(define_enum(types, shape, site, Kind::IntegerEnum(IntegerEnum { values, unknown })))
}

/// Warns of `x-enum-varnames` that name nothing.
fn warn_of_names(state: &mut State<'_>, shape: &Shape<'_>) {
    for names in &shape.value_names {
        if let Some(fault) = names.fault(&state.naming) {
            state.warn(format!("{fault}; the values name the variants"), &names.place);
        }
        for (value, place) in names.unknown() {
            state.warn(format!("`x-enum-varnames` has a name for `{value}`, which is not in the `enum`"), &place);
        }
    }
}

/// The values of an enum, each once, and the variant for all others. `x-enum-varnames` names the variants, else the
/// values do.
fn enum_values<T: Clone + Eq + Hash + ToString>(
    naming: &Naming,
    wires: Vec<T>,
    shape: &Shape<'_>,
    site: &Site,
) -> (Vec<EnumValue<T>>, VariantName) {
    let mut scope = Scope::default();
    let mut values: Vec<EnumValue<T>> = Vec::new();
    let mut known = HashSet::new();
    for (index, wire) in wires.into_iter().enumerate() {
        if known.insert(wire.clone()) {
            let text = wire.to_string();
            let docs = shape.value_docs.and_then(|texts| texts.get(&text)).and_then(Value::as_str);
            let docs = docs.map(text::markdown).unwrap_or_default();
            let place = site.place.child("enum").child(index);
            let name = shape.value_name(&shape.enumeration[index], naming).unwrap_or(&text);
            values.push(EnumValue { wire, place, name: naming.variant(name, &mut scope), docs });
        }
    }
    let unknown = catch_all(naming, &mut scope);
    (values, unknown)
}

fn define_enum<'a>(types: &mut Types<'a>, shape: &Shape<'a>, site: &Site, kind: Kind) -> Type {
    let docs = definition_docs(shape);
    let name = types.name(site);
    let own = if site.component.is_some() { site.words.spelled(&types.state.naming) } else { name.to_string() };
    let ty = types.state.define_enum(&own, site.definition(name, docs, shape.deprecated, kind));
    if let Some(open) = types.open.last_mut() {
        open.name = ty.name().cloned();
    }
    ty
}

/// The variant for all that the description does not list.
pub(crate) fn catch_all(naming: &Naming, scope: &mut Scope) -> VariantName {
    let words = if scope.contains("Unknown") { "other" } else { "unknown" };
    naming.variant(words, scope)
}
