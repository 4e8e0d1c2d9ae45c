//! Which parts of a document are from other files, and where in these they stand.

use std::sync::Arc;

use crate::{
    error::{Diagnostic, Errors, Place, Source},
    place::Pointer,
};

/// A part of a document that is from another file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Piece {
    /// Where it stands in the document.
    pub(super) at: Pointer,
    /// The file, and where in it.
    pub(super) from: (Arc<Source>, Pointer),
    /// The file of the first reference that leads there, and where in it.
    pub(super) referred: (Arc<Source>, Pointer),
}

/// The parts of a document that are from other files. What is in none of them is from the description itself.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bundled(Vec<Piece>);

impl Bundled {
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        Self(pieces)
    }

    /// The texts of the other files, each once, in the order of their names.
    #[must_use]
    pub fn sources(&self) -> Vec<&Arc<Source>> {
        let mut sources: Vec<_> = self.0.iter().map(|piece| &piece.from.0).collect();
        sources.sort_by(|one, other| one.name.cmp(&other.name));
        sources.dedup_by(|one, other| one.name == other.name);
        sources
    }

    /// The innermost part that a place is in.
    fn piece(&self, place: &Pointer) -> Option<&Piece> {
        let around = self.0.iter().filter(|piece| place.below(&piece.at).is_some());
        around.max_by_key(|piece| piece.at.depth())
    }

    /// The text in which stands what is at a place of a document, and where in it.
    #[must_use]
    pub fn origin(&self, source: &Arc<Source>, place: &Pointer) -> (Arc<Source>, Pointer) {
        match self.piece(place) {
            Some(Piece { at, from: (file, pointer), .. }) => {
                (Arc::clone(file), pointer.descendant(place.below(at).unwrap_or_default()))
            }
            None => (Arc::clone(source), place.clone()),
        }
    }

    /// A diagnostic about a place of a document, pointing at the file in which it stands.
    #[must_use]
    pub fn at_origin(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if let Some((source, Place::Pointer(pointer))) = &diagnostic.place {
            let (file, place) = self.origin(source, pointer);
            let is_elsewhere = file.name != source.name;
            diagnostic.referred = self.piece(pointer).filter(|_| is_elsewhere).map(|piece| piece.referred.clone());
            diagnostic.place = Some((file, Place::Pointer(place)));
        }
        diagnostic
    }

    /// The same errors, each pointing at the file in which its place stands.
    #[must_use]
    pub fn errors_at_origin(&self, errors: &Errors) -> Errors {
        errors.map(|error| self.at_origin(error.clone()))
    }
}
