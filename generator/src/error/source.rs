//! A text that was read, and where in it something stands.

use std::sync::{Arc, OnceLock};

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

    /// Where a node stands, in a line: `spec.yaml:8:3`; by its pointer alone where nobody knows its line.
    pub(super) fn spot(&self, pointer: &Pointer) -> String {
        let name = &self.name;
        self.positions()
            .find(&self.text, pointer)
            .map_or_else(|| format!("{name}: #{pointer}"), |(line, column)| format!("{name}:{line}:{column}"))
    }
}

/// The positions are only another view of the text.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text) == (&other.name, &other.text)
    }
}

impl Eq for Source {}
