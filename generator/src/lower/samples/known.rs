//! What is known of a value in a sample, and how much of it a sample shows.

use std::str::FromStr;

use serde_json::{Value, json};

use super::texts::{LONGEST, of_format, shortened};
use crate::ir::{Declared, Expression, LibraryType};

/// How many items of a list, and entries of a map, a sample shows at most.
pub(super) const ITEMS: usize = 2;

/// How many fields of a struct a sample sets at most, besides those that it must.
pub(super) const FIELDS: usize = 8;

/// A point in time, where the description has none, in seconds since 1970.
pub(super) const TIME: i64 = 1_760_000_000;

/// What is known of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'v> {
    /// What it is called.
    pub name: &'v str,
    /// What the description says of it.
    pub declared: Option<&'v Declared>,
    /// What the description gives as an example.
    pub example: Option<&'v Value>,
}

impl<'v> Known<'v> {
    pub(super) fn with(self, example: Option<&'v Value>) -> Self {
        Self { example, ..self }
    }

    /// What is known of a part of it.
    pub(super) fn part(self, part: &str, example: Option<&'v Value>) -> Self {
        let inside = self.declared.and_then(|declared| declared.inside.iter().find(|inside| inside.part == part));
        Self { declared: inside.map(|inside| &inside.declared), example, ..self }
    }

    /// The same, by the word of a model where it has any of its own.
    pub(super) fn of_model(self, own: &'v Declared) -> Self {
        let says = own.format.is_some() || !own.limits.is_empty() || !own.inside.is_empty();
        Self { declared: if says { Some(own) } else { self.declared }, ..self }
    }

    /// A text: the example, else one of the format, else the name.
    pub(super) fn text(self) -> String {
        match self.example {
            Some(Value::String(text)) => shortened(text),
            Some(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar.to_string(),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => self.plausible_text(),
        }
    }

    fn plausible_text(self) -> String {
        let format = self.declared.and_then(|declared| declared.format.as_deref()).unwrap_or_default();
        of_format(format).map_or_else(|| self.named_text(), str::to_owned)
    }

    /// What a type of a library reads: the example, where it is of its format.
    pub(super) fn parsed(self, ty: LibraryType) -> Expression {
        let example = self.example.and_then(Value::as_str).filter(|text| ty.reads(text));
        Expression::Parsed(example.or(of_format(ty.format())).unwrap_or_default().to_owned(), ty)
    }

    /// The name, more than once where it is too short, up to where it is too long.
    fn named_text(self) -> String {
        let name = if self.name.is_empty() { "text" } else { self.name };
        let least = self.limit("minLength").unwrap_or(0).min(LONGEST);
        let most = self.limit("maxLength").filter(|most| *most > 0).unwrap_or(usize::MAX);
        let mut text = name.to_owned();
        while text.chars().count() < least {
            text = format!("{text}-{name}");
        }
        text.chars().take(most).collect()
    }

    /// The value of one of the limits: `minimum`, `maxLength`.
    fn limit<N: FromStr>(self, keyword: &str) -> Option<N> {
        self.declared?.limits.iter().find(|(limit, _)| *limit == keyword)?.1.parse().ok()
    }

    /// Any JSON.
    pub(super) fn json(self) -> Value {
        self.example.map_or_else(|| json!({"key": "value"}), few)
    }

    /// Whether the example says that something is so.
    pub(super) fn boolean(self) -> bool {
        match self.example {
            Some(Value::Bool(value)) => *value,
            Some(Value::String(text)) => text != "false",
            Some(Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_)) | None => true,
        }
    }

    /// A whole number of the example.
    pub(super) fn integer(self) -> Option<i64> {
        match self.example? {
            Value::String(text) => text.parse().ok(),
            number => number.as_i64(),
        }
    }

    /// The same, of a number that is never below zero.
    pub(super) fn unsigned(self) -> Option<u64> {
        match self.example? {
            Value::String(text) => text.parse().ok(),
            number => number.as_u64(),
        }
    }

    /// A whole number within the limits: of those that are multiples of what they must be, the one next to 1 and above.
    pub(super) fn plausible_integer(self) -> i64 {
        let least = self.limit("minimum").into_iter();
        let least = least.chain(self.limit("exclusiveMinimum").map(|limit: i64| limit.saturating_add(1))).max();
        let most = self.limit("maximum").into_iter();
        let most = most.chain(self.limit("exclusiveMaximum").map(|limit: i64| limit.saturating_sub(1))).min();
        let number = 1.max(least.unwrap_or(1)).min(most.unwrap_or(i64::MAX));
        let step: i64 = self.limit("multipleOf").filter(|step| *step > 0).unwrap_or(1);
        let over = number.rem_euclid(step);
        let above = if over == 0 { number } else { number.saturating_add(step - over) };
        if most.is_none_or(|most| above <= most) { above } else { number - over }
    }

    /// A number within the limits, next to 1.
    pub(super) fn plausible_number(self) -> f64 {
        let (least, most): (Option<f64>, Option<f64>) = (self.limit("minimum"), self.limit("maximum"));
        let (above, below): (Option<f64>, Option<f64>) =
            (self.limit("exclusiveMinimum"), self.limit("exclusiveMaximum"));
        let is_within = |number: f64| {
            least.is_none_or(|least| number >= least)
                && most.is_none_or(|most| number <= most)
                && above.is_none_or(|above| number > above)
                && below.is_none_or(|below| number < below)
        };
        let (low, high) = (least.or(above).unwrap_or(1.0), most.or(below).unwrap_or(1.0));
        let candidates = [1.0, low, high, low.midpoint(high), low + 1.0, high - 1.0];
        candidates.into_iter().find(|number| is_within(*number)).unwrap_or(1.0)
    }
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
