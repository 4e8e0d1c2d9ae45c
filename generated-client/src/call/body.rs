//! What a request carries: JSON and forms, made of what an app gives.

use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::call::parts::Parts;
use crate::wire::problems::InvalidRequest;

/// Makes the body of the form.
pub(super) fn encode_form(parts: &mut Parts) -> Result<(), InvalidRequest> {
    let Some(form) = parts.form.take() else { return Ok(()) };
    let (body, content_type) = form.encode()?;
    parts.body = Some(body);
    let content_type = HeaderValue::try_from(content_type).expect("a media type with a boundary is a header value");
    parts.headers.insert(CONTENT_TYPE, content_type);
    Ok(())
}

/// Sets a field of a JSON body, at its top level; without a body, it becomes one.
pub(super) fn set_body_field(parts: &mut Parts, name: String, value: impl Serialize) -> Result<(), InvalidRequest> {
    if parts.form.is_some() {
        return Err(InvalidRequest::new(format!("the body is a form, so it has no field `{name}`: add a part")));
    }
    let value = to_value(&format!("body field `{name}`"), value)?;
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

pub(super) fn to_json(what: &str, value: impl Serialize) -> Result<Vec<u8>, InvalidRequest> {
    serde_json::to_vec(&value).map_err(|error| InvalidRequest::new(format!("the {what} does not serialise: {error}")))
}

pub(super) fn to_value(what: &str, value: impl Serialize) -> Result<Value, InvalidRequest> {
    serde_json::to_value(value).map_err(|error| InvalidRequest::new(format!("the {what} does not serialise: {error}")))
}
