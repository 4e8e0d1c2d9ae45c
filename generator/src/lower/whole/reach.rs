//! Who reaches a model: requests, responses, or nobody.

use std::collections::{HashMap, HashSet};

use crate::{
    ir::{Api, Definition, Hides, Kind, Type, Usage},
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

/// Marks what is not to be shown where no model hides it by itself: the bodies of errors, and what unions keep as it came.
pub(super) fn hide(api: &mut Api) {
    let responses = api.operations.iter().flat_map(|operation| &operation.errors);
    let errors: Vec<&Type> = api.error.ty.iter().chain(responses.filter_map(|response| response.ty.as_ref())).collect();
    let index = index(api);
    let hides = |kind: &Kind| match kind {
        Kind::Struct(object) => object.hides_additional || object.fields.iter().any(|field| field.sensitive),
        Kind::Union(union) => union.hides != Hides::Nothing,
        Kind::Tuple(parts) => parts.iter().any(|part| part.sensitive),
        Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Alias(_) | Kind::Newtype(_) => false,
    };
    let hiding: HashSet<TypeName> = leading_to(&index, hides).into_iter().cloned().collect();
    let is_sensitive = errors.iter().any(|ty| ty.name().is_some_and(|name| hiding.contains(name)));
    api.error.is_sensitive = is_sensitive;
    for definition in &mut api.definitions {
        if let Kind::Union(union) = &mut definition.kind
            && union.hides == Hides::Nothing
            && hiding.contains(&definition.name)
        {
            union.hides = Hides::Unknown;
        }
    }
}

/// The definitions of a kind, and all that lead to one.
fn leading_to<'a>(
    definitions: &HashMap<&'a TypeName, &'a Kind>,
    is_wanted: impl Fn(&Kind) -> bool,
) -> HashSet<&'a TypeName> {
    let mut users: HashMap<&TypeName, Vec<&'a TypeName>> = HashMap::new();
    for (user, kind) in definitions {
        for used in kind.types().into_iter().filter_map(Type::name) {
            users.entry(used).or_default().push(user);
        }
    }
    let mut found = HashSet::new();
    let wanted = definitions.iter().filter(|(_, kind)| is_wanted(kind));
    let mut pending: Vec<&'a TypeName> = wanted.map(|(name, _)| *name).collect();
    while let Some(name) = pending.pop() {
        if found.insert(name) {
            pending.extend(users.get(name).into_iter().flatten());
        }
    }
    found
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
