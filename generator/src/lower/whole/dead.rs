//! Types that no argument takes and no model holds: those of parameters that are written as text. They are not generated.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::reach::{index, reached, roots};
use crate::{
    ir::{Api, Declared, Definition, Kind, Operation, Type},
    naming::TypeName,
    place::Pointer,
};

/// How many names of one type are followed: one can lead back to itself.
const DEPTH: usize = 16;

/// Leaves out what no operation names and no component holds, but for components that nobody uses: what those are for is not
/// known. `texts` are the parameters that are written as something else than the type of their schema, by their places, with
/// that type: what a component says that is left out is said of them.
pub(super) fn drop_dead(api: &mut Api, texts: &[(Pointer, Type)]) {
    let alive = alive(api, texts);
    let (kept, dead): (Vec<Definition>, Vec<Definition>) =
        std::mem::take(&mut api.definitions).into_iter().partition(|definition| alive.contains(&definition.name));
    api.definitions = kept;
    let dead: HashMap<&TypeName, &Definition> =
        dead.iter().filter(|dead| is_component(dead)).map(|dead| (&dead.name, dead)).collect();
    let types: HashMap<&Pointer, &Type> = texts.iter().map(|(place, ty)| (place, ty)).collect();
    for parameter in api.operations.iter_mut().flat_map(Operation::all_parameters_mut) {
        if let Some(ty) = types.get(&parameter.place) {
            say(&mut parameter.declared, ty, &dead, DEPTH);
        }
    }
}

/// What operations name, and what components are made of that not only such parameters lead to.
fn alive(api: &Api, texts: &[(Pointer, Type)]) -> HashSet<TypeName> {
    let index = index(api);
    let of_texts = reached(&index, &texts.iter().map(|(_, ty)| ty).collect::<Vec<_>>());
    let components = api.definitions.iter().filter(|definition| is_component(definition));
    let kept: Vec<&Definition> = components.filter(|component| !of_texts.contains(&component.name)).collect();
    let held: Vec<&Type> = kept.iter().flat_map(|component| component.kind.types()).collect();
    let [requests, responses] = roots(api);
    let mut alive = reached(&index, &[requests, responses, held].concat());
    alive.extend(kept.into_iter().map(|component| component.name.clone()));
    alive
}

fn is_component(definition: &Definition) -> bool {
    definition.place.component("schemas").is_some_and(|(_, inside)| inside == 0)
}

/// Says of a value what the component says that its type was, and of the values inside it.
fn say(declared: &mut Declared, ty: &Type, dead: &HashMap<&TypeName, &Definition>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    if let Some(definition) = ty.name().filter(|_| matches!(ty, Type::Named(_))).and_then(|name| dead.get(name)) {
        add(declared, definition);
        if let Kind::Alias(meaning) = &definition.kind {
            return say(declared, meaning, dead, depth);
        }
    }
    for value in &mut declared.inside {
        let ty = value.ty.clone();
        say(&mut value.declared, &ty, dead, depth);
    }
}

/// Adds what a definition says of its values. What is said of the value itself counts.
fn add(declared: &mut Declared, definition: &Definition) {
    let values = match &definition.kind {
        Kind::StringEnum(list) => Some(Value::from_iter(list.values.iter().map(|value| value.wire.as_str()))),
        Kind::IntegerEnum(list) => Some(Value::from_iter(list.values.iter().map(|value| value.wire))),
        Kind::Alias(_) | Kind::Newtype(_) | Kind::Struct(_) | Kind::Union(_) | Kind::Tuple(_) => None,
    };
    let said = &definition.declared;
    for (keyword, limit) in
        values.map(|values| ("enum", values.to_string())).into_iter().chain(said.limits.iter().cloned())
    {
        if declared.limits.iter().all(|(known, _)| *known != keyword) {
            declared.limits.push((keyword, limit));
        }
    }
    declared.default = declared.default.take().or_else(|| said.default.clone());
    declared.format = declared.format.take().or_else(|| said.format.clone());
    for value in &said.inside {
        if declared.inside.iter().all(|known| known.part != value.part) {
            declared.inside.push(value.clone());
        }
    }
}
