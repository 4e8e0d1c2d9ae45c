//! Lists whose items differ, and objects whose properties have no names: what 3.0 knows of them.

use serde_json::{Map, Value, json};

use crate::{
    dialect::state::Leading,
    place::{Path, Pointer},
};

/// Leads what a schema says of its items and of its further properties.
pub(super) fn lead(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    items(entries, path, leading);
    patterns(entries, path, leading);
    names(entries, path, leading);
    // It is `additionalProperties` for the whole of an `allOf`, which is one struct anyway.
    if let Some(unevaluated) = entries.shift_remove("unevaluatedProperties")
        && !entries.contains_key("additionalProperties")
    {
        let place = path.pointer();
        leading.note(place.child("additionalProperties"), place.child("unevaluatedProperties"));
        entries.insert("additionalProperties".to_owned(), unevaluated);
    }
}

/// `prefixItems: [A, B]` is a list of A and B, where it ends behind them; else nothing is known of the rest.
fn items(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    let place = path.pointer();
    let Some(Value::Array(first)) = entries.shift_remove("prefixItems") else {
        if entries.get("items").is_some_and(Value::is_boolean) {
            entries.shift_remove("items");
            let message =
                "no value fits the schema `false`: the list is empty, which is not checked; it is one of anything";
            leading.warn(message, &place.child("items"));
        }
        return;
    };
    let rest = entries.shift_remove("items");
    let length = u64::try_from(first.len()).unwrap_or(u64::MAX);
    let ends = rest == Some(Value::Bool(false)) || entries.get("maxItems").and_then(Value::as_u64) == Some(length);
    let schemas: Vec<(Pointer, Value)> = match rest {
        _ if ends => {
            first.into_iter().enumerate().map(|(index, item)| (place.child("prefixItems").child(index), item)).collect()
        }
        Some(rest @ Value::Object(_)) => {
            let first =
                first.into_iter().enumerate().map(|(index, item)| (place.child("prefixItems").child(index), item));
            first.chain([(place.child("items"), rest)]).collect()
        }
        Some(_) | None => vec![(place.child("prefixItems"), json!({}))],
    };
    entries.entry("type").or_insert_with(|| json!("array"));
    if ends {
        entries.insert("maxItems".to_owned(), json!(length));
    }
    let items = one_of(schemas, &place.child("items"), leading);
    entries.insert("items".to_owned(), items);
}

/// One schema for what may be any of several: itself, where all are the same.
fn one_of(schemas: Vec<(Pointer, Value)>, to: &Pointer, leading: &mut Leading<'_>) -> Value {
    let mut different: Vec<(Pointer, Value)> = Vec::new();
    for (place, schema) in schemas {
        if different.iter().all(|(_, known)| *known != schema) {
            different.push((place, schema));
        }
    }
    if different.len() == 1
        && let Some((place, schema)) = different.pop()
    {
        leading.note(to.clone(), place);
        return schema;
    }
    let mut members = Vec::new();
    for (index, (place, schema)) in different.into_iter().enumerate() {
        leading.note(to.child("oneOf").child(index), place);
        members.push(schema);
    }
    json!({ "oneOf": members })
}

/// `patternProperties` are further properties: which name has which schema is not told apart.
fn patterns(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    let Some(Value::Object(patterns)) = entries.shift_remove("patternProperties") else { return };
    let place = path.pointer();
    let from = place.child("patternProperties");
    let keyword = ["additionalProperties", "unevaluatedProperties"].into_iter().find(|key| entries.contains_key(*key));
    // Patterns alone are all that is said of the object; beside properties, names that fit none of them are left open.
    let is_open = keyword.is_none() && entries.contains_key("properties");
    let message = match is_open {
        true => {
            "the patterns of `patternProperties` are not checked; other names are allowed, too, so any name has any value"
        }
        false => "the patterns of `patternProperties` are not checked; any name has any of their schemas",
    };
    leading.warn(message, &from);
    let any = |schema: Value| if schema == true { json!({}) } else { schema };
    let mut schemas: Vec<(Pointer, Value)> = patterns
        .into_iter()
        .filter(|(_, schema)| *schema != false)
        .map(|(name, schema)| (from.child(name), any(schema)))
        .collect();
    let further = keyword.and_then(|keyword| Some((place.child(keyword), entries.shift_remove(keyword)?)));
    match further {
        Some((place, Value::Bool(true))) => schemas = vec![(place, json!({}))],
        Some((place, further @ Value::Object(_))) => schemas.push((place, further)),
        None if is_open => schemas = vec![(from, json!({}))],
        Some(_) | None => {}
    }
    entries.entry("type").or_insert_with(|| json!("object"));
    let schema = match schemas.is_empty() {
        true => Value::Bool(false),
        false => one_of(schemas, &place.child("additionalProperties"), leading),
    };
    entries.insert("additionalProperties".to_owned(), schema);
}

/// `propertyNames` says that there are further properties, and what their names are like.
fn names(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    let Some(names) = entries.shift_remove("propertyNames") else { return };
    let says_nothing = names.as_object().is_some_and(|names| names.keys().all(|key| key == "type"));
    if !says_nothing {
        leading.warn(
            "`propertyNames` has no counterpart in Rust's types; names are not checked",
            &path.pointer().child("propertyNames"),
        );
    }
    if !entries.contains_key("properties") {
        entries.entry("additionalProperties").or_insert_with(|| json!(true));
        entries.entry("type").or_insert_with(|| json!("object"));
    }
}
