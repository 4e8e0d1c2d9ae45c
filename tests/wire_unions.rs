//! Which alternative of a union a value is, and that nothing is lost where it is several at once.
//!
//! Compiled against the clients of golden cases by `generated_crates.rs`. What is expected is what JSON Schema says of the
//! descriptions: a value is of an alternative whose constants and limits it keeps to.

use any_of_objects_that_exclude_nothing::models as any;
use base_schema_that_others_extend::models as extended;
use serde_json::{Value, json};
use union_told_apart_by_constants_and_limits::models as told;

/// Reads a value as a union, and checks its variant, and that it is written as it was.
macro_rules! check {
    ($union:path, $json:expr, $variant:pat) => {{
        let value: Value = $json;
        let read: $union = serde_json::from_value(value.clone()).expect("a union takes any value");
        assert!(matches!(read, $variant), "{value} is read as {read:?}");
        assert_eq!(serde_json::to_value(&read).expect("it is written"), value);
    }};
}

#[test]
fn a_discriminator_may_be_a_number_or_a_boolean() {
    check!(told::Job, json!({"version": 1, "x": "q"}), told::Job::JobOne(_));
    check!(told::Job, json!({"version": 2, "y": "q"}), told::Job::JobTwo(_));
    check!(told::Job, json!({"version": 3, "y": "q"}), told::Job::Unknown(_));
    check!(told::Flag, json!({"on": true, "x": "q"}), told::Flag::FlagOn(_));
    check!(told::Flag, json!({"on": false, "x": "q"}), told::Flag::FlagOff(_));
    check!(told::Outcome, json!({"ok": true, "at": "t"}), told::Outcome::Done(_));
    check!(told::Outcome, json!({"ok": false, "at": "t"}), told::Outcome::Failed(_));
    check!(told::Scale, json!({"by": 0.5}), told::Scale::Half(_));
    check!(told::Scale, json!({"by": 2.0}), told::Scale::Double(_));
}

#[test]
fn an_alternative_of_another_constant_never_wins_by_its_fields() {
    check!(told::Shape, json!({"kind": "circle", "size": 1}), told::Shape::Circle(_));
    check!(told::Shape, json!({"kind": "rect", "size": 1, "angle": 2}), told::Shape::Square(_));
    check!(told::Switch, json!({"level": 0.5, "on": true}), told::Switch::Lamp(_));
    check!(told::Switch, json!({"level": 0.5, "on": false}), told::Switch::Fan(_));
    check!(told::Switch, json!({"level": 0.7, "on": true}), told::Switch::Fan(_));
    check!(told::Event, json!({"data": {"type": "moved", "name": "n"}}), told::Event::Moved(_));
    check!(told::Event, json!({"data": {"type": "created", "name": "n"}}), told::Event::Created(_));
    check!(told::Event, json!({"data": {"type": "gone", "name": "n"}}), told::Event::Unknown(_));
    // What `Circle` and `Square` exclude is left to the third, though it explains less.
    let read: told::Shape = serde_json::from_value(json!({"kind": "circle", "angle": 1, "name": "n"})).expect("any value");
    assert!(matches!(read, told::Shape::Other(_)), "{read:?}");
}

#[test]
fn an_object_of_another_constant_is_no_object_but_a_map_or_nothing() {
    check!(told::Counts, json!({"kind": "cat", "name": "n"}), told::Counts::Cat(_));
    check!(told::Counts, json!({"ants": 3, "bees": 4}), told::Counts::PerName(_));
    check!(told::Counts, json!({"kind": "dog", "name": "n"}), told::Counts::Unknown(_));
}

#[test]
fn a_number_and_its_text_exclude_each_other_nowhere() {
    check!(told::Measure, json!({"of": 1, "count": 3}), told::Measure::Count(_));
    check!(told::Measure, json!({"of": "1", "text": "t"}), told::Measure::Text(_));
    check!(told::Step, json!({"by": 1, "up": "u"}), told::Step::Up(_));
    check!(told::Step, json!({"by": "1", "down": "d"}), told::Step::Down(_));
}

#[test]
fn a_constant_tells_where_a_limit_gives_no_rule() {
    check!(told::Grade, json!({"code": "ab", "grade": "low"}), told::Grade::Short(_));
    let read: told::Grade = serde_json::from_value(json!({"code": "abc", "grade": "high"})).expect("any value");
    assert!(matches!(read, told::Grade::Long(_)), "{read:?}");
}

#[test]
fn a_schema_that_others_extend_is_any_of_them() {
    use extended::{Animal, Bear, Cat, Pet};

    check!(Pet, json!({"kind": "Dog", "name": "n", "breed": "b"}), Pet::Dog(_));
    check!(Pet, json!({"kind": "Cat", "name": "n", "lives": 9}), Pet::Cat(Cat::CatBase(_)));
    check!(Pet, json!({"kind": "Lion", "name": "n", "lives": 9, "pride": "p"}), Pet::Cat(Cat::Lion(_)));
    check!(Pet, json!({"kind": "Pet", "name": "n"}), Pet::PetBase(_));
    check!(Pet, json!({"kind": "Fish", "name": "n", "fins": 2}), Pet::Unknown(_));
    // The friends of a pet are pets.
    let friends = json!([{"kind": "Lion", "name": "l", "pride": "p"}, {"kind": "Fish", "name": "f"}]);
    let value = json!({"kind": "Dog", "name": "n", "breed": "b", "friends": friends});
    let read: Pet = serde_json::from_value(value.clone()).expect("a union takes any value");
    let Pet::Dog(dog) = &read else { panic!("{read:?}") };
    let friends = dog.friends.as_deref().unwrap_or_default();
    assert!(matches!(friends, [Pet::Cat(Cat::Lion(_)), Pet::Unknown(_)]), "{friends:?}");
    assert_eq!(serde_json::to_value(&read).expect("it is written"), value);
    // A value of the ancestor's mapping is none of what extends the second level.
    check!(Animal, json!({"kind": "bee", "hive": "h"}), Animal::Bee(_));
    check!(Animal, json!({"kind": "panda", "bamboo": 1}), Animal::Bear(Bear::Panda(_)));
    check!(Bear, json!({"kind": "bear", "den": "d"}), Bear::BearBase(_));
    check!(Bear, json!({"kind": "bee", "hive": "h"}), Bear::Unknown(_));
}

#[test]
fn null_is_a_constant() {
    let alive: told::Entry = serde_json::from_value(json!({"removed_at": null, "name": "n"})).expect("any value");
    assert!(matches!(alive, told::Entry::Alive(_)), "{alive:?}");
    check!(told::Entry, json!({"removed_at": "t", "name": "n"}), told::Entry::Removed(_));
}

#[test]
fn limits_and_forbidden_properties_tell_alternatives_apart() {
    check!(told::Load, json!({"weight": 10, "label": "l"}), told::Load::Light(_));
    check!(told::Load, json!({"weight": 11, "label": "l"}), told::Load::Heavy(_));
    check!(told::Code, json!({"code": "no"}), told::Code::Country(_));
    check!(told::Code, json!({"code": "nok"}), told::Code::Currency(_));
    check!(told::Address, json!({"box": 1, "city": "c", "zip": "z"}), told::Address::Box(_));
    check!(told::Address, json!({"note": "n"}), told::Address::Bare(_));
    // Properties that nobody describes are allowed by default, but not by `Box`, and a street not by `Bare`.
    let read: told::Address =
        serde_json::from_value(json!({"street": "s", "box": 1, "city": "c", "zip": "z"})).expect("any value");
    assert!(matches!(read, told::Address::Street(_)), "{read:?}");
}

#[test]
fn an_alternative_is_told_by_its_own_alternatives() {
    check!(told::Being, json!({"kind": "dog", "name": "n"}), told::Being::Animal(told::Animal::Dog(_)));
    check!(told::Being, json!({"kind": "tree", "name": "n"}), told::Being::Plant(told::Plant::Tree(_)));
    check!(told::Named, json!({"kind": "rose", "name": "n"}), told::Named::Plant(told::Plant::Rose(_)));
    check!(told::Named, json!({"kind": "moss", "name": "n"}), told::Named::Unknown(_));
}

#[test]
fn a_value_that_is_several_objects_at_once_loses_nothing() {
    let value = json!({"mail": "m", "phone": "p", "note": "n"});
    let read: any::Reach = serde_json::from_value(value.clone()).expect("it is read");
    assert_eq!((read.mail.as_deref(), read.phone.as_deref(), read.note.as_deref()), (Some("m"), Some("p"), Some("n")));
    assert_eq!(serde_json::to_value(&read).expect("it is written"), value);
    let both = any::Reach::by_mail().mail("m").phone("p").note("n").build();
    assert_eq!(both, read);
    let phone = any::Reach::by_phone().phone("p").build();
    // The constant of an alternative that does not require it is left out.
    assert_eq!(serde_json::to_value(&phone).expect("it is written"), json!({"phone": "p"}));
    check!(any::ByConstant, json!({"kind": "dog"}), any::ByConstant::Dog(_));
    check!(any::ByType, json!({"value": 1}), any::ByType::Number(_));
    check!(any::ByClosure, json!({"room": "r"}), any::ByClosure::Office(_));
    check!(any::ByClosure, json!({"room": "r", "street": "s"}), any::ByClosure::Unknown(_));
    check!(any::ByKind, json!("text"), any::ByKind::String(_));
}
