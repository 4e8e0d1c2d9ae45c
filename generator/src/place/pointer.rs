//! JSON pointers (RFC 6901).

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    iter, ptr,
    sync::Arc,
};

use serde_path_to_error::Segment;

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

    /// The pointers to all that it is in, from the nearest on: the root is the last.
    pub fn above(&self) -> impl Iterator<Item = Self> {
        iter::successors(Some(self.clone()), |place| (place.depth() > 0).then(|| place.parent())).skip(1)
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

    /// The name of the component of a kind (`schemas`) that this is, or is in, and how many tokens lead here from there.
    #[must_use]
    pub fn component(&self, kind: &str) -> Option<(&str, usize)> {
        // `/components/schemas/Pet/properties/name` -> `Pet`, two
        let inside = self.depth().checked_sub(3)?;
        let mut upwards = self.tokens_upwards().skip(inside);
        let name = upwards.next()?;
        (upwards.next() == Some(kind) && upwards.next() == Some("components")).then_some((name, inside))
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
        let mut tokens: Vec<&str> =
            if start == above { self.tokens_upwards().take(further).collect() } else { return None };
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
                .find_map(
                    |(one, other)| {
                        if ptr::eq(one, other) { Some(true) } else { (one.token != other.token).then_some(false) }
                    },
                )
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
        // The order of tokens from the root on, found upwards: the last difference that is seen is the first one.
        let least = self.depth().min(other.depth());
        let of_both = |pointer: &'_ Self| pointer.depth() - least;
        let steps = self.steps().skip(of_both(self)).zip(other.steps().skip(of_both(other)));
        let apart = steps.take_while(|(one, other)| !ptr::eq(*one, *other));
        let differences = apart.map(|(one, other)| one.token.cmp(&other.token)).filter(|order| order.is_ne());
        differences.last().unwrap_or(Ordering::Equal).then(self.depth().cmp(&other.depth()))
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::root().child("a/b").child("c~d");
        assert_eq!(pointer.to_string(), "/a~1b/c~0d");
        assert_eq!(Pointer::parse("/a~1b/c~0d"), pointer);
    }

    #[test]
    fn pointers_are_told_apart_by_their_tokens() {
        let parse = Pointer::parse;
        let child = parse("/a").child("b");
        assert_eq!((child.clone(), child.parent()), (parse("/a/b"), parse("/a")));
        for other in ["", "/a", "/b", "/a/c", "/b/b", "/a/b/c", "/a~1b"] {
            assert_ne!(child, parse(other));
        }
        assert!(HashSet::from([child]).contains(&parse("/a/b")));
        let mut sorted = ["/b", "/a/b", "", "/a~1b", "/a/10", "/a"].map(parse);
        sorted.sort();
        assert_eq!(sorted.map(|pointer| pointer.to_string()), ["", "/a", "/a/10", "/a/b", "/a~1b", "/b"]);
    }

    #[test]
    fn what_is_below_a_place_has_the_way_from_there() {
        let pointer = Pointer::parse("/a/b/c");
        let below = |above: &str| pointer.below(&Pointer::parse(above));
        assert_eq!(below("/a"), Some(vec!["b", "c"]));
        assert_eq!(below(""), Some(vec!["a", "b", "c"]));
        assert_eq!(below("/a/b/c"), Some(vec![]));
        assert_eq!((below("/b"), below("/a/b/c/d"), below("/a/b/d")), (None, None, None));
    }

    #[test]
    fn pointers_sort_as_their_tokens_do() {
        let texts = ["", "/a", "/a/b", "/a/b/c", "/a/c", "/a~1b", "/b", "/b/a", "/b/a/z", "/ba"];
        let pointers = texts.map(Pointer::parse);
        let shared = pointers[1].child("b");
        for one in pointers.iter().chain([&shared]) {
            for other in pointers.iter().chain([&shared]) {
                assert_eq!(one.cmp(other), one.tokens().cmp(&other.tokens()), "{one} {other}");
            }
        }
        assert!(pointers.is_sorted());
    }

    #[test]
    fn a_pointer_as_deep_as_a_document_is_dropped_on_no_stack() {
        let deep = Pointer::root().descendant(0..200_000);
        assert_eq!((deep.depth(), deep.parent().tokens_upwards().next()), (200_000, Some("199998")));
    }
}
