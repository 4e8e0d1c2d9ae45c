//! What is wrong with an input: where, what, and what to do. Errors of one phase are collected and shown together.

mod folder;
pub mod meant;
#[doc(hidden)]
pub mod reads;
mod source;

use std::{fmt, sync::Arc};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use indexmap::IndexMap;

use self::source::Excerpt;
pub use self::{folder::Folder, source::Source};
use crate::{place::Pointer, quoted::shown};

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
        let message = shown(&self.message, LONGEST);
        let help = self.help.as_deref().map(|help| shown(help, LONGEST));
        let mut group =
            level.primary_title(message.as_str()).elements(std::iter::empty::<annotate_snippets::Element<'_>>());
        let mut label = String::new();
        let mut counted = None;
        if let Some((source, place)) = &self.place {
            let position = match place {
                Place::Pointer(pointer) => source.positions().find(&source.text, pointer),
                Place::Position { line, column } => Some((*line, *column)),
            };
            if let Place::Pointer(pointer) = place
                && pointer.depth() > 0
            {
                label = shown(&format!("#{pointer}"), LONGEST_PLACE);
            }
            group = match position.map(|position| source.excerpt(position)) {
                Some(Excerpt { text, line, column, span }) => {
                    let annotation = AnnotationKind::Primary.span(span);
                    let annotation = if label.is_empty() { annotation } else { annotation.label(label.as_str()) };
                    counted = column.map(|(shown, column)| {
                        [shown, column].map(|column| format!("--> {}:{line}:{column}\n", source.name))
                    });
                    let snippet = Snippet::source(text).line_start(line).path(source.name.as_str());
                    group.element(snippet.annotation(annotation))
                }
                // The pointer says as much as is known.
                None => group.element(Origin::path(format!("{}: {label}", source.name))),
            };
        }
        let referred = self
            .referred
            .as_ref()
            .map(|(source, pointer)| shown(&format!("referred to at {}", source.spot(pointer)), LONGEST_PLACE));
        if let Some(referred) = &referred {
            group = group.element(Level::NOTE.message(referred.as_str()));
        }
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let rendered = Renderer::plain().render(&[group]);
        match counted {
            None => formatter.write_str(&rendered),
            // The renderer counts columns in the part of the line that it knows.
            Some([shown, column]) => formatter.write_str(&rendered.replacen(&shown, &column, 1)),
        }
    }
}

/// How many characters of a message are shown: no message of ours is longer by itself, and names and values of a description may be.
const LONGEST: usize = 2_000;

/// How many characters of a place are shown.
const LONGEST_PLACE: usize = 300;

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
pub const SHOWN: usize = 20;

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
