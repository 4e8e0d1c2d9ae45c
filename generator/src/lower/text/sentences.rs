//! Texts put together: a summary, paragraphs, a note at the end.

use super::wrap::wrap;

/// The first paragraph as one line, with a period at its end.
pub(crate) fn summary(text: &str) -> String {
    let line = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() || line.ends_with(['.', '!', '?', ':']) { line } else { format!("{line}.") }
}

/// Paragraphs one below the other, without the empty ones.
pub(crate) fn paragraphs<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A text with a note at its end: in the same paragraph where the text is a single one.
pub(crate) fn append(text: &str, note: &str) -> String {
    let single = !text.is_empty() && !text.contains("\n\n") && !text.contains("```") && !text.contains('|');
    if single && !note.is_empty() && text.ends_with(['.', '!', '?', ')']) {
        return wrap(&format!("{text} {note}"));
    }
    paragraphs([text, note])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_one_line_with_a_period() {
        assert_eq!(summary("Send a\nmessage\n\nmore"), "Send a message.");
    }
}
