//! Repairs of local models: what is read, and what is reported.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::json::repair::{Unrepaired, read};
use crate::runtime::{StringOrInteger, deserialize, integer_enum, string_enum, tagged_union, union};
use crate::values::nullable::Nullable;
use crate::values::one_or_many::OneOrMany;
use crate::values::time::UnixTime;

string_enum! {
    /// A kind.
    pub enum Kind {
        Page = "page",
    }
}

integer_enum! {
    /// A level.
    pub enum Level {
        Low = 1,
    }
}

#[derive(Debug, Default, PartialEq, serde::Serialize)]
struct Model {
    id: String,
    count: i64,
    ratio: f64,
    open: bool,
    tags: Vec<String>,
    note: Option<String>,
}

deserialize!(Model, required(id, count, ratio, open, tags), optional(note));

fn model() -> Value {
    json!({"id": "a", "count": 1, "ratio": 0.5, "open": true, "tags": ["x"], "note": "n", "more": {"x": [1]}})
}

#[derive(Debug, PartialEq)]
struct Outer {
    inner: Option<Inner>,
    others: Vec<Inner>,
}

deserialize!(Outer, required(others), optional(inner));

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    count: i64,
}

deserialize!(Inner, required(count));

fn with(field: &str, value: Value) -> Value {
    let mut model = model();
    model[field] = value;
    model
}

/// Reads a value in both ways in which it can be repaired; each gives the value with the repairs, or the failure.
#[track_caller]
fn check<T>(value: &Value, fills: bool, expected: Result<(T, &[&str]), &str>)
where
    T: DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let outcome = match read::<T>(value, fills) {
        Ok((typed, mismatches)) => Ok((typed, mismatches.iter().map(ToString::to_string).collect())),
        Err(Unrepaired { path, reason }) => Err(format!("{path}: {reason}")),
    };
    let expected = expected.map(|(typed, repairs)| (typed, repairs.iter().map(|&text| text.to_owned()).collect()));
    let expected: Result<(T, Vec<String>), String> = expected.map_err(str::to_owned);
    assert_eq!(outcome, expected);
}

fn plain() -> Model {
    Model { id: "a".into(), count: 1, ratio: 0.5, open: true, tags: vec!["x".into()], note: Some("n".into()) }
}

#[test]
fn what_needs_no_repair_gets_none() {
    check(&model(), false, Ok((plain(), &[])));
    check(&model(), true, Ok((plain(), &[])));
    check(&with("note", Value::Null), true, Ok((Model { note: None, ..plain() }, &[])));
}

#[test]
fn a_number_is_read_where_a_string_is_expected() {
    let repair = "`id`: a number where a string is expected";
    check(&with("id", json!(7)), false, Ok((Model { id: "7".into(), ..plain() }, &[repair])));
    check(&with("id", json!(u64::MAX)), false, Ok((Model { id: "18446744073709551615".into(), ..plain() }, &[repair])));
    check(&with("id", json!(-0.5)), false, Ok((Model { id: "-0.5".into(), ..plain() }, &[repair])));
    let tags = ["`tags[1]`: a number where a string is expected"];
    let read = Model { tags: vec!["x".into(), "5".into()], ..plain() };
    check(&with("tags", json!(["x", 5])), false, Ok((read, &tags)));
    let note = ["`note`: a number where a string is expected"];
    check(&with("note", json!(5)), false, Ok((Model { note: Some("5".into()), ..plain() }, &note)));
}

#[test]
fn a_string_or_an_integer_is_told_from_all_else() {
    check(&json!("7"), false, Ok((StringOrInteger::from("7"), &[])));
    check(&json!(7), false, Ok((StringOrInteger::from(7), &[])));
    check(&json!(u64::MAX), false, Ok((StringOrInteger::from(u64::MAX), &[])));
    let fraction = ["`.`: a number with a fraction of zero, where an integer is expected"];
    check(&json!(7.0), false, Ok((StringOrInteger::from(7), &fraction)));
    let null = ["`.`: null where a string or an integer is expected: read as \"\""];
    check(&Value::Null, true, Ok((StringOrInteger::from(""), &null)));
    for (value, kind) in [(Value::Null, "unit value"), (json!({"id": 7}), "map"), (json!(true), "boolean `true`")] {
        let reason = format!(".: invalid type: {kind}, expected a text or a whole number");
        check::<StringOrInteger>(&value, false, Err(&reason));
    }
    check::<StringOrInteger>(&json!([]), true, Err(".: invalid type: sequence, expected a text or a whole number"));
}

#[test]
fn a_string_that_spells_a_number_is_read_where_a_number_is_expected() {
    let count = ["`count`: a string where a number is expected"];
    check(&with("count", json!("-12")), false, Ok((Model { count: -12, ..plain() }, &count)));
    let ratio = ["`ratio`: a string where a number is expected"];
    check(&with("ratio", json!("1.5e1")), false, Ok((Model { ratio: 15.0, ..plain() }, &ratio)));
    check(&with("ratio", json!("3")), false, Ok((Model { ratio: 3.0, ..plain() }, &ratio)));
    for text in ["", " 1", "1 ", "01", "+1", "0x1", "1.0", "1e2", "one", "99999999999999999999"] {
        let failure = format!("count: invalid type: string {text:?}, expected i64");
        check::<Model>(&with("count", json!(text)), false, Err(&failure));
    }
    for text in ["NaN", "inf", "1,5", "01.5"] {
        let failure = format!("ratio: invalid type: string {text:?}, expected f64");
        check::<Model>(&with("ratio", json!(text)), true, Err(&failure));
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

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
struct Everywhere {
    list: Option<Vec<Leaf>>,
    nulls: Option<Vec<Option<Leaf>>>,
    map: Option<BTreeMap<String, Leaf>>,
    map_of_nulls: Option<BTreeMap<String, Option<Leaf>>>,
    tagged: Option<Kinds>,
    either: Option<Choice>,
    one: Option<OneOrMany<i64>>,
    must: Option<Leaf>,
    #[serde(flatten)]
    more: BTreeMap<String, Leaf>,
}

deserialize!(Everywhere, null(must), optional(list, nulls, map, map_of_nulls, tagged, either, one), others(more));

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
struct Leaf {
    id: i64,
    name: Option<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    size: Nullable<f64>,
}

deserialize!(Leaf, required(id), optional(name), nullable(size));

#[derive(Clone, Debug, PartialEq)]
enum Kinds {
    Leaf(Leaf),
    Unknown(Value),
}

tagged_union!(Kinds, "type", Leaf = "leaf");

#[derive(Clone, Debug, PartialEq)]
enum Choice {
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

#[derive(Clone, Debug, Default, PartialEq)]
struct Sent {
    name: Option<String>,
    size: Nullable<f64>,
    leaf: Option<Leaf>,
    more: BTreeMap<String, i64>,
}

deserialize!(sent Sent, optional(name, leaf), nullable(size), others(more));

#[derive(Clone, Debug, PartialEq)]
struct Holder {
    sent: Option<Sent>,
    list: Vec<Sent>,
    map: BTreeMap<String, Sent>,
}

deserialize!(Holder, required(list, map), optional(sent));

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
    // To fill in is to be asked for it.
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

#[test]
fn a_number_without_a_fraction_is_an_integer() {
    let repair = "`count`: a number with a fraction of zero, where an integer is expected";
    check(&with("count", json!(12.0)), false, Ok((Model { count: 12, ..plain() }, &[repair])));
    check::<Model>(&with("count", json!(1.5)), true, Err("count: invalid type: floating point `1.5`, expected i64"));
    check::<Model>(
        &with("count", json!(u64::MAX)),
        true,
        Err("count: invalid value: integer `18446744073709551615`, expected i64"),
    );
}

#[test]
fn booleans_and_their_texts_stand_for_each_other() {
    let open = ["`open`: a string where a boolean is expected"];
    check(&with("open", json!("false")), false, Ok((Model { open: false, ..plain() }, &open)));
    let id = ["`id`: a boolean where a string is expected"];
    check(&with("id", json!(true)), false, Ok((Model { id: "true".into(), ..plain() }, &id)));
    for other in [json!("yes"), json!("True"), json!(1), json!([])] {
        assert!(read::<Model>(&with("open", other.clone()), true).is_err(), "{other}");
    }
}

#[test]
fn null_is_an_empty_list_or_map() {
    let list = ["`tags`: null where a list is expected: read as an empty one"];
    check(&with("tags", Value::Null), false, Ok((Model { tags: vec![], ..plain() }, &list)));
    let map = ["`a`: null where a map is expected: read as an empty one"];
    let expected = BTreeMap::from([("a".to_owned(), BTreeMap::<String, i64>::new())]);
    check(&json!({"a": null}), false, Ok((expected, &map)));
}

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

#[test]
fn types_of_the_runtime_are_repaired() {
    check(
        &json!("1700000000"),
        false,
        Ok((UnixTime::from_secs(1_700_000_000), &["`.`: a string where a number is expected"])),
    );
    check(&json!(["1"]), false, Ok((vec![Level::Low], &["`[0]`: a string where a number is expected"])));
    check(&json!([5]), false, Ok((vec![Kind::from("5")], &["`[0]`: a number where a string is expected"])));
    check(&json!("5"), false, Ok((OneOrMany::One(5), &["`.`: a string where a number is expected"])));
    let several = ["`[1]`: a string where a number is expected"];
    check(&json!([4, "5"]), false, Ok((OneOrMany::Many(vec![4, 5]), &several)));
    check(&json!({"x": [1]}), false, Ok((json!({"x": [1]}), &[])));
    check(
        &json!([7]),
        false,
        Ok((vec![Nullable::Value("7".to_owned())], &["`[0]`: a number where a string is expected"])),
    );
}

#[derive(Debug, PartialEq)]
struct Open {
    id: String,
    count: i64,
    more: BTreeMap<String, i64>,
}

deserialize!(Open, required(id, count), others(more));

#[test]
fn a_map_beside_properties_is_repaired_like_any_map() {
    let more = BTreeMap::from([("x".to_owned(), 2)]);
    let read = |id: &str| Open { id: id.into(), count: 1, more: more.clone() };
    check(
        &json!({"id": "5", "count": 1, "x": "2"}),
        false,
        Ok((read("5"), &["`x`: a string where a number is expected"])),
    );
    check::<Open>(&json!({"id": "5", "count": 1, "x": []}), true, Err("x: invalid type: sequence, expected i64"));
    check::<Vec<Open>>(&json!([null]), false, Err("[0]: invalid type: unit value, expected struct Open"));
}

#[test]
fn a_struct_that_takes_additional_properties_is_repaired_too() {
    let value = json!([{"id": 5, "count": "1", "x": 2}]);
    let more = BTreeMap::from([("x".to_owned(), 2)]);
    let repairs = ["`[0].count`: a string where a number is expected", "`[0].id`: a number where a string is expected"];
    let (read, mismatches) = read::<Vec<Open>>(&value, false).expect("it is repaired");
    assert_eq!(read, [Open { id: "5".into(), count: 1, more: more.clone() }]);
    let mut reported: Vec<String> = mismatches.iter().map(ToString::to_string).collect();
    reported.sort_unstable();
    assert_eq!(reported, repairs);

    let filled = ["`[0].count`: missing: read as 0"];
    let value = json!([{"id": "5", "x": 2}]);
    check::<Vec<Open>>(&value, false, Err("[0]: missing field `count`"));
    check(&value, true, Ok((vec![Open { id: "5".into(), count: 0, more }], &filled)));
}

#[derive(Clone, Debug, PartialEq, Deserialize, serde::Serialize)]
struct Text {
    text: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Text(Text),
    Unknown(Value),
}

tagged_union!(Tagged, "type", Text = "text");

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Text(Text),
    Tagged(Tagged),
    Unknown(Value),
}

union!(Either, Text, Tagged);

#[test]
fn a_variant_that_its_tag_names_is_repaired() {
    let text = Tagged::Text(Text { text: "5".into() });
    let repair = ["`[1].text`: a number where a string is expected"];
    let value = json!([{"type": "other"}, {"type": "text", "text": 5}]);
    check(&value, false, Ok((vec![Tagged::Unknown(json!({"type": "other"})), text], &repair)));
    check::<Vec<Tagged>>(
        &json!([{"type": "text", "text": []}]),
        false,
        Err("[0].text: invalid type: sequence, expected a string"),
    );
    let filled = ["`[0].text`: missing: read as an empty string"];
    check(&json!([{"type": "text"}]), true, Ok((vec![Tagged::Text(Text { text: String::new() })], &filled)));
}

#[test]
fn variants_that_are_tried_out_are_not_repaired() {
    let value = json!([{"type": "text", "text": 5}]);
    check(&value, true, Ok((vec![Either::Unknown(json!({"type": "text", "text": 5}))], &[])));
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

#[test]
fn the_failure_is_where_the_repairs_end() {
    let failure = read::<Model>(&json!({"id": 5, "open": {}}), true).expect_err("an object is no boolean");
    assert_eq!(failure.path, "open");
    let failure = read::<Vec<Model>>(&json!([model(), {"id": "a"}]), false).expect_err("a field is missing");
    assert_eq!((failure.path.as_str(), failure.reason.as_str()), ("[1]", "missing field `count`"));
}
