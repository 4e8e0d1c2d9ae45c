//! What has to change in a Markdown text, in one walk over its events.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{
    code::code_block,
    edits::{Edit, options},
    inline::{html, is_absolute, is_break, line_break, plain_text},
    lists::{content_indentation, lazy_lines, overindented},
};

pub(super) fn edits(text: &str) -> Vec<Edit> {
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
