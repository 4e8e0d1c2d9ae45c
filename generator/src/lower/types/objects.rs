//! Objects with properties: their fields, and the alternatives beside them.

use indexmap::IndexSet;
use openapiv3::AdditionalProperties;

use crate::lower::{
    Context, Lowering,
    shapes::shape::{self, Node, NodeKind, Shape},
    types::branches::{Branch, intersection},
    types::schemas::{definition_docs, inside},
};
use crate::{
    ir::{Declared, Field, Kind, Presence, Struct, Type},
    naming::{FieldName, Scope},
    place::Pointer,
};

impl<'a> Lowering<'a> {
    /// An object with properties, also one that a list of `required` lists divides into branches.
    pub(crate) fn try_struct(&mut self, shape: &mut Shape<'a>, context: &Context) -> Option<Type> {
        let is_named = !shape.properties.is_empty() || (shape.ty.is_some() && !shape.required.is_empty());
        if !is_named || !matches!(shape.ty, None | Some("object")) {
            return None;
        }
        let position = self.definitions.len();
        let name = self.name(context);
        let (branches, alternatives) = self.take_branches(shape);
        let every_branch = intersection(branches.iter().map(|branch| &branch.required));
        let always: IndexSet<&str> = shape.required.iter().copied().chain(every_branch).collect();
        // Field names may not clash with the builder's own functions.
        let mut scope = Scope::reserving("build clone new");
        let mut fields = Vec::new();
        for (wire, node) in &shape.properties {
            let words = self.naming.camel(wire);
            let lowered = self.schema(node, &context.part(&words, &node.place));
            let presence = match (always.contains(wire), lowered.nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::RequiredNullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::OptionalNullable,
            };
            fields.push(Field {
                wire: (*wire).to_owned(),
                place: node.place.clone(),
                name: self.naming.field(wire, &mut scope),
                ty: lowered.ty,
                presence,
                docs: lowered.docs,
                deprecated: lowered.deprecated,
                required_in: shape.required_in(wire),
                undeclared: false,
                read_only: lowered.read_only,
                write_only: lowered.write_only,
                constant: None,
                declared: Declared { required: shape.required.contains(wire), ..lowered.declared },
            });
        }
        self.undeclared(shape, &branches, &mut scope, &mut fields, context);
        let additional = self.additional(shape, &mut scope, context);
        let closed = matches!(shape.additional, Some((AdditionalProperties::Any(false), _)));
        let docs = definition_docs(shape, context, "The object");
        let definition = Struct { fields, additional, closed, alternatives, builders: Vec::new() };
        let ty = self.define(name, context, position, docs, shape.deprecated, Kind::Struct(definition));
        let builders = self.builders(&ty, &branches, position);
        let Kind::Struct(definition) = &mut self.definitions[position].kind else {
            unreachable!("it was defined as a struct above")
        };
        definition.builders = builders;
        Some(ty)
    }

    /// A `required` list may name what no list of properties declares. It is sent and kept as any JSON.
    fn undeclared(
        &mut self,
        shape: &Shape<'a>,
        branches: &[Branch<'a>],
        scope: &mut Scope,
        fields: &mut Vec<Field>,
        context: &Context,
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
            self.warn(
                format!("`required` names `{wire}`, which no `properties` declare; it is taken as any JSON"),
                &context.place,
            );
            fields.push(Field {
                wire: wire.to_owned(),
                place: context.place.child("required"),
                name: self.naming.field(wire, scope),
                ty: Type::Value,
                presence: if shape.required.contains(wire) { Presence::Required } else { Presence::Optional },
                docs: "Required by the description, but not declared in it.".to_owned(),
                deprecated: false,
                required_in: shape.required_in(wire),
                undeclared: true,
                read_only: false,
                write_only: false,
                constant: None,
                declared: Declared { required: shape.required.contains(wire), ..Declared::default() },
            });
        }
    }

    fn additional(&mut self, shape: &Shape<'a>, scope: &mut Scope, context: &Context) -> Option<(FieldName, Type)> {
        let ty = match shape.additional.as_ref()? {
            (AdditionalProperties::Any(false), _) => return None,
            (AdditionalProperties::Any(true), _) => Type::Value,
            (AdditionalProperties::Schema(schema), place) => {
                let value = self.schema(&Node::new(schema, place.clone()), &context.part("Value", place));
                self.inside.push(inside("{}", place, &value));
                value.item()
            }
        };
        Some((self.naming.field("additional_properties", scope), ty))
    }

    /// The branches of a `oneOf` or `anyOf` beside `properties`.
    ///
    /// Where they only say which properties are required (and which value one of them has), they are ways to build one
    /// struct; a single one holds always. Where they bring properties of their own, these become fields of it: required
    /// if all of them require it; what each requires comes back, too.
    pub(crate) fn take_branches(&mut self, shape: &mut Shape<'a>) -> (Vec<Branch<'a>>, Vec<Vec<String>>) {
        let nodes: Vec<Node<'a>> = shape.one_of.drain(..).chain(shape.any_of.drain(..)).collect();
        let mut branches = Vec::new();
        for node in nodes {
            match self.alternatives(&node, ALTERNATIVES_DEPTH) {
                Some(alternatives) => branches.extend(alternatives),
                None => self.warn("a branch beside `properties` is no object; it is left out of the type", &node.place),
            }
        }
        shape.requiring.extend(branches.iter().flat_map(|(_, branch)| branch.requiring.clone()));
        let only_narrow =
            branches.iter().all(|(_, branch)| branch.properties.keys().all(|wire| shape.properties.contains_key(wire)));
        if branches.len() > 1 && only_narrow && branches.iter().all(|(_, branch)| !branch.required.is_empty()) {
            let branches = branches.iter().map(|(place, branch)| self.branch(branch, shape, place.clone()));
            return (branches.collect(), Vec::new());
        }
        shape.required.extend(intersection(branches.iter().map(|(_, branch)| &branch.required)));
        let mut merged = Vec::new();
        for (_, branch) in branches {
            merged.push(branch.required.iter().map(|&wire| wire.to_owned()).collect());
            for (wire, node) in branch.properties {
                match shape.properties.get(wire) {
                    Some(known) if !self.agree(known, &node) => {
                        self.warn(
                            format!("the branches describe `{wire}` differently; it is taken as any JSON"),
                            &node.place,
                        );
                        shape.properties.insert(wire, Node { kind: NodeKind::Merged(Vec::new()), place: node.place });
                    }
                    Some(known) if self.values_of(known) == self.values_of(&node) => {}
                    Some(known) => {
                        let place = known.place.clone();
                        let either = Node { kind: NodeKind::Either(vec![known.clone(), node]), place };
                        shape.properties.insert(wire, either);
                    }
                    None => drop(shape.properties.insert(wire, node)),
                }
            }
        }
        (Vec::new(), merged)
    }

    /// A branch and its place, or where it has alternatives itself, each of them; nothing where one is no object.
    fn alternatives(&self, node: &Node<'a>, depth: usize) -> Option<Vec<(Pointer, Shape<'a>)>> {
        let mut branch = shape::flatten(self.document, node).ok()?;
        let nodes: Vec<Node<'a>> = branch.one_of.drain(..).chain(branch.any_of.drain(..)).collect();
        if !is_object(&branch) || depth == 0 {
            return None;
        }
        if nodes.is_empty() {
            return Some(vec![(node.place.clone(), branch)]);
        }
        let inner: Vec<Vec<(Pointer, Shape<'a>)>> =
            nodes.iter().map(|node| self.alternatives(node, depth - 1)).collect::<Option<_>>()?;
        let with_branch = |(place, alternative): (Pointer, Shape<'a>)| {
            let mut whole = branch.clone();
            whole.narrow(alternative);
            (place, whole)
        };
        Some(inner.into_iter().flatten().map(with_branch).collect())
    }

    /// Whether two descriptions of one property can be the same field.
    fn agree(&self, one: &Node<'a>, other: &Node<'a>) -> bool {
        match (&one.kind, &other.kind) {
            (NodeKind::Reference(one), NodeKind::Reference(other)) => one == other,
            (NodeKind::Schema(one), NodeKind::Schema(other)) if one == other => true,
            _ => match (shape::flatten(self.document, one), shape::flatten(self.document, other)) {
                (Ok(one), Ok(other)) => {
                    one.evident_type() == other.evident_type() && one.properties.len() == other.properties.len()
                }
                (_, _) => false,
            },
        }
    }

    /// The `enum` of a property.
    fn values_of(&self, node: &Node<'a>) -> Vec<serde_json::Value> {
        shape::flatten(self.document, node).map(|shape| shape.enumeration).unwrap_or_default()
    }
}

/// How many levels of alternatives in alternatives a branch may have.
const ALTERNATIVES_DEPTH: usize = 8;

/// An object, or something that only says more about one.
fn is_object(branch: &Shape<'_>) -> bool {
    matches!(branch.ty, None | Some("object"))
        && branch.items.is_none()
        && branch.one_of.is_empty()
        && branch.any_of.is_empty()
        && branch.enumeration.is_empty()
}
