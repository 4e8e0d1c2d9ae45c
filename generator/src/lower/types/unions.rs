//! `oneOf` and `anyOf`: one of several types.

use std::collections::HashMap;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::{
    descriptions::definition_docs,
    enums::{catch_all, try_string_enum},
    lowered::{Lowered, inside},
    schemas::lower_schema,
    state::Types,
};
use crate::{
    ir::{Hides, Kind, OpeningKind, Rule, Type, Union, UnionVariant},
    lower::{
        alternatives::{Discriminated, add_mapped, given, inferred, rules},
        read::schemas::{Node, NodeKind, schema_name},
        shapes::{Shape, ValueNames, flatten, is_null, tuple_items},
        state::{Site, State},
    },
    naming::{Naming, Scope},
};

/// Alternatives: a list of them if they differ, their type if they don't.
pub(super) fn try_union<'a>(types: &mut Types<'a>, shape: &mut Shape<'a>, site: &Site) -> Option<Type> {
    // `{oneOf: [{$ref: Cat}, {$ref: Dog}]}` -> an enum of `Cat(Cat)`, `Dog(Dog)` and `Unknown`
    // `{oneOf: [{type: string}, {type: integer}]}` -> `StringOrInteger`
    let mut nodes: Vec<Node<'a>> = shape.one_of.iter().chain(&shape.any_of).cloned().collect();
    let all = nodes.len();
    nodes.retain(|node| !is_null(types.state.document, node));
    shape.nullable |= nodes.len() < all;
    if nodes.is_empty() {
        return None;
    }
    let discriminator = discriminator(&mut types.state, shape, &mut nodes);
    if let [node] = nodes.as_slice() {
        let only = lower_schema(types, node, site);
        shape.nullable |= only.nullable;
        types.inside.push(inside("", &node.place, &only));
        types.holds_sensitive |= only.sensitive;
        return Some(only.ty);
    }
    if let Some((values, names)) = open_enum(types.state.document, &nodes) {
        shape.enumeration = values;
        shape.value_names = names;
        return try_string_enum(types, shape, site);
    }
    let position = types.state.definitions.len();
    let mut variants: Vec<(String, Lowered)> = Vec::new();
    let mut hides = shape.sensitive;
    for (index, node) in nodes.iter().enumerate() {
        let words = variant_words(&types.state, node, index);
        let lowered = lower_schema(types, node, &site.part(&words, &node.place));
        shape.nullable |= lowered.nullable;
        hides |= lowered.sensitive;
        types.holds_sensitive |= lowered.sensitive;
        variants.push((words, lowered));
    }
    if let Some(ty) = plain_alternative(&variants) {
        let all = variants.iter().zip(&nodes);
        types.inside.extend(all.map(|((_, lowered), node)| inside(part_of(&ty, lowered), &node.place, lowered)));
        return Some(ty);
    }
    let mut scope = Scope::default();
    let rules = if discriminator.is_some() { Vec::new() } else { rules(&mut types.state, &nodes) };
    let told = Told { discriminator: discriminator.as_ref(), rules };
    let variants = union_variants(&types.state.naming, variants, &nodes, &told, &mut scope);
    if variants.is_empty() {
        types.state.leave_open(OpeningKind::Untyped, "no alternative says more than any JSON", &site.place);
        return Some(Type::Value);
    }
    let unknown = catch_all(&types.state.naming, &mut scope);
    let docs = definition_docs(shape);
    let discriminator = discriminator.map(|discriminator| discriminator.property);
    let union = Union { discriminator, variants, unknown, hides: if hides { Hides::All } else { Hides::Nothing } };
    let name = types.name(site);
    Some(types.state.define(position, site.definition(name, docs, shape.deprecated, Kind::Union(union))))
}

/// What tells the alternatives apart, if one property does; what a description says of one in vain is told.
fn discriminator<'a>(state: &mut State<'a>, shape: &Shape<'a>, nodes: &mut Vec<Node<'a>>) -> Option<Discriminated> {
    let Some(discriminator) = shape.discriminator else { return inferred(state.document, nodes) };
    add_mapped(state.document, discriminator, nodes);
    match given(state.document, discriminator, nodes) {
        Ok(discriminated) => Some(discriminated),
        Err((message, place)) => {
            state.warn(message, &place);
            None
        }
    }
}

/// Which value inside a type that needs no variants an alternative is.
fn part_of(ty: &Type, alternative: &Lowered) -> &'static str {
    match (ty, &alternative.ty) {
        (Type::StringOrInteger, Type::Integer) => "|integer",
        (Type::StringOrInteger, _) => "|string",
        (_, Type::List(_)) => "|list",
        (_, _) => "|one",
    }
}

/// What tells alternatives apart: one property, or else the rules of each.
struct Told<'d> {
    discriminator: Option<&'d Discriminated>,
    /// In the order of the alternatives.
    rules: Vec<Vec<Rule>>,
}

/// The variants for lowered alternatives. Any JSON is what the catch-all takes, and of two alternatives of one type
/// the second could never be chosen.
fn union_variants(
    naming: &Naming,
    alternatives: Vec<(String, Lowered)>,
    nodes: &[Node<'_>],
    told: &Told<'_>,
    scope: &mut Scope,
) -> Vec<UnionVariant> {
    let mut variants: Vec<UnionVariant> = Vec::new();
    let mut by_type: HashMap<Type, usize> = HashMap::new();
    for (index, (words, lowered)) in alternatives.into_iter().enumerate() {
        let tags = told.discriminator.map(|discriminator| discriminator.tags(index)).unwrap_or_default();
        let rules = told.rules.get(index).cloned().unwrap_or_default();
        match by_type.get(&lowered.ty).and_then(|known| variants.get_mut(*known)) {
            Some(known) => {
                known.tags.extend(tags);
                // What either of two alternatives allows keeps to what both say.
                known.rules.retain(|rule| rules.contains(rule));
                known.declared.inside.push(inside("", &nodes[index].place, &lowered));
            }
            None if lowered.ty == Type::Value && told.discriminator.is_none() => {}
            None => {
                by_type.insert(lowered.ty.clone(), variants.len());
                variants.push(UnionVariant {
                    place: nodes[index].place.clone(),
                    name: naming.variant(&variant_words_by_type(&words, &lowered), scope),
                    ty: lowered.ty,
                    tags,
                    rules,
                    docs: lowered.docs,
                    declared: lowered.declared,
                });
            }
        }
    }
    variants
}

/// The values of alternatives that are all strings, one of them an enum: our enums are open anyway.
fn open_enum<'a>(document: &'a OpenAPI, nodes: &[Node<'a>]) -> Option<(Vec<Value>, Vec<ValueNames<'a>>)> {
    let mut values: Vec<Value> = Vec::new();
    let mut names = Vec::new();
    for node in nodes {
        let shape = flatten(document, node).ok()?;
        let is_string = shape.ty == Some("string") || (shape.ty.is_none() && !shape.enumeration.is_empty());
        if !is_string || !shape.enumeration.iter().all(|value| value.is_string() || value.is_null()) {
            return None;
        }
        values.extend(shape.enumeration);
        names.extend(shape.value_names);
    }
    (!values.is_empty()).then_some((values, names))
}

/// What an alternative is called: after its component, its title, or what it is.
fn variant_words<'a>(state: &State<'a>, node: &Node<'a>, index: usize) -> String {
    match &node.kind {
        NodeKind::Reference(reference) => schema_name(reference)
            .map(|name| {
                state.components.get(name.as_str()).map_or(name.clone(), |component| component.name.to_string())
            })
            .unwrap_or_default(),
        NodeKind::Schema(schema) => {
            let title = schema
                .schema_data
                .title
                .as_deref()
                .filter(|title| title.chars().any(char::is_alphanumeric) && title.len() <= 40);
            let shape = flatten(state.document, node).unwrap_or_default();
            match (title, shape.parts.as_slice(), shape.ty) {
                (Some(title), _, _) => title.to_owned(),
                (None, [reference], _) => schema_name(reference).unwrap_or_default(),
                (None, _, Some("array")) if tuple_items(state.document, &shape).is_some() => "tuple".to_owned(),
                (None, _, Some("array")) => "list".to_owned(),
                (None, _, Some("object") | None) => format!("variant {}", index + 1),
                (None, _, Some(ty)) => ty.to_owned(),
            }
        }
        NodeKind::Merged(_) | NodeKind::Either(_) => format!("variant {}", index + 1),
    }
}

/// Alternatives that need no enum: all of one type, a value and a list of such values, or a text and a whole number.
fn plain_alternative(variants: &[(String, Lowered)]) -> Option<Type> {
    let mut types: Vec<&Type> = Vec::new();
    for (_, lowered) in variants {
        if !types.contains(&&lowered.ty) {
            types.push(&lowered.ty);
        }
        if types.len() > 2 {
            return None;
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
    } else if let (Type::Library(ty), "string") = (&lowered.ty, words) {
        ty.format().to_owned()
    } else {
        words.to_owned()
    }
}
