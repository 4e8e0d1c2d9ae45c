//! What the objects of a description are: where in them schemas stand.

use crate::select::{METHODS, WEBHOOKS};

/// Where a description has path items with operations of its API.
pub(crate) const PATH_ITEMS: [&str; 2] = ["/paths", "/components/pathItems"];

/// What an object of a description is (OpenAPI 3.2.0, section 4), as far as it has schemas in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    Document,
    Components,
    PathItem,
    Callback,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Schema,
}

/// What stands under a keyword.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Below {
    /// One object.
    One(Part),
    /// An object of names, with a part for each.
    Names(Part),
    /// A list of parts.
    List(Part),
    /// Nothing that has a schema in it.
    Nothing,
}

impl Part {
    /// What stands under a keyword of such an object.
    pub(crate) fn below(self, key: &str) -> Below {
        use Below::{List, Names, Nothing, One};
        match (self, key) {
            (Self::Document, "paths" | "webhooks" | WEBHOOKS) | (Self::Components, "pathItems") => {
                Names(Self::PathItem)
            }
            (Self::Components | Self::Operation, "callbacks") => Names(Self::Callback),
            // Its keys are expressions of addresses.
            (Self::Callback, key) if !key.starts_with("x-") => One(Self::PathItem),
            (Self::Document, "components") => One(Self::Components),
            (Self::Components, "schemas") => Names(Self::Schema),
            (Self::Components, "responses") | (Self::Operation, "responses") => Names(Self::Response),
            (Self::Components, "parameters") => Names(Self::Parameter),
            (Self::Components, "requestBodies") => Names(Self::RequestBody),
            (Self::Components | Self::Response | Self::Encoding, "headers") => Names(Self::Header),
            (Self::Components, "mediaTypes") => Names(Self::MediaType),
            (Self::PathItem, "additionalOperations") => Names(Self::Operation),
            (Self::PathItem, method) if METHODS.contains(&method) => One(Self::Operation),
            (Self::PathItem | Self::Operation, "parameters") => List(Self::Parameter),
            (Self::Operation, "requestBody") => One(Self::RequestBody),
            (Self::Parameter | Self::Header | Self::MediaType, "schema") | (Self::MediaType, "itemSchema") => {
                One(Self::Schema)
            }
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => Names(Self::MediaType),
            (Self::MediaType, "encoding") => Names(Self::Encoding),
            (Self::Schema, key) => schema_below(key),
            _ => Nothing,
        }
    }
}

/// The keywords of a schema that hold schemas (JSON Schema 2020-12, section 10; `definitions` and `dependencies` are older).
fn schema_below(key: &str) -> Below {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Below::Names(Part::Schema),
        "items" | "additionalProperties" | "unevaluatedProperties" | "not" | "contentSchema" => {
            Below::One(Part::Schema)
        }
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => Below::List(Part::Schema),
        _ => Below::Nothing,
    }
}
