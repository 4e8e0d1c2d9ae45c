//! JSON pointers (RFC 6901), and the lines and columns that they stand for.
//!
//! The happy path reads a text without positions. Only what is asked for is looked up, by the lines of the text, and a marking parser
//! reads the section of it in which they do not say where a node stands.

mod outline;
pub(crate) mod tree;

use std::{
    cmp::Ordering,
    collections::HashMap,
    fmt,
    hash::{Hash, Hasher},
    iter,
    ops::Range,
    ptr,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use serde_path_to_error::Segment;

use self::{
    outline::{Outline, Section},
    tree::{Found, Tree},
};
use crate::error::reads;

/// A path from the root of a document to one of its nodes. All that is made of a description holds some: a copy is no other than what
/// it is a copy of, and a child shares the way to what it is a child of.
#[derive(Clone, Default)]
pub struct Pointer(Option<Arc<Step>>);

/// The last step of a pointer.
struct Step {
    above: Pointer,
    token: String,
    depth: usize,
}

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer to a child: a key of a mapping, or an index of a sequence.
    #[must_use]
    pub fn child(&self, token: impl ToString) -> Self {
        Self(Some(Arc::new(Step { above: self.clone(), token: token.to_string(), depth: self.depth() + 1 })))
    }

    /// The pointer to what it is a child of; the root's is the root.
    #[must_use]
    pub fn parent(&self) -> Self {
        self.0.as_ref().map(|step| step.above.clone()).unwrap_or_default()
    }

    /// The pointer to a descendant, token by token.
    #[must_use]
    pub fn descendant<T: ToString>(&self, tokens: impl IntoIterator<Item = T>) -> Self {
        tokens.into_iter().fold(self.clone(), |place, token| place.child(token))
    }

    /// Reads a pointer in RFC 6901's notation: `/components/schemas/a~1b`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::root().descendant(text.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")))
    }

    /// The name of the component of a kind (`schemas`) that this is, or is in, and the tokens from there on.
    #[must_use]
    pub fn component(&self, kind: &str) -> Option<(&str, Vec<&str>)> {
        // `/components/schemas/Pet/properties/name` -> `Pet`, `properties` and `name`
        match self.tokens().as_slice() {
            ["components", of, name, inside @ ..] if *of == kind => Some((name, inside.to_vec())),
            _ => None,
        }
    }

    /// How many tokens it has: none of them leads to the root.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.as_ref().map_or(0, |step| step.depth)
    }

    /// The tokens, unescaped, from the root on.
    #[must_use]
    pub fn tokens(&self) -> Vec<&str> {
        let mut tokens: Vec<&str> = self.tokens_upwards().collect();
        tokens.reverse();
        tokens
    }

    /// The tokens, unescaped, the last first.
    pub fn tokens_upwards(&self) -> impl Iterator<Item = &str> {
        self.steps().map(|step| step.token.as_str())
    }

    /// The tokens that lead here from another place; nothing where that is not above this one, and is not this one.
    #[must_use]
    pub fn below(&self, above: &Self) -> Option<Vec<&str>> {
        // `/a/b/c` below `/a` -> `b`, `c`
        let further = self.depth().checked_sub(above.depth())?;
        let start = match further.checked_sub(1) {
            None => self,
            Some(last) => self.steps().nth(last).map(|step| &step.above)?,
        };
        let mut tokens: Vec<&str> = if start == above { self.tokens_upwards().take(further).collect() } else { return None };
        tokens.reverse();
        Some(tokens)
    }

    fn steps(&self) -> impl Iterator<Item = &Step> {
        iter::successors(self.0.as_deref(), |step| step.above.0.as_deref())
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        let mut steps = self.steps().zip(other.steps());
        self.depth() == other.depth()
            && steps
                .find_map(|(one, other)| if ptr::eq(one, other) { Some(true) } else { (one.token != other.token).then_some(false) })
                .unwrap_or(true)
    }
}

impl Eq for Pointer {}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.tokens_upwards().for_each(|token| token.hash(hasher));
    }
}

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other { Ordering::Equal } else { self.tokens().cmp(&other.tokens()) }
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pointer({:?})", self.to_string())
    }
}

/// One step after the other, on no stack: a pointer may be as deep as a document.
impl Drop for Step {
    fn drop(&mut self) {
        let mut above = self.above.0.take();
        while let Some(mut step) = above.and_then(Arc::into_inner) {
            above = step.above.0.take();
        }
    }
}

/// The way to a value in a walk through a document; it becomes a pointer only where one is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Path<'p> {
    /// The whole document.
    Root,
    /// What stands under a key.
    Key(&'p Path<'p>, &'p str),
    /// An item of a list.
    Item(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// The pointer to the value.
    #[must_use]
    pub fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(above, key) => above.pointer().child(key),
            Self::Item(above, index) => above.pointer().child(index),
        }
    }
}

/// The JSON pointer of a path that `serde_path_to_error` reports.
#[must_use]
pub fn pointer_of(path: &serde_path_to_error::Path) -> Pointer {
    Pointer::root().descendant(path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    }))
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens().iter().try_for_each(|token| write!(formatter, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

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

    /// The bytes of the same text at which the node of a pointer stands: its key, or the item.
    /// Where the text lacks the node (an overlay added it), its nearest ancestor; nothing where nobody knows.
    #[must_use]
    pub fn span(&self, text: &str, pointer: &Pointer) -> Option<Range<usize>> {
        let (line, column) = self.find(text, pointer)?;
        Some(self.span_at(text, line, column))
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
        let span = Positions::new(text).span(text, &Pointer::parse(pointer)).expect("it is known where");
        assert_eq!(&text[span], expected);
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
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::root().child("a/b").child("c~d");
        assert_eq!(pointer.to_string(), "/a~1b/c~0d");
        assert_eq!(Pointer::parse("/a~1b/c~0d"), pointer);
    }
}
