//! Lists whose items differ, and objects whose properties have no names: what 3.0 knows of them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::{
    dialect::state::Leading,
    place::{Path, Pointer},
};

/// Of the items of a list: each of their alternatives stands at a place of its own. A description has no word for it; one that
/// has this means something else.
pub(crate) const TUPLE: &str = "x-tuple";

/// Leads what a schema says of its items and of its further properties.
pub(super) fn lead(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    entries.shift_remove(TUPLE);
    items(entries, path, leading);
    patterns(entries, path, leading);
    names(entries, path, leading);
    // It is `additionalProperties` for the whole of an `allOf`, which is one struct anyway.
    if let Some(unevaluated) = entries.shift_remove("unevaluatedProperties")
        && !entries.contains_key("additionalProperties")
    {
        let place = path.pointer();
        leading.take([(place.child("additionalProperties"), place.child("unevaluatedProperties"))]);
        entries.insert("additionalProperties".to_owned(), unevaluated);
    }
}

/// `prefixItems: [A, B]` is a tuple, where neither more nor fewer items fit; a list of A and B, where it ends behind them; else
/// nothing is known of the rest.
fn items(entries: &mut Map<String, Value>, path: &Path<'_>, leading: &mut Leading<'_>) {
    let place = path.pointer();
    let Some(Value::Array(mut first)) = entries.shift_remove("prefixItems") else {
        if entries.get("items").is_some_and(Value::is_boolean) {
            entries.shift_remove("items");
            let message =
                "no value fits the schema `false`: the list is empty, which is not checked; it is one of anything";
            leading.warn(message, &place.child("items"));
        }
        return;
    };
    let mut rest = entries.shift_remove("items");
    // What no value fits is not there, nor is what comes after it.
    if let Some(end) = first.iter().position(|item| *item == false) {
        first.truncate(end);
        rest = Some(Value::Bool(false));
    }
    let length = u64::try_from(first.len()).unwrap_or(u64::MAX);
    let limit = |keyword: &str| entries.get(keyword).and_then(Value::as_u64);
    let (least, most) = (limit("minItems"), limit("maxItems"));
    let is_closed = rest == Some(Value::Bool(false));
    let ends = is_closed || most == Some(length);
    // Whoever says that nothing follows means that all of it is there, though fewer items would fit (JSON Schema 2020-12, section 10.3.1.1).
    let is_whole = least == Some(length) || (least.is_none() && is_closed);
    let is_fixed = ends && is_whole && most.is_none_or(|most| most == length);
    let first = first.into_iter().enumerate();
    let first = first.map(|(index, item)| (place.child("prefixItems").child(index), any_if_true(item)));
    let schemas: Vec<(Pointer, Value)> = match rest {
        _ if ends => first.collect(),
        Some(rest @ Value::Object(_)) => first.chain([(place.child("items"), rest)]).collect(),
        Some(_) | None => vec![(place.child("prefixItems"), json!({}))],
    };
    entries.entry("type").or_insert_with(|| json!("array"));
    if ends {
        entries.insert("maxItems".to_owned(), json!(length));
    }
    let items = match is_fixed {
        true => each(schemas, &place, leading),
        false => one_of(schemas, &place.child("items"), leading),
    };
    entries.insert("items".to_owned(), items);
}

/// The items of a tuple: alternatives that are told to be one for each place. Of items that are all alike it is a list.
fn each(schemas: Vec<(Pointer, Value)>, list: &Pointer, leading: &mut Leading<'_>) -> Value {
    // prefixItems: [{type: number}, {type: string}] -> items: {oneOf: [{type: number}, {type: string}], x-tuple: true}
    let to = list.child("items");
    if schemas.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return one_of(schemas, &to, leading);
    }
    leading.note(to.clone(), list.child("prefixItems"));
    let numbered = schemas.into_iter().enumerate();
    let (moves, parts): (Vec<_>, Vec<_>) =
        numbered.map(|(index, (place, schema))| ((to.child("oneOf").child(index), place), schema)).unzip();
    leading.take(moves);
    json!({ "oneOf": parts, (TUPLE): true })
}

/// `true` is a schema that every value fits, as one without keywords is.
fn any_if_true(schema: Value) -> Value {
    if schema == true { json!({}) } else { schema }
}

/// One schema for what may be any of several: itself, where all are the same.
fn one_of(schemas: Vec<(Pointer, Value)>, to: &Pointer, leading: &mut Leading<'_>) -> Value {
    let mut different: HashMap<&Value, usize> = HashMap::new();
    let numbers: Vec<usize> = schemas
        .iter()
        .map(|(_, schema)| {
            let next = different.len();
            *different.entry(schema).or_insert(next)
        })
        .collect();
    let is_one = different.len() == 1;
    let alternative = |number: usize| if is_one { to.clone() } else { to.child("oneOf").child(number) };
    let (mut members, mut stay, mut alike) = (Vec::new(), Vec::new(), Vec::new());
    for ((place, schema), number) in schemas.into_iter().zip(numbers) {
        if number == members.len() {
            stay.push((alternative(number), place));
            members.push(schema);
        } else {
            alike.push((alternative(number), place));
        }
    }
    // Where one of several that are alike is written, the last word says, which is that of the one that stays.
    leading.take(alike.into_iter().chain(stay));
    match members.pop() {
        Some(only) if is_one => only,
        last => {
            members.extend(last);
            json!({ "oneOf": members })
        }
    }
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
    let mut schemas: Vec<(Pointer, Value)> = patterns
        .into_iter()
        .filter(|(_, schema)| *schema != false)
        .map(|(name, schema)| (from.child(name), any_if_true(schema)))
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
