//! What a description says word by word, quoted in the client's docs: names, paths, patterns, default values.

/// A text as a span of code on one line (CommonMark 0.31, section 6.1): `` `a` ``.
///
/// A character that is not seen, that breaks the line or that turns the direction of writing is escaped, since a reader would
/// not see that it is there, and rustc refuses some of them in comments.
#[must_use]
pub fn code(text: &str) -> String {
    // `a\nb` -> "`a\\nb`", "a`b" -> "``a`b``"
    let text = visible(text);
    let runs: Vec<usize> = text.split(|character| character != '`').map(str::len).collect();
    let ticks = (1..).find(|ticks| !runs.contains(ticks)).map(|ticks| "`".repeat(ticks)).unwrap_or_default();
    // An empty span is none, and one space at either end is no part of it.
    if text.is_empty() {
        return r#"`""`"#.to_owned();
    }
    let is_bare = !text.trim().is_empty() && text.starts_with(' ') && text.ends_with(' ');
    let pad = if is_bare || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// A text with escapes for what is not seen in it: `\n`, `\u{202e}`.
#[must_use]
pub fn visible(text: &str) -> String {
    // Marks of direction, separators of lines and paragraphs, and what has no width.
    let is_hidden = |character: char| {
        matches!(
            character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}'
        )
    };
    escaped(text, |character| is_hidden(character) || is_refused(character))
}

/// A text for a terminal: what a description says can't steer it, and what is too long lacks its middle. Lines stay lines.
#[must_use]
pub fn shown(text: &str, longest: usize) -> String {
    // "a bc", 2 -> "a[... 2 characters ...]c"
    let lines: Vec<String> = text.lines().map(visible).collect();
    let text = lines.join("\n");
    let more = text.chars().count().saturating_sub(longest);
    if more == 0 {
        return text;
    }
    let first = text.chars().take(longest.div_ceil(2));
    let last = text.chars().skip(text.chars().count() - longest / 2);
    first.chain(format!("[... {more} characters ...]").chars()).chain(last).collect()
}

/// A line with escapes for what rustc refuses in a comment.
#[must_use]
pub fn accepted(line: &str) -> String {
    escaped(line, is_refused)
}

/// Whether rustc refuses a character in a comment, since it would make the text look like another one: control characters, and
/// those that turn the direction of writing (Unicode Standard Annex #9).
#[must_use]
pub fn is_refused(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_escaped(character) {
            shown.extend(character.escape_debug());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_lacks_its_middle() {
        for (text, expected) in [
            ("a\nbc", "a\nbc"),
            ("abcd\u{1b}", "ab[... 6 characters ...]b}"),
            ("\u{e9}\u{e9}\u{1f600}\u{1f600}\u{e9}\u{e9}", "\u{e9}\u{e9}[... 2 characters ...]\u{e9}\u{e9}"),
        ] {
            assert_eq!(shown(text, 4), expected);
        }
    }

    #[test]
    fn a_text_is_a_span_of_code_on_one_line() {
        for (text, expected) in [
            ("a", "`a`"),
            ("^[^\n\r]*$", r"`^[^\n\r]*$`"),
            ("Dear {name},\n\n    hello!\n", r"`Dear {name},\n\n    hello!\n`"),
            ("b\u{202e}c", r"`b\u{202e}c`"),
            ("\u{2028}\u{feff}\t", r"`\u{2028}\u{feff}\t`"),
            ("say \"it's\" \\n", "`say \"it's\" \\n`"),
            ("a`b", "``a`b``"),
            ("```", "` ``` `"),
            ("a``b`", "``` a``b` ```"),
            (" a ", "`  a  `"),
            (" ", "` `"),
            ("", r#"`""`"#),
            ("\u{1F600} caf\u{e9}", "`\u{1F600} caf\u{e9}`"),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }
}
