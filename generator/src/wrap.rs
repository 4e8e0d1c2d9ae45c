//! Lines of a length that an editor shows.

pub(crate) mod edits;

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use self::edits::{Edit, apply, options};

/// How long a line of docs may get, without its indentation and slashes.
const WIDTH: usize = 100;

/// Breaks long lines of paragraphs, lists and quotes; leaves code, headings and tables alone, whose rows have to stand in one line.
pub(crate) fn wrap(text: &str) -> String {
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
                edits.push((range.start..range.start + paragraph.len(), fill(paragraph, "")));
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) if depth == 0 => {
                depth += 1;
                edits.extend(long_lines(text, &range));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    apply(text, edits)
}

/// Breaks a paragraph of one line, if it is long.
pub(crate) fn wrap_paragraph(line: &str) -> String {
    if line.chars().count() <= WIDTH { line.to_owned() } else { fill(line, "") }
}

/// The long lines of a list or a quote: each goes on below the text of its item, or with the mark of its quote.
/// `- a b` -> `- a\n  b`
fn long_lines(text: &str, block: &Range<usize>) -> Vec<Edit> {
    let kept = kept(text, block);
    let mut edits = Vec::new();
    let mut start = block.start;
    for line in text[block.clone()].split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let ends_hard = line.trim_end_matches('\n').ends_with("  ") || line.trim_end().ends_with('\\');
        let is_kept = kept.iter().any(|kept| kept.start < range.end && range.start < kept.end);
        if line.chars().count() <= WIDTH || ends_hard || is_kept {
            continue;
        }
        let content = range.start + length_of_markers(&text[range.clone()]);
        let next: String = text[range.start..content].chars().map(|mark| if mark == '>' { '>' } else { ' ' }).collect();
        edits.push((content..range.end, fill(&text[content..range.end], &next)));
    }
    edits
}

/// What of a block has lines of its own: code, tables, headings.
fn kept(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let events = Parser::new_ext(&text[block.clone()], options()).into_offset_iter();
    let kept = events.filter(|(event, _)| {
        matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. } | Tag::HtmlBlock))
    });
    kept.map(|(_, range)| block.start + range.start..block.start + range.end).collect()
}

/// How many bytes of a line are indentation and markers of quotes and items: `> - a` -> 4.
fn length_of_markers(line: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &line[length..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let marked = &rest[spaces..];
        let digits = marked.len() - marked.trim_start_matches(|mark: char| mark.is_ascii_digit()).len();
        let marker = match marked[digits..].chars().next() {
            Some('-' | '+' | '*') if digits == 0 && marked[1..].starts_with(' ') => 1,
            Some('.' | ')') if (1..=9).contains(&digits) && marked[digits + 1..].starts_with(' ') => digits + 1,
            Some('>') if digits == 0 => 1,
            _ => return length + spaces,
        };
        length += spaces + marker;
    }
}

/// Fills each line of a paragraph, keeping its own line breaks where the next line is short of none. The lines behind the first begin
/// with what is given, and the first one stands as far to the right as they do.
fn fill(paragraph: &str, next: &str) -> String {
    let mut output = String::new();
    let indentation = next.chars().count();
    let mut length = 0;
    for word in paragraph.split_whitespace() {
        let columns = word.chars().count();
        let breakable = length > 0 && !starts_a_block(word);
        if indentation + length + 1 + columns > WIDTH && breakable {
            output.push('\n');
            output.push_str(next);
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

    #[test]
    fn long_lines_of_lists_and_quotes_go_on_below_their_text() {
        let long = ["word"; 24].join(" ");
        let (first, second) = (["word"; 19].join(" "), ["word"; 5].join(" "));
        assert_eq!(wrap(&format!("- {long}\n  - {long}")), format!("- {first}\n  {second}\n  - {first}\n    {second}"));
        assert_eq!(wrap(&format!("10. {long}")), format!("10. {first}\n    {second}"));
        assert_eq!(wrap(&format!("> - {long}")), format!("> - {first}\n>   {second}"));
    }

    #[test]
    fn code_and_rows_of_tables_stay() {
        let long = ["word"; 24].join(" ");
        for text in [format!("- a\n\n  ```text\n  {long}\n  ```"), format!("| a |\n|---|\n| {long} |")] {
            assert_eq!(wrap(&text), text);
        }
    }
}
