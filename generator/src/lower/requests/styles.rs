//! How a value is written: as one word, as a list of words, as an object.

use openapiv3::{Parameter as ParameterObject, PathStyle, QueryStyle};

use crate::{
    ir::{Kind, ListStyle, ObjectStyle, ParameterStyle, Type},
    lower::state::State,
};

/// How a parameter is written, or nothing where we can't write it so.
pub(super) fn style(state: &State<'_>, parameter: &ParameterObject, ty: &Type) -> Option<ParameterStyle> {
    let explode = parameter.parameter_data_ref().explode;
    let is_object = is_object(state, ty);
    let is_list = matches!(ty, Type::List(_) | Type::OneOrMany(_));
    if is_list && !ty.inner().is_some_and(|item| is_scalar(state, item)) {
        return None;
    }
    if matches!(parameter, ParameterObject::Path { style, .. } if *style != PathStyle::Simple) {
        return None;
    }
    match parameter {
        _ if !is_object && !is_list => is_scalar(state, ty).then_some(ParameterStyle::Scalar),
        ParameterObject::Query { style, .. } if is_list => Some(ParameterStyle::List(match (style, explode) {
            (QueryStyle::SpaceDelimited, Some(false) | None) => ListStyle::Space,
            (QueryStyle::PipeDelimited, Some(false) | None) => ListStyle::Pipe,
            (QueryStyle::Form, Some(false)) => ListStyle::Comma,
            (_, _) => ListStyle::Repeat,
        })),
        ParameterObject::Query { style: QueryStyle::DeepObject, .. } => Some(ParameterStyle::Object(ObjectStyle::Deep)),
        ParameterObject::Query { style: QueryStyle::Form, .. } => {
            Some(ParameterStyle::Object(if explode == Some(false) { ObjectStyle::Comma } else { ObjectStyle::Form }))
        }
        ParameterObject::Header { .. } | ParameterObject::Path { .. } if is_list => {
            Some(ParameterStyle::List(ListStyle::Comma))
        }
        ParameterObject::Query { .. }
        | ParameterObject::Header { .. }
        | ParameterObject::Path { .. }
        | ParameterObject::Cookie { .. } => None,
    }
}

/// Whether a value is one word: what a list of them, or a header, is made of.
pub(super) fn is_scalar(state: &State<'_>, ty: &Type) -> bool {
    match ty {
        Type::Boolean | Type::Integer | Type::Unsigned | Type::Number | Type::String | Type::UnixTime | Type::Value => {
            true
        }
        Type::StringOrInteger => true,
        Type::Named(_) => matches!(state.kind_of(ty), Some(Kind::StringEnum(_) | Kind::IntegerEnum(_))),
        Type::List(_) | Type::Map(_) | Type::OneOrMany(_) | Type::Nullable(_) | Type::Boxed(_) => false,
    }
}

/// Whether a value is written as an object: a struct, a map, or one of several of which one is.
pub(super) fn is_object(state: &State<'_>, ty: &Type) -> bool {
    match state.kind_of(ty) {
        Some(Kind::Struct(_)) => true,
        Some(Kind::Union(union)) => {
            union.variants.iter().any(|variant| variant.ty != *ty && is_object(state, &variant.ty))
        }
        Some(Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Alias(_) | Kind::Newtype(_)) => false,
        None => matches!(ty, Type::Map(_)),
    }
}
