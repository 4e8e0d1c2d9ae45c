//! How the fields of a form are written, as its `encoding` says (OpenAPI 3.0.4, Encoding Object).
//!
//! `typed` has written out the defaults of an encoding that says any of `style`, `explode` and `allowReserved`: one with a style is
//! written as a query parameter is, any other by its media type.

use openapiv3::{Encoding, MediaType, QueryStyle};

use crate::{
    ir::{FieldStyle, FormEncoding},
    lower::read::media_types::{URLENCODED, is_json},
};

/// How a form is written that is sent by a media type.
pub(super) fn form_encoding(name: &str, media: &MediaType) -> FormEncoding {
    let fields = || media.encoding.iter();
    let styles = fields().filter_map(|(field, encoding)| Some((field.clone(), field_style(encoding)?)));
    let reserved = fields().filter(|(_, encoding)| encoding.allow_reserved).map(|(field, _)| field.clone());
    FormEncoding {
        media_type: (name != URLENCODED).then(|| name.to_owned()),
        styles: styles.collect(),
        reserved: reserved.collect(),
    }
}

/// The style of a field; nothing where it is written by default.
fn field_style(encoding: &Encoding) -> Option<FieldStyle> {
    match (&encoding.style, encoding.explode) {
        (Some(QueryStyle::DeepObject), _) => Some(FieldStyle::Deep),
        (Some(_), true) => Some(FieldStyle::Form),
        (Some(QueryStyle::Form), false) => Some(FieldStyle::Comma),
        (Some(QueryStyle::SpaceDelimited), false) => Some(FieldStyle::Space),
        (Some(QueryStyle::PipeDelimited), false) => Some(FieldStyle::Pipe),
        (None, _) => encoding.content_type.as_deref().filter(|name| is_json(name)).map(|_| FieldStyle::Json),
    }
}
