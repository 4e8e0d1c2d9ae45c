//! What is left out: optional fields of another kind, wherever their model stands, and nothing else.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Model, check, plain, with};
use crate::json::repair::read;
use crate::runtime::{model, tagged_union, union};
use crate::values::one_or_many::OneOrMany;

model! {
    pub struct Outer {
        pub inner?: Inner,
        pub others: Vec<Inner>,
    }
}

model! {
    pub struct Inner {
        pub count: i64,
    }
}

/// The repair of a value that is of another kind, at this path.
fn left_out(path: &str) -> String {
    format!("`{path}`: of another kind than is expected: left out")
}

#[test]
fn an_optional_field_of_another_kind_is_read_as_absent() {
    for value in [json!({"a": 1}), json!([]), json!(["n"])] {
        for fills in [false, true] {
            let read = Model { note: None, ..plain() };
            check(&with("note", value.clone()), fills, Ok((read, &[&left_out("note")])));
        }
    }
    check::<Model>(&with("id", json!({"a": 1})), true, Err("id: invalid type: map, expected a string"));
    let others = vec![Inner { count: 1 }];
    for value in [json!("text"), json!(1), json!(true), json!([]), json!([{"count": 1}])] {
        let value = json!({"inner": value, "others": [{"count": 1}]});
        check(&value, false, Ok((Outer { inner: None, others: others.clone() }, &[&left_out("inner")])));
    }
}

#[test]
fn an_object_of_the_right_kind_that_lacks_something_stays_an_error() {
    let value = |inner: Value| json!({"inner": inner, "others": []});
    check::<Outer>(&value(json!({})), false, Err("inner: missing field `count`"));
    let failure = "inner.count: invalid type: string \"one\", expected i64";
    check::<Outer>(&value(json!({"count": "one"})), false, Err(failure));
    check::<Outer>(&value(json!({"count": []})), false, Err("inner.count: invalid type: sequence, expected i64"));
    // A number that is none of the expected ones is of the right kind.
    let failure = "inner.count: invalid type: floating point `1.5`, expected i64";
    check::<Outer>(&value(json!({"count": 1.5})), false, Err(failure));
}

model! {
    #[derive(Default)]
    pub struct Everywhere {
        pub list?: Vec<Leaf>,
        pub nulls?: Vec<Option<Leaf>>,
        pub map?: BTreeMap<String, Leaf>,
        pub map_of_nulls?: BTreeMap<String, Option<Leaf>>,
        pub tagged?: Kinds,
        pub either?: Choice,
        pub one?: OneOrMany<i64>,
        pub must or null: Leaf,
        ..more: BTreeMap<String, Leaf>,
    }
}

model! {
    #[derive(Default)]
    pub struct Leaf {
        pub id: i64,
        pub name?: String,
        pub size? or null: f64,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kinds {
    Leaf(Leaf),
    Unknown(Value),
}

tagged_union!(Kinds, "type", Leaf = "leaf");

#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Leaf(Leaf),
    Many(Vec<Leaf>),
    Unknown(Value),
}

union!(Choice, Leaf, Many);

/// Reads what can be read, with the paths of what was left out.
#[track_caller]
fn check_left_out(value: Value, expected: Everywhere, paths: &[&str]) {
    let repairs: Vec<String> = paths.iter().map(|path| left_out(path)).collect();
    let repairs: Vec<&str> = repairs.iter().map(String::as_str).collect();
    check(&value, false, Ok((expected, &repairs)));
}

#[test]
fn optional_fields_are_left_out_wherever_their_model_stands() {
    let leaf = || Leaf { id: 1, ..Leaf::default() };
    let bad = || json!({"id": 1, "name": {"text": "a"}, "size": "large"});
    let map = || BTreeMap::from([("k".to_owned(), leaf())]);
    let none = Everywhere::default;
    check_left_out(
        json!({"list": [{"id": 1}, bad()]}),
        Everywhere { list: Some(vec![leaf(), leaf()]), ..none() },
        &["list[1].name", "list[1].size"],
    );
    check_left_out(
        json!({"map": {"k": bad()}}),
        Everywhere { map: Some(map()), ..none() },
        &["map.k.name", "map.k.size"],
    );
    check_left_out(json!({"k": bad()}), Everywhere { more: map(), ..none() }, &["k.name", "k.size"]);
    check_left_out(
        json!({"tagged": {"type": "leaf", "id": 1, "name": []}}),
        Everywhere { tagged: Some(Kinds::Leaf(leaf())), ..none() },
        &["tagged.name"],
    );
    // A list, a map or several of another kind, themselves.
    for field in ["list", "nulls", "map", "map_of_nulls"] {
        check_left_out(json!({field: "text"}), none(), &[field]);
    }
    check_left_out(json!({"one": {}}), none(), &["one"]);
    // What no variant fits is kept as it came.
    let unknown = Everywhere { tagged: Some(Kinds::Unknown(json!(7))), ..none() };
    check(&json!({"tagged": 7, "list": null}), false, Ok((unknown, &[])));
    let read = read::<Everywhere>(&json!({"either": bad(), "one": {}}), false).map(|(read, _)| read.either);
    assert_eq!(read.ok().flatten(), Some(Choice::Unknown(bad())));
}

#[test]
fn no_item_and_no_entry_is_ever_dropped() {
    let failure = |path: &str| format!("{path}: invalid type: string \"x\", expected struct Leaf");
    for (value, path) in [
        (json!({"list": [{"id": 1}, "x"]}), "list[1]"),
        (json!({"nulls": [null, "x"]}), "nulls[1]"),
        (json!({"map": {"k": "x"}}), "map.k"),
        (json!({"map_of_nulls": {"k": "x"}}), "map_of_nulls.k"),
        (json!({"k": "x"}), "k"),
        // It must be there: null would be another answer.
        (json!({"must": "x"}), "must"),
    ] {
        check::<Everywhere>(&value, false, Err(&failure(path)));
    }
    check::<Everywhere>(&json!({"one": [1, {}]}), false, Err("one[1]: invalid type: map, expected i64"));
    check::<Everywhere>(&json!({"list": [{"name": "a"}]}), false, Err("list[0]: missing field `id`"));
    check::<Everywhere>(&json!({"map": {"k": {}}}), false, Err("map.k: missing field `id`"));
    check::<Everywhere>(&json!({"k": {}}), false, Err("k: missing field `id`"));
    check::<Everywhere>(&json!({"tagged": {"type": "leaf"}}), false, Err("tagged: missing field `id`"));
}

model! {
    pub struct Sent {
        pub name?: String,
        pub size? or null: f64,
        pub leaf?: Leaf,
        ..more: BTreeMap<String, i64>,
    }
    const IS_SENT: bool = true;
}

model! {
    pub struct Holder {
        pub sent?: Sent,
        pub list: Vec<Sent>,
        pub map: BTreeMap<String, Sent>,
    }
}

#[test]
fn a_field_that_requests_send_too_is_never_read_as_absent() {
    let failure = "invalid type: map, expected a string";
    check::<Sent>(&json!({"name": {}}), false, Err(&format!("name: {failure}")));
    check::<Sent>(&json!({"size": []}), false, Err("size: invalid type: sequence, expected f64"));
    let holder = |sent: Value, list: Value, map: Value| json!({"sent": sent, "list": list, "map": map});
    let bad = || json!({"name": {}});
    let path = |value: Value| read::<Holder>(&value, false).expect_err("it is an error").path;
    assert_eq!(path(holder(bad(), json!([]), json!({}))), "sent.name");
    assert_eq!(path(holder(json!({}), json!([{}, bad()]), json!({}))), "list[1].name");
    assert_eq!(path(holder(json!({}), json!([]), json!({"k": bad()}))), "map.k.name");
    // The field that holds it is not sent; and what it holds is not, either.
    let read = Holder { sent: None, list: vec![], map: BTreeMap::new() };
    check(&holder(json!("x"), json!([]), json!({})), false, Ok((read, &[&left_out("sent")])));
    let leaf = Some(Leaf { id: 1, ..Leaf::default() });
    let read = Sent { leaf, ..Sent::default() };
    check(&json!({"leaf": {"id": 1, "name": []}}), false, Ok((read, &[&left_out("leaf.name")])));
    // Filling in has to be asked for.
    let repairs = [left_out("name"), left_out("size")];
    check(&json!({"name": {}, "size": []}), true, Ok((Sent::default(), &repairs.each_ref().map(String::as_str))));
}

#[test]
fn as_many_fields_as_there_are_may_be_of_another_kind() {
    let value = json!(vec![json!({"id": 1, "name": {}}); 1000]);
    let (read, mismatches) = read::<Vec<Leaf>>(&value, false).expect("it is repaired");
    assert_eq!(read, vec![Leaf { id: 1, ..Leaf::default() }; 1000]);
    assert_eq!((mismatches.len(), mismatches[999].path()), (1000, "[999].name"));
}

#[test]
fn an_optional_value_is_left_out_with_what_cannot_be_read_inside_it() {
    let value = json!({"inner": {"count": "one"}, "others": [{"count": 1}]});
    check(&value, true, Ok((Outer { inner: None, others: vec![Inner { count: 1 }] }, &[&left_out("inner")])));
    let value = json!({"others": [{"count": "one"}]});
    check::<Outer>(&value, true, Err("others[0].count: invalid type: string \"one\", expected i64"));
}
