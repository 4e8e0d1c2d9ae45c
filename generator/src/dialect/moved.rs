//! Where in the description things stand that have been moved.

use std::{collections::HashMap, iter, sync::Arc};

use crate::{
    bundle::Bundled,
    error::{Diagnostic, Errors, Place, Source},
    place::Pointer,
};

/// What stands elsewhere than where it is written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Moved {
    /// The moves in their order.
    moves: Vec<Move>,
    /// What was in other files before the first move.
    bundled: Bundled,
}

/// Where something stands, and where it stood before, with all that is in it.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Move {
    to: Pointer,
    from: Pointer,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// It stands where it stood, too.
    Copied,
    /// Nothing stands where it stood, or something else does.
    Taken,
    /// It is a part of what stands there, which is written elsewhere.
    Merged,
}

impl Moved {
    /// Notes a copy of what stands at a place.
    pub(crate) fn note(&mut self, to: Pointer, from: Pointer) {
        self.moves.push(Move { to, from, kind: Kind::Copied });
    }

    /// Notes what has been taken from its place.
    pub(super) fn take(&mut self, to: Pointer, from: Pointer) {
        self.moves.push(Move { to, from, kind: Kind::Taken });
    }

    /// Notes what has become a part of what holds it.
    pub(super) fn merge(&mut self, to: Pointer, from: Pointer) {
        self.moves.push(Move { to, from, kind: Kind::Merged });
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
        for Move { to, from, .. } in self.moves.iter().rev().filter(|step| step.kind != Kind::Merged) {
            if let Some(moved) = place.below(to).map(|below| from.descendant(below)) {
                place = moved;
            }
        }
        place
    }

    /// Where things are that are no longer where the description has them.
    #[must_use]
    pub fn now(&self) -> Now<'_> {
        let mut moves: HashMap<_, Vec<_>> = HashMap::new();
        for (number, step) in self.moves.iter().enumerate().filter(|(_, step)| step.kind != Kind::Copied) {
            moves.entry(&step.from).or_default().push((number, &step.to));
        }
        Now { moves }
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

/// Where things are that are no longer where the description has them.
pub struct Now<'a> {
    /// Where something stood -> the numbers of the moves from there, and where they led.
    moves: HashMap<&'a Pointer, Vec<(usize, &'a Pointer)>>,
}

impl Now<'_> {
    /// Where that is what the description has at a place; nothing, where it is still there.
    #[must_use]
    pub fn place(&self, place: &Pointer) -> Option<Pointer> {
        // `/a/prefixItems/0/anyOf/1` -> `/a/prefixItems/0` -> `/a/items/oneOf/0`
        let mut now: Option<Pointer> = None;
        let mut done = 0;
        loop {
            let place = now.as_ref().unwrap_or(place);
            let later = |(from, moves): (Pointer, &Vec<(usize, &Pointer)>)| {
                let next = moves.iter().find(|(number, _)| *number >= done);
                next.map(|(number, to)| (*number, to.descendant(place.below(&from).unwrap_or_default())))
            };
            let all = iter::once(place.clone()).chain(place.above());
            let moves = all.filter_map(|from| self.moves.get(&from).map(|moves| (from, moves)));
            let Some((number, to)) = moves.filter_map(later).min_by_key(|(number, _)| *number) else { return now };
            now = Some(to);
            done = number + 1;
        }
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

    #[test]
    fn a_place_leads_to_where_that_is_now() {
        let mut moved = Moved::default();
        let parse = Pointer::parse;
        // The second alternative became the first, and the third the second; the item that they are of came to stand elsewhere.
        moved.take(parse("/a/prefixItems/0/oneOf/0"), parse("/a/prefixItems/0/oneOf/1"));
        moved.take(parse("/a/prefixItems/0/oneOf/1"), parse("/a/prefixItems/0/oneOf/2"));
        moved.take(parse("/a/items"), parse("/a/prefixItems/0"));
        moved.merge(parse("/b"), parse("/b/anyOf/0"));
        moved.note(parse("/d"), parse("/c"));
        let now = moved.now();
        let place = |place: &str| now.place(&parse(place)).map(|place| place.to_string());
        assert_eq!(place("/a/prefixItems/0/oneOf/1/title").as_deref(), Some("/a/items/oneOf/0/title"));
        assert_eq!(place("/a/prefixItems/0/oneOf/2").as_deref(), Some("/a/items/oneOf/1"));
        assert_eq!(place("/b/anyOf/0").as_deref(), Some("/b"));
        assert_eq!((place("/b"), place("/c")), (None, None));
        assert_eq!(moved.origin(&parse("/b")).to_string(), "/b", "a part says nothing of the whole");
        assert_eq!(moved.origin(&parse("/a/items/oneOf/0")).to_string(), "/a/prefixItems/0/oneOf/1");
    }
}
