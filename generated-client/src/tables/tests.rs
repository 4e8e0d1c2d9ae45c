//! Repairs of local models: what is read of another kind than is expected, and what is reported. What is left out and what is filled
//! in stand in files of their own.

mod filled_in;
mod left_out;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::json::repair::{Unrepaired, read};
use crate::runtime::{StringOrInteger, integer_enum, model, string_enum, tagged_union, union};
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

model! {
    #[derive(Default)]
    pub struct Model {
        pub id: String,
        pub count: i64,
        pub ratio: f64,
        pub open: bool,
        pub tags: Vec<String>,
        pub note?: String,
    }
}

fn model() -> Value {
    json!({"id": "a", "count": 1, "ratio": 0.5, "open": true, "tags": ["x"], "note": "n", "more": {"x": [1]}})
}

fn with(field: &str, value: Value) -> Value {
    let mut model = model();
    model[field] = value;
    model
}

/// Reads a value in both ways in which it can be repaired; each returns the value with the repairs, or the failure.
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

model! {
    pub struct Open {
        pub id: String,
        pub count: i64,
        ..more: BTreeMap<String, i64>,
    }
}

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

#[test]
fn the_failure_is_where_the_repairs_end() {
    let failure = read::<Model>(&json!({"id": 5, "open": {}}), true).expect_err("an object is no boolean");
    assert_eq!(failure.path, "open");
    let failure = read::<Vec<Model>>(&json!([model(), {"id": "a"}]), false).expect_err("a field is missing");
    assert_eq!((failure.path.as_str(), failure.reason.as_str()), ("[1]", "missing field `count`"));
}
