//! Blocks of code, which rustdoc compiles where they have no language.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use crate::wrap::edits::Edit;

/// Gives a code block a language, so that rustdoc does not take it for Rust.
pub(super) fn code_block(text: &str, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> Option<Edit> {
    match kind {
        CodeBlockKind::Indented => {
            let code: Vec<&str> = text[range.clone()]
                .trim_end()
                .lines()
                .map(|line| line.strip_prefix("    ").unwrap_or(line.trim_start()))
                .collect();
            let line_start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
            let code = code.join("\n");
            // Longer than any fence in the code.
            let fence = (3..).map(|length| "`".repeat(length)).find(|fence| !code.contains(fence)).unwrap_or_default();
            Some((line_start..range.end, format!("{fence}text\n{code}\n{fence}\n")))
        }
        CodeBlockKind::Fenced(language) => {
            let word = language.split([' ', ',', '{']).next().unwrap_or_default();
            let is_word = word.chars().all(|character| character.is_alphanumeric() || "+-_#.".contains(character));
            let rust =
                matches!(word, "" | "rust" | "ignore" | "no_run" | "should_panic" | "compile_fail" | "standalone")
                    || word.starts_with("edition");
            let fence = text[range.start..].find(|character| character != '`' && character != '~').unwrap_or(0);
            let end = text[range.start..].find('\n').unwrap_or(text.len() - range.start);
            let language_place = range.start + fence..range.start + end.max(fence);
            // What follows the language would be taken for attributes.
            let is_alone = is_word && language.trim() == word;
            let shown = if rust || !is_word { "text" } else { word };
            (rust || !is_alone).then(|| (language_place, shown.to_owned()))
        }
    }
}
