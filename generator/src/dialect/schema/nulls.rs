//! The spellings of null, which all become one: `nullable: true`.

use serde_json::{Map, Value, json};

use crate::{dialect::state::Leading, place::Path};

/// What a schema may say beside alternatives without being more than they are.
const WORDS: [&str; 12] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "nullable",
    "discriminator",
    "$comment",
];

/// Whether a schema is null and nothing else, in any spelling.
pub(super) fn is_null(schema: &Value) -> bool {
    let is_null_type =
        |ty: &Value| ty == "null" || ty.as_array().is_some_and(|types| types.len() == 1 && types[0] == "null");
    let is_null_enum = |values: &Value| {
        values.as_array().is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
    };
    let Value::Object(entries) = schema else { return false };
    entries.get("type").is_some_and(is_null_type)
        || entries.get("enum").is_some_and(is_null_enum)
        || entries.get("const").is_some_and(Value::is_null)
}

/// Whether one of several alternatives is null.
pub(super) fn has_null(members: &Value) -> bool {
    members.as_array().is_some_and(|members| members.iter().any(is_null))
}

/// Takes null out of alternatives. What is left of two is no alternative any more, and is what the schema says itself.
pub(super) fn lead(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    // {anyOf: [{$ref: Pet}, {type: "null"}], description: …} -> {$ref: Pet, nullable: true, description: …}
    // {oneOf: [Cat, {type: "null"}, Dog]} -> {oneOf: [Cat, Dog], nullable: true}
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(members)) = entries.get(keyword).filter(|members| has_null(members)) else { continue };
        let others = members.iter().enumerate().filter(|(_, member)| !is_null(member));
        let others: Vec<(usize, Value)> = others.map(|(index, member)| (index, member.clone())).collect();
        let is_plain = entries
            .keys()
            .all(|key| key == keyword || key == "type" || WORDS.contains(&key.as_str()) || key.starts_with("x-"));
        let place = path.pointer().child(keyword);
        let nulls = members.iter().enumerate().filter(|(_, member)| is_null(member));
        leading.leave_out(nulls.map(|(index, _)| place.child(index)).collect::<Vec<_>>());
        match others.as_slice() {
            [] => {
                entries.shift_remove(keyword);
                entries.entry("enum").or_insert_with(|| json!([null]));
            }
            [(index, Value::Object(only))] if is_plain => lift(entries, keyword, *index, only, path, leading),
            others => {
                let later = others.iter().enumerate().filter(|(to, (from, _))| to != from);
                leading.take(later.map(|(to, (from, _))| (place.child(to), place.child(from))));
                let others = others.iter().map(|(_, member)| member.clone()).collect();
                entries.insert(keyword.to_owned(), Value::Array(others));
            }
        }
        entries.insert("nullable".to_owned(), json!(true));
    }
}

/// Puts what an alternative says in the place of all alternatives. What the schema says itself counts.
fn lift(
    entries: &mut Map<String, Value>,
    keyword: &str,
    index: usize,
    only: &Map<String, Value>,
    path: &Path<'_>,
    leading: &mut Leading<'_>,
) {
    let place = path.pointer();
    entries.shift_remove(keyword);
    if only.contains_key("$ref") {
        // It would only repeat what is referred to, with null.
        entries.shift_remove("type");
    }
    let alternative = place.child(keyword).child(index);
    let added = only.iter().filter(|(key, _)| !entries.contains_key(*key));
    let added: Vec<(String, Value)> = added.map(|(key, value)| (key.clone(), value.clone())).collect();
    leading.take(added.iter().map(|(key, _)| (place.child(key), alternative.child(key))));
    leading.merge(place, alternative);
    entries.extend(added);
}
