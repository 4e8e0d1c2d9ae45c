//! Values as the words of a request: of a path, a query, a header, a cookie, a part of a form.

use std::fmt::{self, Display, Write};

use serde::Serialize;
use serde_json::Value;

/// A number that a request can carry. NaN and the infinities have no text there: no URL and no JSON knows them (RFC 8259,
/// section 6).
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "a description may have no fractions in its parameters")]
pub(crate) struct Finite(pub(crate) f64);

impl Display for Finite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_finite() { self.0.fmt(formatter) } else { Err(fmt::Error) }
    }
}

/// An item of a tuple, as JSON.
#[derive(Clone, Debug)]
pub(crate) struct Word(Value);

/// The items of a tuple of words.
#[allow(dead_code, reason = "a description may have no tuples in its parameters")]
pub(crate) fn words(tuple: impl Serialize) -> Vec<Word> {
    match serde_json::to_value(tuple) {
        Ok(Value::Array(items)) => items.into_iter().map(Word).collect(),
        Ok(other) => vec![Word(other)],
        Err(_) => vec![Word(Value::Null)],
    }
}

impl Display for Word {
    /// A number that is not finite is null in JSON: it has no text, nor has what is no word.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::String(text) => text.fmt(formatter),
            Value::Bool(boolean) => boolean.fmt(formatter),
            Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
                Some(number) => number.fmt(formatter),
                None => number.fmt(formatter),
            },
            Value::Null | Value::Array(_) | Value::Object(_) => Err(fmt::Error),
        }
    }
}

/// The text of a value; nothing where it has none, because it is not finite, or its `Display` fails.
pub(crate) fn word(value: impl Display) -> Option<String> {
    let mut word = String::new();
    write!(word, "{value}").ok()?;
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_not_finite_is_no_word() {
        assert_eq!(word(Finite(1.5)).as_deref(), Some("1.5"));
        assert_eq!(word(Finite(-3.0)).as_deref(), Some("-3"));
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(word(Finite(number)), None);
        }
        assert_eq!(word("NaN").as_deref(), Some("NaN"));
    }

    #[test]
    fn a_tuple_is_a_word_for_each_item() {
        let texts = |tuple: &[Word]| tuple.iter().map(word).collect::<Vec<_>>();
        let expected = ["a b", "-3", "1.5", "7", "true"].map(|text| Some(text.to_owned()));
        assert_eq!(texts(&words(("a b", -3.0, 1.5, 7_u64, true))), expected);
        assert_eq!(texts(&words((1, f64::NAN))), [Some("1".to_owned()), None]);
    }
}
