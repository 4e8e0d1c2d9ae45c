//! What each operation is called with: the request examples of a description, and samples where it has none.

use intercom_codegen::{
    Api,
    ir::{BodyKind, ContentType, Operation, Parameter, ParameterIn, Type},
};
use serde_json::{Map, Value, json};

use super::sample::sample;
use crate::document::{at, entries, essence, examples, is_json, items, of_item, resolve};

/// A call of an operation, as the description means it.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    /// The operation.
    pub(crate) operation: &'a Operation,
    /// What the example is called; nothing for the only one of a body, and for a sample.
    pub(crate) example: String,
    /// The values of its parameters.
    pub(crate) parameters: Vec<Given<'a>>,
    /// The value of its body.
    pub(crate) body: Option<Value>,
    /// Whether the description has no example of the body.
    pub(crate) is_sample: bool,
}

/// The value of a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Given<'a> {
    /// `path`, `query`, `header` or `cookie`; `part` is a header of a part.
    pub(crate) location: &'a str,
    /// The part whose header it is.
    pub(crate) part: Option<&'a str>,
    /// What the parameter is called.
    pub(crate) name: &'a str,
    /// Its value.
    pub(crate) value: Value,
    /// Whether the description has no example of it.
    pub(crate) is_sample: bool,
}

/// The calls of all operations of a client with each kind of body that they take: one for each example of it, or one alone.
pub(crate) fn calls<'a>(document: &'a Value, api: &'a Api) -> Vec<Call<'a>> {
    let of_operation = |operation: &'a Operation| {
        let described = described(document, operation).into_iter();
        let mut parameters: Vec<Given<'a>> = described.filter_map(|parameter| given(document, parameter)).collect();
        // A placeholder that nobody describes is a text.
        let undescribed = operation.parameters.iter().filter_map(|parameter| undescribed(document, parameter));
        let is_new =
            |new: &Given<'a>| parameters.iter().all(|known| (known.location, known.name) != (new.location, new.name));
        let undescribed: Vec<Given<'a>> = undescribed.filter(is_new).collect();
        parameters.extend(undescribed);
        bodies(document, operation)
            .into_iter()
            .map(|(example, body, is_sample)| Call {
                operation,
                example,
                parameters: parameters.clone(),
                body,
                is_sample,
            })
            .collect::<Vec<_>>()
    };
    api.operations.iter().flat_map(Operation::kinds).flat_map(of_operation).collect()
}

/// The parameters of an operation: its own, and those of its path that it does not describe anew (OpenAPI 3.0.4, section 4.8.10).
pub(super) fn described<'a>(document: &'a Value, operation: &Operation) -> Vec<&'a Value> {
    let list = |node: Option<&'a Value>| -> Vec<&'a Value> {
        items(node.and_then(|node| node.get("parameters"))).filter_map(|node| resolve(document, node)).collect()
    };
    let own = list(at(document, &operation.place));
    let is_new =
        |parameter: &&Value| own.iter().all(|own| (&own["in"], &own["name"]) != (&parameter["in"], &parameter["name"]));
    let of_path = at(document, &operation.place.parent()).and_then(|path| resolve(document, path));
    let inherited: Vec<&Value> = list(of_path).into_iter().filter(is_new).collect();
    [own, inherited].concat()
}

/// The schema of a parameter, and whether it is written as JSON.
pub(super) fn schema_of(parameter: &Value) -> (Option<&Value>, bool) {
    match entries(parameter.get("content")).next() {
        Some((media_type, media)) => (media.get("schema"), is_json(media_type)),
        None => (parameter.get("schema"), false),
    }
}

fn given<'a>(document: &'a Value, parameter: &'a Value) -> Option<Given<'a>> {
    let (location, name) = (parameter.get("in")?.as_str()?, parameter.get("name")?.as_str()?);
    let media = entries(parameter.get("content")).next().map_or(parameter, |(_, media)| media);
    let example = examples(document, media).next().map(|(_, value)| value.clone());
    let is_sample = example.is_none();
    // A cookie carries no space (RFC 6265, section 4.1.1), and what spaces separate has none within.
    let is_without_spaces = location == "cookie" || parameter["style"] == "spaceDelimited";
    let made = || {
        let made = sample(document, schema_of(parameter).0?, 0)?;
        Some(if is_without_spaces { without_spaces(made) } else { made })
    };
    let value = example.or_else(made)?;
    // What else than a word a cookie holds is not defined (OpenAPI 3.0.4, appendix D).
    if location == "cookie" && (value.is_array() || value.is_object()) {
        return None;
    }
    Some(Given { location, part: None, name, value, is_sample })
}

fn without_spaces(value: Value) -> Value {
    match value {
        Value::String(text) => text.replace(' ', "-").into(),
        Value::Array(items) => items.into_iter().map(without_spaces).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, without_spaces(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// A parameter of which only the path tells, or the encoding of a form.
fn undescribed<'a>(document: &'a Value, parameter: &'a Parameter) -> Option<Given<'a>> {
    let location = match parameter.location {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::PartHeader => return given_in_part(document, parameter),
        ParameterIn::Header | ParameterIn::Cookie | ParameterIn::Part => return None,
    };
    let name = parameter.wire.as_str();
    let is_number = matches!(parameter.ty, Type::Integer | Type::Unsigned | Type::Number);
    let any = if is_number { json!(1) } else { json!("a b") };
    // A placeholder in the query of a path has another name there than its parameter.
    let described = at(document, &parameter.place).and_then(|described| given(document, described));
    let value = described.map_or(any, |described| described.value);
    parameter.required.then_some(Given { location, part: None, name, value, is_sample: true })
}

fn given_in_part<'a>(document: &'a Value, parameter: &'a Parameter) -> Option<Given<'a>> {
    let header = resolve(document, at(document, &parameter.place)?)?;
    let value = sample(document, schema_of(header).0?, 0)?;
    let (part, name) = (parameter.part.as_deref(), parameter.wire.as_str());
    Some(Given { location: "part", part, name, value, is_sample: true })
}

/// The bodies of an operation: the name and value of each, and whether it is no example.
fn bodies(document: &Value, operation: &Operation) -> Vec<(String, Option<Value>, bool)> {
    let Some((_, media)) = chosen(document, operation) else { return vec![(String::new(), None, true)] };
    let found: Vec<_> =
        examples(document, media).map(|(name, value)| (name.to_owned(), Some(value.clone()), false)).collect();
    if !found.is_empty() {
        return found;
    }
    let made = match media.get("schema") {
        Some(schema) => sample(document, schema, 0),
        None => Some(json!({ "any": "JSON" })),
    };
    vec![(String::new(), made, true)]
}

/// The media type of the body that a client sends: of what is no range, the plainest.
pub(super) fn chosen<'a>(document: &'a Value, operation: &Operation) -> Option<(&'a String, &'a Value)> {
    let body = at(document, &operation.place)?.get("requestBody").and_then(|body| resolve(document, body))?;
    let has_parts =
        operation.is_form || operation.parameters.iter().any(|parameter| parameter.location == ParameterIn::Part);
    let is_chosen = |media_type: &str| match operation.body.as_ref().map(|body| &body.kind) {
        None => has_parts && essence(media_type) == "multipart/form-data",
        Some(BodyKind::FormData) => essence(media_type) == "multipart/form-data",
        Some(BodyKind::Json(_, None)) => is_json(media_type),
        Some(BodyKind::Form(..)) => essence(media_type) == "application/x-www-form-urlencoded",
        Some(
            BodyKind::Json(_, Some(own))
            | BodyKind::Text(ContentType::Fixed(own) | ContentType::Asked(own))
            | BodyKind::Bytes(ContentType::Fixed(own) | ContentType::Asked(own)),
        ) => own == media_type,
    };
    let offered = entries(body.get("content")).filter(|(media_type, _)| is_chosen(media_type));
    offered.min_by_key(|(media_type, _)| (*media_type != "application/json", media_type.contains('*')))
}

/// A value without what only the server sets, which no request carries (OpenAPI 3.0.4, section 4.8.24.2).
pub(super) fn without_read_only(document: &Value, schema: Option<&Value>, value: &Value) -> Value {
    let Some(schema) = schema.and_then(|schema| resolve(document, schema)) else { return value.clone() };
    let parts: Vec<&Value> = items(schema.get("allOf")).collect();
    let inner = |name: &str, value: &Value| {
        let property = schema.get("properties").and_then(|all| all.get(name));
        without_read_only(document, property.or_else(|| schema.get("additionalProperties")), value)
    };
    let own = match value {
        Value::Object(object) => {
            let is_sent = |name: &&String| {
                let property = schema.get("properties").and_then(|all| all.get(name.as_str()));
                property
                    .and_then(|property| resolve(document, property))
                    .is_none_or(|schema| schema["readOnly"] != true)
            };
            let sent = object.iter().filter(|(name, _)| is_sent(name));
            Value::Object(sent.map(|(name, value)| (name.clone(), inner(name, value))).collect::<Map<_, _>>())
        }
        Value::Array(list) => {
            let items = list.iter().enumerate();
            items.map(|(index, item)| without_read_only(document, of_item(schema, index), item)).collect()
        }
        scalar => scalar.clone(),
    };
    parts.into_iter().fold(own, |value, part| without_read_only(document, Some(part), &value))
}
