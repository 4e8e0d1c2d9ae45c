//! Where values stand in a body of JSON, byte by byte: what is cut out of it is as it came.

use std::ops::Range;

use serde::de::IgnoredAny;

/// Where the list at the end of a way, and each of its items, stand in a body; [`None`] where there is no list, or no
/// JSON.
pub(crate) fn items(body: &[u8], way: &[String]) -> Option<Items> {
    // {"data": [1, 2]} and ["data"] -> the list is in the bytes 9..15, its items are in 10..11 and 13..14
    serde_json::from_slice::<IgnoredAny>(body).ok()?;
    let mut list = whole(body);
    for token in way {
        // Where a key is there twice, the last one counts.
        list = match body[list.start] {
            b'{' => Spans::inside(body, &list).filter(|(key, _)| key.as_ref() == Some(token)).last()?.1,
            b'[' => Spans::inside(body, &list).nth(token.parse().ok()?)?.1,
            _ => return None,
        };
    }
    let items = (body[list.start] == b'[').then(|| Spans::inside(body, &list).map(|(_, span)| span).collect())?;
    Some(Items { list, items })
}

/// The places of a list and of its items in a body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Items {
    pub(crate) list: Range<usize>,
    pub(crate) items: Vec<Range<usize>>,
}

/// Where the value stands that the whole body is.
fn whole(body: &[u8]) -> Range<usize> {
    let start = body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    start..start + body[start..].trim_ascii_end().len()
}

/// The values that stand in a list or an object, with their keys, in a body that is known to be JSON.
struct Spans<'b> {
    body: &'b [u8],
    at: usize,
    is_object: bool,
}

impl<'b> Spans<'b> {
    fn inside(body: &'b [u8], span: &Range<usize>) -> Self {
        Self { body: &body[..span.end], at: span.start + 1, is_object: body[span.start] == b'{' }
    }

    /// Passes over what stands between values, and returns the first byte of the next one, or of the end.
    fn skip(&mut self) -> Option<u8> {
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b':');
        self.at += self.body[self.at..].iter().take_while(|byte| is_between(byte)).count();
        self.body.get(self.at).copied()
    }

    /// Passes over a value: a text up to its end, a list or an object with all that is in it.
    fn value(&mut self) -> Option<Range<usize>> {
        let first = self.skip().filter(|first| !matches!(first, b']' | b'}'))?;
        let start = self.at;
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        for byte in &self.body[start..] {
            match (in_text, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => in_text = !in_text,
                (false, b'[' | b'{') => depth += 1,
                (false, b']' | b'}') if depth == 0 => break,
                (false, b']' | b'}') => depth -= 1,
                (false, b',' | b' ' | b'\t' | b'\n' | b'\r') if depth == 0 => break,
                (_, _) => {}
            }
            self.at += 1;
            if depth == 0 && !in_text && matches!(first, b'"' | b'[' | b'{') {
                break;
            }
        }
        Some(start..self.at)
    }
}

impl Iterator for Spans<'_> {
    /// The key, in an object, and where the value is.
    type Item = (Option<String>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.is_object.then(|| self.value()).map(|key| serde_json::from_slice(&self.body[key?]).ok());
        Some((key.flatten(), self.value()?))
    }
}
