//! The nodes of a text as a marking parser finds them: where each stands, and how it is written. Of a text that the parser does
//! not understand to its end, those that stand before the spot.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// How many mappings may be merged into each other.
const MERGED: usize = 32;

/// The nodes of a text, the root first.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// The collections whose end has not been found.
    unfinished: HashSet<usize>,
}

#[derive(Clone, Debug)]
struct Node {
    /// Its line and its column, both from 1.
    place: (usize, usize),
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Scalar {
        text: String,
        is_plain: bool,
    },
    Sequence(Vec<usize>),
    /// Keys and values by turns.
    Mapping(Vec<usize>),
    /// What has the anchor.
    Alias(Option<usize>),
}

/// What a tree knows of a node.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Found {
    /// Where it stands: its key, or the item.
    At(usize, usize),
    /// The text ends, as far as it is understood, before it can be said where it stands, or whether it is there.
    Unknown,
}

impl Tree {
    /// Reads a text.
    pub(crate) fn read(text: &str) -> Self {
        let text = without_surrogates(text);
        let mut parser = Parser::new_from_str(&text);
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        while let Some(Ok((event, span))) = parser.next_event() {
            let (anchor, kind) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    (anchor, Kind::Scalar { text: text.into_owned(), is_plain: style == ScalarStyle::Plain })
                }
                Event::Alias(anchor) => (0, Kind::Alias(anchors.get(&anchor).copied())),
                Event::SequenceStart(anchor, _) => (anchor, Kind::Sequence(Vec::new())),
                Event::MappingStart(anchor, _) => (anchor, Kind::Mapping(Vec::new())),
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                    continue;
                }
                Event::DocumentEnd => break,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => continue,
            };
            let index = nodes.len();
            if anchor > 0 {
                anchors.insert(anchor, index);
            }
            if let Some(Kind::Sequence(children) | Kind::Mapping(children)) =
                open.last().map(|&parent| &mut nodes[parent].kind)
            {
                children.push(index);
            }
            if matches!(kind, Kind::Sequence(_) | Kind::Mapping(_)) {
                open.push(index);
            }
            nodes.push(Node { place: place(&span), kind });
        }
        let unfinished = open.into_iter().collect();
        Self { nodes, unfinished }
    }

    /// Where the node of a pointer stands. Where the text lacks the node (an overlay added it), its nearest ancestor does.
    pub(crate) fn find(&self, tokens: &[&str]) -> Found {
        let Some(root) = self.nodes.first() else { return Found::Unknown };
        let (mut found, mut index) = (root.place, 0);
        for token in tokens {
            index = self.followed(index);
            match self.child(index, token) {
                Some((key, value)) => (found, index) = (self.nodes[key].place, value),
                None if self.unfinished.contains(&index) => return Found::Unknown,
                None => break,
            }
        }
        Found::At(found.0, found.1)
    }

    /// Whether the key to which a pointer leads is written without quotes; nothing where the text has no such key.
    pub(crate) fn is_plain_key(&self, tokens: &[&str]) -> Option<bool> {
        let mut index = 0;
        self.nodes.first()?;
        let (last, way) = tokens.split_last()?;
        for token in way {
            index = self.child(self.followed(index), token)?.1;
        }
        let (key, _) = self.child(self.followed(index), last)?;
        Some(matches!(self.nodes[key].kind, Kind::Scalar { is_plain: true, .. }))
    }

    /// The scalar to which a pointer leads, as it is written.
    pub(crate) fn scalar(&self, tokens: &[&str]) -> Option<&str> {
        self.nodes.first()?;
        let mut index = 0;
        for token in tokens {
            index = self.child(self.followed(index), token)?.1;
        }
        self.text(index).map(|(text, _)| text)
    }

    /// The key and the value of a child, or the item twice; in a mapping, those of the ones that are merged into it, too.
    fn child(&self, index: usize, token: &str) -> Option<(usize, usize)> {
        self.child_within(index, token, MERGED)
    }

    /// The same through so many merged mappings, since an anchor may hold its own alias.
    fn child_within(&self, index: usize, token: &str, depth: usize) -> Option<(usize, usize)> {
        let depth = depth.checked_sub(1)?;
        match &self.nodes[index].kind {
            Kind::Mapping(children) => {
                let mut pairs = children.chunks_exact(2).map(|pair| (pair[0], pair[1]));
                pairs.clone().find(|(key, _)| self.text(*key).is_some_and(|(text, _)| text == token)).or_else(|| {
                    let (_, merged) = pairs.find(|(key, _)| self.text(*key) == Some(("<<", true)))?;
                    let merged = self.followed(merged);
                    match &self.nodes[merged].kind {
                        Kind::Sequence(items) => {
                            items.iter().find_map(|&item| self.child_within(self.followed(item), token, depth))
                        }
                        Kind::Mapping(_) => self.child_within(merged, token, depth),
                        Kind::Scalar { .. } | Kind::Alias(_) => None,
                    }
                })
            }
            Kind::Sequence(items) => items.get(token.parse::<usize>().ok()?).map(|&item| (item, item)),
            Kind::Scalar { .. } | Kind::Alias(_) => None,
        }
    }

    /// What an alias stands for. An anchor that is none of this text, or one of what holds the alias, leads nowhere else.
    fn followed(&self, index: usize) -> usize {
        match self.nodes[index].kind {
            Kind::Alias(Some(target)) if target < index => target,
            Kind::Alias(_) | Kind::Scalar { .. } | Kind::Sequence(_) | Kind::Mapping(_) => index,
        }
    }

    fn text(&self, index: usize) -> Option<(&str, bool)> {
        match &self.nodes[self.followed(index)].kind {
            Kind::Scalar { text, is_plain } => Some((text, *is_plain)),
            Kind::Sequence(_) | Kind::Mapping(_) | Kind::Alias(_) => None,
        }
    }
}

/// Whether the parser understands a text to its end. It refuses what is nested deeper than anybody writes.
pub(crate) fn is_understood(text: &str) -> bool {
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next_event() {
            Some(Ok(_)) => {}
            Some(Err(_)) => return false,
            None => return true,
        }
    }
}

/// The line and column (both from 1) of the first key that stands a second time in its mapping.
pub(super) fn second_key(text: &str) -> Option<(usize, usize)> {
    let tree = Tree::read(text);
    let mut second: Option<usize> = None;
    for node in &tree.nodes {
        let Kind::Mapping(children) = &node.kind else { continue };
        let mut seen = HashSet::new();
        let keys =
            children.iter().step_by(2).filter(|key| tree.text(**key).is_some_and(|(text, _)| !seen.insert(text)));
        second = second.into_iter().chain(keys.copied().next()).min();
    }
    second.map(|key| tree.nodes[key].place)
}

fn place(span: &Span) -> (usize, usize) {
    (span.start.line(), span.start.col() + 1)
}

/// JSON's pairs of escapes for one character are no YAML: others of the same length stand in for them.
pub(crate) fn without_surrogates(text: &str) -> Cow<'_, str> {
    let is_half = |at: usize, first: &[char]| {
        let digits = text.get(at + 2..at + 6).filter(|_| text[at..].starts_with("\\u"));
        digits.is_some_and(|digits| {
            digits.starts_with(['d', 'D']) && digits[1..].starts_with(first) && u16::from_str_radix(digits, 16).is_ok()
        })
    };
    if !text.trim_start().starts_with('{') || !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\').map(|offset| at + offset) {
        whole.push_str(&text[at..found]);
        let is_pair = is_half(found, &['8', '9', 'a', 'b', 'A', 'B'])
            && text.is_char_boundary(found + 6)
            && is_half(found + 6, &['c', 'd', 'e', 'f', 'C', 'D', 'E', 'F']);
        // An escape takes the character behind it with it: `\\ud83d` is no half of a pair.
        let escaped = text[found + 1..].chars().next().map_or(0, char::len_utf8);
        at = found + if is_pair { 12 } else { 1 + escaped };
        whole.push_str(if is_pair { "xxxxxxxxxxxx" } else { &text[found..at] });
    }
    whole.push_str(&text[at..]);
    Cow::Owned(whole)
}
