//! Changes to a text: what is replaced, and by what.

use std::ops::Range;

use pulldown_cmark::Options;

/// A range of a text, and what stands there instead.
pub(crate) type Edit = (Range<usize>, String);

/// What is read as Markdown: what rustdoc reads as such.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// A text with its edits. Of two that overlap, the first counts.
pub(crate) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut output = String::with_capacity(text.len() + 64);
    let mut position = 0;
    for (range, replacement) in edits {
        if range.start < position {
            continue;
        }
        output.push_str(&text[position..range.start]);
        output.push_str(&replacement);
        position = range.end;
    }
    output.push_str(&text[position..]);
    output
}
