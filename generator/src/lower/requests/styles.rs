//! How a value is written: as one word, as a list of words, as an object.

use openapiv3::{Parameter as ParameterObject, PathStyle, QueryStyle};

use std::collections::HashSet;

use crate::{
    ir::{Expansion, Kind, ListStyle, ObjectStyle, ParameterStyle, Type, Words},
    lower::state::State,
};

/// How a parameter is written, or nothing where we can't write it so.
pub(super) fn style(state: &State<'_>, parameter: &ParameterObject, ty: &Type) -> Option<ParameterStyle> {
    let words = words(state, ty)?;
    let explode = parameter.parameter_data_ref().explode;
    match parameter {
        ParameterObject::Path { style, .. } => Some(path_style(words, style, explode == Some(true))),
        ParameterObject::Query { style, .. } => Some(query_style(words, style, explode)),
        ParameterObject::Header { .. } => Some(match words {
            Words::One => ParameterStyle::Scalar,
            Words::List => ParameterStyle::List(ListStyle::Comma),
            Words::Object if explode == Some(true) => ParameterStyle::Expanded(words, Expansion::SimpleExploded),
            Words::Object => ParameterStyle::Expanded(words, Expansion::Simple),
        }),
        // Several values have no right text in a cookie (OpenAPI 3.0.4, appendix D).
        ParameterObject::Cookie { .. } => (words == Words::One).then_some(ParameterStyle::Scalar),
    }
}

/// What a value is written in, if it is words.
fn words(state: &State<'_>, ty: &Type) -> Option<Words> {
    match ty {
        Type::List(item) | Type::OneOrMany(item) => is_scalar(state, item).then_some(Words::List),
        ty if is_tuple_of_words(state, ty) => Some(Words::List),
        ty if is_object(state, ty) => Some(Words::Object),
        ty => is_scalar(state, ty).then_some(Words::One),
    }
}

fn path_style(words: Words, style: &PathStyle, explode: bool) -> ParameterStyle {
    let expansion = match (style, explode) {
        (PathStyle::Simple, true) if words == Words::Object => Expansion::SimpleExploded,
        (PathStyle::Simple, _) => Expansion::Simple,
        (PathStyle::Label, false) => Expansion::Label,
        (PathStyle::Label, true) => Expansion::LabelExploded,
        (PathStyle::Matrix, false) => Expansion::Matrix,
        (PathStyle::Matrix, true) => Expansion::MatrixExploded,
    };
    match (words, expansion) {
        (Words::One, Expansion::Simple) => ParameterStyle::Scalar,
        (words, expansion) => ParameterStyle::Expanded(words, expansion),
    }
}

fn query_style(words: Words, style: &QueryStyle, explode: Option<bool>) -> ParameterStyle {
    match (words, style) {
        (Words::One, _) => ParameterStyle::Scalar,
        (Words::List, style) => ParameterStyle::List(match (style, explode) {
            (QueryStyle::SpaceDelimited, Some(false) | None) => ListStyle::Space,
            (QueryStyle::PipeDelimited, Some(false) | None) => ListStyle::Pipe,
            (QueryStyle::Form, Some(false)) => ListStyle::Comma,
            (_, _) => ListStyle::Repeat,
        }),
        (Words::Object, style) => ParameterStyle::Object(match (style, explode) {
            (QueryStyle::DeepObject, _) => ObjectStyle::Deep,
            (QueryStyle::SpaceDelimited, _) => ObjectStyle::Space,
            (QueryStyle::PipeDelimited, _) => ObjectStyle::Pipe,
            (QueryStyle::Form, Some(false)) => ObjectStyle::Comma,
            (QueryStyle::Form, _) => ObjectStyle::Form,
        }),
    }
}

/// Whether a value is one word: what a list of them, or a header, is made of.
pub(super) fn is_scalar(state: &State<'_>, ty: &Type) -> bool {
    match ty {
        Type::Boolean
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::String
        | Type::UnixTime
        | Type::Library(_)
        | Type::Value
        | Type::StringOrInteger => true,
        Type::Named(_) => matches!(state.kind_of(ty), Some(Kind::StringEnum(_) | Kind::IntegerEnum(_))),
        Type::List(_) | Type::Map(_) | Type::OneOrMany(_) | Type::Nullable(_) | Type::Boxed(_) => false,
    }
}

/// Whether a value is a list of a fixed length, of which each item is one word.
pub(super) fn is_tuple_of_words(state: &State<'_>, ty: &Type) -> bool {
    let Some(Kind::Tuple(parts)) = state.kind_of(ty) else { return false };
    parts.iter().all(|part| is_scalar(state, meant(state, &part.ty)))
}

/// The type that another name stands for.
fn meant<'s>(state: &'s State<'_>, ty: &'s Type) -> &'s Type {
    let mut current = ty;
    // A name may lead back to itself, which `check` reports: there are no more of them than definitions.
    for _ in 0..=state.definitions.len() {
        let Some(Kind::Alias(meaning)) = state.kind_of(current) else { break };
        current = meaning;
    }
    current
}

/// Whether a value is written as an object: a struct, a map, or one of several of which one is.
pub(super) fn is_object(state: &State<'_>, ty: &Type) -> bool {
    // One of several may be these several again.
    let mut seen = HashSet::new();
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        match state.kind_of(ty) {
            Some(Kind::Struct(_)) => return true,
            Some(Kind::Union(union)) if seen.insert(ty.name()) => {
                pending.extend(union.variants.iter().map(|variant| &variant.ty));
            }
            None if matches!(ty, Type::Map(_)) => return true,
            Some(
                Kind::Union(_)
                | Kind::StringEnum(_)
                | Kind::IntegerEnum(_)
                | Kind::Tuple(_)
                | Kind::Alias(_)
                | Kind::Newtype(_),
            )
            | None => {}
        }
    }
    false
}
