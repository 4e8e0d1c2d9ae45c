//! What a sample gives a method.

use std::slice;

use serde_json::Value;

use super::{
    known::{ITEMS, Known, TIME},
    texts::{of_media_type, separated, shortened},
    values::{Taker, Values},
};
use crate::ir::{Argument, Body, BodyKind, Expression, Parameter, Type};

/// What a method takes for a parameter.
pub(super) fn argument<'a>(values: &Values<'a>, parameter: &'a Parameter) -> Option<Expression> {
    let default = values.definitions.default_of(&parameter.ty, &parameter.declared);
    let example = parameter.example.as_ref().or(default.as_ref());
    let known = Known { name: &parameter.wire, declared: Some(&parameter.declared), example };
    let inner = parameter.ty.inner().unwrap_or(&parameter.ty);
    Some(match parameter.argument() {
        Argument::Displayed => displayed(&parameter.ty, known),
        Argument::Text => Expression::Text(known.text(), false),
        Argument::Converted(ty) => values.value(ty, known, Taker::Into)?,
        Argument::Own(ty) => values.value(ty, known, Taker::Typed)?,
        Argument::DisplayedItems => items(values, inner, known, |known| Some(displayed(inner, known)))?,
        Argument::Items(item) => items(values, item, known, |known| values.value(item, known, Taker::Inferred))?,
        Argument::File => Expression::File,
        Argument::Files => Expression::List(vec![Expression::File], false),
    })
}

/// A value that is written as its text.
fn displayed(ty: &Type, known: Known<'_>) -> Expression {
    match ty {
        Type::Boolean => Expression::Boolean(known.boolean()),
        Type::Integer => Expression::Integer(known.integer().unwrap_or_else(|| known.plausible_integer()), false),
        Type::UnixTime => Expression::Integer(known.integer().unwrap_or(TIME), false),
        Type::Unsigned => {
            let plausible = || u64::try_from(known.plausible_integer()).unwrap_or(1);
            let number = known.unsigned().unwrap_or_else(plausible);
            Expression::Unsigned(number, i32::try_from(number).is_err())
        }
        _ => Expression::Text(known.text(), false),
    }
}

/// The first items of an example, which may have them in a text with commas; one where none of them fits.
fn items<'a>(
    values: &Values<'a>,
    ty: &'a Type,
    known: Known<'_>,
    written: impl Fn(Known<'_>) -> Option<Expression>,
) -> Option<Expression> {
    let apart = known.example.and_then(Value::as_str).map(|text| separated(text, *ty == Type::String));
    let given = match (known.example, &apart) {
        (_, Some(apart)) => apart.as_slice(),
        (Some(Value::Array(items)), None) => items.as_slice(),
        (example, None) => example.map(slice::from_ref).unwrap_or_default(),
    };
    let given = given.iter().filter(|value| values.definitions.fits(ty, value)).take(ITEMS);
    let mut items: Vec<Expression> = given.filter_map(|value| written(known.part("[]", Some(value)))).collect();
    if items.is_empty() {
        items.push(written(known.part("[]", None))?);
    }
    Some(Expression::List(items, false))
}

/// What sets a body.
pub(super) fn body_arguments<'a>(values: &Values<'a>, body: &'a Body) -> Option<Vec<Expression>> {
    let known = Known { name: "body", declared: Some(&body.declared), example: body.example.as_ref() };
    let content_type = body.asks_for().map(media_type);
    let written = match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) => values.value(ty, known, Taker::Typed)?,
        BodyKind::Text(_) | BodyKind::Bytes(_) => {
            let media_type = content_type.as_deref().or_else(|| body.media_types.first().map(String::as_str));
            let plausible = || of_media_type(media_type.unwrap_or_default()).to_owned();
            let example = body.example.as_ref().and_then(Value::as_str);
            Expression::Text(example.map_or_else(plausible, shortened), false)
        }
        BodyKind::FormData => Expression::FormData(parts(body.example.as_ref())),
    };
    let content_type = content_type.map(|range| Expression::Text(range, false));
    Some([written].into_iter().chain(content_type).collect())
}

/// Parts of a form that nobody describes.
fn parts(example: Option<&Value>) -> Vec<(String, Expression)> {
    let given = example.and_then(Value::as_object).into_iter().flatten().filter(|(_, value)| value.is_string());
    let part = |name: &str, value: Option<&Value>| {
        (name.to_owned(), Expression::Text(Known { name: "value", declared: None, example: value }.text(), false))
    };
    let given: Vec<_> = given.take(ITEMS).map(|(name, value)| part(name, Some(value))).collect();
    if given.is_empty() { vec![part("name", None)] } else { given }
}

/// A media type of a range, or with what the range lacks.
fn media_type(range: &str) -> String {
    match range {
        "image/*" => "image/png".to_owned(),
        "text/*" => "text/plain".to_owned(),
        "audio/*" => "audio/mpeg".to_owned(),
        "video/*" => "video/mp4".to_owned(),
        range if range.contains('*') => "application/octet-stream".to_owned(),
        multipart => format!("{multipart}; boundary=end"),
    }
}
