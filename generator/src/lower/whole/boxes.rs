//! Boxes where a model would contain itself.

use std::collections::HashMap;

use crate::{
    ir::{Api, Definition, Kind, Type},
    naming::TypeName,
};

/// Puts a box where a struct or union would contain itself, in time that grows with what there is and no faster.
///
/// Each definition is asked for those that contain it, and they for those that contain them: who is asked while his own answer
/// is still open closes a circle, and holds the next one in a box.
pub(super) fn boxes(api: &mut Api) {
    // `struct A { b: B }`, `struct B { a: A }` -> `struct A { b: Box<B> }`, after which `B` needs no box
    let holders = holders(&api.definitions);
    let mut states = vec![State::New; api.definitions.len()];
    let mut closing: Vec<Vec<usize>> = vec![Vec::new(); api.definitions.len()];
    for start in 0..api.definitions.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        // The stack is our own: circles and chains of definitions have no limit.
        let mut open = vec![(start, holders[start].iter())];
        while let Some((held, rest)) = open.last_mut() {
            match rest.next() {
                Some(&(holder, part)) => match states[holder] {
                    State::New => {
                        states[holder] = State::Open;
                        open.push((holder, holders[holder].iter()));
                    }
                    State::Open => closing[holder].push(part),
                    State::Done => {}
                },
                None => {
                    states[*held] = State::Done;
                    open.pop();
                }
            }
        }
    }
    for (definition, parts) in api.definitions.iter_mut().zip(closing).filter(|(_, parts)| !parts.is_empty()) {
        let mut types = definition.kind.types_mut();
        parts.into_iter().for_each(|part| *types[part] = boxed(types[part]));
    }
}

/// How far a definition is.
#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// For each definition, which others contain it by value, and which of their types does. Another name of a type stays one: what
/// it stands for is contained by who names it.
fn holders(definitions: &[Definition]) -> Vec<Vec<(usize, usize)>> {
    let positions: HashMap<&TypeName, usize> =
        definitions.iter().enumerate().map(|(index, definition)| (&definition.name, index)).collect();
    let target = |ty: &Type| by_value(ty).and_then(|name| positions.get(name).copied());
    let mut meant = HashMap::new();
    let mut holders = vec![Vec::new(); definitions.len()];
    for (index, definition) in definitions.iter().enumerate() {
        let fields = match &definition.kind {
            // What additional properties are made of stands in a map already.
            Kind::Struct(object) => object.fields.iter().map(|field| &field.ty).collect(),
            Kind::Alias(_) => continue,
            other => other.types(),
        };
        for (part, ty) in fields.into_iter().enumerate() {
            let Some(held) = target(ty) else { continue };
            if let Some(held) = meant_by(held, definitions, &target, &mut meant) {
                holders[held].push((index, part));
            }
        }
    }
    holders
}

/// What a definition is where it is another name: the last of the names that it leads to. None where they lead in a circle.
fn meant_by(
    name: usize,
    definitions: &[Definition],
    target: &impl Fn(&Type) -> Option<usize>,
    meant: &mut HashMap<usize, Option<usize>>,
) -> Option<usize> {
    let mut way = Vec::new();
    let mut current = name;
    let last = loop {
        if let Some(known) = meant.get(&current) {
            break *known;
        }
        let Kind::Alias(ty) = &definitions[current].kind else { break Some(current) };
        // Who comes here again on this way has gone in a circle.
        meant.insert(current, None);
        way.push(current);
        match target(ty) {
            Some(next) => current = next,
            None => break None,
        }
    };
    meant.extend(way.into_iter().map(|passed| (passed, last)));
    last
}

/// The box goes around the definition itself, inside an item that is null or one of many.
pub(super) fn boxed(ty: &Type) -> Type {
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
        | Type::Library(_)
        | Type::Value
        | Type::StringOrInteger => None,
    }
}
