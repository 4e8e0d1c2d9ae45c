//! Values as the words of a request: of a path, a query, a header, a cookie, a part of a form.

use std::fmt::{self, Display, Write};

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
}
