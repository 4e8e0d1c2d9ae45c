//! What is wrong with an input: where, what, and what to do. Errors of one phase are collected and shown together.

mod folder;
#[doc(hidden)]
pub mod reads;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use indexmap::IndexMap;

pub use self::folder::Folder;
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
    fn spot(&self, pointer: &Pointer) -> String {
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

/// Whether a diagnostic stops the run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The output is complete, but something in the description had to be read generously.
    Warning,
}

/// Where in a source a diagnostic points.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// The node at a JSON pointer (RFC 6901); line and column are looked up when the diagnostic is shown.
    Pointer(Pointer),
    /// A position in the text, both counted from 1: what a parser reported.
    Position {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
}

/// One thing that is wrong, with its place and the way out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong; lower case, no final period.
    pub message: String,
    /// The text that it is about, and where in it.
    pub place: Option<(Arc<Source>, Place)>,
    /// The reference that leads to that text from another file, and where it stands.
    pub referred: Option<(Arc<Source>, Pointer)>,
    /// What the user can do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into(), place: None, referred: None, help: None }
    }

    /// A warning without a place.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// The same diagnostic, pointing at a node.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, pointer: &Pointer) -> Self {
        self.place = Some((Arc::clone(source), Place::Pointer(pointer.clone())));
        self
    }

    /// The same diagnostic, pointing at a position that a parser reported (counted from 1).
    #[must_use]
    pub fn at_position(mut self, source: &Arc<Source>, line: usize, column: usize) -> Self {
        self.place = Some((Arc::clone(source), Place::Position { line, column }));
        self
    }

    /// The same diagnostic, pointing at a byte of the text, as a parser of TOML reports it.
    #[must_use]
    pub fn at_offset(self, source: &Arc<Source>, offset: usize) -> Self {
        let before = source.text.get(..offset).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.at_position(source, before.matches('\n').count() + 1, column)
    }

    /// The same diagnostic, with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group =
            level.primary_title(self.message.as_str()).elements(std::iter::empty::<annotate_snippets::Element<'_>>());
        let mut label = String::new();
        if let Some((source, place)) = &self.place {
            let (span, pointer) = match place {
                Place::Pointer(pointer) => (source.positions().span(&source.text, pointer), Some(pointer)),
                Place::Position { line, column } => {
                    (Some(source.positions().span_at(&source.text, *line, *column)), None)
                }
            };
            if let Some(pointer) = pointer.filter(|pointer| !pointer.tokens().is_empty()) {
                label = format!("#{pointer}");
            }
            group = match span {
                Some(span) => {
                    let annotation = AnnotationKind::Primary.span(span);
                    let annotation = if label.is_empty() { annotation } else { annotation.label(label.as_str()) };
                    let snippet = Snippet::source(source.text.as_str()).path(source.name.as_str());
                    group.element(snippet.annotation(annotation))
                }
                // The pointer says as much as is known.
                None => group.element(Origin::path(format!("{}: {label}", source.name))),
            };
        }
        let referred =
            self.referred.as_ref().map(|(source, pointer)| format!("referred to at {}", source.spot(pointer)));
        if let Some(referred) = &referred {
            group = group.element(Level::NOTE.message(referred.as_str()));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        formatter.write_str(&Renderer::plain().render(&[group]))
    }
}

/// The diagnostics that differ in what they say, each at its first place, with the number of its places.
#[must_use]
pub fn grouped(diagnostics: &[Diagnostic]) -> Vec<(&Diagnostic, usize)> {
    let mut groups: IndexMap<(&str, Option<&str>), (&Diagnostic, usize)> = IndexMap::new();
    for diagnostic in diagnostics {
        let said = (diagnostic.message.as_str(), diagnostic.help.as_deref());
        groups.entry(said).or_insert((diagnostic, 0)).1 += 1;
    }
    groups.into_values().collect()
}

/// How many diagnostics are worth reading at once.
const SHOWN: usize = 20;

/// The errors of one phase: all of them, at least one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Errors(Vec<Diagnostic>);

impl Errors {
    /// The diagnostics, in the order of the input.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0
    }

    /// The same errors, each changed.
    #[must_use]
    pub fn map(&self, change: impl Fn(&Diagnostic) -> Diagnostic) -> Self {
        Self(self.0.iter().map(change).collect())
    }
}

impl From<Diagnostic> for Errors {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().take(SHOWN).enumerate() {
            if index > 0 {
                formatter.write_str("\n\n")?;
            }
            write!(formatter, "{diagnostic}")?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(formatter, "\n\nerror: and {more} more"),
        }
    }
}

impl std::error::Error for Errors {}

/// Collects the diagnostics of a phase while it goes on.
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether it has been reported.
    #[must_use]
    pub fn contains(&self, diagnostic: &Diagnostic) -> bool {
        self.0.contains(diagnostic)
    }

    /// Adds the errors of a part of the phase.
    pub fn extend(&mut self, errors: Errors) {
        self.0.extend(errors.0);
    }

    /// Adds the errors of a part that several others lead to, each once.
    pub fn extend_once(&mut self, errors: Errors) {
        for error in errors.0 {
            if !self.contains(&error) {
                self.push(error);
            }
        }
    }

    /// Brings them into the order of their places; those without one come last. Of equal keys the order stays.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&Pointer) -> K) {
        let key = |diagnostic: &Diagnostic| match &diagnostic.place {
            Some((_, Place::Pointer(pointer))) => (false, Some(key(pointer))),
            Some((_, Place::Position { .. })) | None => (true, None),
        };
        self.0.sort_by_key(key);
    }

    /// Ends a phase.
    ///
    /// # Errors
    ///
    /// All errors of the phase, if there is one; the warnings are left out then.
    pub fn finish(self) -> Result<Vec<Diagnostic>, Errors> {
        let (errors, warnings): (Vec<_>, Vec<_>) =
            self.0.into_iter().partition(|diagnostic| diagnostic.severity == Severity::Error);
        if errors.is_empty() { Ok(warnings) } else { Err(Errors(errors)) }
    }
}
