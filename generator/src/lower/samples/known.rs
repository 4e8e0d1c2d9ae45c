//! What is known of a value in a sample, and how much of it a sample shows.

use serde_json::{Value, json};

use crate::ir::Expression;

/// How many items of a list, and entries of a map, a sample shows at most.
pub(super) const ITEMS: usize = 2;

/// How many fields of a struct a sample sets at most, besides those that it must.
pub(super) const FIELDS: usize = 8;

/// How many characters of a text a sample shows at most.
const LONGEST: usize = 80;

/// A point in time, where the description has none, in seconds since 1970.
pub(super) const TIME: i64 = 1_760_000_000;

/// What is known of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'v> {
    /// What it is called.
    pub name: &'v str,
    /// `format`.
    pub format: Option<&'v str>,
    /// What the description gives as an example.
    pub example: Option<&'v Value>,
}

impl<'v> Known<'v> {
    pub(super) fn with(self, example: Option<&'v Value>) -> Self {
        Self { example, ..self }
    }

    /// A text: the example, else one of the format, else the name.
    pub(super) fn text(self) -> String {
        match self.example {
            Some(Value::String(text)) => shortened(text),
            Some(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar.to_string(),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => self.plausible_text().to_owned(),
        }
    }

    fn plausible_text(self) -> &'v str {
        match self.format.unwrap_or_default() {
            "date" => "2026-01-31",
            "date-time" => "2026-01-31T09:30:00Z",
            "time" => "09:30:00Z",
            "uuid" => "018f2b4e-7c1a-7d3e-9a2b-3c4d5e6f7a8b",
            "uri" | "url" => "https://example.com",
            "email" => "ada@example.com",
            "hostname" => "example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "byte" => "aGVsbG8=",
            _ => self.name,
        }
    }

    /// Any JSON.
    pub(super) fn json(self) -> Value {
        self.example.map_or_else(|| json!({"key": "value"}), few)
    }

    /// A whole number.
    pub(super) fn integer(self) -> Option<i64> {
        match self.example? {
            Value::String(text) => text.parse().ok(),
            number => number.as_i64(),
        }
    }
}

/// The beginning of a text, up to a word.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(LONGEST).collect();
    let words = beginning.rsplit_once(char::is_whitespace).map_or(beginning.as_str(), |(words, _)| words);
    format!("{words}…")
}

/// JSON with the first of its items and entries, at each depth.
fn few(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().take(ITEMS).map(few).collect(),
        Value::Object(entries) => {
            Value::Object(entries.iter().take(FIELDS).map(|(key, value)| (key.clone(), few(value))).collect())
        }
        Value::String(text) => shortened(text).into(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// JSON of whatever kind. What takes it takes a scalar as it is; else that has to become a value of JSON first.
pub(super) fn json(value: &Value, is_taken: bool) -> Expression {
    let scalar = |plain: Expression| if is_taken { plain } else { Expression::Json(Box::new(plain)) };
    match value {
        Value::Null => Expression::Null,
        Value::Bool(value) => scalar(Expression::Boolean(*value)),
        Value::String(text) => scalar(Expression::Text(text.clone(), false)),
        Value::Number(number) => scalar(match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => Expression::Integer(integer, false),
            (None, Some(unsigned)) => Expression::Unsigned(unsigned, true),
            (None, None) => Expression::Number(number.as_f64().unwrap_or_default()),
        }),
        Value::Array(items) => {
            let are_texts = items.iter().all(Value::is_string);
            Expression::JsonList(items.iter().map(|item| json(item, are_texts)).collect())
        }
        Value::Object(entries) => {
            let are_texts = entries.values().all(Value::is_string);
            let entries = entries.iter().map(|(key, value)| (key.clone(), json(value, are_texts)));
            Expression::JsonObject(entries.collect())
        }
    }
}
