//! Parameters as the description has them.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Parameter, ParameterData, ReferenceOr};
use serde_json::Value;

use super::{operations::PathOperation, references::resolve_parameter};
use crate::place::Pointer;

/// The parameters of an operation: those of its path item, unless it has the same one itself, then its own.
pub(crate) fn parameters<'a>(document: &'a OpenAPI, operation: &PathOperation<'a>) -> Vec<(&'a Parameter, Pointer)> {
    let item_place = Pointer::root().descendant(["paths", operation.path]);
    let shared = operation
        .item
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, item_place.child("parameters").child(index)));
    let own = operation
        .operation
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, operation.place.child("parameters").child(index)));
    let mut merged: IndexMap<(&str, &str), (&Parameter, Pointer)> = IndexMap::new();
    for (parameter, place) in shared.chain(own) {
        // What several operations refer to stands in one place.
        let place = match parameter {
            ReferenceOr::Reference { reference } => Pointer::parse(reference),
            ReferenceOr::Item(_) => place,
        };
        if let Some(parameter) = resolve_parameter(document, parameter) {
            let (location, data) = location_of(parameter);
            merged.insert((location, data.name.as_str()), (parameter, place));
        }
    }
    merged.into_values().collect()
}

/// Where the references to parameters stand that lead nowhere.
pub(crate) fn dangling_parameters(document: &OpenAPI, operation: &PathOperation<'_>) -> Vec<Pointer> {
    let item_place = Pointer::root().descendant(["paths", operation.path]);
    let lists = [(&operation.item.parameters, &item_place), (&operation.operation.parameters, &operation.place)];
    let all = lists.into_iter().flat_map(|(parameters, place)| {
        parameters.iter().enumerate().map(move |(index, parameter)| (parameter, place.child("parameters").child(index)))
    });
    all.filter(|(parameter, _)| resolve_parameter(document, parameter).is_none()).map(|(_, place)| place).collect()
}

/// Where a parameter goes, by its own word, and what all kinds of parameters have.
pub(crate) fn location_of(parameter: &Parameter) -> (&'static str, &ParameterData) {
    let location = match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    };
    (location, parameter.parameter_data_ref())
}

/// Headers that a parameter can't describe (OpenAPI 3.0.4, section 4.8.12.1).
pub(crate) fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// Whether the server knows by this header a call that is sent again (draft-ietf-httpapi-idempotency-key-header, section
/// 2.1), unless `x-idempotency-key` says otherwise.
pub(crate) fn is_idempotency_key(data: &ParameterData) -> bool {
    let said = data.extensions.get("x-idempotency-key").and_then(Value::as_bool);
    said.unwrap_or_else(|| data.name.eq_ignore_ascii_case("Idempotency-Key"))
}
