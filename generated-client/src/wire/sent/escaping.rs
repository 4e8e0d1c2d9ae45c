//! Which characters of a request's parts are percent-encoded (RFC 3986, section 2).

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is escaped in a path segment, a query name or a query value: all but the unreserved characters (RFC 3986, section 2.3).
pub(crate) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What can't stand in a query as it is.
pub(super) const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What is escaped in a value whose reserved characters pass (`allowReserved`): all but the unreserved characters of RFC 3986 and
/// the reserved ones that mean nothing else where they stand. `#`, `[` and `]` no query may hold, and `&`, `=` and `+` are
/// those of its pairs (OpenAPI 3.0.4, appendices C and E).
const ESCAPED_IN_RESERVED: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// Which characters of a value stand for themselves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reserved {
    /// The unreserved ones alone: the value that a reader gets is the one that was given.
    Escaped,
    /// Reserved ones and percent-encoded triples, too (`allowReserved`).
    Passed,
}

impl Reserved {
    pub(super) fn encode(self, text: &str) -> String {
        match self {
            Self::Escaped => encode(text),
            Self::Passed => encode_reserved(text),
        }
    }
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Leaves reserved characters and percent-encoded triples as they are (RFC 6570, section 3.2.3).
fn encode_reserved(text: &str) -> String {
    // "50%25 a/b 7%" -> "50%25%20a/b%207%25"
    let mut pieces = text.split('%');
    let mut encoded =
        pieces.next().map(|first| utf8_percent_encode(first, ESCAPED_IN_RESERVED).to_string()).unwrap_or_default();
    for piece in pieces {
        let is_triple = piece.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_triple { "%" } else { "%25" });
        encoded.extend(utf8_percent_encode(piece, ESCAPED_IN_RESERVED));
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Reserved::Passed.encode(text), expected, "{text}");
    }

    #[test]
    fn all_but_unreserved_characters_are_escaped() {
        assert_eq!(Reserved::Escaped.encode("a-b_c.d~1 /%25é"), "a-b_c.d~1%20%2F%2525%C3%A9");
    }

    #[test]
    fn reserved_characters_pass_but_for_those_that_would_change_the_query() {
        check(":/?@!$'()*,;", ":/?@!$'()*,;");
        check("#[]&=+", "%23%5B%5D%26%3D%2B");
        check("a b\"<>é", "a%20b%22%3C%3E%C3%A9");
    }

    #[test]
    fn percent_encoded_triples_pass_and_a_percent_sign_alone_does_not() {
        check("50%25 a/b:c", "50%25%20a/b:c");
        check("%2f%2F%C3%A9", "%2f%2F%C3%A9");
        check("7% %2 %zz %é", "7%25%20%252%20%25zz%20%25%C3%A9");
    }
}
