//! A description's CommonMark -> Markdown that rustdoc reads without a warning and that no doctest runs.
//!
//! rustdoc compiles code blocks without a language, takes `[brackets]` for links to items, and warns about bare URLs and
//! about HTML that isn't closed. A description means none of that.

use super::{markdoc::without_tags, rewrite::edits};
use crate::{
    quoted::is_refused,
    wrap::{edits::apply, wrap, wrap_paragraph},
};

/// Cleans a description and wraps its paragraphs.
pub(crate) fn markdown(text: &str) -> String {
    let plain = text.trim_end_matches(' ');
    if is_plain(plain) {
        return wrap_paragraph(plain);
    }
    let text: String =
        text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|&character| is_kept(character)).collect();
    let text = without_tags(&without_tabs(&text));
    let text = text.trim_end().trim_start_matches('\n');
    wrap(apply(text, edits(text)).trim_end())
}

/// Whether a text is one paragraph of one line in which there is nothing to change: most are, and need no parser. A line that begins
/// with a letter begins no other block, and without these signs it has neither tags nor links.
fn is_plain(text: &str) -> bool {
    let is_sign = |byte: &u8| b"[]<>\\&|".contains(byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !is_sign(&byte))
        && !text.contains("://")
}

fn is_kept(character: char) -> bool {
    !is_refused(character) || matches!(character, '\n' | '\t')
}

/// Tabs as the spaces that they stand for: each leads to the next column that four divides (CommonMark 0.31, section 2.2).
fn without_tabs(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut column = 0;
    for character in text.chars() {
        let width = if character == '\t' { 4 - column % 4 } else { 1 };
        column = if character == '\n' { 0 } else { column + width };
        match character {
            '\t' => output.push_str(&" ".repeat(width)),
            other => output.push(other),
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(markdown(text), expected);
    }

    #[test]
    fn plain_text_stays() {
        check(
            "The `id` of a *page*.\n\nSee [the docs](https://example.com).",
            "The `id` of a *page*.\n\nSee [the docs](https://example.com).",
        );
    }

    #[test]
    fn what_needs_no_parser_is_what_the_parser_makes_of_it() {
        let long = "a word, `code` and *more* (1. of 2) - ".repeat(9);
        for text in ["A `pet_id` of *all* ~pets~; # 1. \"It's\" a+b = c: {d} $e^f! ", "a  b   ", long.as_str()] {
            assert!(is_plain(text.trim_end_matches(' ')), "{text}");
            let whole = text.trim_end();
            assert_eq!(markdown(text), wrap(apply(whole, edits(whole)).trim_end()), "{text}");
        }
        let others = [
            "- a",
            "1. a",
            "# a",
            "a [b]",
            "a <b>",
            "a\nb",
            "a\tb",
            "https://a.example",
            "a & b",
            "\u{e9}",
            "a\\b",
            "",
        ];
        assert!(others.iter().all(|text| !is_plain(text)));
    }

    #[test]
    fn a_fence_without_a_language_becomes_text() {
        check("```\n{\"a\": 1}\n```", "```text\n{\"a\": 1}\n```");
        check("```rust\nfn main() {}\n```", "```text\nfn main() {}\n```");
        check("```json\n{}\n```", "```json\n{}\n```");
    }

    #[test]
    fn indented_code_becomes_fenced_text() {
        check("a\n\n    code\n    more\n\nb", "a\n\n```text\ncode\nmore\n```\n\nb");
    }

    #[test]
    fn brackets_that_are_no_links_are_escaped() {
        check("sorted by [updated_at, id]", "sorted by \\[updated_at, id\\]");
        check("an array\\[\\]", "an array\\[\\]");
        check("`[code]`", "`[code]`");
    }

    #[test]
    fn lines_that_go_on_with_an_item_are_indented() {
        check("- a\nb\n- c\n  - d\ne\n\nf", "- a\n  b\n- c\n  - d\n    e\n\nf");
    }

    #[test]
    fn bare_urls_become_links() {
        check("see https://example.com/a?b=1.", "see <https://example.com/a?b=1>.");
        check("see <https://example.com>", "see <https://example.com>");
    }

    #[test]
    fn html_is_shown_and_line_breaks_break() {
        check("a <b>bold</i> word", "a \\<b>bold\\</i> word");
        check("one</br>two", "one\ntwo");
    }

    #[test]
    fn html_that_is_shown_has_no_links_of_its_own() {
        check("<p>a <code>b[c]</code></p>", "\\<p>a \\<code>b\\[c\\]\\</code>\\</p>");
        check("<a href=\"https://x.example/y\">z</a>", "\\<a href=\"<https://x.example/y>\">z\\</a>");
    }

    #[test]
    fn links_to_nowhere_lose_their_target() {
        check("see [the *guide*](ref:guide) and [this](/docs)", "see the *guide* and this");
    }

    #[test]
    fn long_paragraphs_wrap_without_beginning_a_list() {
        let text = format!("{} - and so on", "word ".repeat(20).trim_end());
        let expected = format!("{} -\nand so on", "word ".repeat(20).trim_end());
        check(&text, &expected);
    }

    #[test]
    fn characters_that_rust_refuses_are_left_out() {
        check("a\rb\u{202e}c\u{7}d", "a\nbcd");
    }

    #[test]
    fn tags_below_an_item_are_a_paragraph_of_their_own() {
        check("1. One kind:\n<ul>\n  <li>cats</li>", "1. One kind:\n\n\\<ul>\n\\<li>cats\\</li>");
        check("Pets\n\n<hr>", "Pets\n\n\\<hr>");
    }

    #[test]
    fn a_line_break_in_an_item_stays_in_it() {
        check("1. One kind.<br/>Another one.", "1. One kind.\n   Another one.");
        check("* One kind.<br>\n     Another one.", "* One kind.\n  Another one.");
    }

    #[test]
    fn a_line_break_makes_no_list_and_ends_no_row() {
        check("Kinds:<br/>- cats<br/>- dogs<br/>No others.", "Kinds:\n\\- cats\n\\- dogs\nNo others.");
        check("| a | b |\n|---|---|\n| x<br>y | z |", "| a | b |\n|---|---|\n| x y | z |");
        check("# One<br>kind", "# One kind");
        check("# Kinds<br>\ncats", "# Kinds \ncats");
        check("Kinds:<br>**cats**", "Kinds:\n**cats**");
    }

    #[test]
    fn indented_code_may_hold_fences() {
        check("Code:\n\n    ```\n    a\n    ```", "Code:\n\n````text\n```\na\n```\n````");
    }

    #[test]
    fn lines_that_go_on_with_a_paragraph_are_not_indented() {
        check("One kind.\n              Another one.", "One kind.\nAnother one.");
        check("> One kind.\n> Another one.", "> One kind.\n> Another one.");
    }

    #[test]
    fn lines_that_go_on_with_a_quote_are_marked() {
        check("> One kind.\nAnother one.\n\nText.", "> One kind.\n> Another one.\n\nText.");
        check(">One kind.\n    Another one.", ">One kind.\n> Another one.");
        check("> > One kind.\nAnother one.\n> A third.", "> > One kind.\n> > Another one.\n> > A third.");
        check("> - One kind.\nAnother one.\n> A third.", "> - One kind.\n>   Another one.\n>   A third.");
        check("- > One kind.\nAnother one.\n  A third.", "- > One kind.\n  > Another one.\n  > A third.");
        check("> One kind.\n>    Another one.", "> One kind.\n> Another one.");
    }

    #[test]
    fn lines_that_are_indented_too_far_stand_below_their_items() {
        check("1. a\n        b\n2. c", "1. a\n   b\n2. c");
        check("* a\n    * b\n        c\n  d", "* a\n    * b\n      c\n      d");
    }

    #[test]
    fn definitions_of_links_in_a_list_or_to_nowhere_are_text() {
        check("- [b]: c", "- \\[b]: c");
        check("see [x]\n\n[x]: https://x.example", "see [x]\n\n[x]: https://x.example");
    }

    #[test]
    fn what_follows_the_language_of_a_fence_goes_away() {
        check("```JSON  {\n}\n```", "```JSON\n}\n```");
        check("```{a=1}\nx\n```", "```text\nx\n```");
    }

    #[test]
    fn tabs_become_spaces_up_to_the_next_stop() {
        check("a\tb\n\n-\tc\n\td", "a   b\n\n-   c\n    d");
    }

    #[test]
    fn a_table_of_any_length_keeps_its_rows() {
        let table = format!(
            "| field | type |\n| --- | --- |{}",
            "\n| `name` | a text of some length that no line breaks |".repeat(300)
        );
        check(&table, &table);
    }
}
