//! What can only be known of the whole: who reaches a model, which fields are constants, where a cycle needs a box.

use std::collections::{HashMap, HashSet};

use super::sizes;
use crate::{
    ir::{Api, BodyKind, Definition, IntegerEnum, Kind, Presence, StringEnum, Type, Usage},
    naming::{TypeName, VariantName},
    place::Pointer,
    settings::RequiredInResponses,
};

/// Completes the definitions.
pub(super) fn finish(api: &mut Api, required_in_responses: &RequiredInResponses) {
    newtypes(api);
    usage(api);
    presence(api, required_in_responses);
    constants(api);
    boxes(api);
    sizes::box_large_variants(api);
}

/// An alias that leads back to itself through a list or map becomes a type of its own.
fn newtypes(api: &mut Api) {
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
    let mut responses: Vec<&Type> = api.error.ty.iter().collect();
    for operation in &api.operations {
        requests.extend(operation.parameters.iter().map(|parameter| &parameter.ty));
        if let Some(BodyKind::Json(ty, _) | BodyKind::Form(ty, _)) = operation.body.as_ref().map(|body| &body.kind) {
            requests.push(ty);
        }
        responses.extend(operation.output.types());
        responses.extend(operation.errors.iter().filter_map(|answer| answer.ty.as_ref()));
    }
    [requests, responses]
}

/// Marks what requests and responses reach.
fn usage(api: &mut Api) {
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

/// What only one side sets is optional where the other side has the same model; and "left out" and "null" are only told
/// apart where a request can say either.
fn presence(api: &mut Api, required_in_responses: &RequiredInResponses) {
    for definition in &mut api.definitions {
        let usage = definition.usage;
        let may_be_missing = |place: &Pointer| required_in_responses.may_be_missing(component(place));
        let owner_may_lack = may_be_missing(&definition.place);
        let Kind::Struct(object) = &mut definition.kind else { continue };
        for field in &mut object.fields {
            // Of several that require it, one that answers keep to is enough.
            let is_required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
            let may_be_missing = is_required && (owner_may_lack || field.required_in.iter().all(may_be_missing));
            // What is required but nowhere declared is asked of requests; of answers it is not to be relied on. So is
            // what is required of answers that do not keep to it.
            let unsure = (field.undeclared || may_be_missing) && usage.response;
            let one_sided = unsure || (field.read_only && usage.request) || (field.write_only && usage.response);
            field.presence = match field.presence {
                // A request can still say null.
                Presence::RequiredNullable if may_be_missing && usage.request && usage.response && !field.read_only => {
                    Presence::OptionalNullable
                }
                Presence::Required if one_sided => Presence::Optional,
                Presence::RequiredNullable | Presence::OptionalNullable if one_sided => Presence::Optional,
                Presence::OptionalNullable if !usage.request => Presence::Optional,
                presence => presence,
            };
        }
        for builder in &mut object.builders {
            let read_only = |index: &usize| usage.request && object.fields[*index].read_only;
            builder.required.retain(|index| !read_only(index));
            builder.optional.retain(|index| !read_only(index));
            builder.excluded.retain(|index| !read_only(index));
        }
    }
}

/// The component schema that a place is in.
fn component(place: &Pointer) -> Option<&str> {
    let [components, schemas, name, ..] = place.tokens() else { return None };
    (components == "components" && schemas == "schemas").then_some(name.as_str())
}

/// A required enum of one value is a constant, in a builder also where answers may lack it.
fn constants(api: &mut Api) {
    let single: HashMap<TypeName, VariantName> = api
        .definitions
        .iter()
        .filter_map(|definition| Some((definition.name.clone(), only_value(&definition.kind)?.clone())))
        .collect();
    for definition in &mut api.definitions {
        let Kind::Struct(object) = &mut definition.kind else { continue };
        for (index, field) in object.fields.iter_mut().enumerate() {
            let Type::Named(name) = &field.ty else { continue };
            let Some(value) = single.get(name) else { continue };
            match field.presence {
                Presence::Required => field.constant = Some(value.clone()),
                Presence::Optional if field.declared.required => {}
                Presence::Optional | Presence::RequiredNullable | Presence::OptionalNullable => continue,
            }
            for builder in &mut object.builders {
                if builder.required.contains(&index) {
                    builder.required.retain(|other| *other != index);
                    builder.constants.push((index, value.clone()));
                    field.constant = Some(value.clone());
                }
            }
        }
    }
}

/// The value of an enum that has no other.
fn only_value(kind: &Kind) -> Option<&VariantName> {
    match kind {
        Kind::StringEnum(StringEnum { values, .. }) if values.len() == 1 => Some(&values[0].name),
        Kind::IntegerEnum(IntegerEnum { values, .. }) if values.len() == 1 => Some(&values[0].name),
        Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Struct(_)
        | Kind::Union(_)
        | Kind::Alias(_)
        | Kind::Newtype(_) => None,
    }
}

/// Puts a box where a struct or union would contain itself.
fn boxes(api: &mut Api) {
    let positions: HashMap<TypeName, usize> =
        api.definitions.iter().enumerate().map(|(index, definition)| (definition.name.clone(), index)).collect();
    // Another name of a type had better stay one: it gets a box where nothing else can.
    let mut order: Vec<usize> = (0..api.definitions.len()).collect();
    order.sort_by_key(|&index| matches!(api.definitions[index].kind, Kind::Alias(_)));
    for index in order {
        let name = api.definitions[index].name.clone();
        let types: Vec<Type> = match &api.definitions[index].kind {
            // What additional properties are made of stands in a map already.
            Kind::Struct(object) => object.fields.iter().map(|field| field.ty.clone()).collect(),
            other => other.types().into_iter().cloned().collect(),
        };
        for (part, ty) in types.iter().enumerate() {
            if by_value(ty).is_some_and(|target| contains(api, &positions, target, &name)) {
                let mut types = api.definitions[index].kind.types_mut();
                *types[part] = boxed(ty);
            }
        }
    }
}

/// The box goes around the definition itself, inside an item that is null or one of many.
fn boxed(ty: &Type) -> Type {
    match ty {
        Type::Nullable(inner) => Type::Nullable(Box::new(boxed(inner))),
        Type::OneOrMany(inner) => Type::OneOrMany(Box::new(boxed(inner))),
        other => Type::Boxed(Box::new(other.clone())),
    }
}

/// The definition that a value of this type contains, if no heap stands between.
pub(super) fn by_value(ty: &Type) -> Option<&TypeName> {
    match ty {
        Type::Named(name) => Some(name),
        Type::OneOrMany(inner) | Type::Nullable(inner) => by_value(inner),
        Type::List(_) | Type::Map(_) | Type::Boxed(_) => None,
        Type::Boolean
        | Type::Integer
        | Type::Number
        | Type::String
        | Type::UnixTime
        | Type::Value
        | Type::StringOrInteger => None,
    }
}

/// Whether a value of `from` contains one of `to`, by value all the way.
fn contains(api: &Api, positions: &HashMap<TypeName, usize>, from: &TypeName, to: &TypeName) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![from];
    while let Some(name) = pending.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            let kind = positions.get(name).map(|&index| &api.definitions[index].kind);
            pending.extend(kind.into_iter().flat_map(Kind::types).filter_map(by_value));
        }
    }
    false
}
