//! What has to change in a Markdown text, in one walk over its events.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{
    code::code_block,
    inline::{html, is_absolute, is_break, line_break, plain_text},
    lists::{Container, content_indentation, content_of_quote, continued, lazy_lines, overindented},
};
use crate::wrap::edits::{Edit, options};

/// What has to change in a text: `see [here] or <b>there</b>` -> `[`, `]` and both `<` get a backslash each.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let parser = Parser::new_ext(text, options());
    let definitions = definitions(text, &parser);
    let mut walk = Walk::new(text);
    for (event, range) in parser.into_offset_iter() {
        walk.widen_link(&event, &range);
        match event {
            Event::Start(tag) => walk.start(tag, range),
            Event::End(tag) => walk.end(tag),
            event => walk.inside(&event, range),
        }
    }
    walk.edits.extend(walk.lazy.into_iter().map(|(start, missing)| (start..start, " ".repeat(missing))));
    walk.edits.extend(definitions);
    walk.edits
}

/// Where a walk is, and what it has found so far.
struct Walk<'a> {
    text: &'a str,
    edits: Vec<Edit>,
    links: Vec<Link>,
    in_code: bool,
    /// Where lines begin that go on with an item without its indentation, and how many spaces are missing.
    lazy: BTreeMap<usize, usize>,
    /// How far the content of the lists' items that are open is indented.
    items: Vec<usize>,
    /// The quotes and items that are open.
    containers: Vec<Container>,
    /// Whether a line that is broken would end what it stands in.
    is_one_line: bool,
}

/// A link that is open.
struct Link {
    /// Whether it stays one.
    stays: bool,
    whole: Range<usize>,
    /// What stands in it so far.
    inner: Option<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            edits: Vec::new(),
            links: Vec::new(),
            in_code: false,
            lazy: BTreeMap::new(),
            items: Vec::new(),
            containers: Vec::new(),
            is_one_line: false,
        }
    }

    fn is_quoted(&self) -> bool {
        self.containers.iter().any(|container| matches!(container, Container::Quote(_)))
    }

    /// What stands in a link is all from its first event to its last.
    fn widen_link(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let is_end = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        if let Some(link) = self.links.last_mut().filter(|_| !is_end) {
            let start = link.inner.as_ref().map_or(range.start, |inner| inner.start);
            link.inner = Some(start..range.end);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                self.edits.extend(code_block(self.text, &kind, &range));
            }
            Tag::Item => {
                if !self.is_quoted() {
                    lazy_lines(self.text, &range, &mut self.lazy);
                }
                self.items.push(content_indentation(self.text, &range));
                self.containers.push(Container::Item(content_indentation(self.text, &range)));
            }
            Tag::BlockQuote(_) => self.containers.push(Container::Quote(content_of_quote(self.text, range.start))),
            Tag::Table(_) | Tag::Heading { .. } => self.is_one_line = true,
            // Its tags become text, which would go on with the paragraph above.
            Tag::HtmlBlock if self.items.is_empty() && !is_after_empty_line(self.text, range.start) => {
                self.edits.push((range.start..range.start, "\n".to_owned()));
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push(Link { stays: is_absolute(&dest_url), whole: range, inner: None });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::BlockQuote(_) => drop(self.containers.pop()),
            TagEnd::Table | TagEnd::Heading(_) => self.is_one_line = false,
            TagEnd::Item => {
                self.items.pop();
                self.containers.pop();
            }
            TagEnd::Link | TagEnd::Image => {
                if let Some(Link { stays: false, whole, inner }) = self.links.pop() {
                    let inner = inner.unwrap_or(whole.end..whole.end);
                    self.edits.push((whole.start..inner.start, String::new()));
                    self.edits.push((inner.end..whole.end, String::new()));
                }
            }
            _ => {}
        }
    }

    /// What neither begins nor ends anything.
    fn inside(&mut self, event: &Event<'_>, range: Range<usize>) {
        let indentation = self.items.last().copied().unwrap_or(0);
        match event {
            Event::SoftBreak | Event::HardBreak if self.is_quoted() => {
                self.lazy.remove(&range.end);
                self.edits.extend(continued(self.text, range.end, &self.containers));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.edits.extend(overindented(self.text, range.end, indentation));
            }
            Event::Html(_) | Event::InlineHtml(_) if is_break(&self.text[range.clone()]) => {
                self.edits.push(line_break(self.text, &range, self.is_one_line, indentation));
            }
            Event::Html(_) | Event::InlineHtml(_) => self.edits.push((range.clone(), html(&self.text[range]))),
            Event::Text(_) if !self.in_code && self.links.is_empty() => plain_text(self.text, range, &mut self.edits),
            _ => {}
        }
    }
}

/// Definitions of links that lead nowhere, or that stand in a list, where nobody looks for one: they become text.
fn definitions(text: &str, parser: &Parser<'_>) -> Vec<Edit> {
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
