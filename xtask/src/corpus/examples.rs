//! The examples of a description's responses, found by OpenAPI's own rules in the untyped document.

use intercom_codegen::{ir::Operation, place::Pointer, select::METHODS};
use serde_json::{Map, Value};

use super::member::Member;

/// A JSON example of a response.
#[derive(Clone, Debug)]
pub(super) struct Example<'a> {
    /// The index of its operation in the client.
    pub operation: usize,
    /// The status as the description writes it.
    pub key: &'a str,
    /// A status that the description means by it.
    pub status: u16,
    /// What it is called; nothing for the only one of a media type.
    pub name: &'a str,
    /// The JSON.
    pub value: &'a Value,
    /// The schema that it is an example of.
    pub schema: Option<&'a Value>,
}

/// How many operations a description has.
pub(super) fn count_operations(document: &Value) -> usize {
    let items = entries(document.get("paths")).filter(|(path, _)| path.starts_with('/'));
    let items = items.filter_map(|(_, item)| resolve(document, item));
    items.map(|item| METHODS.iter().filter(|method| item.get(**method).is_some()).count()).sum()
}

/// All JSON examples of the responses of a client's operations.
pub(super) fn examples(member: &Member) -> Vec<Example<'_>> {
    let document = &member.document;
    let mut examples = Vec::new();
    for (index, operation) in member.generated.api.operations.iter().enumerate() {
        let Some(described) = at(document, &operation.place) else { continue };
        let responses = described.get("responses");
        for (key, response) in entries(responses).filter(|(key, _)| !key.starts_with("x-")) {
            let content = resolve(document, response).and_then(|response| response.get("content"));
            // The client asks for one of the media types: the first that is JSON.
            let Some((_, media)) = entries(content).find(|(name, _)| is_json(name)) else { continue };
            let Some(status) = status(key, responses) else { continue };
            let schema = media.get("schema");
            let found = of_media_type(document, media).into_iter();
            examples.extend(found.map(|(name, value)| Example { operation: index, key, status, name, value, schema }));
        }
    }
    examples
}

/// The schema of an operation's JSON response of a status.
pub(super) fn response_schema<'a>(document: &'a Value, operation: &Operation, status: u16) -> Option<&'a Value> {
    let responses = at(document, &operation.place)?.get("responses")?;
    let response = responses.get(status.to_string()).or_else(|| responses.get("default"))?;
    let content = resolve(document, response)?.get("content");
    entries(content).find(|(name, _)| is_json(name)).and_then(|(_, media)| media.get("schema"))
}

/// The examples of a media type with their names; one that stands elsewhere as a file is not followed.
fn of_media_type<'a>(document: &'a Value, media: &'a Value) -> Vec<(&'a str, &'a Value)> {
    let only = media.get("example").map(|value| ("", value));
    let named = entries(media.get("examples"))
        .filter_map(|(name, example)| Some((name.as_str(), resolve(document, example)?.get("value")?)));
    only.into_iter().chain(named).collect()
}

/// A status that a key of `responses` stands for: of a range or of `default`, one that no other key names.
fn status(key: &str, responses: Option<&Value>) -> Option<u16> {
    let is_free = |status: &u16| responses.is_none_or(|responses| responses.get(status.to_string()).is_none());
    if key == "default" {
        let is_success = entries(responses).all(|(key, _)| !key.starts_with('2'));
        return if is_success { Some(200) } else { (500..600).find(is_free) };
    }
    match key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        Some(class) => class.parse::<u16>().ok().and_then(|class| (class * 100..class * 100 + 100).find(is_free)),
        None => key.parse().ok(),
    }
}

/// The node at a pointer, with the references on the way followed.
fn at<'a>(document: &'a Value, pointer: &Pointer) -> Option<&'a Value> {
    pointer.tokens().iter().try_fold(document, |node, token| resolve(document, node)?.get(token))
}

/// How many references in a row are followed.
const DEPTH: usize = 32;

/// What a node is, once its references are followed.
pub(super) fn resolve<'a>(document: &'a Value, node: &'a Value) -> Option<&'a Value> {
    let mut node = node;
    for _ in 0..DEPTH {
        match node.get("$ref").and_then(Value::as_str) {
            None => return Some(node),
            Some(reference) => node = document.pointer(reference.strip_prefix('#')?)?,
        }
    }
    None
}

/// The entries of an object, of which there are none in anything else.
pub(super) fn entries(node: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    node.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}
