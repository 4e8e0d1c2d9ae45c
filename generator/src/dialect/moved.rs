//! Where in the description things stand that have been moved.

use std::sync::Arc;

use crate::{
    bundle::Bundled,
    error::{Diagnostic, Errors, Place, Source},
    place::Pointer,
};

/// What stands elsewhere than where it is written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Moved {
    /// The moves in their order: where something stands, and where it stood before.
    moves: Vec<(Pointer, Pointer)>,
    /// What was in other files before the first move.
    bundled: Bundled,
}

impl Moved {
    /// Notes a move of what stands at a place, with all that is in it.
    pub(crate) fn note(&mut self, to: Pointer, from: Pointer) {
        self.moves.push((to, from));
    }

    /// The same moves, of a document of several files.
    #[must_use]
    pub fn of_files(self, bundled: Bundled) -> Self {
        Self { bundled, ..self }
    }

    /// The text in which stands what is at a place now, and where in it.
    #[must_use]
    pub fn place(&self, source: &Arc<Source>, place: &Pointer) -> (Arc<Source>, Pointer) {
        self.bundled.origin(source, &self.origin(place))
    }

    /// Where in the document stood what is at a place now.
    #[must_use]
    pub fn origin(&self, place: &Pointer) -> Pointer {
        // `/a/anyOf/0/type` -> `/a/type`: what stands at `/a/type/0` is written at `/a/anyOf/0/type/0`
        let mut place = place.clone();
        for (to, from) in self.moves.iter().rev() {
            if let Some(moved) = place.below(to).map(|below| from.descendant(below)) {
                place = moved;
            }
        }
        place
    }

    /// The same diagnostic, pointing at where in the description it stands.
    #[must_use]
    pub fn at_origin(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if let Some((_, Place::Pointer(pointer))) = &mut diagnostic.place {
            *pointer = self.origin(pointer);
        }
        self.bundled.at_origin(diagnostic)
    }

    /// The same errors, pointing at where in the description they stand.
    #[must_use]
    pub fn errors_at_origin(&self, errors: &Errors) -> Errors {
        errors.map(|error| self.at_origin(error.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_undone_from_the_last_to_the_first() {
        let mut moved = Moved::default();
        // The inner one was lifted first, then the outer one; the second alternative became the first.
        for (to, from) in [
            ("/a/anyOf/0/type", "/a/anyOf/0/oneOf/1/type"),
            ("/a/type", "/a/anyOf/0/type"),
            ("/b/oneOf/0", "/b/oneOf/1"),
            ("/b/oneOf/1", "/b/oneOf/2"),
        ] {
            moved.note(Pointer::parse(to), Pointer::parse(from));
        }
        let origin = |place: &str| moved.origin(&Pointer::parse(place)).to_string();
        assert_eq!(origin("/a/type"), "/a/anyOf/0/oneOf/1/type");
        assert_eq!(origin("/a/title"), "/a/title");
        assert_eq!(origin("/b/oneOf/0/type"), "/b/oneOf/1/type");
        assert_eq!(origin("/b/oneOf/1"), "/b/oneOf/2");
    }
}
