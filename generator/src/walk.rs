//! Which keys of an untyped description are keywords, which are names that somebody gave, and which hold data.
//!
//! A property may be called `default` or `$ref`, and an example may hold anything: neither is structure.

use serde_json::{Map, Value};

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Keys {
    /// Keywords of OpenAPI.
    Keywords,
    /// Names: of properties, components, paths, statuses, media types.
    Names,
}

impl Keys {
    /// What the keys of a value are, given the key that it stands under; nothing, if the value is data.
    #[must_use]
    pub fn below(self, key: &str) -> Option<Self> {
        match (self, key) {
            (Self::Names, _) => Some(Self::Keywords),
            (Self::Keywords, "example" | "examples" | "default" | "enum" | "const") => None,
            (Self::Keywords, extension) if extension.starts_with("x-") => None,
            (
                Self::Keywords,
                "properties"
                | "schemas"
                | "responses"
                | "requestBodies"
                | "headers"
                | "links"
                | "callbacks"
                | "content"
                | "encoding"
                | "paths"
                | "variables"
                | "mapping"
                | "securitySchemes"
                | "scopes"
                | "webhooks"
                | "pathItems"
                | "mediaTypes"
                | "additionalOperations"
                | "patternProperties"
                | "$defs"
                | "definitions",
            ) => Some(Self::Names),
            // It is a mapping of names in components, and a list in an operation.
            (Self::Keywords, _) => Some(Self::Keywords),
        }
    }

    /// The `$ref` of an object, if it is one.
    pub fn reference(self, entries: &Map<String, Value>) -> Option<&str> {
        match self {
            Self::Keywords => entries.get("$ref").and_then(Value::as_str),
            Self::Names => None,
        }
    }
}

/// The entries of an object that are structure, with what the keys of their values are.
pub fn structure(entries: &Map<String, Value>, keys: Keys) -> impl Iterator<Item = (&String, &Value, Keys)> {
    entries.iter().filter_map(move |(key, value)| Some((key, value, keys.below(key)?)))
}

/// What may stand at a place of a document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// A schema.
    Schema,
    /// A list or mapping of schemas.
    Schemas,
    /// Any other object.
    Other,
}

impl Part {
    /// What stands under a key.
    #[must_use]
    pub fn below(self, keys: Keys, key: &str) -> Self {
        match (keys, self, key) {
            (Keys::Names, Self::Schemas, _) => Self::Schema,
            (Keys::Names, Self::Schema | Self::Other, _) => Self::Other,
            (Keys::Keywords, _, "schema" | "items" | "not" | "additionalProperties") => Self::Schema,
            (Keys::Keywords, _, "properties" | "schemas" | "$defs" | "definitions" | "allOf" | "oneOf" | "anyOf") => {
                Self::Schemas
            }
            (Keys::Keywords, _, _) => Self::Other,
        }
    }

    /// What an item of a list is.
    #[must_use]
    pub fn item(self) -> Self {
        if self == Self::Schemas { Self::Schema } else { Self::Other }
    }
}
