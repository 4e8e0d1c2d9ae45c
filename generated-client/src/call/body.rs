//! What a request carries: JSON and forms, made of what an app gives.

use std::io;

use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Serializer, Value, ser};

use crate::call::parts::Parts;
use crate::json::finite::place_of_infinite;
use crate::json::sent::sending;
use crate::json::tree::{Fields, Tree};
use crate::wire::problems::InvalidRequest;

/// Makes the body of the form.
pub(super) fn encode_form(parts: &mut Parts) -> Result<(), InvalidRequest> {
    let Some(form) = parts.form.take() else { return Ok(()) };
    let (body, content_type) = form.encode()?;
    parts.put_body(body);
    let content_type = HeaderValue::try_from(content_type).expect("a media type with a boundary is a header value");
    parts.headers.insert(CONTENT_TYPE, content_type);
    Ok(())
}

/// Sets a field of a JSON body, at its top level; without a body, it becomes one.
pub(super) fn set_body_field(parts: &mut Parts, name: String, value: impl Serialize) -> Result<(), InvalidRequest> {
    if parts.form.is_some() {
        return Err(InvalidRequest::new(format!("the body is a form, so it has no field `{name}`: add a part")));
    }
    let what = format!("body field `{name}`");
    let value = read(&what, &to_json(&what, value)?)?;
    if parts.upload.is_some() {
        return Err(InvalidRequest::new(format!("the body is read as it is sent, so it has no field `{name}`")));
    }
    let mut fields: Map<String, Value> = match &parts.body {
        None => Map::new(),
        Some(body) => serde_json::from_slice(body)
            .map_err(|_| InvalidRequest::new(format!("the body is not a JSON object, so it has no field `{name}`")))?,
    };
    fields.insert(name, value);
    let body = serde_json::to_vec(&fields).expect("a map of JSON values is JSON");
    parts.body = Some(body.into());
    parts.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    Ok(())
}

/// A value as JSON. What only the server sets is left out of it; a number that is not finite is refused.
pub(super) fn to_json(what: &str, value: impl Serialize) -> Result<Vec<u8>, InvalidRequest> {
    let mut json = Vec::with_capacity(CAPACITY);
    let mut has_null = false;
    let mut serializer = Serializer::with_formatter(&mut json, Formatter { has_null: &mut has_null });
    let written = sending(|| value.serialize(&mut serializer));
    written.map_err(|error| InvalidRequest::new(format!("the {what} does not serialise: {error}")))?;
    // Only null can be a number that JSON does not have.
    match has_null.then(|| sending(|| place_of_infinite(&value))).flatten() {
        Some(place) => {
            let place = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
            Err(InvalidRequest::new(format!("the {what} has NaN or an infinity{place}, which JSON has no number for")))
        }
        None => Ok(json),
    }
}

/// As many bytes as `serde_json` begins with.
const CAPACITY: usize = 128;

/// Writes JSON as `serde_json` does by default, and notes whether a null was written.
struct Formatter<'a> {
    has_null: &'a mut bool,
}

impl ser::Formatter for Formatter<'_> {
    fn write_null<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        *self.has_null = true;
        writer.write_all(b"null")
    }
}

/// A value as the text of a JSON document.
pub(super) fn to_json_text(what: &str, value: impl Serialize) -> Result<String, InvalidRequest> {
    let json = to_json(what, value)?;
    Ok(String::from_utf8(json).expect("`serde_json` writes UTF-8"))
}

/// A value as JSON that keeps the order of its fields.
pub(super) fn to_tree(what: &str, value: impl Serialize) -> Result<Tree, InvalidRequest> {
    read(what, &to_json(what, value)?)
}

/// Reads what was written; only what is nested too deeply can't be.
fn read<T: DeserializeOwned>(what: &str, json: &[u8]) -> Result<T, InvalidRequest> {
    serde_json::from_slice(json).map_err(|error| InvalidRequest::new(format!("the {what} cannot be written: {error}")))
}

/// The fields of an object, in their order.
pub(super) fn to_fields(what: &str, value: impl Serialize) -> Result<Fields, InvalidRequest> {
    match to_tree(what, value)? {
        Tree::Object(fields) => Ok(fields),
        Tree::Leaf(_) | Tree::List(_) => Err(InvalidRequest::no_object(what)),
    }
}
