//! Bodies as a server reads them: JSON, forms, and forms of parts (OpenAPI 3.0.4, sections 4.8.14 and 4.8.15; RFC 7578).

use serde_json::{Map, Value};

use super::{
    program::Request,
    styles::{Styled, decoded, pairs_of, properties, typed},
};
use crate::document::{entries, essence, is_json, resolve};

/// The body of a request as its media type reads it, and the schema that it is of; or why it can't be read.
pub(super) fn read<'a>(
    document: &'a Value,
    body: &'a Value,
    request: &Request,
) -> Result<(Option<&'a Value>, Value), String> {
    let text = request.body.as_deref().unwrap_or_default();
    let sent = request.header("content-type").ok_or("the body has no Content-Type")?;
    let media = media_of(body, sent).ok_or_else(|| format!("`{sent}` is not among the media types of the body"))?;
    let schema = media.get("schema");
    let value = match essence(sent).as_str() {
        "application/x-www-form-urlencoded" => form(document, media, text),
        essence if essence.starts_with("multipart/") => parts(document, media, sent, text)?,
        _ if is_json(sent) => serde_json::from_str(text).map_err(|error| format!("the body is no JSON: {error}"))?,
        _ => text.into(),
    };
    Ok((schema, value))
}

/// The media type object for a Content-Type: the same, one without parameters, or a range. `application/*+json` is none of HTTP, and
/// means JSON.
fn media_of<'a>(body: &'a Value, sent: &str) -> Option<&'a Value> {
    let content = || entries(body.get("content"));
    let essence_of = essence(sent);
    let range = format!("{}/*", essence_of.split('/').next().unwrap_or_default());
    content()
        .find(|(own, _)| *own == sent)
        .or_else(|| content().find(|(own, _)| essence(own) == essence_of))
        .or_else(|| content().find(|(own, _)| essence(own) == range || essence(own) == "*/*"))
        .or_else(|| content().find(|(own, _)| essence(own).ends_with("/*+json") && is_json(sent)))
        .map(|(_, media)| media)
}

/// `application/x-www-form-urlencoded`: a property without an encoding of its own is as it would be in a query, but an object,
/// which is JSON.
fn form(document: &Value, media: &Value, text: &str) -> Value {
    let mut pairs = pairs_of(text, "&", true);
    let mut object = Map::new();
    let Some(schema) = media.get("schema") else { return Value::Object(object) };
    let none = Value::Null;
    for (name, property) in properties(document, schema) {
        let encoding = media.get("encoding").and_then(|all| all.get(name)).unwrap_or(&none);
        let is_styled = ["style", "explode", "allowReserved"].iter().any(|key| encoding.get(*key).is_some());
        let is_object = resolve(document, property).is_some_and(|schema| {
            schema["type"] == "object" || (schema.get("type").is_none() && schema.get("properties").is_some())
        });
        let is_written_as_json = encoding.get("contentType").and_then(Value::as_str).is_some_and(is_json);
        let value = if is_written_as_json || (is_object && !is_styled) {
            let found = pairs.iter().position(|(own, _)| decoded(own) == *name);
            found
                .map(|index| decoded(&pairs.remove(index).1))
                .map(|text| serde_json::from_str(&text).unwrap_or(text.into()))
        } else {
            Styled::new(document, name, encoding, property, "form").pairs(&mut pairs)
        };
        object.extend(value.map(|value| (name.clone(), value)));
    }
    object.extend(pairs.into_iter().map(|(name, value)| (decoded(&name), decoded(&value).into())));
    Value::Object(object)
}

/// `multipart/form-data`: parts of one name are the items of a list.
fn parts(document: &Value, media: &Value, sent: &str, text: &str) -> Result<Value, String> {
    let properties = media.get("schema").map(|schema| properties(document, schema)).unwrap_or_default();
    let mut object = Map::new();
    for part @ Part { name, content, .. } in split(sent, text)? {
        let property =
            properties.iter().find(|(own, _)| *own == name).and_then(|(_, schema)| resolve(document, schema));
        let is_list = property.is_some_and(|schema| schema["type"] == "array");
        let of_part = if is_list { property.and_then(|schema| schema.get("items")) } else { property };
        let value = match (part.header("content-type"), of_part) {
            (Some(media_type), _) if is_json(media_type) => {
                serde_json::from_str(content).map_err(|error| format!("the part `{name}` is no JSON: {error}"))?
            }
            (_, Some(schema)) => typed(document, schema, content),
            (_, None) => content.into(),
        };
        match (object.get_mut(name), is_list) {
            (Some(Value::Array(values)), _) => values.push(value),
            (_, true) => drop(object.insert(name.to_owned(), vec![value].into())),
            (_, false) => drop(object.insert(name.to_owned(), value)),
        }
    }
    Ok(Value::Object(object))
}

/// What stands in a header of a part.
pub(super) fn part_header<'r>(request: &'r Request, part: &str, name: &str) -> Option<&'r str> {
    let parts = split(request.header("content-type")?, request.body.as_deref()?).ok()?;
    parts.into_iter().find(|own| own.name == part)?.header(&name.to_lowercase())
}

/// A part of a form (RFC 7578, section 4).
#[derive(Clone, Copy)]
struct Part<'r> {
    name: &'r str,
    headers: &'r str,
    content: &'r str,
}

impl<'r> Part<'r> {
    /// The value of a header, whose name has no capitals.
    fn header(&self, name: &str) -> Option<&'r str> {
        header(self.headers, name)
    }
}

fn header<'r>(headers: &'r str, name: &str) -> Option<&'r str> {
    let mut pairs = headers.lines().filter_map(|line| line.split_once(':'));
    pairs.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn split<'r>(sent: &str, text: &'r str) -> Result<Vec<Part<'r>>, String> {
    let boundary = sent.split("boundary=").nth(1).ok_or("the form has no boundary")?.trim_matches('"');
    let delimiter = format!("--{boundary}");
    let parts = text.split(delimiter.as_str()).skip(1).filter(|part| !part.starts_with("--"));
    let part = |part: &'r str| {
        let (headers, content) =
            part.trim_start_matches("\r\n").split_once("\r\n\r\n").ok_or("a part has no headers")?;
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        let disposition = header(headers, "content-disposition").ok_or("a part has no Content-Disposition")?;
        let name = disposition.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(Part { name: name.ok_or("a part has no name")?, headers, content })
    };
    parts.map(part).collect()
}
