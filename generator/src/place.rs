//! The lines and columns that JSON pointers stand for.
//!
//! The happy path reads a text without positions. Only what is asked for is looked up, by the lines of the text, and a marking parser
//! reads the section of it in which they do not say where a node stands.

mod outline;
mod pointer;
pub(crate) mod tree;

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

pub use self::pointer::{Path, Pointer, pointer_of};
use self::{
    outline::{Outline, Section},
    tree::{Found, Tree},
};
use crate::error::reads;

/// Where the nodes of a text stand: for looking up many of them, each with as little reading as it needs.
#[derive(Clone, Debug)]
pub struct Positions {
    outline: Outline,
    /// What a marking parser makes of sections, by the bytes at which they begin.
    sections: Arc<Mutex<HashMap<usize, Arc<Tree>>>>,
    /// What it makes of the whole text.
    whole: OnceLock<Arc<Tree>>,
}

impl Positions {
    /// Reads where the lines of a text lead.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { outline: Outline::new(text), sections: Arc::default(), whole: OnceLock::new() }
    }

    /// The line and column (both from 1) of the node of a pointer in the same text: of its key, or of the item.
    /// Where the text lacks the node (an overlay added it), those of its nearest ancestor. Nothing where it stands behind what
    /// a marking parser does not understand.
    #[must_use]
    pub fn find(&self, text: &str, pointer: &Pointer) -> Option<(usize, usize)> {
        let tokens = pointer.tokens();
        let section = self.outline.section(text, &tokens);
        if let Some(section) = &section {
            if section.is_last {
                return Some(section.place);
            }
            if let Found::At(line, column) = self.tree(text, section).find(&tokens[section.depth - 1..]) {
                return Some((section.place.0 - 1 + line - usize::from(is_flow(text)), column));
            }
        }
        // What can't be read alone, an alias of an anchor elsewhere, is read with all the rest.
        match self.whole(text).find(&tokens) {
            Found::At(line, column) => Some((line, column)),
            Found::Unknown => None,
        }
    }

    /// The scalar to which a pointer leads in the same text, as it is written.
    pub(crate) fn scalar(&self, text: &str, pointer: &Pointer) -> Option<String> {
        let tokens = pointer.tokens();
        let section = self.outline.section(text, &tokens);
        let scalar = section
            .and_then(|section| self.tree(text, &section).scalar(&tokens[section.depth - 1..]).map(str::to_owned));
        scalar.or_else(|| self.whole(text).scalar(&tokens).map(str::to_owned))
    }

    fn tree(&self, text: &str, section: &Section) -> Arc<Tree> {
        let mut sections = self.sections.lock().unwrap_or_else(PoisonError::into_inner);
        let tree = sections.entry(section.text.start).or_insert_with(|| {
            // Of JSON, another value may follow.
            let section = text[section.text.clone()].trim_end();
            let section = section.strip_suffix(',').unwrap_or(section);
            // Between braces, indentation says nothing; alone, a bracket as far left as its key would end nothing.
            Arc::new(if is_flow(text) { Tree::read(&format!("{{\n{section}\n}}")) } else { Tree::read(section) })
        });
        Arc::clone(tree)
    }

    fn whole(&self, text: &str) -> &Tree {
        self.whole.get_or_init(|| {
            reads::note();
            Arc::new(Tree::read(text))
        })
    }

    /// The number of a line of the same text, counted from 1, and its bytes with what ends it; behind the last one, those of the last.
    #[must_use]
    pub fn line(&self, text: &str, number: usize) -> (usize, Range<usize>) {
        let number = number.min(self.outline.count());
        match self.outline.bytes(text, number) {
            nothing if nothing.is_empty() && number > 1 => (number - 1, self.outline.bytes(text, number - 1)),
            bytes => (number, bytes),
        }
    }

    /// The bytes of the word at a line and a column of the same text, both counted from 1.
    #[must_use]
    pub fn span_at(&self, text: &str, line: usize, column: usize) -> Range<usize> {
        let line = self.outline.bytes(text, line);
        let rest = text[line.clone()].lines().next().unwrap_or("");
        let start = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(offset, _)| offset);
        let word = rest[start..]
            .find(|character: char| character == ':' || character.is_whitespace())
            .unwrap_or(rest.len() - start);
        line.start + start..line.start + start + word
    }
}

/// Whether all of a text stands between braces.
fn is_flow(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The line and column (both from 1) of the first key that stands a second time in its mapping.
#[must_use]
pub fn second_key(text: &str) -> Option<(usize, usize)> {
    tree::second_key(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, pointer: &str, expected: &str) {
        let positions = Positions::new(text);
        let (line, column) = positions.find(text, &Pointer::parse(pointer)).expect("it is known where");
        assert_eq!(&text[positions.span_at(text, line, column)], expected);
    }

    #[test]
    fn a_pointer_leads_to_its_key() {
        check("paths:\n  /a/b:\n    get: {}\n", "/paths/~1a~1b/get", "get");
    }

    #[test]
    fn an_index_leads_to_the_item() {
        check("tags:\n- one\n- two\n", "/tags/1", "two");
    }

    #[test]
    fn a_numeric_key_is_found_by_its_text() {
        check("responses:\n  200: {}\n", "/responses/200", "200");
    }

    #[test]
    fn a_missing_node_falls_back_to_its_nearest_ancestor() {
        check("info:\n  title: x\n", "/info/license/name", "info");
    }

    #[test]
    fn json_is_read_too() {
        check("{\"a\": {\"b\": 1}}", "/a/b", "\"b\"");
    }

    #[track_caller]
    fn check_place(text: &str, pointer: &str, expected: Option<(usize, usize)>) {
        assert_eq!(Positions::new(text).find(text, &Pointer::parse(pointer)), expected, "{text}");
    }

    #[test]
    fn pairs_of_escapes_leave_each_node_where_it_stands() {
        let text = "{\"title\": \"Smile \\ud83d\\ude00\", \"\\uD83D\\uDE00\": 1,\n \"paths\": {\"/a\": 5}}";
        check_place(text, "/title", Some((1, 2)));
        check_place(text, "/paths", Some((2, 2)));
        check_place(text, "/paths/~1a", Some((2, 12)));
        assert_eq!(second_key("{\"a\": \"\\ud83d\\ude00\",\n \"b\": 1, \"b\": 2}"), Some((2, 10)));
    }

    #[test]
    fn a_node_has_its_place_or_none() {
        // A tab behind the colon is YAML, which the marking parser refuses.
        let text = "a:\n  b: 1\nopenapi:\t3.0.3\npaths: {}\n";
        check_place(text, "/a/b", Some((2, 3)));
        check_place(text, "/a/c", Some((1, 1)));
        check_place(text, "/paths", Some((4, 1)));
        check_place(text, "/components", None);
        check_place("{a:\t1,\n b: 1}\n", "/b", None);
        check_place("a: {\nb: 1}\nc: 1\n", "/a/b", None);
        check_place("a: {\nb: 1}\nc: 1\n", "/c", Some((3, 1)));
        check_place("a: 1\nb: \"x\ny\"\nc: 1\n", "/a", Some((1, 1)));
        check_place("a: 1\nb: \"x\ny\"\nc: 1\n", "/c", Some((4, 1)));
        check_place("a: 1\nb: \"x\ny\"\nc: 1\n", "/d", None);
    }

    #[test]
    fn keys_are_found_as_they_are_written() {
        let text = "012: a\nTrue: b\n1.0: c\n~: d\n0x1F: e\n'x': f\n";
        for (pointer, line) in [("/012", 1), ("/True", 2), ("/1.0", 3), ("/~0", 4), ("/0x1F", 5), ("/x", 6)] {
            check_place(text, pointer, Some((line, 1)));
        }
    }

    #[test]
    fn aliases_and_merged_mappings_lead_to_where_they_are_written() {
        let text = "a: &x {b: {c: 1}}\nd: *x\ne: {<<: *x, f: 2}\ng: {<<: [{h: 1}, *x]}\n'i': {'<<': *x}\n";
        check_place(text, "/d", Some((2, 1)));
        check_place(text, "/d/b/c", Some((1, 12)));
        check_place(text, "/e/b", Some((1, 8)));
        check_place(text, "/e/f", Some((3, 13)));
        check_place(text, "/g/h", Some((4, 11)));
        check_place(text, "/g/b/c", Some((1, 12)));
        // In quotes it is a key as any other.
        check_place(text, "/i/b", Some((5, 1)));
    }

    #[test]
    fn a_key_that_stands_twice_is_found() {
        assert_eq!(second_key("a: {b: 1, c: [a, a]}\nd:\n  e: 1\n  e: 2\na: 1\n"), Some((4, 3)));
        assert_eq!(second_key("a: {a: 1}\nb: {a: 1}\n"), None);
    }

    #[test]
    fn the_last_item_of_a_list_is_found_in_its_section() {
        let text = "{\n  \"a\": [\n    \"x\",\n    \"y\"\n  ],\n  \"b\": {\"c\": [1,\n    2\n  ]}\n}\n";
        let positions = Positions::new(text);
        for (pointer, place) in [("/a/0", (3, 5)), ("/a/1", (4, 5)), ("/b/c", (6, 9)), ("/b/c/1", (7, 5))] {
            let (found, read) = reads::counted(|| positions.find(text, &Pointer::parse(pointer)));
            assert_eq!((found, read), (Some(place), 0), "{pointer}");
        }
    }
}
