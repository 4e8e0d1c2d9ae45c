//! A body whose media type the description leaves open: the response says what it is.

use bytes::Bytes;
use serde_json::Value;

/// A body of which the API's description says neither a type nor a schema: its `Content-Type` decides.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Content {
    /// JSON: `application/json`, `text/json` and what ends with `+json`.
    Json(Value),
    /// Text: `text/…`, XML, YAML, and what names the encoding of its characters.
    Text(String),
    /// Anything else, and what has no `Content-Type`.
    Bytes(Bytes),
}
