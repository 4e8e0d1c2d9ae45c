//! Merges what a schema is made of: references, the parts of an `allOf`, several descriptions of one property.

use std::{collections::HashMap, rc::Rc};

use openapiv3::{OpenAPI, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::{keywords::own_keywords, shape::Shape};
use crate::{
    lower::read::schemas::{Node, NodeKind, resolve},
    place::Pointer,
};

/// A reference that does not lead anywhere, or an `allOf` that leads to itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Broken {
    /// The reference, and where it stands.
    Dangling(String, Pointer),
    /// The reference that closes the circle, and where it stands.
    Circular(String, Pointer),
    /// A reference to parts of parts, and where it stands: there are more of them than are followed.
    Deep(String, Pointer),
}

/// The flat record of a node.
///
/// # Errors
///
/// The first reference that does not lead to a schema.
pub(crate) fn flatten<'a>(document: &'a OpenAPI, node: &Node<'a>) -> Result<Shape<'a>, Broken> {
    let shape = Flattening { document, path: Vec::new(), done: HashMap::new() }.node(node)?;
    // Nothing else holds it, now that the flattening is over.
    Ok(Rc::unwrap_or_clone(shape))
}

/// The items of a tuple, each at its place; nothing where a schema is none.
pub(crate) fn tuple_items<'a>(document: &'a OpenAPI, shape: &Shape<'a>) -> Option<Vec<Node<'a>>> {
    let items = flatten(document, shape.items.as_ref()?).ok()?;
    items.is_tuple.then_some(items.one_of)
}

/// Whether a schema says nothing but null.
pub(crate) fn is_null(document: &OpenAPI, node: &Node<'_>) -> bool {
    flatten(document, node)
        .is_ok_and(|shape| !shape.enumeration.is_empty() && shape.enumeration.iter().all(Value::is_null))
}

/// How many components may be parts of parts of each other. Each of them has all properties of those below it, so what is made
/// of them grows with the square of their number.
pub(crate) const DEPTH: usize = 100;

/// The state of one flattening.
struct Flattening<'a> {
    document: &'a OpenAPI,
    /// The references on the way to where it is.
    path: Vec<&'a str>,
    /// The components that are done: one may be a part in many places.
    done: HashMap<&'a str, Rc<Shape<'a>>>,
}

impl<'a> Flattening<'a> {
    fn node(&mut self, node: &Node<'a>) -> Result<Rc<Shape<'a>>, Broken> {
        match &node.kind {
            NodeKind::Reference(reference) => self.reference(reference, &node.place),
            NodeKind::Schema(schema) => self.schema(schema, &node.place).map(Rc::new),
            NodeKind::Merged(nodes) => self.merged(nodes).map(Rc::new),
            NodeKind::Either(nodes) => self.either(nodes).map(Rc::new),
        }
    }

    /// The record of a node, to be changed.
    fn own(&mut self, node: &Node<'a>) -> Result<Shape<'a>, Broken> {
        self.node(node).map(Rc::unwrap_or_clone)
    }

    fn merged(&mut self, nodes: &[Node<'a>]) -> Result<Shape<'a>, Broken> {
        let mut merged = Shape::default();
        for node in nodes {
            merged.narrow(self.own(node)?);
        }
        Ok(merged)
    }

    fn either(&mut self, nodes: &[Node<'a>]) -> Result<Shape<'a>, Broken> {
        // `{enum: [a]}` or `{enum: [b]}` -> `{enum: [a, b]}`
        let mut shapes = nodes.iter().map(|node| self.own(node)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let mut either = shapes.next().unwrap_or_default();
        shapes.for_each(|other| either.widen(other));
        Ok(either)
    }

    fn reference(&mut self, reference: &'a str, place: &Pointer) -> Result<Rc<Shape<'a>>, Broken> {
        if let Some(shape) = self.done.get(reference) {
            return Ok(Rc::clone(shape));
        }
        let Some(target) = resolve(self.document, reference) else {
            return Err(Broken::Dangling(reference.to_owned(), place.clone()));
        };
        if self.path.contains(&reference) {
            return Err(Broken::Circular(reference.to_owned(), place.clone()));
        }
        if self.path.len() >= DEPTH {
            return Err(Broken::Deep(reference.to_owned(), place.clone()));
        }
        self.path.push(reference);
        let shape = self.node(&target)?;
        self.path.pop();
        self.done.insert(reference, Rc::clone(&shape));
        Ok(shape)
    }

    fn schema(&mut self, schema: &'a Schema, place: &Pointer) -> Result<Shape<'a>, Broken> {
        // `{allOf: [{$ref: Pet}, {required: [name]}]}` -> the properties of `Pet`, of which `name` is required.
        let parts: &[ReferenceOr<Schema>] = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &any.all_of,
            SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => &[],
        };
        if parts.is_empty() {
            return Ok(own_keywords(schema, place));
        }
        let mut shape = Shape::default();
        for part in Node::list(parts, place, "allOf") {
            let mut flat = match self.own(&part) {
                Ok(flat) => flat,
                Err(Broken::Dangling(reference, place)) => {
                    shape.dangling.push((reference, place));
                    continue;
                }
                Err(endless) => return Err(endless),
            };
            // A part's own words are about the part.
            (flat.title, flat.description) = (None, None);
            flat.constructor = None;
            if let NodeKind::Reference(reference) = part.kind {
                shape.parts.push(reference);
            }
            shape.has_alternatives_twice |= shape.has_alternatives() && flat.has_alternatives();
            shape.narrow(flat);
        }
        shape.part_count = parts.len();
        shape.narrow(own_keywords(schema, place));
        Ok(shape)
    }
}
