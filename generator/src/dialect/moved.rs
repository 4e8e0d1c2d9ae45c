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
    /// Where something stands -> the numbers of the moves to there.
    to: HashMap<Pointer, Vec<usize>>,
    /// How many steps there were.
    steps: usize,
    /// What was in other files before the first move.
    bundled: Bundled,
}

/// Where something stands, and where it stood before, with all that is in it.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Move {
    to: Pointer,
    from: Pointer,
    /// What moves in one step moves at once: no place is one after another move of the step.
    step: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// It stands where it stood, too.
    Copied,
    /// Nothing stands where it stood, or something else does.
    Taken,
    /// It is a part of what held it.
    Merged,
    /// It stands nowhere.
    Gone,
}

impl Moved {
    /// Notes a copy of what stands at a place.
    pub(crate) fn note(&mut self, to: Pointer, from: Pointer) {
        self.step([(to, from)], Kind::Copied);
    }

    /// Notes what has been taken from its places at once.
    pub(super) fn take(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        self.step(moves, Kind::Taken);
    }

    /// Notes what has become a part of what held it.
    pub(super) fn merge(&mut self, to: Pointer, from: Pointer) {
        self.step([(to, from)], Kind::Merged);
    }

    /// Notes what has been left out.
    pub(super) fn leave_out(&mut self, places: impl IntoIterator<Item = Pointer>) {
        self.step(places.into_iter().map(|place| (place.clone(), place)), Kind::Gone);
    }

    fn step(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>, kind: Kind) {
        self.steps += 1;
        for (to, from) in moves {
            if matches!(kind, Kind::Copied | Kind::Taken) {
                self.to.entry(to.clone()).or_default().push(self.moves.len());
            }
            self.moves.push(Move { to, from, step: self.steps, kind });
        }
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
        let mut end = self.steps + 1;
        while let Some(last) = self.last_before(&place, end) {
            place = last.from.descendant(place.below(&last.to).unwrap_or_default());
            end = last.step;
        }
        place
    }

    /// The last move before a step to a place, or to what it is in; the nearest, of several of one step.
    fn last_before(&self, place: &Pointer, end: usize) -> Option<&Move> {
        let to = |place: Pointer| {
            let moves = self.to.get(&place)?.iter().rev().map(|number| &self.moves[*number]);
            moves.into_iter().find(|one| one.step < end)
        };
        around(place).filter_map(to).reduce(|nearest, next| if next.step > nearest.step { next } else { nearest })
    }

    /// Where things are that are no longer where the description has them.
    #[must_use]
    pub fn now(&self) -> Now<'_> {
        let mut from: HashMap<_, Vec<_>> = HashMap::new();
        for one in self.moves.iter().filter(|one| one.kind != Kind::Copied) {
            from.entry(&one.from).or_default().push(one);
        }
        Now { from }
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

/// A place, and all that it is in, from the nearest on.
fn around(place: &Pointer) -> impl Iterator<Item = Pointer> {
    iter::once(place.clone()).chain(place.above())
}

/// Where things are that are no longer where the description has them.
pub struct Now<'a> {
    /// Where something stood -> the moves from there, in their order.
    from: HashMap<&'a Pointer, Vec<&'a Move>>,
}

/// Where that is what the description has at a place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Where {
    /// Still there.
    Here,
    /// Somewhere else.
    At(Pointer),
    /// It is a part of what stands there, and may be null there.
    Within(Pointer),
    /// It has been left out.
    Nowhere,
}

impl Now<'_> {
    /// Whether everything is where the description has it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.from.is_empty()
    }

    /// Where that is what the description has at a place.
    #[must_use]
    pub fn place(&self, place: &Pointer) -> Where {
        // `/a/prefixItems/0/anyOf/1` -> `/a/prefixItems/0` -> `/a/items/oneOf/0`
        let mut place = place.clone();
        let mut found = Where::Here;
        let mut begin = 0;
        while let Some(next) = self.first_after(&place, begin) {
            let below = place.below(&next.from).unwrap_or_default();
            let is_part = next.kind == Kind::Merged && below.is_empty();
            if next.kind == Kind::Gone {
                return Where::Nowhere;
            }
            place = next.to.descendant(below);
            let is_within = is_part || matches!(found, Where::Within(_));
            found = if is_within { Where::Within(place.clone()) } else { Where::At(place.clone()) };
            begin = next.step + 1;
        }
        found
    }

    /// The first move from a step on from a place, or from what it is in; the nearest, of several of one step.
    fn first_after(&self, place: &Pointer, begin: usize) -> Option<&Move> {
        let from = |place: Pointer| self.from.get(&place)?.iter().copied().find(|one| one.step >= begin);
        around(place).filter_map(from).reduce(|nearest, next| if next.step < nearest.step { next } else { nearest })
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
        let pairs =
            |moves: &[(&str, &str)]| -> Vec<_> { moves.iter().map(|(to, from)| (parse(to), parse(from))).collect() };
        // The first alternative has gone, the others come one place nearer; the item that they are of comes to stand elsewhere.
        moved.leave_out([parse("/a/prefixItems/0/oneOf/0")]);
        moved.take(pairs(&[
            ("/a/prefixItems/0/oneOf/0", "/a/prefixItems/0/oneOf/1"),
            ("/a/prefixItems/0/oneOf/1", "/a/prefixItems/0/oneOf/2"),
        ]));
        moved.take(pairs(&[("/a/items/oneOf/0", "/a/prefixItems/0"), ("/a/items/oneOf/1", "/a/items")]));
        moved.merge(parse("/b"), parse("/b/anyOf/0"));
        moved.note(parse("/d"), parse("/c"));
        let now = moved.now();
        let place = |place: &str| now.place(&parse(place));
        let at = |place: &str| Where::At(parse(place));
        assert_eq!(place("/a/prefixItems/0/oneOf/0/title"), Where::Nowhere);
        assert_eq!(place("/a/prefixItems/0/oneOf/1/title"), at("/a/items/oneOf/0/oneOf/0/title"));
        assert_eq!(place("/a/prefixItems/0/oneOf/2"), at("/a/items/oneOf/0/oneOf/1"));
        assert_eq!(place("/a/items/oneOf/0"), at("/a/items/oneOf/1/oneOf/0"));
        assert_eq!(place("/b/anyOf/0"), Where::Within(parse("/b")));
        assert_eq!((place("/b"), place("/c")), (Where::Here, Where::Here));
        let origin = |place: &str| moved.origin(&parse(place)).to_string();
        assert_eq!(origin("/b"), "/b", "a part says nothing of the whole");
        assert_eq!(origin("/a/items/oneOf/0/oneOf/0"), "/a/prefixItems/0/oneOf/1");
        assert_eq!(origin("/a/items/oneOf/1/oneOf/0"), "/a/items/oneOf/0", "what moves at once does not move twice");
        assert_eq!(origin("/d/title"), "/c/title");
    }
}
