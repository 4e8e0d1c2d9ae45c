//! `anyOf` of objects of which one value can be several at once: one object.

use openapiv3::{AdditionalProperties, OpenAPI};

use super::{apart::exclude_each_other, discriminators::inferred, exclusions::Alternative};
use crate::lower::{
    read::schemas::{Node, NodeKind},
    shapes::{Shape, flatten, is_null},
};

/// How many levels of objects and lists are compared, where a property is described twice.
const DEPTH: usize = 8;

/// Makes an `anyOf` of objects, none of which excludes another, one object with the properties of all: a value may be all of
/// them at once (JSON Schema, `anyOf`), and an enum would hold one and lose the others. Its alternatives stay as ways to
/// build it.
pub(crate) fn combine<'a>(document: &'a OpenAPI, shape: &mut Shape<'a>) {
    // `{anyOf: [{properties: {mail: …}, required: [mail]}, {properties: {phone: …}, required: [phone]}]}`
    // -> the properties `mail` and `phone`, and two ways to build
    let is_bare = matches!(shape.ty, None | Some("object"))
        && shape.properties.is_empty()
        && shape.one_of.is_empty()
        && shape.items.is_none()
        && shape.enumeration.is_empty()
        && shape.discriminator.is_none();
    if !is_bare || shape.any_of.len() < 2 {
        return;
    }
    let (nulls, nodes): (Vec<Node<'a>>, Vec<Node<'a>>) =
        shape.any_of.iter().cloned().partition(|node| is_null(document, node));
    let Some(shapes) = objects(document, &nodes) else { return };
    if nodes.len() < 2
        || inferred(document, &nodes).is_some()
        || exclude_each_other(&Alternative::all(document, &nodes))
    {
        return;
    }
    let Some(properties) = properties(document, &shapes) else { return };
    shape.nullable |= !nulls.is_empty() || shapes.iter().any(|shape| shape.nullable);
    shape.properties = properties;
    shape.additional = shape.additional.take().or_else(|| additional(&shapes));
    shape.any_of = nodes;
}

/// The alternatives, if all of them are objects with properties and nothing else.
fn objects<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Option<Vec<Shape<'a>>> {
    let object = |node: &Node<'a>| {
        let shape = flatten(document, node).ok()?;
        let is_object = matches!(shape.ty, None | Some("object"))
            && !shape.properties.is_empty()
            && !shape.has_alternatives()
            && !matches!(shape.additional, Some((AdditionalProperties::Schema(_), _)));
        is_object.then_some(shape)
    };
    nodes.iter().map(object).collect()
}

/// The properties of all alternatives; nothing where two describe one in ways that no type has both of.
fn properties<'a>(document: &'a OpenAPI, shapes: &[Shape<'a>]) -> Option<indexmap::IndexMap<&'a str, Node<'a>>> {
    let mut properties: indexmap::IndexMap<&'a str, Node<'a>> = indexmap::IndexMap::new();
    for (wire, node) in shapes.iter().flat_map(|shape| &shape.properties) {
        match properties.get_mut(wire) {
            None => drop(properties.insert(wire, node.clone())),
            Some(known) if are_alike(document, known, node, DEPTH) => *known = either(document, known, node),
            Some(_) => return None,
        }
    }
    Some(properties)
}

/// Either of two descriptions of one property: the first, where the other allows no more.
fn either<'a>(document: &'a OpenAPI, known: &Node<'a>, node: &Node<'a>) -> Node<'a> {
    let allowed =
        |node: &Node<'a>| flatten(document, node).map(|shape| (shape.enumeration, shape.nullable)).unwrap_or_default();
    if allowed(known) == allowed(node) {
        return known.clone();
    }
    let kind = NodeKind::Either(vec![known.clone(), node.clone()]);
    Node { kind, place: known.place.clone() }
}

/// Whether two descriptions are of one type in Rust.
fn are_alike<'a>(document: &'a OpenAPI, one: &Node<'a>, other: &Node<'a>, depth: usize) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Reference(one), NodeKind::Reference(other)) if one == other => return true,
        (NodeKind::Schema(one), NodeKind::Schema(other)) if one == other => return true,
        _ => {}
    }
    let (Ok(one), Ok(other), Some(depth)) = (flatten(document, one), flatten(document, other), depth.checked_sub(1))
    else {
        return false;
    };
    let items = match (&one.items, &other.items) {
        (Some(one), Some(other)) => are_alike(document, one, other, depth),
        (one, other) => one.is_none() && other.is_none(),
    };
    let has_schemas = |shape: &Shape<'a>| {
        shape.has_alternatives() || matches!(shape.additional, Some((AdditionalProperties::Schema(_), _)))
    };
    let is_time = |shape: &Shape<'a>| {
        shape.ty == Some("integer") && shape.format.as_deref().is_some_and(|format| !format.starts_with("int"))
    };
    let has_twin = |(wire, node): (&&'a str, &Node<'a>)| {
        other.properties.get(wire).is_some_and(|twin| are_alike(document, node, twin, depth))
    };
    one.evident_type() == other.evident_type()
        && items
        && !has_schemas(&one)
        && !has_schemas(&other)
        && is_time(&one) == is_time(&other)
        && one.required == other.required
        && one.properties.len() == other.properties.len()
        && one.properties.iter().all(has_twin)
}

/// What the alternatives say of all other properties: they may be there, where one allows them by its own word.
fn additional<'a>(shapes: &[Shape<'a>]) -> Option<(&'a AdditionalProperties, crate::place::Pointer)> {
    let mut all = shapes.iter().filter_map(|shape| shape.additional.clone());
    all.find(|(additional, _)| matches!(additional, AdditionalProperties::Any(true)))
}
