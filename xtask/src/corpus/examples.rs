//! The examples of a description's responses, found by OpenAPI's own rules in the untyped document.

use intercom_codegen::{ir::Operation, select::METHODS};
use serde_json::Value;

use super::member::Member;
use crate::document::{self, at, entries, is_json, resolve};

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
            let found = document::examples(document, media);
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
