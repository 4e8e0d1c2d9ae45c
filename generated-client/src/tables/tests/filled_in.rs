//! What is filled in where it is asked for: what is missing, or null.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Kind, Level, Model, check, model, plain, with};
use crate::json::repair::read;
use crate::values::nullable::Nullable;
use crate::values::one_or_many::OneOrMany;
use crate::values::time::UnixTime;

#[test]
fn null_in_the_place_of_anything_else_is_filled_in_only_if_asked() {
    let failure = "count: invalid type: unit value, expected i64";
    check::<Model>(&with("count", Value::Null), false, Err(failure));
    let count = ["`count`: null where a number is expected: read as 0"];
    check(&with("count", Value::Null), true, Ok((Model { count: 0, ..plain() }, &count)));
    let id = ["`id`: null where a string is expected: read as \"\""];
    check(&with("id", Value::Null), true, Ok((Model { id: String::new(), ..plain() }, &id)));
    let open = ["`open`: null where a boolean is expected: read as false"];
    check(&with("open", Value::Null), true, Ok((Model { open: false, ..plain() }, &open)));
}

#[test]
fn what_is_missing_is_filled_in_only_if_asked() {
    check::<Model>(&json!({"count": 1}), false, Err(".: missing field `id`"));
    let repairs = [
        "`tags`: missing: read as an empty list",
        "`open`: missing: read as false",
        "`ratio`: missing: read as 0",
        "`count`: missing: read as 0",
        "`id`: missing: read as an empty string",
    ];
    check(&json!({}), true, Ok((Model::default(), &repairs)));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Page {
    items: Vec<Model>,
    owner: Owner,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Owner {
    name: String,
    kind: Kind,
    level: Level,
    at: UnixTime,
    labels: BTreeMap<String, String>,
    one: OneOrMany<i64>,
    any: Value,
    #[serde(default)]
    nickname: Nullable<String>,
    alias: Option<String>,
}

#[test]
fn a_field_that_many_items_lack_is_filled_in_each() {
    let mut item = model();
    item.as_object_mut().expect("it is an object").remove("count");
    let value = json!({"items": vec![item; 300], "owner": {}});
    let (page, mismatches) = read::<Page>(&value, true).expect("it is filled in");
    assert!(page.items.iter().all(|item| *item == Model { count: 0, ..plain() }));
    assert_eq!(mismatches.len(), 300 + 7);
    assert_eq!(mismatches[299].path(), "items[299].count");
}

#[test]
fn an_object_that_is_missing_is_filled_in_with_all_that_it_requires() {
    let (page, mismatches) = read::<Page>(&json!({"items": []}), true).expect("it is filled in");
    let owner = Owner {
        name: String::new(),
        kind: Kind::from(""),
        level: Level::Unknown(0),
        at: UnixTime::from_secs(0),
        labels: BTreeMap::new(),
        one: OneOrMany::Many(vec![]),
        any: Value::Null,
        nickname: Nullable::Absent,
        alias: None,
    };
    assert_eq!(page, Page { items: vec![], owner });
    let paths: Vec<&str> = mismatches.iter().map(|mismatch| mismatch.path()).collect();
    assert_eq!(paths[0], "owner");
    assert!(paths.contains(&"owner.labels") && !paths.contains(&"owner.nickname"), "{paths:?}");
}

#[derive(Debug, PartialEq, Deserialize)]
struct Endless {
    next: Box<Endless>,
}

#[test]
fn a_type_that_requires_itself_is_not_filled_in_for_ever() {
    let failure = read::<Endless>(&json!({}), true).expect_err("it has no end");
    assert_eq!(failure.reason, "the type requires itself, so that it cannot be filled in");
}
