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
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// The first media type that is JSON.
pub(crate) fn json_media(content: &IndexMap<String, MediaType>) -> Option<(&String, &MediaType)> {
    content.iter().find(|(name, _)| is_json(name))
}

/// Whether a media type is text, which an app can write in a string.
pub(crate) fn is_text(name: &str) -> bool {
    let essence = essence(name);
    essence.starts_with("text/") || essence.ends_with("xml") || essence.ends_with("yaml")
}

/// Whether a content type is one media type: neither a range nor a choice.
pub(crate) fn is_concrete(name: &str) -> bool {
    !name.contains(['*', ','])
}
