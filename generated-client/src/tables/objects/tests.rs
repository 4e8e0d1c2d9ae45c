//! Local models: how they are read, written and built.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::choice::choice;
use super::model::model;
use super::required::markers;
use crate::values::nullable::Nullable;
use crate::values::string_or_integer::StringOrInteger;

mod required {
    super::markers!(id, owner, r#type, tag, text);
}

crate::tables::enums::string_enum! {
    /// A kind.
    pub enum Kind {
        Cat = "cat",
        Dog = "dog",
        Bird = "bird",
    }
}

model! {
    /// A pet.
    pub struct Pet {
        pub id: i64,
        pub r#type: String,
        pub born?: String as "birthDate",
        pub more?: Value,
        pub owner? or null: String,
    }
    pub fn builder() -> PetBuilder;
}

model! {
    pub struct Basket {
        pub id: i64,
        pub tag or null: String,
        ..more: BTreeMap<String, i64>,
    }
    const IS_SENT: bool = true;
    pub fn builder() -> BasketBuilder;
}

model! {
    pub struct Owner {
        pub kind = Kind::Cat as "is",
        pub id: i64,
        pub r#type or null: String,
        pub pets?: Vec<Pet>,
        pub tag? or null: String,
    }
    pub fn builder() -> OwnerBuilder;
}

model! {
    pub struct Letter {
        pub text?: String,
        pub number? (read only): i64,
        pub kind = Kind::Cat,
        pub size? or null: f64,
        ..more: BTreeMap<String, i64>,
    }
    pub fn builder() -> LetterBuilder;
}

model! {
    pub struct Parcel {
        pub id: i64,
        pub tag or null: String,
        pub kind?: Kind,
        pub text?: String,
        pub owner? or null: String,
        pub r#type? or null: String,
        pub number? (read only): i64,
        ..more: BTreeMap<String, i64>,
    }
    pub fn of_a_cat() -> ParcelOfACatBuilder {
        requires id, tag or null, owner or null, r#type;
        without text;
        const kind = Kind::Cat;
    }
    pub fn of_another() -> ParcelOfAnotherBuilder {
        requires tag or null, id, text;
        default kind = Other::Dog;
    }
    pub fn of_nothing() -> ParcelOfNothingBuilder {
        requires id, tag or null;
        without kind, owner, r#type;
    }
}

model! {
    pub struct Seen {
        pub id: i64,
        pub tag?: String,
        pub text or null: String,
        pub size?: f64,
        pub owner: String,
        pub more?: String,
    }
}

model! {
    pub struct Change {
        pub id: StringOrInteger,
        pub tag: String,
        pub text? or null: String,
        pub size?: f64,
        pub owner? or null: String,
        pub kind = Kind::Cat,
        pub number?: i64,
    }
    pub fn builder() -> ChangeBuilder;
    impl From<&Seen> for ChangeBuilder {
        takes id as StringOrInteger, owner;
        may take text, size;
        requires tag;
    }
}

model! {
    pub struct Patch {
        pub owner: String,
        pub size?: f64,
    }
    pub fn builder() -> PatchBuilder;
    impl From<&Seen> for Patch {
        takes owner;
        may take size;
    }
}

choice! {
    /// The kinds of a parcel that is not of a cat.
    pub enum Other { Dog, Bird }
    type Whole = Kind;
}

#[test]
fn what_no_field_has_is_kept_where_there_is_a_map_of_others() {
    let read = |json: &str| serde_json::from_str::<Basket>(json).map_err(|error| error.to_string());
    let more = BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 3)]);
    assert_eq!(read(r#"{"a":1,"id":1,"a":2,"tag":null,"b":3}"#), Ok(Basket { id: 1, tag: None, more }));
    assert_eq!(
        read(r#"{"a":1,"a":"x","id":1}"#),
        Err("invalid type: string \"x\", expected i64 at line 1 column 14".to_owned())
    );
    assert_eq!(read(r#"{"a":1}"#), Err("missing field `id` at line 1 column 7".to_owned()));
}

#[track_caller]
fn check(json: &str, expected: Result<Pet, &str>) {
    let found = serde_json::from_str::<Pet>(json).map_err(|error| error.to_string());
    assert_eq!(found, expected.map_err(str::to_owned), "{json}");
}

fn pet() -> Pet {
    Pet { id: 1, r#type: "cat".to_owned(), born: None, owner: Nullable::Absent, more: None }
}

#[test]
fn fields_are_read_in_any_order_and_unknown_ones_passed_over() {
    check(r#"{"id":1,"type":"cat"}"#, Ok(pet()));
    check(r#"{"x":{"id":2},"type":"cat","y":[1],"id":1}"#, Ok(pet()));
    let born = Some("2020".to_owned());
    check(r#"{"birthDate":"2020","type":"cat","id":1}"#, Ok(Pet { born, ..pet() }));
}

#[test]
fn what_is_left_out_or_null_is_told_apart_where_it_can_be() {
    check(r#"{"id":1,"type":"cat","birthDate":null,"owner":null}"#, Ok(Pet { owner: Nullable::Null, ..pet() }));
    let owner = Nullable::Value("ann".to_owned());
    check(r#"{"id":1,"type":"cat","owner":"ann","more":null}"#, Ok(Pet { owner, ..pet() }));
}

#[test]
fn errors_are_those_of_serde() {
    check(r#"{"type":"cat"}"#, Err("missing field `id` at line 1 column 14"));
    check(r#"{"id":1}"#, Err("missing field `type` at line 1 column 8"));
    check(r#"{"id":1,"type":"cat","id":1}"#, Err("duplicate field `id` at line 1 column 25"));
    check(r#"{"id":null}"#, Err("invalid type: null, expected i64 at line 1 column 10"));
    check("7", Err("invalid type: integer `7`, expected struct Pet at line 1 column 1"));
    check(r#"[1,"cat"]"#, Err("invalid type: sequence, expected struct Pet at line 1 column 1"));
}

#[test]
fn what_is_required_must_be_given_and_may_be_null() {
    let owner = Owner::builder().r#type(None).pets([]).id(7).tag(None).build();
    assert_eq!(json!(owner), json!({"is": "cat", "id": 7, "type": null, "pets": [], "tag": null}));
    let text = serde_json::to_string(&owner).expect("it is written");
    assert_eq!(text, r#"{"is":"cat","id":7,"type":null,"pets":[],"tag":null}"#);
    assert_eq!(serde_json::from_str::<Owner>(&text).ok(), Some(owner));
    let error = serde_json::from_str::<Owner>(r#"{"id":7}"#).map_err(|error| error.to_string());
    assert_eq!(error, Err("missing field `is` at line 1 column 8".to_owned()));
    assert_eq!(
        json!(Pet::builder().r#type("cat").id(1).owner("ann").build()),
        json!({"id": 1, "type": "cat", "owner": "ann"})
    );
    assert_eq!(format!("{:?}", Basket::builder().tag("a".to_owned())).matches("tag: Some(\"a\")").count(), 1);
}

#[test]
fn where_nothing_is_required_the_default_is_what_is_built() {
    assert_eq!(Letter::builder().build(), Letter::default());
    assert_eq!(json!(Letter::default()), json!({"kind": "cat"}));
    let letter = Letter::builder().text("a").size(None).more([("b".to_owned(), 1)]).build();
    assert_eq!(serde_json::to_string(&letter).ok().as_deref(), Some(r#"{"text":"a","kind":"cat","size":null,"b":1}"#));
    assert_eq!(serde_json::from_str::<Letter>(r#"{"kind":"cat","size":null,"text":"a","b":1}"#).ok(), Some(letter));
    let error = serde_json::from_str::<Letter>("{}").map_err(|error| error.to_string());
    assert_eq!(error, Err("missing field `kind` at line 1 column 2".to_owned()));
}

#[test]
fn each_way_to_build_asks_for_what_it_says() {
    let parcel = Parcel::of_a_cat().tag(None).r#type("big").owner(None).id(1).more([("a".to_owned(), 2)]).build();
    let expected = json!({"id": 1, "tag": null, "kind": "cat", "owner": null, "type": "big", "a": 2});
    assert_eq!(json!(parcel), expected);
    let parcel = || Parcel::of_another().text("a").tag("b".to_owned()).id(1);
    assert_eq!(json!(parcel().build()), json!({"id": 1, "tag": "b", "kind": "dog", "text": "a"}));
    let parcel = parcel().kind(Other::Bird).owner(None).r#type("big").build();
    let expected = json!({"id": 1, "tag": "b", "kind": "bird", "text": "a", "owner": null, "type": "big"});
    assert_eq!(json!(parcel), expected);
    assert_eq!(
        json!(Parcel::of_nothing().tag(None).id(1).text("a").build()),
        json!({"id": 1, "tag": null, "text": "a"})
    );
}

#[test]
fn what_was_read_is_taken_over() {
    let seen: Seen =
        serde_json::from_value(json!({"id": 7, "text": null, "size": 1.5, "owner": "ann"})).expect("it is read");
    let change = ChangeBuilder::from(&seen).tag("a").build();
    assert_eq!(json!(change), json!({"id": 7, "tag": "a", "size": 1.5, "owner": "ann", "kind": "cat"}));
    let seen = Seen { tag: Some("b".to_owned()), text: Some("c".to_owned()), size: None, ..seen };
    let change = ChangeBuilder::from(&seen).number(2).tag("a").build();
    assert_eq!(json!(change), json!({"id": 7, "tag": "a", "text": "c", "owner": "ann", "kind": "cat", "number": 2}));
    let mut patch = Patch::from(&seen);
    patch.size = Some(0.5);
    assert_eq!(json!(patch), json!({"owner": "ann", "size": 0.5}));
}

/// How many fields a model says that it writes.
fn written(pet: &Pet) -> usize {
    let mut count = super::write::Count(0);
    super::object::Object::write(pet, &mut count);
    count.0
}

#[test]
fn what_only_the_server_sets_is_read_and_written_but_not_sent() {
    let letter: Letter = serde_json::from_str(r#"{"kind":"cat","number":7}"#).expect("it is read");
    assert_eq!(letter.number, Some(7));
    assert_eq!(json!(letter), json!({"kind": "cat", "number": 7}));
    assert_eq!(crate::json::sent::sending(|| json!(letter)), json!({"kind": "cat"}));
}

#[test]
fn only_what_is_written_is_counted() {
    // MessagePack and CBOR write the number of fields before them.
    let letter = Pet::builder().id(1).r#type("cat").build();
    assert_eq!(written(&letter), 2);
    assert_eq!(written(&Pet { owner: Nullable::Null, ..letter }), 3);
}

model! {
    /// A person, about whom little is shown.
    pub struct Person {
        pub id: i64,
        pub email?: String,
        pub phones?: Vec<String> as "phoneNumbers",
        ..more: BTreeMap<String, i64>,
    }
    hides email, phones;
    hides ..more;
    pub fn builder() -> PersonBuilder;
}

#[test]
fn what_is_sensitive_is_in_no_debug_and_no_error() {
    let json = json!({"id": 1, "email": "ada@example.com", "phoneNumbers": ["+49"], "pin": 1234});
    let person: Person = serde_json::from_value(json.clone()).expect("it is one");
    assert_eq!(format!("{person:?}"), "Person { id: 1, email: ***, phones: ***, more: *** }");
    assert_eq!(serde_json::to_value(&person).expect("it is written"), json);
    let builder = Person::builder().id(1).email("ada@example.com");
    assert_eq!(format!("{builder:?}"), "PersonBuilder { .. }");
    let pet = Pet::builder().id(1).r#type("cat");
    assert!(format!("{pet:?}").contains("Some(\"cat\")"), "{pet:?}");
    for (json, expected) in [
        (json!({"id": 1, "email": 4711}), "a value that is not as described, and not shown"),
        (json!({"id": 1, "phoneNumbers": ["+49", 4711]}), "a value that is not as described, and not shown"),
        (json!({"id": 1, "pin": "4711"}), "a value that is not as described, and not shown"),
        (json!({"id": "x"}), "invalid type: string \"x\", expected i64"),
    ] {
        assert_eq!(serde_json::from_value::<Person>(json).expect_err("it is none").to_string(), expected);
    }
}
