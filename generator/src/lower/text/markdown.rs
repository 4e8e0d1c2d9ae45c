//! A description's CommonMark -> Markdown that rustdoc reads without a warning and that no doctest runs.
//!
//! rustdoc compiles code blocks without a language, takes `[brackets]` for links to items, and warns about bare URLs and
//! about HTML that isn't closed. A description means none of that.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// How long a line of docs may get, without its indentation and slashes.
const WIDTH: usize = 100;

/// Cleans a description and wraps its paragraphs.
pub(crate) fn markdown(text: &str) -> String {
    let text: String =
        text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|&character| is_visible(character)).collect();
    let text = without_tabs(&text);
    let text = text.trim_end().trim_start_matches('\n');
    wrap(apply(text, edits(text)).trim_end())
}

/// Not a character that Rust refuses in a comment because it would make the text look like another one: control
/// characters, and those that turn the direction of writing (Unicode Standard Annex #9).
fn is_visible(character: char) -> bool {
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && (!character.is_control() || matches!(character, '\n' | '\t'))
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

type Edit = (Range<usize>, String);

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    // The links that are open: whether they stay, and the range of what stands in them so far.
    let mut links: Vec<(bool, Range<usize>, Option<Range<usize>>)> = Vec::new();
    let mut in_code = false;
    let mut lazy = BTreeMap::new();
    // How far the content of the lists' items that are open is indented.
    let mut items: Vec<usize> = Vec::new();
    // How many quotes are open, and whether a line that is broken would end what it stands in.
    let (mut quotes, mut is_one_line) = (0, false);
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if let Some((_, _, inner)) = links.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            let start = inner.as_ref().map_or(range.start, |inner| inner.start);
            *inner = Some(start..range.end);
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                edits.extend(code_block(text, &kind, &range));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Item) => {
                items.push(content_indentation(text, &range));
                if quotes == 0 {
                    lazy_lines(text, &range, &mut lazy);
                }
            }
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            Event::Start(Tag::Table(_) | Tag::Heading { .. }) => is_one_line = true,
            Event::End(TagEnd::Table | TagEnd::Heading(_)) => is_one_line = false,
            Event::End(TagEnd::Item) => drop(items.pop()),
            Event::SoftBreak | Event::HardBreak if quotes == 0 => {
                edits.extend(overindented(text, range.end, items.last().copied().unwrap_or(0)))
            }
            // Its tags become text, which would go on with the paragraph above.
            Event::Start(Tag::HtmlBlock) if items.is_empty() && !is_after_empty_line(text, range.start) => {
                edits.push((range.start..range.start, "\n".to_owned()));
            }
            Event::Html(_) | Event::InlineHtml(_) if is_break(&text[range.clone()]) => {
                edits.push(line_break(text, &range, is_one_line, items.last().copied().unwrap_or(0)));
            }
            Event::Html(_) | Event::InlineHtml(_) => edits.push((range.clone(), html(&text[range]))),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push((is_absolute(&dest_url), range, None))
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((false, outer, inner)) = links.pop() {
                    let inner = inner.unwrap_or(outer.end..outer.end);
                    edits.push((outer.start..inner.start, String::new()));
                    edits.push((inner.end..outer.end, String::new()));
                }
            }
            Event::Text(_) if !in_code && links.is_empty() => plain_text(text, range, &mut edits),
            _ => {}
        }
    }
    edits.extend(lazy.into_iter().map(|(start, missing)| (start..start, " ".repeat(missing))));
    edits.extend(definitions(text));
    edits
}

/// Definitions of links that lead nowhere, or that stand in a list, where nobody looks for one: they become text.
fn definitions(text: &str) -> Vec<Edit> {
    let parser = Parser::new_ext(text, options());
    let definitions = parser.reference_definitions().iter();
    let odd = definitions.filter(|(_, definition)| {
        let start = definition.span.start;
        !is_absolute(&definition.dest) || !(start == 0 || text[..start].ends_with('\n'))
    });
    let mut edits: Vec<Edit> =
        odd.map(|(_, definition)| (definition.span.start..definition.span.start, "\\".to_owned())).collect();
    edits.sort_by_key(|(range, _)| range.start);
    edits
}

/// Whether nothing stands in the line above a place.
fn is_after_empty_line(text: &str, place: usize) -> bool {
    let above = text[..place].trim_end_matches(' ');
    above.strip_suffix('\n').unwrap_or(above).rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
}

/// The column at which the content of a list's item begins.
fn content_indentation(text: &str, item: &Range<usize>) -> usize {
    let line_start = text[..item.start].rfind('\n').map_or(0, |newline| newline + 1);
    let lead = text[item.clone()].len() - text[item.clone()].trim_start_matches(' ').len();
    let marked = &text[item.start + lead..item.end];
    let marker = marked.find(' ').unwrap_or(1);
    let spaces = marked[marker..].len() - marked[marker..].trim_start_matches(' ').len();
    item.start + lead - line_start + marker + if (1..=4).contains(&spaces) { spaces } else { 1 }
}

/// A line that goes on with a paragraph further to the right than the paragraph, or the content of the item that it is in,
/// begins.
fn overindented(text: &str, line_start: usize, indentation: usize) -> Option<Edit> {
    let present = text[line_start..].len() - text[line_start..].trim_start_matches(' ').len();
    (present > indentation).then(|| (line_start + indentation..line_start + present, String::new()))
}

/// The lines that go on with a list's item without its indentation ("lazy continuation", which readers of the source
/// take for the end of the list): where they begin, and how many spaces are missing.
fn lazy_lines(text: &str, item: &Range<usize>, lazy: &mut BTreeMap<usize, usize>) {
    let indentation = content_indentation(text, item);
    let mut start = item.start;
    for line in text[item.clone()].split_inclusive('\n') {
        let present = line.len() - line.trim_start_matches(' ').len();
        if start > item.start && !line.trim().is_empty() && present < indentation {
            // Of nested items, the innermost tells.
            lazy.insert(start, indentation - present);
        }
        start += line.len();
    }
}

fn apply(text: &str, mut edits: Vec<Edit>) -> String {
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

/// Gives a code block a language, so that rustdoc does not take it for Rust.
fn code_block(text: &str, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> Option<Edit> {
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

/// Whether a tag breaks the line.
fn is_break(tag: &str) -> bool {
    let name = tag.trim().trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// A line break stays one, but where it would end a table's row or a heading. What follows is indented as what it stands in,
/// and begins no list.
fn line_break(text: &str, tag: &Range<usize>, is_one_line: bool, indentation: usize) -> Edit {
    let rest = &text[tag.end..];
    let spaces = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let mut end = tag.end + spaces(rest);
    if is_one_line {
        return (tag.start..end, " ".to_owned());
    }
    if let Some(next) = text[end..].strip_prefix('\n').filter(|next| !next.trim_start_matches(' ').starts_with('\n')) {
        end += 1 + spaces(next);
    }
    let is_marker = ["- ", "* ", "+ ", "#", ">", "|"].iter().any(|marker| text[end..].starts_with(marker));
    let escape = if is_marker { "\\" } else { "" };
    (tag.start..end, format!("\n{}{escape}", " ".repeat(indentation)))
}

/// A tag is shown, not obeyed.
fn html(tag: &str) -> String {
    let mut edits = Vec::new();
    let tag = tag.trim_start_matches(' ');
    plain_text(tag, 0..tag.len(), &mut edits);
    edits.extend(tag.match_indices('<').map(|(start, _)| (start..start + 1, "\\<".to_owned())));
    apply(tag, edits)
}

fn is_absolute(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

/// Escapes brackets and makes URLs links.
fn plain_text(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let mut position = range.start;
    while position < range.end {
        let rest = &text[position..range.end];
        let escaped = text[..position].ends_with('\\');
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest
                .find(|character: char| character.is_whitespace() || "<>\"'`|".contains(character))
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
            edits.push((position..position + url.len(), format!("<{url}>")));
            position += url.len();
        } else {
            let character = rest.chars().next().expect("the range is not at its end");
            if matches!(character, '[' | ']') && !escaped {
                edits.push((position..position + 1, format!("\\{character}")));
            }
            position += character.len_utf8();
        }
    }
}

/// Breaks long lines of paragraphs; leaves code, tables, lists and headings alone.
fn wrap(text: &str) -> String {
    if text.lines().all(|line| line.chars().count() <= WIDTH) {
        return text.to_owned();
    }
    let mut edits = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                depth += 1;
                let paragraph = text[range.clone()].trim_end();
                edits.push((range.start..range.start + paragraph.len(), fill(paragraph)));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    apply(text, edits)
}

/// Fills each line of a paragraph, keeping its own line breaks where the next line is short of none.
fn fill(paragraph: &str) -> String {
    let mut output = String::new();
    let mut length = 0;
    for word in paragraph.split_whitespace() {
        let columns = word.chars().count();
        let breakable = length > 0 && !starts_a_block(word);
        if length + 1 + columns > WIDTH && breakable {
            output.push('\n');
            length = 0;
        } else if length > 0 {
            output.push(' ');
            length += 1;
        }
        output.push_str(word);
        length += columns;
    }
    output
}

/// A word that would begin a list, a quote, a heading or a table if it stood at the start of a line.
fn starts_a_block(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~', '<'])
        || word.starts_with("```")
        || (number.len() < word.len()
            && !number.is_empty()
            && number.chars().all(|character| character.is_ascii_digit()))
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

    #[test]
    fn a_summary_is_one_line_with_a_period() {
        assert_eq!(summary("Send a\nmessage\n\nmore"), "Send a message.");
    }
}
