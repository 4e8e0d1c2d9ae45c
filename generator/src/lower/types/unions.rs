//! `oneOf` and `anyOf`: one of several types.

use openapiv3::Discriminator;

use crate::lower::{
    Context, Lowering,
    shapes::shape::{self, Node, NodeKind, Shape},
    shapes::value_names::ValueNames,
    types::schemas::{Lowered, definition_docs, inside},
};
use crate::{
    ir::{Kind, Type, Union, UnionVariant},
    naming::Scope,
    select::schema_of_mapping,
};

impl<'a> Lowering<'a> {
    /// Alternatives: a list of them if they differ, their type if they don't.
    pub(crate) fn try_union(&mut self, shape: &mut Shape<'a>, context: &Context) -> Option<Type> {
        let mut nodes: Vec<Node<'a>> = shape.one_of.iter().chain(&shape.any_of).cloned().collect();
        let all = nodes.len();
        nodes.retain(|node| !self.is_null(node));
        shape.nullable |= nodes.len() < all;
        if nodes.is_empty() {
            return None;
        }
        let discriminator = match shape.discriminator {
            Some(given) => self.given(given, &mut nodes),
            None => self.inferred(&nodes),
        };
        if let [node] = nodes.as_slice() {
            let only = self.schema(node, context);
            shape.nullable |= only.nullable;
            self.inside.push(inside("", &node.place, &only));
            return Some(only.ty);
        }
        if let Some((values, names)) = self.open_enum(&nodes) {
            shape.enumeration = values;
            shape.value_names = names;
            return self.try_string_enum(shape, context);
        }
        let position = self.definitions.len();
        let mut variants: Vec<(String, Lowered)> = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let words = self.variant_words(node, index);
            let lowered = self.schema(node, &context.part(&self.naming.camel(&words), &node.place));
            shape.nullable |= lowered.nullable;
            variants.push((words, lowered));
        }
        if let Some(ty) = plain_alternative(&variants) {
            for ((_, lowered), node) in variants.iter().zip(&nodes) {
                let part = match (&ty, &lowered.ty) {
                    (Type::StringOrInteger, Type::Integer) => "|integer",
                    (Type::StringOrInteger, _) => "|string",
                    (_, Type::List(_)) => "|list",
                    (_, _) => "|one",
                };
                self.inside.push(inside(part, &node.place, lowered));
            }
            return Some(ty);
        }
        let mut scope = Scope::default();
        let variants = self.variants(variants, &nodes, discriminator.as_ref(), &mut scope);
        if variants.is_empty() {
            return Some(Type::Value);
        }
        let unknown = self.catch_all(&mut scope);
        let docs = definition_docs(shape, context, "The alternatives");
        let union =
            Union { discriminator: discriminator.map(|discriminator| discriminator.property), variants, unknown };
        let name = self.name(context);
        Some(self.define(name, context, position, docs, shape.deprecated, Kind::Union(union)))
    }

    /// The variants for lowered alternatives. Any JSON is what the catch-all takes, and of two alternatives of one type
    /// the second could never be told.
    fn variants(
        &self,
        alternatives: Vec<(String, Lowered)>,
        nodes: &[Node<'a>],
        discriminator: Option<&Tags>,
        scope: &mut Scope,
    ) -> Vec<UnionVariant> {
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (index, (words, lowered)) in alternatives.into_iter().enumerate() {
            let tags = discriminator.map(|discriminator| discriminator.tags[index].clone()).unwrap_or_default();
            let known = variants.iter_mut().find(|known| known.ty == lowered.ty);
            match known {
                Some(known) => {
                    known.tags.extend(tags);
                    known.declared.inside.push(inside("", &nodes[index].place, &lowered));
                }
                None if lowered.ty == Type::Value && discriminator.is_none() => {}
                None => variants.push(UnionVariant {
                    place: nodes[index].place.clone(),
                    name: self.naming.variant(&variant_words_by_type(&words, &lowered), scope),
                    ty: lowered.ty,
                    tags,
                    docs: lowered.docs,
                    declared: lowered.declared,
                }),
            }
        }
        variants
    }

    /// The values of alternatives that are all strings, one of them an enum: our enums are open anyway.
    fn open_enum(&self, nodes: &[Node<'a>]) -> Option<(Vec<serde_json::Value>, Vec<ValueNames<'a>>)> {
        let mut values: Vec<serde_json::Value> = Vec::new();
        let mut names = Vec::new();
        for node in nodes {
            let shape = shape::flatten(self.document, node).ok()?;
            let is_string = shape.ty == Some("string") || (shape.ty.is_none() && !shape.enumeration.is_empty());
            if !is_string || !shape.enumeration.iter().all(|value| value.is_string() || value.is_null()) {
                return None;
            }
            values.extend(shape.enumeration);
            names.extend(shape.value_names);
        }
        (!values.is_empty()).then_some((values, names))
    }

    /// An alternative that says nothing but null.
    pub(crate) fn is_null(&self, node: &Node<'a>) -> bool {
        shape::flatten(self.document, node).is_ok_and(|shape| {
            !shape.enumeration.is_empty() && shape.enumeration.iter().all(serde_json::Value::is_null)
        })
    }

    /// The discriminator that the description gives, with the values that lead to each node. Targets of the mapping that
    /// are no alternative become one.
    fn given(&mut self, discriminator: &'a Discriminator, nodes: &mut Vec<Node<'a>>) -> Option<Tags> {
        for target in discriminator.mapping.values() {
            let target_schema = schema_of_mapping(target);
            let known = nodes
                .iter()
                .any(|node| matches!(node.kind, NodeKind::Reference(reference) if reference == target_schema));
            if !known && shape::resolve(self.document, &target_schema).is_some() && target.starts_with('#') {
                let place = nodes.first().map(|node| node.place.clone()).unwrap_or_default();
                nodes.push(Node { kind: NodeKind::Reference(target), place });
            }
        }
        let mut tags = Vec::new();
        for node in nodes.iter() {
            let mapped: Vec<String> = match node.kind {
                NodeKind::Reference(reference) => discriminator
                    .mapping
                    .iter()
                    .filter(|(_, target)| schema_of_mapping(target) == reference)
                    .map(|(tag, _)| tag.clone())
                    .collect(),
                NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => Vec::new(),
            };
            let mapped =
                if mapped.is_empty() { self.single_values(node, &discriminator.property_name) } else { mapped };
            let mapped = match &node.kind {
                // Without a mapping, the name of the schema is the value (OpenAPI 3.0.4, section 4.8.25).
                NodeKind::Reference(reference) if mapped.is_empty() => {
                    shape::schema_name(reference).into_iter().collect()
                }
                NodeKind::Reference(_) | NodeKind::Schema(_) | NodeKind::Merged(_) | NodeKind::Either(_) => mapped,
            };
            if mapped.is_empty() {
                self.warn(
                    format!(
                        "the discriminator `{}` has no value for this alternative; the best fit is taken instead",
                        discriminator.property_name
                    ),
                    &node.place,
                );
                return None;
            }
            if let Some(tag) = mapped.iter().find(|tag| tags.iter().any(|earlier: &Vec<String>| earlier.contains(tag)))
            {
                self.warn(
                    format!("two alternatives have the value `{tag}`; the best fit is taken instead"),
                    &node.place,
                );
                return None;
            }
            tags.push(mapped);
        }
        Some(Tags { property: discriminator.property_name.clone(), tags })
    }

    /// A property that every alternative requires and that has one value in each, different ones: a discriminator that
    /// the description only forgot to name.
    fn inferred(&self, nodes: &[Node<'a>]) -> Option<Tags> {
        let shapes: Vec<Shape<'a>> =
            nodes.iter().map(|node| shape::flatten(self.document, node)).collect::<Result<_, _>>().ok()?;
        let candidates: Vec<&str> = shapes.first()?.properties.keys().copied().collect();
        candidates.into_iter().find_map(|property| {
            let tags: Vec<Vec<String>> = nodes.iter().map(|node| self.single_values(node, property)).collect();
            let distinct =
                tags.iter().enumerate().all(|(index, values)| values.len() == 1 && !tags[..index].contains(values));
            let required = shapes.iter().all(|shape| shape.required.contains(property));
            (distinct && required).then(|| Tags { property: property.to_owned(), tags })
        })
    }

    /// The values that a property of an alternative can have, by its enum.
    fn single_values(&self, node: &Node<'a>, property: &str) -> Vec<String> {
        let Ok(shape) = shape::flatten(self.document, node) else { return Vec::new() };
        let Some(property) = shape.properties.get(property).and_then(|node| shape::flatten(self.document, node).ok())
        else {
            return Vec::new();
        };
        property.enumeration.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// What an alternative is called: after its component, its title, or what it is.
    fn variant_words(&self, node: &Node<'a>, index: usize) -> String {
        match &node.kind {
            NodeKind::Reference(reference) => shape::schema_name(reference)
                .map(|name| {
                    self.components.get(name.as_str()).map_or(name.clone(), |component| component.name.to_string())
                })
                .unwrap_or_default(),
            NodeKind::Schema(schema) => {
                let title = schema
                    .schema_data
                    .title
                    .as_deref()
                    .filter(|title| title.chars().any(char::is_alphanumeric) && title.len() <= 40);
                let shape = shape::flatten(self.document, node).unwrap_or_default();
                match (title, shape.parts.as_slice(), shape.ty) {
                    (Some(title), _, _) => title.to_owned(),
                    (None, [reference], _) => shape::schema_name(reference).unwrap_or_default(),
                    (None, _, Some("array")) => "list".to_owned(),
                    (None, _, Some("object") | None) => format!("variant {}", index + 1),
                    (None, _, Some(ty)) => ty.to_owned(),
                }
            }
            NodeKind::Merged(_) | NodeKind::Either(_) => format!("variant {}", index + 1),
        }
    }
}

/// The property that tells alternatives apart, and the values for each of them.
struct Tags {
    property: String,
    tags: Vec<Vec<String>>,
}

/// Alternatives that need no enum: all of one type, a value and a list of such values, or a text and a whole number.
fn plain_alternative(variants: &[(String, Lowered)]) -> Option<Type> {
    let mut types: Vec<&Type> = Vec::new();
    for (_, lowered) in variants {
        if !types.contains(&&lowered.ty) {
            types.push(&lowered.ty);
        }
    }
    match types.as_slice() {
        [ty] => Some((*ty).clone()),
        [Type::String, Type::Integer] | [Type::Integer, Type::String] => Some(Type::StringOrInteger),
        [one, Type::List(many)] | [Type::List(many), one] if **many == **one => Some(Type::OneOrMany(many.clone())),
        _ => None,
    }
}

/// Names that only say "the third one" give way to the type, if it says more.
fn variant_words_by_type(words: &str, lowered: &Lowered) -> String {
    if matches!(lowered.ty, Type::Map(_)) && words.starts_with("variant ") {
        "map".to_owned()
    } else if lowered.ty == Type::UnixTime {
        "unix time".to_owned()
    } else {
        words.to_owned()
    }
}
