//! Which schema declares what was found: of a part that another one declares, that one has changed.

use std::cmp::Ordering;

use super::types::Clients;
use crate::{
    diff::change::{
        finding::Finding,
        spot::{Called, Spot},
    },
    ir::Kind,
    place::Pointer,
};

/// What a finding at a spot is called after. A part that another schema declares (a member of an `allOf`) is called after that
/// one, whoever uses it.
pub(crate) fn declared(clients: Clients<'_, '_>, spot: &Spot, finding: &Finding) -> Called {
    let here = || Called { subject: spot.subject.clone(), key: spot.key.clone(), schema: spot.schema.clone() };
    // Cat {allOf: [Pet, …]} loses `name`, which stands in Pet -> `Pet.name`; were it still in Pet -> `Cat.name`.
    let Some(schema) = &spot.schema else { return here() };
    // Of what is new or gone, the other place is only the owner's.
    let is_newer = depth(&finding.after) > depth(&finding.before);
    let place = if is_newer { &finding.after } else { &finding.before };
    let Some(place) = place else { return here() };
    let Some((name, _)) = place.component("schemas") else { return here() };
    let older = clients.known.older_component(name);
    let is_own = name == schema || older == Some(schema) || is_kept(clients, name, finding, place);
    let parts = (spot.subject.strip_prefix(schema.as_str()), spot.key.strip_prefix(schema.as_str()));
    match parts {
        (Some(subject), Some(key)) if !is_own => {
            let name = older.filter(|_| is_newer).map_or(name, String::as_str);
            Called { subject: format!("{name}{subject}"), key: format!("{name}{key}"), schema: Some(name.to_owned()) }
        }
        (_, _) => here(),
    }
}

/// Whether a schema has had a property all along that something has got from it, or has lost: then it is not the
/// schema that has changed.
fn is_kept(clients: Clients<'_, '_>, name: &str, finding: &Finding, place: &Pointer) -> bool {
    let (one, other) = (depth(&finding.before), depth(&finding.after));
    let (index, name) = match one.cmp(&other) {
        // Here and there, only the part that it is in is another.
        Ordering::Equal => return finding.before.as_ref().map(owner) != finding.after.as_ref().map(owner),
        Ordering::Less => (clients.before, clients.known.older_component(name).map_or(name, String::as_str)),
        Ordering::Greater => (clients.after, clients.known.newer_component(name).map_or(name, String::as_str)),
    };
    let kind = index.components.get(name).map(|definition| &definition.kind);
    match (kind, place.tokens().as_slice()) {
        (Some(Kind::Struct(object)), [_, _, _, "properties", property]) => {
            object.fields.iter().any(|field| field.wire == *property)
        }
        (_, _) => false,
    }
}

/// How deep a place is in its description; what is not there is not deep at all.
fn depth(place: &Option<Pointer>) -> usize {
    place.as_ref().map_or(0, Pointer::depth)
}

/// The component that a place is in.
fn owner(place: &Pointer) -> Option<Vec<&str>> {
    place.tokens().get(..3).map(<[&str]>::to_vec)
}
