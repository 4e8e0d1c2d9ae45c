//! Where the lines of a text lead: to the keys that they begin with, by their indentation.
//!
//! In YAML's block style, and in JSON with a line for each key, a line says by itself where its key stands. What is written otherwise
//! (an item of a list, what stands between brackets in one line) is left to a parser, which then reads one section of the text: the
//! lines of a key and of its value are a document of their own.

use std::{iter, ops::Range};

/// The lines of a text.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// Where each begins, in bytes.
    starts: Vec<usize>,
    /// Those that say something: all but empty ones and comments.
    lines: Vec<Line>,
}

/// A line that says something.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Its number, from 1.
    number: usize,
    /// How many blanks it begins with.
    indentation: usize,
    /// How deep it stands: what is deeper and follows it is inside it.
    depth: usize,
    /// The index of the first line behind it that is not inside it.
    end: usize,
}

/// The lines of a key and its value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Section {
    /// The line and the column of the key, both from 1.
    pub place: (usize, usize),
    /// The bytes of its lines.
    pub text: Range<usize>,
    /// How many tokens of the pointer lead to the value.
    pub depth: usize,
    /// Whether the pointer ends here, or the value lacks what it leads to.
    pub is_last: bool,
}

/// A key at the beginning of a line.
struct Key<'t> {
    name: &'t str,
    /// Whether its value is a mapping or a list in the lines below.
    is_open: bool,
}

impl Outline {
    pub(super) fn new(text: &str) -> Self {
        let starts = iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        let mut outline = Self { starts, lines: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        for number in 1..=outline.starts.len() {
            let line = &text.as_bytes()[outline.bytes(text, number)];
            let indentation = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            // A list may stand as deep as the key that it belongs to, and so may the brackets at the beginning and the end of a value.
            let is_inside = match &line[indentation..] {
                [] | [b'#' | b'\r' | b'\n', ..] => continue,
                [b'[' | b'{' | b']' | b'}', ..] | [b'-'] | [b'-', b' ' | b'\r' | b'\n', ..] => true,
                [..] => false,
            };
            let depth = 2 * indentation + usize::from(is_inside);
            let index = outline.lines.len();
            while let Some(above) = open.pop_if(|above| outline.lines[*above].depth >= depth) {
                outline.lines[above].end = index;
            }
            open.push(index);
            outline.lines.push(Line { number, indentation, depth, end: usize::MAX });
        }
        outline
    }

    /// How many lines there are; what ends the last one begins another.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, counted from 1, with what ends it; none of one that is not there.
    pub(super) fn bytes(&self, text: &str, number: usize) -> Range<usize> {
        let start = |index: usize| self.starts.get(index).copied().unwrap_or(text.len());
        start(number.saturating_sub(1))..start(number)
    }

    /// The smallest section that the tokens of a pointer lead into; nothing where the first of them leads nowhere.
    pub(super) fn section(&self, text: &str, tokens: &[&str]) -> Option<Section> {
        // `paths`, `/a`, `get`, `tags`, `0` in `paths:\n  /a:\n    get: {tags: [x]}` -> the line of `get`, three tokens deep
        let mut inside = self.within(text, 0..usize::MAX);
        let mut section: Option<Section> = None;
        for (index, token) in tokens.iter().enumerate() {
            let Some((line, key)) = self.child(text, inside.clone(), token) else {
                let is_missing = section.is_some() && self.are_keys(text, inside);
                return section.map(|section| Section { is_last: is_missing, ..section });
            };
            let Line { number, indentation, end, .. } = self.lines[line];
            let last = self.lines.get(end).map_or(text.len(), |next| self.bytes(text, next.number).start);
            let is_last = index + 1 == tokens.len();
            let bytes = self.bytes(text, number).start..last;
            section = Some(Section { place: (number, indentation + 1), text: bytes, depth: index + 1, is_last });
            if !key.is_open {
                break;
            }
            inside = self.within(text, line + 1..end);
        }
        section
    }

    /// The lines of a value without the brace that it begins with, and those behind it, where the brace has a line of its own.
    fn within(&self, text: &str, lines: Range<usize>) -> Range<usize> {
        match self.lines.get(lines.start) {
            Some(first) if lines.start < lines.end && self.words(text, lines.start) == "{" => {
                lines.start + 1..first.end.min(lines.end)
            }
            Some(_) | None => lines,
        }
    }

    /// The line among these that begins with a key, none of what is inside another.
    fn child<'t>(&self, text: &'t str, lines: Range<usize>, token: &str) -> Option<(usize, Key<'t>)> {
        self.children(lines).find_map(|index| {
            let Line { number, indentation, .. } = self.lines[index];
            let words = &text[self.bytes(text, number).start + indentation..];
            let is_likely = words.strip_prefix(['"', '\'']).unwrap_or(words).starts_with(token);
            let key = if is_likely { key(self.words(text, index)) } else { None };
            key.filter(|key| key.name == token).map(|key| (index, key))
        })
    }

    /// Whether these lines are a mapping each of whose keys says by itself what it is.
    fn are_keys(&self, text: &str, lines: Range<usize>) -> bool {
        let is_end = |words: &str| words.trim_end_matches(',').chars().all(|letter| matches!(letter, '}' | ']'));
        // Between braces, one line may have several keys: `a: 1, b: 1`, or `}, b: {`.
        let is_flow = lines.start.checked_sub(1).is_some_and(|above| self.words(text, above).ends_with('{'));
        let is_alone = |index: usize, words: &str| {
            let mut below = self.children(index + 1..self.lines[index].end).map(|index| self.words(text, index));
            !words.trim_end_matches(',').contains(',')
                && below.all(|words| !words.starts_with(['}', ']']) || is_end(words))
        };
        let mut children = self.children(lines).peekable();
        children.peek().is_some()
            && children.all(|index| {
                let words = self.words(text, index);
                is_end(words) || (key(words).is_some() && (!is_flow || is_alone(index, words)))
            })
    }

    fn children(&self, lines: Range<usize>) -> impl Iterator<Item = usize> {
        let end = lines.end.min(self.lines.len());
        iter::successors(Some(lines.start), |&index| Some(self.lines.get(index)?.end))
            .take_while(move |&index| index < end)
    }

    /// A line without the blanks around it.
    fn words<'t>(&self, text: &'t str, index: usize) -> &'t str {
        self.lines.get(index).map_or("", |line| text[self.bytes(text, line.number)].trim())
    }
}

/// The key that a line begins with: plain, or in quotes without escapes.
fn key(line: &str) -> Option<Key<'_>> {
    let (name, rest) = match line.chars().next()? {
        quote @ ('"' | '\'') => {
            let (name, rest) = line[1..].split_once(quote)?;
            let has_escapes = quote == '"' && name.contains('\\');
            (name, rest.strip_prefix(':').filter(|_| !has_escapes)?)
        }
        // What begins otherwise than a plain scalar (YAML 1.2.2, section 7.3.3).
        '-' | '?' | ':' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' => {
            return None;
        }
        _ => {
            let mut ends = line.match_indices(':').map(|(end, _)| end);
            let end = ends.find(|end| line[end + 1..].chars().next().is_none_or(char::is_whitespace))?;
            let name = line[..end].trim_end();
            // A comment ends the key, and a merge key has more keys.
            (name, line.get(end + 1..).filter(|_| !name.contains(" #") && name != "<<")?)
        }
    };
    let value = rest.trim_start();
    let is_key = value.is_empty() || value.len() < rest.len();
    let is_open = value.is_empty() || value.starts_with('#') || value == "{";
    is_key.then_some(Key { name, is_open })
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "# A pet shop.\nopenapi: 3.0.3\ntags:\n- name: a\n- name: b\npaths:\n\n  # All pets.\n  '/pets': # more\n    get: {x: 1}\n  \"/a/{b}\":\n    description: |\n      get: no key\n    get:\n      tags: [a]\n    post:\n    - one\n  200:\n    a: 1\n";
    const ALLMAN: &str = "{\n  \"openapi\": \"3.0.3\",\n  \"tags\":\n  [\n    {\n      \"name\": \"a\"\n    }\n  ],\n  \"paths\":\n  {\n    \"/pets\":\n    {\n      \"get\": {\"x\": 1}\n    },\n    \"/a\": {}\n  }\n}\n";
    const JSON: &str = "{\n  \"openapi\": \"3.0.3\",\n  \"tags\": [\n    {\n      \"name\": \"a\"\n    }\n  ],\n  \"paths\": {\n    \"/pets\": {\n      \"get\": {\"x\": 1}\n    },\n    \"/a\": {}\n  }\n}\n";

    /// The lines of the section, counted from 1, the column of its key, how many tokens lead there, and whether that is all.
    #[track_caller]
    fn check(text: &str, tokens: &[&str], expected: Option<(Range<usize>, usize, usize, bool)>) {
        let found = Outline::new(text).section(text, tokens).map(|section| {
            let lines = section.place.0..section.place.0 + text[section.text].matches('\n').count();
            (lines, section.place.1, section.depth, section.is_last)
        });
        assert_eq!(found, expected, "{tokens:?}");
    }

    #[test]
    fn indentation_leads_to_keys() {
        check(YAML, &["openapi"], Some((2..3, 1, 1, true)));
        check(YAML, &["paths"], Some((6..20, 1, 1, true)));
        check(YAML, &["paths", "/pets"], Some((9..11, 3, 2, true)));
        check(YAML, &["paths", "/a/{b}", "get", "tags"], Some((15..16, 7, 4, true)));
        check(YAML, &["paths", "/a/{b}", "post"], Some((16..18, 5, 3, true)));
        check(JSON, &["paths", "/pets", "get"], Some((10..11, 7, 3, true)));
        check(JSON, &["paths", "/pets"], Some((9..12, 5, 2, true)));
        check(JSON, &["tags"], Some((3..8, 3, 1, true)));
    }

    #[test]
    fn braces_with_lines_of_their_own_are_inside() {
        check(ALLMAN, &["openapi"], Some((2..3, 3, 1, true)));
        check(ALLMAN, &["tags"], Some((3..9, 3, 1, true)));
        check(ALLMAN, &["tags", "0", "name"], Some((3..9, 3, 1, false)));
        check(ALLMAN, &["paths"], Some((9..17, 3, 1, true)));
        check(ALLMAN, &["paths", "/pets"], Some((11..15, 5, 2, true)));
        check(ALLMAN, &["paths", "/pets", "get"], Some((13..14, 7, 3, true)));
        check(ALLMAN, &["paths", "/pets", "get", "x"], Some((13..14, 7, 3, false)));
        check(ALLMAN, &["paths", "/a"], Some((15..16, 5, 2, true)));
        check(ALLMAN, &["paths", "/b"], Some((9..17, 3, 1, true)));
    }

    #[test]
    fn braces_of_yaml_may_begin_in_the_next_line() {
        let text =
            "paths:\n  {\n    /a: {get: 1}, /b: {},\n    /c:\n    {get: 1,\n     put: 1}, /d: {}\n  }\ntags:\n  - a\n";
        check(text, &["paths", "/a"], Some((3..4, 5, 2, true)));
        check(text, &["paths", "/b"], Some((1..8, 1, 1, false)));
        check(text, &["paths", "/c"], Some((4..7, 5, 2, true)));
        check(text, &["paths", "/c", "get"], Some((4..7, 5, 2, false)));
        check(text, &["paths", "/d"], Some((1..8, 1, 1, false)));
        check(text, &["tags"], Some((8..10, 1, 1, true)));
        let text = "{\n  \"a\": {\n    \"b\": {\n    }, \"c\": {\n    }\n  }\n}\n";
        check(text, &["a", "c"], Some((2..7, 3, 1, false)));
    }

    #[test]
    fn lists_brackets_and_texts_of_several_lines_are_left_to_a_parser() {
        check(YAML, &["tags", "1", "name"], Some((3..6, 1, 1, false)));
        check(YAML, &["paths", "/pets", "get", "x"], Some((10..11, 5, 3, false)));
        check(YAML, &["paths", "/a/{b}", "description", "get"], Some((12..14, 5, 3, false)));
        check(JSON, &["tags", "0", "name"], Some((3..8, 3, 1, false)));
        check(JSON, &["paths", "/pets", "get", "x"], Some((10..11, 7, 3, false)));
        check("{a: 1}", &["a"], None);
        check("? a\n: 1\n", &["a"], None);
        check("a:\n  <<: *b\n", &["a", "c"], Some((1..3, 1, 1, false)));
    }

    #[test]
    fn what_is_missing_is_known_to_be_so_where_each_key_says_what_it_is() {
        check(YAML, &["paths", "/a/{b}", "put"], Some((11..18, 3, 2, true)));
        check(JSON, &["paths", "/b"], Some((8..14, 3, 1, true)));
        check("a:\n  \"\\u0062\": 1\n", &["a", "b"], Some((1..3, 1, 1, false)));
        check(YAML, &["components"], None);
    }
}
