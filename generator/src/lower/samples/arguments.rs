//! What a sample gives a method.

use serde_json::Value;

use super::{
    known::Known,
    values::{Taker, Values},
};
use crate::ir::{Argument, Body, BodyKind, Expression, Parameter, Type};

/// What a method takes for a parameter.
pub(super) fn argument<'a>(values: &Values<'a>, parameter: &'a Parameter) -> Option<Expression> {
    let format = parameter.declared.format.as_deref();
    let known = Known { name: &parameter.wire, format, example: parameter.example.as_ref() };
    let inner = parameter.ty.inner().unwrap_or(&parameter.ty);
    Some(match parameter.argument() {
        Argument::Displayed => displayed(&parameter.ty, known),
        Argument::Text => Expression::Text(known.text(), false),
        Argument::Converted(ty) => values.value(ty, known, Taker::Into)?,
        Argument::Own(ty) => values.value(ty, known, Taker::Typed)?,
        Argument::DisplayedItems => Expression::List(vec![displayed(inner, first(known))], false),
        Argument::Items(item) => Expression::List(vec![values.value(item, first(known), Taker::Inferred)?], false),
        Argument::File => Expression::File,
        Argument::Files => Expression::List(vec![Expression::File], false),
    })
}

/// A value that is written as its text.
fn displayed(ty: &Type, known: Known<'_>) -> Expression {
    match ty {
        Type::Boolean => Expression::Boolean(true),
        Type::Integer | Type::Unsigned | Type::UnixTime => Expression::Integer(known.integer().unwrap_or(1), false),
        _ => Expression::Text(known.text(), false),
    }
}

/// The first item of an example that is a list.
fn first(known: Known<'_>) -> Known<'_> {
    let example = known.example.and_then(|example| example.as_array().map_or(Some(example), |items| items.first()));
    Known { example, ..known }
}

/// What sets a body.
pub(super) fn body_arguments<'a>(values: &Values<'a>, body: &'a Body) -> Option<Vec<Expression>> {
    let known = Known { name: "body", format: None, example: body.example.as_ref() };
    let written = match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) => values.value(ty, known, Taker::Typed)?,
        BodyKind::Text(_) | BodyKind::Bytes(_) => {
            let example = body.example.as_ref().and_then(Value::as_str);
            Expression::Text(Known { name: example.unwrap_or("…"), example: None, ..known }.text(), false)
        }
        BodyKind::FormData => Expression::FormData,
    };
    let content_type = body.asks_for().map(|range| Expression::Text(media_type(range), false));
    Some([written].into_iter().chain(content_type).collect())
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
