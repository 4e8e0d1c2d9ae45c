//! Texts put together: a summary, paragraphs, a note at the end.

use super::markdown::markdown;
use crate::wrap::wrap;

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

/// What a description says of a thing of this name, as Markdown; nothing where it only repeats the name.
pub(crate) fn described(description: Option<&str>, name: &str) -> String {
    description.filter(|text| !is_echo(text, name)).map(markdown).unwrap_or_default()
}

/// Whether a text says no more than the name of what it is about: `conversation_id: The conversation ID.`
pub(crate) fn is_echo(text: &str, name: &str) -> bool {
    let text = text.trim();
    let bare = ["The ", "A ", "An ", "the ", "a ", "an "].iter().find_map(|article| text.strip_prefix(article));
    let says_name = |text: &str| letters(text).eq(letters(name)) && text.is_ascii();
    letters(name).next().is_some() && [Some(text), bare].into_iter().flatten().any(says_name)
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_only_repeats_a_name_is_an_echo() {
        for text in ["conversation_id", "The conversation ID.", "Conversation id"] {
            assert!(is_echo(text, "conversation_id"), "{text}");
        }
        for text in ["", "The id of a conversation.", "Conversation", "会話 conversation_id"] {
            assert!(!is_echo(text, "conversation_id"), "{text}");
        }
    }

    #[test]
    fn a_summary_is_one_line_with_a_period() {
        assert_eq!(summary("Send a\nmessage\n\nmore"), "Send a message.");
    }
}
