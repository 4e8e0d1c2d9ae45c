//! Whether JSON that was read and written back is the same, but for nulls and for what the description does not know.

use serde_json::{Map, Number, Value};

use crate::document::{entries, resolve};

/// A place where JSON differs from what it was, and how.
pub(super) type Difference = (String, String);

/// Where JSON differs from what it was, each with how.
///
/// A null may be left out or added. So may a property that no schema of its place declares: a model has no room for it.
pub(super) fn differences(
    document: &Value,
    schema: Option<&Value>,
    original: &Value,
    written: &Value,
) -> Vec<Difference> {
    Comparing { document }.compare("", &flat(document, schema), original, written)
}

struct Comparing<'a> {
    document: &'a Value,
}

impl<'a> Comparing<'a> {
    fn compare(&self, path: &str, schemas: &[&'a Value], original: &Value, written: &Value) -> Vec<Difference> {
        match (original, written) {
            (Value::Object(originals), Value::Object(all)) => self.objects(path, schemas, originals, all),
            (Value::Array(originals), Value::Array(all)) if originals.len() == all.len() => {
                let items = self.items(schemas);
                let pairs = originals.iter().zip(all).enumerate();
                let differences = pairs
                    .map(|(index, (original, written))| {
                        self.compare(&format!("{path}/{index}"), &items, original, written)
                    })
                    .collect::<Vec<_>>();
                differences.concat()
            }
            (Value::Number(original), Value::Number(written)) if is_same_number(original, written) => Vec::new(),
            _ if original == written => Vec::new(),
            _ if is_scalar(original) && is_scalar(written) => {
                vec![(path.to_owned(), format!("{original} became {written}"))]
            }
            _ => vec![(path.to_owned(), "it was changed".to_owned())],
        }
    }

    fn objects(
        &self,
        path: &str,
        schemas: &[&'a Value],
        originals: &Map<String, Value>,
        all: &Map<String, Value>,
    ) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (key, original) in originals {
            let path = format!("{path}/{key}");
            let declared = self.property(schemas, key);
            match (all.get(key), declared) {
                (Some(written), declared) => {
                    differences.extend(self.compare(&path, &declared.unwrap_or_default(), original, written));
                }
                (None, Some(_)) if !original.is_null() => differences.push((path, "it was lost".to_owned())),
                (None, _) => {}
            }
        }
        let is_new = |(key, value): &(&String, &Value)| !originals.contains_key(*key) && !value.is_null();
        let added = all.iter().filter(is_new).map(|(key, _)| (format!("{path}/{key}"), "it was added".to_owned()));
        differences.extend(added);
        differences
    }

    /// The schemas of a property; nothing if no schema declares it.
    fn property(&self, schemas: &[&'a Value], key: &str) -> Option<Vec<&'a Value>> {
        let declared = |schema: &&'a Value| match schema.get("properties").and_then(|all| all.get(key)) {
            Some(property) => Some(property),
            None => schema.get("additionalProperties").filter(|additional| **additional != Value::Bool(false)),
        };
        let all: Vec<&'a Value> = schemas.iter().filter_map(declared).collect();
        (!all.is_empty()).then(|| all.into_iter().flat_map(|schema| flat(self.document, Some(schema))).collect())
    }

    fn items(&self, schemas: &[&'a Value]) -> Vec<&'a Value> {
        let items = schemas.iter().filter_map(|schema| schema.get("items"));
        let first = schemas.iter().filter_map(|schema| schema.get("prefixItems")?.as_array()).flatten();
        items.chain(first).flat_map(|items| flat(self.document, Some(items))).collect()
    }
}

/// Whether two numbers are the same: whole ones in all of their digits, of which an `f64` has no more than fifteen.
fn is_same_number(one: &Number, other: &Number) -> bool {
    one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// A schema with all its parts and alternatives.
fn flat<'a>(document: &'a Value, schema: Option<&'a Value>) -> Vec<&'a Value> {
    let mut schemas: Vec<&Value> = Vec::new();
    let mut pending: Vec<&Value> = schema.into_iter().collect();
    while let Some(schema) = pending.pop() {
        if let Some(target) = schema.get("$ref").and_then(|_| resolve(document, schema)) {
            pending.push(target);
        }
        if schemas.iter().all(|known| !std::ptr::eq(*known, schema)) {
            schemas.push(schema);
            let parts = entries(Some(schema)).filter(|(key, _)| matches!(key.as_str(), "allOf" | "oneOf" | "anyOf"));
            pending.extend(parts.filter_map(|(_, parts)| parts.as_array()).flatten());
        }
    }
    schemas
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(original: Value, written: Value, expected: &[(&str, &str)]) {
        let document = json!({"components": {"schemas": {
            "Pet": {"properties": {"name": {}, "friends": {"items": {"$ref": "#/components/schemas/Pet"}}}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"lives": {}}}]},
        }}});
        let schema = json!({"$ref": "#/components/schemas/Cat"});
        let found = differences(&document, Some(&schema), &original, &written);
        let found: Vec<(&str, &str)> = found.iter().map(|(path, how)| (path.as_str(), how.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn nulls_and_unknown_properties_may_be_missing() {
        check(json!({"name": null, "lives": 7, "other": 1}), json!({"lives": 7.0, "friends": null}), &[]);
    }

    #[test]
    fn a_declared_property_is_lost() {
        check(json!({"friends": [{"name": "b"}]}), json!({"friends": [{}]}), &[("/friends/0/name", "it was lost")]);
    }

    #[test]
    fn values_are_changed_or_added() {
        check(json!({"lives": 7}), json!({"lives": "7"}), &[("/lives", "7 became \"7\"")]);
        check(json!({}), json!({"lives": 7}), &[("/lives", "it was added")]);
        check(json!({"friends": [1]}), json!({"friends": []}), &[("/friends", "it was changed")]);
        let both = [("/friends/1/name", "it was lost"), ("/lives", "it was added")];
        check(json!({"friends": [{}, {"name": "a"}]}), json!({"lives": 7, "friends": [{}, {}]}), &both);
    }

    #[test]
    fn whole_numbers_are_compared_in_all_their_digits() {
        let (one, other) = (9_007_199_254_740_993_u64, 9_007_199_254_740_992_u64);
        let changed = ("/lives", "9007199254740993 became 9007199254740992");
        check(json!({"lives": one}), json!({"lives": other}), &[changed]);
        check(json!({"lives": one}), json!({"lives": one}), &[]);
    }
}
