//! Bytes as text: in the characters that the body's `Content-Type` names, or in those that a byte order mark does.

use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8};

/// Why bytes are no text.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum NoText {
    /// A name of none of the encodings of the WHATWG's Encoding Standard, which are those that servers use.
    #[error("the body is text in `{0}`, an encoding that is not known")]
    UnknownCharset(String),
    /// The bytes are not of the encoding.
    #[error("the body is not {0}")]
    Malformed(&'static str),
}

/// A body as text. A byte order mark counts before `charset`, as everywhere on the Web, and is no part of the text; what
/// has neither is UTF-8.
pub(crate) fn text(body: &[u8], charset: Option<&str>) -> Result<String, NoText> {
    let encoding = match charset {
        None => UTF_8,
        Some(name) => Encoding::for_label(name.as_bytes()).ok_or_else(|| NoText::UnknownCharset(name.to_owned()))?,
    };
    let (text, encoding, is_malformed) = encoding.decode(body);
    if is_malformed { Err(NoText::Malformed(encoding.name())) } else { Ok(text.into_owned()) }
}

/// A body in UTF-8 and without a byte order mark, as JSON is exchanged (RFC 8259, section 8.1). One in other characters is
/// converted where it says which, and UTF-8 stays what it is whatever its header says, but for UTF-16 and the like, whose bytes may
/// look like it. What is no text stays as it came.
pub(crate) fn utf8(body: &Bytes, charset: Option<&str>) -> Bytes {
    let encoding = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    let is_told = encoding.is_some_and(|encoding| !encoding.is_ascii_compatible());
    match Encoding::for_bom(body) {
        Some((encoding, mark)) if encoding == UTF_8 => return body.slice(mark..),
        None if charset.is_none() || !is_told && str::from_utf8(body).is_ok() => return body.clone(),
        Some(_) | None => {}
    }
    text(body, charset).map_or_else(|_| body.clone(), Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_characters_that_it_names() {
        let utf16: &[u8] = b"h\0i\0";
        for (body, charset, expected) in [
            (b"hi".as_slice(), None, Ok("hi")),
            ("caf\u{e9}".as_bytes(), None, Ok("caf\u{e9}")),
            (b"caf\xe9", Some("iso-8859-1"), Ok("caf\u{e9}")),
            (b"\x80", Some("windows-1252"), Ok("\u{20ac}")),
            (b"\x82\xa0", Some("Shift_JIS"), Ok("\u{3042}")),
            (utf16, Some("utf-16le"), Ok("hi")),
            // A byte order mark counts before the header, and is no part of the text.
            (b"\xef\xbb\xbfhi", None, Ok("hi")),
            (b"\xef\xbb\xbfcaf\xc3\xa9", Some("iso-8859-1"), Ok("caf\u{e9}")),
            (b"\xff\xfeh\0i\0", None, Ok("hi")),
            (b"\xfe\xff\0h\0i", Some("utf-8"), Ok("hi")),
            (b"caf\xe9", None, Err(NoText::Malformed("UTF-8"))),
            (b"\xff", Some("Shift_JIS"), Err(NoText::Malformed("Shift_JIS"))),
            (b"hi", Some("klingon"), Err(NoText::UnknownCharset("klingon".to_owned()))),
        ] {
            assert_eq!(text(body, charset), expected.map(str::to_owned), "{body:?} {charset:?}");
        }
    }

    #[test]
    fn what_json_is_exchanged_in_is_utf_8() {
        for (body, charset, expected) in [
            (b"{}".as_slice(), None, b"{}".as_slice()),
            (b"\xef\xbb\xbf{}", None, b"{}"),
            (b"\xff\xfe{\0}\0", None, b"{}"),
            (b"\"\xe9\"", Some("iso-8859-1"), b"\"\xc3\xa9\""),
            (b"{\0}\0", Some("utf-16le"), b"{}"),
            (b"\0{\0}", Some("UTF-16BE"), b"{}"),
            // A header that is wrong about it, as those of some servers are for all that they send.
            (b"\"\xc3\xa9\"", Some("iso-8859-1"), b"\"\xc3\xa9\""),
            (b"\xe9", None, b"\xe9"),
            (b"\xe9", Some("klingon"), b"\xe9"),
        ] {
            assert_eq!(utf8(&Bytes::from_static(body), charset), expected, "{body:?} {charset:?}");
        }
    }
}
