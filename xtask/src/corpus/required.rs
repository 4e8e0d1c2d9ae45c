//! Whether a description keeps to its own `required`: how many of its examples lack what their schemas call so.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;
use serde_json::Value;

use super::{
    Member,
    examples::{entries, examples, resolve},
};

/// What the examples of a description's successes say of `required`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Contradictions {
    /// How many of them lack a property that is required, somewhere in them.
    pub contradicting: usize,
    /// How many there are.
    pub contradictable: usize,
    /// How many of them each component schema is to blame for.
    pub by_schema: BTreeMap<String, usize>,
}

impl fmt::Display for Contradictions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.contradicting, self.contradictable)
    }
}

/// How many schemas a setting had better name one by one.
const NAMED: usize = 5;

impl Contradictions {
    /// The setting that reads such answers.
    pub(super) fn proposal(&self) -> Option<String> {
        let Self { contradicting, contradictable, by_schema } = self;
        let names: Vec<String> = by_schema.keys().map(|name| format!("{name:?} = \"optional\"")).collect();
        let setting = match names.len() {
            1..=NAMED => format!("{{ {} }}", names.join(", ")),
            _ => "\"optional\"".to_owned(),
        };
        (*contradicting > 0).then(|| {
            format!(
                "required: {contradicting} of {contradictable} examples lack what their schemas require; if answers do, set \
                 `required-in-responses = {setting}`"
            )
        })
    }
}

/// Counts the examples of a description.
pub(super) fn contradictions(member: &Member) -> Contradictions {
    let mut found = Contradictions::default();
    for example in examples(member).iter().filter(|example| (200..300).contains(&example.status)) {
        let Some(schema) = example.schema else { continue };
        let document = &member.document;
        let mut blamed = Checking { document, depth: 0 }.check(schema, "", example.value);
        blamed.sort_unstable();
        blamed.dedup();
        found.contradictable += 1;
        found.contradicting += usize::from(!blamed.is_empty());
        for schema in blamed.into_iter().filter(|schema| !schema.is_empty()) {
            *found.by_schema.entry(schema.to_owned()).or_default() += 1;
        }
    }
    found
}

/// How deep schemas are followed into each other.
const DEPTH: usize = 64;

#[derive(Clone, Copy)]
struct Checking<'a> {
    document: &'a Value,
    depth: usize,
}

impl<'a> Checking<'a> {
    /// The component schemas in which a value lacks something required, each as often as it does; without a name where the
    /// schema stands in no component.
    fn check(self, schema: &'a Value, component: &'a str, value: &Value) -> Vec<&'a str> {
        let Some(depth) = Some(self.depth + 1).filter(|depth| *depth < DEPTH) else { return Vec::new() };
        let deeper = Self { depth, ..self };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let component = reference.strip_prefix("#/components/schemas/").unwrap_or(component);
            let target = resolve(self.document, schema);
            return target.map_or_else(Vec::new, |target| deeper.check(target, component, value));
        }
        let mut blamed = Vec::new();
        match value {
            Value::Object(fields) => {
                let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
                let is_missing = |name: &&Value| name.as_str().is_some_and(|name| !fields.contains_key(name));
                blamed.extend(required.filter(is_missing).map(|_| component));
                for (name, value) in fields {
                    let property = schema.get("properties").and_then(|properties| properties.get(name));
                    let schema =
                        property.or_else(|| schema.get("additionalProperties").filter(|more| more.is_object()));
                    blamed.extend(schema.into_iter().flat_map(|schema| deeper.check(schema, component, value)));
                }
            }
            Value::Array(items) => {
                let schema = schema.get("items");
                let found = items.iter().flat_map(|item| schema.map(|schema| deeper.check(schema, component, item)));
                blamed.extend(found.flatten());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        for (_, parts) in entries(Some(schema)).filter(|(key, _)| *key == "allOf") {
            let parts = parts.as_array().into_iter().flatten();
            blamed.extend(parts.flat_map(|part| deeper.check(part, component, value)));
        }
        for (_, alternatives) in entries(Some(schema)).filter(|(key, _)| matches!(key.as_str(), "oneOf" | "anyOf")) {
            // The one that it contradicts least is the one that it is meant by.
            let alternatives = alternatives.as_array().into_iter().flatten();
            let found = alternatives.map(|alternative| deeper.check(alternative, component, value));
            blamed.extend(found.min_by_key(Vec::len).into_iter().flatten());
        }
        blamed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(value: Value, expected: &[&str]) {
        let document = json!({"components": {"schemas": {
            "Pet": {"required": ["name"], "properties": {
                "name": {}, "friends": {"items": {"$ref": "#/components/schemas/Pet"}},
                "home": {"required": ["street"]},
                "toys": {"additionalProperties": {"$ref": "#/components/schemas/Toy"}},
            }},
            "Toy": {"oneOf": [{"required": ["ball", "size"]}, {"required": ["mouse"]}]},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["lives"]}]},
        }}});
        let schema = json!({"$ref": "#/components/schemas/Cat"});
        assert_eq!(Checking { document: &document, depth: 0 }.check(&schema, "", &value), expected, "{value}");
    }

    #[test]
    fn what_is_required_may_be_missing_anywhere() {
        check(json!({"name": null, "lives": 7}), &[]);
        check(json!({"name": "a"}), &["Cat"]);
        check(json!({"lives": 7, "home": {}}), &["Pet", "Pet"]);
        check(json!({"name": "a", "lives": 7, "friends": [{"name": "b"}, {}]}), &["Pet"]);
        check(json!({"name": "a", "lives": 7, "toys": {"x": {"mouse": 1}, "y": {"ball": 1}}}), &["Toy"]);
    }

    #[test]
    fn few_schemas_are_named_and_many_are_not() {
        let of = |names: &[&str]| Contradictions {
            contradicting: 2,
            contradictable: 3,
            by_schema: names.iter().map(|name| ((*name).to_owned(), 1)).collect(),
        };
        let words =
            "required: 2 of 3 examples lack what their schemas require; if answers do, set `required-in-responses = ";
        let few = format!("{words}{{ \"a\" = \"optional\", \"b c\" = \"optional\" }}`");
        assert_eq!(of(&["a", "b c"]).proposal(), Some(few));
        assert_eq!(of(&["a", "b", "c", "d", "e", "f"]).proposal(), Some(format!("{words}\"optional\"`")));
        assert_eq!(of(&[]).proposal(), Some(format!("{words}\"optional\"`")));
        assert_eq!(Contradictions::default().proposal(), None);
    }
}
