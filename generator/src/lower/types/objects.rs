//! Objects with properties: their fields, and how they are built.

use indexmap::IndexSet;
use openapiv3::AdditionalProperties;

use super::{
    builders::builders, containers::ANY_PROPERTIES, descriptions::definition_docs, lowered::inside,
    schemas::lower_schema, state::Types,
};
use crate::{
    ir::{Declared, Field, Kind, OpeningKind, Presence, Struct, Type},
    lower::{
        alternatives::{Branch, intersection, take_branches},
        read::schemas::Node,
        shapes::Shape,
        state::{Site, State},
        text,
    },
    naming::{FieldName, Scope},
};

/// An object with properties, also one that a list of `required` lists divides into branches.
pub(super) fn try_struct<'a>(types: &mut Types<'a>, shape: &mut Shape<'a>, site: &Site) -> Option<Type> {
    // `{properties: {id: {type: string}}, required: [id]}` -> a struct with the field `id: String`
    let is_named = !shape.properties.is_empty() || (shape.ty.is_some() && !shape.required.is_empty());
    if !is_named || !matches!(shape.ty, None | Some("object")) {
        return None;
    }
    let position = types.state.definitions.len();
    let name = types.name(site);
    let (branches, alternatives) = take_branches(&mut types.state, shape);
    let every_branch = intersection(branches.iter().map(|branch| &branch.required));
    let always: IndexSet<&str> = shape.required.iter().copied().chain(every_branch).collect();
    // Field names may not clash with the builder's own functions.
    let mut scope = Scope::reserving("build clone new");
    let mut fields = Vec::new();
    for (wire, node) in &shape.properties {
        let lowered = lower_schema(types, node, &site.part(wire, &node.place));
        let presence = match (always.contains(wire), lowered.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        fields.push(Field {
            wire: (*wire).to_owned(),
            place: node.place.clone(),
            name: types.state.naming.field(wire, &mut scope),
            ty: lowered.ty,
            presence,
            docs: if text::is_echo(&lowered.docs, wire) { String::new() } else { lowered.docs },
            deprecated: lowered.deprecated,
            required_in: shape.required_in(wire),
            undeclared: false,
            read_only: lowered.read_only,
            write_only: lowered.write_only,
            sensitive: shape.sensitive || lowered.sensitive,
            example: lowered.example,
            constant: None,
            declared: Declared { required: shape.required.contains(wire), ..lowered.declared },
        });
    }
    undeclared(&mut types.state, shape, &branches, &mut scope, &mut fields, site);
    let additional = additional(types, shape, &mut scope, site);
    let closed = matches!(shape.additional, Some((AdditionalProperties::Any(false), _)));
    let docs = definition_docs(shape);
    let builders = builders(&mut types.state, &name, &site.place, &branches, &fields);
    let (additional, hides_additional) = additional.map_or((None, false), |(field, hides)| (Some(field), hides));
    let definition =
        Struct { fields, additional, hides_additional, closed, alternatives, builders, conversions: Vec::new() };
    Some(types.state.define(position, site.definition(name, docs, shape.deprecated, Kind::Struct(definition))))
}

/// A `required` list may name what no list of properties declares. It is sent and kept as any JSON.
fn undeclared<'a>(
    state: &mut State<'a>,
    shape: &Shape<'a>,
    branches: &[Branch<'a>],
    scope: &mut Scope,
    fields: &mut Vec<Field>,
    site: &Site,
) {
    let named: IndexSet<&str> = shape
        .required
        .iter()
        .copied()
        .chain(branches.iter().flat_map(|branch| branch.required.iter().copied()))
        .collect();
    for wire in named {
        if shape.properties.contains_key(wire) {
            continue;
        }
        let message = format!("`required` names `{wire}`, which no `properties` declare; it is taken as any JSON");
        state.leave_open(OpeningKind::Untyped, message.clone(), &site.place.child("required"));
        state.warn(message, &site.place);
        fields.push(Field {
            wire: wire.to_owned(),
            place: site.place.child("required"),
            name: state.naming.field(wire, scope),
            ty: Type::Value,
            presence: if shape.required.contains(wire) { Presence::Required } else { Presence::Optional },
            docs: "Required by the description, but not declared in it.".to_owned(),
            deprecated: false,
            required_in: shape.required_in(wire),
            undeclared: true,
            read_only: false,
            write_only: false,
            sensitive: shape.sensitive,
            example: None,
            constant: None,
            declared: Declared { required: shape.required.contains(wire), ..Declared::default() },
        });
    }
}

/// The field of all other properties, and the type of their values; and whether these are shown nowhere.
fn additional<'a>(
    types: &mut Types<'a>,
    shape: &Shape<'a>,
    scope: &mut Scope,
    site: &Site,
) -> Option<((FieldName, Type), bool)> {
    let mut hides = shape.sensitive;
    let ty = match shape.additional.as_ref()? {
        (AdditionalProperties::Any(false), _) => return None,
        (AdditionalProperties::Any(true), place) => {
            types.state.leave_open(OpeningKind::Untyped, ANY_PROPERTIES, place);
            Type::Value
        }
        (AdditionalProperties::Schema(schema), place) => {
            let value = lower_schema(types, &Node::new(schema, place.clone()), &site.part("Value", place));
            types.inside.push(inside("{}", place, &value));
            hides |= value.sensitive;
            value.item()
        }
    };
    Some(((types.state.naming.field("additional_properties", scope), ty), hides))
}
