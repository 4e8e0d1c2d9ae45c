//! Operations as the description has them, and their tags.

use indexmap::IndexSet;
use openapiv3::{OpenAPI, Operation, PathItem};

use crate::place::Pointer;

/// An operation of a description, with what it stands in.
#[derive(Clone, Debug)]
pub(crate) struct PathOperation<'a> {
    pub path: &'a str,
    pub item: &'a PathItem,
    pub method: &'a str,
    pub operation: &'a Operation,
    pub place: Pointer,
}

/// All operations, in the order of the description.
pub(crate) fn path_operations(document: &OpenAPI) -> impl Iterator<Item = PathOperation<'_>> {
    let items = document.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    items.flat_map(|(path, item)| {
        item.iter().map(move |(method, operation)| {
            let place = Pointer::root().descendant(["paths", path, method]);
            PathOperation { path, item, method, operation, place }
        })
    })
}

/// The tags of an operation; one without tags is sorted by the first segment of its path.
pub(crate) fn group_tags(described: &PathOperation<'_>) -> Vec<String> {
    if !described.operation.tags.is_empty() {
        let tags: IndexSet<&String> = described.operation.tags.iter().collect();
        return tags.into_iter().cloned().collect();
    }
    let path = described.path.split(['?', '#']).next().unwrap_or_default();
    let segment = path.split('/').find(|segment| !segment.is_empty() && !segment.starts_with('{'));
    vec![segment.unwrap_or("root").to_owned()]
}

/// Where a tag is declared, else where the first operation bears it.
pub(crate) fn tag_place(document: &OpenAPI, tag: &str) -> Pointer {
    if let Some(index) = document.tags.iter().position(|declared| declared.name == *tag) {
        return Pointer::root().child("tags").child(index);
    }
    let bearer = path_operations(document).find(|described| group_tags(described).iter().any(|known| known == tag));
    let place = bearer.map(|described| {
        let index = described.operation.tags.iter().position(|known| known == tag);
        index.map_or_else(|| described.place.clone(), |index| described.place.child("tags").child(index))
    });
    place.unwrap_or_else(Pointer::root)
}
