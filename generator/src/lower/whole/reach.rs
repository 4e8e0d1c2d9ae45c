//! Who reaches a model: requests, responses, or nobody.

use std::collections::{HashMap, HashSet};

use crate::{
    ir::{Api, Definition, Kind, Type, Usage},
    naming::TypeName,
};

/// An alias that leads back to itself through a list or map becomes a type of its own.
pub(super) fn newtypes(api: &mut Api) {
    // `type Tree = Vec<Tree>` -> `struct Tree(Vec<Tree>)`
    let index = index(api);
    let leads_back = |definition: &Definition| {
        let Kind::Alias(ty) = &definition.kind else { return false };
        let through_heap = ty.parts().any(|part| matches!(part, Type::List(_) | Type::Map(_)));
        through_heap && reached(&index, &[ty]).contains(&definition.name)
    };
    let recursive: Vec<bool> = api.definitions.iter().map(leads_back).collect();
    for (definition, _) in api.definitions.iter_mut().zip(recursive).filter(|(_, recursive)| *recursive) {
        if let Kind::Alias(ty) = &definition.kind {
            definition.kind = Kind::Newtype(ty.clone());
        }
    }
}

/// The definitions by their names.
pub(super) fn index(api: &Api) -> HashMap<&TypeName, &Kind> {
    api.definitions.iter().map(|definition| (&definition.name, &definition.kind)).collect()
}

/// The types that requests and responses begin with.
pub(super) fn roots(api: &Api) -> [Vec<&Type>; 2] {
    let mut requests: Vec<&Type> = api.client_headers.iter().map(|header| &header.ty).collect();
    // What the API sends to an app by itself is read as a response is.
    let webhooks = api.webhooks.iter().map(|webhooks| &webhooks.ty);
    let mut responses: Vec<&Type> = api.error.ty.iter().chain(webhooks).collect();
    for operation in &api.operations {
        requests.extend(operation.sent());
        responses.extend(operation.received());
        responses.extend(operation.errors.iter().filter_map(|response| response.ty.as_ref()));
    }
    [requests, responses]
}

/// Marks what requests and responses reach.
pub(super) fn usage(api: &mut Api) {
    let [requests, responses] = roots(api);
    let index = index(api);
    let (requests, responses) = (reached(&index, &requests), reached(&index, &responses));
    for definition in &mut api.definitions {
        definition.usage =
            Usage { request: requests.contains(&definition.name), response: responses.contains(&definition.name) };
    }
}

/// All types that some lead to.
pub(super) fn reached(definitions: &HashMap<&TypeName, &Kind>, roots: &[&Type]) -> HashSet<TypeName> {
    let mut reached = HashSet::new();
    let mut pending: Vec<&TypeName> = roots.iter().filter_map(|ty| ty.name()).collect();
    while let Some(name) = pending.pop() {
        if reached.insert(name.clone()) {
            pending.extend(definitions.get(name).into_iter().flat_map(|kind| kind.types()).filter_map(Type::name));
        }
    }
    reached
}
