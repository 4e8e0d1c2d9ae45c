//! Markdoc's tags (markdoc.dev, "Tags"), which some vendors write into their Markdown: a note becomes a quote, any other tag goes.

use std::{collections::BTreeSet, iter::Peekable, ops::Range, vec::IntoIter};

use pulldown_cmark::{Event, Parser, Tag as Block};

use super::lists::content_indentation;
use crate::wrap::edits::options;

/// A text without its tags. A pair of lines with a tag of a `type`, `title` or `name`, or of a note's own, has what it holds as a
/// quote.
///
/// ```text
/// {% admonition type="warning" name="Limits" %}      > **Warning: Limits**
///   Wait.                                        ->  >
/// {% /admonition %}                                  > Wait.
/// ```
pub(super) fn without_tags(text: &str) -> String {
    if !text.contains("{%") {
        return text.to_owned();
    }
    let lines = lines(text);
    let tags = lines.iter().filter_map(|line| line.tag.as_ref());
    let closed: BTreeSet<&str> = tags.filter(|tag| tag.closes).map(|tag| tag.name).collect();
    written(&lines, &closed).join("\n")
}

/// A line of a text.
struct Line<'a> {
    text: &'a str,
    /// Whether it stands in code.
    is_code: bool,
    /// The tag that it is.
    tag: Option<Tag<'a>>,
}

/// A tag that stands in a line by itself.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    /// Whether all behind its name are attributes.
    is_whole: bool,
    closes: bool,
    /// How far a quote in its place is indented.
    indentation: usize,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, without its quotes.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }

    fn has_attributes(&self) -> bool {
        self.is_whole && !self.attributes.is_empty()
    }

    fn is_note(&self) -> bool {
        let is_named =
            ["admonition", "aside", "callout", "danger", "info", "note", "tip", "warning"].contains(&self.name);
        !self.closes && is_named
    }

    /// `Warning: Limits`.
    fn title(&self) -> String {
        let kind = self.attribute("type").unwrap_or(match self.name {
            "admonition" | "aside" | "callout" => "note",
            name => name,
        });
        let mut letters = kind.chars();
        let kind: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        match self.attribute("name").or_else(|| self.attribute("title")) {
            Some(name) => format!("{kind}: {name}"),
            None => kind,
        }
    }
}

/// The lines of a text. What stands in code is no tag (CommonMark 0.31, sections 4.4, 4.5 and 6.1).
fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut code, mut items): (Vec<Range<usize>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Block::CodeBlock(_)) => code.push(range),
            Event::Start(Block::Item) => items.push(range),
            _ => {}
        }
    }
    let (mut code, mut items) = (Around::new(code), Around::new(items));
    let mut start = 0;
    let line = |line| {
        let indentation = indentation(line);
        let place = start + indentation;
        start += line.len();
        let is_code = code.at(place).is_some();
        // What stands four columns to the right of what is around it would be code (section 4.4).
        let around = items.at(place).map_or(0, |item| content_indentation(text, item));
        let indentation = if indentation < around + 4 { indentation } else { around };
        let line = line.trim_end_matches('\n');
        let tag = tag(line).filter(|_| !is_code).map(|tag| Tag { indentation, ..tag });
        Line { text: line, is_code, tag }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Ranges of a text in the order of their beginnings, each in another one or behind it, asked in the order of the text.
struct Around {
    coming: Peekable<IntoIter<Range<usize>>>,
    /// Those that have begun, of which the last may have ended.
    begun: Vec<Range<usize>>,
}

impl Around {
    fn new(ranges: Vec<Range<usize>>) -> Self {
        Self { coming: ranges.into_iter().peekable(), begun: Vec::new() }
    }

    /// The innermost range that a place is in.
    fn at(&mut self, place: usize) -> Option<&Range<usize>> {
        while let Some(next) = self.coming.next_if(|next| next.start <= place) {
            self.begun.push(next);
        }
        while self.begun.pop_if(|last| last.end <= place).is_some() {}
        self.begun.last()
    }
}

/// Lines without their tags, given the names of the tags that are closed.
fn written(lines: &[Line<'_>], closed: &BTreeSet<&str>) -> Vec<String> {
    let mut output: Vec<String> = Vec::new();
    let mut rest = lines;
    while let [line, behind @ ..] = rest {
        rest = behind;
        let tag = line.tag.as_ref();
        let Some(tag) = tag.filter(|tag| tag.closes || tag.has_attributes() || closed.contains(tag.name)) else {
            push(&mut output, line.text, line.is_code);
            continue;
        };
        let is_end = |other: &Tag<'_>| other.closes && other.name == tag.name;
        let end = behind.iter().position(|line| line.tag.as_ref().is_some_and(is_end));
        if let Some(end) = end.filter(|_| tag.is_note()) {
            rest = &behind[end + 1..];
            // A paragraph above would take the quote's first line in, and one below its last.
            push(&mut output, "", false);
            output.extend(quote(tag, &written(&behind[..end], closed)));
            push(&mut output, "", false);
        }
    }
    output
}

/// Adds a line: outside of code, of empty ones that follow each other only the first.
fn push(output: &mut Vec<String>, line: &str, is_code: bool) {
    let is_empty = |line: &str| line.trim().is_empty();
    if is_code || !is_empty(line) || !output.last().is_some_and(|last| is_empty(last)) {
        output.push(line.to_owned());
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The tag that a line is. What else looks like one, such as a condition of a template, has no attributes of the form `name=value`.
fn tag(line: &str) -> Option<Tag<'_>> {
    let inner = line.trim().strip_prefix("{%")?.strip_suffix("%}")?.trim();
    let inner = inner.trim_end_matches('/').trim_end();
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let (name, behind) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let (attributes, is_whole) = attributes(behind.trim());
    let is_tag = is_name(name) && !inner.contains("%}");
    is_tag.then_some(Tag { name, attributes, is_whole, closes, indentation: 0 })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
}

/// The attributes that a text begins with, `name="some words"` or `name=word`, and whether there is nothing else.
fn attributes(text: &str) -> (Vec<(&str, &str)>, bool) {
    let mut attributes = Vec::new();
    let mut rest = text;
    while let Some((name, value, behind)) = attribute(rest) {
        attributes.push((name, value));
        rest = behind.trim_start();
    }
    (attributes, rest.is_empty())
}

/// The attribute that a text begins with, as its name and value, and what is behind it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, value) = text.split_once('=')?;
    let (value, behind) = match value.strip_prefix('"') {
        Some(quoted) => {
            let mut ends = quoted.match_indices('"').map(|(end, _)| end);
            let end = ends.find(|end| !quoted[..*end].ends_with('\\'))?;
            (&quoted[..end], &quoted[end + 1..])
        }
        None => {
            let (word, behind) = value.split_at(value.find(char::is_whitespace).unwrap_or(value.len()));
            (Some(word).filter(|word| !word.is_empty() && !word.contains(['=', '"']))?, behind)
        }
    };
    let is_attribute = is_name(name) && (behind.is_empty() || behind.starts_with(char::is_whitespace));
    is_attribute.then_some((name, value, behind))
}

/// Lines as a quote in the place of a tag, with a title above them.
fn quote(tag: &Tag<'_>, lines: &[String]) -> Vec<String> {
    let is_text = |line: &&String| !line.trim().is_empty();
    let first = lines.iter().position(|line| is_text(&line)).unwrap_or(lines.len());
    let end = lines.iter().rposition(|line| is_text(&line)).map_or(first, |last| last + 1);
    let lines = &lines[first..end];
    let common = lines.iter().filter(is_text).map(|line| indentation(line)).min().unwrap_or(0);
    let body = lines.iter().map(|line| line.get(common..).unwrap_or_default());
    let title = format!("**{}**", tag.title());
    let before = " ".repeat(tag.indentation);
    [title.as_str(), ""].into_iter().chain(body).map(|line| format!("{before}> {line}").trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(without_tags(text), expected);
    }

    #[test]
    fn a_note_becomes_a_quote_with_its_title() {
        check(
            "Sends it.\n{% admonition type=\"warning\" name=\"Limits of `id`\" %}\n  Wait.\n\n  Then send.\n{% /admonition %}\nMore.",
            "Sends it.\n\n> **Warning: Limits of `id`**\n>\n> Wait.\n>\n> Then send.\n\nMore.",
        );
        check("{% callout %}\nWait.\n{% /callout %}", "\n> **Note**\n>\n> Wait.\n");
        check("{% tip title=\"A\" %}\n- b\n  - c\n{% /tip %}", "\n> **Tip: A**\n>\n> - b\n>   - c\n");
    }

    #[test]
    fn other_tags_go() {
        check("{% tabs %}\n{% tab label=\"A\" %}\nOne.\n{% /tab %}\n{% /tabs %}\n{% partial file=\"a.md\" /%}", "One.");
    }

    #[test]
    fn what_is_no_tag_stays() {
        check("```\n{% tip %}\n{% /tip %}\n```", "```\n{% tip %}\n{% /tip %}\n```");
        check("{% if user.name %}\nHello.\n{% endif %}", "{% if user.name %}\nHello.\n{% endif %}");
        check("Write `{% admonition %}`.", "Write `{% admonition %}`.");
        // Conditions and assignments of templates.
        for text in [
            "{% if user.plan == \"pro\" %}\nHello.\n{% endif %}",
            "{% assign total = 5 %}",
            "{% set name=\"a\" | upper %}",
            "{% if a==b %}",
            "{% if plan=\"pro\"or b %}",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn what_stands_in_code_is_no_tag() {
        // A line of inline code opens no fence, and a fence in a note may hold what would end the note.
        check(
            "```json {\"a\": 1}```\n\n{% tip %}\nWait.\n{% /tip %}",
            "```json {\"a\": 1}```\n\n> **Tip**\n>\n> Wait.\n",
        );
        check("{% tip %}\n```\n{% /tip %}\n\n\n```\n{% /tip %}", "\n> **Tip**\n>\n> ```\n> {% /tip %}\n>\n>\n> ```\n");
        check("a\n\n    {% tip %}\n    {% /tip %}", "a\n\n    {% tip %}\n    {% /tip %}");
    }

    #[test]
    fn a_note_in_an_item_stays_in_it() {
        let note = |blanks: &str| format!("{blanks}{{% tip %}}\n{blanks}Wait.\n{blanks}{{% /tip %}}");
        let quote = |blanks: &str| format!("{blanks}> **Tip**\n{blanks}>\n{blanks}> Wait.\n");
        check(&format!("- a\n\n{}\n- b", note("  ")), &format!("- a\n\n{}\n- b", quote("  ")));
        check(&format!("1. a\n{}\n\n2. b", note("    ")), &format!("1. a\n\n{}\n2. b", quote("    ")));
        // A line that goes on with a paragraph may be indented further than code is.
        check(&format!("- a\n{}", note("       ")), &format!("- a\n\n{}", quote("  ")));
        check(&format!("a\n{}", note("    ")), &format!("a\n\n{}", quote("")));
    }

    #[test]
    fn one_empty_line_is_enough() {
        check(
            "a\n\n{% tip %}\n\nWait.\n\n{% /tip %}\n\n{% note %}\nGo.\n{% /note %}\n\n\nb",
            "a\n\n> **Tip**\n>\n> Wait.\n\n> **Note**\n>\n> Go.\n\nb",
        );
        check("a\n\n{% tabs %}\n\nb\n{% /tabs %}\n\n\nc", "a\n\nb\n\nc");
    }
}
