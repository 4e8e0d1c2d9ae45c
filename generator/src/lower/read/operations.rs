//! Operations as the description has them.

use openapiv3::{OpenAPI, Operation, PathItem};

use crate::{dialect::path_and_method, place::Pointer};

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
            let (path, method) = path_and_method(path, method);
            PathOperation { path, item, method, operation, place }
        })
    })
}
