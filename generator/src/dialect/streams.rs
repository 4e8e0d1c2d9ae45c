//! Media types whose bodies are streams of items (OpenAPI 3.2.0, section 4.14.3): what they are, whichever version describes them.

/// How the items of a stream stand in it. The first kind says most.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Stream {
    /// Server-sent events.
    Events,
    /// A line of JSON for each.
    Lines,
    /// A record separator before each (RFC 7464).
    Records,
}

/// The kind of stream that a body of a media type is, if it is one.
pub(crate) fn stream(media_type: &str) -> Option<Stream> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/event-stream" => Some(Stream::Events),
        "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/json-lines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/x-json-stream"
        | "application/stream+json" => Some(Stream::Lines),
        other if other == "application/json-seq" || other.ends_with("+json-seq") => Some(Stream::Records),
        _ => None,
    }
}
