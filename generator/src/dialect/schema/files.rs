//! `contentEncoding` and `contentMediaType`: texts that are bytes (OpenAPI 3.1.1, section 4.7.14.2).

use serde_json::{Map, Value, json};

/// Leads a text that is encoded, or is a file, to the formats of 3.0.
pub(super) fn lead(entries: &mut Map<String, Value>) {
    // {type: string, contentEncoding: base64} -> {type: string, format: byte}
    // {contentMediaType: image/png} -> {type: string, format: binary}
    let word = |entries: &mut Map<String, Value>, key: &str| {
        let word = entries.shift_remove(key)?;
        word.as_str().map(str::to_lowercase)
    };
    let encoding = word(entries, "contentEncoding");
    let media_type = word(entries, "contentMediaType");
    let format = match (encoding.as_deref(), media_type.as_deref()) {
        (Some("base64" | "base64url"), _) => "byte",
        (Some("binary"), _) => "binary",
        (None, Some(media_type)) if is_binary(media_type) => "binary",
        (_, _) => return,
    };
    let is_text = entries.get("type").is_none_or(|ty| {
        let names_text = |ty: &Value| ty == "string";
        names_text(ty) || ty.as_array().is_some_and(|types| types.iter().any(names_text))
    });
    if is_text {
        entries.entry("type").or_insert_with(|| json!("string"));
        entries.entry("format").or_insert_with(|| json!(format));
    }
}

/// Whether a media type is none of text.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    match kind {
        "image" => subtype != "svg+xml",
        "audio" | "video" | "font" => true,
        "application" => matches!(subtype, "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar" | "x-gzip"),
        _ => false,
    }
}
