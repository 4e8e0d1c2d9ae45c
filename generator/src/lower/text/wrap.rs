//! Lines of a length that an editor shows.

use pulldown_cmark::{Event, Parser, Tag};

use super::edits::{apply, options};

/// How long a line of docs may get, without its indentation and slashes.
const WIDTH: usize = 100;

/// Breaks long lines of paragraphs; leaves code, tables, lists and headings alone.
pub(super) fn wrap(text: &str) -> String {
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
