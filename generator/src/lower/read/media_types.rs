//! Media types.

use indexmap::IndexMap;
use openapiv3::MediaType;

/// A form of fields.
pub(crate) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// A form of parts (RFC 7578).
pub(crate) const FORM_DATA: &str = "multipart/form-data";

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// Whether a media type is JSON, or any at all.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    ["application/json", "text/json", "*/*"].contains(&essence.as_str()) || essence.ends_with("+json")
}

/// The media type that is JSON: which one does not depend on the order of the description.
pub(crate) fn json_media(content: &IndexMap<String, MediaType>) -> Option<(&String, &MediaType)> {
    content.iter().filter(|(name, _)| is_json(name)).min_by_key(|(name, _)| (json_rank(name), name.as_str()))
}

/// Which of several media types that are JSON goes before the others, the lowest first: plain JSON, one that says more of it
/// (`application/problem+json`), the old name, a range.
pub(crate) fn json_rank(media_type: &str) -> usize {
    match essence(media_type).as_str() {
        _ if media_type == "application/json" => 0,
        "application/json" => 1,
        "text/json" => 3,
        _ if is_range(media_type) => 4,
        _ => 2,
    }
}

/// Whether a media type stands for several (RFC 9110, section 12.5.1).
pub(crate) fn is_range(name: &str) -> bool {
    name.contains('*')
}

/// Whether a media type is text, which an app can write in a string.
pub(crate) fn is_text(name: &str) -> bool {
    let essence = essence(name);
    essence.starts_with("text/") || essence.ends_with("xml") || essence.ends_with("yaml")
}
