//! Types of values that are written as text: in a path, a query, a header, a part.

use std::collections::BTreeSet;

use serde_json::Value;

use super::styles::is_object;
use crate::{
    ir::{Declared, Definition, Inside, Kind, Type, UnionVariant},
    lower::state::State,
    place::Pointer,
};

/// How many names and lists a parameter's type may be wrapped in: a list can be one of itself.
const WRITTEN_DEPTH: usize = 16;

/// How many alternatives, and what they are made of, are said of a parameter: they may be each other's again.
const MOST: usize = 1_000;

/// What a parameter's type is for writing it: no other name of a type, and text for one of several scalars.
pub(super) fn written(state: &State<'_>, ty: &Type) -> Type {
    written_below(state, ty, WRITTEN_DEPTH)
}

fn written_below(state: &State<'_>, ty: &Type, depth: usize) -> Type {
    // `type Ids = Vec<Id>; enum Id { Text(String), Number(i64) }` -> a list of strings
    if depth == 0 {
        return ty.clone();
    }
    let below = |ty: &Type| written_below(state, ty, depth - 1);
    match (ty, state.kind_of(ty)) {
        (_, Some(Kind::Alias(inner))) => below(inner),
        (_, Some(Kind::Union(_))) if !is_object(state, ty) => Type::String,
        (Type::StringOrInteger, _) => Type::String,
        (Type::List(item), _) => Type::List(Box::new(below(item))),
        (Type::OneOrMany(item), _) => Type::OneOrMany(Box::new(below(item))),
        (Type::Nullable(item) | Type::Boxed(item), _) => below(item),
        (ty, _) => ty.clone(),
    }
}

/// Whether a value that is written as text, or one in it, is of one of several types.
pub(super) fn is_of_several_kinds(state: &State<'_>, ty: &Type) -> bool {
    is_of_several_kinds_below(state, ty, WRITTEN_DEPTH)
}

fn is_of_several_kinds_below(state: &State<'_>, ty: &Type, depth: usize) -> bool {
    match (ty, state.kind_of(ty)) {
        _ if depth == 0 => false,
        (_, Some(Kind::Alias(inner))) => is_of_several_kinds_below(state, inner, depth - 1),
        (_, Some(Kind::Union(_))) => !is_object(state, ty),
        (Type::StringOrInteger, _) => true,
        (ty, _) => ty.inner().is_some_and(|inner| is_of_several_kinds_below(state, inner, depth - 1)),
    }
}

/// What is declared of a value that is written as text, with the alternatives that no type says then.
pub(super) fn with_alternatives(state: &mut State<'_>, ty: &Type, declared: Declared, place: &Pointer) -> Declared {
    let mut rest = Rest { left: MOST, is_cut: false };
    let declared = with_alternatives_below(state, ty, declared, WRITTEN_DEPTH, &mut rest);
    if rest.is_cut {
        let message = format!(
            "what is written as text has more than {MOST} alternatives, with what they are made of; two versions are compared by no \
             more of them"
        );
        state.warn(message, place);
    }
    declared
}

/// How much is still said.
struct Rest {
    left: usize,
    is_cut: bool,
}

fn with_alternatives_below(
    state: &State<'_>,
    ty: &Type,
    mut declared: Declared,
    depth: usize,
    rest: &mut Rest,
) -> Declared {
    // `oneOf: [{type: string}, {type: integer}]` of what is written as text -> `type: [integer, string]` among its limits
    rest.is_cut |= rest.left == 0;
    if depth == 0 || rest.left == 0 {
        return declared;
    }
    rest.left -= 1;
    let mut below = |ty: &Type, declared: Declared| with_alternatives_below(state, ty, declared, depth - 1, rest);
    let mut inside = |mut declared: Declared, part: &str, ty: &Type| {
        for value in declared.inside.iter_mut().filter(|value| value.part == part) {
            value.declared = below(ty, std::mem::take(&mut value.declared));
        }
        declared
    };
    match (ty, state.kind_of(ty)) {
        (_, Some(Kind::Alias(inner))) => below(inner, declared),
        (_, Some(Kind::Union(union))) if !is_object(state, ty) => {
            let mut words: BTreeSet<String> = BTreeSet::new();
            for UnionVariant { ty, place, declared: said, .. } in &union.variants {
                let types = json_types(state, ty);
                let said = Declared { limits: [values(state, ty), said.limits.clone()].concat(), ..said.of_value() };
                declared.inside.push(Inside {
                    part: format!("|{}", one_of(types.clone())),
                    place: place.clone(),
                    ty: ty.clone(),
                    declared: below(ty, said),
                });
                words.extend(types);
            }
            declared.limits.push(("type", Value::from_iter(words).to_string()));
            declared
        }
        (Type::StringOrInteger, _) => {
            declared.limits.push(("type", Value::from_iter(json_types(state, ty)).to_string()));
            declared
        }
        (Type::List(item), _) => inside(declared, "[]", item),
        (Type::OneOrMany(item), _) => inside(declared, "|one", item),
        (Type::Nullable(item) | Type::Boxed(item), _) => below(item, declared),
        _ => declared,
    }
}

/// What a value may be in JSON, by the words of a description.
fn json_types(state: &State<'_>, ty: &Type) -> BTreeSet<String> {
    let word = match (ty, state.kind_of(ty)) {
        (_, Some(Kind::StringEnum(_))) | (Type::String | Type::Library(_), _) => "string".to_owned(),
        (_, Some(Kind::IntegerEnum(_))) | (Type::Integer | Type::Unsigned | Type::UnixTime, _) => "integer".to_owned(),
        (Type::Boolean, _) => "boolean".to_owned(),
        (Type::Number, _) => "number".to_owned(),
        (Type::StringOrInteger, _) => return ["integer", "string"].map(str::to_owned).into(),
        (Type::List(item), _) => format!("array of {}", one_of(json_types(state, item))),
        (Type::Nullable(inner) | Type::Boxed(inner) | Type::OneOrMany(inner), _) => return json_types(state, inner),
        (_, Some(Kind::Tuple(_))) => "array".to_owned(),
        (_, Some(Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_)))
        | (Type::Map(_) | Type::Value | Type::Named(_), _) => "any".to_owned(),
    };
    BTreeSet::from([word])
}

/// Several words as one.
fn one_of(words: BTreeSet<String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" or ")
}

/// The values of an inline enum, which has no type where all is text.
fn values(state: &State<'_>, ty: &Type) -> Vec<(&'static str, String)> {
    let is_inline = |definition: &&Definition| definition.place.depth() > 3;
    let values = match state.definition_of(ty).filter(is_inline).map(|definition| &definition.kind) {
        Some(Kind::StringEnum(list)) => Value::from_iter(list.values.iter().map(|value| value.wire.as_str())),
        Some(Kind::IntegerEnum(list)) => Value::from_iter(list.values.iter().map(|value| value.wire)),
        Some(Kind::Struct(_) | Kind::Union(_) | Kind::Tuple(_) | Kind::Alias(_) | Kind::Newtype(_)) | None => {
            return Vec::new();
        }
    };
    vec![("enum", values.to_string())]
}
