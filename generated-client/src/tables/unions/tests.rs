//! Which variant a value is, and what is written of it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::runtime::{string_enum, tagged_union, union, webhooks};

string_enum! {
    /// A kind.
    pub enum Kind {
        Article = "article",
    }
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Article {
    r#type: Kind,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Page {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Article(Article),
    Page(Page),
    Number(f64),
    Pages(Vec<Page>),
    Unknown(Value),
}

union!(Either, Article, Page, Number, Pages);

webhooks!(Either, Article = "article.created", Page = "page.created", Number = "counted", Pages = "pages.created");

#[test]
fn a_payload_is_read_by_the_name_of_its_webhook() {
    let read = |webhook: &str, payload: &str| Either::read(webhook, payload.as_bytes());
    let page = Page { title: "a".to_owned(), r#type: None, url: None };
    let payload = r#"{"title": "a"}"#;
    assert_eq!(read("page.created", payload).expect("it is a page"), Either::Page(page));
    assert!(read("article.created", payload).is_err());
    let unknown = read("page.deleted", payload).expect("it is kept");
    assert_eq!(unknown, Either::Unknown(json!({"title": "a"})));
    assert!(read("page.deleted", "{").is_err());
    assert_eq!(read("counted", "5").expect("it is a number").webhook(), Some("counted"));
    assert_eq!(unknown.webhook(), None);
}

#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Article(Article),
    Page(Page),
    Unknown(Value),
}

tagged_union!(Tagged, "type", Article = "article" | "internal_article", Page = "page");

fn decode<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("it decodes")
}

fn article(kind: &str, author: Option<&str>) -> Article {
    Article { r#type: kind.into(), title: "t".to_owned(), author: author.map(str::to_owned) }
}

fn page(kind: Option<&str>, url: Option<&str>) -> Page {
    Page { title: "t".to_owned(), r#type: kind.map(str::to_owned), url: url.map(str::to_owned) }
}

#[track_caller]
fn check<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value, expected: &T) {
    let decoded: T = decode(value);
    assert_eq!(&decoded, expected);
    assert_eq!(&serde_json::to_value(&decoded).expect("it serialises"), value);
}

#[test]
fn the_variant_that_explains_most_is_kept() {
    check(&json!({"type": "article", "title": "t"}), &Either::Article(article("article", None)));
    check(&json!({"type": "article", "title": "t", "author": "a"}), &Either::Article(article("article", Some("a"))));
    check(&json!({"type": "article", "title": "t", "url": "u"}), &Either::Page(page(Some("article"), Some("u"))));
    check(&json!([{"title": "t"}]), &Either::Pages(vec![page(None, None)]));
    assert_eq!(decode::<Either>(&json!(7)), Either::Number(7.0));
}

#[derive(Clone, Debug, PartialEq)]
enum Twins {
    First(Page),
    Second(Page),
    Other(Value),
}

union!(Twins, First, Second, _ = Other);

#[test]
fn of_equals_the_first_is_kept() {
    let expected = Twins::First(page(None, None));
    assert_eq!(decode::<Twins>(&json!({"title": "t", "x": 1})), expected);
    check(&json!(1), &Twins::Other(json!(1)));
    assert_ne!(expected, Twins::Second(page(None, None)));
}

#[test]
fn an_unknown_enum_value_explains_nothing() {
    check(&json!({"type": "page", "title": "t"}), &Either::Page(page(Some("page"), None)));
}

#[test]
fn what_no_variant_explains_is_kept_as_it_came() {
    check(&json!({"x": 1}), &Either::Unknown(json!({"x": 1})));
    check(&json!("text"), &Either::Unknown(json!("text")));
    check(&Value::Null, &Either::Unknown(Value::Null));
}

#[derive(Clone, Debug, PartialEq)]
enum Ruled {
    Page(Page),
    Article(Article),
    Unknown(Value),
}

union!(
    Ruled,
    Page only("/type", "page", "leaf") without("/author"),
    Article not("/type", "page"),
);

#[test]
fn what_a_variant_excludes_never_wins_by_what_it_explains() {
    let value = json!({"type": "blog", "title": "t", "url": "u"});
    check(
        &json!({"type": "page", "title": "t", "author": "a"}),
        &Ruled::Unknown(json!({"type": "page", "title": "t", "author": "a"})),
    );
    assert_eq!(decode::<Ruled>(&value), Ruled::Article(article("blog", None)));
    check(&json!({"type": "leaf", "title": "t", "url": "u"}), &Ruled::Page(page(Some("leaf"), Some("u"))));
    check(&json!({"title": "t", "url": "u"}), &Ruled::Page(page(None, Some("u"))));
}

#[derive(Clone, Debug, PartialEq)]
enum Typed {
    Whole(Value),
    Fraction(Value),
    Yes(Value),
    Unknown(Value),
}

tagged_union!(Typed, "tag", Whole = 1 | -2, Fraction = 1.5, Yes = true);

#[test]
fn a_tag_may_be_a_number_or_a_boolean() {
    for tag in [json!(1), json!(1.0), json!(-2), json!("1")] {
        check(&json!({"tag": tag}), &Typed::Whole(json!({"tag": tag})));
    }
    check(&json!({"tag": 1.5}), &Typed::Fraction(json!({"tag": 1.5})));
    check(&json!({"tag": true}), &Typed::Yes(json!({"tag": true})));
    check(&json!({"tag": false}), &Typed::Unknown(json!({"tag": false})));
    check(&json!({"tag": null}), &Typed::Unknown(json!({"tag": null})));
    let written = [Typed::Yes(json!({})), Typed::Fraction(json!({})), Typed::Whole(json!({}))];
    let written = written.map(|union| serde_json::to_value(union).expect("it serialises"));
    assert_eq!(written, [json!({"tag": true}), json!({"tag": 1.5}), json!({})]);
}

#[test]
fn a_tag_chooses_the_variant() {
    check(&json!({"type": "article", "title": "t"}), &Tagged::Article(article("article", None)));
    check(&json!({"type": "internal_article", "title": "t"}), &Tagged::Article(article("internal_article", None)));
    check(&json!({"type": "page", "title": "t"}), &Tagged::Page(page(Some("page"), None)));
}

#[test]
fn a_missing_or_unlisted_tag_is_unknown() {
    check(&json!({"title": "t"}), &Tagged::Unknown(json!({"title": "t"})));
    check(&json!({"type": "blog", "title": "t"}), &Tagged::Unknown(json!({"type": "blog", "title": "t"})));
    check(&json!([1]), &Tagged::Unknown(json!([1])));
}

#[test]
fn a_tag_is_added_where_it_is_missing_and_can_only_be_one() {
    let written = serde_json::to_value(Tagged::Page(page(None, None))).expect("it serialises");
    assert_eq!(written, json!({"title": "t", "type": "page"}));
}

#[test]
fn a_value_that_does_not_fit_its_tag_is_an_error() {
    let error = serde_json::from_str::<Tagged>(r#"{"type":"page","title":1}"#).expect_err("1 is no title");
    assert_eq!(error.to_string(), "at `title`: invalid type: integer `1`, expected a string");
}

enum Secret {
    Text(String),
    #[allow(dead_code, reason = "a union has it")]
    Unknown(Value),
}

crate::tables::unions::hidden!(Secret);

enum Owner {
    Person(i64),
    Unknown(Value),
}

crate::tables::unions::hidden!(Owner, Person, _ = Unknown);

#[test]
fn a_union_of_what_hides_itself_shows_all_but_what_it_does_not_know() {
    assert_eq!(format!("{:?}", Owner::Person(7)), "Person(7)");
    let unknown = Owner::Unknown(json!({"email": "jane@example.com"}));
    assert_eq!(format!("{unknown:?}"), "Unknown(***)");
    assert!(matches!(unknown, Owner::Unknown(value) if value["email"] == "jane@example.com"));
}

#[test]
fn a_union_that_hides_shows_none_of_its_values() {
    let secret = Secret::Text("jane@example.com".to_owned());
    assert_eq!(format!("{secret:?}"), "Secret(***)");
    assert!(matches!(secret, Secret::Text(text) if text == "jane@example.com"));
}
