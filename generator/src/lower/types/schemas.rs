//! Schemas: a cascade of `try_…`, the most particular first.

use std::collections::BTreeSet;

use openapiv3::Discriminator;
use serde_json::Value;

use super::{
    containers::{primitive, try_list, try_map, try_tuple},
    descriptions::own_docs,
    enums::{try_integer_enum, try_string_enum},
    lowered::{Lowered, annotated, keyword_of_alternatives},
    objects::try_struct,
    references::{lone_reference, lower_reference, report_broken},
    state::{Open, Types},
    unions::try_union,
};
use crate::{
    ir::{Declared, Kind, OpeningKind, Type},
    lower::{
        alternatives::combine,
        read::schemas::{Node, NodeKind, component, component_of, schema_name},
        shapes::{Shape, flatten},
        state::{Component, Site, State, Words},
    },
    naming::TypeName,
    place::Pointer,
    select::schema_of_mapping,
};

/// How deep schemas may stand in each other, where none of them is a component.
const DEPTH: usize = 50;

/// Lowers every component, in the alphabetical order, which the names of inline schemas depend on.
pub(crate) fn lower_components(types: &mut Types<'_>) {
    types.state.component_names().into_iter().for_each(|wire| lower_component(types, wire));
}

/// Lowers a component, unless it is lowered already, or is being lowered.
fn lower_component<'a>(types: &mut Types<'a>, wire: &'a str) {
    if !types.begun.insert(wire) {
        return;
    }
    let Some(node) = component(types.state.document, wire) else { return };
    let Component { own, name, module } = types.state.components[wire].clone();
    let site = Site { words: Words::of_type(&own), module, place: node.place.clone(), component: Some(name.clone()) };
    let position = types.state.definitions.len();
    let outer = std::mem::take(&mut types.open);
    let lowered = lower_schema(types, &node, &site);
    types.open = outer;
    let (nullable, declared, example) = (lowered.nullable, lowered.declared, lowered.example);
    // Where nothing has its name yet it is another name of what it leads to, if only of itself.
    // An enum that is merged with others may have been defined with one of these.
    let since = if types.state.merges.of(own.as_str()).is_some() { 0 } else { position };
    let is_defined = types.state.definitions[since..].iter().any(|definition| definition.name == name);
    if !is_defined {
        types.state.define(position, site.definition(name, lowered.docs, lowered.deprecated, Kind::Alias(lowered.ty)));
    }
    if let Some(definition) = types.state.definitions.get_mut(position) {
        definition.nullable = nullable;
        definition.declared = declared;
        definition.example = example;
    }
}

/// The type of an inline schema, where it has one: an `allOf` may bring the same schema to several places. It is
/// called after the component that it stands in.
fn known<'a>(types: &mut Types<'a>, node: &Node<'a>, sources: &BTreeSet<Pointer>) -> Option<TypeName> {
    if let Some(owner) = component_of(types.state.document, &node.place) {
        lower_component(types, owner);
    }
    types.inline.get(sources).cloned()
}

/// Lowers a schema or a reference to one.
pub(crate) fn lower_schema<'a>(types: &mut Types<'a>, node: &Node<'a>, site: &Site) -> Lowered {
    let referred = match &node.kind {
        NodeKind::Reference(reference) => Some((*reference, Vec::new())),
        NodeKind::Schema(schema) => lone_reference(types.state.document, schema),
        NodeKind::Merged(_) | NodeKind::Either(_) => None,
    };
    if let Some((reference, annotations)) = referred {
        return lower_reference(types, reference, &annotations, &node.place);
    }
    let shape = match flatten(types.state.document, node) {
        Ok(shape) => shape,
        Err(broken) => {
            report_broken(&mut types.state, &broken);
            return Lowered::of(Type::Value);
        }
    };
    let sources = node.sources();
    if site.component.is_none()
        && let Some(name) = known(types, node, &sources)
    {
        return annotated(Type::Named(name), &shape);
    }
    let mut repeated = types.open.iter().filter(|open| open.sources == sources);
    if let Some(name) = repeated.clone().find_map(|open| open.name.clone()) {
        return annotated(Type::Named(name), &shape);
    }
    // What has no name, a list or a map, may hold something that has: only a second repetition is one without end.
    if repeated.nth(1).is_some() || types.open.len() >= DEPTH {
        let message = "schemas stand in each other without end; what stands here is taken as any JSON";
        types.state.warn_open(OpeningKind::Untyped, message, &node.place);
        return annotated(Type::Value, &shape);
    }
    types.open.push(Open { sources, name: None });
    let lowered = classify(types, shape, site);
    if let Some(Open { sources, name: Some(name) }) = types.open.pop()
        && site.component.is_none()
    {
        types.inline.insert(sources, name);
    }
    lowered
}

/// Classifies a schema. What defines a type of its own comes first.
fn classify<'a>(types: &mut Types<'a>, mut shape: Shape<'a>, site: &Site) -> Lowered {
    shape.nullable |= shape.enumeration.iter().any(Value::is_null);
    shape.enumeration.retain(|value| !value.is_null());
    warn_of_keywords(&mut types.state, &shape, site);
    if has_too_many_alternatives(&shape) {
        return Lowered { nullable: shape.nullable, docs: own_docs(&shape), ..Lowered::of(Type::Value) };
    }
    let alternatives = keyword_of_alternatives(&shape);
    combine(types.state.document, &mut shape);
    let outside = (std::mem::take(&mut types.inside), std::mem::take(&mut types.holds_sensitive));
    let ty = try_string_enum(types, &shape, site)
        .or_else(|| try_integer_enum(types, &shape, site))
        .or_else(|| try_struct(types, &mut shape, site))
        .or_else(|| try_union(types, &mut shape, site))
        .or_else(|| try_map(types, &shape, site))
        .or_else(|| try_tuple(types, &mut shape, site))
        .or_else(|| try_list(types, &shape, site))
        .unwrap_or_else(|| primitive(types, &shape, site));
    let inside = std::mem::replace(&mut types.inside, outside.0);
    shape.sensitive |= std::mem::replace(&mut types.holds_sensitive, outside.1);
    let lowered = annotated(ty, &shape);
    let declared = Declared { alternatives, inside, ..lowered.declared };
    Lowered { declared, ..lowered }
}

/// Whether a value would have to fit one alternative of each of two lists, which no type says.
fn has_too_many_alternatives(shape: &Shape<'_>) -> bool {
    shape.has_alternatives_twice && shape.properties.is_empty()
}

/// Warns of what a schema says that its type does not.
fn warn_of_keywords(state: &mut State<'_>, shape: &Shape<'_>, site: &Site) {
    for (reference, place) in &shape.dangling {
        state.warn(format!("`{reference}` leads nowhere; this part is left out"), place);
    }
    // What others extend, and is asked for, is a union by now.
    let leads_elsewhere = |discriminator: &Discriminator| {
        let own = site.place.component("schemas").filter(|(_, inside)| *inside == 0).map(|(wire, _)| wire);
        discriminator.mapping.values().any(|target| schema_name(&schema_of_mapping(target)).as_deref() != own)
    };
    if shape.discriminator.is_some_and(leads_elsewhere) && !shape.has_alternatives() && shape.part_count == 0 {
        let message = "no schema extends this one by `allOf`; list what the mapping leads to in a `oneOf` with the \
                       discriminator";
        state.warn(message, &site.place);
    }
    if has_too_many_alternatives(shape) {
        let message = "two parts of the `allOf` have alternatives each; what stands here is taken as any JSON";
        state.warn_open(OpeningKind::Untyped, message, &site.place);
    } else if shape.not.is_some() {
        state.warn("`not` has no counterpart in Rust's types; what it excludes is not checked", &site.place);
    }
}
