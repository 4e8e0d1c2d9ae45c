//! Values held against the schemas of a description.

use anyhow::{Context as _, Result};
use jsonschema::{Draft, Registry};
use serde_json::{Map, Value, json};

/// How schemas call the description that they stand in.
const DESCRIPTION: &str = "urn:description";

/// The schemas of a description, as JSON Schema understands them.
pub(super) struct Schemas {
    registry: Registry<'static>,
}

impl Schemas {
    /// Reads a description. A schema of OpenAPI 3.0 is one of JSON Schema's fourth draft but for `nullable` and what `readOnly`
    /// does to `required` (OpenAPI 3.0.4, section 4.8.24).
    ///
    /// # Errors
    ///
    /// References that are none.
    pub(super) fn new(document: &Value) -> Result<Self> {
        let builder = Registry::new().draft(Draft::Draft4).add(DESCRIPTION, of_requests(document));
        let registry = builder.and_then(|builder| builder.prepare()).context("error: the schemas can't be read")?;
        Ok(Self { registry })
    }

    /// What a schema of the description refuses of a value, each with its place.
    pub(super) fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let options = jsonschema::options().with_draft(Draft::Draft4).with_registry(&self.registry);
        let validator = match options.should_validate_formats(false).build(&of_requests(schema)) {
            Ok(validator) => validator,
            Err(error) => return vec![format!("the schema can't be read: {error}")],
        };
        let told = validator.iter_errors(value).map(|error| match error.instance_path().as_str() {
            "" => error.to_string(),
            place => format!("{place}: {error}"),
        });
        told.collect()
    }
}

/// A node with its schemas as they hold for requests: what may be null says so, what only the server sets is not required, and
/// references name the description.
fn of_requests(node: &Value) -> Value {
    match node {
        Value::Object(object) => {
            let mut object: Map<String, Value> =
                object.iter().map(|(key, value)| (key.clone(), of_requests(value))).collect();
            without_server_set(&mut object);
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && reference.starts_with('#')
            {
                reference.insert_str(0, DESCRIPTION);
            }
            if object.get("nullable") == Some(&Value::Bool(true)) { or_null(object) } else { Value::Object(object) }
        }
        Value::Array(list) => list.iter().map(of_requests).collect(),
        scalar => scalar.clone(),
    }
}

fn without_server_set(schema: &mut Map<String, Value>) {
    let is_read_only = |schema: &Map<String, Value>, name: &Value| {
        let property = schema.get("properties").and_then(|all| all.get(name.as_str()?));
        property.is_some_and(|property| property["readOnly"] == true)
    };
    let Some(Value::Array(required)) = schema.get("required") else { return };
    let kept: Vec<Value> = required.iter().filter(|name| !is_read_only(schema, name)).cloned().collect();
    // An empty list is none in the fourth draft.
    if kept.is_empty() {
        schema.remove("required");
    } else {
        schema.insert("required".to_owned(), kept.into());
    }
}

fn or_null(schema: Map<String, Value>) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }, { "enum": [null] }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({"components": {"schemas": {
            "Pet": {"type": "object", "required": ["id", "name"], "properties": {
                "id": {"type": "integer", "readOnly": true},
                "name": {"type": "string", "nullable": true, "enum": ["a", "b"]},
                "friend": {"$ref": "#/components/schemas/Pet"},
            }},
        }}})
    }

    #[track_caller]
    fn check(value: Value, expected: &[&str]) {
        let schemas = Schemas::new(&document()).expect("the description has schemas");
        assert_eq!(schemas.faults(&json!({"$ref": "#/components/schemas/Pet"}), &value), expected);
    }

    #[test]
    fn a_request_carries_what_is_required_and_nothing_that_the_server_sets() {
        check(json!({"name": "a"}), &[]);
        check(json!({}), &["\"name\" is a required property"]);
        check(
            json!({"name": "a", "friend": {"name": 1}}),
            &["/friend/name: 1 is not valid under any of the schemas listed in the 'anyOf' keyword"],
        );
    }

    #[test]
    fn what_is_nullable_may_be_null() {
        check(json!({"name": null, "friend": {"name": null}}), &[]);
    }
}
