//! References that lead to what is no component, or none of the kind that stands there: each is made one to a component, or replaced by what
//! it leads to.
//!
//! A `$ref` may lead to any node of a document (OpenAPI 3.0.4, section 4.8.23; RFC 6901, section 6). The later steps know
//! components alone. So a schema that is referred to becomes a component, named after where it stands; and of any other
//! object, and of a path item, a copy takes the place of the reference.

mod copies;
mod family;
mod inheritance;
mod moves;
mod names;
mod others;
mod path_items;
mod places;

use std::{
    collections::{BTreeMap, BTreeSet, HashSet, btree_map::Entry},
    sync::Arc,
};

use petgraph::{algo::kosaraju_scc, graphmap::DiGraphMap};
use serde_json::{Value, json};

pub(crate) use self::inheritance::unfold;
use self::{
    copies::Copies,
    names::names,
    others::{Site, edit, has, is_other},
    places::{DEPTH, decoded, escaped, locate, node, node_mut},
};
use crate::{
    dialect::Moved,
    error::{Diagnostic, Diagnostics, Errors, Source},
    place::Pointer,
    walk::{Keys, Part},
};

/// Makes every reference of a document one to a component. One that leads nowhere stays as it is. Returns what had to be read
/// generously.
///
/// # Errors
///
/// Each path item that is a reference to nowhere: its operations are not known.
pub fn unify(document: &mut Value, moved: &mut Moved, source: &Arc<Source>) -> Result<Vec<Diagnostic>, Errors> {
    path_items::copy(document, moved, source)?;
    let mut warnings = Vec::new();
    // Most documents refer to components only, and pay for no more than this look.
    if has(document, Keys::Keywords, None, |reference, kind| is_other(reference, kind) || reference.contains('%')) {
        decode(document);
        warnings = moves::follow(document, moved, source);
        lead_to_components(document, moved, source)?;
    }
    warnings.extend(unfold(document, moved, source));
    Ok(warnings)
}

/// Decodes each reference once: it is a URI. A name that is written as it is, `%` and all, is found as well, where the decoded
/// one is nowhere.
fn decode(document: &mut Value) {
    let mut encoded = HashSet::new();
    edit(document, Keys::Keywords, Site::ROOT, &mut |reference, _| {
        encoded.extend(reference.contains('%').then(|| reference.to_owned()));
        None
    });
    let is_there = |reference: &str| locate(document, reference, DEPTH).is_some();
    encoded.retain(|reference| decoded(reference).is_some_and(|decoded| is_there(&decoded)) || !is_there(reference));
    edit(document, Keys::Keywords, Site::ROOT, &mut |reference, _| {
        let decoded = decoded(reference).filter(|_| encoded.contains(reference));
        decoded.map(|reference| json!({ "$ref": reference }))
    });
}

/// Makes references to what is no component such to components, or replaces them by what they lead to: all but those to what
/// holds itself, a path item in its own callback for example, whose copies have no end.
fn lead_to_components(document: &mut Value, moved: &mut Moved, source: &Arc<Source>) -> Result<(), Errors> {
    let mut copies = Copies::default();
    let mut diagnostics = Diagnostics::default();
    for _ in 0..DEPTH {
        if copies.are_too_many() || !has(document, Keys::Keywords, None, is_other) {
            break;
        }
        let targets = targets(document);
        let names = names(document, &targets);
        hoist(document, &names, moved);
        let mut original = document.clone();
        let endless = endless(&mut original, &targets);
        let mut has_changed = false;
        edit(document, Keys::Keywords, Site::ROOT, &mut |reference, site| {
            let target = target(&targets, reference, site)?;
            let replacement = match site.part {
                Part::Schema => {
                    let name = names.get(target).or_else(|| target.get(2))?;
                    Some(json!({ "$ref": format!("#/components/schemas/{}", escaped(name)) }))
                }
                Part::Schemas | Part::Other if endless.contains(&(target.clone(), site.part, site.kind)) => None,
                Part::Schemas | Part::Other if copies.are_too_many() => None,
                Part::Schemas | Part::Other => {
                    let (place, copy) = (site.path.pointer(), node(&original, target)?);
                    if let Err(fault) = copies.add(copy) {
                        diagnostics.push(fault.at(source, &place.child("$ref")));
                        return None;
                    }
                    moved.note(place, Pointer::root().descendant(target));
                    Some(copy.clone())
                }
            };
            has_changed |= replacement.is_some();
            replacement
        });
        if !has_changed {
            break;
        }
    }
    diagnostics.finish().map(drop)
}

/// The references that lead to no component: reference -> where it leads.
fn targets(document: &mut Value) -> BTreeMap<String, Vec<String>> {
    let mut references = HashSet::new();
    edit(document, Keys::Keywords, Site::ROOT, &mut |reference, site| {
        references.extend(is_other(reference, site.kind).then(|| reference.to_owned()));
        None
    });
    let located = references.into_iter().filter_map(|reference| {
        let target = locate(document, &reference, DEPTH)?;
        node(document, &target)?.is_object().then_some((reference, target))
    });
    located.collect()
}

/// Where a reference leads that leads to no component, or to one of another kind than stands at its place.
fn target<'t>(targets: &'t BTreeMap<String, Vec<String>>, reference: &str, site: Site<'_>) -> Option<&'t Vec<String>> {
    targets.get(reference).filter(|_| is_other(reference, site.kind))
}

/// Where something stands that is copied, and what it is where a copy of it comes to stand.
type Copied = (Vec<String>, Part, Option<&'static str>);

/// What holds a reference to itself, directly or over others.
fn endless(document: &mut Value, targets: &BTreeMap<String, Vec<String>>) -> BTreeSet<Copied> {
    let mut held: BTreeMap<Copied, BTreeSet<Copied>> = BTreeMap::new();
    let mut pending: Vec<Copied> = copied(document, Site::ROOT, targets).into_iter().collect();
    while let Some(next) = pending.pop() {
        let Entry::Vacant(entry) = held.entry(next) else { continue };
        let (place, part, kind) = entry.key();
        let mut copy = node(document, place).cloned().unwrap_or_default();
        let inside = copied(&mut copy, Site { part: *part, kind: *kind, ..Site::ROOT }, targets);
        pending.extend(inside.iter().cloned());
        entry.insert(inside);
    }
    let graph: DiGraphMap<&Copied, ()> =
        held.iter().flat_map(|(copy, inside)| inside.iter().map(move |next| (copy, next))).collect();
    let circles = kosaraju_scc(&graph).into_iter();
    let circles = circles.filter(|circle| circle.len() > 1 || graph.contains_edge(circle[0], circle[0]));
    circles.flatten().cloned().collect()
}

/// What the references in a value are replaced by.
fn copied(value: &mut Value, site: Site<'_>, targets: &BTreeMap<String, Vec<String>>) -> BTreeSet<Copied> {
    let mut found = BTreeSet::new();
    edit(value, Keys::Keywords, site, &mut |reference, site| {
        let target = target(targets, reference, site).filter(|_| site.part != Part::Schema);
        found.extend(target.map(|target| (target.clone(), site.part, site.kind)));
        None
    });
    found
}

/// Moves schemas to the components, the innermost first, and leaves a reference where each stood.
fn hoist(document: &mut Value, names: &BTreeMap<Vec<String>, String>, moved: &mut Moved) {
    let mut places: Vec<_> = names.iter().collect();
    places.sort_by_key(|(place, _)| std::cmp::Reverse(place.len()));
    for (place, name) in places {
        let reference = json!({ "$ref": format!("#/components/schemas/{}", escaped(name)) });
        let Some(schema) = node_mut(document, place).map(|slot| std::mem::replace(slot, reference)) else { continue };
        moved.note(Pointer::root().descendant(["components", "schemas", name]), Pointer::root().descendant(place));
        if let Some(components) = object(document, "components").and_then(|components| object(components, "schemas")) {
            drop(components.as_object_mut().and_then(|schemas| schemas.insert(name.clone(), schema)));
        }
    }
}

/// The object under a key, made where there is none.
fn object<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    Some(value.as_object_mut()?.entry(key).or_insert_with(|| json!({})))
}
