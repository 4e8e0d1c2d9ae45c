//! Whatever is changed in a description: either it is told, or it is known to be nothing.
//!
//! A description that has all constructs is changed in one place after the other. The report of such a change is empty
//! exactly if the client that comes of it is the same, and the way back tells as much as the way there.

use std::{collections::BTreeSet, sync::Arc, thread};

use intercom_codegen::{
    Api, Errors, Settings, Source, Tags, check,
    dialect::Moved,
    diff::{Change, diff},
    load, lower, references, select, typed,
    walk::Keys,
};
use serde_json::{Value, json};

/// What may be changed without a word, and why: a part of a place. `*` is a name, `#` a position.
const NOTHING: &[(&str, &str)] = &[
    ("x-origin", "an extension that nobody reads"),
    ("x-enum-varnames/has a sibling", "there is no such value"),
    ("x-enumDescriptions/has a sibling", "there is no such value"),
    ("example", "an example is no promise"),
    ("examples", "an example is no promise"),
    ("externalDocs", "a page elsewhere"),
    ("info/contact", "nobody calls"),
    ("info/license", "the license of the description"),
    ("info/termsOfService", "a page elsewhere"),
    ("openapi", "a patch of the specification changes no meaning"),
    ("links", "the client follows none by itself"),
    ("callbacks", "the client has their payloads, and nothing else of them"),
    ("xml", "there is no XML"),
    ("allowEmptyValue", "the client leaves out what is empty"),
    ("description", "prose of what is no item of Rust"),
    ("summary", "prose of what is no item of Rust"),
    ("title", "its description stands beside it"),
    ("scopes/*/is another", "prose"),
    ("variables/*/default", "one that is not among the values"),
    ("components/headers/has a sibling", "nobody refers to it"),
    ("components/requestBodies/has a sibling", "nobody refers to it"),
    ("components/responses/has a sibling", "nobody refers to it"),
    ("components/securitySchemes/has a sibling", "nobody asks for it"),
    ("content/text/csv/schema", "the client asks for JSON, or gives a text as it is"),
    ("content/text/plain/schema", "the client gives a text as it is"),
    ("content/image/png/schema", "the client gives bytes as they are"),
    ("parameters/#/content/has a sibling", "the client writes JSON"),
    ("requestBody/content/has a sibling", "the client sends a form of parts, which is no body of its own"),
    ("encoding/has a sibling", "there is no part of this name"),
    ("parameters/#/required", "a parameter of a path is always required"),
    ("parameters/#/schema/is gone", "one without a schema is read as a text"),
    ("securitySchemes/*/in/is gone", "a key without a place is sent in a header"),
    ("style/is gone", "it was the one that is meant without a word"),
    ("explode/is gone", "it was the one that is meant without a word"),
    ("type/is gone", "the other keywords say it"),
    ("type/is another", "its items say that it is a list"),
    ("mapping", "the enum of the property, or the name of the schema, says the same"),
    ("discriminator/is gone", "each alternative has one value of one property"),
    ("oneOf/#/nullable", "it lists null"),
    ("has gained nullable", "it is so already, or it is no value of JSON: a parameter, a header"),
    ("has gained deprecated", "there is no item of Rust to mark"),
    ("has gained readOnly", "only of properties"),
    ("has gained writeOnly", "only of properties"),
    ("has gained additionalProperties", "it is no object, or has none already"),
    ("has gained enum", "an object, or a list: none of these values is one"),
    ("has gained default", "a part of a struct, which has none of its own"),
    ("has gained maxLength", "a part of a struct, which has no length"),
];

/// The descriptions, which together have everything that OpenAPI 3.0 has words for.
const DESCRIPTIONS: [(&str, &str); 7] = [
    ("operations", include_str!("descriptions/operations.yaml")),
    ("parameters", include_str!("descriptions/parameters.yaml")),
    ("bodies", include_str!("descriptions/bodies.yaml")),
    ("answers", include_str!("descriptions/responses.yaml")),
    ("objects", include_str!("descriptions/objects.yaml")),
    ("sent", include_str!("descriptions/sent.yaml")),
    ("alternatives", include_str!("descriptions/alternatives.yaml")),
];

/// A change in one place.
struct Mutation {
    /// Where, and what.
    shown: String,
    document: Value,
}

/// The client of a document.
fn read(mut document: Value, source: &Arc<Source>) -> Result<Api, Errors> {
    references::unify(&mut document, &mut Moved::default(), source)?;
    let document = select::select(document, &Tags::All, source)?;
    let (document, _) = typed::typed(document, source)?;
    let (api, _) = lower::lower(&document, &Settings::default(), source)?;
    check::check(api, source)
}

/// All of a client but the places in its description, what a report says of these, and the samples of calls, which are prose.
fn words(api: &Api) -> String {
    let mut api = Api { openings: Vec::new(), ..api.clone() };
    for operation in &mut api.operations {
        operation.sample = None;
        operation.others.iter_mut().for_each(|other| other.sample = None);
    }
    let text = format!("{api:?}");
    let mut parts = text.split("Pointer([");
    let mut words = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Of a list of places, how many there are counts as little as which.
        words.push_str(part.split_once("])").map_or("", |(_, rest)| if rest == ", " { "" } else { rest }));
    }
    words
}

/// A node of the document on the way down.
#[derive(Clone)]
struct Place {
    tokens: Vec<String>,
    /// The same, without the names that somebody gave.
    shown: Vec<String>,
    /// What the keys below are.
    keys: Keys,
}

impl Place {
    fn below(&self, key: &str) -> Self {
        let shown = match self.keys {
            // Of media types, it matters which.
            Keys::Names if key.contains('/') && !key.starts_with('/') => key,
            Keys::Names => "*",
            Keys::Keywords => key,
        };
        // What holds data has no keywords: all of it are names.
        let keys = self.keys.below(key).unwrap_or(Keys::Names);
        self.with(key, shown, keys)
    }

    fn item(&self, index: usize) -> Self {
        self.with(&index.to_string(), "#", Keys::Keywords)
    }

    fn with(&self, token: &str, shown: &str, keys: Keys) -> Self {
        let append = |list: &[String], token: &str| [list, &[token.to_owned()]].concat();
        Self { tokens: append(&self.tokens, token), shown: append(&self.shown, shown), keys }
    }

    /// The document with something else at this place.
    fn mutation(&self, whole: &Value, what: &str, other: Option<Value>) -> Mutation {
        let pointer = |tokens: &[String]| -> String {
            tokens.iter().map(|token| format!("/{}", token.replace('~', "~0").replace('/', "~1"))).collect()
        };
        let mut document = whole.clone();
        match (other, self.tokens.split_last()) {
            (Some(other), _) => *document.pointer_mut(&pointer(&self.tokens)).expect("it is there") = other,
            (None, Some((key, above))) => {
                let above = document.pointer_mut(&pointer(above)).expect("it is there");
                above.as_object_mut().expect("it has keys").shift_remove(key);
            }
            (None, None) => {}
        }
        Mutation { shown: format!("{}/{what}", self.shown.join("/")), document }
    }

    /// Whether a schema stands here.
    fn is_schema(&self) -> bool {
        let above = |count: usize| self.shown.iter().rev().nth(count).map_or("", String::as_str);
        match above(0) {
            "*" => matches!(above(1), "properties" | "schemas"),
            "#" => matches!(above(1), "allOf" | "oneOf" | "anyOf"),
            keyword => matches!(keyword, "schema" | "items" | "additionalProperties"),
        }
    }
}

/// Another value of a keyword, one that is valid where the keyword has a list of them.
fn another(keyword: &str, text: &str) -> String {
    let values: &[&str] = match keyword {
        "type" => &["string", "integer", "boolean", "number", "string"],
        "in" => &["query", "header", "query"],
        "style" => &["deepObject", "form", "pipeDelimited"],
        "scheme" => &["bearer", "basic"],
        _ => &[],
    };
    let next = values.iter().skip_while(|value| **value != text).nth(1);
    next.map_or_else(|| format!("{text}z"), |next| (*next).to_owned())
}

/// What a schema may say more.
fn gains() -> Vec<(&'static str, Value)> {
    vec![
        ("nullable", json!(true)),
        ("deprecated", json!(true)),
        ("readOnly", json!(true)),
        ("writeOnly", json!(true)),
        ("default", json!("d")),
        ("maxLength", json!(7)),
        ("enum", json!(["p", "q"])),
        ("additionalProperties", json!(false)),
    ]
}

/// Every change of one place: what stands there goes, is another, or gets a sibling.
fn mutations(whole: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut pending = vec![(Place { tokens: Vec::new(), shown: Vec::new(), keys: Keys::Keywords }, whole)];
    while let Some((place, value)) = pending.pop() {
        let changed = |entries: &mut dyn FnMut(&mut serde_json::Map<String, Value>)| {
            let mut value = value.clone();
            value.as_object_mut().into_iter().for_each(entries);
            Some(value)
        };
        match value {
            Value::Object(entries) => {
                if place.keys == Keys::Names
                    && let Some((_, first)) = entries.iter().next()
                {
                    let name = if place.shown.last().is_some_and(|key| key == "responses") { "418" } else { "added" };
                    let more = changed(&mut |entries| drop(entries.insert(name.to_owned(), first.clone())));
                    all.push(place.mutation(whole, "has a sibling", more));
                }
                for (one, other) in [("oneOf", "anyOf"), ("anyOf", "oneOf")] {
                    if place.keys == Keys::Keywords && entries.contains_key(one) {
                        let exchanged = changed(&mut |entries| {
                            let list = entries.shift_remove(one).expect("it is there");
                            drop(entries.insert(other.to_owned(), list));
                        });
                        all.push(place.mutation(whole, "has the other keyword", exchanged));
                    }
                }
                for (keyword, gain) in gains().into_iter().filter(|_| place.is_schema()) {
                    if !entries.contains_key(keyword) {
                        let more = changed(&mut |entries| drop(entries.insert(keyword.to_owned(), gain.clone())));
                        all.push(place.mutation(whole, &format!("has gained {keyword}"), more));
                    }
                }
                for (key, value) in entries {
                    let below = place.below(key);
                    all.push(below.mutation(whole, "is gone", None));
                    pending.push((below, value));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let mut less = items.clone();
                    less.remove(index);
                    all.push(place.mutation(whole, "has lost an item", Some(less.into())));
                    pending.push((place.item(index), item));
                }
                if let Some(Value::String(text)) = items.first() {
                    let more = [items.clone(), vec![json!(format!("{text}z"))]].concat();
                    all.push(place.mutation(whole, "has another item", Some(more.into())));
                }
            }
            Value::String(text) => {
                let keyword = place.shown.last().map_or("", String::as_str);
                all.push(place.mutation(whole, "is another", Some(another(keyword, text).into())));
            }
            Value::Number(number) => {
                let other = number.as_i64().map_or_else(|| json!(7.5), |number| json!(number + 1));
                all.push(place.mutation(whole, "is another", Some(other)));
            }
            Value::Bool(is) => all.push(place.mutation(whole, "is another", Some(json!(!is)))),
            Value::Null => {}
        }
    }
    all
}

/// A document whose every object has an extension more.
fn extended(value: &mut Value, keys: Keys) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                // A requirement has names for its keys, links and callbacks have expressions: none of them can be extended.
                let below = keys.below(key).filter(|_| !matches!(key.as_str(), "security" | "links" | "callbacks"));
                if let Some(below) = below {
                    let are_components = key == "parameters" && value.is_object();
                    extended(value, if are_components { Keys::Names } else { below });
                }
            }
            if keys == Keys::Keywords && !entries.contains_key("$ref") {
                entries.insert("x-added".to_owned(), json!(true));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| extended(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn told(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{} {} {}", change.rule.id, change.subject, change.detail)).collect()
}

/// What became of a mutation.
#[derive(Default)]
struct Found {
    /// What is told though nothing has changed, or the other way round, or not as often on the way back.
    wrong: Vec<String>,
    /// What changes nothing.
    silent: Vec<String>,
    /// How many descriptions could be read.
    read: usize,
}

fn judge(name: &str, text: &str) -> Found {
    let source = Source::new(name, text);
    let whole = load::load(&source).expect("it is YAML");
    let before = read(whole.clone(), &source).expect("it is a description");
    let before_words = words(&before);
    assert_eq!(told(&diff(&before, &before)), Vec::<String>::new());
    let mut more = whole.clone();
    extended(&mut more, Keys::Keywords);
    let more = read(more, &source).expect("it is a description");
    assert_eq!(told(&diff(&before, &more)), Vec::<String>::new());
    let mut found = Found::default();
    for Mutation { shown, document } in mutations(&whole) {
        let Ok(after) = read(document, &source) else { continue };
        found.read += 1;
        let differs = words(&after) != before_words;
        let (there, back) = (told(&diff(&before, &after)), told(&diff(&after, &before)));
        if differs == there.is_empty() || there.len() != back.len() {
            found.wrong.push(format!("{name}: {shown}: differs {differs}, there {there:?}, back {back:?}"));
        }
        if !differs {
            found.silent.push(shown);
        }
    }
    found
}

#[test]
fn what_changes_the_client_is_told_and_nothing_else_is() {
    let found: Vec<Found> = thread::scope(|scope| {
        let judge = |(name, text)| scope.spawn(move || judge(name, text));
        let threads: Vec<_> = DESCRIPTIONS.into_iter().map(judge).collect();
        threads.into_iter().map(|thread| thread.join().expect("it does not panic")).collect()
    });
    let wrong: Vec<&String> = found.iter().flat_map(|found| &found.wrong).collect();
    let silent: BTreeSet<&String> = found.iter().flat_map(|found| &found.silent).collect();
    let read: usize = found.iter().map(|found| found.read).sum();
    assert_eq!(wrong, Vec::<&String>::new());
    // Far more than the half is valid, so that this is a test of something.
    assert!(read > 2000, "{read}");
    let is_in = |place: &str, part: &str| format!("/{place}/").contains(&format!("/{part}/"));
    let unknown: Vec<&&String> =
        silent.iter().filter(|place| !NOTHING.iter().any(|(part, _)| is_in(place, part))).collect();
    assert_eq!(unknown, Vec::<&&String>::new(), "these are not told");
    let told: Vec<&str> =
        NOTHING.iter().map(|(part, _)| *part).filter(|part| !silent.iter().any(|place| is_in(place, part))).collect();
    assert_eq!(told, Vec::<&str>::new(), "these are always told");
}
