//! The groups that tags make of operations.

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
    for (tag, feature) in by_name.into_iter().zip(features) {
        let description = document
            .tags
            .iter()
            .find(|declared| declared.name == *tag)
            .and_then(|declared| declared.description.as_deref());
        groups.push(Group {
            name: state.naming.type_name(tag, &mut types),
            accessor: state.naming.method(tag, &mut accessors),
            module: state.naming.module(tag, &mut modules),
            feature: has_features.then_some(feature),
            docs: description.map(text::markdown).unwrap_or_default(),
            operations: Vec::new(),
            place: tag_place(document, tag),
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

/// Where a tag is declared, else where the first operation carries it.
fn tag_place(document: &OpenAPI, tag: &str) -> Pointer {
    if let Some(index) = document.tags.iter().position(|declared| declared.name == *tag) {
        return Pointer::root().child("tags").child(index);
    }
    let carrier = path_operations(document).find(|described| group_tags(described).iter().any(|known| known == tag));
    let place = carrier.map(|described| {
        let index = described.operation.tags.iter().position(|known| known == tag);
        index.map_or_else(|| described.place.clone(), |index| described.place.child("tags").child(index))
    });
    place.unwrap_or_else(Pointer::root)
}
