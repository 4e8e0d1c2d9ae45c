//! Alternatives beside `properties`: ways to build one struct, or more fields of it.

use openapiv3::OpenAPI;

use super::branches::{Branch, branch, intersection};
use crate::{
    ir::OpeningKind,
    lower::{
        read::schemas::{Node, NodeKind},
        shapes::{Shape, flatten},
        state::State,
    },
    place::Pointer,
};

/// The branches of a `oneOf` or `anyOf` beside `properties`.
///
/// Where they only say which properties are required (and which value one of them has), they are ways to build one
/// struct; a single one holds always. Where they bring properties of their own, these become fields of it: required
/// if all of them require it; what each requires comes back, too.
pub(crate) fn take_branches<'a>(state: &mut State<'a>, shape: &mut Shape<'a>) -> (Vec<Branch<'a>>, Vec<Vec<String>>) {
    // `{properties: {a: …, b: …}, anyOf: [{required: [a]}, {required: [b]}]}` -> two branches, one for `a`, one for `b`
    // `{properties: {a: …}, oneOf: [{properties: {b: …}}, {properties: {c: …}}]}` -> no branches, and the properties `a`, `b`, `c`
    let exclude_each_other = shape.any_of.is_empty();
    let branches = take_alternatives(state, shape);
    if are_ways_to_build(shape, &branches) {
        let branches = branches.iter().map(|(place, own)| branch(state, own, shape, exclude_each_other, place.clone()));
        return (branches.collect(), Vec::new());
    }
    let required = |(_, branch): &(Pointer, Shape<'a>)| branch.required.iter().map(|&wire| wire.to_owned()).collect();
    let alternatives = branches.iter().map(required).collect();
    merge(state, shape, branches);
    (Vec::new(), alternatives)
}

/// Makes the properties of a `oneOf` or `anyOf` beside `properties` those of the object itself, for what is built in one way
/// whichever of them holds.
pub(crate) fn merge_branches<'a>(state: &mut State<'a>, shape: &mut Shape<'a>) {
    let branches = take_alternatives(state, shape);
    // Which properties such ways require together says nothing of any single property.
    if !are_ways_to_build(shape, &branches) {
        merge(state, shape, branches);
    }
}

/// The alternatives of an object with their places: they are the object's no longer, but for the schemas that require something.
fn take_alternatives<'a>(state: &mut State<'a>, shape: &mut Shape<'a>) -> Vec<(Pointer, Shape<'a>)> {
    let nodes: Vec<Node<'a>> = shape.one_of.drain(..).chain(shape.any_of.drain(..)).collect();
    let mut branches = Vec::new();
    let mut left = MOST;
    for node in nodes {
        match alternatives(state.document, &node, ALTERNATIVES_DEPTH, &mut left) {
            Some(alternatives) => branches.extend(alternatives),
            None if left == 0 => state.warn(
                format!(
                    "branches beside `properties` have more than {MOST} alternatives; this one is left out of the type"
                ),
                &node.place,
            ),
            None => state.warn("a branch beside `properties` is no object; it is left out of the type", &node.place),
        }
    }
    shape.requiring.extend(branches.iter().flat_map(|(_, branch)| branch.requiring.clone()));
    branches
}

/// Whether branches only say which properties of an object are required, each some, and which values these have.
fn are_ways_to_build(shape: &Shape<'_>, branches: &[(Pointer, Shape<'_>)]) -> bool {
    let narrows = |branch: &Shape<'_>| branch.properties.keys().all(|wire| shape.properties.contains_key(wire));
    branches.len() > 1 && branches.iter().all(|(_, branch)| narrows(branch) && !branch.required.is_empty())
}

/// Makes the properties of branches those of the object that they stand in.
fn merge<'a>(state: &mut State<'a>, shape: &mut Shape<'a>, branches: Vec<(Pointer, Shape<'a>)>) {
    shape.required.extend(intersection(branches.iter().map(|(_, branch)| &branch.required)));
    for (wire, node) in branches.into_iter().flat_map(|(_, branch)| branch.properties) {
        match shape.properties.get(wire) {
            Some(known) if !agree(state.document, known, &node) => {
                let message = format!("the branches describe `{wire}` differently; it is taken as any JSON");
                state.warn_open(OpeningKind::Untyped, message, &node.place);
                shape.properties.insert(wire, Node { kind: NodeKind::Merged(Vec::new()), place: node.place });
            }
            Some(known) if values_of(state.document, known) == values_of(state.document, &node) => {}
            Some(known) => {
                let place = known.place.clone();
                let either = Node { kind: NodeKind::Either(vec![known.clone(), node]), place };
                shape.properties.insert(wire, either);
            }
            None => drop(shape.properties.insert(wire, node)),
        }
    }
}

/// How many levels of alternatives in alternatives a branch may have.
const ALTERNATIVES_DEPTH: usize = 8;

/// How many alternatives the branches of an object may have themselves, with theirs: of eight that are each one of eight, and so on,
/// there are more than anybody has memory for.
const MOST: usize = 300;

/// A branch and its place, or where it has alternatives itself, each of them; nothing where one is no object, or no more are `left`.
fn alternatives<'a>(
    document: &'a OpenAPI,
    node: &Node<'a>,
    depth: usize,
    left: &mut usize,
) -> Option<Vec<(Pointer, Shape<'a>)>> {
    // `{required: [a], oneOf: [{required: [b]}, {required: [c]}]}` -> one that requires `a` and `b`, one that requires `a` and `c`
    if depth < ALTERNATIVES_DEPTH {
        *left = left.checked_sub(1)?;
    }
    let mut branch = flatten(document, node).ok()?;
    let nodes: Vec<Node<'a>> = branch.one_of.drain(..).chain(branch.any_of.drain(..)).collect();
    if !is_object(&branch) || depth == 0 {
        return None;
    }
    if let NodeKind::Reference(reference) = node.kind {
        branch.component = reference.rsplit('/').next();
    }
    if nodes.is_empty() {
        return Some(vec![(node.place.clone(), branch)]);
    }
    let inner: Vec<Vec<(Pointer, Shape<'a>)>> =
        nodes.iter().map(|node| alternatives(document, node, depth - 1, left)).collect::<Option<_>>()?;
    let with_branch = |(place, alternative): (Pointer, Shape<'a>)| {
        let mut whole = branch.clone();
        whole.narrow(alternative);
        (place, whole)
    };
    Some(inner.into_iter().flatten().map(with_branch).collect())
}

/// Whether two descriptions of one property can be the same field.
fn agree<'a>(document: &'a OpenAPI, one: &Node<'a>, other: &Node<'a>) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Reference(one), NodeKind::Reference(other)) => one == other,
        (NodeKind::Schema(one), NodeKind::Schema(other)) if one == other => true,
        _ => match (flatten(document, one), flatten(document, other)) {
            (Ok(one), Ok(other)) => {
                one.evident_type() == other.evident_type() && one.properties.len() == other.properties.len()
            }
            (_, _) => false,
        },
    }
}

/// The `enum` of a property.
fn values_of<'a>(document: &'a OpenAPI, node: &Node<'a>) -> Vec<serde_json::Value> {
    flatten(document, node).map(|shape| shape.enumeration).unwrap_or_default()
}

/// An object, or something that only says more about one.
fn is_object(branch: &Shape<'_>) -> bool {
    matches!(branch.ty, None | Some("object"))
        && branch.items.is_none()
        && branch.one_of.is_empty()
        && branch.any_of.is_empty()
        && branch.enumeration.is_empty()
}
