//! What tells alternatives apart.

use openapiv3::{Discriminator, OpenAPI};

use crate::{
    lower::{
        read::schemas::{Node, NodeKind, resolve, schema_name},
        shapes::{Shape, flatten},
    },
    place::Pointer,
    select::schema_of_mapping,
};

/// The property that tells alternatives apart, and the values for each of them.
pub(crate) struct Discriminated {
    pub(crate) property: String,
    /// In the order of the alternatives.
    pub(crate) values: Vec<Vec<String>>,
}

/// Adds the targets of a discriminator's mapping that are no alternative, and so become one.
pub(super) fn add_mapped<'a>(document: &'a OpenAPI, discriminator: &'a Discriminator, nodes: &mut Vec<Node<'a>>) {
    for target in discriminator.mapping.values() {
        let target_schema = schema_of_mapping(target);
        let known =
            nodes.iter().any(|node| matches!(node.kind, NodeKind::Reference(reference) if reference == target_schema));
        if !known && resolve(document, &target_schema).is_some() && target.starts_with('#') {
            let place = nodes.first().map(|node| node.place.clone()).unwrap_or_default();
            nodes.push(Node { kind: NodeKind::Reference(target), place });
        }
    }
}

/// The discriminator that the description gives, with the values that lead to each node; why it tells nothing, where it does
/// not, and where that stands.
pub(super) fn given<'a>(
    document: &'a OpenAPI,
    discriminator: &'a Discriminator,
    nodes: &[Node<'a>],
) -> Result<Discriminated, (String, Pointer)> {
    let mut values: Vec<Vec<String>> = Vec::new();
    for node in nodes {
        let own = values_of(document, discriminator, node);
        if own.is_empty() {
            let message = format!(
                "the discriminator `{}` has no value for this alternative; the best fit is taken instead",
                discriminator.property_name
            );
            return Err((message, node.place.clone()));
        }
        if let Some(value) = own.iter().find(|value| values.iter().any(|earlier| earlier.contains(value))) {
            let message = format!("two alternatives have the value `{value}`; the best fit is taken instead");
            return Err((message, node.place.clone()));
        }
        values.push(own);
    }
    Ok(Discriminated { property: discriminator.property_name.clone(), values })
}

/// The values of a discriminator that lead to an alternative: by its mapping, else by the alternative's own `enum`. Where neither
/// says one, the name of the schema is the value (OpenAPI 3.0.4, section 4.8.25).
fn values_of<'a>(document: &'a OpenAPI, discriminator: &Discriminator, node: &Node<'a>) -> Vec<String> {
    let reference = match node.kind {
        NodeKind::Reference(reference) => Some(reference),
        NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => None,
    };
    let mapping = discriminator.mapping.iter();
    let mapped = mapping.filter(|(_, target)| reference == Some(schema_of_mapping(target).as_str()));
    let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let shape = flatten(document, node).unwrap_or_default();
    let single = values_in(document, &shape, &discriminator.property_name);
    if single.is_empty() { reference.and_then(schema_name).into_iter().collect() } else { single }
}

/// A property that every alternative requires and that has one value in each, different ones: a discriminator that
/// the description only forgot to name.
pub(crate) fn inferred<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Option<Discriminated> {
    // `kind` is `{enum: [cat]}` in the one and `{enum: [dog]}` in the other -> `kind`: `[cat]`, `[dog]`
    let shapes: Vec<Shape<'a>> = nodes.iter().map(|node| flatten(document, node)).collect::<Result<_, _>>().ok()?;
    let is_required = |property: &&str| shapes.iter().all(|shape| shape.required.contains(property));
    let mut candidates = shapes.first()?.properties.keys().copied().filter(is_required);
    candidates.find_map(|property| {
        let values: Vec<Vec<String>> = shapes.iter().map(|shape| values_in(document, shape, property)).collect();
        let distinct = values.iter().enumerate().all(|(index, own)| own.len() == 1 && !values[..index].contains(own));
        distinct.then(|| Discriminated { property: property.to_owned(), values })
    })
}

/// The values that a property of an alternative can have, by its enum.
fn values_in<'a>(document: &'a OpenAPI, shape: &Shape<'a>, property: &str) -> Vec<String> {
    let Some(property) = shape.properties.get(property).and_then(|node| flatten(document, node).ok()) else {
        return Vec::new();
    };
    property.enumeration.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}
