//! Markdoc's tags (markdoc.dev, "Tags"), which some vendors write into their Markdown: a note becomes a quote, any other tag goes.

use std::collections::BTreeSet;

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
    let closed: BTreeSet<&str> = text.lines().filter_map(tag).filter(|tag| tag.closes).map(|tag| tag.name).collect();
    let mut output = Vec::new();
    let mut lines = text.lines();
    let mut fence = None;
    while let Some(line) = lines.next() {
        let is_open = fence.is_some();
        fence = fence_after(fence, line);
        let found =
            tag(line).filter(|tag| !is_open && (tag.closes || tag.has_attributes() || closed.contains(tag.name)));
        match found {
            Some(tag) if tag.is_note() && closed.contains(tag.name) => {
                let is_end = |line: &str| self::tag(line).is_some_and(|other| other.closes && other.name == tag.name);
                let held: Vec<&str> = lines.by_ref().take_while(|line| !is_end(line)).collect();
                output.extend(quote(&tag, &without_tags(&held.join("\n"))));
            }
            Some(_) => {}
            None => output.push(line.to_owned()),
        }
    }
    output.join("\n")
}

/// A tag that stands in a line by itself.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    closes: bool,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, without its quotes.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let (_, rest) = self.attributes.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value)
    }

    fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
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

/// The tag that a line is. What else looks like one, such as a condition of a template, has no attributes of the form `name=value`.
fn tag(line: &str) -> Option<Tag<'_>> {
    let inner = line.trim().strip_prefix("{%")?.strip_suffix("%}")?.trim();
    let inner = inner.trim_end_matches('/').trim_end();
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let attributes = attributes.trim();
    let is_name =
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
    let is_tag = is_name && !inner.contains("%}") && (attributes.is_empty() || attributes.contains('='));
    is_tag.then_some(Tag { name, attributes, closes })
}

/// A text as a quote, with a title above it.
fn quote(tag: &Tag<'_>, text: &str) -> Vec<String> {
    let text = text.trim_end().trim_start_matches('\n');
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = text.lines().filter(|line| !line.trim().is_empty()).map(indentation).min().unwrap_or(0);
    let body = text.lines().map(|line| line.get(common..).unwrap_or_default());
    let lines = [format!("**{}**", tag.title()), String::new()].into_iter().chain(body.map(str::to_owned));
    let quoted = lines.map(|line| format!("> {line}").trim_end().to_owned());
    // A paragraph above would take the quote's first line in, and one below its last.
    [String::new()].into_iter().chain(quoted).chain([String::new()]).collect()
}

/// The fence that is open behind a line (CommonMark 0.31, section 4.5): its character, and how many there are.
fn fence_after(open: Option<(char, usize)>, line: &str) -> Option<(char, usize)> {
    let line = line.trim_start();
    let run = |mark: char| line.chars().take_while(|&character| character == mark).count();
    match open {
        Some((mark, count)) => {
            (run(mark) < count || !line.trim_end().trim_start_matches(mark).is_empty()).then_some((mark, count))
        }
        None => ['`', '~'].into_iter().map(|mark| (mark, run(mark))).find(|(_, count)| *count >= 3),
    }
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
    }
}
