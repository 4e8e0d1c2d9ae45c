//! The lines of lists' items and of quotes, and what they begin with.

use std::{collections::BTreeMap, ops::Range};

use crate::wrap::edits::Edit;

/// The column at which the content of a list's item begins.
pub(super) fn content_indentation(text: &str, item: &Range<usize>) -> usize {
    let line_start = text[..item.start].rfind('\n').map_or(0, |newline| newline + 1);
    let lead = text[item.clone()].len() - text[item.clone()].trim_start_matches(' ').len();
    let marked = &text[item.start + lead..item.end];
    let marker = marked.find(' ').unwrap_or(1);
    let spaces = marked[marker..].len() - marked[marker..].trim_start_matches(' ').len();
    item.start + lead - line_start + marker + if (1..=4).contains(&spaces) { spaces } else { 1 }
}

/// A line that goes on with a paragraph further to the right than the paragraph, or the content of the item that it is in,
/// begins.
pub(super) fn overindented(text: &str, line_start: usize, indentation: usize) -> Option<Edit> {
    let present = text[line_start..].len() - text[line_start..].trim_start_matches(' ').len();
    (present > indentation).then(|| (line_start + indentation..line_start + present, String::new()))
}

/// The lines that go on with a list's item without its indentation ("lazy continuation", which readers of the source
/// take for the end of the list): where they begin, and how many spaces are missing.
pub(super) fn lazy_lines(text: &str, item: &Range<usize>, lazy: &mut BTreeMap<usize, usize>) {
    // "- a\nb" -> two spaces are missing where the line of `b` begins
    let indentation = content_indentation(text, item);
    let mut start = item.start;
    for line in text[item.clone()].split_inclusive('\n') {
        let present = line.len() - line.trim_start_matches(' ').len();
        if start > item.start && !line.trim().is_empty() && present < indentation {
            // Of nested items, the innermost counts.
            lazy.insert(start, indentation - present);
        }
        start += line.len();
    }
}

/// What a line may stand in, with the column at which its content begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Container {
    /// A quote.
    Quote(usize),
    /// An item of a list.
    Item(usize),
}

/// The column at which the content of a quote begins.
pub(super) fn content_of_quote(text: &str, start: usize) -> usize {
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let marker = start + text[start..].find('>').map_or(0, |marker| marker + 1);
    marker + usize::from(text[marker..].starts_with(' ')) - line_start
}

/// What a line that goes on with a paragraph in quotes lacks at its beginning, or has too much of.
pub(super) fn continued(text: &str, line_start: usize, containers: &[Container]) -> Option<Edit> {
    // "> a\nb" -> "> " is missing where the line of `b` begins; "> - a\n> b" -> two spaces behind "> "
    let mut place = line_start;
    let mut missing = String::new();
    let mut outer = 0;
    for container in containers {
        let spaces = text[place..].len() - text[place..].trim_start_matches(' ').len();
        let is_lazy = !missing.is_empty();
        let (column, has_own, own, lacks) = match *container {
            Container::Quote(column) => {
                let behind = text[place + spaces..].strip_prefix('>');
                let space = usize::from(behind.is_some_and(|behind| behind.starts_with(' ')));
                (column, behind.is_some() && spaces < 4, spaces + 1 + space, "> ".to_owned())
            }
            Container::Item(column) => {
                let width = column.saturating_sub(outer);
                (column, spaces >= width, width, " ".repeat(width))
            }
        };
        match has_own && !is_lazy {
            true => place += own,
            false => missing.push_str(&lacks),
        }
        outer = column;
    }
    let spaces = text[place..].len() - text[place..].trim_start_matches(' ').len();
    (spaces > 0 || !missing.is_empty()).then(|| (place..place + spaces, missing))
}
