//! What tells alternatives apart.

use std::collections::{HashMap, HashSet};

use openapiv3::{Discriminator, OpenAPI};
use serde_json::{Number, Value};

use crate::{
    ir::{ReadAs, Scalar},
    lower::{
        read::schemas::{Identity, Node, NodeKind, resolve, schema_name},
        shapes::{Shape, flatten},
        text::unquoted,
    },
    place::Pointer,
    select::schema_of_mapping,
};

/// The property that tells alternatives apart, and the values for each of them.
pub(crate) struct Discriminated {
    pub(crate) property: String,
    /// In the order of the alternatives: scalars of the property's type.
    values: Vec<Vec<Value>>,
}

impl Discriminated {
    /// The values of an alternative, by its index.
    pub(crate) fn tags(&self, index: usize) -> Vec<Scalar> {
        self.values[index].iter().map(Scalar::of).collect()
    }
}

/// How many levels of alternatives in alternatives are followed.
const DEPTH: usize = 8;

/// Adds the targets of a discriminator's mapping that are no alternative, and so become one.
pub(crate) fn add_mapped<'a>(document: &'a OpenAPI, discriminator: &'a Discriminator, nodes: &mut Vec<Node<'a>>) {
    let references = nodes.iter().filter_map(|node| match node.kind {
        NodeKind::Reference(reference) => Some(reference.to_owned()),
        NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => None,
    });
    let mut known: HashSet<String> = references.collect();
    for target in discriminator.mapping.values() {
        let target_schema = schema_of_mapping(target);
        if !known.contains(&target_schema) && resolve(document, &target_schema).is_some() && target.starts_with('#') {
            known.insert(target.clone());
            let place = nodes.first().map(|node| node.place.clone()).unwrap_or_default();
            nodes.push(Node { kind: NodeKind::Reference(target), place });
        }
    }
}

/// The discriminator that the description gives, with the values that lead to each node; why it tells nothing, where it does
/// not, and where that stands.
pub(crate) fn given<'a>(
    document: &'a OpenAPI,
    discriminator: &'a Discriminator,
    nodes: &[Node<'a>],
) -> Result<Discriminated, (String, Pointer)> {
    let mut values: Vec<Vec<Value>> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut search = Search::new(document, &discriminator.property_name);
    for node in nodes {
        let own = search.values_of(discriminator, node, DEPTH);
        if own.is_empty() {
            let message = format!(
                "the discriminator `{}` has no value for this alternative; the best fit is taken instead",
                discriminator.property_name
            );
            return Err((message, node.place.clone()));
        }
        if let Some(value) = own.iter().find(|value| known.contains(&value.to_string())) {
            let message =
                format!("two alternatives have the value `{}`; the best fit is taken instead", unquoted(value));
            return Err((message, node.place.clone()));
        }
        known.extend(own.iter().map(Value::to_string));
        values.push(own);
    }
    Ok(Discriminated { property: discriminator.property_name.clone(), values })
}

/// A property that every alternative requires and that has one value in each, different ones: a discriminator that
/// the description only forgot to name. An alternative that has alternatives itself has one value for each of these.
pub(crate) fn inferred<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Option<Discriminated> {
    // `kind` is `{enum: [cat]}` in the one and `{enum: [dog]}` in the other -> `kind`: `[cat]`, `[dog]`
    let first = candidates(document, nodes.first()?, DEPTH);
    first.into_iter().find_map(|property| {
        let mut search = Search::new(document, property);
        let values: Vec<Vec<Value>> = nodes.iter().map(|node| search.constants(node, DEPTH)).collect::<Option<_>>()?;
        let scalars: Vec<Vec<Scalar>> = values.iter().map(|own| own.iter().map(Scalar::of).collect()).collect();
        are_distinct(&scalars).then(|| Discriminated { property: property.to_owned(), values })
    })
}

/// Whether no value of an alternative is read as one of another.
fn are_distinct(values: &[Vec<Scalar>]) -> bool {
    let mut known: HashMap<ReadAs<'_>, Vec<(usize, &Scalar)>> = HashMap::new();
    values.iter().enumerate().flat_map(|(index, own)| own.iter().map(move |value| (index, value))).all(
        |(index, value)| {
            let alike = known.entry(value.read_as()).or_default();
            let is_free = !alike.iter().any(|(of, earlier)| *of != index && value.is_read_as(earlier));
            alike.push((index, value));
            is_free
        },
    )
}

/// The properties that an alternative requires, or the first of its own alternatives.
fn candidates<'a>(document: &'a OpenAPI, node: &Node<'a>, depth: usize) -> Vec<&'a str> {
    let (Ok(shape), Some(depth)) = (flatten(document, node), depth.checked_sub(1)) else { return Vec::new() };
    let own = shape.properties.keys().copied().filter(|wire| shape.required.contains(wire));
    let inner = shape.one_of.iter().chain(&shape.any_of).take(1);
    own.chain(inner.flat_map(|node| candidates(document, node, depth))).collect()
}

/// A search for the values of a property, in alternatives that may be alternatives of each other: each is asked once.
struct Search<'a, 'p> {
    document: &'a OpenAPI,
    property: &'p str,
    /// What was found of a schema, so deep below the first one.
    values: HashMap<(Identity<'a>, *const Discriminator, usize), Vec<Value>>,
    /// By a discriminator, the values that its mapping has for each schema.
    mappings: HashMap<*const Discriminator, HashMap<String, Vec<String>>>,
    constants: HashMap<(Identity<'a>, usize), Option<Vec<Value>>>,
    types: HashMap<(Identity<'a>, usize), Option<&'a str>>,
}

impl<'a, 'p> Search<'a, 'p> {
    fn new(document: &'a OpenAPI, property: &'p str) -> Self {
        Self {
            document,
            property,
            values: HashMap::new(),
            mappings: HashMap::new(),
            constants: HashMap::new(),
            types: HashMap::new(),
        }
    }

    /// The values of a discriminator that lead to an alternative: by its mapping, else by the alternative's own `enum`, else by
    /// what it is made of, where it has alternatives itself. Where none says one, the name of the schema is the value (OpenAPI
    /// 3.0.4, section 4.8.25).
    fn values_of(&mut self, discriminator: &Discriminator, node: &Node<'a>, depth: usize) -> Vec<Value> {
        let key = (node.identity(), std::ptr::from_ref(discriminator), depth);
        if let Some(known) = self.values.get(&key) {
            return known.clone();
        }
        let values = self.find_values(discriminator, node, depth);
        self.values.insert(key, values.clone());
        values
    }

    fn find_values(&mut self, discriminator: &Discriminator, node: &Node<'a>, depth: usize) -> Vec<Value> {
        let reference = match node.kind {
            NodeKind::Reference(reference) => Some(reference),
            NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => None,
        };
        let mapped = reference.map(|reference| self.mapped(discriminator, reference)).unwrap_or_default();
        let mapped: Vec<Value> = mapped.iter().map(|value| self.typed(value, node)).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let shape = flatten(self.document, node).unwrap_or_default();
        let own = self.values_in(&shape);
        if !own.is_empty() {
            return own;
        }
        if let Some(inner) = self.inner_values(&shape, depth) {
            return inner;
        }
        let name = reference.and_then(schema_name);
        name.map(|name| self.typed(&name, node)).into_iter().collect()
    }

    /// The values that lead to a schema by a discriminator's mapping.
    fn mapped(&mut self, discriminator: &Discriminator, reference: &str) -> Vec<String> {
        let mapping = self.mappings.entry(discriminator).or_insert_with(|| {
            let mut values: HashMap<String, Vec<String>> = HashMap::new();
            for (value, target) in &discriminator.mapping {
                values.entry(schema_of_mapping(target)).or_default().push(value.clone());
            }
            values
        });
        mapping.get(reference).cloned().unwrap_or_default()
    }

    /// The values that lead to the alternatives of an alternative, if there is one for each.
    fn inner_values(&mut self, shape: &Shape<'a>, depth: usize) -> Option<Vec<Value>> {
        // `{oneOf: [Cat, Dog], discriminator: {propertyName: kind}}` as an alternative -> `Cat` and `Dog`
        let depth = depth.checked_sub(1)?;
        let own = shape.discriminator.filter(|own| own.property_name == self.property);
        let (mut all, mut known) = (Vec::new(), HashSet::new());
        for node in shape.one_of.iter().chain(&shape.any_of) {
            let values = match own {
                Some(own) => self.values_of(own, node, depth),
                None => self.constants(node, depth)?,
            };
            if values.is_empty() {
                return None;
            }
            all.extend(values.into_iter().filter(|value| known.insert(value.to_string())));
        }
        (!all.is_empty()).then_some(all)
    }

    /// The one value that an alternative requires of the property, or those that its own alternatives require.
    fn constants(&mut self, node: &Node<'a>, depth: usize) -> Option<Vec<Value>> {
        let key = (node.identity(), depth);
        if let Some(known) = self.constants.get(&key) {
            return known.clone();
        }
        let constants = self.find_constants(node, depth);
        self.constants.insert(key, constants.clone());
        constants
    }

    fn find_constants(&mut self, node: &Node<'a>, depth: usize) -> Option<Vec<Value>> {
        let shape = flatten(self.document, node).ok()?;
        let depth = depth.checked_sub(1)?;
        let own = self.values_in(&shape);
        if own.len() == 1 && shape.required.contains(self.property) {
            return Some(own);
        }
        if !own.is_empty() || !shape.has_alternatives() {
            return None;
        }
        let (mut all, mut known) = (Vec::new(), HashSet::new());
        for node in shape.one_of.iter().chain(&shape.any_of) {
            let more = self.constants(node, depth)?;
            all.extend(more.into_iter().filter(|value| known.insert(value.to_string())));
        }
        Some(all)
    }

    /// The values that the property of an alternative can have, by its enum.
    fn values_in(&self, shape: &Shape<'a>) -> Vec<Value> {
        let Some(property) = shape.properties.get(self.property).and_then(|node| flatten(self.document, node).ok())
        else {
            return Vec::new();
        };
        let is_scalar = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
        property.enumeration.into_iter().filter(is_scalar).collect()
    }

    /// A key of a mapping, or the name of a schema, as a value of the property that it stands for. Keys are texts, whatever
    /// the property's type is.
    fn typed(&mut self, key: &str, node: &Node<'a>) -> Value {
        let value = match self.type_of(node, DEPTH) {
            Some("integer" | "number") => key.parse::<Number>().ok().map(Value::from),
            Some("boolean") => key.parse::<bool>().ok().map(Value::from),
            Some(_) | None => None,
        };
        value.unwrap_or_else(|| Value::from(key))
    }

    /// The type of the property of an alternative, or of the first of its own alternatives that has it.
    fn type_of(&mut self, node: &Node<'a>, depth: usize) -> Option<&'a str> {
        let key = (node.identity(), depth);
        if let Some(known) = self.types.get(&key) {
            return *known;
        }
        let ty = self.find_type(node, depth);
        self.types.insert(key, ty);
        ty
    }

    fn find_type(&mut self, node: &Node<'a>, depth: usize) -> Option<&'a str> {
        let (shape, depth) = (flatten(self.document, node).ok()?, depth.checked_sub(1)?);
        if let Some(node) = shape.properties.get(self.property) {
            let shape = flatten(self.document, node).ok()?;
            let first = shape.enumeration.iter().find(|value| !value.is_null());
            return shape.ty.or_else(|| match first? {
                Value::Number(_) => Some("number"),
                Value::Bool(_) => Some("boolean"),
                Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
            });
        }
        shape.one_of.iter().chain(&shape.any_of).find_map(|node| self.type_of(node, depth))
    }
}
