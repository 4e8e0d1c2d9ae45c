//! Boxes where a model would contain itself.

use std::collections::{HashMap, HashSet};

use crate::{
    ir::{Api, Kind, Type},
    naming::TypeName,
};

/// Puts a box where a struct or union would contain itself.
pub(super) fn boxes(api: &mut Api) {
    // `struct A { b: B }`, `struct B { a: A }` -> `struct A { b: Box<B> }`, after which `B` needs no box
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
        | Type::Unsigned
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
