//! The header parameters that operations declare, as candidates for headers of the client.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Parameter, ParameterData, ParameterSchemaOrContent};
use serde_json::Value;

use super::state::Calls;
use crate::{
    lower::{
        read::{
            operations::path_operations,
            parameters::{is_idempotency_key, is_ignored_header, parameters},
            schemas::Node,
        },
        shapes::flatten,
        state::State,
    },
    place::Pointer,
};

/// A header parameter as operations declare it, each declaration once.
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    /// How many operations have it.
    pub(super) operations: usize,
    pub(super) declarations: Vec<(&'a ParameterData, Pointer)>,
}

impl Header<'_> {
    /// Whether a call is known by it when it is sent again.
    pub(super) fn is_key(&self) -> bool {
        self.declarations.iter().any(|(data, _)| is_idempotency_key(data))
    }

    /// Whether every declaration says which value is right, and all of them say the same.
    pub(super) fn has_one_value(&self, document: &OpenAPI) -> bool {
        let values = self.declarations.iter().map(|(data, place)| declared_value(document, data, place));
        let mut values = values.map(|(default, single)| default.or(single));
        let Some(Some(first)) = values.next() else { return false };
        !self.is_key() && values.all(|value| value.as_ref() == Some(&first))
    }

    /// What the client sends by itself: the default, or the only value of a header that must be there. Of declarations that
    /// say different things, what the first one says; and the place of one that says another.
    pub(super) fn sent_value(&self, document: &OpenAPI) -> Option<(String, Option<&Pointer>)> {
        let sent = |(data, place): &(&ParameterData, Pointer)| {
            let (default, single) = declared_value(document, data, place);
            default.or(single.filter(|_| data.required))
        };
        let values: Vec<Option<String>> = self.declarations.iter().map(sent).collect();
        let first = values.iter().flatten().next().cloned()?;
        let other = values.iter().position(|value| value.as_ref().is_some_and(|value| *value != first));
        Some((first, other.map(|other| &self.declarations[other].1)))
    }
}

/// How many operations there are, and the headers that they declare.
pub(super) fn declared_headers<'a>(calls: &Calls<'a>) -> (usize, Vec<Header<'a>>) {
    let mut declared: IndexMap<String, Header<'a>> = IndexMap::new();
    let mut total = 0;
    for operation in path_operations(calls.types.state.document) {
        total += 1;
        for (parameter, place) in parameters(calls.types.state.document, &operation) {
            let Parameter::Header { parameter_data: data, .. } = parameter else { continue };
            if is_ignored_header(&data.name) || calls.credentials.has(&operation, "header", &data.name) {
                continue;
            }
            let header = declared.entry(data.name.to_ascii_lowercase()).or_insert_with(|| Header {
                name: &data.name,
                operations: 0,
                declarations: Vec::new(),
            });
            header.operations += 1;
            if header.declarations.iter().all(|(_, known)| *known != place) {
                header.declarations.push((data, place));
            }
        }
    }
    (total, declared.into_values().collect())
}

/// The setter that the settings name for a header.
pub(super) fn named_setter<'a>(state: &State<'a>, name: &str) -> Option<&'a str> {
    let settings = state.settings;
    let named = settings.client.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    named.map(|(_, setter)| setter.as_str())
}

/// The default that a declaration gives to a header, and its only value.
fn declared_value(document: &OpenAPI, data: &ParameterData, place: &Pointer) -> (Option<String>, Option<String>) {
    let ParameterSchemaOrContent::Schema(schema) = &data.format else { return (None, None) };
    let shape = flatten(document, &Node::new(schema, place.child("schema"))).unwrap_or_default();
    let single = if let [value] = shape.enumeration.as_slice() { word(value) } else { None };
    (shape.default.and_then(word), single)
}

/// A value as a header has it: a word, a number, or a boolean.
pub(super) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
