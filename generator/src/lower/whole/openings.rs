//! What a client leaves open, of all that was noted on the way: what no operation and no model holds is open to nobody.

use std::collections::{BTreeMap, HashSet};

use crate::{
    ir::{Api, Opening, OpeningKind, Type},
    place::Pointer,
};

/// What is left open in the end, in the order of the places. `texts` are the parameters that are written as text, by their places: what
/// their schemas leave open is written so, too.
pub(crate) fn openings(
    api: &Api,
    noted: BTreeMap<Pointer, (OpeningKind, String)>,
    texts: &[(Pointer, Type)],
) -> Vec<Opening> {
    let defined: HashSet<&Pointer> = api.definitions.iter().map(|definition| &definition.place).collect();
    let components = Pointer::root().child("components").child("schemas");
    let texts: HashSet<&Pointer> = texts.iter().map(|(text, _)| text).collect();
    let is_alive = |place: &Pointer| {
        let component = place.component("schemas").map(|(name, _)| components.child(name));
        let is_text = place.above().any(|above| texts.contains(&above));
        !is_text && component.is_none_or(|component| defined.contains(&component))
    };
    let noted = noted.into_iter().filter(|(place, _)| is_alive(place));
    let noted = noted.map(|(place, (kind, reason))| Opening { place, kind, reason });
    let reason = "the description names no server with an address: the caller sets `base_url`".to_owned();
    let address = Opening { place: Pointer::root(), kind: OpeningKind::LeftToCaller, reason };
    api.servers.is_empty().then_some(address).into_iter().chain(noted).collect()
}
