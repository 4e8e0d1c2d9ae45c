//! Schemas and references to them, each with its place.

use std::collections::BTreeSet;

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use crate::place::Pointer;

/// A schema, or a reference to one, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    /// What it is.
    pub kind: NodeKind<'a>,
    /// Where it stands.
    pub place: Pointer,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind<'a> {
    /// A `$ref`.
    Reference(&'a str),
    /// A schema that stands here.
    Schema(&'a Schema),
    /// Several descriptions of one property, in several parts of an `allOf`.
    Merged(Vec<Node<'a>>),
    /// Several descriptions of one property, in several alternatives: each may hold.
    Either(Vec<Node<'a>>),
}

/// What a node is remembered by: two references to one schema are the same.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Identity<'a> {
    /// What a reference leads to.
    Named(&'a str),
    /// What stands at a place.
    At(Pointer),
    /// All of these at once.
    Merged(Vec<Self>),
    /// One of these.
    Either(Vec<Self>),
}

impl<'a> Node<'a> {
    /// What it is remembered by.
    pub(crate) fn identity(&self) -> Identity<'a> {
        match self.kind {
            NodeKind::Reference(reference) => Identity::Named(reference),
            NodeKind::Schema(_) => Identity::At(self.place.clone()),
            // Others may end in the same part: what is made of parts is what all of these are.
            NodeKind::Merged(ref nodes) => Identity::Merged(nodes.iter().map(Self::identity).collect()),
            NodeKind::Either(ref nodes) => Identity::Either(nodes.iter().map(Self::identity).collect()),
        }
    }

    /// A node of a parsed document.
    pub(crate) fn new(schema: &'a ReferenceOr<Schema>, place: Pointer) -> Self {
        let kind = match schema {
            ReferenceOr::Reference { reference } => NodeKind::Reference(reference),
            ReferenceOr::Item(schema) => NodeKind::Schema(schema),
        };
        Self { kind, place }
    }

    /// Where all that it is made of stands.
    pub(crate) fn sources(&self) -> BTreeSet<Pointer> {
        match &self.kind {
            NodeKind::Reference(_) | NodeKind::Schema(_) => BTreeSet::from([self.place.clone()]),
            NodeKind::Merged(nodes) | NodeKind::Either(nodes) => nodes.iter().flat_map(Self::sources).collect(),
        }
    }

    /// A node of a property or an item.
    pub(crate) fn boxed(schema: &'a ReferenceOr<Box<Schema>>, place: Pointer) -> Self {
        let kind = match schema {
            ReferenceOr::Reference { reference } => NodeKind::Reference(reference),
            ReferenceOr::Item(schema) => NodeKind::Schema(schema),
        };
        Self { kind, place }
    }

    /// The nodes of a keyword that has several schemas: `oneOf`.
    pub(crate) fn list(schemas: &'a [ReferenceOr<Schema>], place: &Pointer, keyword: &str) -> Vec<Self> {
        schemas.iter().enumerate().map(|(index, schema)| Self::new(schema, place.child(keyword).child(index))).collect()
    }
}

/// The schema that a reference leads to, with its place.
pub(crate) fn resolve<'a>(document: &'a OpenAPI, reference: &str) -> Option<Node<'a>> {
    component(document, &schema_name(reference)?)
}

/// The schema of a component, with its place.
pub(crate) fn component<'a>(document: &'a OpenAPI, name: &str) -> Option<Node<'a>> {
    let schema = document.components.as_ref()?.schemas.get(name)?;
    Some(Node::new(schema, Pointer::root().descendant(["components", "schemas", name])))
}

/// The component that a reference names.
pub(crate) fn schema_name(reference: &str) -> Option<String> {
    reference.strip_prefix("#/components/schemas/").map(|name| name.replace("~1", "/").replace("~0", "~"))
}

/// The component that a place is in.
pub(crate) fn component_of<'a>(document: &'a OpenAPI, place: &Pointer) -> Option<&'a str> {
    let (wire, _) = place.component("schemas").filter(|(_, inside)| *inside > 0)?;
    document.components.as_ref()?.schemas.get_key_value(wire).map(|(wire, _)| wire.as_str())
}
