//! The groups that tags make of operations.

use std::collections::HashMap;

use indexmap::IndexSet;
use openapiv3::OpenAPI;

use crate::{
    ir::Group,
    lower::{
        read::operations::{PathOperation, path_operations},
        reserved,
        state::State,
        text,
    },
    naming::Scope,
    place::Pointer,
    select::group_of_path,
};

/// The tags in use: first those that the description declares, in its order, then the others as they come. Their
/// names are given in the alphabetical order.
pub(super) fn groups(state: &mut State<'_>) -> Vec<Group> {
    let document = state.document;
    let used: IndexSet<String> = path_operations(document).flat_map(|described| group_tags(&described)).collect();
    let declared = document.tags.iter().map(|tag| tag.name.clone()).filter(|name| used.contains(name));
    let tags: IndexSet<String> = declared.chain(used.iter().cloned()).collect();
    let mut accessors = Scope::reserving(reserved::CLIENT_FUNCTIONS);
    let mut modules = Scope::reserving(reserved::TAG_MODULES);
    let mut types = Scope::reserving(reserved::ROOT_TYPES);
    let has_features = state.settings.client.tag_features.unwrap_or_default() && tags.len() > 1;
    let mut groups = Vec::new();
    let mut by_name: Vec<&String> = tags.iter().collect();
    by_name.sort_unstable();
    let names: Vec<&str> = by_name.iter().map(|tag| tag.as_str()).collect();
    let features = state.naming.features(&names, reserved::FEATURES);
    let mut places = tag_places(document);
    for (tag, feature) in by_name.into_iter().zip(features) {
        let (place, description) = places.remove(tag.as_str()).unwrap_or_default();
        groups.push(Group {
            name: state.naming.type_name(tag, &mut types),
            accessor: state.naming.method(tag, &mut accessors),
            module: state.naming.module(tag, &mut modules),
            feature: has_features.then_some(feature),
            docs: description.map(text::markdown).unwrap_or_default(),
            operations: Vec::new(),
            place,
            tag: tag.clone(),
        });
    }
    groups.sort_by_key(|group| tags.get_index_of(&group.tag));
    groups
}

/// The tags of an operation; one without tags is sorted by the first segment of its path.
pub(super) fn group_tags(described: &PathOperation<'_>) -> Vec<String> {
    if !described.operation.tags.is_empty() {
        let tags: IndexSet<&String> = described.operation.tags.iter().collect();
        return tags.into_iter().cloned().collect();
    }
    vec![group_of_path(described.path).to_owned()]
}

/// Where each tag is declared and what is said of it there, else where the first operation carries it.
fn tag_places(document: &OpenAPI) -> HashMap<String, (Pointer, Option<&str>)> {
    let mut places = HashMap::new();
    for (index, declared) in document.tags.iter().enumerate() {
        let place = || (Pointer::root().child("tags").child(index), declared.description.as_deref());
        places.entry(declared.name.clone()).or_insert_with(place);
    }
    for described in path_operations(document) {
        for (index, tag) in group_tags(&described).into_iter().enumerate() {
            let is_written = !described.operation.tags.is_empty();
            let first = || described.operation.tags.iter().position(|known| *known == tag).unwrap_or(index);
            places.entry(tag.clone()).or_insert_with(|| {
                let place = &described.place;
                (if is_written { place.child("tags").child(first()) } else { place.clone() }, None)
            });
        }
    }
    places
}
