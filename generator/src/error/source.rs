//! A text that was read, and where in it something stands.

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::folder::Folder;
use crate::place::{Pointer, Positions};

/// A text that was read: an OpenAPI description or an Overlay document.
#[derive(Clone, Debug)]
pub struct Source {
    /// How messages call it: a path as the user gave it.
    pub name: String,
    /// The whole text, YAML or JSON.
    pub text: String,
    /// What its references to other files may lead to; nothing where nobody says which folder it stands in.
    pub folder: Option<Arc<dyn Folder>>,
    /// Where its nodes stand: read when somebody asks for the first time.
    positions: OnceLock<Positions>,
}

impl Source {
    /// A source with its name as messages show it. A byte order mark is no part of it; where all lines end with a carriage
    /// return alone, they end with a line feed here.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::read(name.into(), text.into(), None))
    }

    /// A source as of [`Source::new`], whose references may lead to other files of the folder that it stands in.
    pub fn in_folder(name: impl Into<String>, text: impl Into<String>, folder: Arc<dyn Folder>) -> Arc<Self> {
        Arc::new(Self::read(name.into(), text.into(), Some(folder)))
    }

    fn read(name: String, text: String, folder: Option<Arc<dyn Folder>>) -> Self {
        let text = if text.starts_with('\u{feff}') { text['\u{feff}'.len_utf8()..].to_owned() } else { text };
        let is_of_returns = text.contains('\r') && !text.contains('\n');
        let text = if is_of_returns { text.replace('\r', "\n") } else { text };
        Self { name, text, folder, positions: OnceLock::new() }
    }

    /// Where its nodes stand.
    pub fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::new(&self.text))
    }

    /// The line that a message shows of what stands at a line and a column, both counted from 1.
    pub(super) fn excerpt(&self, (line, column): (usize, usize)) -> Excerpt<'_> {
        let positions = self.positions();
        let word = positions.span_at(&self.text, line, column);
        // What is missing behind the last line is missing at its end.
        let (line, whole) = positions.line(&self.text, line);
        if whole.len() <= LONGEST_LINE {
            let span = word.start - whole.start..word.end - whole.start;
            return Excerpt { text: Cow::Borrowed(&self.text[whole]), line, column: None, span };
        }
        let column = self.text[whole.start..word.start].chars().count() + 1;
        let word = word.start..self.boundary(word.end.min(word.start + AROUND));
        let shown = self.boundary(word.start.saturating_sub(AROUND).max(whole.start))
            ..self.boundary((word.end + AROUND).min(whole.end));
        let cut = |is_cut: bool| if is_cut { CUT } else { "" };
        let (before, after) = (cut(shown.start > whole.start), cut(shown.end < whole.end));
        let text = format!("{before}{}{after}", self.text[shown.clone()].trim_end_matches(['\r', '\n']));
        let moved = |at: usize| (at - shown.start + before.len()).min(text.len());
        let span = moved(word.start)..moved(word.end);
        let column = Some((text[..span.start].chars().count() + 1, column));
        Excerpt { text: Cow::Owned(text), line, column, span }
    }

    /// The byte at which the character begins that this byte is one of.
    fn boundary(&self, byte: usize) -> usize {
        (0..=byte).rev().find(|byte| self.text.is_char_boundary(*byte)).unwrap_or_default()
    }

    /// Where a node stands, in a line: `spec.yaml:8:3`; by its pointer alone where nobody knows its line.
    pub(super) fn spot(&self, pointer: &Pointer) -> String {
        let name = &self.name;
        self.positions()
            .find(&self.text, pointer)
            .map_or_else(|| format!("{name}: #{pointer}"), |(line, column)| format!("{name}:{line}:{column}"))
    }
}

/// How many bytes a line may have to be shown whole: a description can be one line of millions, and each message would cost as much.
const LONGEST_LINE: usize = 1_000;

/// How many bytes of a longer one are shown before and behind what is meant, and how many of that itself.
const AROUND: usize = 60;

/// What stands for the rest of it.
const CUT: &str = "[...]";

/// The line that something stands in, or the part of it that a message shows.
pub(super) struct Excerpt<'s> {
    pub(super) text: Cow<'s, str>,
    /// Its number, from 1.
    pub(super) line: usize,
    /// Where what is meant begins, in characters from 1, of a line that is not shown whole: in this text, and in the line.
    pub(super) column: Option<(usize, usize)>,
    /// What is meant, in bytes of this text.
    pub(super) span: Range<usize>,
}

/// The positions are only another view of the text.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text) == (&other.name, &other.text)
    }
}

impl Eq for Source {}
