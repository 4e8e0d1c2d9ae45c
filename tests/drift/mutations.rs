//! Whatever is changed in a description: either it is told, or it is known to be nothing.
//!
//! A description that has all constructs is changed in one place after the other. The report of such a change is empty
//! exactly if the client that comes of it is the same.

use std::{collections::BTreeSet, sync::Arc};

use intercom_codegen::{
    Api, Settings, Source, Tags, check,
    diff::{Change, diff},
    load, lower, references, select, typed,
    walk::Keys,
};
use serde_json::{Map, Value, json};

/// What is no part of a client, and of no request or answer: the last keywords of a place, or one that it is below.
const NOTHING: &[(&str, &str)] = &[("x-*", "an extension that nobody has given a meaning")];

/// A change in one place.
struct Mutation {
    place: Vec<String>,
    what: &'static str,
    document: Value,
}

fn rich() -> Value {
    load::load(&Source::new("rich.yaml", include_str!("rich.yaml"))).expect("it is YAML")
}

/// The client of a document; nothing where it has none.
fn read(mut document: Value, source: &Arc<Source>) -> Option<Api> {
    references::unify(&mut document, source).ok()?;
    let document = select::select(document, &Tags::All, source).ok()?;
    let document = typed::typed(document, source).ok()?;
    let (api, _) = lower::lower(&document, &Settings::default(), source).ok()?;
    check::check(api, source).ok()
}

/// All of a client but the places in its description.
fn words(api: &Api) -> String {
    let text = format!("{api:?}");
    let mut parts = text.split("Pointer([");
    let mut words = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        words.push_str(part.split_once("])").map_or("", |(_, rest)| rest));
    }
    words
}

/// Every change of one place: what stands there goes, is another, or gets a sibling.
fn mutations(document: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    collect(document, document, &mut Vec::new(), Keys::Keywords, &mut all);
    all
}

fn collect(whole: &Value, value: &Value, place: &mut Vec<String>, keys: Keys, all: &mut Vec<Mutation>) {
    let pointer: String =
        place.iter().map(|token| format!("/{}", token.replace('~', "~0").replace('/', "~1"))).collect();
    let mut push = |what: &'static str, other: Value| {
        let mut document = whole.clone();
        if let Some(slot) = document.pointer_mut(&pointer) {
            *slot = other;
        }
        all.push(Mutation { place: place.clone(), what, document });
    };
    match value {
        Value::Object(entries) => {
            let mut more = entries.clone();
            if keys == Keys::Names
                && let Some((_, first)) = entries.iter().next()
            {
                more.insert("added".to_owned(), first.clone());
                push("has a sibling", Value::Object(more));
            } else {
                more.insert("x-added".to_owned(), json!(true));
                push("is extended", Value::Object(more));
            }
            for key in entries.keys() {
                let mut less: Map<String, Value> = entries.clone();
                less.shift_remove(key);
                let mut document = whole.clone();
                if let Some(slot) = document.pointer_mut(&pointer) {
                    *slot = Value::Object(less);
                }
                all.push(Mutation { place: [place.clone(), vec![key.clone()]].concat(), what: "is gone", document });
            }
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                let mut less = items.clone();
                less.remove(index);
                push("has lost an item", Value::Array(less));
            }
            if let Some(Value::String(text)) = items.first() {
                push("has another item", Value::Array([items.clone(), vec![json!(format!("{text}z"))]].concat()));
            }
        }
        Value::String(text) => push("is another", json!(format!("{text}z"))),
        Value::Number(number) => push("is another", json!(number.as_f64().unwrap_or_default() + 1.0)),
        Value::Bool(is) => push("is another", json!(!is)),
        Value::Null => {}
    }
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                place.push(key.clone());
                collect(whole, value, place, keys.below(key).unwrap_or(Keys::Names), all);
                place.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                place.push(index.to_string());
                collect(whole, item, place, Keys::Keywords, all);
                place.pop();
            }
        }
        _ => {}
    }
}

fn told(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{} {} {}", change.rule.id, change.subject, change.detail)).collect()
}

#[test]
fn what_changes_the_client_is_told_and_nothing_else_is() {
    let source = Source::new("rich.yaml", "");
    let document = rich();
    let before = read(document.clone(), &source).expect("it is a description");
    assert_eq!(told(&diff(&before, &before)), Vec::<String>::new());
    let before_words = words(&before);
    let (mut wrong, mut silent, mut unread, mut count, mut odd) = (String::new(), BTreeSet::new(), 0, 0, String::new());
    for Mutation { place, what, document } in mutations(&document) {
        count += 1;
        let Some(after) = read(document, &source) else {
            unread += 1;
            continue;
        };
        let changes = diff(&before, &after);
        let differs = words(&after) != before_words;
        let at = place.join("/");
        if differs == changes.is_empty() {
            wrong.push_str(&format!("{at} {what}: differs {differs}, told {:?}\n", told(&changes)));
        }
        if !differs {
            silent.insert(format!("{at} {what}"));
        }
        let back = diff(&after, &before);
        if back.len() != changes.len() {
            odd.push_str(&format!("{at} {what}: {:?}\n   {:?}\n", told(&changes), told(&back)));
        }
    }
    std::fs::write(
        "/tmp/mut.txt",
        format!(
            "{count} {unread}\nWRONG\n{wrong}\nSILENT\n{}\nODD\n{odd}",
            silent.into_iter().collect::<Vec<_>>().join("\n")
        ),
    )
    .unwrap();
    let _ = NOTHING;
    assert_eq!(wrong, "");
}
